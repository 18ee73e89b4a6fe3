//! Arguments of `train`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::LabelledArgs;

/// Train a model on labelled statements
///
/// Reads JSON Lines, CSV or TSV with a text and a label in each row, prints the scores of grouped cross-validation beside
/// the baseline, and writes one model file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche train data/train.jsonl -o my.demarche
  demarche train coded.csv --text-column quote --label-column position --labels pro,con,other -o my.demarche

Labels are read in any case. The default set understands synonyms: condemn, criticise, con, against ... for condemning;
defend, support, pro ... for defending; none, other ... for neutral.")]
pub struct TrainArgs {
    /// Labelled files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Model file to write
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,

    #[command(flatten)]
    pub columns: LabelledArgs,

    /// Column that holds the weight of a row
    #[arg(long, value_name = "NAME")]
    pub weight_column: Option<String>,

    /// Labels to tell apart, two or more
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub labels: Vec<String>,

    /// Folds of cross-validation
    #[arg(long, default_value_t = 5, value_name = "K", conflicts_with = "no_cv")]
    pub folds: usize,

    /// No cross-validation: no scores, and probabilities are not calibrated
    #[arg(long)]
    pub no_cv: bool,

    /// Choose C, parts and scales by cross-validation, and score the choice by nested cross-validation; takes minutes
    #[arg(long, conflicts_with = "no_cv")]
    pub tune: bool,

    /// Also score models trained on 10, 20, 40, 70 and 100 % of the groups: is more data worth its work?
    #[arg(long)]
    pub learning_curve: bool,

    /// Column whose values the learning curve is broken down by
    #[arg(long, value_name = "NAME", requires = "learning_curve")]
    pub learning_curve_by: Option<String>,

    /// Seed of the folds
    #[arg(long, default_value_t = 42)]
    pub seed: u64,

    /// Mix of stances that probabilities assume: natural, balanced, or A=.3,B=.1,C=.6
    #[arg(long, default_value = "balanced", value_name = "MIX")]
    pub prior: String,

    #[command(flatten)]
    pub model: ModelArgs,
}

/// Features and fit.
#[derive(Debug, Args)]
#[command(next_help_heading = "Features and fit")]
pub struct ModelArgs {
    /// Inverse strength of regularisation, scikit-learn's C
    #[arg(long, value_name = "C")]
    pub c: Option<f64>,

    /// Weights of the stances in the fit
    #[arg(long, value_enum, value_name = "KIND")]
    pub class_weight: Option<ClassWeightArg>,

    /// How the optimum is found; both ways give the same
    #[arg(long, value_enum, value_name = "SOLVER")]
    pub solver: Option<SolverArg>,

    /// Most steps of the solver
    #[arg(long, value_name = "N")]
    pub max_iterations: Option<usize>,

    /// Parts to switch on
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    pub with: Vec<Part>,

    /// Parts to switch off
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    pub without: Vec<Part>,

    /// Longest word n-gram, 1 to 3
    #[arg(long, value_name = "N")]
    pub word_ngrams: Option<u8>,

    /// Fewest statements that a word n-gram must stand in
    #[arg(long, value_name = "N")]
    pub min_df: Option<u32>,

    /// Most word n-grams kept
    #[arg(long, value_name = "N")]
    pub max_features: Option<u32>,

    /// Which word n-grams are kept where there are more
    #[arg(long, value_enum, value_name = "RULE")]
    pub selection: Option<SelectionArg>,

    /// Hash word n-grams into 2^N buckets, each of which is a feature: bounds the model's size, mixes n-grams up
    #[arg(long, value_name = "N")]
    pub hash_bits: Option<u8>,

    /// Range of character n-grams, as in 3-5
    #[arg(long, value_name = "M-N")]
    pub char_ngrams: Option<String>,

    /// Scale of the character part; the n-gram part has 1
    #[arg(long, value_name = "X")]
    pub char_scale: Option<f32>,

    /// Scale of the word vector part
    #[arg(long, value_name = "X")]
    pub vector_scale: Option<f32>,

    /// Scale of the part of negated words' vectors
    #[arg(long, value_name = "X")]
    pub negated_scale: Option<f32>,

    /// Word vector table, or none (default: the one that comes with the program)
    #[arg(long, value_name = "TABLE")]
    pub word_vectors: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClassWeightArg {
    /// All stances weigh the same
    Balanced,
    /// All rows weigh the same
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SolverArg {
    Auto,
    Linfa,
    NewtonCg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SelectionArg {
    /// Those that stand in most statements
    DocumentFrequency,
    /// Those that tell most of the stance
    ChiSquared,
}

/// Switchable parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Names masked to their kind
    NameMasks,
    /// Numbers masked
    NumberMasks,
    /// NOT_ words
    Negation,
    /// THOUGH_ and BUT_ words
    Clauses,
    /// SAID_ words
    Reports,
    /// Question, exclamation and quotation marks
    Punctuation,
    /// Pairs of words with one between
    SkipGrams,
    /// Character n-grams
    Chars,
    /// Word vectors
    Vectors,
}
