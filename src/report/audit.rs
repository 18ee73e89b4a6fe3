//! Probable label errors, as text and as JSON.

use serde_json::{Value, json};

use super::numbers::{counted, visible};
use crate::corpus::{LabelErrors, Suspect};
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// Suspects with all that a report says of them.
#[derive(Debug)]
pub struct AuditReport<'a> {
    /// Labels.
    pub set: &'a StanceSet,
    /// All statements.
    pub statements: &'a [LabelledStatement],
    /// What was found.
    pub errors: &'a LabelErrors,
    /// Suspects with reasons, in the order of `errors`.
    pub suspects: &'a [AuditedSuspect],
    /// Folds.
    pub folds: usize,
    /// Most suspects shown as text.
    pub show: usize,
}

/// A suspect with reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditedSuspect {
    /// The suspect.
    pub suspect: Suspect,
    /// Words of the text with what they add to the suggested stance over the given one, the strongest first.
    pub words: Vec<(String, f64)>,
    /// The nearest statements of another label.
    pub neighbours: Vec<Neighbour>,
}

/// A statement near a suspect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Its position among the statements.
    pub position: usize,
    /// Cosine of their words, 0 to 1.
    pub similarity: f64,
}

/// The report for people.
#[must_use]
pub fn audit_text(report: &AuditReport<'_>) -> String {
    let (all, shown) = (
        report.suspects.len(),
        report.show.min(report.suspects.len()),
    );
    let mut out = format!(
        "{} in {} folds by group; {} probably labelled wrongly, about {:.1} % of all labels\n",
        counted(report.statements.len(), "statement"),
        report.folds,
        all,
        100.0 * report.errors.estimated_errors,
    );
    if shown < all {
        out += &format!(
            "the first {shown}, the likeliest errors first (--show N, --output FILE for all):\n"
        );
    }
    for (rank, audited) in report.suspects[..shown].iter().enumerate() {
        out += &one(report, rank + 1, audited);
    }
    out
}

fn one(report: &AuditReport<'_>, rank: usize, audited: &AuditedSuspect) -> String {
    let suspect = audited.suspect;
    let statement = &report.statements[suspect.position];
    let mut out = format!(
        "\n{rank}. {}: {} -> {}?  margin {:.2}\n   {}\n",
        statement.origin,
        report.set.label(suspect.given),
        report.set.label(suspect.suggested),
        suspect.margin,
        visible(&statement.text),
    );
    if !audited.words.is_empty() {
        let words: Vec<String> = audited
            .words
            .iter()
            .map(|(word, value)| format!("{} {value:+.2}", visible(word)))
            .collect();
        out += &format!("   words: {}\n", words.join(", "));
    }
    for near in &audited.neighbours {
        let other = &report.statements[near.position];
        out += &format!(
            "   near ({:.2}): {} {}: {}\n",
            near.similarity,
            other.origin,
            report.set.label(other.stance),
            visible(&other.text),
        );
    }
    out
}

/// The report for programs.
#[must_use]
pub fn audit_json(report: &AuditReport<'_>) -> Value {
    let label = |stance| report.set.label(stance);
    let suspects: Vec<Value> = report
        .suspects
        .iter()
        .map(|audited| {
            let suspect = audited.suspect;
            let statement = &report.statements[suspect.position];
            let neighbours: Vec<Value> = audited
                .neighbours
                .iter()
                .map(|near| {
                    let other = &report.statements[near.position];
                    json!({"origin": other.origin.to_string(), "label": label(other.stance), "similarity": near.similarity, "text": other.text})
                })
                .collect();
            let words: Vec<Value> = audited.words.iter().map(|(w, v)| json!({"word": w, "value": v})).collect();
            json!({
                "origin": statement.origin.to_string(),
                "id": statement.fields.get("id"),
                "label": label(suspect.given),
                "suggested": label(suspect.suggested),
                "margin": suspect.margin,
                "self_confidence": suspect.self_confidence,
                "text": statement.text,
                "words": words,
                "neighbours": neighbours,
            })
        })
        .collect();
    json!({
        "statements": report.statements.len(),
        "folds": report.folds,
        "estimated_errors": report.errors.estimated_errors,
        "thresholds": report.errors.thresholds,
        "confident_joint": report.errors.confident_joint,
        "suspects": suspects,
    })
}
