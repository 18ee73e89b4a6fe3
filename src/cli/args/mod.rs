//! Arguments of all commands: what several share here, and one file for each command.

mod agree;
mod audit;
mod check;
mod classify;
mod completions;
mod convert;
mod corpus;
mod drift;
mod evaluate;
mod explain;
mod extract;
mod formats;
mod inspect;
mod man;
mod next;
#[cfg(feature = "serve")]
mod serve;
mod split;
mod train;
mod vectors;

pub use agree::*;
pub use audit::*;
pub use check::*;
pub use classify::*;
pub use completions::*;
pub use convert::*;
pub use corpus::*;
pub use drift::*;
pub use evaluate::*;
pub use explain::*;
pub use extract::*;
pub use inspect::*;
pub use man::*;
pub use next::*;
#[cfg(feature = "serve")]
pub use serve::*;
pub use split::*;
pub use train::*;
pub use vectors::*;

use std::num::NonZeroU16;

use clap::{Args, Parser, Subcommand, ValueEnum};
use demarche::source::InputFormat;
use formats::input_format;

/// Tags what officials say as condemning, defending or neutral.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 110,
    after_help = "\
Example:
  echo 'It was a reckless act, and it was unlawful.' | demarche classify

Exit codes: 0 done and every gate passed, 1 a gate failed or a check found something, 2 could not be done (or not for all rows)."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// Threads to use (default: all cores); results do not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroU16>,

    /// Say on standard error how files are read
    #[arg(short, long, global = true)]
    pub verbose: bool,

    /// Most bytes that a gzip or zstd file may unpack to; what claims more is refused
    #[arg(long, global = true, value_name = "BYTES", default_value_t = demarche::source::MAX_DECOMPRESSED, hide_default_value = true)]
    pub max_decompressed: u64,

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
    Train(Box<TrainArgs>),
    Classify(ClassifyArgs),
    Evaluate(EvaluateArgs),
    Explain(ExplainArgs),
    Extract(ExtractArgs),
    Inspect(InspectArgs),
    Check(CheckArgs),
    Corpus(CorpusArgs),
    Convert(ConvertArgs),
    Drift(DriftArgs),
    Vectors(VectorsArgs),
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

/// Where statements come from, and the names of their columns.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Format of the input (default: by its name and first bytes)
    #[arg(long, value_parser = input_format(), value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    /// Encoding of the input, such as utf-16, latin-1 or windows-1251 (default: UTF-8)
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,

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

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormatArg {
    Text,
    Json,
    Markdown,
}
