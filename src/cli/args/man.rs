//! Arguments of `man`.

use std::path::PathBuf;

use clap::Args;

/// Write the manual pages, one for each command
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche man -o ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Folder to write to; it is made if it does not exist
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
}
