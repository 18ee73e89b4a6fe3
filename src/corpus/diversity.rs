//! How varied the language of a corpus is.
//!
//! The type-token ratio (different words / words) and distinct-n (different n-grams / n-grams; Li et al., "A diversity-promoting
//! objective function for neural conversation models", 2016) fall as texts grow longer. Both are therefore taken over a fixed
//! number of words or n-grams, so that corpora of different sizes can be compared. N-grams do not reach over a statement's end.

use std::collections::HashSet;

/// Words over which the type-token ratio is taken, the first of the corpus.
pub const TYPE_TOKEN_WORDS: usize = 20_000;

/// N-grams of a sample for distinct-n.
pub const DISTINCT_NGRAMS: usize = 5_000;

/// Samples whose mean is taken.
const SAMPLES: u64 = 20;

/// Longest n-grams.
const LONGEST: usize = 3;

/// Figures of diversity, each from 0 to 1; `None` for a corpus that is too small for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Diversity {
    /// Words in all.
    pub words: usize,
    /// Different words among the first [`TYPE_TOKEN_WORDS`].
    pub type_token: Option<f64>,
    /// Share of different words, pairs and triples of words in statements drawn at random until they hold [`DISTINCT_NGRAMS`].
    pub distinct: [Option<f64>; LONGEST],
}

impl Diversity {
    /// Measures texts, given as keys of their words.
    pub(super) fn of(texts: &[&[u64]]) -> Self {
        let first: Vec<u64> = texts
            .iter()
            .copied()
            .flatten()
            .copied()
            .take(TYPE_TOKEN_WORDS)
            .collect();
        let different: HashSet<u64> = first.iter().copied().collect();
        let enough = first.len() == TYPE_TOKEN_WORDS;
        Self {
            words: texts.iter().map(|t| t.len()).sum(),
            type_token: enough.then(|| different.len() as f64 / TYPE_TOKEN_WORDS as f64),
            distinct: [1, 2, 3].map(|n| distinct(texts, n, DISTINCT_NGRAMS)),
        }
    }
}

/// Mean share of different n-grams among `size` of them.
fn distinct(texts: &[&[u64]], n: usize, size: usize) -> Option<f64> {
    let all: usize = texts.iter().map(|t| (t.len() + 1).saturating_sub(n)).sum();
    if all < size {
        return None;
    }
    let share = |seed| {
        let mut order: Vec<&[u64]> = texts.to_vec();
        fastrand::Rng::with_seed(seed).shuffle(&mut order);
        let ngrams = order.iter().flat_map(|text| text.windows(n)).take(size);
        ngrams.collect::<HashSet<_>>().len() as f64 / size as f64
    };
    Some((0..SAMPLES).map(share).sum::<f64>() / SAMPLES as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_ngrams_by_hand() {
        // Words 1 2 1 2 | 1 2: 2 of 6 words differ; pairs 12 21 12 | 12: 2 of 4.
        let texts: [&[u64]; 2] = [&[1, 2, 1, 2], &[1, 2]];
        assert_eq!(distinct(&texts, 1, 6), Some(2.0 / 6.0));
        assert_eq!(distinct(&texts, 2, 4), Some(0.5));
        assert_eq!(distinct(&texts, 3, 2), Some(1.0));
        assert_eq!(distinct(&texts, 3, 3), None);
    }

    #[test]
    fn small_corpora_have_no_type_token_ratio() {
        let text: Vec<u64> = (0..TYPE_TOKEN_WORDS as u64).map(|i| i % 500).collect();
        let found = Diversity::of(&[&text]);
        assert_eq!(found.type_token, Some(0.025));
        assert_eq!(Diversity::of(&[&text[1..]]).type_token, None);
    }
}
