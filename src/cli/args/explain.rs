//! Arguments of `explain`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::InputArgs;

/// Show what each word adds to the stance of a statement
///
/// Contributions are exact: intercept and contributions add up to the score.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche explain 'This is not aggression, it is self-defence.'
  demarche explain --file quotes.csv --text-column quote --format json")]
pub struct ExplainArgs {
    /// The statement; `-` or none reads standard input, in any format that `classify` reads
    #[arg(value_name = "TEXT", conflicts_with = "files")]
    pub text: Option<String>,

    /// Files of statements, in any format that `classify` reads
    #[arg(long = "file", value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    /// Column that identifies a record
    #[arg(long, default_value = "id", value_name = "NAME")]
    pub id_column: String,

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
