//! Statements whose label and prediction are both known: what an evaluation counts.

use crate::prediction::Prediction;
use crate::stance::Stance;

/// One statement's label and what was predicted.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The label.
    pub gold: Stance,
    /// The stance named, or none.
    pub predicted: Option<Stance>,
    /// Probabilities of all stances, if they are known.
    pub probabilities: Vec<f64>,
    /// Probability of the stance named, where only that is known.
    pub confidence: Option<f64>,
    /// Group; `None` stands alone.
    pub group: Option<String>,
}

impl Judged {
    /// Joins a label and a prediction.
    #[must_use]
    pub fn new(gold: Stance, prediction: Prediction, group: Option<String>) -> Self {
        Self {
            gold,
            predicted: prediction.stance,
            probabilities: prediction.probabilities,
            confidence: None,
            group,
        }
    }

    /// Whether the stance named is the label; an abstention is a miss.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.predicted == Some(self.gold)
    }

    /// Confidence in the likeliest stance (the first among equals), and whether that is right.
    pub(super) fn sureness(&self) -> Option<(f64, bool)> {
        let p = &self.probabilities;
        match (0..p.len()).reduce(|a, b| if p[b] > p[a] { b } else { a }) {
            Some(best) => Some((p[best], best == self.gold.index())),
            None => Some((self.confidence?, self.is_right())),
        }
    }

    /// sum_k (p_k - [k is the label])^2.
    pub(super) fn brier(&self) -> Option<f64> {
        let terms = self.probabilities.iter().enumerate();
        let term =
            |(k, p): (usize, &f64)| (p - f64::from(u8::from(k == self.gold.index()))).powi(2);
        (!self.probabilities.is_empty()).then(|| terms.map(term).sum())
    }
}
