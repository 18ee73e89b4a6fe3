//! Slices: the same figures for a part of the statements, and whether a part differs from the rest by more than noise.
//!
//! Sources: the difference of both accuracies is tested with a jackknife over groups (Efron and Stein 1981; as CR3 in Bell and McCaffrey
//! 2002, Survey Methodology 28) and Student's t with as many degrees of freedom as the side with fewer groups has, less one: standard
//! errors without such care are far too small for slices of few groups. Benjamini and Hochberg 1995 hold the false discovery rate over
//! all slices.

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

/// Hits and statements, out of a slice and in it.
type Sides = [(f64, f64); 2];

/// Accuracy in the slice less accuracy out of it; `None` if either has no statement.
fn gap(sides: &Sides) -> Option<f64> {
    let [out, inside] = sides;
    (out.1 > 0.0 && inside.1 > 0.0).then(|| inside.0 / inside.1 - out.0 / out.1)
}

/// The test of a slice's accuracy, by the rows in it.
fn against_rest(judged: &[Judged], rows: &[usize]) -> Option<AgainstRest> {
    let (numbers, groups) = group_numbers(judged);
    let mut by_group: Vec<Sides> = vec![[(0.0, 0.0); 2]; groups];
    let mut inside = vec![false; judged.len()];
    rows.iter().for_each(|i| inside[*i] = true);
    for ((j, inside), group) in judged.iter().zip(inside).zip(numbers) {
        let side = &mut by_group[group as usize][usize::from(inside)];
        side.0 += f64::from(u8::from(j.is_right()));
        side.1 += 1.0;
    }
    let touched = [0, 1].map(|side| by_group.iter().filter(|g| g[side].1 > 0.0).count());
    let fewest = touched[0].min(touched[1]);
    if fewest < FEWEST_GROUPS {
        return None;
    }
    let sum = |side: usize| {
        let sides = by_group.iter().map(|g| g[side]);
        sides.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1))
    };
    let all = [sum(0), sum(1)];
    let without = |g: &Sides| gap(&[0, 1].map(|s| (all[s].0 - g[s].0, all[s].1 - g[s].1)));
    let without: Vec<f64> = by_group.iter().filter_map(without).collect();
    let mean = without.iter().sum::<f64>() / without.len() as f64;
    let spread: f64 = without.iter().map(|d| (d - mean).powi(2)).sum();
    let variance = (without.len() as f64 - 1.0) / without.len() as f64 * spread;
    let difference = gap(&all)?;
    let p_value = t_two_sided(difference / variance.sqrt(), fewest as f64 - 1.0);
    (variance > 1e-24).then_some(AgainstRest {
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
