//! The evaluation as text, in scikit-learn's layout with intervals after its columns.

use std::fmt::Write as _;

use super::super::numbers::{brackets, counted, three_digits, two_digits, visible};
use super::tables::{comparison, mcnemar, slices, slices_left_out};
use super::{BaselineReport, Change, EvaluationReport, gate_line, method, verdict_line};
use crate::evaluation::{Estimate, Evaluation};

/// Most statements shown that got better, and as many that got worse.
const CHANGES: usize = 5;

/// Renders the whole report.
#[must_use]
pub fn evaluation_text(report: &EvaluationReport<'_>) -> String {
    let mut out = String::new();
    let e = report.evaluation;
    table(&mut out, report);
    let _ = writeln!(
        out,
        "\n{} in {}; {}\nmodel {}",
        counted(e.n as usize, "statement"),
        counted(e.groups, "group"),
        method(e),
        report.model
    );
    confusion(&mut out, report);
    let _ = writeln!(
        out,
        "\nmajority, always {}: accuracy {:.2}, macro F1 {:.2}",
        report.set.label(e.baseline.stance),
        e.baseline.accuracy,
        e.baseline.macro_f1
    );
    let _ = writeln!(
        out,
        "coverage {:.3}; calibration error {}; Brier score {}",
        e.coverage,
        three_digits(e.calibration_error.map(|e| e.value)),
        three_digits(e.brier_score.map(|e| e.value))
    );
    curve(&mut out, e);
    if let Some(baseline) = &report.baseline {
        against_baseline(&mut out, baseline, report);
    }
    if !report.slices.is_empty() {
        let _ = write!(out, "\n{}", slices(report).text());
        if let Some(left_out) = slices_left_out(report) {
            let _ = writeln!(out, "{left_out}");
        }
        out.push_str("less the rest: accuracy in the slice less accuracy out of it; q: false discovery rate over all slices\n");
    }
    for m in report.mistakes {
        let confidence = two_digits(m.confidence);
        let predicted = m.predicted.as_deref().unwrap_or(report.set.no_label());
        let _ = writeln!(
            out,
            "\n{}: {} called {predicted} ({confidence})\n  {}",
            m.origin,
            m.actual,
            visible(&m.text)
        );
    }
    verdicts(&mut out, report);
    out
}

/// A line a gate, and one of all.
fn verdicts(out: &mut String, report: &EvaluationReport<'_>) {
    let Some(verdict) = verdict_line(report.gates) else {
        return;
    };
    out.push('\n');
    for gate in report.gates {
        let _ = writeln!(out, "{}", visible(&gate_line(gate)));
    }
    let _ = writeln!(out, "{}", visible(&verdict));
}

fn against_baseline(
    out: &mut String,
    baseline: &BaselineReport<'_>,
    report: &EvaluationReport<'_>,
) {
    let table = comparison(baseline, report.set).text();
    let _ = writeln!(
        out,
        "\nagainst the baseline {}\n{table}{}",
        baseline.name,
        mcnemar(&baseline.comparison.mcnemar)
    );
    out.push_str("p: approximate randomisation over groups; better: share of draws in which the model is better\n");
    for (better, word) in [(true, "better"), (false, "worse")] {
        let all: Vec<&Change> = baseline
            .changes
            .iter()
            .filter(|c| c.better == better)
            .collect();
        for c in all.iter().take(CHANGES) {
            let name =
                |label: &Option<String>| label.clone().unwrap_or(report.set.no_label().into());
            let _ = writeln!(
                out,
                "{word}: {}: {}, was called {}, now {}\n  {}",
                c.origin,
                c.actual,
                name(&c.baseline),
                name(&c.model),
                visible(&c.text)
            );
        }
        if all.len() > CHANGES {
            let _ = writeln!(out, "... and {} more that got {word}", all.len() - CHANGES);
        }
    }
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
        let value = |e: Option<Estimate>| two_digits(e.map(|e| e.value));
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
    let accuracy = format!(
        "{:>width$} {:>9} {:>9} {:>9.2} {:>9}   {:<12}  {}",
        "accuracy",
        "",
        "",
        e.accuracy.value,
        e.n,
        "",
        brackets(Some(e.accuracy))
    );
    let _ = writeln!(out, "\n{}", accuracy.trim_end());
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
        .chain([report.set.no_label()])
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
            p.accuracy.value,
            p.threshold
        );
    }
}
