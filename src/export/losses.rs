//! What a format could not hold, counted.

use std::collections::BTreeMap;

/// What could not be held, and of how many statements.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Losses(BTreeMap<String, u64>);

impl Losses {
    /// Counts one loss.
    pub(super) fn note(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// Whether all was held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In words: `group (12 rows), line breaks in the text (1 row)`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let rows = |n: &u64| if *n == 1 { "row" } else { "rows" };
        let parts = self.0.iter();
        let parts: Vec<String> = parts
            .map(|(what, n)| format!("{what} ({n} {})", rows(n)))
            .collect();
        parts.join(", ")
    }
}
