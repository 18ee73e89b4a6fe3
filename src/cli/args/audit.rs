//! Arguments of `corpus audit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ColumnArgs, InputArgs, OutputArgs};

/// Find labels that are probably wrong
///
/// Confident learning (Northcutt and others 2021) from the probabilities of models that saw neither the statement nor its group. Each
/// suspect comes with the words that speak against its label, and with its nearest neighbours of another label. No file is ever
/// changed: suspects are for a reader to look at. Files to judge by are refused, since taking out what a model finds hard there would
/// flatter it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche corpus audit coded.csv
  demarche corpus audit train.jsonl -o review.json --output-format label-studio")]
pub struct AuditArgs {
    /// Labelled files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    #[command(flatten)]
    pub columns: ColumnArgs,

    /// Labels of the corpus, two or more (default: condemning, defending, neutral)
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub labels: Vec<String>,

    /// Folds, by group
    #[arg(long, default_value_t = 5, value_name = "K")]
    pub folds: usize,

    /// Seed of the folds
    #[arg(long, default_value_t = 42)]
    pub seed: u64,

    /// Form of the report
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: AuditFormatArg,

    /// Show at most N suspects; JSON always has all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub show: usize,

    /// Write the suspects to this file, the likeliest error first, with the suggested label as a prediction
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub writing: OutputArgs,

    /// Audit files too that look like held-out ones
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditFormatArg {
    Text,
    Json,
}
