//! The evaluation as GitHub's workflow commands: one annotation a gate that did not pass, a few mistakes, and the verdict.

use std::fmt::Write as _;

use super::{EvaluationReport, found, verdict_line};
use crate::evaluation::{Result, verdict};

/// Most mistakes annotated; GitHub shows ten warnings a step.
const MISTAKES: usize = 10;

/// One workflow command a line.
#[must_use]
pub fn evaluation_github(report: &EvaluationReport<'_>) -> String {
    let mut out = String::new();
    for gate in report.gates.iter().filter(|g| g.result != Result::Passed) {
        let message = data(&format!("{}: {}", gate.gate, found(gate)));
        let _ = writeln!(
            out,
            "::error title=Gate {}::{message}",
            gate.result.as_str()
        );
    }
    for m in report.mistakes.iter().take(MISTAKES) {
        let (file, line) = m.origin.rsplit_once(':').unwrap_or((&m.origin, "1"));
        let predicted = m.predicted.as_deref().unwrap_or(report.set.no_label());
        let _ = writeln!(
            out,
            "::warning file={},line={line},title={}::{}",
            property(file),
            property(&format!("{} called {predicted}", m.actual)),
            data(&m.text)
        );
    }
    let e = report.evaluation;
    let summary = format!(
        "accuracy {:.4}, macro F1 {:.4} on {} statements",
        e.accuracy.value, e.macro_f1.value, e.n
    );
    let line = verdict_line(report.gates).map_or(summary.clone(), |v| format!("{v} ({summary})"));
    let kind = match verdict(report.gates) {
        Some(Result::Failed | Result::NotJudged) => "error",
        _ => "notice",
    };
    let _ = writeln!(out, "::{kind} title=demarche::{}", data(&line));
    out
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_leave_its_command() {
        assert_eq!(data("50 %\r\n::error::x"), "50 %25%0D%0A::error::x");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
