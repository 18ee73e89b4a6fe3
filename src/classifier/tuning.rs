//! Tuning: settings chosen by grouped cross-validation, and a score that the choice has not seen.
//!
//! Candidates are a grid over C, the parts and their scales. Successive halving (Jamieson and Talwalkar 2016) judges all of them
//! on a ninth of the groups, the best third on a third, and the best ninth on all. Judged is the log loss of calibrated
//! out-of-fold probabilities, averaged over stances. For the reported score the whole choice is repeated inside each outer fold.

use super::cross_validation::{OutOfFold, out_of_fold};
use super::progress::{Counter, Progress};
use super::train::{TrainSettings, classify_fold};
use crate::corpus::{group_count, grouped_folds, some_groups};
use crate::error::Result;
use crate::evaluation::Judged;
use crate::features::WordVectors;
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// Inner folds by which candidates are judged.
const INNER_FOLDS: usize = 3;

/// Share of the groups in each round, as a divisor, and candidates kept after it, as a divisor.
const ROUNDS: [usize; 3] = [9, 3, 1];

/// Fewest groups on which a round is worth its time.
const FEWEST_GROUPS: usize = 12;

/// What tuning chose and how good the choice is.
#[derive(Debug, Clone)]
pub struct Tuned {
    /// The chosen settings.
    pub settings: TrainSettings,
    /// Mean log loss per stance of the candidates of the last round, best first.
    pub last_round: Vec<(f64, TrainSettings)>,
    /// What models tuned without their fold said of each statement.
    pub nested: Vec<Judged>,
}

/// The candidates around `base`: parts that it lacks stay off.
#[must_use]
pub fn candidates(base: &TrainSettings) -> Vec<TrainSettings> {
    let mut grid = vec![base.clone()];
    let mut widen = |change: &dyn Fn(&TrainSettings) -> Vec<TrainSettings>| {
        grid = grid.iter().flat_map(change).collect();
    };
    widen(&|s| {
        [1.0, 3.0, 10.0]
            .map(|c| with(s, |s| s.params.c = c))
            .to_vec()
    });
    widen(&|s| {
        [1, 2]
            .map(|df| with(s, |s| s.features.ngrams.min_df = df))
            .to_vec()
    });
    if base.features.vectors.is_some() {
        let scales = [(0.5, 0.4), (1.0, 0.7), (2.0, 0.7), (1.0, 0.0)];
        widen(&|s| {
            scales
                .map(|(scale, negated)| {
                    with(s, |s| {
                        if let Some(vectors) = &mut s.features.vectors {
                            vectors.scale = scale;
                            vectors.negated_scale = negated;
                        }
                    })
                })
                .to_vec()
        });
    }
    if base.features.chars.is_some() {
        widen(&|s| {
            [0.5, 1.0]
                .map(|scale| {
                    with(s, |s| {
                        if let Some(chars) = &mut s.features.chars {
                            chars.scale = scale;
                        }
                    })
                })
                .to_vec()
        });
    }
    grid
}

fn with(settings: &TrainSettings, change: impl Fn(&mut TrainSettings)) -> TrainSettings {
    let mut settings = settings.clone();
    change(&mut settings);
    settings
}

/// Chooses among `candidates`, and scores the choice by nested cross-validation with `outer` folds.
///
/// The same statements, candidates and seed give the same choice for any number of threads.
///
/// # Errors
/// Those of [`super::train`].
pub fn tune(
    statements: &[LabelledStatement],
    set: &StanceSet,
    candidates: &[TrainSettings],
    vectors: Option<&WordVectors>,
    outer: usize,
    progress: &dyn Fn(Progress),
) -> Result<Tuned> {
    let steps = ROUNDS
        .iter()
        .map(|r| candidates.len().div_ceil(ROUNDS[0] / r))
        .sum::<usize>();
    let mut counter = Counter::new(steps * (outer + 1), progress);
    let seed = candidates.first().map_or(0, |s| s.seed);
    let folds = grouped_folds(statements, set, outer, seed)?;
    let mut nested: Vec<Option<Judged>> = vec![None; statements.len()];
    for fold in 0..outer {
        let inside: Vec<LabelledStatement> = folds
            .positions(fold, false)
            .iter()
            .map(|i| statements[*i].clone())
            .collect();
        let chosen = halve(&inside, set, candidates, vectors, &mut counter)?
            .remove(0)
            .1;
        let positions = folds.positions(fold, true);
        let outside: Vec<&LabelledStatement> = positions.iter().map(|i| &statements[*i]).collect();
        for (i, judged) in positions
            .iter()
            .zip(classify_fold(&inside, &outside, set, &chosen, vectors)?)
        {
            nested[*i] = Some(judged);
        }
    }
    let last_round = halve(statements, set, candidates, vectors, &mut counter)?;
    Ok(Tuned {
        settings: last_round[0].1.clone(),
        last_round,
        nested: nested.into_iter().flatten().collect(),
    })
}

/// Successive halving; the candidates of the last round, best first.
fn halve(
    statements: &[LabelledStatement],
    set: &StanceSet,
    candidates: &[TrainSettings],
    vectors: Option<&WordVectors>,
    counter: &mut Counter<'_>,
) -> Result<Vec<(f64, TrainSettings)>> {
    let mut ranked: Vec<(f64, TrainSettings)> =
        candidates.iter().map(|s| (0.0, s.clone())).collect();
    for divisor in ROUNDS {
        ranked.truncate(candidates.len().div_ceil(ROUNDS[0] / divisor));
        let wanted = group_count(statements).div_ceil(divisor).max(FEWEST_GROUPS);
        let part = some_groups(statements, wanted, candidates[0].seed);
        for (loss, settings) in &mut ranked {
            let folds = out_of_fold(&part, set, settings, vectors, INNER_FOLDS);
            // A round on few groups may lack a stance in a fold; such a candidate comes last.
            *loss = folds.map_or(f64::INFINITY, |f| mean_loss(&f, set.len()));
            counter.step();
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    Ok(ranked)
}

/// Log loss of each stance's statements, averaged over stances, so that a rare stance counts as much as a common one.
fn mean_loss(folds: &OutOfFold, k: usize) -> f64 {
    let mut sums = vec![(0.0, 0.0); k];
    for j in &folds.judged {
        let p = j
            .probabilities
            .get(j.gold.index())
            .copied()
            .unwrap_or(1.0 / k as f64);
        let (sum, n) = &mut sums[j.gold.index()];
        *sum -= p.max(1e-12).ln();
        *n += 1.0;
    }
    let present = sums.iter().filter(|(_, n)| *n > 0.0);
    let count = present.clone().count().max(1) as f64;
    present.map(|(sum, n)| sum / n).sum::<f64>() / count
}
