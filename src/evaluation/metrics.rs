//! All figures of an evaluation, each with its interval.

use std::collections::BTreeMap;

use super::baseline::Baseline;
use super::bootstrap::{Draws, Interval};
use super::confusion::Confusion;
use super::reliability::{self, CoveragePoint, ReliabilityBin};
use crate::prediction::Prediction;
use crate::stance::{Stance, StanceSet};

/// One statement's label and what was predicted.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The label.
    pub gold: Stance,
    /// The stance named, or none.
    pub predicted: Option<Stance>,
    /// Probabilities, if a word was read.
    pub probabilities: Vec<f64>,
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
            group,
        }
    }
}

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvaluationSettings {
    /// Bootstrap draws.
    pub resamples: usize,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for EvaluationSettings {
    fn default() -> Self {
        Self {
            resamples: 2_000,
            seed: 1,
        }
    }
}

/// Figures of one stance; `None` where there is no data.
#[derive(Debug, Clone, PartialEq)]
pub struct StanceScores {
    /// Of those named so, the share that are.
    pub precision: Option<Interval>,
    /// Of those that are, the share named so.
    pub recall: Option<Interval>,
    /// Harmonic mean of both.
    pub f1: Option<Interval>,
    /// Statements of this stance.
    pub support: u64,
}

/// Averages over stances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Average {
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Mean F1.
    pub f1: f64,
}

/// All figures of one evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Statements judged.
    pub n: u64,
    /// Groups they come from; the unit of the bootstrap.
    pub groups: usize,
    /// Figures of each stance in the order of the set.
    pub per_stance: Vec<StanceScores>,
    /// Share called rightly; an abstention is a miss.
    pub accuracy: Interval,
    /// Unweighted mean of F1.
    pub macro_f1: Interval,
    /// Unweighted averages.
    pub macro_average: Average,
    /// Averages weighted by support.
    pub weighted_average: Average,
    /// Share of statements for which a stance was named.
    pub coverage: f64,
    /// Actual and predicted stances.
    pub confusion: Confusion,
    /// Always naming the commonest stance.
    pub baseline: Baseline,
    /// Confidence against accuracy.
    pub reliability: Vec<ReliabilityBin>,
    /// Expected calibration error.
    pub calibration_error: Option<f64>,
    /// Brier score.
    pub brier_score: Option<f64>,
    /// Accuracy when only the surest are answered.
    pub coverage_curve: Vec<CoveragePoint>,
}

impl Evaluation {
    /// Counts `judged` with the default settings; see [`Self::with`].
    #[must_use]
    pub fn of(judged: &[Judged], set: &StanceSet) -> Self {
        Self::with(judged, set, EvaluationSettings::default())
    }

    /// Counts `judged`. Without any statement all figures are 0 or `None`.
    #[must_use]
    pub fn with(judged: &[Judged], set: &StanceSet, settings: EvaluationSettings) -> Self {
        let k = set.len();
        let groups = group_matrices(judged, k);
        let mut confusion = Confusion::new(k);
        groups.iter().for_each(|g| confusion.merge(g));
        let resamples = if groups.is_empty() {
            0
        } else {
            settings.resamples
        };
        let draws = Draws::new(&groups, k, resamples, settings.seed);
        let interval =
            |figure: &dyn Fn(&Confusion) -> Option<f64>| draws.interval(figure(&confusion), figure);
        let or_zero = |i: Option<Interval>| {
            i.unwrap_or(Interval {
                value: 0.0,
                lower: 0.0,
                upper: 0.0,
            })
        };
        let per_stance = (0..k).map(|s| StanceScores {
            precision: interval(&|c| c.precision(s)),
            recall: interval(&|c| c.recall(s)),
            f1: interval(&|c| c.f1(s)),
            support: confusion.support(s),
        });
        let reliability = reliability::reliability(judged);
        Self {
            n: confusion.total(),
            groups: groups.len(),
            per_stance: per_stance.collect(),
            accuracy: or_zero(interval(&Confusion::accuracy)),
            macro_f1: or_zero(interval(&|c| c.macro_average(Confusion::f1))),
            macro_average: average(|of| confusion.macro_average(of)),
            weighted_average: average(|of| confusion.weighted_average(of)),
            coverage: confusion.coverage().unwrap_or(0.0),
            baseline: Baseline::of(&confusion),
            calibration_error: reliability::calibration_error(&reliability),
            brier_score: reliability::brier_score(judged),
            coverage_curve: reliability::coverage_curve(judged),
            reliability,
            confusion,
        }
    }
}

type Figure = fn(&Confusion, usize) -> Option<f64>;

fn average(over: impl Fn(Figure) -> Option<f64>) -> Average {
    Average {
        precision: over(Confusion::precision).unwrap_or(0.0),
        recall: over(Confusion::recall).unwrap_or(0.0),
        f1: over(Confusion::f1).unwrap_or(0.0),
    }
}

/// One matrix for each group, in the order of their names; statements without a group each have their own.
fn group_matrices(judged: &[Judged], k: usize) -> Vec<Confusion> {
    let mut named: BTreeMap<&str, Confusion> = BTreeMap::new();
    let mut single = Vec::new();
    for j in judged {
        match &j.group {
            Some(group) => named
                .entry(group)
                .or_insert_with(|| Confusion::new(k))
                .add(j.gold, j.predicted),
            None => {
                let mut matrix = Confusion::new(k);
                matrix.add(j.gold, j.predicted);
                single.push(matrix);
            }
        }
    }
    named.into_values().chain(single).collect()
}
