//! Arguments of `explain`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Show what each word adds to the stance of a statement
///
/// Contributions are exact: intercept and contributions add up to the score.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche explain 'This is not aggression, it is self-defence.'")]
pub struct ExplainArgs {
    /// The statement; `-` or none reads standard input, one statement a line
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Form of the explanation
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: ExplanationFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplanationFormatArg {
    Text,
    /// One JSON object a line
    Json,
}
