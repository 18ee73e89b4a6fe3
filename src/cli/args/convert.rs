//! Arguments of `convert`.

use std::path::PathBuf;

use clap::Args;
use demarche::source::InputFormat;

use super::InputArgs;
use super::formats::output_format;

/// Write statements in another format
///
/// Text, label, id, group, speaker, date, annotator, weight and all other columns are kept where the new format can hold them; what
/// it cannot hold is said on standard error. Files ending in .gz or .zst are unpacked and packed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche convert coded.csv coded.jsonl
  demarche convert export.json coded.parquet --input-format label-studio
  demarche convert pool.csv tasks.json --output-format label-studio --text-column quote
  demarche convert - - --input-format tsv --output-format fasttext < coded.tsv")]
pub struct ConvertArgs {
    /// File to read; `-` is standard input
    #[arg(value_name = "IN")]
    pub input_file: PathBuf,

    /// File to write; `-` is standard output
    #[arg(value_name = "OUT")]
    pub output_file: PathBuf,

    #[command(flatten)]
    pub input: InputArgs,

    #[command(flatten)]
    pub columns: ColumnArgs,

    #[command(flatten)]
    pub output: OutputArgs,

    /// Stop at the first row that cannot be used
    #[arg(long)]
    pub strict: bool,
}

/// Names of the columns besides the text.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns")]
pub struct ColumnArgs {
    /// Column that holds the label
    #[arg(long, default_value = "label", value_name = "NAME")]
    pub label_column: String,

    /// Column that identifies a record
    #[arg(long, default_value = "id", value_name = "NAME")]
    pub id_column: String,

    /// Column that holds the affair, document or speaker
    #[arg(long, default_value = "group", value_name = "NAME")]
    pub group_column: String,

    /// Column that holds who said it
    #[arg(long, default_value = "speaker", value_name = "NAME")]
    pub speaker_column: String,

    /// Column that holds when
    #[arg(long, default_value = "date", value_name = "NAME")]
    pub date_column: String,

    /// Column that holds who gave the label
    #[arg(long, default_value = "annotator", value_name = "NAME")]
    pub annotator_column: String,

    /// Column that holds the weight of a row
    #[arg(long, default_value = "weight", value_name = "NAME")]
    pub weight_column: String,
}

/// How statements are written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Format of the output (default: by the file's name)
    #[arg(long, value_parser = output_format(), value_name = "FORMAT")]
    pub output_format: Option<InputFormat>,

    /// Put an apostrophe before cells of CSV that a spreadsheet would take for formulas
    #[arg(long)]
    pub safe_csv: bool,

    /// Labels that annotators choose from in Prodigy (default: condemning, defending, neutral)
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub options: Vec<String>,

    /// Name of the question in Label Studio
    #[arg(long, value_name = "NAME", default_value = "stance")]
    pub question: String,
}
