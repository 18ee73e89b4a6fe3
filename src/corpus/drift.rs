//! Drift: do new statements differ from old ones by more than matters, as the model sees them?
//!
//! Each figure is a ratio sum x / sum w over statements: unknown words / words, the probability of a stance, abstentions, confidence,
//! the logarithm of the length. The difference of old and new has a confidence interval by linearisation over groups (Cochran,
//! "Sampling Techniques", 1977, chapter 6) with Student's t and Welch's degrees of freedom, at 1 - 0.05 / m for m figures
//! (Bonferroni). A figure has drifted if the interval lies wholly beyond a tolerance, is stable if it lies wholly within
//! (two one-sided tests; Schuirmann 1987), and is open otherwise. So many rows do not make a trifle a finding, and few rows do not
//! make a shift look like none.

use std::collections::BTreeMap;

use crate::prediction::Prediction;

/// Overall chance of a wrong verdict.
const LEVEL: f64 = 0.05;

/// A statement as drift sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftRow {
    /// What the model says of it.
    pub prediction: Prediction,
    /// Its group; `None` stands alone.
    pub group: Option<String>,
}

/// How large a difference must be to matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// Share of unknown words.
    pub unknown: f64,
    /// Mean probability of a stance, and share of abstentions.
    pub mix: f64,
    /// Mean confidence.
    pub confidence: f64,
    /// Factor of the typical length.
    pub length: f64,
}

impl Default for Tolerances {
    fn default() -> Self {
        Self {
            unknown: 0.03,
            mix: 0.05,
            confidence: 0.05,
            length: 1.25,
        }
    }
}

/// What a figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftFigure {
    /// Share of words that the model does not know.
    UnknownWords,
    /// Mean probability of the stance at a position.
    Stance(usize),
    /// Share of statements for which no stance is named.
    Abstained,
    /// Mean probability of the likeliest stance.
    Confidence,
    /// Geometric mean of the number of words.
    Length,
}

/// What the interval tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftVerdict {
    /// The difference is beyond the tolerance.
    Drifted,
    /// It is within.
    Stable,
    /// There are too few rows to tell.
    Open,
}

/// One figure, old and new.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftResult {
    /// What it measures.
    pub figure: DriftFigure,
    /// Among the old statements.
    pub old: f64,
    /// Among the new ones.
    pub new: f64,
    /// Difference new - old, of lengths the factor new / old, with its interval.
    pub change: [f64; 3],
    /// What counts as a difference.
    pub tolerance: f64,
    /// What the interval tells.
    pub verdict: DriftVerdict,
    /// Rows of each file with which an open figure might be decided, if the difference stays.
    pub rows_needed: Option<u64>,
}

/// Compares two samples; no figure where one of them has no data for it, or fewer than two groups.
#[must_use]
pub fn drift(
    old: &[DriftRow],
    new: &[DriftRow],
    k: usize,
    tolerances: Tolerances,
) -> Vec<DriftResult> {
    let mut figures = vec![DriftFigure::UnknownWords];
    figures.extend((0..k).map(DriftFigure::Stance));
    figures.extend([
        DriftFigure::Abstained,
        DriftFigure::Confidence,
        DriftFigure::Length,
    ]);
    let level = LEVEL / figures.len() as f64;
    figures
        .into_iter()
        .filter_map(|figure| compared(figure, old, new, tolerances, level))
        .collect()
}

fn compared(
    figure: DriftFigure,
    old: &[DriftRow],
    new: &[DriftRow],
    tolerances: Tolerances,
    level: f64,
) -> Option<DriftResult> {
    let (a, b) = (Ratio::of(figure, old)?, Ratio::of(figure, new)?);
    let (difference, half) = welch(&a, &b, level);
    let is_length = figure == DriftFigure::Length;
    let tolerance = match figure {
        DriftFigure::UnknownWords => tolerances.unknown,
        DriftFigure::Stance(_) | DriftFigure::Abstained => tolerances.mix,
        DriftFigure::Confidence => tolerances.confidence,
        DriftFigure::Length => tolerances.length.ln(),
    };
    let verdict = if difference.abs() - half > tolerance {
        DriftVerdict::Drifted
    } else if difference.abs() + half < tolerance {
        DriftVerdict::Stable
    } else {
        DriftVerdict::Open
    };
    let shown = |x: f64| if is_length { x.exp() } else { x };
    let distance = (difference.abs() - tolerance).abs();
    let rows = old.len().min(new.len()) as f64;
    let needed = (rows * (half / distance).powi(2)).ceil();
    Some(DriftResult {
        figure,
        old: shown(a.value),
        new: shown(b.value),
        change: [difference, difference - half, difference + half].map(shown),
        tolerance: shown(tolerance),
        verdict,
        rows_needed: (verdict == DriftVerdict::Open && needed < 1e9).then_some(needed as u64),
    })
}

/// A ratio with its variance and the number of groups that it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ratio {
    value: f64,
    variance: f64,
    groups: f64,
}

