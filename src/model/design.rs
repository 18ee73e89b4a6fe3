//! The design: rows of features as a product that is never multiplied out.
//!
//! X = [N | S1 M1 | S2 M2 ...], where N holds the tf-idf rows (n x n-grams), S_b the weights of each statement's words
//! (n x words) and M_b what stands for each word (words x dims: character n-grams, a word vector). X W and X' R need only
//! products with these factors, so a million rows cost no more memory than their words; and M_b W is what is written into the
//! model file for each word, so that scoring is exact.

use super::lanes::{
    LANES, Lanes, Number, add_rows, dense_times, from_lanes, sparse_times, to_lanes,
};
use crate::features::SparseRows;

/// What stands for each word: words x dims.
#[derive(Debug, Clone)]
pub enum WordMatrix {
    /// Word vectors, row by row.
    Dense {
        /// Numbers per word.
        dims: usize,
        /// words x dims.
        values: Vec<f32>,
    },
    /// Character n-grams.
    Sparse(SparseRows),
}

impl WordMatrix {
    /// Numbers per word.
    #[must_use]
    pub fn dims(&self) -> usize {
        match self {
            Self::Dense { dims, .. } => *dims,
            Self::Sparse(rows) => rows.width(),
        }
    }

    /// Row of a word as (column, value) pairs.
    pub fn row(&self, word: usize) -> Box<dyn Iterator<Item = (usize, f64)> + '_> {
        match self {
            Self::Dense { dims, values } => {
                let row = &values[word * dims..(word + 1) * dims];
                Box::new(row.iter().map(|v| f64::from(*v)).enumerate())
            }
            Self::Sparse(rows) => {
                let (columns, values) = rows.row(word);
                let columns = columns.iter().map(|c| *c as usize);
                Box::new(columns.zip(values.iter().map(|v| f64::from(*v))))
            }
        }
    }

    /// words rows: this matrix times `weights` (dims rows).
    fn times<T: Number>(&self, weights: &[Lanes<T>]) -> Vec<Lanes<T>> {
        match self {
            Self::Dense { dims, values } => dense_times(values, *dims, weights),
            Self::Sparse(rows) => sparse_times(rows, weights),
        }
    }

    fn transposed(&self) -> WordMatrix {
        match self {
            Self::Sparse(rows) => Self::Sparse(rows.transposed()),
            Self::Dense { dims, values } => {
                let words = values.len() / (*dims).max(1);
                let mut turned = vec![0_f32; values.len()];
                for (word, row) in values.chunks_exact(*dims).enumerate() {
                    for (dim, value) in row.iter().enumerate() {
                        turned[dim * words + word] = *value;
                    }
                }
                Self::Dense {
                    dims: words,
                    values: turned,
                }
            }
        }
    }
}

/// One word part of the design: S (n x words) and M (words x dims), with their transposes.
#[derive(Debug, Clone)]
pub struct WordPart {
    statements: SparseRows,
    statements_t: SparseRows,
    words: WordMatrix,
    words_t: WordMatrix,
}

impl WordPart {
    /// A part of the given factors: `statements` has as many columns as `words` has rows.
    #[must_use]
    pub fn new(statements: SparseRows, words: WordMatrix) -> Self {
        Self {
            statements_t: statements.transposed(),
            words_t: words.transposed(),
            statements,
            words,
        }
    }

    /// What stands for each word.
    #[must_use]
    pub fn words(&self) -> &WordMatrix {
        &self.words
    }
}

/// All rows of features.
#[derive(Debug, Clone)]
pub struct Design {
    ngrams: SparseRows,
    ngrams_t: SparseRows,
    parts: Vec<WordPart>,
}

impl Design {
    /// A design of tf-idf rows and further parts of the same number of rows.
    #[must_use]
    pub fn new(ngrams: SparseRows, parts: Vec<WordPart>) -> Self {
        Self {
            ngrams_t: ngrams.transposed(),
            ngrams,
            parts,
        }
    }

