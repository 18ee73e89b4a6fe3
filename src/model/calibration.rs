//! Calibration: from out-of-fold scores to probabilities that mean what they say.
//!
//! Two ways are tried and the one with the lower cross-fitted log loss is kept: one temperature for all scores (Guo, Pleiss, Sun
//! and Weinberger, "On calibration of modern neural networks", 2017), and a multinomial layer, K x K coefficients and K
//! intercepts, fitted by `linfa-logistic` (Platt scaling for many classes). Both are linear in the scores, so they are folded into
//! the weights and cost nothing when classifying.

use ndarray::Array2;

use super::linfa_fit::fit_dense;
use super::softmax::log_loss;
use crate::error::Result;

/// Which calibration was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalibrationMethod {
    /// None: no out-of-fold scores.
    None,
    /// One divisor for all scores.
    Temperature,
    /// A multinomial layer by linfa.
    Multinomial,
}

/// A linear map of scores: `z'_c = sum_k z_k coefficients[k][c] + intercepts[c]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Which way was kept.
    pub method: CalibrationMethod,
    /// K x K.
    pub coefficients: Vec<Vec<f64>>,
    /// K.
    pub intercepts: Vec<f64>,
    /// Cross-fitted log loss of no calibration, of the temperature and of the multinomial layer.
    pub log_losses: [f64; 3],
}

impl Calibration {
    /// The map that changes nothing.
    #[must_use]
    pub fn identity(k: usize) -> Self {
        Self::temperature(k, 1.0)
    }

    fn temperature(k: usize, temperature: f64) -> Self {
        let row = |i: usize| {
            (0..k)
                .map(|j| if i == j { 1.0 / temperature } else { 0.0 })
                .collect()
        };
        Self {
            method: if temperature == 1.0 {
                CalibrationMethod::None
            } else {
                CalibrationMethod::Temperature
            },
            coefficients: (0..k).map(row).collect(),
            intercepts: vec![0.0; k],
            log_losses: [f64::NAN; 3],
        }
    }

    /// Maps one row of scores.
    #[must_use]
    pub fn apply(&self, scores: &[f64]) -> Vec<f64> {
        let mut out = self.intercepts.clone();
        for (z, row) in scores.iter().zip(&self.coefficients) {
            for (o, c) in out.iter_mut().zip(row) {
                *o += z * c;
            }
        }
        out
    }
}

/// Fits both calibrations on out-of-fold `scores` (n x K) and keeps the better.
///
/// `halves` says for each row in which half it is for the cross-fitted comparison; rows of a group are in the same half.
///
/// # Errors
/// [`crate::Error::Linfa`] if linfa's fit fails.
pub fn calibrate(
    scores: &[Vec<f64>],
    classes: &[usize],
    halves: &[bool],
    k: usize,
) -> Result<Calibration> {
    let part = |half: bool| -> (Vec<Vec<f64>>, Vec<usize>) {
        let rows = (0..scores.len()).filter(|i| halves[*i] == half);
        rows.map(|i| (scores[i].clone(), classes[i])).unzip()
    };
    let (a, b) = (part(true), part(false));
    let whole = |c: &[usize]| (0..k).all(|class| c.contains(&class));
    let mut losses = [log_loss(scores, classes), 0.0, 0.0];
    for (train, test) in [(&a, &b), (&b, &a)] {
        let share = test.0.len() as f64 / scores.len() as f64;
        let maps = [
            fit_temperature(&train.0, &train.1, k),
            if whole(&train.1) {
                fit_multinomial(&train.0, &train.1, k)?
            } else {
                Calibration::identity(k)
            },
        ];
        for (loss, map) in losses[1..].iter_mut().zip(maps) {
            let mapped: Vec<Vec<f64>> = test.0.iter().map(|s| map.apply(s)).collect();
            *loss += share * log_loss(&mapped, &test.1);
        }
    }
    let mut kept = if losses[2] < losses[1] && whole(classes) {
        fit_multinomial(scores, classes, k)?
    } else {
        fit_temperature(scores, classes, k)
    };
    kept.log_losses = losses;
    Ok(kept)
}

/// The temperature of lowest log loss, by golden-section search on its logarithm between 0.05 and 20; none without scores.
fn fit_temperature(scores: &[Vec<f64>], classes: &[usize], k: usize) -> Calibration {
    if scores.is_empty() {
        return Calibration::identity(k);
    }
    let loss = |ln_t: f64| {
        let map = Calibration::temperature(k, ln_t.exp());
        let mapped: Vec<Vec<f64>> = scores.iter().map(|s| map.apply(s)).collect();
        log_loss(&mapped, classes)
    };
    let ratio = (5_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.05_f64.ln(), 20_f64.ln());
    for _ in 0..40 {
        let (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        if loss(left) <= loss(right) {
            high = right;
        } else {
            low = left;
        }
    }
    Calibration {
        method: CalibrationMethod::Temperature,
        ..Calibration::temperature(k, ((low + high) / 2.0).exp())
    }
}

/// linfa's multinomial layer on the scores, with a weak penalty (alpha 1) for stability.
fn fit_multinomial(scores: &[Vec<f64>], classes: &[usize], k: usize) -> Result<Calibration> {
    let flat: Vec<f64> = scores.iter().flatten().copied().collect();
    let records = Array2::from_shape_vec((scores.len(), k), flat)
        .map_err(|e| crate::Error::Linfa(e.to_string()))?;
    let mut weights = fit_dense(records, classes, k, 1.0, 200)?;
    let intercepts = weights.split_off(k * k);
    Ok(Calibration {
        method: CalibrationMethod::Multinomial,
        coefficients: weights.chunks_exact(k).map(<[f64]>::to_vec).collect(),
        intercepts,
        log_losses: [f64::NAN; 3],
    })
}
