//! The objective, its gradient and its curvature, as pure functions of scores.
//!
//! L(W, b) = sum_i w_i (ln sum_k exp z_ik - z_i,y_i) + alpha / 2 |W|^2 with z_i = x_i W + b. With p = softmax(z):
//! dL/dz_ik = w_i (p_ik - [k = y_i]), and the curvature in direction u: w_i p_ik (u_ik - sum_j p_ij u_ij).
//! Source: Böhning, "Multinomial logistic regression algorithm", 1992; Bishop, "Pattern Recognition and Machine Learning", 4.3.4.

use rayon::prelude::*;

use super::softmax::{log_sum_exp, softmax};

/// Rows per block; sums are taken block by block in order, so that they do not depend on the number of threads.
const BLOCK: usize = 1024;

/// Data of the loss: one class and one weight a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Targets<'a> {
    pub classes: &'a [usize],
    pub weights: &'a [f64],
    pub k: usize,
}

impl Targets<'_> {
    /// Weighted loss of `scores` (n x K), without the penalty.
    pub(super) fn loss(&self, scores: &[f64]) -> f64 {
        let blocks: Vec<f64> = scores
            .par_chunks(BLOCK * self.k)
            .enumerate()
            .map(|(block, scores)| {
                let rows = scores.chunks_exact(self.k).enumerate();
                rows.map(|(i, z)| {
                    let row = block * BLOCK + i;
                    self.weights[row] * (log_sum_exp(z) - z[self.classes[row]])
                })
                .sum()
            })
            .collect();
        blocks.iter().sum()
    }

    /// n x K probabilities of `scores`.
    pub(super) fn probabilities(&self, scores: &[f64]) -> Vec<f64> {
        let mut p = scores.to_vec();
        p.par_chunks_mut(self.k)
            .with_min_len(BLOCK)
            .for_each(softmax);
        p
    }

    /// n x K: dL/dz from probabilities.
    pub(super) fn residuals(&self, probabilities: &[f64]) -> Vec<f64> {
        let mut r = probabilities.to_vec();
        for (i, row) in r.chunks_exact_mut(self.k).enumerate() {
            row[self.classes[i]] -= 1.0;
            row.iter_mut().for_each(|v| *v *= self.weights[i]);
        }
        r
    }

    /// n x K: curvature at `probabilities` in the direction of the scores `u`, in place.
    pub(super) fn curvature(&self, probabilities: &[f64], u: &mut [f64]) {
        let k = self.k;
        u.par_chunks_mut(k)
            .with_min_len(BLOCK)
            .enumerate()
            .for_each(|(i, u)| {
                let p = &probabilities[i * k..(i + 1) * k];
                let mean: f64 = p.iter().zip(u.iter()).map(|(p, u)| p * u).sum();
                for (u, p) in u.iter_mut().zip(p) {
                    *u = self.weights[i] * p * (*u - mean);
                }
            });
    }

    /// n x K: the diagonal of the curvature, w_i p_ik (1 - p_ik).
    pub(super) fn diagonal(&self, probabilities: &[f64]) -> Vec<f64> {
        let mut d = probabilities.to_vec();
        for (i, row) in d.chunks_exact_mut(self.k).enumerate() {
            row.iter_mut()
                .for_each(|p| *p = self.weights[i] * *p * (1.0 - *p));
        }
        d
    }
}
