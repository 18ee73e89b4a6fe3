//! Arguments of `inspect`.

use std::path::PathBuf;

use clap::Args;

use super::ExplanationFormatArg;

/// Show a model's settings, training facts, scores and strongest features
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche inspect my.demarche")]
pub struct InspectArgs {
    /// Model file (default: the embedded model)
    #[arg(value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Features shown of each stance
    #[arg(short = 'n', long, value_name = "N", default_value_t = 15)]
    pub top: usize,

    /// Form of the output
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: ExplanationFormatArg,
}
