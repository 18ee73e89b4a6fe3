//! The words of a statement as duplicates are told by: lower case, plain quotes, contractions taken apart, no names masked.

use rayon::prelude::*;

use crate::statement::LabelledStatement;
use crate::tokens::{TokenBuffer, TokenKind, TokenSettings, Tokenizer, WordSet, word_key};

/// Marks that can turn a stance, so that texts which differ in them are not the same.
const TELLING_MARKS: [&str; 3] = ["?", "!", "\""];

/// Words of an opening.
pub(super) const OPENING_WORDS: usize = 4;

/// One statement's words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PlainText {
    /// Keys of its words, numbers included.
    pub words: Vec<u64>,
    /// Keys of its words and telling marks: equal for texts that are the same after normalisation.
    pub identity: Vec<u64>,
    /// Its first four words; `None` if it has fewer.
    pub opening: Option<String>,
}

/// Reads the words of each statement.
pub(super) fn plain_texts(statements: &[LabelledStatement]) -> Vec<PlainText> {
    statements
        .par_iter()
        .map_init(TokenBuffer::new, |buffer, s| plain_text(&s.text, buffer))
        .collect()
}

/// Reads the words of one text.
pub(super) fn plain_text(text: &str, buffer: &mut TokenBuffer) -> PlainText {
    let settings = TokenSettings {
        mask_names: false,
        mask_numbers: false,
    };
    Tokenizer::new(settings, WordSet::default()).tokenize(text, buffer);
    let mut plain = PlainText::default();
    let mut opening = Vec::new();
    for token in buffer.tokens() {
        let written = buffer.text(token);
        let word = token.kind != TokenKind::Punctuation;
        if word {
            plain.words.push(token.key);
            if opening.len() < OPENING_WORDS {
                opening.push(written);
            }
        }
        if word || TELLING_MARKS.contains(&written) {
            plain.identity.push(token.key);
        }
    }
    if plain.words.is_empty() {
        plain.identity = vec![word_key(text.trim())];
    }
    plain.opening = (opening.len() == OPENING_WORDS).then(|| opening.join(" "));
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(text: &str) -> Vec<u64> {
        plain_text(text, &mut TokenBuffer::new()).identity
    }

    #[test]
    fn the_same_words_are_the_same_text() {
        for (a, b) in [
            ("We can't accept it.", "we cannot accept it"),
            ("\u{201C}No,\u{201D} he said", "\"No\" -- he said."),
            ("  cafe\u{301} talks ", "CAF\u{C9} TALKS"),
        ] {
            assert_eq!(identity(a), identity(b), "{a} / {b}");
        }
        for (a, b) in [
            ("They left.", "They left?"),
            ("the referendum", "the \"referendum\""),
            ("\u{1F600}", "\u{1F622}"),
        ] {
            assert_ne!(identity(a), identity(b), "{a} / {b}");
        }
    }

    #[test]
    fn openings_have_four_words() {
        let opening = |text| plain_text(text, &mut TokenBuffer::new()).opening;
        assert_eq!(
            opening("Well, the U.N. knew it."),
            Some("well the un knew".into())
        );
        assert_eq!(opening("Not at all."), None);
    }
}
