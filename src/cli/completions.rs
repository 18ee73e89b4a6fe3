//! `demarche completions`: what a shell offers after a tab.

use anyhow::Result;
use clap::CommandFactory;

use super::args::{Arguments, CompletionsArgs};
use super::{Outcome, print};

/// Runs the command.
pub fn run(args: &CompletionsArgs) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut Arguments::command(),
        "demarche",
        &mut script,
    );
    print(&String::from_utf8(script)?)?;
    Ok(Outcome::Done)
}
