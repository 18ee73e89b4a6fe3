//! Do confidences mean what they say? Reliability bins, calibration error, Brier score, and accuracy at each coverage.
//!
//! Sources: expected calibration error, Naeini, Cooper and Hauskrecht 2015 (ten bins of equal width, weighted by their size);
//! Brier score, Brier 1950 (sum over stances of the squared difference, 0 to 2).

use std::collections::BTreeMap;

use super::figures::Figure;
use super::intervals::{Estimate, Interval, grouped_wilson};
use super::judged::Judged;
use super::rows::{BINS, group_numbers};

/// Coverages of the accuracy curve.
pub(super) const COVERAGES: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

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
    /// Its Wilson interval over groups; `None` for fewer than two groups.
    pub interval: Option<Interval>,
}

/// What accuracy is left when only the surest statements are answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoveragePoint {
    /// Share of statements answered.
    pub coverage: f64,
    /// Confidence from which they are answered.
    pub threshold: f64,
    /// Accuracy among them.
    pub accuracy: Estimate,
}

/// Confidence and whether the likeliest stance was right, for statements with probabilities.
fn scored(judged: &[Judged]) -> Vec<(f64, bool)> {
    judged.iter().filter_map(Judged::sureness).collect()
}

/// The bins that hold anything.
pub(super) fn reliability(judged: &[Judged]) -> Vec<ReliabilityBin> {
    let (numbers, _) = group_numbers(judged);
    let scored = judged.iter().zip(numbers).filter_map(|(j, group)| {
        let (confidence, right) = j.sureness()?;
        Some((confidence, right, group))
    });
    let scored: Vec<(f64, bool, u32)> = scored.collect();
    let bin_of = |confidence: f64| ((confidence * BINS as f64) as usize).min(BINS - 1);
    let bin = |b: usize| {
        let inside = scored.iter().filter(|(c, ..)| bin_of(*c) == b);
        let inside: Vec<&(f64, bool, u32)> = inside.collect();
        let n = inside.len();
        (n > 0).then(|| ReliabilityBin {
            from: b as f64 / BINS as f64,
            to: (b + 1) as f64 / BINS as f64,
            n,
            confidence: inside.iter().map(|(c, ..)| c).sum::<f64>() / n as f64,
            accuracy: inside.iter().filter(|(_, right, _)| *right).count() as f64 / n as f64,
            interval: interval(&inside),
        })
    };
    (0..BINS).filter_map(bin).collect()
}

/// Wilson's interval of a bin's accuracy.
fn interval(inside: &[&(f64, bool, u32)]) -> Option<Interval> {
    let mut groups: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for (_, right, group) in inside {
        let sum = groups.entry(*group).or_default();
        sum.0 += f64::from(u8::from(*right));
        sum.1 += 1.0;
    }
    grouped_wilson(&groups.into_values().collect::<Vec<_>>())
}

/// Accuracy when only the surest share is answered, of statements with probabilities.
pub(super) fn coverage_curve(
    judged: &[Judged],
    figure: impl Fn(Figure) -> Option<Estimate>,
) -> Vec<CoveragePoint> {
    let mut scored = scored(judged);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let point = |coverage: f64| {
        let n = (coverage * scored.len() as f64).round() as usize;
        let answered = scored.get(..n).filter(|s| !s.is_empty())?;
        Some(CoveragePoint {
            coverage,
            threshold: answered[n - 1].0,
            accuracy: figure(Figure::AccuracyAt(coverage))?,
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
