//! The vocabulary: which n-grams get a column, and in which order.
//!
//! Kept are the n-grams that stand in `min_df` statements or more, at most `max_features`, those of the highest rank first, or if
//! none is given those in most statements (ties by key). Columns are sorted by the n-gram's text, so that the same texts in any order give the same vocabulary.

use super::{KeyIndexBuffer, NgramSettings};
use crate::tokens::KeyMap;

/// N-grams in column order, with their statement counts.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Key of each column.
    pub keys: Vec<u64>,
    /// Text of each column.
    pub terms: Vec<String>,
    /// Statements that each stands in.
    pub df: Vec<u32>,
    /// Statements counted.
    pub statements: usize,
    /// From key to column.
    pub index: KeyIndexBuffer,
}

impl Vocabulary {
    /// Chooses from document frequencies by `rank`; `text` names a chosen key.
    pub(crate) fn choose(
        frequencies: KeyMap<u32>,
        statements: usize,
        settings: &NgramSettings,
        rank: Option<&KeyMap<f64>>,
        text: impl Fn(&[u64]) -> Vec<String>,
    ) -> Self {
        let mut kept: Vec<(u64, u32)> = frequencies
            .into_iter()
            .filter(|(_, df)| *df >= settings.min_df)
            .collect();
        let by_df = |a: &(u64, u32), b: &(u64, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        match rank {
            None => kept.sort_unstable_by(by_df),
            Some(rank) => kept.sort_unstable_by(|a, b| {
                let rank_of = |key| rank.get(&key).copied().unwrap_or_default();
                rank_of(b.0).total_cmp(&rank_of(a.0)).then(by_df(a, b))
            }),
        }
        kept.truncate(settings.max_features as usize);
        let keys: Vec<u64> = kept.iter().map(|(key, _)| *key).collect();
        let mut columns: Vec<(String, u64, u32)> = text(&keys)
            .into_iter()
            .zip(kept)
            .map(|(term, (key, df))| (term, key, df))
            .collect();
        columns.sort_unstable();
        let keys: Vec<u64> = columns.iter().map(|c| c.1).collect();
        Self {
            index: KeyIndexBuffer::new(&keys),
            keys,
            df: columns.iter().map(|c| c.2).collect(),
            terms: columns.into_iter().map(|c| c.0).collect(),
            statements,
        }
    }

    /// Number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no n-gram was kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chooses from words with their statement counts; the key of a word is its first letter.
    fn chosen(words: &[(&str, u32)], min_df: u32, max_features: u32) -> Vec<String> {
        let settings = NgramSettings {
            min_df,
            max_features,
            ..NgramSettings::default()
        };
        let key = |word: &str| u64::from(word.as_bytes()[0]);
        let frequencies = words.iter().map(|(w, df)| (key(w), *df)).collect();
        let text_of = |k: &u64| {
            let word = words.iter().find(|(w, _)| key(w) == *k);
            word.map(|(w, _)| (*w).to_owned()).unwrap_or_default()
        };
        let text = |keys: &[u64]| keys.iter().map(text_of).collect();
        let vocabulary = Vocabulary::choose(frequencies, 9, &settings, None, text);
        for (column, term) in vocabulary.terms.iter().enumerate() {
            let df = words.iter().find(|(w, _)| w == term).map(|(_, df)| *df);
            assert_eq!(Some(vocabulary.df[column]), df);
            assert_eq!(vocabulary.index.view().get(key(term)), Some(column));
        }
        vocabulary.terms
    }

    #[test]
    fn the_commonest_are_kept_and_stand_in_the_order_of_their_text() {
        let words = [("raid", 3), ("act", 1), ("the", 9), ("law", 2), ("of", 2)];
        assert_eq!(chosen(&words, 1, 99), ["act", "law", "of", "raid", "the"]);
        assert_eq!(chosen(&words, 2, 99), ["law", "of", "raid", "the"]);
        assert_eq!(chosen(&words, 1, 2), ["raid", "the"]);
        // Of equal counts the lower key, here the first letter, goes first.
        assert_eq!(chosen(&words, 1, 3), ["law", "raid", "the"]);
        assert_eq!(chosen(&words, 10, 99), [""; 0]);
    }
}
