//! A corpus check as text, a line for each finding as compilers write them, and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::numbers::{counted, visible};
use super::table::Table;
use crate::corpus::{Check, CorpusCheck, Finding, NameLean, NameTest, Severity};
use crate::stance::StanceSet;

/// Names shown to people that lean most.
const LEANS_SHOWN: usize = 3;

/// A corpus check with all that a report says of it.
#[derive(Debug)]
pub struct CorpusCheckReport<'a> {
    /// What was found.
    pub check: &'a CorpusCheck,
    /// Labels.
    pub set: &'a StanceSet,
    /// The files checked.
    pub files: &'a [String],
    /// Whether warnings count.
    pub strict: bool,
    /// Most findings of each check that the text lists; `None` for all.
    pub show: Option<usize>,
}

impl CorpusCheckReport<'_> {
    /// The verdict in one line.
    fn verdict(&self) -> String {
        let found = [(Severity::Error, "error"), (Severity::Warning, "warning")]
            .map(|(severity, name)| counted(self.check.total(severity), name));
        let word = if self.check.is_clean(self.strict) {
            "PASSED"
        } else {
            "FAILED"
        };
        let note = match (self.strict, self.check.total(Severity::Warning)) {
            (false, 1..) => " (--strict counts warnings)",
            _ => "",
        };
        format!(
            "{word}: {} in {} of {}{note}",
            found.join(", "),
            counted(self.check.rows, "row"),
            counted(self.files.len(), "file")
        )
    }
}

/// The findings, a table of their numbers, the test of names, and the verdict.
#[must_use]
pub fn corpus_check_text(report: &CorpusCheckReport<'_>) -> String {
    let mut out = String::new();
    let mut shown: BTreeMap<Check, usize> = BTreeMap::new();
    for finding in &report.check.findings {
        let n = shown.entry(finding.check).or_default();
        *n += 1;
        if report.show.is_none_or(|most| *n <= most) {
            let _ = writeln!(out, "{}", line(finding));
        }
    }
    for (check, n) in shown {
        let more = n.saturating_sub(report.show.unwrap_or(n));
        if more > 0 {
            let _ = writeln!(out, "... and {more} more [{}]", check.as_str());
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out += &summary(report.check);
    if let Some(test) = &report.check.names {
        out.push('\n');
        out += &names_text(test, report.set);
    }
    let _ = writeln!(out, "\n{}", report.verdict());
    out
}

fn line(finding: &Finding) -> String {
    visible(&format!(
        "{}: {}: {}; {} [{}]",
        finding.origin,
        finding.severity.as_str(),
        finding.problem,
        finding.remedy,
        finding.check.as_str()
    ))
}

fn summary(check: &CorpusCheck) -> String {
    let mut table = Table::new(["check", "errors", "warnings"].map(String::from).into(), 1);
    for kind in Check::ALL {
        let count = |severity| check.count(kind, severity).to_string();
        table.push(vec![
            kind.as_str().to_owned(),
            count(Severity::Error),
            count(Severity::Warning),
        ]);
    }
    table.text()
}

fn names_text(test: &NameTest, set: &StanceSet) -> String {
    let lean = |l: &NameLean| {
        let s = l.label.index();
        let all: u64 = l.counts.iter().sum();
        let label = set.label(l.label);
        format!(
            "{:?} {} of {all} {label} ({:.1} expected, z {:.1})",
            l.name, l.counts[s], l.expected[s], l.z
        )
    };
    let leans: Vec<String> = test.leans.iter().take(LEANS_SHOWN).map(lean).collect();
    format!(
        "names and labels: {:.4} bits of mutual information, {:.4} expected by chance, p = {:.3}\n  {} permutations within groups; \
         {} names, {} mentions in {} statements\n  leaning most: {}\n",
        test.information,
        test.expected,
        test.p_value,
        test.permutations,
        test.names,
        test.mentions,
        test.statements,
        leans.join(", ")
    )
}

/// The check as one JSON object with all findings.
#[must_use]
pub fn corpus_check_json(report: &CorpusCheckReport<'_>) -> Value {
    let check = report.check;
    let summary: Map<String, Value> = Check::ALL
        .iter()
        .map(|kind| {
            let count = |severity| check.count(*kind, severity);
            let counts =
                json!({"errors": count(Severity::Error), "warnings": count(Severity::Warning)});
            (kind.as_str().to_owned(), counts)
        })
        .collect();
    let findings: Vec<Value> = check.findings.iter().map(finding_json).collect();
    json!({
        "files": report.files,
        "rows": check.rows,
        "errors": check.total(Severity::Error),
        "warnings": check.total(Severity::Warning),
        "strict": report.strict,
        "passed": check.is_clean(report.strict),
        "summary": summary,
        "names_and_labels": check.names.as_ref().map(|test| names_json(test, report.set)),
        "findings": findings,
    })
}

fn finding_json(f: &Finding) -> Value {
    let related = f.related.as_ref();
    json!({
        "check": f.check,
        "severity": f.severity,
        "file": &*f.origin.file,
        "line": f.origin.line,
        "problem": f.problem,
        "remedy": f.remedy,
        "related": related.map(|r| json!({"file": &*r.file, "line": r.line})),
    })
}

fn names_json(test: &NameTest, set: &StanceSet) -> Value {
    let leans: Vec<Value> = test
        .leans
        .iter()
        .map(|l| {
            json!({"name": l.name, "label": set.label(l.label), "z": l.z, "counts": by_label(&l.counts, set),
                   "expected": by_label(&l.expected, set)})
        })
        .collect();
    json!({
        "mutual_information_bits": test.information,
        "expected_bits": test.expected,
        "p_value": test.p_value,
        "permutations": test.permutations,
        "names": test.names,
        "mentions": test.mentions,
        "statements": test.statements,
        "leaning_most": leans,
    })
}

/// An object of one value for each label.
pub(super) fn by_label<T: serde::Serialize>(values: &[T], set: &StanceSet) -> Value {
    let pairs = set.labels().iter().cloned().zip(values);
    Value::Object(pairs.map(|(label, v)| (label, json!(v))).collect())
}
