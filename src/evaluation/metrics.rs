//! All figures of an evaluation, each with its interval.

use super::baseline::Baseline;
use super::confusion::Confusion;
use super::figures::Figure;
use super::intervals::{Estimate, IntervalMethod, estimates};
use super::judged::Judged;
use super::reliability::{self, COVERAGES, CoveragePoint, ReliabilityBin};
use super::resampling::resample;
use super::rows::{Rows, group_numbers};
use crate::stance::{Stance, StanceSet};

/// How intervals are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationSettings {
    /// Bootstrap draws; without any there are no intervals.
    pub resamples: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// How intervals are made of them.
    pub method: IntervalMethod,
    /// Figures asked for beyond the usual ones.
    pub further: Vec<Figure>,
}

impl Default for EvaluationSettings {
    fn default() -> Self {
        Self {
            resamples: 10_000,
            seed: 1,
            method: IntervalMethod::default(),
            further: Vec::new(),
        }
    }
}

impl EvaluationSettings {
    /// The usual figures of `k` stances, the coverage curve's, and those asked for.
    pub(super) fn figures(&self, k: usize) -> Vec<Figure> {
        let mut figures = Figure::usual(k);
        figures.extend(COVERAGES.map(Figure::AccuracyAt));
        for figure in &self.further {
            if !figures.contains(figure) {
                figures.push(*figure);
            }
        }
        figures
    }
}

/// Figures of one stance; `None` where there is no data.
#[derive(Debug, Clone, PartialEq)]
pub struct StanceScores {
    /// Of those named so, the share that are.
    pub precision: Option<Estimate>,
    /// Of those that are, the share named so.
    pub recall: Option<Estimate>,
    /// Harmonic mean of both.
    pub f1: Option<Estimate>,
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
    /// Bootstrap draws.
    pub resamples: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// How intervals were made.
    pub method: IntervalMethod,
    /// Figures of each stance in the order of the set.
    pub per_stance: Vec<StanceScores>,
    /// Share called rightly; an abstention is a miss.
    pub accuracy: Estimate,
    /// Unweighted mean of F1.
    pub macro_f1: Estimate,
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
    pub calibration_error: Option<Estimate>,
    /// Brier score.
    pub brier_score: Option<Estimate>,
    /// Accuracy when only the surest are answered.
    pub coverage_curve: Vec<CoveragePoint>,
    /// Every figure that was measured.
    pub figures: Vec<(Figure, Option<Estimate>)>,
}

impl Evaluation {
    /// Counts `judged` with the default settings; see [`Self::with`].
    #[must_use]
    pub fn of(judged: &[Judged], set: &StanceSet) -> Self {
        Self::with(judged, set, &EvaluationSettings::default())
    }

    /// Counts `judged`. Without any statement all figures are 0 or `None`.
    #[must_use]
    pub fn with(judged: &[Judged], set: &StanceSet, settings: &EvaluationSettings) -> Self {
        let k = set.len();
        let (numbers, groups) = group_numbers(judged);
        let rows = Rows::new(judged, k, &numbers, groups).renumbered();
        let figures = settings.figures(k);
        let resampled = resample(&[&rows], &figures, settings.resamples, settings.seed);
        let found = estimates(settings.method, &rows, &figures, &resampled);
        let mut confusion = Confusion::new(k);
        judged
            .iter()
            .for_each(|j| confusion.add(j.gold, j.predicted));
        Self::joined(
            judged,
            confusion,
            groups,
            settings,
            figures.into_iter().zip(found).collect(),
        )
    }

    fn joined(
        judged: &[Judged],
        confusion: Confusion,
        groups: usize,
        settings: &EvaluationSettings,
        figures: Vec<(Figure, Option<Estimate>)>,
    ) -> Self {
        let get = |wanted: Figure| lookup(&figures, wanted);
        let or_zero = |e: Option<Estimate>| {
            e.unwrap_or(Estimate {
                value: 0.0,
                interval: None,
            })
        };
        let per_stance = (0..confusion.k()).map(|s| {
            let stance = Stance(s as u16);
            StanceScores {
                precision: get(Figure::Precision(stance)),
                recall: get(Figure::Recall(stance)),
                f1: get(Figure::F1(stance)),
                support: confusion.support(s),
            }
        });
        Self {
            n: confusion.total(),
            groups,
            resamples: settings.resamples,
            seed: settings.seed,
            method: settings.method,
            per_stance: per_stance.collect(),
            accuracy: or_zero(get(Figure::Accuracy)),
            macro_f1: or_zero(get(Figure::MacroF1)),
            macro_average: average(|of| confusion.macro_average(of)),
            weighted_average: average(|of| confusion.weighted_average(of)),
            coverage: confusion.coverage().unwrap_or(0.0),
            baseline: Baseline::of(&confusion),
            reliability: reliability::reliability(judged),
            calibration_error: get(Figure::CalibrationError),
            brier_score: get(Figure::BrierScore),
            coverage_curve: reliability::coverage_curve(judged, get),
            confusion,
            figures,
        }
    }

    /// A figure that was measured; `None` if it was not, or has no data.
    #[must_use]
    pub fn figure(&self, figure: Figure) -> Option<Estimate> {
        lookup(&self.figures, figure)
    }
}

fn lookup(figures: &[(Figure, Option<Estimate>)], wanted: Figure) -> Option<Estimate> {
    figures
        .iter()
        .find(|(f, _)| *f == wanted)
        .and_then(|(_, e)| *e)
}

type Of = fn(&Confusion, usize) -> Option<f64>;

fn average(over: impl Fn(Of) -> Option<f64>) -> Average {
    Average {
        precision: over(Confusion::precision).unwrap_or(0.0),
        recall: over(Confusion::recall).unwrap_or(0.0),
        f1: over(Confusion::f1).unwrap_or(0.0),
    }
}
