//! Near duplicates: all pairs of texts whose sets of word trigrams have a Jaccard similarity of at least a threshold.
//!
//! An exact set join with prefix and length filter: Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007;
//! Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006. Two sets with Jaccard
//! J >= t share an element among the first |x| - ceil(t |x|) + 1 of each, when both are sorted by one order; the rarest first
//! leaves few pairs to verify. Trigrams are 64-bit hashes, so that two different ones are mixed up about once in 10^7 corpora.

use std::collections::HashMap;

use rayon::prelude::*;

/// Most matches of one text that are looked for, so that a corpus of one template does not take quadratic time.
const MOST_MATCHES: usize = 50;

/// Tolerance for thresholds such as 0.8 that are no binary fractions.
const ROUNDING: f64 = 1e-9;

/// Two texts, by position, that are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Similar {
    /// The earlier text.
    pub first: usize,
    /// The later text.
    pub second: usize,
    /// Jaccard similarity of their word trigrams.
    pub similarity: f64,
}

/// Pairs of `texts` (keys of their words) at least `threshold` alike, in no particular order; at most [`MOST_MATCHES`] for one text.
/// Texts of fewer than three words are like nothing.
pub(super) fn similar_pairs(texts: &[&[u64]], threshold: f64) -> Vec<Similar> {
    let sets = ranked(texts.par_iter().map(|words| trigrams(words)).collect());
    let mut order: Vec<usize> = (0..sets.len()).filter(|&i| !sets[i].is_empty()).collect();
    order.sort_by_key(|&i| (sets[i].len(), i));
    let mut join = Join {
        sets: &sets,
        threshold,
        index: HashMap::new(),
        seen: vec![usize::MAX; sets.len()],
    };
    order.into_iter().flat_map(|i| join.matches(i)).collect()
}

/// The set of trigrams of a text, sorted.
pub(super) fn trigrams(words: &[u64]) -> Vec<u64> {
    let key = |w: &[u64]| {
        w.iter().fold(0, |key: u64, word| {
            (key.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        })
    };
    let mut set: Vec<u64> = words.windows(3).map(key).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// |x and y| / |x or y| of sorted sets; 0 if both are empty.
pub(super) fn jaccard<T: Ord>(x: &[T], y: &[T]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while i < x.len() && j < y.len() {
        match x[i].cmp(&y[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    shared as f64 / (x.len() + y.len() - shared).max(1) as f64
}

/// Elements replaced by their rank, the rarest first; sets sorted by it. Elements of one set only come first of all.
fn ranked(sets: Vec<Vec<u64>>) -> Vec<Vec<u32>> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for key in sets.iter().flatten() {
        *counts.entry(*key).or_default() += 1;
    }
    let mut keys: Vec<(u32, u64)> = counts.iter().map(|(key, n)| (*n, *key)).collect();
    keys.par_sort_unstable();
    for (rank, (_, key)) in keys.iter().enumerate() {
        counts.insert(*key, rank as u32);
    }
    sets.into_par_iter()
        .map(|set| {
            let mut ranks: Vec<u32> = set.iter().map(|key| counts[key]).collect();
            ranks.sort_unstable();
            ranks
        })
        .collect()
}

struct Join<'a> {
    sets: &'a [Vec<u32>],
    threshold: f64,
    /// Element -> texts read so far that have it in their prefix.
    index: HashMap<u32, Vec<usize>>,
    /// The last text for which a text was verified.
    seen: Vec<usize>,
}

impl Join<'_> {
    /// Texts read before `i`, none of them with more trigrams, that are like it; then takes `i` into the index.
    fn matches(&mut self, i: usize) -> Vec<Similar> {
        let size = self.sets[i].len();
        let least = (self.threshold * size as f64 - ROUNDING).ceil().max(1.0) as usize;
        let prefix = size - least + 1;
        let found = self.probe(i, prefix, least);
        for element in &self.sets[i][..prefix] {
            self.index.entry(*element).or_default().push(i);
        }
        found
    }

    fn probe(&mut self, i: usize, prefix: usize, least: usize) -> Vec<Similar> {
        let set = &self.sets[i];
        let mut found = Vec::new();
        for element in &set[..prefix] {
            for &other in self.index.get(element).into_iter().flatten() {
                if self.seen[other] == i || self.sets[other].len() < least {
                    continue;
                }
                self.seen[other] = i;
                let similarity = jaccard(set, &self.sets[other]);
                if similarity >= self.threshold - ROUNDING {
                    found.push(Similar {
                        first: i.min(other),
                        second: i.max(other),
                        similarity,
                    });
                }
                if found.len() == MOST_MATCHES {
                    return found;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u64> {
        text.split(' ').map(crate::tokens::word_key).collect()
    }

    #[test]
    fn jaccard_by_hand() {
        // abc bcd cde / abc bcd cdf: 2 shared of 4.
        let (x, y) = (trigrams(&words("a b c d e")), trigrams(&words("a b c d f")));
        assert_eq!((x.len(), y.len()), (3, 3));
        assert!((jaccard(&x, &y) - 0.5).abs() < 1e-12);
        // A repeated trigram counts once: abc bca cab abc.
        assert_eq!(trigrams(&words("a b c a b c")).len(), 3);
        assert_eq!(jaccard::<u64>(&[], &[]), 0.0);
    }

    #[test]
    fn the_join_finds_what_comparing_all_pairs_finds() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut texts: Vec<Vec<u64>> = Vec::new();
        for i in 0..300 {
            let mut text = match i % 3 {
                0 => (0..random.usize(1..30))
                    .map(|_| random.u64(0..40))
                    .collect(),
                _ => texts[random.usize(0..texts.len())].clone(),
            };
            if i % 3 == 1 {
                let at = random.usize(0..text.len());
                text[at] = random.u64(0..40);
            }
            if i % 3 == 2 {
                text.push(random.u64(0..40));
            }
            texts.push(text);
        }
        let slices: Vec<&[u64]> = texts.iter().map(Vec::as_slice).collect();
        let sets: Vec<Vec<u64>> = texts.iter().map(|t| trigrams(t)).collect();
        for threshold in [0.5, 0.8, 1.0] {
            let mut expected = Vec::new();
            for b in 0..sets.len() {
                for a in 0..b {
                    if !sets[a].is_empty() && jaccard(&sets[a], &sets[b]) >= threshold {
                        expected.push((a, b));
                    }
                }
            }
            let mut found: Vec<_> = similar_pairs(&slices, threshold)
                .iter()
                .map(|s| (s.first, s.second))
                .collect();
            expected.sort_unstable();
            found.sort_unstable();
            assert!(!expected.is_empty());
            assert_eq!(found, expected, "{threshold}");
        }
    }
}
