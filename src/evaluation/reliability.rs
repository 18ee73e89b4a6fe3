//! Do confidences mean what they say? Reliability bins, calibration error, Brier score, and accuracy at each coverage.
//!
//! Sources: expected calibration error, Naeini, Cooper and Hauskrecht 2015 (ten bins of equal width, weighted by their size);
//! Brier score, Brier 1950 (sum over stances of the squared difference, 0 to 2).

use super::metrics::Judged;

/// Bins of the reliability table.
const BINS: usize = 10;

/// Coverages of the accuracy curve.
const COVERAGES: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

/// Statements whose confidence lies in one tenth.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ReliabilityBin {
    /// Lower end of the bin.
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// Statements in it.
    pub n: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them called rightly.
    pub accuracy: f64,
}

/// What accuracy is left when only the surest statements are answered.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct CoveragePoint {
    /// Share of statements answered.
    pub coverage: f64,
    /// Confidence from which they are answered.
    pub threshold: f64,
    /// Accuracy among them.
    pub accuracy: f64,
}

/// Confidence and whether the likeliest stance was right, for statements with probabilities.
fn scored(judged: &[Judged]) -> Vec<(f64, bool)> {
    let likeliest = |j: &Judged| {
        let best = (0..j.probabilities.len()).reduce(|a, b| {
            if j.probabilities[b] > j.probabilities[a] {
                b
            } else {
                a
            }
        })?;
        Some((j.probabilities[best], best == j.gold.index()))
    };
    judged.iter().filter_map(likeliest).collect()
}

/// The bins that hold anything.
pub(super) fn reliability(judged: &[Judged]) -> Vec<ReliabilityBin> {
    let scored = scored(judged);
    let bin_of = |confidence: f64| ((confidence * BINS as f64) as usize).min(BINS - 1);
    let bin = |b: usize| {
        let inside: Vec<&(f64, bool)> = scored.iter().filter(|(c, _)| bin_of(*c) == b).collect();
        let n = inside.len();
        (n > 0).then(|| ReliabilityBin {
            from: b as f64 / BINS as f64,
            to: (b + 1) as f64 / BINS as f64,
            n,
            confidence: inside.iter().map(|(c, _)| c).sum::<f64>() / n as f64,
            accuracy: inside.iter().filter(|(_, right)| *right).count() as f64 / n as f64,
        })
    };
    (0..BINS).filter_map(bin).collect()
}

/// Expected calibration error of the bins, 0 to 1; `None` without any.
pub(super) fn calibration_error(bins: &[ReliabilityBin]) -> Option<f64> {
    let total: usize = bins.iter().map(|b| b.n).sum();
    let gap = |b: &ReliabilityBin| b.n as f64 * (b.confidence - b.accuracy).abs();
    (total > 0).then(|| bins.iter().map(gap).sum::<f64>() / total as f64)
}

/// Mean over statements with probabilities of sum_k (p_k - [k is gold])^2.
pub(super) fn brier_score(judged: &[Judged]) -> Option<f64> {
    let with: Vec<&Judged> = judged
        .iter()
        .filter(|j| !j.probabilities.is_empty())
        .collect();
    let score = |j: &&Judged| {
        let terms = j.probabilities.iter().enumerate();
        terms
            .map(|(k, p)| (p - f64::from(u8::from(k == j.gold.index()))).powi(2))
            .sum::<f64>()
    };
    (!with.is_empty()).then(|| with.iter().map(score).sum::<f64>() / with.len() as f64)
}

/// Accuracy when only the surest share is answered, of statements with probabilities.
pub(super) fn coverage_curve(judged: &[Judged]) -> Vec<CoveragePoint> {
    let mut scored = scored(judged);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let point = |coverage: f64| {
        let n = (coverage * scored.len() as f64).round() as usize;
        let answered = scored.get(..n).filter(|s| !s.is_empty())?;
        Some(CoveragePoint {
            coverage,
            threshold: answered[n - 1].0,
            accuracy: answered.iter().filter(|(_, right)| *right).count() as f64 / n as f64,
        })
    };
    COVERAGES.into_iter().filter_map(point).collect()
}

/// For each confidence from 0.30 to 0.99 in steps of 0.01: the confidence, the accuracy of the statements that reach it, and
/// their share. Confidences that no statement reaches are left out.
#[must_use]
pub fn thresholds(judged: &[Judged]) -> Vec<[f64; 3]> {
    let scored = scored(judged);
    let at = |hundredths: u32| {
        let threshold = f64::from(hundredths) / 100.0;
        let answered = scored
            .iter()
            .filter(|(confidence, _)| *confidence >= threshold);
        let right = answered.clone().filter(|(_, right)| *right).count() as f64;
        let n = answered.count() as f64;
        (n > 0.0).then(|| [threshold, right / n, n / scored.len() as f64])
    };
    (30..100).filter_map(at).collect()
}
