//! Is a text in the model's language at all? Decided by shares of known and of frequent words; only in doubt is a language
//! detector asked.

use super::scorer::{Known, ModelView};
use crate::prediction::Reason;
use crate::tokens::{TokenBuffer, TokenKind};

/// Words below which shares say nothing.
const FEWEST_WORDS: usize = 4;

/// Share of known words below which a text is not classified.
const KNOWN_AT_LEAST: f64 = 0.4;

/// Shares of known and of frequent words from which the language is beyond doubt.
const KNOWN_BEYOND_DOUBT: f64 = 0.6;
const FREQUENT_BEYOND_DOUBT: f64 = 0.15;

/// Share of known words from which one frequent word puts the language beyond doubt, and without one a detector that calls itself
/// unsure is not believed: a short sentence has few frequent words.
const KNOWN_NEARLY_ALL: f64 = 0.9;

/// Share of frequent words below which the detector is believed though it calls itself unsure.
const FREQUENT_AT_LEAST: f64 = 0.13;

/// Squared word weight below which a word is one of the hundred or so most frequent.
const FREQUENT_WEIGHT: f32 = 0.3;

/// Characters of training text that the detector sees.
const SAMPLE: usize = 20_000;

/// The language of the training texts as an ISO 639-3 code, if it can be told.
pub(super) fn language_of(texts: &[&str]) -> Option<String> {
    let mut sample = String::new();
    for text in texts {
        if sample.len() > SAMPLE {
            break;
        }
        sample.push_str(text);
        sample.push('\n');
    }
    let found = whatlang::detect(&sample)?;
    found.is_reliable().then(|| found.lang().code().to_owned())
}

/// The words of a text without names and numbers, so that no name decides.
fn plain_words(buffer: &TokenBuffer) -> String {
    let words = buffer.tokens().iter().filter(|t| t.kind == TokenKind::Word);
    words.flat_map(|t| [buffer.text(t), " "]).collect()
}

impl ModelView<'_> {
    /// Why a text of which some word is known should not be classified all the same.
    pub(super) fn foreign(&self, buffer: &TokenBuffer, known: Known) -> Option<Reason> {
        let language = self.meta.training.language.as_deref()?;
        let words = buffer
            .tokens()
            .iter()
            .filter(|t| t.kind == TokenKind::Word)
            .count();
        if words < FEWEST_WORDS {
            return None;
        }
        let share = |n: usize| n as f64 / words as f64;
        let share_known = share(known.words);
        // A model of n-grams alone keeps no word weights and cannot tell frequent words.
        let frequent = (!self.parts.is_empty()).then(|| share(known.frequent));
        if share_known >= KNOWN_NEARLY_ALL && known.frequent > 0 {
            return None;
        }
        if share_known >= KNOWN_BEYOND_DOUBT && frequent.is_none_or(|f| f >= FREQUENT_BEYOND_DOUBT)
        {
            return None;
        }
        let unusual =
            share_known < KNOWN_NEARLY_ALL && frequent.is_some_and(|f| f < FREQUENT_AT_LEAST);
        let believed = |found: &whatlang::Info| found.is_reliable() || unusual;
        let other = whatlang::detect(&plain_words(buffer))
            .filter(|found| found.lang().code() != language && believed(found));
        match other {
            Some(_) => Some(Reason::OtherLanguage),
            None => (share_known < KNOWN_AT_LEAST).then_some(Reason::MostlyUnknown),
        }
    }

    /// Whether the word of this entry is among the most frequent ones.
    #[inline]
    pub(super) fn is_frequent(&self, entry: usize) -> bool {
        let rows = self.rows_of_entry(entry);
        rows.chunks_exact(self.lanes)
            .map(|row| row[self.k()])
            .find(|weight| *weight > 0.0)
            .is_some_and(|weight| weight < FREQUENT_WEIGHT)
    }
}
