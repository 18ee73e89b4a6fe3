//! A table of word vectors: words by falling frequency, each with `dims` numbers as integers of at most 8 bits.
//!
//! File layout, little-endian: magic `DEMWVEC2`, CRC-32 of all that follows (u32), number of words (u32), dims (u32), one scale
//! for the whole table (f32: value = scale * integer), length of the word list in bytes (u32), then as one deflate stream the
//! words, each closed by a line feed, and dims x words signed bytes, all words' first numbers first. The position of a word is
//! its frequency rank.

use std::collections::HashMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::hexadecimal::hexadecimal;
use crate::tokens::word_key;

const MAGIC: &[u8; 8] = b"DEMWVEC2";
const HEADER: usize = 28;

/// Most words and dims of a table, so that sizes stay far from overflow.
const MAX_WORDS: usize = 4_000_000;
const MAX_DIMS: usize = 4_096;

/// Word vectors in memory.
#[derive(Debug, Clone, Default)]
pub struct WordVectors {
    words: Vec<String>,
    dims: usize,
    scale: f32,
    values: Vec<i8>,
    ranks: HashMap<u64, usize>,
}

impl WordVectors {
    /// Quantises `rows` (words x dims, by falling frequency) to integers of `bits` bits, 2 to 8, with one scale for all.
    ///
    /// # Errors
    /// [`Error::WordVectors`] if there is nothing, a size is out of range, a value is not finite or a word holds a line feed.
    pub fn quantised(words: Vec<String>, dims: usize, rows: &[f32], bits: u8) -> Result<Self> {
        let file = "word vectors";
        check_sizes(file, words.len(), dims)?;
        if rows.len() != words.len() * dims || rows.iter().any(|v| !v.is_finite()) {
            return Err(bad(file, "a value is missing or not finite"));
        }
        if words.iter().any(|w| w.contains('\n')) {
            return Err(bad(file, "a word holds a line feed"));
        }
        if !(2..=8).contains(&bits) {
            return Err(bad(file, &format!("{bits} bits a number, expected 2 to 8")));
        }
        let most = f32::from((1_u8 << (bits - 1)) - 1);
        let largest = rows.iter().fold(0_f32, |most, v| most.max(v.abs()));
        let scale = if largest > 0.0 { largest / most } else { 1.0 };
        let values = rows.iter().map(|v| (v / scale).round() as i8).collect();
        Ok(Self::new(words, dims, scale, values))
    }

    fn new(words: Vec<String>, dims: usize, scale: f32, values: Vec<i8>) -> Self {
        let mut ranks = HashMap::with_capacity(words.len());
        for (rank, word) in words.iter().enumerate() {
            ranks.entry(word_key(word)).or_insert(rank);
        }
        Self {
            words,
            dims,
            scale,
            values,
            ranks,
        }
    }

    /// Reads a table; `file` names it in messages.
    ///
    /// # Errors
    /// [`Error::WordVectors`] for foreign or damaged content.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self> {
        if bytes.len() < HEADER || &bytes[..8] != MAGIC {
            let reason = "it does not start like a word vector table; make one with `demarche vectors import`";
            return Err(bad(file, reason));
        }
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        if crc32fast::hash(&bytes[12..]) != number(8) {
            return Err(bad(
                file,
                "its checksum is wrong, so it is damaged; make or fetch it again",
            ));
        }
        let (count, dims, list) = (
            number(12) as usize,
            number(16) as usize,
            number(24) as usize,
        );
        check_sizes(file, count, dims)?;
        let length = list.saturating_add(count * dims);
        let body = inflated(&bytes[HEADER..], length)
            .ok_or_else(|| bad(file, "its length does not fit its header"))?;
        let (list, values) = body.split_at(list);
        let list = std::str::from_utf8(list).map_err(|_| bad(file, "its words are not UTF-8"))?;
        let words: Vec<String> = list.lines().map(String::from).collect();
        let scale = f32::from_bits(number(20));
        if words.len() != count || !scale.is_finite() {
            return Err(bad(file, "its word list or scale does not fit its header"));
        }
        let values = (0..count * dims)
            .map(|i| values[i % dims * count + i / dims] as i8)
            .collect();
        Ok(Self::new(words, dims, scale, values))
    }

    /// The table as a file's content.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (header, list) = (self.header(), self.list());
        let mut encoder = DeflateEncoder::new(header, Compression::best());
        let columns =
            (0..self.dims).flat_map(|dim| self.values.iter().skip(dim).step_by(self.dims));
        let columns: Vec<u8> = columns.map(|v| *v as u8).collect();
        let written = encoder
            .write_all(list.as_bytes())
            .and_then(|()| encoder.write_all(&columns))
            .and_then(|()| encoder.finish());
        let body = written.expect("memory takes all that is written");
        let mut bytes = MAGIC.to_vec();
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// `sha256:` and the digest of the table: sizes, scale, word list and integers, word by word, not compressed.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.header());
        digest.update(self.list());
        digest.update(bytemuck::cast_slice::<i8, u8>(&self.values));
        hexadecimal("sha256:", &digest.finalize())
    }

    /// Sizes and scale as they stand in a file.
    fn header(&self) -> Vec<u8> {
        let list = self.words.iter().map(|w| w.len() + 1).sum::<usize>();
        [
            self.words.len() as u32,
            self.dims as u32,
            self.scale.to_bits(),
            list as u32,
        ]
        .into_iter()
        .flat_map(u32::to_le_bytes)
        .collect()
    }

    /// The words, each closed by a line feed.
    fn list(&self) -> String {
        self.words.iter().flat_map(|w| [w.as_str(), "\n"]).collect()
    }

    /// Words by falling frequency.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Numbers per word.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// Frequency rank of the word with this key, from 0.
    #[must_use]
    pub fn rank(&self, key: u64) -> Option<usize> {
        self.ranks.get(&key).copied()
    }

    /// The vector of the word of this rank, `dims` long.
    pub fn vector(&self, rank: usize) -> impl Iterator<Item = f32> + '_ {
        let row = &self.values[rank * self.dims..(rank + 1) * self.dims];
        row.iter().map(|v| f32::from(*v) * self.scale)
    }
}

