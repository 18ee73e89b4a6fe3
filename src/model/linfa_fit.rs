//! Where `linfa-logistic` fits: dense rows, unweighted, from small designs.
//!
//! linfa counts every row once and does not say whether it converged; [`super::fit`] therefore takes its optimum as the start
//! of Newton steps with the true weights and the true gradient.

use linfa::prelude::{Dataset, Fit};
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use super::design::Design;
use crate::error::{Error, Result};

/// linfa's optimum: weights (d x K) followed by intercepts (K). `classes` hold each of 0..k at least once.
pub(super) fn linfa_optimum(
    design: &Design,
    classes: &[usize],
    k: usize,
    alpha: f64,
    max_iterations: usize,
) -> Result<Vec<f64>> {
    let mut records = Array2::zeros((design.len(), design.width()));
    for (i, mut row) in records.rows_mut().into_iter().enumerate() {
        row.assign(&Array1::from(design.dense_row(i)));
    }
    fit_dense(records, classes, k, alpha, max_iterations)
}

/// linfa's optimum on dense `records` (n x d).
pub(super) fn fit_dense(
    records: Array2<f64>,
    classes: &[usize],
    k: usize,
    alpha: f64,
    max_iterations: usize,
) -> Result<Vec<f64>> {
    let width = records.ncols();
    let dataset = Dataset::new(records, Array1::from(classes.to_vec()));
    let fitted = MultiLogisticRegression::default()
        .alpha(alpha)
        .max_iterations(max_iterations as u64)
        .gradient_tolerance(1e-6)
        .fit(&dataset)
        .map_err(|e| Error::Linfa(e.to_string()))?;
    // linfa's columns are the sorted classes; every class is present, so column k is class k.
    if fitted.classes().len() != k || fitted.params().nrows() != width {
        return Err(Error::Linfa("its result has another shape".into()));
    }
    let mut weights: Vec<f64> = fitted.params().iter().copied().collect();
    weights.extend(fitted.intercept().iter());
    Ok(weights)
}
