//! Folds by group: statements of one affair, speech or document are never on both sides.
//!
//! Groups are dealt out as scikit-learn's `StratifiedGroupKFold` does: the most uneven groups first, each to the fold in which
//! the stances then are spread most evenly. A statement without a group is a group of its own, but equal texts are one group.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// The fold of each statement, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    /// Fold of each statement.
    pub of: Vec<usize>,
    /// Number of folds.
    pub count: usize,
}

impl Folds {
    /// Positions of the statements in `fold` (true) and outside of it (false).
    pub fn positions(&self, fold: usize, inside: bool) -> Vec<usize> {
        let matches = |i: &usize| (self.of[*i] == fold) == inside;
        (0..self.of.len()).filter(matches).collect()
    }
}

/// Deals `statements` of the stances of `set` out to `count` folds; `seed` decides among groups of equal make-up.
///
/// # Errors
/// [`Error::BadSetting`] for fewer than two folds, [`Error::TooFewGroups`] if there are fewer groups than folds,
/// [`Error::LoneStance`] if one group has all statements of a stance.
pub fn grouped_folds(
    statements: &[LabelledStatement],
    set: &StanceSet,
    count: usize,
    seed: u64,
) -> Result<Folds> {
    let k = set.len();
    if count < 2 {
        return Err(Error::BadSetting {
            name: "number of folds",
            found: count.to_string(),
            expected: "2 or more",
        });
    }
    let groups = group_counts(statements, k);
    if groups.len() < count {
        return Err(Error::TooFewGroups {
            folds: count,
            groups: groups.len(),
        });
    }
    let mut order: Vec<(&GroupName<'_>, &Vec<f64>)> = groups.iter().collect();
    order.sort_by(|a, b| {
        let spread = spread(b.1).total_cmp(&spread(a.1));
        spread.then_with(|| shuffled(seed, a.0.1).cmp(&shuffled(seed, b.0.1)))
    });
    let mut dealt = vec![vec![0.0; k]; count];
    let totals: Vec<f64> = (0..k)
        .map(|c| groups.values().map(|g| g[c]).sum::<f64>().max(1.0))
        .collect();
    let mut fold_of = BTreeMap::new();
    for (name, counts) in order {
        let fold = best_fold(&mut dealt, counts, &totals);
        for (sum, n) in dealt[fold].iter_mut().zip(counts) {
            *sum += n;
        }
        fold_of.insert(name, fold);
    }
    let of: Vec<usize> = statements.iter().map(|s| fold_of[&group_name(s)]).collect();
    refuse_lone_stances(statements, &of, set)?;
    Ok(Folds { of, count })
}

/// Refuses a stance all of whose statements lie in one fold: its group is never to be learned from.
fn refuse_lone_stances(
    statements: &[LabelledStatement],
    of: &[usize],
    set: &StanceSet,
) -> Result<()> {
    let mut fold_of: Vec<Option<usize>> = vec![None; set.len()];
    let mut is_lone = vec![true; set.len()];
    for (statement, fold) in statements.iter().zip(of) {
        let k = statement.stance.index();
        is_lone[k] &= fold_of[k].replace(*fold).is_none_or(|f| f == *fold);
    }
    let lone = |s: &&LabelledStatement| is_lone[s.stance.index()];
    match statements.iter().find(lone) {
        None => Ok(()),
        Some(statement) => Err(Error::LoneStance {
            label: set.label(statement.stance).to_owned(),
            group: match &statement.group {
                Some(group) => format!("{group:?}"),
                None => format!("that of {}", statement.origin),
            },
        }),
    }
}

/// Number of groups that `statements` come from.
#[must_use]
pub fn group_count(statements: &[LabelledStatement]) -> usize {
    statements
        .iter()
        .map(group_name)
        .collect::<BTreeSet<_>>()
        .len()
}

/// The statements of `wanted` groups, or all if there are fewer, chosen by `seed`; in their order. Of one seed the groups of a
/// smaller choice are in every larger one.
#[must_use]
pub fn some_groups(
    statements: &[LabelledStatement],
    wanted: usize,
    seed: u64,
) -> Vec<LabelledStatement> {
    let groups: BTreeSet<GroupName<'_>> = statements.iter().map(group_name).collect();
    let mut order: Vec<&GroupName<'_>> = groups.iter().collect();
    order.sort_by_key(|name| shuffled(seed, name.1));
    let chosen: BTreeSet<&GroupName<'_>> = order.into_iter().take(wanted).collect();
    let inside = |s: &&LabelledStatement| chosen.contains(&group_name(s));
    statements.iter().filter(inside).cloned().collect()
}

/// A named group, or the text of a statement without one.
type GroupName<'a> = (bool, &'a str);

