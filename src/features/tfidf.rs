//! Tf-idf rows by the formulas of scikit-learn's `TfidfVectorizer(sublinear_tf=True)` (smooth idf, L2 norm):
//!
//! tf = 1 + ln(count), idf = ln((1 + n) / (1 + df)) + 1, value = tf * idf, each row divided by its Euclidean length.
//! Source: scikit-learn user guide, section "Tf-idf term weighting". An empty row stays empty.

use super::{SparseRows, Vocabulary};

/// Smooth inverse document frequency, 1 or more: `ln((1 + statements) / (1 + df)) + 1`.
#[must_use]
pub fn smooth_idf(statements: usize, df: u32) -> f64 {
    ((1.0 + statements as f64) / (1.0 + f64::from(df))).ln() + 1.0
}

/// Sublinear term weight: `1 + ln(count)`, for a count of 1 or more.
#[must_use]
pub fn term_weight(count: u32) -> f32 {
    match count {
        0 | 1 => 1.0,
        n => 1.0 + (n as f32).ln(),
    }
}

/// Tf-idf rows of `statements`, each given as the keys of its n-grams with repetition. Keys outside the vocabulary are passed
/// over.
pub fn tfidf_rows<'k>(
    statements: impl Iterator<Item = &'k [u64]>,
    vocabulary: &Vocabulary,
) -> SparseRows {
    let idf: Vec<f32> = vocabulary
        .df
        .iter()
        .map(|df| smooth_idf(vocabulary.statements, *df) as f32)
        .collect();
    let index = vocabulary.index.view();
    let mut rows = SparseRows::new(vocabulary.len());
    let mut columns: Vec<u32> = Vec::new();
    for keys in statements {
        columns.clear();
        columns.extend(keys.iter().filter_map(|k| index.get(*k)).map(|c| c as u32));
        columns.sort_unstable();
        rows.push_row(columns.chunk_by(|a, b| a == b).map(|same| {
            let column = same[0];
            (
                column,
                term_weight(same.len() as u32) * idf[column as usize],
            )
        }));
        let last = rows.len() - 1;
        let length = rows.row(last).1.iter().map(|v| v * v).sum::<f32>().sqrt();
        if length > 0.0 {
            rows.scale_row(last, 1.0 / length);
        }
    }
    rows
}
