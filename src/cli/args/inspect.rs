//! Arguments of `inspect`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Show a model's settings, training facts, scores and strongest features
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche inspect my.demarche
  demarche inspect my.demarche --format model-card --license cc-by-4.0 --notes NOTES.md > MODEL_CARD.md")]
pub struct InspectArgs {
    /// Model file (default: the embedded model)
    #[arg(value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Features shown of each stance
    #[arg(short = 'n', long, value_name = "N", default_value_t = 15)]
    pub top: usize,

    /// Form of the output
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: InspectFormatArg,

    /// Licence identifier in the head of a model card
    #[arg(long, alias = "licence", value_name = "ID")]
    pub license: Option<String>,

    /// Markdown file that ends a model card: what the data are, what was measured elsewhere, limits
    #[arg(long, value_name = "FILE")]
    pub notes: Option<PathBuf>,

    /// Drawing of the learning curve that a model card shows, as a path from the card
    #[arg(long, value_name = "FILE")]
    pub drawing: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InspectFormatArg {
    Text,
    Json,
    /// Markdown with a YAML head, for people and model hubs
    ModelCard,
    /// The learning curve as SVG
    LearningCurve,
}
