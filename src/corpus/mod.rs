//! Labelled statements as a body: how they are split, the digest that names them, what is wrong with them, and their make-up.

mod agreement;
mod characters;
mod check;
mod coverage;
mod diversity;
mod drift;
mod duplicates;
mod findings;
mod fingerprint;
mod groups;
mod known_fields;
mod label_errors;
mod mentions;
mod name_leans;
mod names;
mod neighbours;
mod next;
mod openings;
mod parts;
mod plain_text;
mod similar;
mod split;
mod stats;
#[cfg(test)]
mod test_rows;

pub use agreement::{
    Agreement, AgreementSettings, Counts, Item, Pair, Rating, Ratings, StanceAgreement, alpha,
    cohen, fleiss, percent,
};
pub use check::{CheckSettings, CorpusCheck};
pub use coverage::Coverage;
pub use diversity::{DISTINCT_NGRAMS, Diversity, TYPE_TOKEN_WORDS};
pub use drift::{DriftFigure, DriftResult, DriftRow, DriftVerdict, Tolerances, drift};
pub use findings::{Check, Finding, Severity};
pub use fingerprint::fingerprint;
pub use known_fields::KNOWN_FIELDS;
pub use label_errors::{LabelErrors, Suspect};
pub use name_leans::NameLean;
pub use names::NameTest;
pub use neighbours::Neighbours;
pub use next::{NextSettings, Uncertainty, next};
pub use parts::{PartSettings, SplitBy, parts};
pub use split::{Folds, group_count, grouped_folds, some_groups};
pub use stats::{CorpusStats, Summary};

use serde_json::Value;

use crate::statement::LabelledStatement;

/// The value of a statement's field as text; `None` if it is not there, null or empty.
pub(crate) fn field(statement: &LabelledStatement, name: &str) -> Option<String> {
    match statement.fields.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|t| !t.trim().is_empty()),
        other => Some(other.to_string()),
    }
}
