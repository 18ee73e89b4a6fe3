//! The evaluation as JUnit XML: one test case for each gate.
//!
//! A gate that could not be judged is an error. A slice without a gate is never a failure: it is reported in `system-out`. Elements and
//! attributes are those that the readers of Jenkins and GitLab share; `tests/reference/junit.xsd` states them.

use std::fmt::Write as _;

use super::super::xml::escaped;
use super::{EvaluationReport, evaluation_text, found, verdict_line};
use crate::evaluation::{GateOutcome, Result};

/// The report as a JUnit document; without gates it holds one test case that passes.
#[must_use]
pub fn evaluation_junit(report: &EvaluationReport<'_>) -> String {
    let with = |result: Result| report.gates.iter().filter(|g| g.result == result).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        report.gates.len().max(1),
        with(Result::Failed),
        with(Result::NotJudged)
    );
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"demarche evaluate\" {counts}>\n  <testsuite name=\"gates\" {counts} skipped=\"0\" time=\"0\">"
    );
    properties(&mut out, report);
    for gate in report.gates {
        test_case(&mut out, gate);
    }
    if report.gates.is_empty() {
        out.push_str(
            "    <testcase classname=\"demarche.evaluate\" name=\"no gate\" time=\"0\"/>\n",
        );
    }
    let _ = writeln!(
        out,
        "    <system-out>{}</system-out>\n  </testsuite>\n</testsuites>",
        escaped(&evaluation_text(report)).replace("&#10;", "\n")
    );
    out
}

fn properties(out: &mut String, report: &EvaluationReport<'_>) {
    let e = report.evaluation;
    let mut properties = vec![
        ("model", report.model.to_owned()),
        ("statements", e.n.to_string()),
        ("groups", e.groups.to_string()),
        ("accuracy", e.accuracy.value.to_string()),
        ("macro_f1", e.macro_f1.value.to_string()),
    ];
    properties.extend(verdict_line(report.gates).map(|verdict| ("verdict", verdict)));
    out.push_str("    <properties>\n");
    for (name, value) in properties {
        let _ = writeln!(
            out,
            "      <property name=\"{name}\" value=\"{}\"/>",
            escaped(&value)
        );
    }
    out.push_str("    </properties>\n");
}

fn test_case(out: &mut String, gate: &GateOutcome) {
    let name = escaped(&gate.gate);
    let _ = write!(
        out,
        "    <testcase classname=\"demarche.evaluate\" name=\"{name}\" time=\"0\""
    );
    let (element, kind) = match gate.result {
        Result::Passed => return out.push_str("/>\n"),
        Result::Failed => ("failure", "gate"),
        Result::NotJudged => ("error", "not-judged"),
    };
    let message = escaped(&found(gate));
    let _ = writeln!(
        out,
        ">\n      <{element} message=\"{message}\" type=\"{kind}\">{name}: {message}</{element}>\n    </testcase>"
    );
}
