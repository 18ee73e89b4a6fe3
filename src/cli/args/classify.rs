//! Arguments of `classify`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::InputArgs;

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

    /// Put an apostrophe before cells of CSV that a spreadsheet would take for formulas
    #[arg(long)]
    pub safe_csv: bool,

    /// Name no stance whose probability is lower
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub min_confidence: f64,

    /// Name stances only so far as cross-validation of the model reached this accuracy
    #[arg(long, value_name = "A", conflicts_with = "min_confidence")]
    pub target_accuracy: Option<f64>,

    /// Assume this mix of stances: natural (of the training data), balanced, or A=.3,B=.1,C=.6
    #[arg(long, value_name = "MIX")]
    pub prior: Option<String>,

    /// Tell on standard error which mix of stances the input seems to have
    #[arg(long)]
    pub estimate_prior: bool,

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
    /// Tasks with predictions, for annotators to start from
    LabelStudio,
    /// Tasks with a preselected option
    Prodigy,
}
