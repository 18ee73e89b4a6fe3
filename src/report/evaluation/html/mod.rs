//! The evaluation as one HTML page that needs nothing else: no script, no font, no image from elsewhere.

mod charts;
mod parts;

use std::fmt::Write as _;

use super::super::xml::escaped;
use super::{EvaluationReport, method, verdict_line};
use crate::evaluation::{Result, verdict};

/// Style of the page; light or dark as the reader's system is.
const STYLE: &str = include_str!("style.css");

/// The page.
#[must_use]
pub fn evaluation_html(report: &EvaluationReport<'_>) -> String {
    let e = report.evaluation;
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Evaluation: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Evaluation</h1>\n",
        escaped(&report.files.join(", "))
    );
    let _ = writeln!(
        out,
        "<p>{} statements in {} groups, from {}. Accuracy {:.2}, macro F1 {:.2}; always naming {} would have accuracy {:.2} and macro F1 {:.2}.</p>\n<p class=\"quiet\">{}.</p>",
        e.n,
        e.groups,
        escaped(&report.files.join(", ")),
        e.accuracy.value,
        e.macro_f1.value,
        escaped(report.set.label(e.baseline.stance)),
        e.baseline.accuracy,
        e.baseline.macro_f1,
        escaped(&capitalised(&method(e)))
    );
    verdicts(&mut out, report);
    parts::scores(&mut out, report);
    parts::confusion(&mut out, report);
    parts::curves(&mut out, report);
    parts::baseline(&mut out, report);
    parts::slices(&mut out, report);
    parts::mistakes(&mut out, report);
    let _ = writeln!(
        out,
        "</main>\n<footer><p>Model {}. Made by demarche {}.</p></footer>\n</body>\n</html>",
        escaped(report.model),
        env!("CARGO_PKG_VERSION")
    );
    out
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + chars.as_str()
}

/// Class of a verdict's colour; its word stands beside it.
fn class(result: Result) -> &'static str {
    match result {
        Result::Passed => "passed",
        Result::Failed => "failed",
        Result::NotJudged => "open",
    }
}

fn verdicts(out: &mut String, report: &EvaluationReport<'_>) {
    let (Some(line), Some(result)) = (verdict_line(report.gates), verdict(report.gates)) else {
        return;
    };
    let _ = writeln!(
        out,
        "<p class=\"verdict {}\">{}</p>",
        class(result),
        escaped(&line)
    );
    parts::gates(out, report);
}
