//! Values to text: prediction records, evaluations and explanations, one file a form. Nothing is computed here.

mod agreement;
mod audit;
mod corpus_check;
mod corpus_stats;
mod drift;
mod evaluation_json;
mod evaluation_markdown;
mod evaluation_text;
mod explanation;
mod numbers;
mod records;
mod suite;
mod suite_junit;
mod table;

pub use agreement::{AgreementReport, agreement_json, agreement_text};
pub use audit::{AuditReport, AuditedSuspect, Neighbour, audit_json, audit_text};
pub use corpus_check::{CorpusCheckReport, corpus_check_json, corpus_check_text};
pub use corpus_stats::{corpus_stats_json, corpus_stats_markdown, corpus_stats_text};
pub use drift::{DriftReport, drift_json, drift_text};
pub use evaluation_json::evaluation_json;
pub use evaluation_markdown::evaluation_markdown;
pub use evaluation_text::evaluation_text;
pub use explanation::{explanation_json, explanation_text};
pub use records::{RecordFormat, RecordWriter};
pub use suite::{SuiteReport, suite_json, suite_text};
pub use suite_junit::suite_junit;

use crate::evaluation::{Evaluation, GateOutcome};
use crate::stance::StanceSet;

/// An evaluation with all that a report says of it.
#[derive(Debug)]
pub struct EvaluationReport<'a> {
    /// The figures.
    pub evaluation: &'a Evaluation,
    /// Labels.
    pub set: &'a StanceSet,
    /// Identity of the model.
    pub model: &'a str,
    /// The files judged.
    pub files: &'a [String],
    /// Gates, in the order in which they were asked for.
    pub gates: &'a [GateOutcome],
    /// Statements called wrongly, the most confident first.
    pub mistakes: &'a [Mistake],
}

/// A statement called wrongly.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Mistake {
    /// File and line.
    pub origin: String,
    /// The label.
    pub actual: String,
    /// The stance named, or `abstained`.
    pub predicted: String,
    /// Confidence in it.
    pub confidence: Option<f64>,
    /// The statement.
    pub text: String,
}

/// The verdict in one line: all gates passed, or each that failed.
#[must_use]
pub fn verdict(gates: &[GateOutcome]) -> Option<String> {
    if gates.is_empty() {
        return None;
    }
    let failed: Vec<String> = gates
        .iter()
        .filter(|g| !g.passed)
        .map(|g| {
            let value = g.value.map_or("no data".into(), |v| format!("{v:.4}"));
            format!("{} {value} < {}", g.figure, g.floor)
        })
        .collect();
    Some(if failed.is_empty() {
        let passed: Vec<String> = gates
            .iter()
            .map(|g| format!("{} {:.4} >= {}", g.figure, g.value.unwrap_or(0.0), g.floor))
            .collect();
        format!("PASSED: {}", passed.join("; "))
    } else {
        format!("FAILED: {}", failed.join("; "))
    })
}
