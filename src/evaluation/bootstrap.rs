//! Intervals by bootstrap over groups: groups are drawn with replacement, and each figure's 2.5 % and 97.5 % quantiles kept.
//!
//! Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile interval); groups as the unit
//! because statements of one affair or speech are alike.

use super::confusion::Confusion;

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// The figure.
    pub value: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl From<Interval> for [f64; 3] {
    fn from(i: Interval) -> Self {
        [i.value, i.lower, i.upper]
    }
}

/// Draws of the confusion matrix.
pub(super) struct Draws(Vec<Confusion>);

impl Draws {
    /// `resamples` draws of as many groups as there are, the same for the same seed.
    pub(super) fn new(groups: &[Confusion], k: usize, resamples: usize, seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let draw = |_| {
            let mut sum = Confusion::new(k);
            for _ in 0..groups.len() {
                sum.merge(&groups[random.usize(..groups.len())]);
            }
            sum
        };
        Self((0..resamples).map(draw).collect())
    }

    /// The interval of a figure whose value on all data is `value`; draws in which it is undefined are passed over.
    pub(super) fn interval(
        &self,
        value: Option<f64>,
        figure: impl Fn(&Confusion) -> Option<f64>,
    ) -> Option<Interval> {
        let value = value?;
        let mut drawn: Vec<f64> = self.0.iter().filter_map(figure).collect();
        drawn.sort_unstable_by(f64::total_cmp);
        Some(Interval {
            value,
            lower: quantile(&drawn, 0.025).unwrap_or(value),
            upper: quantile(&drawn, 0.975).unwrap_or(value),
        })
    }
}

/// Quantile of sorted values with linear interpolation (type 7 of Hyndman and Fan 1996, numpy's default).
pub(crate) fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = q * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let above = (below + 1).min(last);
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance;

    #[test]
    fn quantiles_are_numpys() {
        // numpy.quantile([1, 2, 4, 8], [0.025, 0.5, 0.975]) = 1.075, 3.0, 7.7
        let values = [1.0, 2.0, 4.0, 8.0];
        for (q, expected) in [(0.025, 1.075), (0.5, 3.0), (0.975, 7.7)] {
            let found = quantile(&values, q).unwrap();
            assert!((found - expected).abs() < 1e-12, "{q}: {found}");
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn accuracy_of_many_single_rows_has_the_binomial_interval() {
        // 400 rows, 300 right: Wald interval 0.75 +- 1.96 * sqrt(0.75 * 0.25 / 400) = 0.7076 .. 0.7924.
        let groups: Vec<Confusion> = (0..400)
            .map(|i| {
                let mut m = Confusion::new(2);
                m.add(Stance(0), Some(Stance(u16::from(i >= 300))));
                m
            })
            .collect();
        let draws = Draws::new(&groups, 2, 2000, 1);
        let interval = draws.interval(Some(0.75), Confusion::accuracy).unwrap();
        assert!((interval.lower - 0.7076).abs() < 0.006, "{interval:?}");
        assert!((interval.upper - 0.7924).abs() < 0.006, "{interval:?}");
    }
}
