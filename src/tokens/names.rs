//! Names masked to their kind, so that no country is born guilty.
//!
//! Names come from the table `names.tsv` (kind, name, and `cased` where the word is also an ordinary one), and from writing:
//! a capital inside a sentence on a word that is not ordinary, or after a title. Neighbouring unknown names are one name.

use super::name_layout::{KINDS, Slot, joined, slot_of, start_bit};
use super::{Case, TokenBuffer, TokenKind, TokenSettings, WordSet, word_key};

/// Mask of days and months.
const DATE: &str = "<date>";

/// Mask of a name that is in no table.
const UNKNOWN_NAME: &str = "<name>";

/// Words after which a capitalised word is a person's name, whatever else it may mean.
const TITLES: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lord",
    "lady",
    "president",
    "minister",
    "ambassador",
    "chancellor",
    "senator",
    "colonel",
    "col",
    "lt",
    "capt",
    "king",
    "queen",
    "prince",
    "sheikh",
    "spokesman",
    "spokeswoman",
];

/// Capitalised words after a title that are no names.
const AFTER_TITLES: [&str; 8] = [
    "of",
    "for",
    "and",
    "general",
    "minister",
    "foreign",
    "prime",
    "president",
];

/// Small words inside names: Ludwig van Beethoven, Khalid bin Waleed.
const PARTICLES: [&str; 14] = [
    "van", "von", "bin", "ibn", "al", "el", "de", "da", "di", "la", "le", "der", "den", "ben",
];

/// A name of the table.
#[derive(Debug, Clone, Copy)]
struct Entry {
    mask: &'static str,
    /// A name only if written with a capital.
    cased: bool,
}

impl Entry {
    /// Whether the token at `at` is written as this name, although it may be an ordinary word: with a capital, and at the start
    /// of a sentence only if it is all in capitals or no person, organisation or date.
    fn shows_in(&self, buffer: &TokenBuffer, at: usize) -> bool {
        let token = &buffer.tokens[at];
        let place = matches!(self.mask, "<country>" | "<people>" | "<place>");
        token.capital && (!token.initial || token.shouted || place)
    }
}

// The table as the build script laid it out.
include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// Masks of the kinds of names, in the order of `name_layout::KINDS`.
const MASKS: [&str; KINDS.len()] = [
    "<country>",
    "<people>",
    "<place>",
    "<person>",
    "<org>",
    DATE,
];

/// What the table holds under a key: nothing under most.
#[inline]
fn slot(key: u64) -> Slot {
    let at = slot_of(&KEYS, key);
    if KEYS[at] == key {
        Slot(SLOTS[at])
    } else {
        Slot::default()
    }
}

/// The longest name of the table that starts at token `at` of unmasked tokens: its mask and its length in tokens.
pub(super) fn find(
    buffer: &TokenBuffer,
    at: usize,
    case_tells: bool,
) -> Option<(&'static str, usize)> {
    let mut key = buffer.tokens[at].key;
    let (word, bit) = start_bit(key);
    if STARTS[word] & bit == 0 {
        return None;
    }
    let start = slot(key);
    let mut longest = None;
    let mut here = start;
    for length in 1..=start.longest() {
        if length > 1 {
            let Some(next) = buffer.tokens.get(at + length - 1) else {
                break;
            };
            key = joined(key, next.key);
            here = slot(key);
        }
        let entry = here.name().map(|(kind, cased)| Entry {
            mask: MASKS[kind],
            cased,
        });
        if let Some(entry) = entry
            && (!entry.cased || (case_tells && entry.shows_in(buffer, at)))
        {
            longest = Some((entry.mask, length));
        }
    }
    longest
}

/// Sets the case of each word and masks numbers and names, as `settings` say.
pub(super) fn mask(settings: TokenSettings, ordinary: &WordSet<'_>, buffer: &mut TokenBuffer) {
    let case_tells = case_tells(buffer);
    for token in &mut buffer.tokens {
        let inside = token.capital && !token.initial && token.kind == TokenKind::Word;
        if case_tells && inside && token.span.end - token.span.start > 1 {
            token.case = Case::Capitalised;
        }
    }
    if settings.mask_numbers {
        mask_numbers(buffer);
    }
    if settings.mask_names {
        Masker {
            ordinary,
            case_tells,
            written: 0,
        }
        .run(buffer);
    }
}

