//! `demarche man`: a manual page for the program and for each of its commands.

use std::path::Path;

use anyhow::{Context, Result};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use demarche::whole_file::write_whole;

use super::Outcome;
use super::args::{Arguments, ManArgs};

/// Runs the command.
pub fn run(args: &ManArgs) -> Result<Outcome> {
    let folder = &args.output;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{}: cannot make this folder", folder.display()))?;
    let mut program = Arguments::command();
    program.build();
    write_page(&program, "demarche", folder)?;
    Ok(Outcome::Done)
}

/// Writes the page of `command`, and those of the commands below it, as `demarche-corpus-agree.1` and the like.
fn write_page(command: &Command, name: &str, folder: &Path) -> Result<()> {
    let mut page = Vec::new();
    let named = command.clone().display_name(name.to_owned());
    Man::new(named).render(&mut page)?;
    write_whole(&folder.join(format!("{name}.1")), &page)?;
    for below in command.get_subcommands().filter(|c| c.get_name() != "help") {
        write_page(below, &format!("{name}-{}", below.get_name()), folder)?;
    }
    Ok(())
}
