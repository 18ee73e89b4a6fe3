//! Statements: one quoted utterance each, with where it came from.

use std::fmt;
use std::sync::Arc;

use crate::stance::Stance;

/// Further columns of a record, in the order of the file.
pub type Fields = serde_json::Map<String, serde_json::Value>;

/// File and line of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// File name as given, or `-` for standard input.
    pub file: Arc<str>,
    /// Line on which the record starts, from 1.
    pub line: u64,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A statement whose stance is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The words, as they stand in the source.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
    /// The record's other columns, kept only if asked for.
    pub fields: Fields,
}

/// A statement whose stance is known.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledStatement {
    /// The words, as they stand in the source.
    pub text: String,
    /// The stance that a reader gave it.
    pub stance: Stance,
    /// Affair, document or speaker: statements of one group are never split between training and judging.
    pub group: Option<String>,
    /// Weight of the row in the fit, 1 by default.
    pub weight: f64,
    /// Where it came from.
    pub origin: Origin,
    /// The record's other columns, kept only if asked for.
    pub fields: Fields,
}
