//! The figures of extraction, as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::numbers::{brackets, two_digits, visible};
use super::suite::verdict;
use super::table::Table;
use crate::evaluation::{Estimate, ExtractionScores, PassOutcome};

/// Figures with what a report says of them.
#[derive(Debug)]
pub struct ExtractionReport<'a> {
    /// The figures.
    pub scores: &'a ExtractionScores,
    /// Identity of the model.
    pub model: &'a str,
    /// Gates, in the order in which they were asked for.
    pub gates: &'a [PassOutcome],
    /// Whether to list what differs from the gold articles.
    pub differences: bool,
}

fn figures(s: &ExtractionScores) -> [(&'static str, &'static str, Option<Estimate>); 7] {
    [
        ("precision", "precision of statements", s.precision),
        ("recall", "recall of statements", s.recall),
        ("f1", "F1 of statements", s.f1),
        ("exact_f1", "F1, exactly the same words", s.exact_f1),
        (
            "speaker_accuracy",
            "speaker right, of those found",
            s.speaker_accuracy,
        ),
        (
            "stance_accuracy",
            "stance right, of those found",
            s.stance_accuracy,
        ),
        (
            "stance_macro_f1",
            "stance macro F1, end to end",
            s.stance_macro_f1,
        ),
    ]
}

/// For people.
#[must_use]
pub fn extraction_scores_text(report: &ExtractionReport<'_>) -> String {
    let s = report.scores;
    let mut out = format!(
        "{} articles, {} statements, {} found\n\n",
        s.articles, s.gold, s.found
    );
    for (_, name, value) in figures(s) {
        let line = format!(
            "{name:<30}  {}  {}",
            two_digits(value.map(|v| v.value)),
            brackets(value)
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let header = ["type", "n", "found", "exactly", "speaker", "stance"];
    let mut table = Table::new(header.map(String::from).to_vec(), 1);
    for (kind, t) in &s.by_type {
        table.push(vec![
            kind.as_str().to_owned(),
            t.support.to_string(),
            two_digits(t.recall),
            two_digits(t.exact_recall),
            two_digits(t.speaker_accuracy),
            two_digits(t.stance_accuracy),
        ]);
    }
    let _ = writeln!(
        out,
        "\n{}\nfound: overlap of at least 0.5; 95 % intervals by bootstrap over articles\nmodel {}",
        table.text(),
        report.model
    );
    if report.differences {
        for d in &s.differences {
            let _ = writeln!(
                out,
                "\n{} {}: {}\n  gold {:?}, found {:?}",
                d.article,
                d.kind,
                visible(&d.text),
                d.gold,
                d.found
            );
        }
    }
    if let Some(verdict) = verdict(report.gates) {
        let _ = writeln!(out, "\n{verdict}");
    }
    out
}

/// For programs.
#[must_use]
pub fn extraction_scores_json(report: &ExtractionReport<'_>) -> Value {
    let s = report.scores;
    let interval = |i: Option<Estimate>| {
        i.map_or(
            Value::Null,
            |i| json!({"value": i.value, "ci95": i.interval.map(|i| [i.lower, i.upper])}),
        )
    };
    let mut out = serde_json::Map::new();
    out.insert("articles".into(), json!(s.articles));
    out.insert("statements".into(), json!(s.gold));
    out.insert("found".into(), json!(s.found));
    for (name, _, value) in figures(s) {
        out.insert(name.into(), interval(value));
    }
    let types = s.by_type.iter().map(|(kind, t)| {
        let scores = json!({
            "n": t.support,
            "recall": t.recall,
            "exact_recall": t.exact_recall,
            "speaker_accuracy": t.speaker_accuracy,
            "stance_accuracy": t.stance_accuracy,
        });
        (kind.as_str().to_owned(), scores)
    });
    out.insert("by_type".into(), Value::Object(types.collect()));
    out.insert("model".into(), json!(report.model));
    out.insert("gates".into(), json!(report.gates));
    if report.differences {
        let all = s.differences.iter().map(|d| {
            json!({"article": d.article, "kind": d.kind, "text": d.text, "gold": d.gold, "found": d.found})
        });
        out.insert("differences".into(), all.collect());
    }
    Value::Object(out)
}
