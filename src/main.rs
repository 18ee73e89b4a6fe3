//! The `demarche` program: parse, dispatch, print the error, set the exit code.
//!
//! 0: done, and every gate passed. 1: a gate failed. 2: could not be done, or not for all rows.

use std::process::ExitCode;

use clap::Parser;

mod cli;
#[cfg(feature = "serve")]
mod serve;

fn main() -> ExitCode {
    let arguments = cli::args::Arguments::parse();
    match cli::run(arguments) {
        Ok(outcome) => outcome.into(),
        Err(error) if cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::complain(format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
