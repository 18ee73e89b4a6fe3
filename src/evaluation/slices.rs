//! Slices: the same figures for a part of the statements, and whether a part differs from the rest by more than noise.
//!
//! Sources: the test is the slope of a regression of rightness on membership with standard errors over groups (Liang and Zeger 1986,
//! with the usual correction for few groups); the false discovery rate over all slices is held by Benjamini and Hochberg 1995.

use std::collections::BTreeMap;

use super::distributions::t_two_sided;
use super::judged::Judged;
use super::metrics::{Evaluation, EvaluationSettings};
use super::paired::Comparison;
use super::rows::group_numbers;
use crate::stance::StanceSet;

/// Fewest groups, in the slice and out of it, for a test: with fewer, their spread is not known.
pub const FEWEST_GROUPS: usize = 5;

/// Upper ends of the lengths in words that statements are sliced by.
const LENGTHS: [usize; 3] = [10, 20, 40];

/// A column that statements are sliced by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceColumn {
    /// Its name.
    pub name: String,
    /// Its value for each statement.
    pub values: Vec<Option<String>>,
}

/// Accuracy of a slice against that of all other statements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstRest {
    /// Accuracy in the slice less accuracy out of it.
    pub difference: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// The same, adjusted for the number of slices: the false discovery rate at which the slice would be named.
    pub q_value: f64,
}

/// One slice.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// The column.
    pub column: String,
    /// Its value; `None` for statements without one.
    pub value: Option<String>,
    /// Statements.
    pub n: usize,
    /// Its figures; `None` for fewer statements than asked for.
    pub evaluation: Option<Evaluation>,
    /// Its comparison with the baseline, if there is one.
    pub comparison: Option<Comparison>,
    /// The test; `None` for a slice that is too small, too few groups, or no spread.
    pub against_rest: Option<AgainstRest>,
}

/// What slices are cut from and how.
#[derive(Debug, Clone, Copy)]
pub struct SliceSource<'a> {
    /// The statements.
    pub judged: &'a [Judged],
    /// The baseline's predictions for them.
    pub baseline: Option<&'a [Judged]>,
    /// Labels.
    pub set: &'a StanceSet,
    /// How intervals are drawn.
    pub settings: &'a EvaluationSettings,
    /// Fewest statements of a slice.
    pub min_support: usize,
}

/// All slices by each of `columns`, in the order of the columns and of their values.
#[must_use]
pub fn slices(source: SliceSource<'_>, columns: &[SliceColumn]) -> Vec<Slice> {
    let mut found: Vec<Slice> = columns
        .iter()
        .flat_map(|column| {
            let mut parts: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
            for (i, value) in column.values.iter().enumerate() {
                parts.entry(value.as_deref()).or_default().push(i);
            }
            let slice = |(value, rows): (Option<&str>, Vec<usize>)| {
                slice(source, &column.name, value, &rows)
            };
            parts.into_iter().map(slice).collect::<Vec<_>>()
        })
        .collect();
    let mut tests: Vec<&mut AgainstRest> = found
        .iter_mut()
        .filter_map(|s| s.against_rest.as_mut())
        .collect();
    let p_values: Vec<f64> = tests.iter().map(|t| t.p_value).collect();
    for (test, q) in tests.iter_mut().zip(false_discovery_rates(&p_values)) {
        test.q_value = q;
    }
    found
}

fn slice(source: SliceSource<'_>, column: &str, value: Option<&str>, rows: &[usize]) -> Slice {
    let part =
        |judged: &[Judged]| -> Vec<Judged> { rows.iter().map(|i| judged[*i].clone()).collect() };
    let large = rows.len() >= source.min_support.max(1);
    let inside = part(source.judged);
    Slice {
        column: column.to_owned(),
        value: value.map(str::to_owned),
        n: rows.len(),
        evaluation: large.then(|| Evaluation::with(&inside, source.set, source.settings)),
        comparison: source
            .baseline
            .filter(|_| large)
            .map(|b| Comparison::of(&inside, &part(b), source.set, source.settings)),
        against_rest: large.then(|| against_rest(source.judged, rows)).flatten(),
    }
}

/// The test of a slice's accuracy, by the rows in it.
fn against_rest(judged: &[Judged], rows: &[usize]) -> Option<AgainstRest> {
    let (numbers, groups) = group_numbers(judged);
    let mut inside = vec![false; judged.len()];
    rows.iter().for_each(|i| inside[*i] = true);
    let n = [judged.len() - rows.len(), rows.len()];
    let mut touched = [vec![false; groups], vec![false; groups]];
    let mut hits = [0usize; 2];
    for ((j, inside), group) in judged.iter().zip(&inside).zip(&numbers) {
        let side = usize::from(*inside);
        hits[side] += usize::from(j.is_right());
        touched[side][*group as usize] = true;
    }
    if touched
        .iter()
        .any(|t| t.iter().filter(|t| **t).count() < FEWEST_GROUPS)
    {
        return None;
    }
    let share = [0, 1].map(|side| hits[side] as f64 / n[side] as f64);
    // Influence of each group on the difference of both shares.
    let mut influence = vec![0.0; groups];
    for ((j, inside), group) in judged.iter().zip(&inside).zip(&numbers) {
        let side = usize::from(*inside);
        let residual = f64::from(u8::from(j.is_right())) - share[side];
        let sign = if *inside { 1.0 } else { -1.0 };
        influence[*group as usize] += sign * residual / n[side] as f64;
    }
    let (g, all) = (groups as f64, judged.len() as f64);
    let correction = g / (g - 1.0) * (all - 1.0) / (all - 2.0);
    let variance = correction * influence.iter().map(|u| u * u).sum::<f64>();
    let difference = share[1] - share[0];
    let p_value = t_two_sided(difference / variance.sqrt(), g - 1.0);
    (variance > 0.0).then_some(AgainstRest {
        difference,
        p_value,
        q_value: p_value,
    })
}

/// Benjamini and Hochberg's adjusted p-values: of the i-th smallest of m, the least of p_(j) m / j over all j >= i, at most 1.
#[must_use]
pub fn false_discovery_rates(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*b].total_cmp(&p_values[*a]));
    let mut rates = vec![1.0; p_values.len()];
    let mut least = 1.0_f64;
    for (above, i) in order.into_iter().enumerate() {
        let rank = p_values.len() - above;
        least = least.min(p_values[i] * p_values.len() as f64 / rank as f64);
        rates[i] = least;
    }
    rates
}

/// The length of a statement in words, as a range: `01-10`, `11-20`, `21-40` or `41+`, which sort in that order.
#[must_use]
pub fn length_range(text: &str) -> String {
    let words = text.split_whitespace().count();
    let mut from = 1;
    for to in LENGTHS {
        if words <= to {
            return format!("{from:02}-{to}");
        }
        from = to + 1;
    }
    format!("{from}+")
}
