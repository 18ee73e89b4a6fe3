//! Changes of seeds, as fuzzers make them: bits, bytes, numbers at their limits, pieces moved, and marks of the formats.

use fastrand::Rng;

/// What readers look for.
const MARKS: [&[u8]; 32] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b":",
    b"\"\"",
    b"\\u",
    b"\\N",
    b"\xEF\xBB\xBF",
    b"\xFF",
    b"\0",
    b"__label__",
    b"'",
    b"(",
    b")",
    b">=",
    b"text",
    b"label",
    b"\xE2\x80\x9C",
    b"\xE2\x80\x9D",
    b"\xE2\x80\x8D",
    b"e\xCC\x81",
    b"\xF0\x9F\x87\xBA",
    b"n't",
    b" said ",
];

const LIMITS: [u64; 10] = [
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF,
    0x7FFF_FFFF,
    0xFFFF_FFFF,
    1 << 40,
    i64::MAX as u64,
    u64::MAX,
];

/// `seed` after one to six changes; pieces may come from `other`.
pub fn changed(seed: &[u8], other: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut data = seed.to_vec();
    for _ in 0..random.usize(1..=6) {
        change(&mut data, other, random);
    }
    data
}

fn change(data: &mut Vec<u8>, other: &[u8], random: &mut Rng) {
    let at = random.usize(0..=data.len());
    match random.u8(0..8) {
        0 => insert(data, at, MARKS[random.usize(..MARKS.len())]),
        1 => insert(data, at, &[random.u8(..)]),
        2 => {
            let end = range_end(data, at, random);
            data.drain(at..end);
        }
        3 => {
            let piece = data[at..range_end(data, at, random)].to_vec();
            insert(data, random.usize(0..=data.len()), &piece);
        }
        4 if !other.is_empty() => {
            let from = random.usize(..other.len());
            insert(data, at, &other[from..range_end(other, from, random)]);
        }
        5 => {
            let limit = LIMITS[random.usize(..LIMITS.len())].to_le_bytes();
            let length = [1, 2, 4, 8][random.usize(..4)];
            overwrite(data, at, &limit[..length]);
        }
        6 => overwrite(data, at, MARKS[random.usize(..MARKS.len())]),
        _ if at < data.len() => data[at] ^= 1 << random.u8(0..8),
        _ => {}
    }
}

/// The end of a piece that starts at `at`: mostly short.
fn range_end(data: &[u8], at: usize, random: &mut Rng) -> usize {
    let longest = if random.u8(0..8) == 0 { data.len() } else { 16 };
    (at + random.usize(0..=longest)).min(data.len())
}

fn insert(data: &mut Vec<u8>, at: usize, piece: &[u8]) {
    data.splice(at..at, piece.iter().copied());
}

fn overwrite(data: &mut [u8], at: usize, piece: &[u8]) {
    for (place, byte) in data[at..].iter_mut().zip(piece) {
        *place = *byte;
    }
}
