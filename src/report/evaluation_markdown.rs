//! The evaluation as Markdown, for a job summary or a model card.

use std::fmt::Write as _;

use super::numbers::{brackets, two_digits};
use super::table::escaped;
use super::{EvaluationReport, verdict};

/// Tables of scores and of the confusion matrix, and the verdict.
#[must_use]
pub fn evaluation_markdown(report: &EvaluationReport<'_>) -> String {
    let e = report.evaluation;
    let mut out = String::new();
    if let Some(verdict) = verdict(report.gates) {
        let _ = writeln!(out, "**{verdict}**\n");
    }
    out.push_str("| label | precision | recall | F1 | F1 95 % | support |\n| --- | ---: | ---: | ---: | :---: | ---: |\n");
    for (label, s) in report.set.labels().iter().zip(&e.per_stance) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            escaped(label),
            two_digits(s.precision.map(|i| i.value)),
            two_digits(s.recall.map(|i| i.value)),
            two_digits(s.f1.map(|i| i.value)),
            brackets(s.f1),
            s.support
        );
    }
    let a = e.macro_average;
    let _ = writeln!(
        out,
        "| macro average | {:.2} | {:.2} | {:.2} | {} | {} |\n| accuracy | | | {:.2} | {} | {} |",
        a.precision,
        a.recall,
        a.f1,
        brackets(Some(e.macro_f1)),
        e.n,
        e.accuracy.value,
        brackets(Some(e.accuracy)),
        e.n
    );
    let _ = writeln!(
        out,
        "\nBaseline, always {}: accuracy {:.2}, macro F1 {:.2}. Coverage {:.3}. {} groups.\n",
        escaped(report.set.label(e.baseline.stance)),
        e.baseline.accuracy,
        e.baseline.macro_f1,
        e.coverage,
        e.groups
    );
    let _ = write!(out, "| actual \\ predicted |");
    for label in report.set.labels() {
        let _ = write!(out, " {} |", escaped(label));
    }
    let _ = writeln!(
        out,
        " abstained |\n| --- |{}",
        " ---: |".repeat(report.set.len() + 1)
    );
    for (actual, label) in report.set.labels().iter().enumerate() {
        let _ = write!(out, "| {} |", escaped(label));
        for predicted in 0..=report.set.len() {
            let _ = write!(out, " {} |", e.confusion.count(actual, predicted));
        }
        out.push('\n');
    }
    if !report.mistakes.is_empty() {
        out.push_str(
            "\n| statement | actual | predicted | confidence |\n| --- | --- | --- | ---: |\n",
        );
        for m in report.mistakes {
            let confidence = two_digits(m.confidence);
            let _ = writeln!(
                out,
                "| {} | {} | {} | {confidence} |",
                escaped(&m.text),
                escaped(&m.actual),
                escaped(&m.predicted)
            );
        }
    }
    out
}
