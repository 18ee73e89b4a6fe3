//! The fit: checks the data, chooses the solver, and vouches for the optimum by its true gradient.

use super::design::Design;
use super::linfa_fit::linfa_optimum;
use super::newton::Problem;
use super::objective::Targets;
use super::params::{ClassWeight, Solver, ValidFitParams};
use crate::error::{Error, Result};
use crate::stance::{Stance, StanceSet};

/// Cells (rows x columns) up to which [`Solver::Auto`] takes linfa's dense fit: about a second's work.
const LINFA_CELLS: usize = 1_000_000;

/// Summed weight of the rows up to which the tolerance is absolute; from there on it grows with them, as the gradient does. The
/// mean gradient is then a hundredth of what scikit-learn's `tol=1e-4` allows.
const TOLERANCE_ROWS: f64 = 100.0;

/// How the optimum was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FitReport {
    /// The solver that ran.
    pub solver: Solver,
    /// Newton steps.
    pub iterations: usize,
    /// Norm of the true gradient at the end.
    pub gradient_norm: f64,
    /// Weight of each class in the loss.
    pub class_weights: Vec<f64>,
}

/// A fitted model: coefficients (d x K, row by row), intercepts (K) and how they were found.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// Coefficient of column j and class k at `j * K + k`.
    pub weights: Vec<f64>,
    /// Intercept of each class; their mean is 0.
    pub intercepts: Vec<f64>,
    /// How the optimum was found.
    pub report: FitReport,
}

/// Fits `design` to the stances of its rows, each with its weight.
///
/// # Errors
/// [`Error::NoExamples`] without rows, [`Error::MissingStance`] if a stance of the set has no row of positive weight,
/// [`Error::BadSetting`] for a negative or infinite weight, [`Error::Linfa`] if linfa fails, and [`Error::NotConverged`].
pub fn fit(
    design: &Design,
    stances: &[Stance],
    row_weights: &[f64],
    set: &StanceSet,
    params: &ValidFitParams,
) -> Result<Fitted> {
    let k = set.len();
    let classes: Vec<usize> = stances.iter().map(|s| s.index()).collect();
    let totals = class_totals(&classes, row_weights, set)?;
    let class_weights = class_weights(&totals, params.get().class_weight);
    let weights: Vec<f64> = classes
        .iter()
        .zip(row_weights)
        .map(|(c, w)| class_weights[*c] * w)
        .collect();
    let solver = match params.get().solver {
        Solver::Auto if design.len() * design.width() <= LINFA_CELLS => Solver::Linfa,
        Solver::Auto => Solver::NewtonCg,
        chosen => chosen,
    };
    let steps = params.get().max_iterations;
    let start = match solver {
        Solver::Linfa => linfa_optimum(design, &classes, k, params.alpha(), steps)?,
        _ => vec![0.0; (design.width() + 1) * k],
    };
    let problem = Problem {
        design,
        targets: Targets {
            classes: &classes,
            weights: &weights,
            k,
        },
        alpha: params.alpha(),
    };
    let total: f64 = weights.iter().sum();
    let tolerance = params.get().tolerance * (total / TOLERANCE_ROWS).max(1.0);
    let mut solution = problem.minimise(start, tolerance, steps);
    // The objective's own rounding bounds what a gradient can reach on very many or very heavy rows.
    let attainable = tolerance.max(1e-11 * total);
    if solution.gradient_norm.is_nan() || solution.gradient_norm > attainable {
        return Err(Error::NotConverged {
            gradient_norm: solution.gradient_norm,
            iterations: solution.iterations,
            tolerance,
        });
    }
    let intercepts = solution.weights.split_off(design.width() * k);
    Ok(Fitted {
        weights: solution.weights,
        intercepts,
        report: FitReport {
            solver,
            iterations: solution.iterations,
            gradient_norm: solution.gradient_norm,
            class_weights,
        },
    })
}

/// Summed weight of each class.
fn class_totals(classes: &[usize], row_weights: &[f64], set: &StanceSet) -> Result<Vec<f64>> {
    if classes.is_empty() {
        return Err(Error::NoExamples {
            purpose: "train on",
        });
    }
    let mut totals = vec![0.0; set.len()];
    for (class, weight) in classes.iter().zip(row_weights) {
        if !(0.0..=1e12).contains(weight) {
            return Err(Error::BadSetting {
                name: "weight of a row",
                found: weight.to_string(),
                expected: "0 to 1e12",
            });
        }
        totals[*class] += weight;
    }
    let found: Vec<String> = set
        .iter()
        .filter(|s| totals[s.index()] > 0.0)
        .map(|s| format!("{} {}", set.label(s), totals[s.index()]))
        .collect();
    match set.iter().find(|s| totals[s.index()] == 0.0) {
        Some(missing) => Err(Error::MissingStance {
            missing: set.label(missing).to_owned(),
            found: found.join(", "),
        }),
        None => Ok(totals),
    }
}

/// n / (K * n_k) for balanced weights, 1 otherwise.
fn class_weights(totals: &[f64], kind: ClassWeight) -> Vec<f64> {
    let all: f64 = totals.iter().sum();
    match kind {
        ClassWeight::None => vec![1.0; totals.len()],
        ClassWeight::Balanced => totals
            .iter()
            .map(|t| all / (totals.len() as f64 * t))
            .collect(),
    }
}
