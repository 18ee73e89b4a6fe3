//! Drift, as text with advice and as JSON.

use serde_json::{Value, json};

use super::table::Table;
use crate::corpus::{DriftFigure, DriftResult, DriftVerdict};
use crate::stance::StanceSet;

/// Results of a comparison with all that a report says of them.
#[derive(Debug)]
pub struct DriftReport<'a> {
    /// The figures.
    pub results: &'a [DriftResult],
    /// Labels of the model.
    pub set: &'a StanceSet,
    /// Identity of the model.
    pub model: &'a str,
    /// Names of the old and the new file.
    pub files: [String; 2],
    /// Statements of the old and the new file.
    pub rows: [usize; 2],
}

/// The report for people, with what to do.
#[must_use]
pub fn drift_text(report: &DriftReport<'_>) -> String {
    let header = [
        "figure",
        "old",
        "new",
        "change",
        "interval",
        "tolerance",
        "verdict",
    ];
    let mut table = Table::new(header.map(String::from).to_vec(), 1);
    for result in report.results {
        let is_length = result.figure == DriftFigure::Length;
        let (digits, sign) = if is_length { (2, "x") } else { (3, "") };
        let [change, low, high] = result.change;
        let changed = if is_length {
            format!("x{change:.2}")
        } else {
            format!("{change:+.3}")
        };
        table.push(vec![
            name(result.figure, report.set),
            format!("{:.digits$}", result.old),
            format!("{:.digits$}", result.new),
            changed,
            format!("[{low:.digits$}, {high:.digits$}]"),
            format!("{sign}{:.2}", result.tolerance),
            verdict(result.verdict).to_owned(),
        ]);
    }
    format!(
        "{} ({} statements) -> {} ({} statements)\n\n{}\n{}",
        report.files[0],
        report.rows[0],
        report.files[1],
        report.rows[1],
        table.text(),
        advice(report)
    )
}

fn name(figure: DriftFigure, set: &StanceSet) -> String {
    match figure {
        DriftFigure::UnknownWords => "unknown words".into(),
        DriftFigure::Stance(k) => format!("share of {}", set.labels()[k]),
        DriftFigure::Abstained => "abstained".into(),
        DriftFigure::Confidence => "mean confidence".into(),
        DriftFigure::Length => "words a statement".into(),
    }
}

fn verdict(verdict: DriftVerdict) -> &'static str {
    match verdict {
        DriftVerdict::Drifted => "drifted",
        DriftVerdict::Stable => "stable",
        DriftVerdict::Open => "open",
    }
}

/// What to do, one sentence for each kind of drift.
fn advice(report: &DriftReport<'_>) -> String {
    let with = |verdict: DriftVerdict| report.results.iter().filter(move |r| r.verdict == verdict);
    let drifted =
        |of: &dyn Fn(DriftFigure) -> bool| with(DriftVerdict::Drifted).any(|r| of(r.figure));
    let mut lines: Vec<String> = Vec::new();
    let words = drifted(&|f| f == DriftFigure::UnknownWords);
    let confidence = drifted(&|f| matches!(f, DriftFigure::Confidence | DriftFigure::Abstained));
    if words || confidence {
        lines.push(
            "The new statements use other words than the model knows: label about 100 of them (demarche corpus next) and train again with them.".into(),
        );
    }
    if drifted(&|f| matches!(f, DriftFigure::Stance(_))) {
        lines.push(
            "The mix of stances shifted: check a sample by hand; if the shift is real, set --prior (demarche classify --estimate-prior tells the mix).".into(),
        );
    }
    if drifted(&|f| f == DriftFigure::Length) {
        lines.push(
            "The statements have another length: check that they are cut as the old ones were, sentence by sentence or whole.".into(),
        );
    }
    if with(DriftVerdict::Open).next().is_some() {
        let needed = with(DriftVerdict::Open).filter_map(|r| r.rows_needed).max();
        let rows = needed.map_or(String::new(), |n| format!(", about {n} of each"));
        lines.push(format!(
            "Open figures cannot be decided with so few rows: compare more{rows}."
        ));
    }
    if lines.is_empty() {
        lines.push("Nothing changed by more than matters: nothing to do.".into());
    }
    lines.join("\n") + "\n"
}

/// The report for programs.
#[must_use]
pub fn drift_json(report: &DriftReport<'_>) -> Value {
    let figures: Vec<Value> = report
        .results
        .iter()
        .map(|r| {
            json!({
                "figure": name(r.figure, report.set),
                "old": r.old,
                "new": r.new,
                "change": r.change[0],
                "lower": r.change[1],
                "upper": r.change[2],
                "tolerance": r.tolerance,
                "verdict": r.verdict,
                "rows_needed": r.rows_needed,
            })
        })
        .collect();
    json!({
        "files": report.files,
        "statements": report.rows,
        "model": report.model,
        "figures": figures,
        "advice": advice(report),
    })
}
