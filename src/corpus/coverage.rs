//! Rows by label for each value of a field, and for each bin of length.

use std::collections::BTreeMap;

use super::field;
use super::plain_text::PlainText;
use crate::statement::LabelledStatement;

/// Bins of length in words: first and last length, both in.
const LENGTHS: [(usize, usize); 7] = [
    (0, 5),
    (6, 11),
    (12, 18),
    (19, 25),
    (26, 38),
    (39, 70),
    (71, usize::MAX),
];

/// Rows by label for each value of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The field.
    pub field: String,
    /// Values with their rows by label: numbers in order, words by falling count. Rows without one come last, as `(none)`.
    pub values: Vec<(String, Vec<u64>)>,
}

impl Coverage {
    /// Rows by length in words and label of `k`.
    pub(super) fn of_lengths(
        statements: &[LabelledStatement],
        texts: &[PlainText],
        k: usize,
    ) -> Self {
        let empty = |range: &(usize, usize)| (range_name(*range), vec![0; k]);
        let mut values: Vec<(String, Vec<u64>)> = LENGTHS.iter().map(empty).collect();
        for (statement, text) in statements.iter().zip(texts) {
            let bin = LENGTHS
                .iter()
                .position(|(_, last)| text.words.len() <= *last);
            let bin = bin.expect("the last bin has no end");
            values[bin].1[statement.stance.index()] += 1;
        }
        Self {
            field: "words".into(),
            values,
        }
    }

    /// Rows by label of `k` for each value of the field `name`; `None` if no row has it.
    pub(super) fn of_field(name: &str, statements: &[LabelledStatement], k: usize) -> Option<Self> {
        let mut counts: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        let mut without = vec![0; k];
        for statement in statements {
            let of_value = match field(statement, name) {
                Some(value) => counts.entry(value).or_insert_with(|| vec![0; k]),
                None => &mut without,
            };
            of_value[statement.stance.index()] += 1;
        }
        if counts.is_empty() {
            return None;
        }
        let mut values: Vec<(String, Vec<u64>)> = counts.into_iter().collect();
        values.sort_by_key(|(value, n)| match value.parse::<u64>() {
            Ok(number) => (0, number),
            Err(_) => (1, u64::MAX - n.iter().sum::<u64>()),
        });
        if without.iter().any(|n| *n > 0) {
            values.push(("(none)".into(), without));
        }
        Some(Self {
            field: name.to_owned(),
            values,
        })
    }
}

fn range_name((first, last): (usize, usize)) -> String {
    match (first, last) {
        (0, last) => format!("up to {last}"),
        (first, usize::MAX) => format!("{first} and more"),
        (first, last) => format!("{first} to {last}"),
    }
}