    /// Number of rows, n.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ngrams.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ngrams.is_empty()
    }

    /// Number of columns over all parts, d.
    #[must_use]
    pub fn width(&self) -> usize {
        self.ngrams.width() + self.parts.iter().map(|p| p.words.dims()).sum::<usize>()
    }

    /// The word parts, in column order after the n-grams.
    #[must_use]
    pub fn parts(&self) -> &[WordPart] {
        &self.parts
    }

    /// First and last column + 1 of each word part.
    #[must_use]
    pub fn part_columns(&self) -> Vec<std::ops::Range<usize>> {
        let mut start = self.ngrams.width();
        let range = |part: &WordPart| {
            let from = start;
            start += part.words.dims();
            from..start
        };
        self.parts.iter().map(range).collect()
    }

    /// n x K scores of `weights` (d x K).
    #[must_use]
    pub(super) fn times<T: Number>(&self, weights: &[f64], k: usize) -> Vec<f64> {
        by_lanes(weights, k, self.len(), |w| self.lanes_times::<T>(w))
    }

    /// d x K: the transposed design times `rows` (n x K).
    #[must_use]
    pub(super) fn transpose_times<T: Number>(&self, rows: &[f64], k: usize) -> Vec<f64> {
        by_lanes(rows, k, self.width(), |r| {
            self.transpose_lanes_times::<T>(r)
        })
    }

    fn lanes_times<T: Number>(&self, weights: &[Lanes<T>]) -> Vec<Lanes<T>> {
        let mut scores = sparse_times(&self.ngrams, &weights[..self.ngrams.width()]);
        for (part, columns) in self.parts.iter().zip(self.part_columns()) {
            let words = part.words.times(&weights[columns]);
            add_rows(&mut scores, &sparse_times(&part.statements, &words));
        }
        scores
    }

    fn transpose_lanes_times<T: Number>(&self, rows: &[Lanes<T>]) -> Vec<Lanes<T>> {
        let mut product = sparse_times(&self.ngrams_t, rows);
        for part in &self.parts {
            let words = sparse_times(&part.statements_t, rows);
            product.extend(part.words_t.times(&words));
        }
        product
    }

    /// Row `i` as d numbers.
    #[must_use]
    pub fn dense_row(&self, i: usize) -> Vec<f64> {
        let mut dense = vec![0.0; self.width()];
        let (columns, values) = self.ngrams.row(i);
        for (column, value) in columns.iter().zip(values) {
            dense[*column as usize] += f64::from(*value);
        }
        for (part, columns) in self.parts.iter().zip(self.part_columns()) {
            let (words, weights) = part.statements.row(i);
            for (word, weight) in words.iter().zip(weights) {
                for (dim, value) in part.words.row(*word as usize) {
                    dense[columns.start + dim] += f64::from(*weight) * value;
                }
            }
        }
        dense
    }

    /// d x K: for each column the sum over rows of x_ij squared times `rows` (n x K). Word parts are estimated from at most
    /// `sample` rows, evenly spread.
    #[must_use]
    pub(super) fn squares_transpose_times(
        &self,
        rows: &[f64],
        k: usize,
        sample: usize,
    ) -> Vec<f64> {
        let mut squares = self.ngrams_t.clone();
        for i in 0..squares.len() {
            squares.square_row(i);
        }
        let mut product = by_lanes(rows, k, squares.len(), |r| sparse_times::<f64>(&squares, r));
        if self.parts.is_empty() {
            return product;
        }
        let from = self.ngrams.width();
        let mut sums = vec![0.0; (self.width() - from) * k];
        let step = self.len().div_ceil(sample).max(1);
        for i in (0..self.len()).step_by(step) {
            for (j, x) in self.dense_row(i)[from..].iter().enumerate() {
                for c in 0..k {
                    sums[j * k + c] += x * x * rows[i * k + c] * step as f64;
                }
            }
        }
        product.extend(sums);
        product
    }
}

/// A product of `rows` x K that is taken four classes at a time.
fn by_lanes<T: Number>(
    matrix: &[f64],
    k: usize,
    rows: usize,
    product: impl Fn(&[Lanes<T>]) -> Vec<Lanes<T>>,
) -> Vec<f64> {
    let mut out = vec![0.0; rows * k];
    for first in (0..k).step_by(LANES) {
        from_lanes(&product(&to_lanes(matrix, k, first)), &mut out, k, first);
    }
    out
}
