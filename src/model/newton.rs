//! Newton-CG: each step solves H s = -g by conjugate gradients with a diagonal preconditioner, then walks back until the
//! objective has fallen enough.
//!
//! Source: Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.1 (line search Newton-CG) and 5.3 (preconditioned
//! CG). All sums run in a fixed order: the result is the same bits for any number of threads.

use super::design::Design;
use super::lanes::Number;
use super::objective::Targets;

/// Rows from which the preconditioner of word parts is estimated.
const PRECONDITIONER_SAMPLE: usize = 2_000;

/// Most CG steps in one Newton step.
const MAX_CG: usize = 250;

/// Weights (d x K) followed by intercepts (K).
#[derive(Debug, Clone)]
pub(super) struct Solution {
    pub weights: Vec<f64>,
    pub iterations: usize,
    pub gradient_norm: f64,
}

pub(super) struct Problem<'a> {
    pub design: &'a Design,
    pub targets: Targets<'a>,
    pub alpha: f64,
}

struct Point {
    weights: Vec<f64>,
    scores: Vec<f64>,
    objective: f64,
}

impl Problem<'_> {
    fn split(&self) -> usize {
        self.design.width() * self.targets.k
    }

    /// n x K scores of weights and intercepts.
    fn scores<T: Number>(&self, weights: &[f64]) -> Vec<f64> {
        let (coefficients, intercepts) = weights.split_at(self.split());
        let mut scores = self.design.times::<T>(coefficients, self.targets.k);
        for row in scores.chunks_exact_mut(self.targets.k) {
            for (score, b) in row.iter_mut().zip(intercepts) {
                *score += b;
            }
        }
        scores
    }

    /// Transposed scores map: (d + 1) x K from n x K.
    fn back<T: Number>(&self, rows: &[f64]) -> Vec<f64> {
        let k = self.targets.k;
        let mut sums = vec![0.0; k];
        for row in rows.chunks_exact(k) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
            }
        }
        let mut product = self.design.transpose_times::<T>(rows, k);
        product.extend(sums);
        product
    }

    fn point(&self, weights: Vec<f64>) -> Point {
        let scores = self.scores::<f64>(&weights);
        let squares: f64 = weights[..self.split()].iter().map(|w| w * w).sum();
        Point {
            objective: self.targets.loss(&scores) + self.alpha / 2.0 * squares,
            weights,
            scores,
        }
    }

    fn add_penalty(&self, product: &mut [f64], weights: &[f64]) {
        for (value, w) in product[..self.split()].iter_mut().zip(weights) {
            *value += self.alpha * w;
        }
    }

    fn gradient(&self, point: &Point, probabilities: &[f64]) -> Vec<f64> {
        let mut gradient = self.back::<f64>(&self.targets.residuals(probabilities));
        self.add_penalty(&mut gradient, &point.weights);
        gradient
    }

    /// In single precision: a direction that is a little off costs a step, not the optimum.
    fn hessian_times(&self, probabilities: &[f64], direction: &[f64]) -> Vec<f64> {
        let mut rows = self.scores::<f32>(direction);
        self.targets.curvature(probabilities, &mut rows);
        let mut product = self.back::<f32>(&rows);
        self.add_penalty(&mut product, direction);
        product
    }

    fn preconditioner(&self, probabilities: &[f64]) -> Vec<f64> {
        let k = self.targets.k;
        let diagonal = self.targets.diagonal(probabilities);
        let mut sums = self
            .design
            .squares_transpose_times(&diagonal, k, PRECONDITIONER_SAMPLE);
        sums.iter_mut().for_each(|s| *s += self.alpha);
        for class in 0..k {
            let sum: f64 = diagonal.iter().skip(class).step_by(k).sum();
            sums.push(sum.max(1e-12));
        }
        sums
    }

    /// Minimises from `start` until the gradient's norm is at most `tolerance`.
    pub(super) fn minimise(
        &self,
        start: Vec<f64>,
        tolerance: f64,
        max_iterations: usize,
    ) -> Solution {
        let mut point = self.point(start);
        let mut preconditioner = None;
        for iterations in 0.. {
            let probabilities = self.targets.probabilities(&point.scores);
            let gradient = self.gradient(&point, &probabilities);
            let gradient_norm = norm(&gradient);
            let done = gradient_norm <= tolerance || iterations == max_iterations;
            let next = if done {
                None
            } else {
                if iterations % 4 == 0 {
                    preconditioner = Some(self.preconditioner(&probabilities));
                }
                let scaling = preconditioner.as_deref().unwrap_or_default();
                let step = self.newton_step(&probabilities, &gradient, scaling, gradient_norm);
                self.walk_back(&point, &gradient, &step)
            };
            match next {
                Some(better) => point = better,
                None => {
                    return Solution {
                        weights: self.centred(point.weights),
                        iterations,
                        gradient_norm,
                    };
                }
            }
        }
        unreachable!("the loop ends by itself")
    }

    /// CG on H s = -g, to a residual that shrinks with the gradient (superlinear convergence).
    fn newton_step(&self, p: &[f64], gradient: &[f64], scaling: &[f64], norm_g: f64) -> Vec<f64> {
        let target = norm_g * norm_g.sqrt().min(0.1);
        let mut step = vec![0.0; gradient.len()];
        let mut residual: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut scaled = divided(&residual, scaling);
        let mut direction = scaled.clone();
        let mut energy = dot(&residual, &scaled);
        for _ in 0..MAX_CG {
            if norm(&residual) <= target {
                break;
            }
            let curved = self.hessian_times(p, &direction);
            let curvature = dot(&direction, &curved);
            if curvature <= 0.0 {
                break;
            }
            let length = energy / curvature;
            add_scaled(&mut step, length, &direction);
            add_scaled(&mut residual, -length, &curved);
            scaled = divided(&residual, scaling);
            let next = dot(&residual, &scaled);
            let ratio = next / energy;
            energy = next;
            for (d, s) in direction.iter_mut().zip(&scaled) {
                *d = s + ratio * *d;
            }
        }
        step
    }

    /// The longest of the steps 1, 1/2, 1/4, ... that lowers the objective enough (Armijo); `None` if none does.
    fn walk_back(&self, point: &Point, gradient: &[f64], step: &[f64]) -> Option<Point> {
        let slope = dot(gradient, step);
        let mut length = 1.0;
        // Near the optimum the objective moves by less than its rounding.
        let slack = point.objective.abs() * 1e-14;
        for _ in 0..40 {
            let mut weights = point.weights.clone();
            add_scaled(&mut weights, length, step);
            let next = self.point(weights);
            if next.objective <= point.objective + 1e-4 * length * slope + slack {
                return Some(next);
            }
            length /= 2.0;
        }
        None
    }

    /// Intercepts are free up to a constant; their mean is set to 0.
    fn centred(&self, mut weights: Vec<f64>) -> Vec<f64> {
        let intercepts = &mut weights[self.design.width() * self.targets.k..];
        let mean = intercepts.iter().sum::<f64>() / intercepts.len() as f64;
        intercepts.iter_mut().for_each(|b| *b -= mean);
        weights
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

fn divided(a: &[f64], by: &[f64]) -> Vec<f64> {
    a.iter().zip(by).map(|(a, b)| a / b).collect()
}

fn add_scaled(sums: &mut [f64], factor: f64, more: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(more) {
        *sum += factor * value;
    }
}
