//! Arguments of `evaluate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use demarche::evaluation::IntervalMethod;

use super::LabelledArgs;

/// Measure a model on labelled statements, and hold gates against it
///
/// Prints precision, recall and F1 of each stance with 95 % intervals, the confusion matrix, and what was asked for beyond that: a paired
/// comparison, slices, mistakes. With gates the verdict is the exit code: 0 passed, 1 failed, 2 could not be judged.
///
/// Most flags may also stand in the environment (DEMARCHE_GATE, DEMARCHE_MIN_SUPPORT, ...) or in the table [evaluate] of demarche.toml,
/// under the same names; a flag goes before the environment, and that before the file.
#[derive(Debug, Args)]
#[command(after_help = "\
Gates:
  FIGURE >= X (or >, <=, <), where FIGURE is accuracy, macro_f1, macro_precision, macro_recall, weighted_f1, coverage, ece, brier,
  precision(LABEL), recall(LABEL), f1(LABEL), coverage@ACCURACY or accuracy@COVERAGE; lower(FIGURE) and upper(FIGURE) are the ends of
  its interval; with --baseline delta(FIGURE), p(better), p(worse) and p(difference), which may name a figure: p(better, accuracy).
  FIGURE[COLUMN=VALUE] is of one slice, FIGURE[COLUMN=*] of each.

Examples:
  demarche evaluate data/heldout.jsonl --gate 'lower(macro_f1) >= 0.6' --gate 'recall(defending) >= 0.5'
  demarche evaluate data/heldout.jsonl --by register --by length --output report.html --output report.json
  demarche evaluate gold.csv --predictions theirs.csv --id-column id --baseline old.demarche --gate 'delta(macro_f1) >= -0.01'")]
pub struct EvaluateArgs {
    /// Labelled files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub columns: LabelledArgs,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Judge these predictions instead of a model's: JSON Lines, CSV or TSV, or plain lines in fastText's form or of one label each
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,

    /// Compare with this model or these predictions
    #[arg(long, value_name = "MODEL|FILE")]
    pub baseline: Option<PathBuf>,

    /// Column that statements and predictions are matched by (default: by their order)
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,

    /// Column that holds the label in predictions
    #[arg(long, default_value = "label", value_name = "NAME")]
    pub prediction_column: String,

    /// Labels, with --predictions and without --model (default: condemning, defending, neutral)
    #[arg(long, value_delimiter = ',', value_name = "A,B,...")]
    pub labels: Vec<String>,

    /// Condition that must hold, else exit 1; may be given several times
    #[arg(long, value_name = "GATE")]
    pub gate: Vec<String>,

    /// Fail (exit 1) below this accuracy
    #[arg(long, value_name = "X")]
    pub min_accuracy: Option<f64>,

    /// Fail (exit 1) below this macro F1
    #[arg(long, value_name = "X")]
    pub min_macro_f1: Option<f64>,

    /// Fail (exit 1) below this recall of a label
    #[arg(long, value_name = "LABEL=X")]
    pub min_recall: Vec<String>,

    /// Fewest statements of a slice, and of a figure that a gate is on (else exit 2) [default: 10]
    #[arg(long, value_name = "N")]
    pub min_support: Option<usize>,

    /// Give figures for each value of a column, or of `length`; may be given several times
    #[arg(long, value_name = "COLUMN")]
    pub by: Vec<String>,

    /// Form of the report on standard output
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: EvaluationFormatArg,

    /// Write the report to a file too, in the form that its name tells: .txt, .json, .md, .xml (JUnit) or .html; may be given several times
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<PathBuf>,

    /// Show N statements called wrongly, the most confident first [default: 20 in HTML, else 0]
    #[arg(long, value_name = "N")]
    pub mistakes: Option<usize>,

    /// Bootstrap draws of the intervals [default: 10000]
    #[arg(long, value_name = "N")]
    pub resamples: Option<usize>,

    /// Seed of the draws [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// How intervals are made [default: wilson]
    #[arg(long, value_enum, value_name = "METHOD")]
    pub interval: Option<IntervalArg>,

    /// File of settings (default: demarche.toml, if there is one)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Ways to make intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IntervalArg {
    /// Quantiles of bootstrap draws
    Percentile,
    /// The same, corrected for bias and skewness
    Bca,
    /// Wilson's for shares of statements, BCa for other figures
    Wilson,
}

impl From<IntervalArg> for IntervalMethod {
    fn from(arg: IntervalArg) -> Self {
        match arg {
            IntervalArg::Percentile => Self::Percentile,
            IntervalArg::Bca => Self::Bca,
            IntervalArg::Wilson => Self::Wilson,
        }
    }
}

/// Forms of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvaluationFormatArg {
    Text,
    Json,
    Markdown,
    /// JUnit XML: a test case for each gate
    Junit,
    /// Annotations, a summary and outputs for GitHub Actions
    Github,
    /// One page that needs nothing else
    Html,
}
