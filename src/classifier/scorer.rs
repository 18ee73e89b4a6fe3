//! Scoring one statement: look up what is known of it, add up rows of weights.
//!
//! z_k = b_k + sum_j tf_j w_jk / |x| + sum over parts of (sum over words of a w_k) / sqrt(sum over words of a^2),
//! where idf, word weights and scales are multiplied into the stored rows, and each row's last number is its squared length.

use super::meta::ModelMeta;
use super::tally::Tally;
use crate::features::{
    CharSettings, KeyIndex, WordPartKind, for_each_char_ngram, for_each_ngram, term_weight,
};
use crate::model::softmax;
use crate::prediction::{Prediction, Reason};
use crate::tokens::{Case, Marks, Token, TokenBuffer, TokenKind, Tokenizer, WordSet};

/// Memory for scoring, reused from statement to statement.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) buffer: TokenBuffer,
    pub(super) hits: Hits,
    /// Sums of rows, one of each kind of feature.
    pub(super) sums: Vec<f64>,
    tally: Tally,
}

/// What is known of a statement.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Keys of all n-grams, in the order of the text.
    keys: Vec<u64>,
    /// Columns of the known ones, in the same order.
    pub ngrams: Vec<u32>,
    /// Word parts: part, token, and where the row of weights lies.
    pub words: Vec<WordHit>,
    /// Rows made up for unknown words.
    rows: Vec<f32>,
    /// Columns of the character n-grams of one word.
    columns: Vec<u32>,
    /// Words that have an entry of their own.
    pub known: usize,
    /// Words among the most frequent ones.
    pub frequent: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct WordHit {
    pub part: usize,
    pub token: usize,
    row: RowAt,
}

#[derive(Debug, Clone, Copy)]
enum RowAt {
    Stored(usize),
    Made(usize),
}

/// A model file's sections as numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct ModelView<'m> {
    pub meta: &'m ModelMeta,
    /// Numbers per row.
    pub lanes: usize,
    pub parts: &'m [WordPartKind],
    pub ordinary: WordSet<'m>,
    pub ngrams: KeyIndex<'m>,
    pub ngram_rows: &'m [f32],
    pub words: KeyIndex<'m>,
    pub word_rows: &'m [f32],
    pub chars: KeyIndex<'m>,
    pub char_rows: &'m [f32],
    pub term_ends: &'m [u32],
    pub term_text: &'m [u8],
}

impl<'m> ModelView<'m> {
    pub(super) fn k(&self) -> usize {
        self.meta.labels.len()
    }

    /// Tokenizes `text` and finds all that is known of it.
    pub(super) fn find(&self, text: &str, scratch: &mut Scratch) {
        let Scratch { buffer, hits, .. } = scratch;
        Tokenizer::new(self.meta.tokens, self.ordinary).tokenize(text, buffer);
        hits.clear();
        for_each_ngram(buffer.tokens(), &self.meta.features.ngrams, |ngram| {
            hits.keys.push(ngram.key);
        });
        let Hits { keys, ngrams, .. } = hits;
        self.ngrams.get_all(keys, |_, column| {
            ngrams.extend(column.map(|c| c as u32));
        });
        let words = (0..)
            .zip(buffer.tokens())
            .filter(|(_, t)| t.kind == TokenKind::Word);
        for (at, token) in words {
            self.find_word(buffer, at, token, hits);
        }
    }

    fn find_word(&self, buffer: &TokenBuffer, at: usize, token: &Token, hits: &mut Hits) {
        let entry = self.words.get(token.key);
        if let Some(entry) = entry {
            hits.known += 1;
            hits.frequent += usize::from(self.is_frequent(entry));
        }
        let plain = token.case == Case::Plain;
        let negated = token.marks.contains(Marks::NEGATED);
        for (part, kind) in self.parts.iter().enumerate() {
            if !kind.takes(plain, negated) {
                continue;
            }
            let row = match (entry, kind, &self.meta.features.chars) {
                (Some(word), _, _) => {
                    Some(RowAt::Stored((word * self.parts.len() + part) * self.lanes))
                }
                (None, WordPartKind::Chars, Some(settings)) => {
                    self.make_row(buffer.text(token), settings, hits)
                }
                _ => None,
            };
            hits.words.extend(row.map(|row| WordHit {
                part,
                token: at,
                row,
            }));
        }
    }

