//! Extraction: the statements of an article with their stance.
//!
//! [`crate::article`] finds who is said to have said what; here the classifier reads the words and the cue's class is weighed
//! in. How both are combined says `stance.rs`; docs/extract.md has the measurements behind it.

mod stance;

use crate::article::{FrameClass, QuoteType, Reported, find_statements};
use crate::classifier::{Scratch, StanceClassifier};
use crate::prediction::{Prediction, Reason};
use crate::tokens::Span;

/// What a change of stance within a turn costs, as a logarithm of odds; measured on the training articles, docs/extract.md.
const CHANGE: f64 = 1.0;

/// A statement with its stance.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtractedStatement {
    /// The words, the speaker and the cue.
    pub reported: Reported,
    /// The stance, words and cue together.
    pub prediction: Prediction,
}

/// Finds the statements of articles and names their stances.
///
/// # Examples
/// ```
/// use demarche::{StanceClassifier, extraction::Extractor};
/// let classifier = StanceClassifier::embedded()?;
/// let found = Extractor::new(&classifier).extract("Oslo condemned the raid on the harbour, while Bonn defended it.");
/// let labels: Vec<&str> = found.iter().map(|s| classifier.stances().label(s.prediction.stance.unwrap())).collect();
/// assert_eq!(labels, ["condemning", "defending"]);
/// # Ok::<(), demarche::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Extractor<'m> {
    classifier: &'m StanceClassifier,
    /// Quoted words that nobody is said to have said are kept.
    scare_quotes: bool,
}

impl<'m> Extractor<'m> {
    /// An extractor that names stances with `classifier`; scare quotes are left out.
    #[must_use]
    pub fn new(classifier: &'m StanceClassifier) -> Self {
        Self {
            classifier,
            scare_quotes: false,
        }
    }

    /// Keeps quoted words that nobody is said to have said, as [`QuoteType::Scare`]; they get no stance.
    #[must_use]
    pub fn keep_scare_quotes(self) -> Self {
        Self {
            scare_quotes: true,
            ..self
        }
    }

    /// The statements of an article, in the order of the text.
    #[must_use]
    pub fn extract(&self, text: &str) -> Vec<ExtractedStatement> {
        let mut scratch = Scratch::default();
        let kept = |s: &Reported| self.scare_quotes || s.quote_type != QuoteType::Scare;
        let mut found = Vec::new();
        for reported in find_statements(text).into_iter().filter(kept) {
            if reported.is_turn {
                self.split_turn(text, &reported, &mut scratch, &mut found);
            } else {
                let prediction = self.predict(text, &reported, &mut scratch);
                found.push(ExtractedStatement {
                    reported,
                    prediction,
                });
            }
        }
        found
    }

    /// Splits a turn where the stance changes from one sentence to the next.
    fn split_turn(
        &self,
        text: &str,
        turn: &Reported,
        scratch: &mut Scratch,
        found: &mut Vec<ExtractedStatement>,
    ) {
        let sentence = |part: &Span| {
            let reported = Reported {
                parts: vec![*part],
                ..turn.clone()
            };
            self.predict(text, &reported, scratch).probabilities
        };
        let sentences: Vec<Vec<f64>> = turn.parts.iter().map(sentence).collect();
        let stances = smoothed(&sentences, self.classifier.stances().len());
        let mut start = 0;
        for run in stances.chunk_by(|a, b| a == b) {
            let parts = &turn.parts[start..start + run.len()];
            start += run.len();
            let whole = Span {
                start: parts[0].start,
                end: parts[parts.len() - 1].end,
            };
            let reported = Reported {
                parts: vec![whole],
                ..turn.clone()
            };
            let prediction = self.predict(text, &reported, scratch);
            found.push(ExtractedStatement {
                reported,
                prediction,
            });
        }
    }

    fn predict(&self, text: &str, reported: &Reported, scratch: &mut Scratch) -> Prediction {
        if reported.quote_type == QuoteType::Scare {
            return Prediction::abstained(Reason::NoKnownWords);
        }
        let words = reported.words(text);
        let mut prediction = Prediction::default();
        self.classifier
            .classify_into(&words, scratch, &mut prediction);
        if self.classifier.stances().is_default() {
            let class = reported.cue.as_ref().map_or(FrameClass::NONE, |c| c.class);
            let sentence = &text[reported.sentence.start..reported.sentence.end];
            stance::combine(&mut prediction, class, &words, sentence);
        }
        prediction
    }
}

/// The likeliest sequence of stances if each change costs [`CHANGE`] (Viterbi's algorithm); a sentence of which no word is known
/// says nothing.
fn smoothed(sentences: &[Vec<f64>], k: usize) -> Vec<usize> {
    let mut costs = vec![0.0; k];
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(sentences.len());
    for probabilities in sentences {
        let cheapest = (0..k).fold(0, |best, s| if costs[s] < costs[best] { s } else { best });
        let from: Vec<usize> = (0..k)
            .map(|s| {
                if costs[s] <= costs[cheapest] + CHANGE {
                    s
                } else {
                    cheapest
                }
            })
            .collect();
        let cost = |s: usize| {
            let change = if from[s] == s { 0.0 } else { CHANGE };
            let p = probabilities.get(s).copied().unwrap_or(1.0);
            costs[from[s]] + change - p.max(1e-9).ln()
        };
        costs = (0..k).map(cost).collect();
        came_from.push(from);
    }
    let mut at = (0..k).fold(0, |best, s| if costs[s] < costs[best] { s } else { best });
    let mut path = Vec::with_capacity(sentences.len());
    for from in came_from.iter().rev() {
        path.push(at);
        at = from[at];
    }
    path.reverse();
    path
}