fn group_name(statement: &LabelledStatement) -> GroupName<'_> {
    match &statement.group {
        Some(group) => (true, group),
        None => (false, &statement.text),
    }
}

fn group_counts(statements: &[LabelledStatement], k: usize) -> BTreeMap<GroupName<'_>, Vec<f64>> {
    let mut groups: BTreeMap<GroupName<'_>, Vec<f64>> = BTreeMap::new();
    for statement in statements {
        let counts = groups
            .entry(group_name(statement))
            .or_insert_with(|| vec![0.0; k]);
        counts[statement.stance.index()] += 1.0;
    }
    groups
}

/// The fold in which the stances are spread most evenly over folds once `counts` join; the emptiest among equals.
fn best_fold(dealt: &mut [Vec<f64>], counts: &[f64], totals: &[f64]) -> usize {
    let mut best = (0, f64::INFINITY, f64::INFINITY);
    for fold in 0..dealt.len() {
        add(&mut dealt[fold], counts, 1.0);
        let unevenness: f64 = (0..totals.len())
            .map(|c| {
                let shares: Vec<f64> = dealt.iter().map(|d| d[c] / totals[c]).collect();
                spread(&shares)
            })
            .sum();
        let size: f64 = dealt[fold].iter().sum();
        add(&mut dealt[fold], counts, -1.0);
        if (unevenness, size) < (best.1 - 1e-12, f64::INFINITY)
            || (unevenness < best.1 + 1e-12 && size < best.2)
        {
            best = (fold, unevenness, size);
        }
    }
    best.0
}

fn add(sums: &mut [f64], more: &[f64], sign: f64) {
    for (sum, value) in sums.iter_mut().zip(more) {
        *sum += sign * value;
    }
}

/// Standard deviation.
fn spread(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt()
}

/// A stable pseudo-random number of a name.
fn shuffled(seed: u64, name: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot_with_seed(seed, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance;
    use crate::statement::{Fields, Origin};

    fn statement(group: Option<&str>, stance: u16, line: u64) -> LabelledStatement {
        LabelledStatement {
            text: format!("text {line}"),
            stance: Stance(stance),
            group: group.map(String::from),
            weight: 1.0,
            origin: Origin {
                file: "t".into(),
                line,
            },
            fields: Fields::new(),
        }
    }

    #[test]
    fn groups_stay_together_and_stances_are_spread() {
        let mut statements = Vec::new();
        for group in 0..10 {
            for i in 0..6_u16 {
                let name = format!("affair {group}");
                statements.push(statement(Some(&name), i % 3, u64::from(i)));
            }
        }
        let folds = grouped_folds(&statements, &StanceSet::default(), 5, 1).unwrap();
        for group in folds.of.chunks(6) {
            assert!(group.iter().all(|f| *f == group[0]));
        }
        for fold in 0..5 {
            assert_eq!(folds.positions(fold, true).len(), 12);
        }
        assert_eq!(
            grouped_folds(&statements, &StanceSet::default(), 5, 1).unwrap(),
            folds
        );
    }

    #[test]
    fn statements_without_group_stand_alone() {
        let statements: Vec<_> = (0..9).map(|i| statement(None, (i % 3) as u16, i)).collect();
        let folds = grouped_folds(&statements, &StanceSet::default(), 3, 1).unwrap();
        for fold in 0..3 {
            assert_eq!(folds.positions(fold, true).len(), 3);
        }
        assert!(matches!(
            grouped_folds(&statements[..2], &StanceSet::default(), 3, 1),
            Err(Error::TooFewGroups {
                folds: 3,
                groups: 2
            })
        ));
    }
}