/// Whether capitals tell names from words: not in a headline, nor in a text all in capitals or all without.
pub(super) fn case_tells(buffer: &TokenBuffer) -> bool {
    let words = || buffer.tokens.iter().filter(|t| t.kind == TokenKind::Word);
    let inside = words().filter(|t| !t.initial).count();
    let capitals = words().filter(|t| !t.initial && t.capital).count();
    let any_capital = words().any(|t| t.capital);
    any_capital && (inside < 4 || capitals * 10 <= inside * 6)
}

fn mask_numbers(buffer: &mut TokenBuffer) {
    for i in 0..buffer.tokens.len() {
        if buffer.tokens[i].kind == TokenKind::Number {
            let mask = number_mask(buffer.text(&buffer.tokens[i]));
            buffer.rename(i, TokenKind::Number, mask);
        }
    }
}

fn number_mask(text: &str) -> &'static str {
    match text.parse::<u32>() {
        Ok(1500..=2099) if text.len() == 4 => "<year>",
        _ => "<number>",
    }
}

struct Masker<'a, 'm> {
    ordinary: &'a WordSet<'m>,
    case_tells: bool,
    /// Tokens kept so far; they fill the buffer from its start.
    written: usize,
}

impl Masker<'_, '_> {
    fn run(&mut self, buffer: &mut TokenBuffer) {
        let mut at = 0;
        while at < buffer.tokens.len() {
            at += self.step(buffer, at);
        }
        buffer.tokens.truncate(self.written);
    }

    /// Takes the token at `at`, or the name that starts there; returns how many tokens that were.
    fn step(&mut self, buffer: &mut TokenBuffer, at: usize) -> usize {
        if buffer.tokens[at].kind == TokenKind::Word {
            if let Some((mask, length)) = find(buffer, at, self.case_tells) {
                self.name(buffer, at, length, mask);
                return length;
            }
            if self.is_unknown_name(buffer, at) {
                self.name(buffer, at, 1, UNKNOWN_NAME);
                return 1;
            }
            if self.is_particle(buffer, at) {
                self.name(buffer, at, 2, UNKNOWN_NAME);
                return 2;
            }
        }
        buffer.tokens[self.written] = buffer.tokens[at];
        self.written += 1;
        1
    }

    fn is_unknown_name(&self, buffer: &TokenBuffer, at: usize) -> bool {
        let token = &buffer.tokens[at];
        if !self.case_tells || !token.capital || token.span.end - token.span.start < 2 {
            return false;
        }
        let ordinary = self.ordinary.contains(token.key);
        if token.initial {
            let adverb = buffer.text(token).ends_with("ly");
            return !ordinary && !adverb && !self.ordinary.is_empty();
        }
        !ordinary || self.follows_title(buffer, token.key)
    }

    fn follows_title(&self, buffer: &TokenBuffer, key: u64) -> bool {
        let Some(last) = self.written.checked_sub(1).map(|i| &buffer.tokens[i]) else {
            return false;
        };
        last.kind == TokenKind::Word
            && TITLES.contains(&buffer.text(last))
            && !AFTER_TITLES.iter().any(|w| word_key(w) == key)
    }

    /// A small word between two names.
    fn is_particle(&self, buffer: &TokenBuffer, at: usize) -> bool {
        let after_name = self.written > 0
            && buffer.tokens[self.written - 1].kind == TokenKind::Name
            && buffer.text(&buffer.tokens[self.written - 1]) == UNKNOWN_NAME;
        let before_name = || {
            let next = at + 1;
            next < buffer.tokens.len()
                && buffer.tokens[next].kind == TokenKind::Word
                && self.is_unknown_name(buffer, next)
        };
        after_name && PARTICLES.contains(&buffer.text(&buffer.tokens[at])) && before_name()
    }

    /// Writes the name of `length` tokens from `at`, joined to an unknown name before it.
    fn name(&mut self, buffer: &mut TokenBuffer, at: usize, length: usize, mask: &'static str) {
        let end = buffer.tokens[at + length - 1].span.end;
        if let Some(last) = self.written.checked_sub(1) {
            let before = buffer.tokens[last];
            if before.kind == TokenKind::Name
                && mask == UNKNOWN_NAME
                && buffer.text(&before) == mask
            {
                buffer.tokens[last].span.end = end;
                return;
            }
            if mask == "<country>" && buffer.text(&before) == "the" {
                self.written -= 1;
            }
        }
        buffer.rename(at, TokenKind::Name, mask);
        // Features know names only as names: a country of the table and one that is in none must count alike.
        if mask != DATE {
            buffer.tokens[at].key = word_key(UNKNOWN_NAME);
        }
        let mut token = buffer.tokens[at];
        token.span.end = end;
        token.case = Case::Plain;
        buffer.tokens[self.written] = token;
        self.written += 1;
    }
}
