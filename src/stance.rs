//! Stances: what a statement does towards the act, policy or actor at issue.
//!
//! A [`Stance`] is an index into a [`StanceSet`]; the set carries the labels and is stored in the model. Files, flags and
//! records call the same thing a *label*, as users of scikit-learn and fastText expect.

use crate::error::{Error, Result};

/// One stance: its position in a [`StanceSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stance(pub u16);

impl Stance {
    /// The position as an array index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Labels of the default set, in the order of the model's columns.
pub const DEFAULT_LABELS: [&str; 3] = ["condemning", "defending", "neutral"];

/// The most labels a set may have.
pub const MAX_LABELS: usize = 64;

/// Synonyms of the default labels, in lower case with single spaces.
const SYNONYMS: [(&str, &[&str]); 3] = [
    (
        "condemning",
        &[
            "condemn",
            "condemns",
            "condemned",
            "condemnation",
            "criticise",
            "criticize",
            "criticising",
            "criticizing",
            "criticism",
            "denounce",
            "denouncing",
            "accuse",
            "accusing",
            "oppose",
            "opposing",
            "opposed",
            "against",
            "anti",
            "con",
            "disapprove",
            "disapproving",
            "reject",
            "rejecting",
        ],
    ),
    (
        "defending",
        &[
            "defend",
            "defends",
            "defended",
            "defence",
            "defense",
            "support",
            "supports",
            "supporting",
            "supportive",
            "favor",
            "favour",
            "in favor",
            "in favour",
            "pro",
            "justify",
            "justifying",
            "endorse",
            "endorsing",
            "approve",
            "approving",
        ],
    ),
    (
        "neutral",
        &[
            "none",
            "other",
            "neither",
            "no stance",
            "unrelated",
            "no conflict",
            "n/a",
        ],
    ),
];

/// The labels a model tells apart, in column order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct StanceSet {
    labels: Vec<String>,
}

impl Default for StanceSet {
    fn default() -> Self {
        Self {
            labels: DEFAULT_LABELS.map(String::from).to_vec(),
        }
    }
}

impl StanceSet {
    /// A set of the given labels, in that order.
    ///
    /// # Errors
    /// [`Error::BadLabels`] for fewer than two labels, more than [`MAX_LABELS`], an empty one, one with a control
    /// character or white space at its ends, or two that differ at most in case.
    pub fn new(labels: Vec<String>) -> Result<Self> {
        let bad = |reason: String| Err(Error::BadLabels { reason });
        if labels.len() < 2 || labels.len() > MAX_LABELS {
            return bad(format!(
                "{} labels given, expected 2 to {MAX_LABELS}",
                labels.len()
            ));
        }
        for (i, label) in labels.iter().enumerate() {
            if label.trim() != label || label.is_empty() || label.chars().any(char::is_control) {
                return bad(format!(
                    "label {label:?} is empty, padded or holds a control character"
                ));
            }
            if labels[..i].iter().any(|l| canonical(l) == canonical(label)) {
                return bad(format!("label {label:?} is given twice"));
            }
        }
        Ok(Self { labels })
    }

    /// The word for no label where labels stand alone: `abstained`, in parentheses if one of the labels is called so.
    #[must_use]
    pub fn no_label(&self) -> &'static str {
        let is_taken = |l: &String| l.eq_ignore_ascii_case("abstained");
        if self.labels.iter().any(is_taken) {
            "(abstained)"
        } else {
            "abstained"
        }
    }

    /// Number of labels, K.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Always false: a set has two labels or more.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Labels in column order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The label of `stance`, which must be of this set.
    #[must_use]
    pub fn label(&self, stance: Stance) -> &str {
        &self.labels[stance.index()]
    }

    /// All stances in order.
    pub fn iter(&self) -> impl Iterator<Item = Stance> + use<> {
        (0..self.labels.len()).map(|i| Stance(i as u16))
    }

    /// Whether this is the default set, in which synonyms are understood.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.labels == DEFAULT_LABELS
    }

    /// Reads a label: exact name in any case, the prefix `__label__` allowed, and in the default set its synonyms.
    ///
    /// # Examples
    /// ```
    /// use demarche::{Stance, StanceSet};
    /// let stances = StanceSet::default();
    /// assert_eq!(stances.parse("Criticise"), Some(Stance(0)));
    /// assert_eq!(stances.parse("pro"), Some(Stance(1)));
    /// assert_eq!(stances.parse("maybe"), None);
    /// ```
    #[must_use]
    pub fn parse(&self, label: &str) -> Option<Stance> {
        let wanted = canonical(label.trim().trim_start_matches("__label__"));
        let name = self.labels.iter().position(|l| canonical(l) == wanted);
        let synonym = || {
            self.is_default().then_some(())?;
            SYNONYMS
                .iter()
                .position(|(_, synonyms)| synonyms.contains(&wanted.as_str()))
        };
        name.or_else(synonym).map(|i| Stance(i as u16))
    }

    /// Labels joined for messages: `condemning, defending, neutral`.
    #[must_use]
    pub fn joined(&self) -> String {
        self.labels.join(", ")
    }

    /// The set's synonyms, label by label; empty for a set of the user's own.
    #[must_use]
    pub fn synonyms(&self) -> Vec<(&'static str, &'static [&'static str])> {
        if self.is_default() {
            SYNONYMS.to_vec()
        } else {
            Vec::new()
        }
    }
}

/// Lower case, with `_`, `-` and runs of white space as one space.
fn canonical(label: &str) -> String {
    label
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '_' || c == '-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl TryFrom<Vec<String>> for StanceSet {
    type Error = Error;
    fn try_from(labels: Vec<String>) -> Result<Self> {
        Self::new(labels)
    }
}

impl From<StanceSet> for Vec<String> {
    fn from(set: StanceSet) -> Self {
        set.labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_synonyms_and_prefixes_in_any_case() {
        let set = StanceSet::default();
        for (text, index) in [
            ("condemning", 0),
            ("CONDEMN", 0),
            (" against ", 0),
            ("__label__defending", 1),
            ("In_Favour", 1),
            ("no-conflict", 2),
            ("None", 2),
        ] {
            assert_eq!(set.parse(text), Some(Stance(index)), "{text}");
        }
        assert_eq!(set.parse("suport"), None);
        assert_eq!(set.parse(""), None);
    }

    #[test]
    fn own_sets_know_no_synonyms() {
        let set = StanceSet::new(vec!["Conflict".into(), "no_conflict".into()]).unwrap();
        assert_eq!(set.parse("NO CONFLICT"), Some(Stance(1)));
        assert_eq!(set.parse("condemn"), None);
    }

    #[test]
    fn refuses_unusable_sets() {
        for labels in [vec!["one"], vec!["a", "A"], vec!["a", " b"], vec!["a", ""]] {
            let labels = labels.into_iter().map(String::from).collect();
            assert!(matches!(
                StanceSet::new(labels),
                Err(Error::BadLabels { .. })
            ));
        }
    }
}
