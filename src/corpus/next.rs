//! What to label next: statements of which the model is least sure, unlike each other and unlike what is labelled.
//!
//! Uncertainty sampling (Lewis and Gale 1994; margin: Scheffer, Decomain and Wrobel 2001) with maximal marginal relevance
//! (Carbonell and Goldstein 1998): one after the other the statement with the largest
//! `balance * uncertainty - (1 - balance) * largest cosine to one chosen before`.

use std::collections::{BTreeSet, HashSet};

use super::neighbours::Neighbours;
use super::plain_text::plain_text;
use super::similar::{jaccard, trigrams};
use crate::tokens::TokenBuffer;

/// How unsure a prediction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncertainty {
    /// 1 less the distance of the two likeliest stances.
    Margin,
    /// Entropy, as a share of the largest there is.
    Entropy,
    /// A number drawn at random, for comparison.
    Random,
}

impl Uncertainty {
    /// 0 for sure to 1 for not at all; 1 without probabilities. `random` draws for [`Self::Random`].
    #[must_use]
    pub fn of(self, probabilities: &[f64], random: &mut fastrand::Rng) -> f64 {
        if self == Self::Random {
            return random.f64();
        }
        if probabilities.len() < 2 {
            return 1.0;
        }
        match self {
            Self::Entropy => {
                let entropy: f64 = probabilities
                    .iter()
                    .filter(|p| **p > 0.0)
                    .map(|p| -p * p.ln())
                    .sum();
                entropy / (probabilities.len() as f64).ln()
            }
            _ => {
                let mut sorted = probabilities.to_vec();
                sorted.sort_unstable_by(|a, b| b.total_cmp(a));
                1.0 - (sorted[0] - sorted[1])
            }
        }
    }
}

/// How statements are chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextSettings {
    /// How many.
    pub count: usize,
    /// Weight of uncertainty against diversity: 1 for uncertainty alone.
    pub balance: f64,
    /// Jaccard similarity of word trigrams from which on a text is a near duplicate.
    pub near: f64,
}

/// Positions among `candidates` (text and uncertainty) of those to label next, the first to label first. Near duplicates of one
/// of `labelled`, or of one chosen before, are not chosen.
#[must_use]
pub fn next(candidates: &[(&str, f64)], labelled: &[&str], settings: NextSettings) -> Vec<usize> {
    let texts: Vec<&str> = candidates.iter().map(|(text, _)| *text).collect();
    let neighbours = Neighbours::of(&texts);
    let mut known = Known::of(labelled, settings.near);
    let mut nearest = vec![0.0_f64; candidates.len()];
    let mut left: BTreeSet<usize> = (0..candidates.len()).collect();
    let mut chosen = Vec::new();
    let worth = |i: usize, nearest: &[f64]| {
        settings.balance * candidates[i].1 - (1.0 - settings.balance) * nearest[i]
    };
    while chosen.len() < settings.count {
        let best = left.iter().copied().reduce(|best, i| {
            if worth(i, &nearest) > worth(best, &nearest) {
                i
            } else {
                best
            }
        });
        let Some(best) = best else {
            break;
        };
        left.remove(&best);
        if !known.add(texts[best]) {
            continue;
        }
        chosen.push(best);
        for i in &left {
            nearest[*i] = nearest[*i].max(f64::from(neighbours.cosine(best, *i)));
        }
    }
    chosen
}

/// Texts of which no near duplicate is wanted.
struct Known {
    identities: HashSet<Vec<u64>>,
    trigrams: Vec<Vec<u64>>,
    /// Texts with each trigram.
    index: std::collections::HashMap<u64, Vec<usize>>,
    near: f64,
    buffer: TokenBuffer,
}

impl Known {
    fn of(texts: &[&str], near: f64) -> Self {
        let mut known = Self {
            identities: HashSet::new(),
            trigrams: Vec::new(),
            index: std::collections::HashMap::new(),
            near,
            buffer: TokenBuffer::new(),
        };
        for text in texts {
            known.add(text);
        }
        known
    }

    /// Adds a text; false if a near duplicate of it is there.
    fn add(&mut self, text: &str) -> bool {
        let plain = plain_text(text, &mut self.buffer);
        let set = trigrams(&plain.words);
        let mut others: Vec<usize> = set
            .iter()
            .flat_map(|t| self.index.get(t).into_iter().flatten().copied())
            .collect();
        others.sort_unstable();
        others.dedup();
        let is_near = |other: &usize| jaccard(&set, &self.trigrams[*other]) >= self.near;
        if others.iter().any(is_near) || !self.identities.insert(plain.identity) {
            return false;
        }
        for trigram in &set {
            self.index
                .entry(*trigram)
                .or_default()
                .push(self.trigrams.len());
        }
        self.trigrams.push(set);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: NextSettings = NextSettings {
        count: 3,
        balance: 0.5,
        near: 0.8,
    };

    #[test]
    fn uncertainty_by_hand() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut of = |u: Uncertainty, p: &[f64]| u.of(p, &mut random);
        assert!((of(Uncertainty::Margin, &[0.2, 0.7, 0.1]) - 0.5).abs() < 1e-12);
        assert!((of(Uncertainty::Entropy, &[0.5, 0.5]) - 1.0).abs() < 1e-12);
        assert_eq!(of(Uncertainty::Entropy, &[1.0, 0.0, 0.0]), 0.0);
        assert_eq!(of(Uncertainty::Margin, &[]), 1.0);
    }

    #[test]
    fn unsure_and_unlike_ones_come_first_and_no_duplicates() {
        let candidates = [
            ("the raid on the port was unlawful", 0.9),
            ("the raid on the harbour was unlawful", 0.88),
            ("talks will begin on monday in geneva", 0.7),
            ("The raid on the port was unlawful.", 0.95),
            ("we were shelled and we shot back", 1.0),
        ];
        let labelled = ["We were shelled, and we shot back!"];
        let found = next(&candidates, &labelled, SETTINGS);
        // 4 is labelled but for a mark; 0 is the same as 3.
        assert_eq!(found, [3, 2, 1]);
        let alone = NextSettings {
            balance: 1.0,
            ..SETTINGS
        };
        assert_eq!(
            next(&candidates, &["we were shelled and we shot back"], alone),
            [3, 1, 2]
        );
    }
}
