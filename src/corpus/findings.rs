//! Findings of a corpus check: what was found where, and what to do about it.

use crate::error::BadRow;
use crate::statement::Origin;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// A row without text, with an unknown label, or that is not what its format asks for.
    UnusableRow,
    /// A field that no part of the program knows.
    UnknownField,
    /// The same text with another label.
    LabelConflict,
    /// The same text with the same label.
    ExactDuplicate,
    /// A text of which most word trigrams stand in another.
    NearDuplicate,
    /// A group in more than one file.
    SplitGroup,
    /// A minimal pair that is no pair, or whose label does not flip.
    MinimalPair,
    /// Too many rows that open with the same words.
    OpeningWords,
    /// Text that is not in Unicode's composed form.
    NotNfc,
    /// Characters that steer devices or layout.
    ControlCharacter,
    /// Names that tell the label.
    NamesAndLabels,
}

impl Check {
    /// All checks, in the order of the report.
    pub const ALL: [Self; 11] = [
        Self::UnusableRow,
        Self::UnknownField,
        Self::LabelConflict,
        Self::ExactDuplicate,
        Self::NearDuplicate,
        Self::SplitGroup,
        Self::MinimalPair,
        Self::OpeningWords,
        Self::NotNfc,
        Self::ControlCharacter,
        Self::NamesAndLabels,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnusableRow => "unusable-row",
            Self::UnknownField => "unknown-field",
            Self::LabelConflict => "label-conflict",
            Self::ExactDuplicate => "exact-duplicate",
            Self::NearDuplicate => "near-duplicate",
            Self::SplitGroup => "split-group",
            Self::MinimalPair => "minimal-pair",
            Self::OpeningWords => "opening-words",
            Self::NotNfc => "not-nfc",
            Self::ControlCharacter => "control-character",
            Self::NamesAndLabels => "names-and-labels",
        }
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Wrong in any corpus.
    Error,
    /// Doubtful, or against the rules of a strict corpus.
    Warning,
}

impl Severity {
    /// Its name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked for.
    pub check: Check,
    /// How much it weighs.
    pub severity: Severity,
    /// File and line.
    pub origin: Origin,
    /// The other row, where it takes two.
    pub related: Option<Origin>,
    /// What was found.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Finding {
    /// A finding about one row.
    pub(super) fn new(
        check: Check,
        severity: Severity,
        origin: &Origin,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            check,
            severity,
            origin: origin.clone(),
            related: None,
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    /// The same, with the other row that it is about.
    pub(super) fn with(mut self, related: &Origin) -> Self {
        self.related = Some(related.clone());
        self
    }
}

impl From<&BadRow> for Finding {
    fn from(row: &BadRow) -> Self {
        let (problem, remedy) = row
            .problem
            .rsplit_once("; ")
            .unwrap_or((&row.problem, "mend the row or remove it"));
        Self::new(
            Check::UnusableRow,
            Severity::Error,
            &row.origin,
            problem,
            remedy,
        )
    }
}
