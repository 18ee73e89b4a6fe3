//! Words by UAX #29, with contractions taken apart and compounds joined or split.
//!
//! Reads the normalised text and fills the buffer with words, numbers and marks of punctuation in order. White space is
//! dropped.

use super::contractions::{self, Piece};
use super::normalize::Normalizer;
use super::word_bounds::{Letters, ends_after_letters, for_each_segment, letters_at, segment_end};
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
    /// The text is ASCII, and the buffer's arena starts with it in small letters.
    lowered: bool,
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
        let lowered = text.is_ascii();
        if lowered {
            fold_case(text, &mut buffer.arena);
        }
        Self {
            buffer,
            text,
            normalizer,
            lowered,
            initial: true,
            prefix: None,
            apostrophe: None,
            abbreviation: None,
        }
    }

    fn run(mut self) {
        if self.lowered {
            return self.run_ascii();
        }
        for_each_segment(self.text, |start, segment| self.segment(start, segment));
    }

    /// Most of an ASCII text is words of letters alone with a space between, which are seen eight bytes at a time.
    fn run_ascii(mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b' ' {
                at += 1;
                continue;
            }
            let letters = letters_at(bytes, at);
            let end = at + letters.count;
            if letters.count > 0 && ends_after_letters(bytes, end) && self.is_simple(at, &letters) {
                self.simple_word(at, end);
                at = end;
                continue;
            }
            let end = segment_end(bytes, at);
            self.segment(at, &self.text[at..end]);
            at = end;
        }
    }

    fn segment(&mut self, start: usize, segment: &str) {
        if segment.chars().any(char::is_alphanumeric) {
            self.word(start, segment);
            self.apostrophe = None;
        } else if !segment.trim().is_empty() {
            self.mark(start, segment);
        }
    }

    /// Whether a word of ASCII letters alone is what most words are: with no prefix or apostrophe before it, in no table of
    /// contractions or abbreviations, so that nothing can come of it but one token.
    #[inline]
    fn is_simple(&self, start: usize, letters: &Letters) -> bool {
        self.prefix.is_none() && self.apostrophe != Some(start) && !may_be_listed(letters)
    }

    /// The token of a word for which [`Self::is_simple`] holds.
    #[inline]
    fn simple_word(&mut self, start: usize, end: usize) {
        self.apostrophe = None;
        let word = &self.text.as_bytes()[start..end];
        let capital = word[0].is_ascii_uppercase();
        let writing = Writing {
            capital,
            initial: std::mem::replace(&mut self.initial, false),
            shouted: capital && word.len() > 1 && word.iter().all(u8::is_ascii_uppercase),
        };
        let span = self.span(start, end);
        self.buffer
            .push_lowered(TokenKind::Word, start..end, span, writing);
    }

    #[inline]
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
        let span = self.span(start, end);
        if self.lowered && std::ptr::eq(text, written) {
            self.buffer.push_lowered(kind, start..end, span, writing);
        } else {
            self.buffer.push(kind, text, span, writing);
        }
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

/// Bound prefixes and abbreviations by a hash of their letters, a bit each.
const SHORT_LISTED: [u64; 1 << (SHORT_BITS - 6)] = {
    let mut bits = [0; 1 << (SHORT_BITS - 6)];
    let mut i = 0;
    while i < BOUND_PREFIXES.len() + ABBREVIATIONS.len() {
        let word = match i.checked_sub(BOUND_PREFIXES.len()) {
            Some(i) => ABBREVIATIONS[i],
            None => BOUND_PREFIXES[i],
        };
        let (at, bit) = short_bit(small_letters(word.as_bytes()));
        bits[at] |= bit;
        i += 1;
    }
    bits
};

/// Bits of the hash.
const SHORT_BITS: u32 = 12;

/// Place of the bit of a word of up to four letters.
const fn short_bit(letters: u64) -> (usize, u64) {
    let hash = letters.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SHORT_BITS);
    ((hash / 64) as usize, 1 << (hash % 64))
}

/// Up to eight letters as a number, first letter lowest.
const fn small_letters(word: &[u8]) -> u64 {
    let (mut number, mut i) = (0, 0);
    while i < word.len() {
        number |= (word[i] as u64) << (8 * i);
        i += 1;
    }
    number
}

/// Whether a word of ASCII letters may stand in one of the tables. Of the listed contractions without apostrophe *cannot* has six
/// letters, and the others have at most eight and end in *nt*.
#[inline]
fn may_be_listed(word: &Letters) -> bool {
    const CANNOT: u64 = small_letters(b"cannot");
    const NT: u64 = small_letters(b"nt");
    match word.count {
        0..=3 => is_short_listed(word.first),
        4 => is_short_listed(word.first) || word.first >> 16 == NT,
        5..=8 => word.first >> (8 * (word.count - 2)) == NT || word.first == CANNOT,
        _ => false,
    }
}

#[inline]
fn is_short_listed(letters: u64) -> bool {
    let (at, bit) = short_bit(letters);
    SHORT_LISTED[at] & bit != 0
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
            prop_assert!(!listed || may_be_listed(&letters_at(word.as_bytes(), 0)), "{}", word);
        }
    }

    #[test]
    fn tables_are_known_to_the_short_way() {
        let listed = |word: &str| may_be_listed(&letters_at(word.as_bytes(), 0));
        let bare = [
            "cannot", "dont", "didnt", "isnt", "Dont", "CANNOT", "shouldnt",
        ];
        for word in BOUND_PREFIXES.iter().chain(&ABBREVIATIONS).chain(&bare) {
            assert!(listed(word), "{word}");
            assert!(listed(&word.to_uppercase()), "{word}");
        }
        for word in ["the", "a", "of", "members", "said", "that", "government"] {
            assert!(!listed(word), "{word}");
        }
    }
}
