//! Paired comparison of two systems on the same statements: differences with intervals, and tests of no difference.
//!
//! Sources: approximate randomisation, Noreen 1989 and Yeh 2000 (COLING), here over groups; McNemar 1947, with Edwards' correction
//! 1948 where there are many; its form for statements in groups, Durkalski et al. 2003 (Statistics in Medicine 22).

use rayon::prelude::*;

use super::confusion::Confusion;
use super::distributions::{chi_squared_tail, fair_split};
use super::figures::Figure;
use super::intervals::{Estimate, IntervalMethod, estimate};
use super::judged::Judged;
use super::metrics::EvaluationSettings;
use super::resampling::{resample, stream};
use super::rows::{Rows, group_numbers};
use crate::stance::StanceSet;

/// Most statements on which only one is right for McNemar's test to be exact.
pub const EXACT_UP_TO: u64 = 1_000;

/// One figure of both systems.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The figure.
    pub figure: Figure,
    /// The baseline's value.
    pub baseline: f64,
    /// The model's value.
    pub model: f64,
    /// Model less baseline.
    pub difference: Estimate,
    /// Share of bootstrap draws in which the model is better, ties counted half; `None` without draws.
    pub better: Option<f64>,
    /// Two-sided probability of such a difference if both were alike, by approximate randomisation over groups; only for figures
    /// that the confusion matrix tells.
    pub p_value: Option<f64>,
}

/// McNemar's tests of whether two systems are right equally often.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct McNemar {
    /// Statements on which only the model is right.
    pub better: u64,
    /// Statements on which only the baseline is right.
    pub worse: u64,
    /// Two-sided p-value that takes statements as independent.
    pub p_value: f64,
    /// Whether it is the exact binomial one; else chi-squared with Edwards' correction.
    pub exact: bool,
    /// p-value for statements in groups; `None` if each stands alone or no group differs.
    pub p_value_of_groups: Option<f64>,
}

/// A model held against a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Every figure of both.
    pub differences: Vec<Difference>,
    /// Tests of accuracy.
    pub mcnemar: McNemar,
    /// Whether all ways of exchanging the systems were counted, instead of a sample of them.
    pub every_exchange: bool,
    /// Positions of statements on which only the model is right.
    pub better: Vec<usize>,
    /// Positions of statements on which only the baseline is right.
    pub worse: Vec<usize>,
}

impl Comparison {
    /// Compares two systems on the same statements in the same order.
    ///
    /// # Panics
    /// If the statements differ in number.
    #[must_use]
    pub fn of(
        model: &[Judged],
        baseline: &[Judged],
        set: &StanceSet,
        settings: &EvaluationSettings,
    ) -> Self {
        assert_eq!(
            model.len(),
            baseline.len(),
            "both judge the same statements"
        );
        let k = set.len();
        let (numbers, groups) = group_numbers(model);
        let figures = settings.figures(k);
        let [ours, theirs] = [model, baseline].map(|j| Rows::new(j, k, &numbers, groups));
        let resampled = resample(
            &[&ours, &theirs],
            &figures,
            settings.resamples,
            settings.seed,
        );
        let exchanges = Exchanges::new(model, baseline, k, &numbers, groups);
        let (p_values, every_exchange) = exchanges.p_values(&figures, settings);
        let width = figures.len();
        let apart = |column: &[Vec<f64>], i: usize| -> Vec<f64> {
            let pairs = column[i].iter().zip(&column[width + i]);
            pairs.map(|(ours, theirs)| ours - theirs).collect()
        };
        let method = match settings.method {
            IntervalMethod::Percentile => IntervalMethod::Percentile,
            IntervalMethod::Bca | IntervalMethod::Wilson => IntervalMethod::Bca,
        };
        let difference = |i: usize| {
            let (ours, theirs) = (resampled.values[i], resampled.values[width + i]);
            let draws = apart(&resampled.draws, i);
            let without = apart(&resampled.without, i);
            Some(Difference {
                figure: figures[i],
                baseline: theirs,
                model: ours,
                difference: estimate(method, ours - theirs, &draws, &without)?,
                better: better(&draws, figures[i].is_error()),
                p_value: p_values[i],
            })
        };
        let only = |a: &[Judged], b: &[Judged]| -> Vec<usize> {
            (0..a.len())
                .filter(|i| a[*i].is_right() && !b[*i].is_right())
                .collect()
        };
        Self {
            differences: (0..width).filter_map(difference).collect(),
            mcnemar: mcnemar(model, baseline, &numbers, groups),
            every_exchange,
            better: only(model, baseline),
            worse: only(baseline, model),
        }
    }

    /// The difference of a figure, if it was measured and has data in both.
    #[must_use]
    pub fn difference(&self, figure: Figure) -> Option<&Difference> {
        self.differences.iter().find(|d| d.figure == figure)
    }
}

/// Share of draws above 0 (below, if less is better), those at 0 counted half.
fn better(draws: &[f64], less: bool) -> Option<f64> {
    let known: Vec<f64> = draws.iter().copied().filter(|d| !d.is_nan()).collect();
    let point = |d: &f64| {
        let d = if less { -d } else { *d };
        if d > 0.0 {
            1.0
        } else if d == 0.0 {
            0.5
        } else {
            0.0
        }
    };
    (!known.is_empty()).then(|| known.iter().map(point).sum::<f64>() / known.len() as f64)
}