impl Ratio {
    fn of(figure: DriftFigure, rows: &[DriftRow]) -> Option<Self> {
        let mut named: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        let mut sums = Vec::new();
        for row in rows {
            let Some((x, w)) = parts(figure, &row.prediction) else {
                continue;
            };
            match &row.group {
                Some(group) => {
                    let sum = named.entry(group).or_default();
                    *sum = (sum.0 + x, sum.1 + w);
                }
                None => sums.push((x, w)),
            }
        }
        sums.extend(named.into_values());
        let n = sums.len() as f64;
        let total: f64 = sums.iter().map(|(_, w)| w).sum();
        if n < 2.0 || total <= 0.0 {
            return None;
        }
        let value = sums.iter().map(|(x, _)| x).sum::<f64>() / total;
        let squares: f64 = sums.iter().map(|(x, w)| (x - value * w).powi(2)).sum();
        Some(Self {
            value,
            variance: squares * n / ((n - 1.0) * total * total),
            groups: n,
        })
    }
}

/// What one statement adds above and below the line of a ratio.
fn parts(figure: DriftFigure, prediction: &Prediction) -> Option<(f64, f64)> {
    let tokens = prediction.tokens as f64;
    match figure {
        DriftFigure::UnknownWords => Some((tokens - prediction.known_tokens as f64, tokens)),
        DriftFigure::Stance(k) => Some((*prediction.probabilities.get(k)?, 1.0)),
        DriftFigure::Abstained => Some((f64::from(u8::from(prediction.is_abstained())), 1.0)),
        DriftFigure::Confidence => Some((prediction.confidence()?, 1.0)),
        DriftFigure::Length => (tokens > 0.0).then(|| (tokens.ln(), 1.0)),
    }
}

/// Difference b - a and half the width of its interval at 1 - `level` (Welch 1947).
fn welch(a: &Ratio, b: &Ratio, level: f64) -> (f64, f64) {
    let variance = a.variance + b.variance;
    let part = |r: &Ratio| r.variance.powi(2) / (r.groups - 1.0);
    let divisor = part(a) + part(b);
    let freedom = if divisor > 0.0 {
        variance.powi(2) / divisor
    } else {
        f64::INFINITY
    };
    (
        b.value - a.value,
        student(1.0 - level / 2.0, freedom) * variance.sqrt(),
    )
}

/// Quantile of Student's t for p >= 0.5, by bisection of its distribution function; relative error below 1e-9.
fn student(p: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while student_below(high, freedom) < p && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if student_below(middle, freedom) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// P(T <= t), t >= 0: 1 - I_x(v / 2, 1 / 2) / 2 with x = v / (v + t^2) (Abramowitz and Stegun 26.7.1); the normal law from a
/// million degrees of freedom on differs by less than 1e-6.
fn student_below(t: f64, freedom: f64) -> f64 {
    let freedom = freedom.min(1e6);
    1.0 - 0.5 * incomplete_beta(freedom / (freedom + t * t), 0.5 * freedom, 0.5)
}

/// I_x(a, b) by Lentz's method on its continued fraction (Abramowitz and Stegun 26.5.8).
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b) - a.ln();
    const TINY: f64 = 1e-300;
    let (mut c, mut d) = (1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut step = 1.0;
        for term in [even, odd] {
            d = 1.0 / nonzero(1.0 + term * d, TINY);
            c = nonzero(1.0 + term / c, TINY);
            step = c * d;
            fraction *= step;
        }
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front.exp() * fraction
}

fn nonzero(x: f64, tiny: f64) -> f64 {
    if x.abs() < tiny { tiny } else { x }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// ln Gamma(x), x > 0, by Stirling's series from 10 on (Abramowitz and Stegun 6.1.41), below by the recurrence; error below 1e-12.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift -= x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series =
        (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    shift + (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(confidences: &[f64]) -> Vec<DriftRow> {
        let row = |p: &f64| DriftRow {
            prediction: Prediction {
                tokens: 10,
                known_tokens: 9,
                ..Prediction::of(vec![*p, 1.0 - p])
            },
            group: None,
        };
        confidences.iter().map(row).collect()
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        // scipy.stats.t.ppf(p, df)
        for (p, freedom, expected) in [
            (0.975, 1.0, 12.706_204_736_174_694),
            (0.975, 10.0, 2.228_138_851_986_274),
            (0.995, 4.5, 4.272_823_993_011_293),
            (0.975, 1000.0, 1.962_339_080_826_408_3),
        ] {
            let found = student(p, freedom);
            assert!(
                (found - expected).abs() < 1e-6 * expected,
                "{p} {freedom}: {found}"
            );
        }
        assert!((student(0.975, f64::INFINITY) - 1.959_964).abs() < 1e-5);
    }

    #[test]
    fn few_rows_leave_it_open_and_many_decide() {
        let sample = |n: usize, shift: f64| -> Vec<f64> {
            (0..n)
                .map(|i| 0.6 + shift + 0.3 * ((i * 37 % 100) as f64 / 100.0 - 0.5))
                .collect()
        };
        let verdict = |n: usize, shift: f64| {
            let (old, new) = (rows(&sample(n, 0.0)), rows(&sample(n, shift)));
            let found = drift(&old, &new, 2, Tolerances::default());
            let confidence = found.iter().find(|f| f.figure == DriftFigure::Confidence);
            confidence.map(|f| f.verdict)
        };
        assert_eq!(verdict(8, 0.1), Some(DriftVerdict::Open));
        assert_eq!(verdict(2000, 0.1), Some(DriftVerdict::Drifted));
        assert_eq!(verdict(2000, 0.01), Some(DriftVerdict::Stable));
        // A difference that a test for any difference at all would call significant.
        assert_eq!(verdict(200_000, 0.01), Some(DriftVerdict::Stable));
        assert_eq!(verdict(1, 0.1), None);
    }
}
