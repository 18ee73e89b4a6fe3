//! Figures: what is measured, and the names that gates, reports and records call it by.

use super::confusion::Confusion;
use crate::stance::{Stance, StanceSet};

/// One figure of an evaluation. Shares lie from 0 to 1; the calibration error too; the Brier score from 0 to 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// Share called rightly; an abstention is a miss.
    Accuracy,
    /// Unweighted mean of F1 over the stances that occur.
    MacroF1,
    /// Unweighted mean of precision.
    MacroPrecision,
    /// Unweighted mean of recall.
    MacroRecall,
    /// Mean of F1 weighted by support.
    WeightedF1,
    /// Of those called so, the share that are.
    Precision(Stance),
    /// Of those that are, the share called so.
    Recall(Stance),
    /// Harmonic mean of both.
    F1(Stance),
    /// Share of statements for which a stance is named.
    Coverage,
    /// Expected calibration error.
    CalibrationError,
    /// Brier score.
    BrierScore,
    /// `accuracy@C`: accuracy when only the surest share C is answered.
    AccuracyAt(f64),
    /// `coverage@A`: the largest share, surest first, that can be answered with accuracy A or better.
    CoverageAt(f64),
}

/// Names of the figures that need no label and no number.
const PLAIN: [(&str, Figure); 8] = [
    ("accuracy", Figure::Accuracy),
    ("macro_f1", Figure::MacroF1),
    ("macro_precision", Figure::MacroPrecision),
    ("macro_recall", Figure::MacroRecall),
    ("weighted_f1", Figure::WeightedF1),
    ("coverage", Figure::Coverage),
    ("ece", Figure::CalibrationError),
    ("brier", Figure::BrierScore),
];

/// Forms of all figures, for messages.
pub(super) const FORMS: [&str; 13] = [
    "accuracy",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "weighted_f1",
    "coverage",
    "ece",
    "brier",
    "precision(LABEL)",
    "recall(LABEL)",
    "f1(LABEL)",
    "accuracy@COVERAGE",
    "coverage@ACCURACY",
];

impl Figure {
    /// The figures of every report on a set of `k` stances: those without a number, then those of each stance.
    #[must_use]
    pub fn usual(k: usize) -> Vec<Self> {
        let mut figures: Vec<Self> = PLAIN.iter().map(|(_, figure)| *figure).collect();
        for stance in (0..k).map(|s| Stance(s as u16)) {
            figures.extend([
                Self::Precision(stance),
                Self::Recall(stance),
                Self::F1(stance),
            ]);
        }
        figures
    }

    /// The figure that is called `name` without a label or number.
    pub(super) fn plain(name: &str) -> Option<Self> {
        PLAIN.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }

    /// Its name: `macro_f1`, `recall(defending)`, `coverage@0.9`.
    #[must_use]
    pub fn name(&self, set: &StanceSet) -> String {
        match self {
            Self::Precision(s) => format!("precision({})", set.label(*s)),
            Self::Recall(s) => format!("recall({})", set.label(*s)),
            Self::F1(s) => format!("f1({})", set.label(*s)),
            Self::AccuracyAt(c) => format!("accuracy@{c}"),
            Self::CoverageAt(a) => format!("coverage@{a}"),
            plain => PLAIN
                .iter()
                .find(|(_, f)| f == plain)
                .map_or(String::new(), |(name, _)| (*name).to_owned()),
        }
    }

    /// Whether less of it is better.
    #[must_use]
    pub fn is_error(&self) -> bool {
        matches!(self, Self::CalibrationError | Self::BrierScore)
    }

    /// Its value for a confusion matrix; `None` if it is no such figure or there is no data.
    #[must_use]
    pub fn of(&self, counts: &Confusion) -> Option<f64> {
        match self {
            Self::Accuracy => counts.accuracy(),
            Self::MacroF1 => counts.macro_average(Confusion::f1),
            Self::MacroPrecision => counts.macro_average(Confusion::precision),
            Self::MacroRecall => counts.macro_average(Confusion::recall),
            Self::WeightedF1 => counts.weighted_average(Confusion::f1),
            Self::Precision(s) => counts.precision(s.index()),
            Self::Recall(s) => counts.recall(s.index()),
            Self::F1(s) => counts.f1(s.index()),
            Self::Coverage => counts.coverage(),
            _ => None,
        }
    }

    /// Whether the confusion matrix alone tells it.
    #[must_use]
    pub fn is_of_counts(&self) -> bool {
        !matches!(
            self,
            Self::CalibrationError | Self::BrierScore | Self::AccuracyAt(_) | Self::CoverageAt(_)
        )
    }

    /// For a share of statements, those it counts and those it is a share of, as (hits, whole) of a matrix.
    pub(super) fn proportion(&self, counts: &Confusion) -> Option<(u64, u64)> {
        let k = counts.k();
        match self {
            Self::Accuracy => Some(((0..k).map(|s| counts.count(s, s)).sum(), counts.total())),
            Self::Coverage => {
                let abstained: u64 = (0..k).map(|a| counts.count(a, k)).sum();
                Some((counts.total() - abstained, counts.total()))
            }
            Self::Precision(s) => Some((
                counts.count(s.index(), s.index()),
                counts.predicted(s.index()),
            )),
            Self::Recall(s) => Some((
                counts.count(s.index(), s.index()),
                counts.support(s.index()),
            )),
            _ => None,
        }
    }

    /// Statements that the figure rests on: those of its stance, those called so, or all.
    #[must_use]
    pub fn support(&self, counts: &Confusion) -> u64 {
        match self {
            Self::Precision(s) => counts.predicted(s.index()),
            Self::Recall(s) | Self::F1(s) => counts.support(s.index()),
            _ => counts.total(),
        }
    }
}