/// The content of a deflate stream of exactly `length` bytes; nothing more is ever held.
fn inflated(stream: &[u8], length: usize) -> Option<Vec<u8>> {
    // A byte of deflate stands for at most 1,032 bytes of content.
    if length / 1_032 > stream.len() {
        return None;
    }
    let mut body = Vec::with_capacity(length);
    let mut decoder = DeflateDecoder::new(stream).take(length as u64 + 1);
    decoder.read_to_end(&mut body).ok()?;
    (body.len() == length).then_some(body)
}

fn check_sizes(file: &str, words: usize, dims: usize) -> Result<()> {
    if words == 0 || words > MAX_WORDS || dims == 0 || dims > MAX_DIMS {
        let reason = format!(
            "{words} words of {dims} numbers, expected 1 to {MAX_WORDS} words of 1 to {MAX_DIMS}"
        );
        return Err(bad(file, &reason));
    }
    Ok(())
}

fn bad(file: &str, reason: &str) -> Error {
    Error::WordVectors {
        file: file.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Smooth inverse frequency `a / (a + p)` of the word of a frequency rank (0: the most frequent), between 0 and 1.
///
/// a = 0.001 (Arora, Liang and Ma, "A simple but tough-to-beat baseline for sentence embeddings", ICLR 2017); p by Zipf's
/// law, `1 / ((rank + 1) * 12)`, where 12 is about the harmonic number of a hundred thousand words. A word without a rank is
/// as rare as can be: 1.
#[must_use]
pub fn smooth_inverse_frequency(rank: Option<usize>) -> f32 {
    const A: f32 = 1e-3;
    let Some(rank) = rank else { return 1.0 };
    let p = 1.0 / ((rank as f32 + 1.0) * 12.0);
    A / (A + p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> WordVectors {
        let words = ["the", "raid"].map(String::from).to_vec();
        WordVectors::quantised(words, 3, &[0.0, 1.27, -0.5, 0.25, 0.0, 1.0], 8).unwrap()
    }

    #[test]
    fn what_is_written_reads_back() {
        let bytes = table().to_bytes();
        let back = WordVectors::from_bytes("t", &bytes).unwrap();
        assert_eq!(back.words(), ["the", "raid"]);
        let vector: Vec<f32> = back.vector(back.rank(word_key("raid")).unwrap()).collect();
        for (found, expected) in vector.iter().zip([0.25, 0.0, 1.0]) {
            assert!((found - expected).abs() <= 0.005, "{found} {expected}");
        }
        assert_eq!(back.to_bytes(), bytes);
    }

    #[test]
    fn damage_is_found_at_every_byte() {
        let bytes = table().to_bytes();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(WordVectors::from_bytes("t", &damaged).is_err(), "byte {at}");
            assert!(
                WordVectors::from_bytes("t", &bytes[..at]).is_err(),
                "prefix {at}"
            );
        }
    }

    #[test]
    fn rare_words_weigh_more() {
        assert!(smooth_inverse_frequency(Some(0)) < 0.02);
        assert!(smooth_inverse_frequency(Some(20_000)) > 0.99);
        assert_eq!(smooth_inverse_frequency(None), 1.0);
    }
}
