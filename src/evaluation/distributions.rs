//! Distributions that tests and intervals need: normal, Student's t, chi-squared with one degree of freedom, binomial.
//!
//! Series and continued fractions of Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964 (equations named below).
//! Within 1e-12 of scipy over the range of use, see `tests/reference/statistics.py`.

use std::f64::consts::{PI, SQRT_2};

/// Terms after which a series or continued fraction is given up; none in use needs a tenth of them.
const MOST_TERMS: usize = 10_000;

/// Complementary error function, 0 to 2 (7.1.6 below 2.5, the continued fraction 7.1.14 above).
pub(super) fn erfc(x: f64) -> f64 {
    if x < 0.0 {
        return 2.0 - erfc(-x);
    }
    let scale = 2.0 / PI.sqrt() * (-x * x).exp();
    if x < 2.5 {
        let (mut term, mut sum) = (x, x);
        for n in 1..MOST_TERMS {
            term *= 2.0 * x * x / (2 * n + 1) as f64;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return 1.0 - scale * sum;
    }
    // x + (1/2)/(x + 1/(x + (3/2)/(x + ...))), from the inside out.
    let inner = (1..=200).rev().fold(x, |f, n| x + n as f64 / 2.0 / f);
    scale / 2.0 / inner
}

/// Probability that a standard normal variable is at most `z`.
pub(super) fn normal_cdf(z: f64) -> f64 {
    erfc(-z / SQRT_2) / 2.0
}

/// The `z` that a standard normal variable does not exceed with probability `p`; infinite at 0 and 1.
pub(super) fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    if p > 0.5 {
        // The lower tail keeps its digits.
        return -normal_quantile(1.0 - p);
    }
    bisected(-40.0, 0.0, |z| normal_cdf(z) < p)
}

/// The point between `low` and `high` at which `below` turns from true to false.
fn bisected(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..120 {
        let middle = (low + high) / 2.0;
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// Probability that a chi-squared variable with one degree of freedom exceeds `x`.
pub(super) fn chi_squared_tail(x: f64) -> f64 {
    erfc((x / 2.0).sqrt())
}

/// Probability that Student's t with `freedom` degrees of freedom lies further from 0 than `t` (26.5.27).
pub(super) fn t_two_sided(t: f64, freedom: f64) -> f64 {
    incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5)
}

/// The t that Student's variable exceeds on either side with probability `p` in all.
pub(super) fn t_critical(p: f64, freedom: f64) -> f64 {
    bisected(0.0, 1e4, |t| t_two_sided(t, freedom) > p)
}

/// ln Gamma(x) for x > 0 (Stirling's series 6.1.41, after the recurrence has raised x to 10 or more).
pub(super) fn ln_gamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let i = 1.0 / x;
    let series = i
        * (1.0 / 12.0
            - i * i
                * (1.0 / 360.0 - i * i * (1.0 / 1260.0 - i * i * (1.0 / 1680.0 - i * i / 1188.0))));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * PI).ln() + series - shift
}

/// Regularised incomplete beta function I_x(a, b) (26.5.8, by the modified Lentz method).
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front =
        (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    let away_from_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let (mut c, mut f) = (1.0, d);
    for m in 1..MOST_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            change = c * d;
            f *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * f / a
}

/// Two-sided probability of a split of `n` fair coins at least as uneven as `few` : `n - few`; 1 for no coin.
pub(super) fn fair_split(few: u64, n: u64) -> f64 {
    let few = few.min(n - few);
    let n = n as f64;
    let term = |k: f64| {
        (ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0) - n * 2f64.ln()).exp()
    };
    let tail: f64 = (0..=few).map(|k| term(k as f64)).sum();
    (2.0 * tail).min(1.0)
}
