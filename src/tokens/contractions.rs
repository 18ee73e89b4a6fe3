//! Contractions taken apart, so that none loses its negation: *can't* is *can* and *not*.
//!
//! Possessive *'s* is dropped; after a pronoun it is *is*. Spans of the pieces lie side by side in the word.

/// A piece of a contraction: its full form and its byte range in the word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'w> {
    pub text: &'w str,
    pub from: usize,
    pub to: usize,
}

/// Negated auxiliaries whose first part changes.
const IRREGULAR: [(&str, &str); 4] = [
    ("can't", "can"),
    ("won't", "will"),
    ("shan't", "shall"),
    ("ain't", "is"),
];

/// Negated auxiliaries written without the apostrophe.
const BARE: [&str; 13] = [
    "dont", "didnt", "doesnt", "isnt", "arent", "wasnt", "werent", "couldnt", "wouldnt",
    "shouldnt", "havent", "hasnt", "hadnt",
];

/// Endings after an apostrophe and their full forms.
const ENDINGS: [(&str, &str); 5] = [
    ("re", "are"),
    ("ve", "have"),
    ("ll", "will"),
    ("d", "would"),
    ("m", "am"),
];

/// Words after which *'s* is *is*.
const BEFORE_IS: [&str; 9] = [
    "it", "that", "there", "what", "he", "she", "who", "here", "this",
];

/// The pieces of `word`, or `None` if it is no contraction.
pub(super) fn split(word: &str) -> Option<impl Iterator<Item = Piece<'_>>> {
    two_pieces(word).map(|(first, second)| [Some(first), second].into_iter().flatten())
}

/// What a word after a lone apostrophe stands for: "Russia 's", "they 've". Empty: nothing.
pub(super) fn detached(word: &str) -> Option<&'static str> {
    if word.eq_ignore_ascii_case("s") {
        return Some("");
    }
    ending(word)
}

fn two_pieces(word: &str) -> Option<(Piece<'_>, Option<Piece<'_>>)> {
    let length = word.len();
    let cut = |at: usize, first: &'static str, second: &'static str| {
        let first = if first.is_empty() { &word[..at] } else { first };
        (
            Piece {
                text: first,
                from: 0,
                to: at,
            },
            Some(Piece {
                text: second,
                from: at,
                to: length,
            }),
        )
    };
    if word.ends_with(['t', 'T']) {
        if word.eq_ignore_ascii_case("cannot") {
            return Some(cut(3, "", "not"));
        }
        if BARE.iter().any(|b| word.eq_ignore_ascii_case(b)) {
            return Some(cut(length - 2, "", "not"));
        }
    }
    if !word.bytes().any(|b| b == b'\'') {
        return None;
    }
    let (stem, tail) = word.rsplit_once('\'')?;
    let apostrophe = stem.len();
    if tail.eq_ignore_ascii_case("t") && stem.ends_with(['n', 'N']) {
        if stem.len() == 1 {
            let whole = Piece {
                text: "not",
                from: 0,
                to: length,
            };
            return Some((whole, None));
        }
        let irregular = IRREGULAR
            .iter()
            .find(|(w, _)| word.eq_ignore_ascii_case(w))
            .map_or("", |(_, first)| first);
        return Some(cut(apostrophe - 1, irregular, "not"));
    }
    if tail.eq_ignore_ascii_case("s") {
        if stem.eq_ignore_ascii_case("let") {
            return Some(cut(apostrophe, "", "us"));
        }
        if BEFORE_IS.iter().any(|w| stem.eq_ignore_ascii_case(w)) {
            return Some(cut(apostrophe, "", "is"));
        }
        let possessor = Piece {
            text: stem,
            from: 0,
            to: apostrophe,
        };
        return Some((possessor, None));
    }
    ending(tail).map(|full| cut(apostrophe, "", full))
}

fn ending(tail: &str) -> Option<&'static str> {
    ENDINGS
        .iter()
        .find(|(e, _)| tail.eq_ignore_ascii_case(e))
        .map(|(_, full)| *full)
}
