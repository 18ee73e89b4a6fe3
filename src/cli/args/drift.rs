//! Arguments of `drift`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::InputArgs;

/// Compare new statements with old ones, as the model sees them
///
/// Share of unknown words, mix of stances, abstentions, confidence and length, each with a confidence interval. A figure has drifted if
/// its interval lies beyond the tolerance, is stable if it lies within, and is open otherwise: many rows do not make a trifle a
/// finding, and few rows do not hide a shift.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche drift train.jsonl this-week.jsonl
  demarche drift old.csv new.csv --text-column quote --strict

Exit codes: 0 done, 1 something drifted (with --strict only), 2 could not be done.")]
pub struct DriftArgs {
    /// Statements that the model was made for, or of an earlier time
    #[arg(value_name = "OLD")]
    pub old: PathBuf,

    /// Statements of now
    #[arg(value_name = "NEW")]
    pub new: PathBuf,

    #[command(flatten)]
    pub input: InputArgs,

    /// Column that holds the affair, document or speaker; the unit of the intervals
    #[arg(long, default_value = "group", value_name = "NAME")]
    pub group_column: String,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Form of the report
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: DriftFormatArg,

    /// Difference of the share of unknown words that matters
    #[arg(long, value_name = "X", default_value_t = 0.03)]
    pub unknown_tolerance: f64,

    /// Difference of the share of a stance, or of abstentions, that matters
    #[arg(long, value_name = "X", default_value_t = 0.05)]
    pub mix_tolerance: f64,

    /// Difference of the mean confidence that matters
    #[arg(long, value_name = "X", default_value_t = 0.05)]
    pub confidence_tolerance: f64,

    /// Factor of the typical length that matters
    #[arg(long, value_name = "X", default_value_t = 1.25)]
    pub length_tolerance: f64,

    /// Exit with 1 if something drifted
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DriftFormatArg {
    Text,
    Json,
}
