//! Arguments of `corpus split`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ColumnArgs, InputArgs, OutputArgs};

/// Cut a labelled corpus into parts, as for training and judging
///
/// Whole groups go into one part, and so do equal texts and near duplicates; each part gets the same mix of stances. By date the newest
/// go to the last part. The same seed gives the same parts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche corpus split coded.csv --parts train=0.8,heldout=0.2 -o '{part}.jsonl'
  demarche corpus split coded.jsonl --by date --parts old=0.9,new=0.1 -o 'coded-{part}.parquet'")]
pub struct SplitArgs {
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

    /// Parts with their shares; by date the oldest first
    #[arg(
        long,
        value_name = "NAME=X,...",
        default_value = "train=0.8,heldout=0.2"
    )]
    pub parts: String,

    /// What keeps rows together
    #[arg(long, value_enum, default_value = "group", value_name = "WHAT")]
    pub by: SplitByArg,

    /// Jaccard similarity of word trigrams from which on texts stay together; 2 for equal texts only
    #[arg(long, value_name = "X", default_value_t = 0.8)]
    pub near: f64,

    /// Seed of the parts
    #[arg(long, default_value_t = 42)]
    pub seed: u64,

    /// Files to write, with {part} for the part's name
    #[arg(short, long, value_name = "PATTERN", default_value = "{part}.jsonl")]
    pub output: String,

    #[command(flatten)]
    pub writing: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SplitByArg {
    /// The group column
    Group,
    /// Nothing but equal texts
    Row,
    /// The group column; groups in the order of their newest date
    Date,
}
