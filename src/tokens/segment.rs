//! Words by UAX #29, with contractions taken apart and compounds joined or split.
//!
//! Reads the normalised text and fills the buffer with words, numbers and marks of punctuation in order. White space is
//! dropped.

use super::contractions::{self, Piece};
use super::normalize::Normalizer;
use super::word_bounds::for_each_segment;
use super::{Span, TokenBuffer, TokenKind, Writing};
use caseless::Caseless;

/// Prefixes that are joined to the word after their hyphen, for alone they would say the opposite or nothing.
const BOUND_PREFIXES: [&str; 7] = ["de", "co", "re", "non", "un", "mis", "dis"];

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 18] = [
    "mr", "mrs", "ms", "dr", "gen", "col", "lt", "sgt", "capt", "adm", "sen", "rep", "gov", "st",
    "no", "art", "vs", "para",
];

/// Fills `buffer` with the raw tokens of `text`.
pub(super) fn segment(text: &str, buffer: &mut TokenBuffer) {
    let mut normalizer = std::mem::take(&mut buffer.normalizer);
    if text.is_ascii() {
        Segmenter::new(buffer, text, None).run();
    } else {
        normalizer.rewrite(text);
        Segmenter::new(buffer, normalizer.text(), Some(&normalizer)).run();
    }
    buffer.normalizer = normalizer;
}

/// Appends `text` in folded case.
pub(super) fn fold_case(text: &str, arena: &mut String) {
    if text.is_ascii() {
        let start = arena.len();
        arena.push_str(text);
        arena[start..].make_ascii_lowercase();
    } else {
        arena.extend(text.chars().default_case_fold());
    }
}

struct Segmenter<'a> {
    buffer: &'a mut TokenBuffer,
    text: &'a str,
    normalizer: Option<&'a Normalizer>,
    /// The next word starts a sentence or a quotation.
    initial: bool,
    /// Byte after a bound prefix and its hyphen, and where the prefix starts.
    prefix: Option<(usize, usize)>,
    /// End of an apostrophe that may start a detached clitic.
    apostrophe: Option<usize>,
    /// End of the last abbreviation or acronym.
    abbreviation: Option<usize>,
}

impl<'a> Segmenter<'a> {
    fn new(buffer: &'a mut TokenBuffer, text: &'a str, normalizer: Option<&'a Normalizer>) -> Self {
        Self {
            buffer,
            text,
            normalizer,
            initial: true,
            prefix: None,
            apostrophe: None,
            abbreviation: None,
        }
    }

    fn run(mut self) {
        let text = self.text;
        for_each_segment(text, |start, segment| {
            if segment == " " {
                return;
            }
            if self.is_simple(start, segment) {
                self.simple_word(start, segment);
            } else if segment.chars().any(char::is_alphanumeric) {
                self.word(start, segment);
                self.apostrophe = None;
            } else if !segment.trim().is_empty() {
                self.mark(start, segment);
            }
        });
    }

    /// Whether `word` is what most words are: ASCII letters, with no prefix or apostrophe before it, in no table of contractions
    /// or abbreviations, so that nothing can come of it but one token.
    #[inline]
    fn is_simple(&self, start: usize, word: &str) -> bool {
        self.prefix.is_none()
            && self.apostrophe != Some(start)
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && !may_be_listed(word.as_bytes())
    }

