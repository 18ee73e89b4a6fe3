//! Arguments of `serve`.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::serve::ModelSource;

/// Answer over HTTP, and serve a page to read and label with
///
/// Listens on this machine alone unless told otherwise. SIGTERM and SIGINT stop it once it has answered what it took; SIGHUP makes
/// it read models and tokens again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche serve
  demarche serve --pool statements.csv --labels labels.jsonl
  curl -s -H 'Content-Type: application/json' -d '{\"text\":\"It was unlawful.\"}' http://127.0.0.1:8080/v1/classify")]
pub struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one and tells it on standard error
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub addr: SocketAddr,

    /// Model file, or NAME=FILE for each of several; the first answers requests that name none (default: the embedded model)
    #[arg(short, long = "model", value_name = "MODEL", value_parser = ModelSource::parse)]
    pub models: Vec<ModelSource>,

    /// File of tokens, one a line; requests must show one as Authorization: Bearer TOKEN
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,

    /// Answer other machines without a token
    #[arg(long, conflicts_with = "token_file")]
    pub insecure: bool,

    /// Statements to be labelled on the page, in any format that is read
    #[arg(long, value_name = "FILE", requires = "labels")]
    pub pool: Option<PathBuf>,

    /// Where labels go, one JSON object a line; what is there is kept and gone on with
    #[arg(long, value_name = "FILE", requires = "pool")]
    pub labels: Option<PathBuf>,

    #[command(flatten)]
    pub limits: LimitArgs,

    /// Form of the log on standard error
    #[arg(long, value_enum, default_value = "text", value_name = "FORM")]
    pub log: LogArg,

    /// Log no requests, only what goes wrong
    #[arg(short, long)]
    pub quiet: bool,

    /// Log the texts of JSON requests, which are left out otherwise
    #[arg(long)]
    pub log_texts: bool,
}

/// Limits of requests.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Most bytes of a JSON body
    #[arg(long, value_name = "N", default_value = "8388608")]
    pub max_body_bytes: NonZeroUsize,

    /// Most bytes of a file that is sent, packed and unpacked
    #[arg(long, value_name = "N", default_value = "1073741824")]
    pub max_file_bytes: NonZeroU64,

    /// Most texts in one JSON body
    #[arg(long, value_name = "N", default_value = "10000")]
    pub max_batch: NonZeroUsize,

    /// Longest text in bytes
    #[arg(long, value_name = "N", default_value = "1000000")]
    pub max_text_bytes: NonZeroUsize,

    /// Most requests at work at a time; others are told to try again
    #[arg(long, value_name = "N", default_value = "512")]
    pub max_requests: NonZeroUsize,

    /// Most streams and files among them
    #[arg(long, value_name = "N", default_value = "32")]
    pub max_streams: NonZeroUsize,

    /// Most connections at a time; others wait
    #[arg(long, value_name = "N", default_value = "16384")]
    pub max_connections: NonZeroUsize,

    /// Seconds to answer a request, and that a stream may pause
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub timeout: NonZeroU32,

    /// Seconds to send the head of a request, and that a connection may idle
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub head_timeout: NonZeroU32,

    /// Seconds to finish requests when told to stop
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub stop_timeout: NonZeroU32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogArg {
    Text,
    /// One JSON object a line
    Json,
}
