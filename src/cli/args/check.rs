//! Arguments of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use demarche::source::InputFormat;

use super::formats::input_format;

/// Run a behaviour suite: does the model handle negation, report, concession, other names, other quotes ...?
///
/// Reads cases with the fields text, label and capability, and if they have them rule and set. A set whose cases all expect one label
/// (the same sentence with another name, say) is also held to consistency. With gates the verdict is the exit code: 0 passed, 1
/// failed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche check
  demarche check -m my.demarche --min-pass negation=0.9 --min-pass name_swap=1 --min-pass all=0.85
  demarche check --format junit > checks.xml")]
pub struct CheckArgs {
    /// Suite in JSON Lines, CSV or TSV; `-` is standard input (default: the suite that comes with the program)
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// Format of the suite (default: by its name and first bytes)
    #[arg(long, value_parser = input_format(), value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Assume this mix of stances: natural (of the training data), balanced, or A=.3,B=.1,C=.6 (default: the model's own)
    #[arg(long, value_name = "MIX")]
    pub prior: Option<String>,

    /// Form of the report
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: CheckFormatArg,

    /// Fail (exit 1) if a smaller share of the capability's cases passes; `all` stands for all cases
    #[arg(long, value_name = "CAPABILITY=X")]
    pub min_pass: Vec<String>,

    /// Show at most N failed cases of each capability (default: all; other forms always have all)
    #[arg(long, value_name = "N")]
    pub show: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormatArg {
    Text,
    Json,
    /// One test case for each case, for CI servers
    Junit,
}
