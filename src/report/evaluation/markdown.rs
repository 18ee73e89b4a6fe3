//! The evaluation as Markdown, for a job summary or a model card.

use std::fmt::Write as _;

use super::super::numbers::{brackets, counted, two_digits};
use super::super::table::escaped;
use super::tables::{comparison, mcnemar, slices, slices_left_out};
use super::{EvaluationReport, found, method, verdict_line};

/// Tables of scores and of the confusion matrix, and the verdict.
#[must_use]
pub fn evaluation_markdown(report: &EvaluationReport<'_>) -> String {
    let e = report.evaluation;
    let mut out = String::new();
    verdicts(&mut out, report);
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
        "\nMajority, always {}: accuracy {:.2}, macro F1 {:.2}. Coverage {:.3}. {}, {}; {}.\n",
        escaped(report.set.label(e.baseline.stance)),
        e.baseline.accuracy,
        e.baseline.macro_f1,
        e.coverage,
        counted(e.n as usize, "statement"),
        counted(e.groups, "group"),
        method(e)
    );
    let _ = write!(out, "| actual \\ predicted |");
    for label in report.set.labels() {
        let _ = write!(out, " {} |", escaped(label));
    }
    let _ = writeln!(
        out,
        " {} |\n| --- |{}",
        report.set.no_label(),
        " ---: |".repeat(report.set.len() + 1)
    );
    for (actual, label) in report.set.labels().iter().enumerate() {
        let _ = write!(out, "| {} |", escaped(label));
        for predicted in 0..=report.set.len() {
            let _ = write!(out, " {} |", e.confusion.count(actual, predicted));
        }
        out.push('\n');
    }
    if let Some(baseline) = &report.baseline {
        let _ = writeln!(
            out,
            "\nAgainst the baseline {}:\n\n{}\n{}.",
            escaped(baseline.name),
            comparison(baseline, report.set).markdown(),
            mcnemar(&baseline.comparison.mcnemar)
        );
    }
    if !report.slices.is_empty() {
        let _ = write!(out, "\n{}", slices(report).markdown());
        if let Some(left_out) = slices_left_out(report) {
            let _ = writeln!(out, "\n{left_out}.");
        }
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
                escaped(m.predicted.as_deref().unwrap_or(report.set.no_label()))
            );
        }
    }
    out
}

/// The verdict, and a row for each gate.
fn verdicts(out: &mut String, report: &EvaluationReport<'_>) {
    let Some(verdict) = verdict_line(report.gates) else {
        return;
    };
    let _ = writeln!(
        out,
        "**{}**\n\n| gate | verdict | found |\n| --- | --- | --- |",
        escaped(&verdict)
    );
    for gate in report.gates {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            escaped(&gate.gate),
            gate.result.as_str(),
            escaped(&found(gate))
        );
    }
    out.push('\n');
}
