//! Explaining one statement: the same sums as scoring, kept apart.

use super::scorer::{MadeRow, ModelView, Scratch};
use crate::explain::{Contribution, Explanation, Family, TokenShare};
use crate::features::{Ngram, WordPartKind, for_each_ngram, ngram_text, term_weight};
use crate::prediction::Prediction;
use crate::tokens::{Span, TokenKind};

impl ModelView<'_> {
    /// See [`super::StanceClassifier::explain`].
    pub(super) fn explain(&self, text: &str) -> Explanation {
        let mut scratch = Scratch::default();
        let mut prediction = Prediction::default();
        self.classify(text, &mut scratch, &mut prediction);
        let mut explanation = Explanation {
            scores: Vec::new(),
            intercepts: self.meta.intercepts.clone(),
            contributions: Vec::new(),
            tokens: self.empty_shares(&scratch),
            prediction,
        };
        if !explanation.prediction.probabilities.is_empty() {
            self.score(&scratch, &mut explanation.scores);
            self.explain_ngrams(&scratch, &mut explanation);
            self.explain_words(&scratch, &mut explanation);
            explanation
                .contributions
                .sort_by_key(|c| (c.span, c.family as u8));
        }
        explanation
            .tokens
            .retain(|t| t.values.iter().any(|v| *v != 0.0));
        explanation
    }

    fn empty_shares(&self, scratch: &Scratch) -> Vec<TokenShare> {
        let tokens = scratch.buffer.tokens().iter();
        tokens
            .map(|t| TokenShare {
                token: scratch.buffer.text(t).to_owned(),
                span: t.span,
                values: vec![0.0; self.k()],
            })
            .collect()
    }

    /// The known n-grams of the text with their columns, by column and then in the order of the text.
    fn known_ngrams(&self, scratch: &Scratch) -> Vec<(u32, Ngram)> {
        let mut known = Vec::new();
        for_each_ngram(
            scratch.buffer.tokens(),
            &self.meta.features.ngrams,
            |ngram| {
                let column = self.ngrams.get(ngram.key);
                known.extend(column.map(|c| (c as u32, ngram)));
            },
        );
        known.sort_by_key(|(column, _)| *column);
        known
    }

    fn explain_ngrams(&self, scratch: &Scratch, explanation: &mut Explanation) {
        let length = self.ngram_length(scratch);
        let tokens = scratch.buffer.tokens();
        let known = self.known_ngrams(scratch);
        for same in known.chunk_by(|a, b| a.0 == b.0) {
            let factor = f64::from(term_weight(same.len() as u32)) / length / same.len() as f64;
            for (column, ngram) in same {
                let values = scaled(self.ngram_row(*column).0, factor);
                let covered: Vec<usize> = (ngram.first..=ngram.last)
                    .filter(|i| {
                        ngram.first == ngram.last || tokens[*i].kind != TokenKind::Punctuation
                    })
                    .collect();
                for i in &covered {
                    add(&mut explanation.tokens[*i].values, &values, covered.len());
                }
                explanation.contributions.push(Contribution {
                    feature: ngram_text(&scratch.buffer, ngram),
                    family: Family::Ngram,
                    span: Span {
                        start: tokens[ngram.first].span.start,
                        end: tokens[ngram.last].span.end,
                    },
                    values,
                });
            }
        }
    }

    fn explain_words(&self, scratch: &Scratch, explanation: &mut Explanation) {
        let lengths = self.part_lengths(scratch);
        let k = self.k();
        self.for_each_word_row(&scratch.buffer, &mut MadeRow::default(), |word| {
            if word.row[k] <= 0.0 {
                return;
            }
            let token = &scratch.buffer.tokens()[word.token];
            let values = scaled(&word.row[..k], 1.0 / lengths[word.part]);
            add(&mut explanation.tokens[word.token].values, &values, 1);
            explanation.contributions.push(Contribution {
                feature: scratch.buffer.text(token).to_owned(),
                family: match self.parts[word.part] {
                    WordPartKind::Chars => Family::Chars,
                    WordPartKind::Vectors => Family::Vector,
                    WordPartKind::NegatedVectors => Family::NegatedVector,
                },
                span: token.span,
                values,
            });
        });
    }
}

fn scaled(row: &[f32], factor: f64) -> Vec<f64> {
    row.iter().map(|w| f64::from(*w) * factor).collect()
}

fn add(sums: &mut [f64], values: &[f64], shared_by: usize) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value / shared_by as f64;
    }
}
