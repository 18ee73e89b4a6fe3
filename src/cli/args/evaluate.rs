//! Arguments of `evaluate`.

use std::path::PathBuf;

use clap::Args;

use super::{LabelledArgs, ReportFormatArg};

/// Measure a model on labelled statements
///
/// Prints precision, recall and F1 of each stance with 95 % intervals, the confusion matrix and the majority baseline. With gates
/// the verdict is the exit code: 0 passed, 1 failed.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche evaluate data/heldout.jsonl --min-macro-f1 0.6 --min-recall defending=0.5")]
pub struct EvaluateArgs {
    /// Labelled files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub columns: LabelledArgs,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Form of the report
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: ReportFormatArg,

    /// Show N statements called wrongly, the most confident first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub mistakes: usize,

    /// Fail (exit 1) below this accuracy
    #[arg(long, value_name = "X")]
    pub min_accuracy: Option<f64>,

    /// Fail (exit 1) below this macro F1
    #[arg(long, value_name = "X")]
    pub min_macro_f1: Option<f64>,

    /// Fail (exit 1) below this recall of a label
    #[arg(long, value_name = "LABEL=X")]
    pub min_recall: Vec<String>,

    /// Bootstrap draws of the intervals
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub resamples: usize,

    /// Seed of the draws
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}
