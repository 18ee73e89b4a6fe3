//! Which words are no names: a set of word keys in an open-addressing table, and its builder.
//!
//! A capital inside a sentence marks a name unless the word is *ordinary*, that is, written small somewhere in the training
//! texts, or seen at the start of two sentences and never capitalised inside one.

use rayon::prelude::*;

use super::{KeyMap, TokenBuffer, TokenKind, segment};

/// Texts per block of work.
const BLOCK: usize = 4_096;

/// A set of word keys, viewed in place: a power of two of slots, 0 for a free one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordSet<'m> {
    slots: &'m [u64],
}

impl<'m> WordSet<'m> {
    /// A view of `slots` as [`WordSetBuilder::build`] made them.
    ///
    /// Returns `None` unless their number is zero or a power of two and one slot at least is free.
    #[must_use]
    pub fn from_slots(slots: &'m [u64]) -> Option<Self> {
        let set = Self { slots };
        set.is_sound().then_some(set)
    }

    /// The same, unchecked; see [`Self::is_sound`].
    pub(crate) fn trusted(slots: &'m [u64]) -> Self {
        Self { slots }
    }

    /// Whether look-ups end: no slot, or a power of two with a free one.
    pub(crate) fn is_sound(&self) -> bool {
        self.slots.is_empty() || (self.slots.len().is_power_of_two() && self.slots.contains(&0))
    }

    /// Whether no word is in the set; then a capital at the start of a sentence tells nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether the word with this key is in the set.
    #[must_use]
    pub fn contains(&self, key: u64) -> bool {
        let mask = self.slots.len().wrapping_sub(1);
        if self.slots.is_empty() {
            return false;
        }
        let mut at = key as usize & mask;
        loop {
            match self.slots[at] {
                0 => return false,
                found if found == key => return true,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Sightings {
    small: u32,
    inside: u32,
    initial: u32,
}

/// Collects the ordinary words of the training texts.
#[derive(Debug, Default)]
pub struct WordSetBuilder {
    seen: KeyMap<Sightings>,
    buffer: TokenBuffer,
}

impl WordSetBuilder {
    /// An empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What all `texts` show, noted on all cores; sightings are counted, so the order in which blocks end changes nothing.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        let block = |texts: &[&str]| {
            let mut builder = Self::new();
            texts.iter().for_each(|text| builder.add(text));
            builder
        };
        texts
            .par_chunks(BLOCK)
            .map(block)
            .reduce(Self::new, Self::joined)
    }

    fn joined(mut self, mut other: Self) -> Self {
        if self.seen.len() < other.seen.len() {
            std::mem::swap(&mut self.seen, &mut other.seen);
        }
        for (key, more) in other.seen {
            let seen = self.seen.entry(key).or_default();
            seen.small += more.small;
            seen.inside += more.inside;
            seen.initial += more.initial;
        }
        self
    }

    /// Takes note of how each word of `text` is written.
    pub fn add(&mut self, text: &str) {
        self.buffer.clear();
        segment::segment(text, &mut self.buffer);
        for token in self.buffer.tokens() {
            if token.kind != TokenKind::Word {
                continue;
            }
            let seen = self.seen.entry(token.key).or_default();
            match (token.capital, token.initial) {
                (false, _) => seen.small += 1,
                (true, false) => seen.inside += 1,
                (true, true) => seen.initial += 1,
            }
        }
    }

    /// The slots of the set, the same for the same texts in any order.
    #[must_use]
    pub fn build(&self) -> Vec<u64> {
        let mut keys: Vec<u64> = self
            .seen
            .iter()
            .filter(|(key, s)| **key != 0 && (s.small > 0 || (s.initial > 1 && s.inside == 0)))
            .map(|(key, _)| *key)
            .collect();
        keys.sort_unstable();
        let mut slots = vec![0_u64; (keys.len() * 2).max(1).next_power_of_two()];
        let mask = slots.len() - 1;
        for key in keys {
            let mut at = key as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = key;
        }
        slots
    }
}
