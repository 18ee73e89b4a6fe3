//! Arguments of `extract`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Find the statements of articles, with speaker and stance
///
/// Reads articles as plain text, HTML, or rows of a table, and writes one record for each statement: its words, its stance, who
/// said it, and where it stands. Offsets count bytes of the text, of HTML those of its main text (see --emit-text).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche extract article.txt
  demarche extract news/ --format csv > statements.csv
  demarche extract articles.jsonl --text-column body --format jsonl
  demarche extract page.html --format html > page-with-statements.html
  demarche extract --evaluate data/articles/heldout.jsonl --min-f1 0.9

A record: {\"article\":\"article.txt\",\"text\":\"the raid was lawful\",\"label\":\"defending\",\"confidence\":0.91,\"scores\":{...},
\"speaker\":\"She\",\"speaker_resolved\":\"Ana Sol\",\"speakers\":[\"Ana Sol\"],\"role\":\"foreign minister\",\"cue\":\"said\",
\"quote_type\":\"indirect\",\"span\":[9,28],\"parts\":[[9,28]],\"words\":\"...\",\"speaker_span\":[0,3],\"cue_span\":[4,8],
\"sentence\":\"...\",\"sentence_span\":[0,29],\"model\":\"sha256:...\"}")]
pub struct ExtractArgs {
    /// Files and folders; `-` is standard input, which is also the default
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Form of the input (default: by the file's name, else text)
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<ArticleFormatArg>,

    /// Column that holds the article
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub text_column: String,

    /// Column that identifies the article
    #[arg(long, default_value = "id", value_name = "NAME")]
    pub id_column: String,

    /// Model file (default: the embedded model)
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<PathBuf>,

    /// Form of the output (default: text on a terminal, jsonl in a pipe)
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub format: Option<ExtractFormatArg>,

    /// Put an apostrophe before cells of CSV that a spreadsheet would take for formulas
    #[arg(long)]
    pub safe_csv: bool,

    /// Write quoted words too that nobody is said to have said
    #[arg(long)]
    pub scare_quotes: bool,

    /// Write no statements but the text in which they are sought
    #[arg(long)]
    pub emit_text: bool,

    /// Name no stance whose probability is lower
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub min_confidence: f64,

    /// Judge extraction by gold articles
    #[arg(long, value_name = "GOLD", conflicts_with_all = ["files", "emit_text"])]
    pub evaluate: Option<PathBuf>,

    /// Judge these records (article, parts, speakers, label) of some tool instead
    #[arg(long, value_name = "FILE", requires = "evaluate")]
    pub found: Option<PathBuf>,

    /// Show what differs from the gold articles
    #[arg(long, requires = "evaluate")]
    pub differences: bool,

    /// Fail (exit 1) below this F1 of statements
    #[arg(long, value_name = "X", requires = "evaluate")]
    pub min_f1: Option<f64>,

    /// Fail (exit 1) below this share of right speakers
    #[arg(long, value_name = "X", requires = "evaluate")]
    pub min_speaker_accuracy: Option<f64>,

    /// Fail (exit 1) below this macro F1 of stances, end to end
    #[arg(long, value_name = "X", requires = "evaluate")]
    pub min_stance_f1: Option<f64>,

    /// Bootstrap draws of the intervals
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub resamples: usize,

    /// Seed of the draws
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ArticleFormatArg {
    /// One article a file
    Text,
    /// One page a file
    Html,
    /// One JSON object an article
    Jsonl,
    /// One row an article, with a header
    Csv,
    /// The same with tabs
    Tsv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormatArg {
    Text,
    Jsonl,
    Csv,
    /// A page to read
    Html,
}
