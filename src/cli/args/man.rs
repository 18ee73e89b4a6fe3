//! Arguments of `man`.

use std::path::PathBuf;

use clap::Args;

/// Write a manual page for the program and one for each command
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche man -o ~/.local/share/man/man1 && man demarche-classify")]
pub struct ManArgs {
    /// Folder that takes the pages; it is made if it is not there
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
}
