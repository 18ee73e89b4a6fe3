//! Arguments of `corpus agree`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::InputArgs;

/// Measure how far annotators agree
///
/// Annotators are told by a column (one row for each label given), or by columns of their own (--annotators), or else each file is
/// one annotator's. Items are told by their id, or else by their text. Percent agreement, Cohen's and Fleiss' kappa and
/// Krippendorff's alpha (nominal) have 95 % intervals by bootstrap over groups of items.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche corpus agree export.json --gate 'alpha >= 0.67'
  demarche corpus agree coded.csv --annotators ann,ben,cleo --disputes adjudicate.csv
  demarche corpus agree ann.jsonl ben.jsonl

A gate is a figure, >= and a number: percent, cohen, fleiss, alpha, alpha(LABEL), fleiss(LABEL); with .lower it is the lower end of the
interval, as in 'alpha.lower >= 0.6'. Exit codes: 0 done and every gate passed, 1 a gate failed, 2 could not be done.")]
pub struct AgreeArgs {
    /// Labelled files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    /// Column that holds the label
    #[arg(long, default_value = "label", value_name = "NAME")]
    pub label_column: String,

    /// Column that holds who gave the label
    #[arg(long, default_value = "annotator", value_name = "NAME")]
    pub annotator_column: String,

    /// Columns that each hold the labels of one annotator
    #[arg(long, value_name = "A,B,...", value_delimiter = ',', conflicts_with_all = ["label_column", "annotator_column"])]
    pub annotators: Vec<String>,

    /// Column that identifies an item
    #[arg(long, default_value = "id", value_name = "NAME")]
    pub id_column: String,

    /// Column that holds the affair, document or speaker; the unit of the bootstrap
    #[arg(long, default_value = "group", value_name = "NAME")]
    pub group_column: String,

    /// Labels, two or more (default: condemning, defending, neutral)
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub labels: Vec<String>,

    /// Form of the report
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: AgreeFormatArg,

    /// Fail (exit 1) unless the figure is large enough
    #[arg(long, value_name = "FIGURE >= X")]
    pub gate: Vec<String>,

    /// Write the items that were labelled differently to this file, for adjudication
    #[arg(long, value_name = "FILE")]
    pub disputes: Option<PathBuf>,

    /// Show at most N of them
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub show: usize,

    /// Bootstrap draws of the intervals
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub resamples: usize,

    /// Seed of the draws
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AgreeFormatArg {
    Text,
    Json,
}
