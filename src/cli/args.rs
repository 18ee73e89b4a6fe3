//! Arguments of all commands.

use std::num::{NonZeroU16, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use demarche::source::InputFormat;

/// Tags what officials say as condemning, defending or neutral.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 110,
    after_help = "\
Example:
  echo 'It was a reckless act, and it was unlawful.' | demarche classify

Exit codes: 0 done and every gate passed, 1 a gate failed, 2 could not be done (or not for all rows)."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// Threads to use (default: all cores); results do not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroU16>,

    /// Colour in the output
    #[arg(
        long = "color",
        alias = "colour",
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub colour: Colour,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Train(TrainArgs),
    Classify(ClassifyArgs),
    Evaluate(EvaluateArgs),
    Explain(ExplainArgs),
    Inspect(InspectArgs),
    Vectors(VectorsArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One statement a line
    Lines,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Tab-separated values with a header
    Tsv,
}

impl From<Format> for InputFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Lines => Self::Lines,
            Format::Jsonl => Self::Jsonl,
            Format::Csv => Self::Csv,
            Format::Tsv => Self::Tsv,
        }
    }
}

/// Where statements come from, and the names of their columns.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Format of the input (default: by the file's name)
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<Format>,

    /// Column that holds the statement
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub text_column: String,
}

/// Columns of labelled files.
#[derive(Debug, Args)]
pub struct LabelledArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// Column that holds the label
    #[arg(long, default_value = "label", value_name = "NAME")]
    pub label_column: String,

    /// Column that holds the affair, document or speaker; its statements are never split (default: group, if there is one)
    #[arg(long, value_name = "NAME")]
    pub group_column: Option<String>,

    /// Stop at the first row that cannot be used
    #[arg(long)]
    pub strict: bool,
}

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

/// Name the stance of statements
///
/// Reads one statement a line, or a table, and writes one record for each record of the input, in order; blank lines too. A
/// text of which no word is known is not given a label.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  printf 'It was unlawful.\\nWe acted in self-defence.\\n' | demarche classify --format label -
  demarche classify quotes.csv --text-column quote --format csv --keep > tagged.csv

A record: {\"id\":1,\"label\":\"condemning\",\"confidence\":0.91,\"scores\":{...},\"abstained\":false,\"reason\":null,
\"known_tokens\":4,\"tokens\":4,\"model\":\"sha256:...\"}")]
pub struct ClassifyArgs {
    /// Files; `-` is standard input, which is also the default
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    /// Column that identifies a record
    #[arg(long, default_value = "id", value_name = "NAME")]
    pub id_column: String,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Form of the records (default: text on a terminal, jsonl in a pipe)
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub format: Option<RecordFormatArg>,

    /// Repeat the other columns of the input
    #[arg(long)]
    pub keep: bool,

    /// Write no header line (csv, tsv)
    #[arg(long)]
    pub no_header: bool,

    /// Name no stance whose probability is lower
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub min_confidence: f64,

    /// Longest statement in bytes; longer ones are not read whole
    #[arg(long, value_name = "N", default_value = "1000000")]
    pub max_text_bytes: NonZeroUsize,

    /// Stop at the first record that cannot be used
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RecordFormatArg {
    Text,
    Jsonl,
    Csv,
    Tsv,
    /// The label alone
    Label,
    /// __label__x p for all labels
    Fasttext,
}

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormatArg {
    Text,
    Json,
    Markdown,
}

/// Show what each word adds to the stance of a statement
///
/// Contributions are exact: intercept and contributions add up to the score.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche explain 'This is not aggression, it is self-defence.'")]
pub struct ExplainArgs {
    /// The statement; `-` or none reads standard input, one statement a line
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Form of the explanation
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: ExplanationFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplanationFormatArg {
    Text,
    /// One JSON object a line
    Json,
}

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

/// Word vector tables
#[derive(Debug, Args)]
pub struct VectorsArgs {
    #[command(subcommand)]
    pub command: VectorsCommand,
}

#[derive(Debug, Subcommand)]
pub enum VectorsCommand {
    Import(ImportArgs),
}

/// Make a table from GloVe, word2vec or fastText text vectors
///
/// Words must stand by falling frequency, as these tools write them. Vectors are centred, reduced by PCA and quantised to 8 bits.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche vectors import glove.6B.100d.txt -o glove.demwv --words 50000")]
pub struct ImportArgs {
    /// Vector file, plain or gzip; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Table to write
    #[arg(short, long, value_name = "TABLE")]
    pub output: PathBuf,

    /// Words kept, the most frequent first
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    pub words: usize,

    /// Numbers per word after PCA (default: as many as the file has)
    #[arg(long, value_name = "D")]
    pub dims: Option<usize>,
}
