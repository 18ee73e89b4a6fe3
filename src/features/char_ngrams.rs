//! Character n-grams within words, borders included (`<rus`, `ian>`), as scikit-learn's `char_wb` analyser counts them.
//!
//! A word's part is its n-grams' idf over the words of the training texts, divided by its Euclidean length. It depends on the
//! word alone, so a known word's sum is computed once, when the model is saved.

use super::{CharSettings, KeyIndexBuffer, smooth_idf};
use crate::tokens::KeyMap;

/// Seed that keeps these keys apart from those of words.
const SEED: u64 = 0x8EBC_6AF0_9C88_C6E3;

/// Calls `found` with the key of each n-gram of `word`, in order of their start.
pub fn for_each_char_ngram(word: &str, settings: &CharSettings, mut found: impl FnMut(u64)) {
    // The word between its borders; longer words are cut, which no natural word reaches.
    let mut bytes = [0_u8; 66];
    let mut end = word.len().min(64);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    bytes[0] = b'<';
    bytes[1..=end].copy_from_slice(&word.as_bytes()[..end]);
    bytes[end + 1] = b'>';
    let padded = &bytes[..end + 2];
    let is_start = |at: usize| at >= padded.len() || padded[at] & 0xC0 != 0x80;
    for from in (0..padded.len()).filter(|i| is_start(*i)) {
        let mut characters = 0;
        for to in from + 1..=padded.len() {
            if !is_start(to) {
                continue;
            }
            characters += 1;
            if characters > settings.longest {
                break;
            }
            if characters >= settings.shortest {
                found(twox_hash::XxHash3_64::oneshot_with_seed(
                    SEED,
                    &padded[from..to],
                ));
            }
        }
    }
}

/// Character n-grams that have a column, with their idf over words.
#[derive(Debug, Clone, Default)]
pub struct CharVocabulary {
    /// Key of each column, ascending.
    pub keys: Vec<u64>,
    /// Idf of each column.
    pub idf: Vec<f32>,
    index: KeyIndexBuffer,
}

impl CharVocabulary {
    /// Chooses the n-grams of `words`, each word counted once.
    pub fn choose<'w>(words: impl Iterator<Item = &'w str>, settings: &CharSettings) -> Self {
        let mut frequencies: KeyMap<(u32, u32)> = KeyMap::default();
        let mut total = 0;
        for word in words {
            total += 1;
            for_each_char_ngram(word, settings, |key| {
                let (df, last) = frequencies.entry(key).or_default();
                if *last != total {
                    *last = total;
                    *df += 1;
                }
            });
        }
        let mut kept: Vec<(u64, u32)> = frequencies
            .into_iter()
            .map(|(key, (df, _))| (key, df))
            .filter(|(_, df)| *df >= settings.min_df)
            .collect();
        kept.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        kept.truncate(settings.max_features as usize);
        kept.sort_unstable();
        let keys: Vec<u64> = kept.iter().map(|(key, _)| *key).collect();
        Self {
            index: KeyIndexBuffer::new(&keys),
            keys,
            idf: kept
                .iter()
                .map(|(_, df)| smooth_idf(total as usize, *df) as f32)
                .collect(),
        }
    }

    /// The unit-length row of `word` into `row`, which is cleared: (column, value), ascending; empty if nothing is known.
    pub fn word_row(&self, word: &str, settings: &CharSettings, row: &mut Vec<(u32, f32)>) {
        row.clear();
        let index = self.index.view();
        for_each_char_ngram(word, settings, |key| {
            if let Some(column) = index.get(key) {
                row.push((column as u32, self.idf[column]));
            }
        });
        row.sort_unstable_by_key(|(column, _)| *column);
        row.dedup_by_key(|(column, _)| *column);
        let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
        for (_, value) in row.iter_mut() {
            *value /= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(word: &str, shortest: u8, longest: u8) -> usize {
        let settings = CharSettings {
            shortest,
            longest,
            ..CharSettings::default()
        };
        let mut keys = Vec::new();
        for_each_char_ngram(word, &settings, |key| keys.push(key));
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    #[test]
    fn counts_characters_not_bytes() {
        // <raid> has 6 characters: 4 trigrams, 3 4-grams, 2 5-grams.
        assert_eq!(count("raid", 3, 5), 9);
        assert_eq!(count("caf\u{E9}", 3, 5), 9);
        assert_eq!(count("", 3, 5), 0);
        assert_eq!(count("a", 3, 5), 1);
        // A long word is cut, whatever its characters.
        assert!(count(&"\u{10FFFF}".repeat(1000), 1, 8) > 0);
    }

    #[test]
    fn rows_have_unit_length() {
        let settings = CharSettings::default();
        let words = ["illegal", "legal", "legally", "raid", "raids"];
        let vocabulary = CharVocabulary::choose(words.into_iter(), &settings);
        let mut row = Vec::new();
        vocabulary.word_row("illegal", &settings, &mut row);
        let length: f32 = row.iter().map(|(_, v)| v * v).sum();
        assert!((length - 1.0).abs() < 1e-6);
        vocabulary.word_row("xyz", &settings, &mut row);
        assert!(row.is_empty());
    }
}
