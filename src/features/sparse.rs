//! Sparse rows (CSR): what the featurizer fills and the fit reads.

/// Rows of (column, value) pairs, all rows in three flat arrays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SparseRows {
    /// End of each row in `columns` and `values`.
    ends: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl SparseRows {
    /// No rows yet, of `width` columns.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    /// Adds a row; columns are below the width, in any order.
    pub fn push_row(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (column, value) in row {
            debug_assert!((column as usize) < self.width);
            self.columns.push(column);
            self.values.push(value);
        }
        self.ends.push(self.columns.len());
    }

    /// Appends the rows of `other`, which has the same width.
    pub fn append(&mut self, other: &SparseRows) {
        let base = self.columns.len();
        self.columns.extend_from_slice(&other.columns);
        self.values.extend_from_slice(&other.values);
        self.ends.extend(other.ends.iter().map(|end| base + end));
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of stored values.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.columns.len()
    }

    /// Columns and values of row `i`.
    #[must_use]
    pub fn row(&self, i: usize) -> (&[u32], &[f32]) {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        let end = self.ends[i];
        (&self.columns[start..end], &self.values[start..end])
    }

    /// Multiplies all values of row `i`.
    pub fn scale_row(&mut self, i: usize, factor: f32) {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        for value in &mut self.values[start..self.ends[i]] {
            *value *= factor;
        }
    }

    /// Squares all values of row `i`.
    pub fn square_row(&mut self, i: usize) {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        for value in &mut self.values[start..self.ends[i]] {
            *value *= *value;
        }
    }

    /// The transpose: `width` rows of `len` columns, each in ascending order of column.
    #[must_use]
    pub fn transposed(&self) -> SparseRows {
        let mut ends = vec![0_usize; self.width];
        for column in &self.columns {
            ends[*column as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut columns = vec![0_u32; total];
        let mut values = vec![0_f32; total];
        for row in 0..self.len() {
            let (row_columns, row_values) = self.row(row);
            for (column, value) in row_columns.iter().zip(row_values) {
                let at = &mut ends[*column as usize];
                columns[*at] = row as u32;
                values[*at] = *value;
                *at += 1;
            }
        }
        SparseRows {
            ends,
            columns,
            values,
            width: self.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_exchanges_rows_and_columns() {
        let mut rows = SparseRows::new(3);
        rows.push_row([(2, 1.0), (0, 2.0)]);
        rows.push_row([]);
        rows.push_row([(2, 3.0)]);
        let columns = rows.transposed();
        assert_eq!((columns.len(), columns.width()), (3, 3));
        assert_eq!(columns.row(0), (&[0_u32][..], &[2.0_f32][..]));
        assert_eq!(columns.row(1), (&[][..], &[][..]));
        assert_eq!(columns.row(2), (&[0_u32, 2][..], &[1.0_f32, 3.0][..]));
    }
}
