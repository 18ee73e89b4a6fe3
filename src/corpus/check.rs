//! The corpus check: labelled files in, findings out. Each part has its own file; here they are put in order.

use super::characters::characters;
use super::duplicates::duplicates;
use super::findings::{Check, Finding, Severity};
use super::groups::{minimal_pairs, split_groups};
use super::known_fields::unknown_fields;
use super::names::{NameTest, name_finding, name_test};
use super::openings::openings;
use super::plain_text::plain_texts;
use crate::error::BadRow;
use crate::stance::StanceSet;
use crate::statement::{LabelledStatement, Origin};

/// What a check allows.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckSettings {
    /// Names of the columns of text, label and group, which are known fields.
    pub columns: Vec<String>,
    /// Jaccard similarity of word trigrams from which two texts are near duplicates.
    pub near: f64,
    /// Largest share of a file's rows that may open with the same four words.
    pub opening_share: f64,
    /// Permutations of the test of names.
    pub permutations: usize,
    /// Seed of the permutations.
    pub seed: u64,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            columns: ["text", "label", "group"].map(String::from).to_vec(),
            near: 0.8,
            opening_share: 0.005,
            permutations: 999,
            seed: 1,
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct CorpusCheck {
    /// Findings by file, line and check; files in the order of their rows.
    pub findings: Vec<Finding>,
    /// The test of names and labels; `None` if no text names anybody.
    pub names: Option<NameTest>,
    /// Rows read, unusable ones included.
    pub rows: usize,
}

impl CorpusCheck {
    /// Checks `statements`, read with all their fields, and the rows that could not be read.
    #[must_use]
    pub fn of(
        statements: &[LabelledStatement],
        bad_rows: &[BadRow],
        set: &StanceSet,
        settings: &CheckSettings,
    ) -> Self {
        let texts = plain_texts(statements);
        let names = name_test(statements, set, settings.permutations, settings.seed);
        let mut findings: Vec<Finding> = bad_rows.iter().map(Finding::from).collect();
        findings.extend(unknown_fields(statements, &settings.columns));
        findings.extend(duplicates(statements, &texts, set, settings.near));
        findings.extend(split_groups(statements));
        findings.extend(minimal_pairs(statements, set));
        findings.extend(openings(statements, &texts, settings.opening_share));
        findings.extend(characters(statements));
        findings.extend(names.as_ref().and_then(|test| name_finding(test, set)));
        let origins = statements.iter().map(|s| &s.origin);
        sort(
            &mut findings,
            origins.chain(bad_rows.iter().map(|r| &r.origin)),
        );
        Self {
            findings,
            names,
            rows: statements.len() + bad_rows.len(),
        }
    }

    /// Number of findings of a check and severity.
    #[must_use]
    pub fn count(&self, check: Check, severity: Severity) -> usize {
        let counted = |f: &&Finding| f.check == check && f.severity == severity;
        self.findings.iter().filter(counted).count()
    }

    /// Number of findings of a severity.
    #[must_use]
    pub fn total(&self, severity: Severity) -> usize {
        let counted = |f: &&Finding| f.severity == severity;
        self.findings.iter().filter(counted).count()
    }

    /// Whether nothing was found that counts; with `strict`, warnings count too.
    #[must_use]
    pub fn is_clean(&self, strict: bool) -> bool {
        self.total(Severity::Error) == 0 && !(strict && self.total(Severity::Warning) > 0)
    }
}

/// Sorts by file, in the order in which files first come, then by line and check.
fn sort<'a>(findings: &mut [Finding], origins: impl Iterator<Item = &'a Origin>) {
    let mut files: Vec<&str> = Vec::new();
    for origin in origins {
        if files.last() != Some(&&*origin.file) && !files.contains(&&*origin.file) {
            files.push(&origin.file);
        }
    }
    let place = |f: &Finding| files.iter().position(|file| **file == *f.origin.file);
    findings.sort_by_cached_key(|f| (place(f), f.origin.line, f.check));
}
