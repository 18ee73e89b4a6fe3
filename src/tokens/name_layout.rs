//! How the table of names lies in the program. The build script fills it from `names.tsv`, the tokenizer reads it as it lies:
//! nothing is parsed when the program starts.
//!
//! Keys stand in an open-addressing table, 0 in a free slot; beside each key stands a [`Slot`]. A bit array tells which words
//! start a name at all.

/// Kinds of names, as the table spells them.
pub const KINDS: [&str; 6] = ["country", "people", "place", "person", "org", "date"];

/// Bits of a key that choose its bit among those of words that start a name.
pub const START_BITS: u32 = 17;

/// What the table holds under one key, that of a name's first word or of all its words joined, in one byte: words of the longest
/// name that starts with the word (0 if none does) in bits 0-3, the kind of the name that it is, from 1, in bits 4-6, and whether
/// that is a name only with a capital in bit 7.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slot(pub u8);

impl Slot {
    /// Most words of a name.
    #[allow(dead_code)]
    pub const LONGEST: usize = 15;

    /// Notes that a name of `length` words starts with this word.
    #[allow(dead_code)]
    pub fn starts(&mut self, length: usize) {
        self.0 = (self.0 & 0xF0) | self.longest().max(length) as u8;
    }

    /// Notes that this is a name, the last one noted of equals.
    #[allow(dead_code)]
    pub fn is_named(&mut self, kind: usize, cased: bool) {
        self.0 = (self.0 & 0x0F) | (kind as u8 + 1) << 4 | u8::from(cased) << 7;
    }

    /// Words of the longest name that starts with the word; 0 if none does.
    pub fn longest(self) -> usize {
        usize::from(self.0 & 0x0F)
    }

    /// The kind of the name, a place in [`KINDS`], and whether it must be written with a capital.
    pub fn name(self) -> Option<(usize, bool)> {
        let kind = usize::from(self.0 >> 4 & 7).checked_sub(1)?;
        Some((kind, self.0 & 0x80 != 0))
    }
}

/// The stable hash of a normalised word: XXH3, 64 bits, seed 0.
#[must_use]
pub fn word_key(word: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(word.as_bytes())
}

/// Key of words that stand side by side.
pub fn joined(first: u64, second: u64) -> u64 {
    (first.rotate_left(23) ^ second).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The place of a key's bit among those of words that start a name.
#[inline]
pub fn start_bit(key: u64) -> (usize, u64) {
    let bit = key >> (64 - START_BITS);
    ((bit / 64) as usize, 1 << (bit % 64))
}

/// The slot of `key` in a table of `keys`, or the free one where it would stand. A free slot there must be.
#[inline]
pub fn slot_of(keys: &[u64], key: u64) -> usize {
    let mut at = ((u128::from(key) * keys.len() as u128) >> 64) as usize;
    while keys[at] != 0 && keys[at] != key {
        at = if at + 1 == keys.len() { 0 } else { at + 1 };
    }
    at
}
