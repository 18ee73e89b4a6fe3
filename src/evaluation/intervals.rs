//! Estimates and their 95 % intervals: percentile and BCa of bootstrap draws, and Wilson's for shares.
//!
//! Sources: percentile and BCa, Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 13 and 14 (equations 14.9,
//! 14.10 and 14.15); quantiles of type 7, Hyndman and Fan 1996; Wilson 1927, with the effective size of a sample in groups after
//! Korn and Graubard 1998 (Survey Methodology 24).

use super::confusion::Confusion;
use super::distributions::{normal_cdf, normal_quantile, t_critical};
use super::figures::Figure;
use super::resampling::Resampled;
use super::rows::Rows;

/// Share of repetitions in which an interval should miss.
const MISS: f64 = 0.05;

/// How intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IntervalMethod {
    /// Quantiles of the draws.
    Percentile,
    /// Quantiles of the draws, corrected for bias and skewness.
    Bca,
    /// Wilson's interval at the effective sample size for shares (accuracy, coverage, precision, recall), BCa for the rest.
    #[default]
    Wilson,
}

/// Ends of a 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its interval; `None` for fewer than two groups, or if none was asked for.
    pub interval: Option<Interval>,
}

/// As `value`, `lower` and `upper`; the ends are null where there is no interval.
impl serde::Serialize for Estimate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Estimate", 3)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("lower", &self.interval.map(|i| i.lower))?;
        fields.serialize_field("upper", &self.interval.map(|i| i.upper))?;
        fields.end()
    }
}

impl Estimate {
    /// Value, lower and upper end; all three the value where there is no interval.
    #[must_use]
    pub fn ends(&self) -> [f64; 3] {
        let interval = self.interval.unwrap_or(Interval {
            lower: self.value,
            upper: self.value,
        });
        [self.value, interval.lower, interval.upper]
    }
}

/// The estimate of one figure whose value on all data is `value`.
pub(super) fn estimate(
    method: IntervalMethod,
    value: f64,
    draws: &[f64],
    without: &[f64],
) -> Option<Estimate> {
    if value.is_nan() {
        return None;
    }
    let mut sorted: Vec<f64> = draws.iter().copied().filter(|v| !v.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let interval = match method {
        IntervalMethod::Percentile => percentile(&sorted),
        IntervalMethod::Bca | IntervalMethod::Wilson => bca(value, &sorted, without),
    };
    Some(Estimate { value, interval })
}

/// Estimates of all `figures` of one sample.
pub(super) fn estimates(
    method: IntervalMethod,
    rows: &Rows,
    figures: &[Figure],
    resampled: &Resampled,
) -> Vec<Option<Estimate>> {
    let one = |i: usize| {
        let draws = &resampled.draws[i];
        let mut found = estimate(method, resampled.values[i], draws, &resampled.without[i])?;
        if method == IntervalMethod::Wilson
            && !draws.is_empty()
            && let Some(groups) = rows.group_proportions(&figures[i])
        {
            found.interval = grouped_wilson(&groups);
        }
        Some(found)
    };
    (0..figures.len()).map(one).collect()
}

/// Quantile of sorted values with linear interpolation (type 7, numpy's default).
pub(crate) fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = q.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let above = (below + 1).min(last);
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

fn percentile(sorted: &[f64]) -> Option<Interval> {
    Some(Interval {
        lower: quantile(sorted, MISS / 2.0)?,
        upper: quantile(sorted, 1.0 - MISS / 2.0)?,
    })
}

/// The percentile interval with its levels moved by the bias z0 of the draws and by the acceleration a of the jackknife:
/// `Phi(z0 + (z0 + z) / (1 - a (z0 + z)))`, z being the normal quantile of 2.5 % or 97.5 %. Draws that all lie on one side of the
/// value have no z0; then it is the percentile interval.
pub(super) fn bca(value: f64, sorted: &[f64], without: &[f64]) -> Option<Interval> {
    let below = sorted.partition_point(|v| *v < value);
    let up_to = sorted.partition_point(|v| *v <= value);
    let bias = normal_quantile((below + up_to) as f64 / (2 * sorted.len().max(1)) as f64);
    if !bias.is_finite() {
        return percentile(sorted);
    }
    let acceleration = acceleration(without);
    let level = |p: f64| {
        let z = bias + normal_quantile(p);
        normal_cdf(bias + z / (1.0 - acceleration * z))
    };
    Some(Interval {
        lower: quantile(sorted, level(MISS / 2.0))?,
        upper: quantile(sorted, level(1.0 - MISS / 2.0))?,
    })
}

/// Sum of d^3 over 6 (sum of d^2)^1.5, d being the mean of the jackknife values less each of them; 0 if they are all equal.
fn acceleration(without: &[f64]) -> f64 {
    let known: Vec<f64> = without.iter().copied().filter(|v| !v.is_nan()).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let (mut squares, mut cubes) = (0.0, 0.0);
    for d in known.iter().map(|v| mean - v) {
        squares += d * d;
        cubes += d * d * d;
    }
    if squares < 1e-24 {
        return 0.0;
    }
    cubes / (6.0 * squares.powf(1.5))
}

/// Wilson's interval of `hits` in `n`, `critical` being the normal or t quantile: the p whose score test does not refuse hits / n.
fn wilson_at(share: f64, n: f64, critical: f64) -> Interval {
    let c = critical * critical / n;
    let middle = (share + c / 2.0) / (1.0 + c);
    let half = critical / (1.0 + c) * (share * (1.0 - share) / n + c / (4.0 * n)).sqrt();
    Interval {
        lower: (middle - half).clamp(0.0, share),
        upper: (middle + half).clamp(share, 1.0),
    }
}

/// Wilson's 95 % interval of a share, of `hits` among `n` independent cases; `None` for no case.
#[must_use]
pub fn wilson(hits: u64, n: u64) -> Option<Interval> {
    let share = hits as f64 / n as f64;
    (n > 0).then(|| wilson_at(share, n as f64, normal_quantile(1.0 - MISS / 2.0)))
}

/// Wilson's interval of a share in groups of (hits, whole), at the effective number of cases n / deff.
///
/// The design effect deff is the variance of the share over groups (linearised ratio, with G / (G - 1)) over that of n independent
/// cases, and at least 1; the quantile is Student's with G - 1 degrees of freedom. Where all are hits or none is, there is no variance
/// to go by and each group counts as one case. `None` for fewer than two groups with any case.
pub(super) fn grouped_wilson(groups: &[(f64, f64)]) -> Option<Interval> {
    let g = groups.len() as f64;
    let hits: f64 = groups.iter().map(|x| x.0).sum();
    let n: f64 = groups.iter().map(|x| x.1).sum();
    if groups.len() < 2 {
        return None;
    }
    let share = hits / n;
    if groups.iter().all(|x| x.1 == 1.0) {
        return wilson(hits as u64, n as u64);
    }
    let spread: f64 = groups.iter().map(|x| (x.0 - share * x.1).powi(2)).sum();
    let simple = share * (1.0 - share) / n;
    let effect = if simple > 0.0 {
        (g / (g - 1.0) * spread / (n * n) / simple).max(1.0)
    } else {
        n / g
    };
    Some(wilson_at(share, n / effect, t_critical(MISS, g - 1.0)))
}

/// Wilson's interval over groups, as above, of a figure of a matrix whose rows all stand alone.
#[must_use]
pub fn wilson_of(figure: &Figure, counts: &Confusion) -> Option<Interval> {
    let (hits, n) = figure.proportion(counts)?;
    wilson(hits, n)
}
