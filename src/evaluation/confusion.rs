//! The confusion matrix: rows are actual stances, columns predicted ones, with abstentions as the last column.

use crate::stance::Stance;

/// Counts of actual and predicted stances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    k: usize,
    /// k rows of k + 1 counts.
    counts: Vec<u64>,
}

impl Confusion {
    /// An empty matrix of `k` stances.
    #[must_use]
    pub fn new(k: usize) -> Self {
        Self {
            k,
            counts: vec![0; k * (k + 1)],
        }
    }

    /// Counts one statement; `None` for an abstention.
    pub fn add(&mut self, actual: Stance, predicted: Option<Stance>) {
        self.counts[Self::cell(self.k, actual, predicted)] += 1;
    }

    /// The matrix that has `counts`, row by row with abstentions last.
    pub(super) fn of_counts(k: usize, counts: Vec<u64>) -> Self {
        debug_assert_eq!(counts.len(), k * (k + 1));
        Self { k, counts }
    }

    /// Counts row by row with abstentions last.
    pub(super) fn into_counts(self) -> Vec<u64> {
        self.counts
    }

    /// Position of a statement's count.
    pub(super) fn cell(k: usize, actual: Stance, predicted: Option<Stance>) -> usize {
        actual.index() * (k + 1) + predicted.map_or(k, Stance::index)
    }

    /// Adds the counts of `other`.
    pub fn merge(&mut self, other: &Confusion) {
        for (sum, n) in self.counts.iter_mut().zip(&other.counts) {
            *sum += n;
        }
    }

    /// Number of stances.
    #[must_use]
    pub fn k(&self) -> usize {
        self.k
    }

    /// Statements of stance `actual` that were called `predicted` (`k`: abstained).
    #[must_use]
    pub fn count(&self, actual: usize, predicted: usize) -> u64 {
        self.counts[actual * (self.k + 1) + predicted]
    }

    /// All statements.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Statements of a stance.
    #[must_use]
    pub fn support(&self, actual: usize) -> u64 {
        (0..=self.k).map(|p| self.count(actual, p)).sum()
    }

    /// Statements called a stance.
    #[must_use]
    pub fn predicted(&self, predicted: usize) -> u64 {
        (0..self.k).map(|a| self.count(a, predicted)).sum()
    }

    /// Share of statements called rightly; `None` for none.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        ratio((0..self.k).map(|s| self.count(s, s)).sum(), self.total())
    }

    /// Share of statements that were called anything.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        let abstained: u64 = (0..self.k).map(|a| self.count(a, self.k)).sum();
        ratio(self.total() - abstained, self.total())
    }

    /// Of those called `stance`, the share that are: tp / (tp + fp).
    #[must_use]
    pub fn precision(&self, stance: usize) -> Option<f64> {
        ratio(self.count(stance, stance), self.predicted(stance))
    }

    /// Of those that are `stance`, the share called so: tp / (tp + fn).
    #[must_use]
    pub fn recall(&self, stance: usize) -> Option<f64> {
        ratio(self.count(stance, stance), self.support(stance))
    }

    /// Harmonic mean of both: 2 tp / (actual + predicted).
    #[must_use]
    pub fn f1(&self, stance: usize) -> Option<f64> {
        ratio(
            2 * self.count(stance, stance),
            self.support(stance) + self.predicted(stance),
        )
    }

    /// Unweighted mean over the stances that occur, actual or predicted; undefined values count as 0, as in scikit-learn.
    #[must_use]
    pub fn macro_average(&self, of: impl Fn(&Self, usize) -> Option<f64>) -> Option<f64> {
        let occurring: Vec<usize> = (0..self.k)
            .filter(|s| self.support(*s) + self.predicted(*s) > 0)
            .collect();
        let sum: f64 = occurring.iter().map(|s| of(self, *s).unwrap_or(0.0)).sum();
        (!occurring.is_empty()).then(|| sum / occurring.len() as f64)
    }

    /// Mean weighted by support; undefined values count as 0.
    #[must_use]
    pub fn weighted_average(&self, of: impl Fn(&Self, usize) -> Option<f64>) -> Option<f64> {
        let total = self.total();
        let sum: f64 = (0..self.k)
            .map(|s| of(self, s).unwrap_or(0.0) * self.support(s) as f64)
            .sum();
        (total > 0).then(|| sum / total as f64)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted by hand: actual A 3 (2 right, 1 called B), B 2 (1 right, 1 abstained), C 1 (called A).
    fn small() -> Confusion {
        let mut matrix = Confusion::new(3);
        for (actual, predicted) in [
            (0, Some(0)),
            (0, Some(0)),
            (0, Some(1)),
            (1, Some(1)),
            (1, None),
            (2, Some(0)),
        ] {
            matrix.add(Stance(actual), predicted.map(Stance));
        }
        matrix
    }

    #[test]
    fn precision_and_recall_are_not_exchanged() {
        let m = small();
        assert_eq!(m.precision(0), Some(2.0 / 3.0));
        assert_eq!(m.recall(0), Some(2.0 / 3.0));
        assert_eq!(m.precision(1), Some(0.5));
        assert_eq!(m.recall(1), Some(0.5));
        assert_eq!(m.precision(2), None);
        assert_eq!(m.recall(2), Some(0.0));
        assert_eq!(m.f1(1), Some(0.5));
        assert_eq!(m.accuracy(), Some(0.5));
        assert_eq!(m.coverage(), Some(5.0 / 6.0));
        let macro_f1 = m.macro_average(Confusion::f1).unwrap();
        assert!((macro_f1 - (2.0 / 3.0 + 0.5) / 3.0).abs() < 1e-15);
        let weighted = m.weighted_average(Confusion::recall).unwrap();
        assert!((weighted - 0.5).abs() < 1e-15);
    }

    #[test]
    fn nothing_counted_is_undefined() {
        let m = Confusion::new(2);
        assert_eq!(m.accuracy(), None);
        assert_eq!(m.macro_average(Confusion::f1), None);
    }
}
