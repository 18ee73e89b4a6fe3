//! Arguments of `corpus next`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ColumnArgs, InputArgs, OutputArgs};

/// Choose what to label next
///
/// From a pool of unlabelled statements those of which a model is least sure, unlike each other, and none that is nearly the same as
/// another or as a labelled one. The model is trained on the labelled file; without one it is the model given or the one that
/// comes with the program. Rows of the pool that have a label are passed over.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche corpus next pool.jsonl --labelled coded.jsonl -n 100 -o tasks.json --output-format label-studio --prelabel
  demarche corpus next articles.csv --text-column quote -n 20 -o next.csv")]
pub struct NextArgs {
    /// Pools of statements; `-` is standard input
    #[arg(required = true, value_name = "POOL")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    #[command(flatten)]
    pub columns: ColumnArgs,

    /// What is labelled already
    #[arg(long, value_name = "FILE")]
    pub labelled: Vec<PathBuf>,

    /// Labels of the labelled file, two or more (default: condemning, defending, neutral)
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub labels: Vec<String>,

    /// Model to ask instead of one trained on the labelled file
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// How many
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 100)]
    pub count: usize,

    /// What tells how unsure the model is
    #[arg(long, value_enum, default_value = "margin", value_name = "HOW")]
    pub by: UncertaintyArg,

    /// Weight of uncertainty against diversity, 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.7)]
    pub balance: f64,

    /// Jaccard similarity of word trigrams from which on a text is a near duplicate
    #[arg(long, value_name = "X", default_value_t = 0.8)]
    pub near: f64,

    /// Seed of the folds and of `--by random`
    #[arg(long, default_value_t = 42)]
    pub seed: u64,

    /// File to write, the first to label first
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub output: PathBuf,

    #[command(flatten)]
    pub writing: OutputArgs,

    /// Add what the model says, so that annotators start from it (Label Studio, Prodigy)
    #[arg(long)]
    pub prelabel: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UncertaintyArg {
    /// Distance of the two likeliest stances
    Margin,
    /// Entropy of all
    Entropy,
    /// Chance, for comparison
    Random,
}
