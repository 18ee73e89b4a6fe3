//! Learning curve: how good models are that were trained on a part of the groups. It tells whether more statements are worth
//! their work, and of which stance or kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::progress::{Counter, Progress};
use super::train::{TrainSettings, classify_fold};

use crate::corpus::{field, group_count, grouped_folds, some_groups};
use crate::error::{Error, Result};
use crate::evaluation::{Evaluation, EvaluationSettings, Judged};
use crate::features::WordVectors;
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// Shares of the groups outside of a fold that models are trained on.
pub const CURVE_SHARES: [f64; 5] = [0.1, 0.2, 0.4, 0.7, 1.0];

/// Fewest statements of a stratum whose score is kept.
const FEWEST_IN_STRATUM: usize = 30;

/// Scores by size of the training data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearningCurve {
    /// The column whose values are the strata.
    pub by: Option<String>,
    /// Smallest share first.
    pub points: Vec<CurvePoint>,
}

/// Scores at one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurvePoint {
    /// Share of the groups outside of the judged fold, 0 to 1.
    pub share: f64,
    /// Statements trained on, mean of the folds.
    pub statements: usize,
    /// Groups they come from, mean of the folds.
    pub groups: usize,
    /// Macro F1: value, lower, upper.
    pub macro_f1: [f64; 3],
    /// F1 of each stance, likewise; `None` without data.
    pub f1: Vec<Option<[f64; 3]>>,
    /// Macro F1 of each stratum.
    pub strata: BTreeMap<String, f64>,
}

/// Trains on growing shares of the groups outside of each of `count` folds, and judges the fold.
///
/// Shares are nested: the groups of a smaller one are in all larger ones. A share in which a fold lacks a stance is left out. Models
/// are not calibrated, which no score here depends on. `by` names a column kept in the statements' fields.
///
/// # Errors
/// Those of [`super::train`], and [`Error::TooFewGroups`] if no share holds all stances.
pub fn learning_curve(
    statements: &[LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
    count: usize,
    by: Option<&str>,
    progress: &dyn Fn(Progress),
) -> Result<LearningCurve> {
    let settings = TrainSettings {
        folds: None,
        ..settings.clone()
    };
    let folds = grouped_folds(statements, set, count, settings.seed)?;
    let sides: Vec<Side> = (0..count)
        .map(|fold| {
            Side::of(
                statements,
                folds.positions(fold, false),
                folds.positions(fold, true),
            )
        })
        .collect();
    let mut counter = Counter::new(CURVE_SHARES.len() * count, progress);
    let mut points = Vec::new();
    for share in CURVE_SHARES {
        match point(&sides, share, set, &settings, vectors, by, &mut counter) {
            Err(Error::MissingStance { .. } | Error::NoFeatures { .. }) if share < 1.0 => {}
            found => points.push(found?),
        }
    }
    Ok(LearningCurve {
        by: by.map(str::to_owned),
        points,
    })
}

/// A fold and what lies outside of it.
struct Side<'a> {
    outside: Vec<LabelledStatement>,
    fold: Vec<&'a LabelledStatement>,
}

impl<'a> Side<'a> {
    fn of(statements: &'a [LabelledStatement], outside: Vec<usize>, fold: Vec<usize>) -> Self {
        Self {
            outside: outside.iter().map(|i| statements[*i].clone()).collect(),
            fold: fold.iter().map(|i| &statements[*i]).collect(),
        }
    }
}

fn point(
    sides: &[Side<'_>],
    share: f64,
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
    by: Option<&str>,
    counter: &mut Counter<'_>,
) -> Result<CurvePoint> {
    let (mut trained_on, mut groups) = (0, 0);
    let mut judged = Vec::new();
    let mut strata: BTreeMap<String, Vec<Judged>> = BTreeMap::new();
    for side in sides {
        let wanted = (group_count(&side.outside) as f64 * share).ceil() as usize;
        let part = some_groups(&side.outside, wanted, settings.seed);
        trained_on += part.len();
        groups += wanted;
        let of_fold = classify_fold(&part, &side.fold, set, settings, vectors)?;
        for (statement, judged) in side.fold.iter().zip(&of_fold) {
            if let Some(name) = by.and_then(|by| field(statement, by)) {
                strata.entry(name).or_default().push(judged.clone());
            }
        }
        judged.extend(of_fold);
        counter.step();
    }
    let evaluation = Evaluation::of(&judged, set);
    strata.retain(|_, judged| judged.len() >= FEWEST_IN_STRATUM);
    Ok(CurvePoint {
        share,
        statements: trained_on / sides.len(),
        groups: groups / sides.len(),
        macro_f1: evaluation.macro_f1.ends(),
        f1: evaluation
            .per_stance
            .iter()
            .map(|s| s.f1.map(|f1| f1.ends()))
            .collect(),
        strata: strata
            .into_iter()
            .map(|(name, judged)| (name, macro_f1(&judged, set)))
            .collect(),
    })
}

fn macro_f1(judged: &[Judged], set: &StanceSet) -> f64 {
    let settings = EvaluationSettings {
        resamples: 0,
        ..EvaluationSettings::default()
    };
    Evaluation::with(judged, set, &settings).macro_f1.value
}