    /// The token of a word for which [`Self::is_simple`] holds.
    #[inline]
    fn simple_word(&mut self, start: usize, word: &str) {
        self.apostrophe = None;
        let capital = word.as_bytes()[0].is_ascii_uppercase();
        let writing = Writing {
            capital,
            initial: std::mem::replace(&mut self.initial, false),
            shouted: capital && word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()),
        };
        let span = self.span(start, start + word.len());
        self.buffer.push(TokenKind::Word, word, span, writing);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        match self.normalizer {
            Some(normalizer) => normalizer.span(start, end),
            None => Span { start, end },
        }
    }

    fn push(&mut self, kind: TokenKind, text: &str, start: usize, end: usize) {
        let written = &self.text[start..end];
        let capital = written.starts_with(char::is_uppercase);
        let writing = Writing {
            capital,
            initial: std::mem::replace(&mut self.initial, false),
            shouted: (capital || !written.starts_with(char::is_alphabetic)) && is_shouted(written),
        };
        self.buffer.push(kind, text, self.span(start, end), writing);
    }

    /// The word at `start..end` without one of its characters.
    fn push_without(&mut self, dropped: char, start: usize, end: usize) {
        let mut kept = std::mem::take(&mut self.buffer.kept);
        kept.clear();
        kept.extend(self.text[start..end].chars().filter(|c| *c != dropped));
        self.push(TokenKind::Word, &kept, start, end);
        self.buffer.kept = kept;
    }

    fn word(&mut self, start: usize, word: &str) {
        let end = start + word.len();
        if self.apostrophe == Some(start)
            && let Some(expanded) = contractions::detached(word)
        {
            if !expanded.is_empty() {
                self.push(TokenKind::Word, expanded, start, end);
            }
            return;
        }
        if word.starts_with(|c: char| c.is_numeric()) {
            self.push(TokenKind::Number, word, start, end);
            return;
        }
        if let Some(from) = self.joined_prefix(start) {
            self.buffer.tokens.pop();
            self.push_without('-', from, end);
            return;
        }
        if BOUND_PREFIXES.iter().any(|p| word.eq_ignore_ascii_case(p))
            && self.text[end..].starts_with('-')
        {
            self.prefix = Some((end + 1, start));
        }
        self.plain_word(start, word);
    }

    /// Where the bound prefix before `start` begins, if there is one.
    fn joined_prefix(&mut self, start: usize) -> Option<usize> {
        let (after, from) = self.prefix.take()?;
        (after == start).then(|| {
            self.initial = self.buffer.tokens.last().is_some_and(|t| t.initial);
            from
        })
    }

    fn plain_word(&mut self, start: usize, word: &str) {
        let end = start + word.len();
        if is_acronym(word) {
            self.push_without('.', start, end);
            self.abbreviation = Some(end);
            return;
        }
        if ABBREVIATIONS.iter().any(|a| word.eq_ignore_ascii_case(a)) {
            self.abbreviation = Some(end);
        }
        match contractions::split(word) {
            None => self.push(TokenKind::Word, word, start, end),
            Some(pieces) => {
                for Piece { text, from, to } in pieces {
                    self.push(TokenKind::Word, text, start + from, start + to);
                }
            }
        }
    }

    fn mark(&mut self, start: usize, mark: &str) {
        let end = start + mark.len();
        match mark {
            // One hyphen or dash inside a compound says nothing; two or a long one part clauses.
            "-" if self.text[end..].starts_with(char::is_alphanumeric) => return,
            "'" => {
                self.apostrophe = Some(end);
                return;
            }
            "." if self.abbreviation == Some(start) => return,
            _ => {}
        }
        self.push_mark(start, end, mark);
        self.initial |= starts_sentence(mark) || self.opens_text(mark);
    }

    fn push_mark(&mut self, start: usize, end: usize, mark: &str) {
        let initial = self.initial;
        let doubled = self
            .buffer
            .tokens
            .last()
            .is_some_and(|t| t.span.end == start && self.buffer.text(t) == mark);
        if !doubled {
            self.push(TokenKind::Punctuation, mark, start, end);
        }
        self.initial = initial;
    }

    /// A dash after the few words of a dateline ("NAIROBI --").
    fn opens_text(&self, mark: &str) -> bool {
        matches!(mark, "-" | "\u{2013}" | "\u{2014}") && self.buffer.tokens.len() <= 6
    }
}

/// Bound prefixes and abbreviations as numbers of their bytes, first byte lowest.
const SHORT_LISTED: [u32; BOUND_PREFIXES.len() + ABBREVIATIONS.len()] = {
    let mut numbers = [0; BOUND_PREFIXES.len() + ABBREVIATIONS.len()];
    let mut i = 0;
    while i < numbers.len() {
        let word = match i.checked_sub(BOUND_PREFIXES.len()) {
            Some(i) => ABBREVIATIONS[i],
            None => BOUND_PREFIXES[i],
        };
        numbers[i] = small_number(word.as_bytes());
        i += 1;
    }
    numbers
};

/// Up to four letters as a number, capitals as small letters.
const fn small_number(word: &[u8]) -> u32 {
    let (mut number, mut i) = (0, 0);
    while i < word.len() && i < 4 {
        number |= ((word[i] | 0x20) as u32) << (8 * i);
        i += 1;
    }
    number
}

/// Whether a word of ASCII letters may stand in one of the tables; listed contractions without apostrophe all end in *t*.
#[inline]
fn may_be_listed(word: &[u8]) -> bool {
    let ends_in_t = matches!(word.last(), Some(b't' | b'T'));
    (word.len() >= 4 && ends_in_t)
        || (word.len() <= 4 && SHORT_LISTED.contains(&small_number(word)))
}

/// Two letters or more, all capitals.
fn is_shouted(written: &str) -> bool {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
}

fn starts_sentence(mark: &str) -> bool {
    matches!(mark, "." | "!" | "?" | ":" | "\"" | "\u{2026}" | ";")
}

/// Single letters with full stops between them: U.N, u.s.a.
fn is_acronym(word: &str) -> bool {
    let mut letters = 0;
    for (i, c) in word.chars().enumerate() {
        match (i % 2, c) {
            (0, c) if c.is_alphabetic() => letters += 1,
            (1, '.') => {}
            _ => return false,
        }
    }
    letters >= 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// A word that the short way takes is none that the long way would do more with.
        #[test]
        fn simple_words_are_in_no_table(word in "[a-zA-Z]{1,9}|[a-z]{1,6}(nt|t)|[a-z]{2}") {
            let listed = BOUND_PREFIXES.iter().chain(&ABBREVIATIONS).any(|w| word.eq_ignore_ascii_case(w))
                || contractions::split(&word).is_some()
                || is_acronym(&word);
            prop_assert!(!listed || may_be_listed(word.as_bytes()), "{}", word);
        }
    }

    #[test]
    fn tables_are_known_to_the_short_way() {
        let bare = ["cannot", "dont", "didnt", "isnt", "Dont", "CANNOT"];
        for word in BOUND_PREFIXES.iter().chain(&ABBREVIATIONS).chain(&bare) {
            assert!(may_be_listed(word.as_bytes()), "{word}");
            assert!(may_be_listed(word.to_uppercase().as_bytes()), "{word}");
        }
        for word in ["the", "a", "of", "members", "said"] {
            assert!(!may_be_listed(word.as_bytes()), "{word}");
        }
    }
}
