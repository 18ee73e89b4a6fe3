//! The command line: one file a command, each a thin layer over the library.

mod agree;
pub mod args;
mod article_files;
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
mod features;
mod input;
mod inspect;
mod man;
mod next;
mod prelabel;
#[cfg(feature = "serve")]
mod serve;
#[cfg(unix)]
mod signals;
mod split;
mod train;
mod vectors;

use std::io::{IsTerminal, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use anyhow::{Context, Result};
use demarche::StanceClassifier;
use demarche::error::BadRow;

use args::{Arguments, Colour, Command};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// A gate failed, or a check found something.
    GateFailed,
    /// Some rows could not be used.
    BadRows,
    /// A gate could not be judged.
    NotJudged,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::GateFailed => Self::from(1),
            Outcome::BadRows | Outcome::NotJudged => Self::from(2),
        }
    }
}

/// Runs the command that was asked for.
pub fn run(arguments: Arguments) -> Result<Outcome> {
    #[cfg(unix)]
    signals::take_over();
    start_threads(arguments.threads)?;
    input::VERBOSE.store(arguments.verbose, Ordering::Relaxed);
    input::MAX_DECOMPRESSED.store(arguments.max_decompressed, Ordering::Relaxed);
    let colour = wants_colour(arguments.colour);
    match arguments.command {
        Command::Train(args) => train::run(&args),
        Command::Classify(args) => classify::run(&args, colour),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Explain(args) => explain::run(&args, colour),
        Command::Extract(args) => extract::run(&args, colour),
        Command::Inspect(args) => inspect::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Drift(args) => drift::run(&args),
        Command::Vectors(args) => vectors::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

/// Starts the threads that share the work, so that a machine without room for them is told before anything is begun.
fn start_threads(asked: Option<NonZeroU16>) -> Result<()> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = asked {
        pool = pool.num_threads(usize::from(threads.get()));
    }
    pool.build_global().context(
        "cannot start threads; allow the process more memory or threads (ulimit), or ask for fewer with --threads",
    )
}

/// Whether the error is that nobody reads the output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Colour on a terminal, unless NO_COLOR is set or TERM is dumb.
fn wants_colour(choice: Colour) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    match choice {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
            std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
        }
    }
}

/// The model named by `--model`, or the embedded one.
fn model(path: Option<&Path>) -> Result<StanceClassifier> {
    Ok(match path {
        Some(path) => StanceClassifier::load(path)?,
        None => StanceClassifier::embedded()?,
    })
}

/// Prints rows that could not be used.
fn warn(bad_rows: &[BadRow]) {
    for row in bad_rows {
        complain(row);
    }
}

/// Writes to standard error; if nobody reads it any more, that changes nothing.
pub fn complain(message: impl std::fmt::Display) {
    let _ = writeln!(anstream::stderr(), "demarche: {message}");
}

/// Writes to standard output and flushes; if nobody reads it any more, the outcome stays what it is.
fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
