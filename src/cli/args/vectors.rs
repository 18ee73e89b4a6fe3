//! Arguments of `vectors`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
/// Words must stand by falling frequency, as these tools write them. Vectors are centred, reduced by PCA and quantised.
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

    /// Bits a number: fewer make a smaller table
    #[arg(long, value_name = "B", default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=8))]
    pub bits: u8,
}
