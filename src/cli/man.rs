//! `demarche man`: manual pages, made from the same words as `--help`.

use std::path::Path;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_mangen::Man;
use demarche::whole_file::write_whole;

use super::args::{Arguments, ManArgs};
use super::{Outcome, print};

/// Runs the command.
pub fn run(args: &ManArgs) -> Result<Outcome> {
    let folder = &args.output;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{}: cannot make the folder", folder.display()))?;
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let pages = write_pages(&program, folder)?;
    print(&format!("wrote {pages} pages to {}\n", folder.display()))?;
    Ok(Outcome::Done)
}

/// Writes the pages of a command and of those below it, and counts them.
fn write_pages(command: &clap::Command, folder: &Path) -> Result<usize> {
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    write_whole(&folder.join(page.get_filename()), &text)?;
    command
        .get_subcommands()
        .try_fold(1, |pages, below| Ok(pages + write_pages(below, folder)?))
}
