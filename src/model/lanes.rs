//! Coefficients of up to four classes side by side, so that one look at a feature serves all of them.
//!
//! Products are generic over the number they are summed in: `f64` where a figure is vouched for, `f32` for the directions of the
//! solver, which need not be exact.

use rayon::prelude::*;

use crate::features::SparseRows;

/// Classes in one pass; the rest of a shorter pass is zero.
pub(super) const LANES: usize = 4;

/// One row of coefficients or scores.
pub(super) type Lanes<T> = [T; LANES];

/// A floating-point number that sums are taken in.
pub(super) trait Number: Copy + Default + Send + Sync {
    fn from_f64(value: f64) -> Self;
    fn from_f32(value: f32) -> Self;
    fn into_f64(self) -> f64;
    /// `self + factor * value`, rounded twice.
    fn plus(self, factor: Self, value: Self) -> Self;
}

impl Number for f64 {
    fn from_f64(value: f64) -> Self {
        value
    }
    fn from_f32(value: f32) -> Self {
        f64::from(value)
    }
    fn into_f64(self) -> f64 {
        self
    }
    fn plus(self, factor: Self, value: Self) -> Self {
        self + factor * value
    }
}

impl Number for f32 {
    fn from_f64(value: f64) -> Self {
        value as f32
    }
    fn from_f32(value: f32) -> Self {
        value
    }
    fn into_f64(self) -> f64 {
        f64::from(self)
    }
    fn plus(self, factor: Self, value: Self) -> Self {
        self + factor * value
    }
}

/// Columns `first..first + LANES` of a matrix with `k` columns, row by row.
pub(super) fn to_lanes<T: Number>(matrix: &[f64], k: usize, first: usize) -> Vec<Lanes<T>> {
    let used = LANES.min(k - first);
    let lanes = |row: &[f64]| {
        let mut lanes = Lanes::default();
        for (lane, value) in lanes.iter_mut().zip(&row[first..first + used]) {
            *lane = T::from_f64(*value);
        }
        lanes
    };
    matrix.chunks_exact(k).map(lanes).collect()
}

/// Writes `rows` into columns `first..` of a matrix with `k` columns.
pub(super) fn from_lanes<T: Number>(rows: &[Lanes<T>], matrix: &mut [f64], k: usize, first: usize) {
    for (row, lanes) in matrix.chunks_exact_mut(k).zip(rows) {
        for (value, lane) in row[first..].iter_mut().zip(lanes) {
            *value = lane.into_f64();
        }
    }
}

/// Rows below which a product is not worth a second thread.
const PARALLEL_FROM: usize = 256;

/// `rows` times `weights`. Each output row is summed in the order of its columns, so that the result does not depend on the
/// number of threads.
pub(super) fn sparse_times<T: Number>(rows: &SparseRows, weights: &[Lanes<T>]) -> Vec<Lanes<T>> {
    let row = |i| {
        let (columns, values) = rows.row(i);
        let mut sums = Lanes::default();
        for (column, value) in columns.iter().zip(values) {
            add(&mut sums, *value, &weights[*column as usize]);
        }
        sums
    };
    (0..rows.len())
        .into_par_iter()
        .with_min_len(PARALLEL_FROM)
        .map(row)
        .collect()
}

/// `values` (rows x dims) times `weights` (dims rows).
pub(super) fn dense_times<T: Number>(
    values: &[f32],
    dims: usize,
    weights: &[Lanes<T>],
) -> Vec<Lanes<T>> {
    let row = |values: &[f32]| {
        // Two sums that do not wait for each other.
        let mut sums = [Lanes::default(); 2];
        let pairs = values.chunks_exact(2).zip(weights.chunks_exact(2));
        for (values, weights) in pairs {
            add(&mut sums[0], values[0], &weights[0]);
            add(&mut sums[1], values[1], &weights[1]);
        }
        let [mut sum, other] = sums;
        plus(&mut sum, &other);
        if values.len() % 2 == 1 {
            add(
                &mut sum,
                values[values.len() - 1],
                &weights[values.len() - 1],
            );
        }
        sum
    };
    values
        .par_chunks(dims.max(1))
        .with_min_len(PARALLEL_FROM.div_ceil(dims.max(1)).max(16))
        .map(row)
        .collect()
}

/// Adds `more` to `sums`, row by row.
pub(super) fn add_rows<T: Number>(sums: &mut [Lanes<T>], more: &[Lanes<T>]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        plus(sum, more);
    }
}

#[inline]
fn add<T: Number>(sums: &mut Lanes<T>, factor: f32, row: &Lanes<T>) {
    let factor = T::from_f32(factor);
    for (sum, value) in sums.iter_mut().zip(row) {
        *sum = sum.plus(factor, *value);
    }
}

#[inline]
fn plus<T: Number>(sums: &mut Lanes<T>, row: &Lanes<T>) {
    add(sums, 1.0, row);
}