    /// The row of an unknown word from its character n-grams, each counted once and their sum brought to unit length.
    fn make_row(&self, word: &str, settings: &CharSettings, hits: &mut Hits) -> Option<RowAt> {
        let columns = &mut hits.columns;
        columns.clear();
        for_each_char_ngram(word, settings, |key| {
            columns.extend(self.chars.get(key).map(|c| c as u32));
        });
        columns.sort_unstable();
        columns.dedup();
        let start = hits.rows.len();
        hits.rows.resize(start + self.lanes, 0.0);
        let row = &mut hits.rows[start..];
        for column in columns.iter() {
            let from = *column as usize * self.lanes;
            for (sum, weight) in row.iter_mut().zip(&self.char_rows[from..from + self.lanes]) {
                *sum += weight;
            }
        }
        let k = self.k();
        let length = row[k].sqrt();
        if length <= 0.0 {
            return None;
        }
        row.iter_mut().for_each(|w| *w /= length);
        row[k] = 1.0;
        Some(RowAt::Made(start))
    }

    /// The weights of a word hit and its squared length.
    pub(super) fn word_row<'h>(&self, hit: &WordHit, hits: &'h Hits) -> (&'h [f32], f32)
    where
        'm: 'h,
    {
        let row = match hit.row {
            RowAt::Stored(at) => &self.word_rows[at..at + self.lanes],
            RowAt::Made(at) => &hits.rows[at..at + self.lanes],
        };
        (&row[..self.k()], row[self.k()])
    }

    /// Weights of an n-gram column, times idf, and its squared idf.
    pub(super) fn ngram_row(&self, column: u32) -> (&'m [f32], f32) {
        let at = column as usize * self.lanes;
        let row = &self.ngram_rows[at..at + self.lanes];
        (&row[..self.k()], row[self.k()])
    }

    /// Adds the rows of all n-grams to `sums`: weights, then the squared length of the tf-idf row. Each occurrence adds its row;
    /// one after the first only by as much as the term weight grows.
    fn sum_ngrams(&self, hits: &Hits, tally: &mut Tally, sums: &mut [f64]) {
        tally.start(hits.ngrams.len());
        for column in &hits.ngrams {
            let count = tally.add(*column);
            let at = *column as usize * self.lanes;
            let row = &self.ngram_rows[at..at + self.lanes];
            if count == 1 {
                add(sums, row, 1.0);
                continue;
            }
            let [before, tf] = [count - 1, count].map(|n| f64::from(term_weight(n)));
            let grown = tf - before;
            add(sums, row, grown);
            // A length grows by the square.
            let k = self.k();
            sums[k] += (tf * tf - before * before - grown) * f64::from(row[k]);
        }
    }

    /// Adds the rows of all words to `sums`, one row a part: weights, then the squared length.
    fn sum_words(&self, hits: &Hits, sums: &mut [f64]) {
        for hit in &hits.words {
            let row = match hit.row {
                RowAt::Stored(at) => &self.word_rows[at..at + self.lanes],
                RowAt::Made(at) => &hits.rows[at..at + self.lanes],
            };
            add(&mut sums[hit.part * self.lanes..][..self.lanes], row, 1.0);
        }
    }

    /// Length of the tf-idf row.
    pub(super) fn ngram_length(&self, hits: &Hits) -> f64 {
        let mut sums = vec![0.0; self.lanes];
        self.sum_ngrams(hits, &mut Tally::default(), &mut sums);
        sums[self.k()].sqrt()
    }

    /// Length of each word part.
    pub(super) fn part_lengths(&self, hits: &Hits) -> Vec<f64> {
        let mut sums = vec![0.0; self.lanes * self.parts.len()];
        self.sum_words(hits, &mut sums);
        let of_part = sums.chunks_exact(self.lanes);
        of_part.map(|sums| sums[self.k()].sqrt()).collect()
    }

    /// Scores of all stances of what was found into `scores`.
    pub(super) fn score(&self, scratch: &mut Scratch, scores: &mut Vec<f64>) {
        let Scratch {
            hits, sums, tally, ..
        } = scratch;
        scores.clear();
        scores.extend_from_slice(&self.meta.intercepts);
        sums.clear();
        sums.resize(self.lanes * (1 + self.parts.len()), 0.0);
        let (ngrams, words) = sums.split_at_mut(self.lanes);
        self.sum_ngrams(hits, tally, ngrams);
        self.sum_words(hits, words);
        for sums in sums.chunks_exact(self.lanes) {
            let length = sums[self.k()].sqrt();
            if length > 0.0 {
                for (score, sum) in scores.iter_mut().zip(sums) {
                    *score += sum / length;
                }
            }
        }
    }

    /// Scores of `text` before the softmax into `scores`, or the reason for which it has none.
    pub(super) fn scores(
        &self,
        text: &str,
        scratch: &mut Scratch,
        scores: &mut Vec<f64>,
    ) -> Result<(), Reason> {
        scores.clear();
        self.find(text, scratch);
        if scratch.hits.known == 0 {
            let empty = text.trim().is_empty();
            return Err(if empty {
                Reason::Empty
            } else {
                Reason::NoKnownWords
            });
        }
        if let Some(reason) = self.foreign(&scratch.buffer, &scratch.hits) {
            return Err(reason);
        }
        self.score(scratch, scores);
        Ok(())
    }

    /// Classifies `text`; see [`super::StanceClassifier::classify_into`].
    pub(super) fn classify(&self, text: &str, scratch: &mut Scratch, prediction: &mut Prediction) {
        let scored = self.scores(text, scratch, &mut prediction.probabilities);
        prediction.stance = None;
        prediction.reason = scored.err();
        prediction.known_tokens = scratch.hits.known;
        prediction.tokens = scratch.buffer.word_count();
        if scored.is_ok() {
            softmax(&mut prediction.probabilities);
            prediction.name_likeliest();
        }
    }

    /// Text of each n-gram column.
    pub(super) fn terms(&self) -> Vec<&'m str> {
        let text = std::str::from_utf8(self.term_text).unwrap_or_default();
        let mut start = 0;
        let cut = |end: &u32| {
            let from = std::mem::replace(&mut start, *end as usize);
            &text[from..*end as usize]
        };
        self.term_ends.iter().map(cut).collect()
    }

    /// See [`super::StanceClassifier::strongest`].
    pub(super) fn strongest(&self, count: usize) -> Vec<Vec<(String, f64)>> {
        let terms = self.terms();
        let of_stance = |k: usize| {
            let weight = |column: usize| {
                let (row, squares) = self.ngram_row(column as u32);
                let mean = row.iter().map(|w| f64::from(*w)).sum::<f64>() / row.len() as f64;
                (f64::from(row[k]) - mean) / f64::from(squares).sqrt()
            };
            let mut all: Vec<(usize, f64)> = (0..terms.len()).map(|c| (c, weight(c))).collect();
            all.sort_by(|a, b| b.1.total_cmp(&a.1));
            all.truncate(count);
            all.into_iter()
                .map(|(c, w)| (terms[c].to_owned(), w))
                .collect()
        };
        (0..self.k()).map(of_stance).collect()
    }
}

impl Hits {
    fn clear(&mut self) {
        self.keys.clear();
        self.ngrams.clear();
        self.words.clear();
        self.rows.clear();
        self.known = 0;
        self.frequent = 0;
    }
}

/// Adds `factor` times a row; rows of four numbers, those of up to three stances, in one go.
#[inline]
fn add(sums: &mut [f64], row: &[f32], factor: f64) {
    if let (Ok(sums), Ok(row)) = (
        <&mut [f64; 4]>::try_from(&mut *sums),
        <&[f32; 4]>::try_from(row),
    ) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += factor * f64::from(*weight);
        }
        return;
    }
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum += factor * f64::from(*weight);
    }
}
