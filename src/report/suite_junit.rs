//! A behaviour suite as JUnit XML: a test suite for each capability, a test case for each case.

use std::fmt::Write as _;

use super::SuiteReport;
use super::numbers::two_digits;
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
        let _ = writeln!(out, "  <testsuite name=\"{name}\"{}>", counts(capability));
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
        " tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\"",
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

/// Text that is safe in XML 1.0 content and attributes; characters that XML forbids are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // Parsers turn these into spaces in attributes unless they are written so.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_attribute() {
        assert_eq!(
            escaped("\"A\" <b> & 'c'\n\u{0}\u{1B}\u{FFFF}\u{E9}"),
            "&quot;A&quot; &lt;b&gt; &amp; &apos;c&apos;&#10;\u{FFFD}\u{FFFD}\u{FFFD}\u{E9}"
        );
    }
}
