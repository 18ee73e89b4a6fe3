//! The evaluation as text, in scikit-learn's layout with intervals after its columns.

use std::fmt::Write as _;

use super::numbers::{brackets, two_digits, visible};
use super::{EvaluationReport, verdict};
use crate::evaluation::{Evaluation, Interval};

/// Renders the whole report.
#[must_use]
pub fn evaluation_text(report: &EvaluationReport<'_>) -> String {
    let mut out = String::new();
    let e = report.evaluation;
    table(&mut out, report);
    let _ = writeln!(
        out,
        "\n{} statements in {} groups; 95 % intervals by bootstrap over groups\nmodel {}",
        e.n, e.groups, report.model
    );
    confusion(&mut out, report);
    let _ = writeln!(
        out,
        "\nbaseline, always {}: accuracy {:.2}, macro F1 {:.2}",
        report.set.label(e.baseline.stance),
        e.baseline.accuracy,
        e.baseline.macro_f1
    );
    let _ = writeln!(
        out,
        "coverage {:.3}; calibration error {}; Brier score {}",
        e.coverage,
        three_digits(e.calibration_error),
        three_digits(e.brier_score)
    );
    curve(&mut out, e);
    for m in report.mistakes {
        let confidence = m
            .confidence
            .map_or("\u{2013}".into(), |c| format!("{c:.2}"));
        let _ = writeln!(
            out,
            "\n{}: {} called {} ({confidence})\n  {}",
            m.origin,
            m.actual,
            m.predicted,
            visible(&m.text)
        );
    }
    if let Some(verdict) = verdict(report.gates) {
        let _ = writeln!(out, "\n{verdict}");
    }
    out
}

fn three_digits(value: Option<f64>) -> String {
    value.map_or("\u{2013}".into(), |v| format!("{v:.3}"))
}

/// Precision, recall, F1 and support, two digits, labels to the right, columns of nine.
fn table(out: &mut String, report: &EvaluationReport<'_>) {
    let e = report.evaluation;
    let width = label_width(report);
    let _ = writeln!(
        out,
        "{:>width$} {:>9} {:>9} {:>9} {:>9}   {:<12}  f1 95 %\n",
        "", "precision", "recall", "f1-score", "support", "recall 95 %"
    );
    for (label, s) in report.set.labels().iter().zip(&e.per_stance) {
        let value = |i: Option<Interval>| two_digits(i.map(|i| i.value));
        let line = format!(
            "{label:>width$} {:>9} {:>9} {:>9} {:>9}   {:<12}  {:<12}",
            value(s.precision),
            value(s.recall),
            value(s.f1),
            s.support,
            brackets(s.recall),
            brackets(s.f1)
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let _ = writeln!(
        out,
        "\n{:>width$} {:>9} {:>9} {:>9.2} {:>9}   {:<12}  {}",
        "accuracy",
        "",
        "",
        e.accuracy.value,
        e.n,
        "",
        brackets(Some(e.accuracy))
    );
    let averages = [
        ("macro avg", e.macro_average, brackets(Some(e.macro_f1))),
        ("weighted avg", e.weighted_average, String::new()),
    ];
    for (name, a, interval) in averages {
        let line = format!(
            "{name:>width$} {:>9.2} {:>9.2} {:>9.2} {:>9}   {:<12}  {interval}",
            a.precision, a.recall, a.f1, e.n, ""
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn label_width(report: &EvaluationReport<'_>) -> usize {
    let labels = report.set.labels().iter().map(|l| l.chars().count());
    labels.max().unwrap_or(0).max("weighted avg".len())
}

fn confusion(out: &mut String, report: &EvaluationReport<'_>) {
    let c = &report.evaluation.confusion;
    let columns: Vec<&str> = report
        .set
        .labels()
        .iter()
        .map(String::as_str)
        .chain(["abstained"])
        .collect();
    let first = "actual \\ predicted";
    let width = label_width(report).max(first.len());
    let _ = write!(out, "\n{first:<width$}");
    for name in &columns {
        let _ = write!(out, "  {name:>9}");
    }
    for (actual, label) in report.set.labels().iter().enumerate() {
        let _ = write!(out, "\n{label:<width$}");
        for (predicted, name) in columns.iter().enumerate() {
            let cell = name.chars().count().max(9);
            let _ = write!(out, "  {:>cell$}", c.count(actual, predicted));
        }
    }
    out.push('\n');
}

fn curve(out: &mut String, e: &Evaluation) {
    if e.coverage_curve.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\nanswering only the surest:\n  coverage  accuracy  --min-confidence"
    );
    for p in &e.coverage_curve {
        let _ = writeln!(
            out,
            "  {:>7.0}%  {:>8.2}  {:.3}",
            p.coverage * 100.0,
            p.accuracy,
            p.threshold
        );
    }
}
