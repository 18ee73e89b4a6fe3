//! A behaviour suite as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::numbers::{two_digits, visible};
use super::table::Table;
use crate::evaluation::{CapabilityScores, CheckedCase, PassOutcome, SuiteResult};
use crate::stance::StanceSet;

/// A suite's result with all that a report says of it.
#[derive(Debug)]
pub struct SuiteReport<'a> {
    /// The suite's name.
    pub suite: &'a str,
    /// The figures.
    pub result: &'a SuiteResult,
    /// Labels.
    pub set: &'a StanceSet,
    /// Identity of the model.
    pub model: &'a str,
    /// Gates, in the order in which they were asked for.
    pub gates: &'a [PassOutcome],
    /// Most failed cases of each capability that the text shows; `None` for all.
    pub show: Option<usize>,
}

impl SuiteReport<'_> {
    /// The label that a case got.
    pub(super) fn found(&self, case: &CheckedCase) -> &str {
        case.found
            .map_or(self.set.no_label(), |s| self.set.label(s))
    }

    /// Failed cases of a capability.
    pub(super) fn failed<'s>(
        &'s self,
        capability: &'s str,
    ) -> impl Iterator<Item = &'s CheckedCase> {
        let cases = self.result.cases.iter();
        cases.filter(move |c| !c.passed() && c.case.capability == capability)
    }

    fn verdict(&self) -> String {
        verdict(self.gates).unwrap_or_else(|| {
            let all = &self.result.all;
            format!(
                "DONE: {} of {} cases passed, no gate",
                all.passed, all.cases
            )
        })
    }
}

/// Failed cases by capability, the table, and the verdict.
#[must_use]
pub fn suite_text(report: &SuiteReport<'_>) -> String {
    let mut out = String::new();
    for capability in &report.result.capabilities {
        let failed = capability.cases - capability.passed;
        let shown = report.show.unwrap_or(failed).min(failed);
        for case in report.failed(&capability.name).take(shown) {
            out += &failure(report, case);
        }
        if shown > 0 && shown < failed {
            let _ = writeln!(
                out,
                "... and {} more of {}",
                failed - shown,
                capability.name
            );
        }
        if shown > 0 {
            out.push('\n');
        }
    }
    out += &table(report.result).text();
    let _ = writeln!(
        out,
        "\nsuite {}\nmodel {}\n\n{}",
        report.suite,
        report.model,
        report.verdict()
    );
    out
}

fn failure(report: &SuiteReport<'_>, case: &CheckedCase) -> String {
    let c = &case.case;
    let rule = c.rule.as_ref().map_or(String::new(), |r| format!(" ({r})"));
    visible(&format!(
        "{}: {}{rule}: {} called {} ({})",
        c.origin,
        c.capability,
        report.set.label(c.expected),
        report.found(case),
        two_digits(case.confidence)
    )) + &format!("\n  {}\n", visible(&c.text))
}

fn table(result: &SuiteResult) -> Table {
    let names = [
        "capability",
        "cases",
        "passed",
        "failed",
        "pass rate",
        "consistent sets",
    ];
    let mut table = Table::new(names.map(String::from).to_vec(), 1);
    for scores in result.capabilities.iter().chain([&result.all]) {
        table.push(vec![
            scores.name.clone(),
            scores.cases.to_string(),
            scores.passed.to_string(),
            (scores.cases - scores.passed).to_string(),
            two_digits(scores.pass_rate()),
            consistency(scores),
        ]);
    }
    table
}

fn consistency(scores: &CapabilityScores) -> String {
    if scores.sets == 0 {
        return "\u{2013}".into();
    }
    format!("{} of {}", scores.sets - scores.inconsistent, scores.sets)
}

/// The result as one JSON object with all failed cases.
#[must_use]
pub fn suite_json(report: &SuiteReport<'_>) -> Value {
    let result = report.result;
    let failed = result.cases.iter().filter(|c| !c.passed());
    let failures: Vec<Value> = failed
        .map(|case| {
            let c = &case.case;
            json!({"file": &*c.origin.file, "line": c.origin.line, "capability": c.capability, "rule": c.rule, "set": c.set,
                   "text": c.text, "expected": report.set.label(c.expected), "found": case.found.map(|s| report.set.label(s)),
                   "confidence": case.confidence})
        })
        .collect();
    json!({
        "suite": report.suite,
        "model": report.model,
        "capabilities": result.capabilities.iter().map(scores).collect::<Vec<_>>(),
        "all": scores(&result.all),
        "gates": report.gates,
        "passed": report.gates.iter().all(|g| g.passed),
        "failures": failures,
    })
}

fn scores(s: &CapabilityScores) -> Value {
    json!({"capability": s.name, "cases": s.cases, "passed": s.passed, "failed": s.cases - s.passed, "pass_rate": s.pass_rate(),
           "sets": s.sets, "inconsistent_sets": s.inconsistent})
}

/// The verdict in one line: all gates passed, or each that failed.
pub(super) fn verdict(gates: &[PassOutcome]) -> Option<String> {
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
