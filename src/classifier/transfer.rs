//! What a model knows of single words, for the training of another.

use super::scorer::ModelView;
use crate::error::Result;
use crate::features::WordVectors;
use crate::tokens::word_key;

impl ModelView<'_> {
    /// See [`super::StanceClassifier::word_stances`].
    pub(super) fn word_stances(&self, table: &WordVectors) -> Result<WordVectors> {
        let k = self.k();
        let own = self.terms().into_iter().filter(|term| is_single_word(term));
        let further = own.filter(|w| table.rank(word_key(w)).is_none());
        let words: Vec<String> = table
            .words()
            .iter()
            .map(String::as_str)
            .chain(further)
            .map(String::from)
            .collect();
        let mut rows = Vec::with_capacity(words.len() * 2 * k);
        for word in &words {
            rows.extend(self.own_weights(word));
            rows.extend(self.part_weights(word));
        }
        for half in 0..2 {
            let cells =
                || (0..words.len()).flat_map(move |w| (0..k).map(move |c| (w * 2 + half) * k + c));
            let squares: f64 = cells().map(|at| f64::from(rows[at]).powi(2)).sum();
            let length = (squares / words.len() as f64).sqrt().max(1e-12);
            for at in cells() {
                rows[at] = (f64::from(rows[at]) / length) as f32;
            }
        }
        WordVectors::quantised(words, 2 * k, &rows)
    }

    /// Weights of the word as an n-gram, per unit of tf-idf, around their mean; zeros if it is none.
    fn own_weights(&self, word: &str) -> Vec<f32> {
        match self.ngrams.get(word_key(word)) {
            Some(column) => {
                let (row, squares) = self.ngram_row(column as u32);
                centred(row.iter().map(|w| w / squares.sqrt()))
            }
            None => vec![0.0; self.k()],
        }
    }

    /// Summed weights of the word parts, per unit of word weight, around their mean; zeros if there are none.
    fn part_weights(&self, word: &str) -> Vec<f32> {
        let mut sums = vec![0.0; self.k()];
        if let Some(entry) = self.words.get(word_key(word)) {
            for part in 0..self.parts.len() {
                let at = (entry * self.parts.len() + part) * self.lanes;
                let row = &self.word_rows[at..at + self.lanes];
                let weight = row[self.k()].sqrt();
                if weight > 0.0 {
                    for (sum, w) in sums.iter_mut().zip(row) {
                        *sum += w / weight;
                    }
                }
            }
        }
        centred(sums.into_iter())
    }
}

/// A term of one word: no n-gram of several, no mark, no mask.
fn is_single_word(term: &str) -> bool {
    term.starts_with(char::is_alphabetic)
        && !term.contains(' ')
        && !term.contains(char::is_uppercase)
}

fn centred(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let values: Vec<f32> = values.collect();
    let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
    values.into_iter().map(|v| v - mean).collect()
}
