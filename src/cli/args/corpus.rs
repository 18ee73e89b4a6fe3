//! Arguments of `corpus`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use demarche::source::InputFormat;

use super::formats::input_format;
use super::{AgreeArgs, AuditArgs, NextArgs, ReportFormatArg, SplitArgs};

/// Look after a labelled corpus
#[derive(Debug, Args)]
pub struct CorpusArgs {
    #[command(subcommand)]
    pub command: CorpusCommand,
}

#[derive(Debug, Subcommand)]
pub enum CorpusCommand {
    Check(CorpusCheckArgs),
    Stats(CorpusStatsArgs),
    Agree(AgreeArgs),
    Split(SplitArgs),
    Audit(AuditArgs),
    Next(NextArgs),
}

/// Where the corpus lies, and the names of its columns.
#[derive(Debug, Args)]
pub struct CorpusInputArgs {
    /// Labelled files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Format of the input (default: by its name and first bytes)
    #[arg(long, value_parser = input_format(), value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    /// Encoding of the input, such as utf-16, latin-1 or windows-1251 (default: UTF-8)
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,

    /// Column that holds the statement
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub text_column: String,

    /// Column that holds the label
    #[arg(long, default_value = "label", value_name = "NAME")]
    pub label_column: String,

    /// Column that holds the affair, document or speaker
    #[arg(long, default_value = "group", value_name = "NAME")]
    pub group_column: String,

    /// Labels of the corpus, two or more (default: condemning, defending, neutral)
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub labels: Vec<String>,
}

/// Find what is wrong with labelled files
///
/// Looks for unusable rows, unknown fields, the same text twice (or with another label), texts that share most word trigrams, groups
/// in more than one file, minimal pairs that are none, openings that too many rows share, text that is not NFC, control
/// characters, and names that tell the label. Each finding names its file and line and the remedy.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche corpus check data/train.jsonl data/heldout.jsonl --strict

Exit codes: 0 nothing found, 1 an error found (with --strict also a warning), 2 could not be done.")]
pub struct CorpusCheckArgs {
    #[command(flatten)]
    pub input: CorpusInputArgs,

    /// Let warnings count
    #[arg(long)]
    pub strict: bool,

    /// Form of the report
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: CorpusCheckFormatArg,

    /// List at most N findings of each check (default: all; JSON always has all)
    #[arg(long, value_name = "N")]
    pub show: Option<usize>,

    /// Permutations of the test of names
    #[arg(long, value_name = "N", default_value_t = 999)]
    pub permutations: usize,

    /// Seed of the permutations
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CorpusCheckFormatArg {
    Text,
    Json,
}

/// Count what a corpus is made of
///
/// Tables of labels by file, register, topic, move, deciding rule and length, of minimal pairs and groups, and how varied the
/// language is.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche corpus stats data/train.jsonl data/heldout.jsonl --format markdown")]
pub struct CorpusStatsArgs {
    #[command(flatten)]
    pub input: CorpusInputArgs,

    /// Form of the tables
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: ReportFormatArg,
}