fn mcnemar(model: &[Judged], baseline: &[Judged], numbers: &[u32], groups: usize) -> McNemar {
    let mut by_group = vec![0i64; groups];
    let (mut better, mut worse) = (0, 0);
    for ((a, b), group) in model.iter().zip(baseline).zip(numbers) {
        match (a.is_right(), b.is_right()) {
            (true, false) => {
                better += 1;
                by_group[*group as usize] += 1;
            }
            (false, true) => {
                worse += 1;
                by_group[*group as usize] -= 1;
            }
            _ => {}
        }
    }
    let n = better + worse;
    let exact = n <= EXACT_UP_TO;
    let squares: i64 = by_group.iter().map(|d| d * d).sum();
    let sum: i64 = by_group.iter().sum();
    McNemar {
        better,
        worse,
        exact,
        p_value: if exact {
            fair_split(better, n)
        } else {
            let gap = (better.abs_diff(worse) as f64 - 1.0).max(0.0);
            chi_squared_tail(gap * gap / n as f64)
        },
        p_value_of_groups: (groups < model.len() && squares > 0)
            .then(|| chi_squared_tail((sum * sum) as f64 / squares as f64)),
    }
}

/// What changes if a group's predictions are exchanged between the systems.
struct Exchanges {
    k: usize,
    ours: Vec<u64>,
    theirs: Vec<u64>,
    /// For each group in which the systems differ: cells of the model's and of the baseline's predictions.
    changes: Vec<Vec<(u16, u16)>>,
}

impl Exchanges {
    fn new(
        model: &[Judged],
        baseline: &[Judged],
        k: usize,
        numbers: &[u32],
        groups: usize,
    ) -> Self {
        let mut this = Self {
            k,
            ours: vec![0; k * (k + 1)],
            theirs: vec![0; k * (k + 1)],
            changes: vec![Vec::new(); groups],
        };
        for ((a, b), group) in model.iter().zip(baseline).zip(numbers) {
            let [a, b] = [a, b].map(|j| Confusion::cell(k, j.gold, j.predicted));
            this.ours[a] += 1;
            this.theirs[b] += 1;
            if a != b {
                this.changes[*group as usize].push((a as u16, b as u16));
            }
        }
        this.changes.retain(|c| !c.is_empty());
        this
    }

    /// Differences of `figures` once the groups that `exchanged` names have changed sides.
    fn differences(
        &self,
        figures: &[Figure],
        mut exchanged: impl FnMut(usize) -> bool,
    ) -> Vec<f64> {
        let (mut ours, mut theirs) = (self.ours.clone(), self.theirs.clone());
        for (i, changes) in self.changes.iter().enumerate() {
            if exchanged(i) {
                for (a, b) in changes
                    .iter()
                    .map(|(a, b)| (usize::from(*a), usize::from(*b)))
                {
                    ours[a] -= 1;
                    ours[b] += 1;
                    theirs[b] -= 1;
                    theirs[a] += 1;
                }
            }
        }
        let [ours, theirs] = [ours, theirs].map(|c| Confusion::of_counts(self.k, c));
        let value = |f: &Figure, c: &Confusion| f.of(c).unwrap_or(f64::NAN);
        figures
            .iter()
            .map(|f| value(f, &ours) - value(f, &theirs))
            .collect()
    }

    /// The p-value of each figure of counts, and whether all exchanges were counted: there are 2^g of them for g groups.
    fn p_values(
        &self,
        figures: &[Figure],
        settings: &EvaluationSettings,
    ) -> (Vec<Option<f64>>, bool) {
        let counted: Vec<Figure> = figures
            .iter()
            .copied()
            .filter(Figure::is_of_counts)
            .collect();
        let found = self.differences(&counted, |_| false);
        let groups = self.changes.len();
        let every = groups < 63 && (1u64 << groups) <= settings.resamples as u64;
        let rounds = if every {
            1 << groups
        } else {
            settings.resamples
        };
        let as_far: Vec<u64> = (0..rounds)
            .into_par_iter()
            .map(|round| {
                let drawn = if every {
                    self.differences(&counted, |i| round >> i & 1 == 1)
                } else {
                    let mut random = stream(settings.seed ^ 0x5EED, round as u64);
                    self.differences(&counted, |_| random.bool())
                };
                let far = |(d, found): (&f64, &f64)| u64::from(d.abs() >= found.abs() - 1e-12);
                drawn.iter().zip(&found).map(far).collect::<Vec<u64>>()
            })
            .reduce(
                || vec![0; counted.len()],
                |mut sum, other| {
                    sum.iter_mut().zip(other).for_each(|(s, o)| *s += o);
                    sum
                },
            );
        let own = u64::from(!every);
        let p = |i: usize| (as_far[i] + own) as f64 / (rounds as u64 + own) as f64;
        let p_value = |figure: &Figure| {
            let i = counted.iter().position(|f| f == figure)?;
            (rounds > 0 && !found[i].is_nan()).then(|| p(i))
        };
        (figures.iter().map(p_value).collect(), every)
    }
}
