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
use crate::tokens::{Case, Marks, TokenBuffer, TokenKind, Tokenizer, WordSet};

/// Memory for scoring, reused from statement to statement. Of a text only its tokens are kept; what is known of them is added up
/// as it is found.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) buffer: TokenBuffer,
    pub(super) known: Known,
    /// Sums of rows, one of the n-grams and one of each word part: weights, then the squared length.
    pub(super) sums: Vec<f64>,
    tally: Tally,
    made: MadeRow,
}

/// How many words of a statement are known.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Known {
    /// Words that have an entry of their own.
    pub words: usize,
    /// Words among the most frequent ones.
    pub frequent: usize,
}

/// Memory for the row of an unknown word.
#[derive(Debug, Default)]
pub(super) struct MadeRow {
    /// Columns of its character n-grams.
    columns: Vec<u32>,
    row: Vec<f32>,
}

/// What stands for a word in one part.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordRow<'r> {
    pub part: usize,
    pub token: usize,
    /// Weights, then the squared length.
    pub row: &'r [f32],
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

    /// Tokenizes `text` and adds up all that is known of it.
    pub(super) fn add_up(&self, text: &str, scratch: &mut Scratch) {
        let Scratch {
            buffer,
            known,
            sums,
            tally,
            made,
        } = scratch;
        Tokenizer::new(self.meta.tokens, self.ordinary).tokenize(text, buffer);
        sums.clear();
        sums.resize(self.lanes * (1 + self.parts.len()), 0.0);
        let (ngrams, words) = sums.split_at_mut(self.lanes);
        tally.start();
        self.for_each_known_ngram(buffer, |column| self.add_ngram(column, tally, ngrams));
        *known = self.for_each_word_row(buffer, made, |word| {
            add(
                &mut words[word.part * self.lanes..][..self.lanes],
                word.row,
                1.0,
            );
        });
    }

    /// Calls `found` with the column of each known n-gram, in the order of the text.
    fn for_each_known_ngram(&self, buffer: &TokenBuffer, mut found: impl FnMut(u32)) {
        let mut asked = Abreast::default();
        let mut find = |keys: &[u64]| {
            self.ngrams.get_all(keys, |_, column| {
                if let Some(column) = column {
                    found(column as u32);
                }
            });
        };
        for_each_ngram(buffer.tokens(), &self.meta.features.ngrams, |ngram| {
            if asked.push(ngram.key, 0) {
                find(&asked.keys);
                asked.count = 0;
            }
        });
        find(asked.keys());
    }

    /// Calls `found` with what stands for each word, in the order of the text.
    pub(super) fn for_each_word_row(
        &self,
        buffer: &TokenBuffer,
        made: &mut MadeRow,
        mut found: impl FnMut(WordRow<'_>),
    ) -> Known {
        let mut known = Known::default();
        let mut asked = Abreast::default();
        let mut find = |asked: &Abreast| {
            self.words.get_all(asked.keys(), |i, entry| {
                let token = asked.tokens[i];
                if let Some(entry) = entry {
                    known.words += 1;
                    known.frequent += usize::from(self.is_frequent(entry));
                }
                self.word_rows_of(buffer, token as usize, entry, made, &mut found);
            });
        };
        for (at, token) in buffer.tokens().iter().enumerate() {
            if token.kind == TokenKind::Word && asked.push(token.key, at as u32) {
                find(&asked);
                asked.count = 0;
            }
        }
        find(&asked);
        known
    }

    /// The rows of one word in all parts that take it.
    #[inline]
    fn word_rows_of(
        &self,
        buffer: &TokenBuffer,
        at: usize,
        entry: Option<usize>,
        made: &mut MadeRow,
        found: &mut impl FnMut(WordRow<'_>),
    ) {
        let token = &buffer.tokens()[at];
        let plain = token.case == Case::Plain;
        let negated = token.marks.contains(Marks::NEGATED);
        let stored = entry.map(|entry| self.rows_of_entry(entry));
        for (part, kind) in self.parts.iter().enumerate() {
            if !kind.takes(plain, negated) {
                continue;
            }
            let row = match (stored, kind, &self.meta.features.chars) {
                (Some(rows), _, _) => Some(&rows[part * self.lanes..][..self.lanes]),
                (None, WordPartKind::Chars, Some(settings)) => {
                    self.make_row(buffer.text(token), settings, made)
                }
                _ => None,
            };
            if let Some(row) = row {
                found(WordRow {
                    part,
                    token: at,
                    row,
                });
            }
        }
    }

    /// The rows of all parts of a known word.
    #[inline]
    pub(super) fn rows_of_entry(&self, entry: usize) -> &'m [f32] {
        let lanes = self.lanes * self.parts.len();
        &self.word_rows[entry * lanes..][..lanes]
    }

    /// The row of an unknown word from its character n-grams, each counted once and their sum brought to unit length.
    fn make_row<'r>(
        &self,
        word: &str,
        settings: &CharSettings,
        made: &'r mut MadeRow,
    ) -> Option<&'r [f32]> {
        let MadeRow { columns, row } = made;
        columns.clear();
        for_each_char_ngram(word, settings, |key| {
            columns.extend(self.chars.get(key).map(|c| c as u32));
        });
        columns.sort_unstable();
        columns.dedup();
        row.clear();
        row.resize(self.lanes, 0.0);
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
        Some(row)
    }

    /// Weights of an n-gram column, times idf, and its squared idf.
    pub(super) fn ngram_row(&self, column: u32) -> (&'m [f32], f32) {
        let at = column as usize * self.lanes;
        let row = &self.ngram_rows[at..at + self.lanes];
        (&row[..self.k()], row[self.k()])
    }

    /// Adds the row of one more occurrence of an n-gram to `sums`: weights, then the squared length of the tf-idf row; after the
    /// first only by as much as the term weight grows.
    #[inline]
    fn add_ngram(&self, column: u32, tally: &mut Tally, sums: &mut [f64]) {
        let at = column as usize * self.lanes;
        let row = &self.ngram_rows[at..at + self.lanes];
        let count = tally.add(column);
        if count == 1 {
            return add(sums, row, 1.0);
        }
        let [before, tf] = [count - 1, count].map(|n| f64::from(term_weight(n)));
        let grown = tf - before;
        add(sums, row, grown);
        // A length grows by the square.
        let k = self.k();
        sums[k] += (tf * tf - before * before - grown) * f64::from(row[k]);
    }

    /// Length of the tf-idf row of what was added up.
    pub(super) fn ngram_length(&self, scratch: &Scratch) -> f64 {
        scratch.sums[self.k()].sqrt()
    }

    /// Length of each word part of what was added up.
    pub(super) fn part_lengths(&self, scratch: &Scratch) -> Vec<f64> {
        let of_part = scratch.sums.chunks_exact(self.lanes).skip(1);
        of_part.map(|sums| sums[self.k()].sqrt()).collect()
    }

    /// Scores of all stances of what was added up into `scores`.
    pub(super) fn score(&self, scratch: &Scratch, scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend_from_slice(&self.meta.intercepts);
        for sums in scratch.sums.chunks_exact(self.lanes) {
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
        self.add_up(text, scratch);
        if scratch.known.words == 0 {
            let empty = text.trim().is_empty();
            return Err(if empty {
                Reason::Empty
            } else {
                Reason::NoKnownWords
            });
        }
        if let Some(reason) = self.foreign(&scratch.buffer, scratch.known) {
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
        prediction.known_tokens = scratch.known.words;
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

/// Look-ups that are begun together.
const ABREAST: usize = 32;

/// Keys to be looked up together, and the tokens that they belong to.
struct Abreast {
    keys: [u64; ABREAST],
    tokens: [u32; ABREAST],
    count: usize,
}

impl Default for Abreast {
    fn default() -> Self {
        Self {
            keys: [0; ABREAST],
            tokens: [0; ABREAST],
            count: 0,
        }
    }
}

impl Abreast {
    /// Adds a key; whether there is no room for another.
    #[inline]
    fn push(&mut self, key: u64, token: u32) -> bool {
        self.keys[self.count] = key;
        self.tokens[self.count] = token;
        self.count += 1;
        self.count == ABREAST
    }

    fn keys(&self) -> &[u64] {
        &self.keys[..self.count]
    }
}

/// Adds `factor` times a row, four numbers in one go.
#[inline]
fn add(sums: &mut [f64], row: &[f32], factor: f64) {
    let fours = sums.as_chunks_mut::<4>().0.iter_mut();
    for (sums, row) in fours.zip(row.as_chunks::<4>().0) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += factor * f64::from(*weight);
        }
    }
}
