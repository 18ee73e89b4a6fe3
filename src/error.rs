//! What can go wrong, as one enum: variants are named for the situation, fields hold the facts, texts name the remedy.

use std::path::PathBuf;

use crate::statement::Origin;

/// Result of this library's fallible functions.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or stream could not be read or written.
    #[error("{}: cannot {action}", path.display())]
    Io {
        /// The file, or `standard input`.
        path: PathBuf,
        /// `read`, `write`, ...
        action: &'static str,
        /// The system's word.
        #[source]
        source: std::io::Error,
    },
    /// A row that is not what its file's format asks for.
    #[error(transparent)]
    BadRow(#[from] BadRow),
    /// A column that the header does not have.
    #[error(
        "{file}: no column {column:?} (the header has: {found}); name it with --{option}-column"
    )]
    NoColumn {
        /// The file.
        file: String,
        /// The column asked for.
        column: String,
        /// The columns there are.
        found: String,
        /// The flag's first word: `text`, `label`, ...
        option: &'static str,
    },
    /// A file that is not UTF-8.
    #[error(
        "{file}: found {found}, expected UTF-8; read it with --encoding {} or convert it", found.to_ascii_lowercase()
    )]
    Encoding {
        /// The file.
        file: String,
        /// What it seems to be.
        found: String,
    },
    /// A quotation mark of CSV that opens a field which nothing closes.
    #[error(
        "{0}: a quotation mark opens a field here, expected one that closes it, found none to the end of the file (or within 64 MiB); close the field, or write a quotation mark inside a quoted field twice (\"\")"
    )]
    OpenQuote(Origin),
    /// A columnar file that is damaged or holds what cannot be read.
    #[error("{file}: cannot be read as {format}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// Its format.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A set of labels that cannot be used.
    #[error("labels cannot be used: {reason}")]
    BadLabels {
        /// What is wrong with them.
        reason: String,
    },
    /// A setting outside its range.
    #[error("{name} is {found}, expected {expected}")]
    BadSetting {
        /// The setting's name.
        name: &'static str,
        /// What was given.
        found: String,
        /// What is allowed.
        expected: &'static str,
    },
    /// No labelled statement at all.
    #[error("no labelled statement to {purpose}; give a file with a text and a label in each row")]
    NoExamples {
        /// `train on` or `evaluate`.
        purpose: &'static str,
    },
    /// Predictions that cannot be matched with the statements.
    #[error("{file}: {problem}")]
    Unmatched {
        /// The file of the predictions.
        file: String,
        /// What is missing, doubled or too much, and the remedy.
        problem: String,
    },
    /// A gate that cannot be read.
    #[error("gate {gate:?}: {problem}")]
    BadGate {
        /// The gate as given.
        gate: String,
        /// What was found, what is allowed, and the nearest name.
        problem: String,
    },
    /// Training data of one stance only, or with a stance missing.
    #[error(
        "no statement is labelled {missing:?} (found: {found}); add some, or name the labels there are with --labels"
    )]
    MissingStance {
        /// The stance without examples.
        missing: String,
        /// Counts of the others.
        found: String,
    },
    /// A stance that only one group has, so that nothing is left of it to train on when the group is held out.
    #[error(
        "all statements labelled {label:?} are in one group ({group}), expected two groups or more, for cross-validation leaves one out; add some of another group, name another --group-column, or train with --no-cv"
    )]
    LoneStance {
        /// The stance.
        label: String,
        /// Its group, or where it stands.
        group: String,
    },
    /// Texts without a single usable feature.
    #[error(
        "no feature is left in {rows} texts: {reason}; lower --min-df or give more or longer texts"
    )]
    NoFeatures {
        /// Number of texts.
        rows: usize,
        /// Why.
        reason: &'static str,
    },
    /// The optimiser stopped before the optimum.
    #[error(
        "the fit did not converge: gradient norm {gradient_norm:.3e} after {iterations} iterations, tolerance {tolerance:.1e}; raise --max-iterations or the regularisation (lower --c)"
    )]
    NotConverged {
        /// True gradient norm at the end.
        gradient_norm: f64,
        /// Iterations done.
        iterations: usize,
        /// Norm that was asked for.
        tolerance: f64,
    },
    /// linfa's own fit failed.
    #[error("linfa's logistic regression failed: {0}")]
    Linfa(String),
    /// Too few groups for the folds asked for.
    #[error(
        "{folds} folds need as many groups, found {groups}; lower --folds, use --no-cv, or name another --group-column"
    )]
    TooFewGroups {
        /// Folds asked for.
        folds: usize,
        /// Groups found.
        groups: usize,
    },
    /// A model file that is damaged, foreign or of another version.
    #[error("{file}: not a usable model: {reason}")]
    ModelFile {
        /// The file, or `embedded model`.
        file: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A word vector file or table that cannot be used.
    #[error("{file}: not usable word vectors: {reason}")]
    WordVectors {
        /// The file.
        file: String,
        /// What is wrong and what to do.
        reason: String,
    },
}

impl Error {
    /// Wraps an I/O error with its path and what was being done.
    pub fn io(path: impl Into<PathBuf>, action: &'static str, source: std::io::Error) -> Self {
        Self::Io {
            path: path.into(),
            action,
            source,
        }
    }
}

/// A row that could not be used: where, what was found, what was expected and the remedy, as one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// File and line.
    pub origin: Origin,
    /// What was found, what was expected, and the remedy.
    pub problem: String,
}

impl std::fmt::Display for BadRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.origin, self.problem)
    }
}

impl std::error::Error for BadRow {}
