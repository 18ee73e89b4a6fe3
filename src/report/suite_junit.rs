//! A behaviour suite as JUnit XML: a test suite for each capability, a test case for each case.

use std::fmt::Write as _;

use super::SuiteReport;
use super::numbers::two_digits;
use super::xml::escaped;
use crate::evaluation::{CapabilityScores, CheckedCase};

/// The result as a JUnit document.
#[must_use]
pub fn suite_junit(report: &SuiteReport<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"demarche check\"{}>",
        counts(&report.result.all)
    );
    for capability in &report.result.capabilities {
        let name = escaped(&capability.name);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\"{} skipped=\"0\">",
            counts(capability)
        );
        let cases = report.result.cases.iter();
        for case in cases.filter(|c| c.case.capability == capability.name) {
            test_case(&mut out, report, case);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn counts(scores: &CapabilityScores) -> String {
    format!(
        " tests=\"{}\" failures=\"{}\" errors=\"0\"",
        scores.cases,
        scores.cases - scores.passed
    )
}

fn test_case(out: &mut String, report: &SuiteReport<'_>, case: &CheckedCase) {
    let c = &case.case;
    let _ = write!(
        out,
        "    <testcase classname=\"demarche.check.{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
        escaped(&c.capability),
        escaped(&c.text),
        escaped(&c.origin.file),
        c.origin.line
    );
    if case.passed() {
        out.push_str("/>\n");
        return;
    }
    let message = format!(
        "expected {}, found {} ({})",
        report.set.label(c.expected),
        report.found(case),
        two_digits(case.confidence)
    );
    let _ = writeln!(
        out,
        ">\n      <failure message=\"{}\" type=\"stance\">{}</failure>\n    </testcase>",
        escaped(&message),
        escaped(c.rule.as_deref().unwrap_or_default())
    );
}
