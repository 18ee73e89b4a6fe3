//! What a model file says of itself: settings and training facts, as JSON in its first section.

use serde::{Deserialize, Serialize};

use super::learning_curve::LearningCurve;
use crate::error::{Error, Result};
use crate::evaluation::StanceScores;
use crate::features::FeatureSettings;
use crate::model::{CalibrationMethod, FitParams, FitReport};
use crate::stance::StanceSet;
use crate::tokens::TokenSettings;

/// Settings and facts of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelMeta {
    /// Stances in column order.
    pub labels: StanceSet,
    /// Settings of the tokenizer.
    pub tokens: TokenSettings,
    /// Settings of the featurizer.
    pub features: FeatureSettings,
    /// Intercept of each stance, calibration and prior included.
    pub intercepts: Vec<f64>,
    /// Share of each stance that the probabilities assume.
    pub prior: Vec<f64>,
    /// Parameters of the fit.
    pub params: FitParams,
    /// How the optimum was found.
    pub fit: FitReport,
    /// How probabilities were calibrated.
    pub calibration: CalibrationMethod,
    /// What it was trained on.
    pub training: TrainingFacts,
}

/// What a model was trained on and how it scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingFacts {
    /// Digest of the labelled statements.
    pub data: String,
    /// Digest of the word vector table, if one was used.
    pub word_vectors: Option<String>,
    /// Language of the texts as an ISO 639-3 code, if it could be told.
    pub language: Option<String>,
    /// Statements.
    pub statements: usize,
    /// Groups they come from.
    pub groups: usize,
    /// Statements of each stance.
    pub per_stance: Vec<usize>,
    /// N-grams with a column.
    pub ngrams: usize,
    /// Words with weights of their own.
    pub words: usize,
    /// Character n-grams with a column.
    pub char_ngrams: usize,
    /// Seed of folds.
    pub seed: u64,
    /// Cross-validated scores, if cross-validation was done.
    pub cross_validation: Option<CvScores>,
    /// Scores by size of the training data, if they were asked for.
    pub learning_curve: Option<LearningCurve>,
}

/// Scores of grouped cross-validation, each with a 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CvScores {
    /// Folds.
    pub folds: usize,
    /// Macro F1: value, lower, upper.
    pub macro_f1: [f64; 3],
    /// Accuracy: value, lower, upper.
    pub accuracy: [f64; 3],
    /// Figures of each stance, in the order of the labels.
    pub per_stance: Vec<CvStanceScores>,
    /// Accuracy of always naming the commonest stance.
    pub baseline_accuracy: f64,
    /// Expected calibration error of the named stance.
    pub calibration_error: f64,
    /// Accuracy when only statements of at least some confidence are answered: confidence, accuracy, coverage.
    pub thresholds: Vec<[f64; 3]>,
}

/// Figures of one stance: value, lower, upper; `None` without data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CvStanceScores {
    /// Of those named so, the share that are.
    pub precision: Option<[f64; 3]>,
    /// Of those that are, the share named so.
    pub recall: Option<[f64; 3]>,
    /// Harmonic mean of both.
    pub f1: Option<[f64; 3]>,
    /// Statements of this stance.
    pub support: u64,
}

impl From<&StanceScores> for CvStanceScores {
    fn from(scores: &StanceScores) -> Self {
        Self {
            precision: scores.precision.map(|p| p.ends()),
            recall: scores.recall.map(|r| r.ends()),
            f1: scores.f1.map(|f1| f1.ends()),
            support: scores.support,
        }
    }
}

impl CvScores {
    /// The lowest confidence from which on cross-validated accuracy is at least `target`; `None` if it never is.
    #[must_use]
    pub fn threshold_for(&self, target: f64) -> Option<f64> {
        let reached = self
            .thresholds
            .iter()
            .filter(|[_, accuracy, _]| *accuracy >= target);
        reached
            .map(|[threshold, ..]| *threshold)
            .min_by(f64::total_cmp)
    }
}

/// The mix of stances that probabilities assume.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Prior {
    /// The mix of the training data.
    #[default]
    Natural,
    /// All stances equally likely.
    Balanced,
    /// A given share for each stance, in the order of the set.
    Given(Vec<f64>),
}

impl Prior {
    /// Reads `natural`, `balanced` or `A=.3,B=.1,C=.6`; shares are brought to the sum 1.
    ///
    /// # Errors
    /// [`Error::BadSetting`] for anything else, an unknown or missing label, or a share that is not positive.
    pub fn parse(text: &str, set: &StanceSet) -> Result<Self> {
        let bad = || Error::BadSetting {
            name: "prior",
            found: format!("{text:?}"),
            expected: "natural, balanced, or a positive share for each label, as in condemning=.3,defending=.1,neutral=.6",
        };
        match text {
            "natural" => return Ok(Self::Natural),
            "balanced" => return Ok(Self::Balanced),
            _ => {}
        }
        let mut shares = vec![0.0_f64; set.len()];
        for part in text.split(',') {
            let (label, share) = part.split_once('=').ok_or_else(bad)?;
            let stance = set.parse(label).ok_or_else(bad)?;
            shares[stance.index()] = share.trim().parse().map_err(|_| bad())?;
        }
        let sum: f64 = shares.iter().sum();
        if shares.iter().any(|s| s.is_nan() || *s <= 0.0) || !sum.is_finite() {
            return Err(bad());
        }
        Ok(Self::Given(shares.iter().map(|s| s / sum).collect()))
    }

    /// The share of each stance, where the training data hold `natural`.
    #[must_use]
    pub fn shares(&self, natural: &[f64]) -> Vec<f64> {
        match self {
            Self::Natural => natural.to_vec(),
            Self::Balanced => vec![1.0 / natural.len() as f64; natural.len()],
            Self::Given(shares) => shares.clone(),
        }
    }
}
