//! Cross-validation: what a model says of statements that it never saw, group by group.

use super::meta::CvScores;
use super::train::{TrainSettings, natural_mix, raw_classifier};
use crate::corpus::grouped_folds;
use crate::error::Result;
use crate::evaluation::{Evaluation, Judged, thresholds};
use crate::features::WordVectors;
use crate::model::{Calibration, calibrate, softmax};
use crate::prediction::{Prediction, Reason};
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// Out-of-fold results.
#[derive(Debug, Clone)]
pub struct OutOfFold {
    /// What was said of each statement, in order. Each was calibrated on the other half of the groups, so that not even the
    /// calibration saw it.
    pub judged: Vec<Judged>,
    /// The calibration fitted on all out-of-fold scores.
    pub calibration: Calibration,
    /// Folds.
    pub folds: usize,
}

impl OutOfFold {
    /// The figures that a model file keeps, of `judged`: these results, or those of nested cross-validation.
    #[must_use]
    pub fn scores(&self, judged: &[Judged], set: &StanceSet) -> CvScores {
        let evaluation = Evaluation::of(judged, set);
        CvScores {
            folds: self.folds,
            macro_f1: evaluation.macro_f1.ends(),
            accuracy: evaluation.accuracy.ends(),
            per_stance: evaluation.per_stance.iter().map(Into::into).collect(),
            baseline_accuracy: evaluation.baseline.accuracy,
            calibration_error: evaluation.calibration_error.map_or(0.0, |e| e.value),
            thresholds: thresholds(judged),
        }
    }
}

/// Trains on all folds but one and scores that one, fold by fold.
///
/// # Errors
/// Those of [`super::train`].
pub fn out_of_fold(
    statements: &[LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
    count: usize,
) -> Result<OutOfFold> {
    let settings = &settings.for_table(vectors);
    let folds = grouped_folds(statements, set, count, settings.seed)?;
    let mut rows: Vec<Option<Row>> = vec![None; statements.len()];
    for fold in 0..count {
        let positions = folds.positions(fold, false);
        let inside: Vec<&LabelledStatement> = positions.iter().map(|i| &statements[*i]).collect();
        let classifier = raw_classifier(&inside, set, settings, vectors)?;
        for i in folds.positions(fold, true) {
            rows[i] = classifier
                .raw_scores(&statements[i].text)
                .map(|scores| Row {
                    scores,
                    class: statements[i].stance.index(),
                    half: fold % 2 == 0,
                    quarter: fold / 2 % 2 == 0,
                });
        }
    }
    let scored: Vec<&Row> = rows.iter().flatten().collect();
    let calibration = calibration_of(&scored, |row| row.half, set.len())?;
    let crossed = [false, true].map(|half| {
        let of_half: Vec<&Row> = scored.iter().copied().filter(|r| r.half == half).collect();
        calibration_of(&of_half, |row| row.quarter, set.len())
    });
    let [odd, even] = crossed;
    let (odd, even) = (odd?, even?);
    let natural = natural_mix(statements, set.len());
    let prior = settings.prior.shares(&natural);
    let judge = |(statement, row): (&LabelledStatement, &Option<Row>)| {
        let probabilities = row.as_ref().map(|row| {
            let mut scores = if row.half { &odd } else { &even }.apply(&row.scores);
            for ((score, to), from) in scores.iter_mut().zip(&prior).zip(&natural) {
                *score += (to / from).ln();
            }
            softmax(&mut scores);
            scores
        });
        let prediction = match probabilities {
            Some(probabilities) => Prediction::of(probabilities),
            None => Prediction::abstained(Reason::NoKnownWords),
        };
        Judged::new(statement.stance, prediction, statement.group.clone())
    };
    Ok(OutOfFold {
        judged: statements.iter().zip(&rows).map(judge).collect(),
        calibration,
        folds: count,
    })
}

/// Out-of-fold scores of one statement, at the natural prior.
#[derive(Debug, Clone)]
struct Row {
    scores: Vec<f64>,
    class: usize,
    half: bool,
    quarter: bool,
}

fn calibration_of(rows: &[&Row], half: impl Fn(&Row) -> bool, k: usize) -> Result<Calibration> {
    let scores: Vec<Vec<f64>> = rows.iter().map(|r| r.scores.clone()).collect();
    let classes: Vec<usize> = rows.iter().map(|r| r.class).collect();
    let halves: Vec<bool> = rows.iter().map(|r| half(r)).collect();
    calibrate(&scores, &classes, &halves, k)
}
