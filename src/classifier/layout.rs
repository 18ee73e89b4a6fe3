//! Layout of a model file: a header of 64 bytes, then aligned little-endian sections.
//!
//! | bytes | content |
//! | --- | --- |
//! | 0-7 | magic `DEMARCHE` |
//! | 8-11 | version |
//! | 12-15 | number of sections |
//! | 16-19 | CRC-32 of all bytes from 24 on |
//! | 20-23 | zero |
//! | 24-55 | SHA-256 of all bytes from 64 on: the identity of the model |
//! | 56-63 | length of the file |
//! | 64- | offset and length of each section (2 x u64), then the sections, each starting at a multiple of 64 |

use std::ops::Range;

use sha2::{Digest, Sha256};

/// First bytes of every model file.
pub(super) const MAGIC: &[u8; 8] = b"DEMARCHE";

/// Version of this layout.
pub const FORMAT_VERSION: u32 = 2;

/// Length of the header, and the alignment of sections.
pub(super) const ALIGNMENT: usize = 64;

/// Sections in their order in the file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Section {
    Meta,
    OrdinaryWords,
    NgramKeys,
    NgramColumns,
    NgramRows,
    WordKeys,
    WordColumns,
    WordRows,
    CharKeys,
    CharColumns,
    CharRows,
    TermEnds,
    TermText,
}

/// Number of sections.
pub(super) const SECTIONS: usize = 13;

/// A file from its sections.
pub(super) fn assemble(sections: [&[u8]; SECTIONS]) -> Vec<u8> {
    let mut bytes = vec![0_u8; aligned(ALIGNMENT + SECTIONS * 16)];
    for (i, section) in sections.iter().enumerate() {
        let start = bytes.len();
        bytes.extend_from_slice(section);
        bytes.resize(aligned(bytes.len()), 0);
        let entry = ALIGNMENT + i * 16;
        bytes[entry..entry + 8].copy_from_slice(&(start as u64).to_le_bytes());
        bytes[entry + 8..entry + 16].copy_from_slice(&(section.len() as u64).to_le_bytes());
    }
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..12].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
    bytes[12..16].copy_from_slice(&(SECTIONS as u32).to_le_bytes());
    let identity = Sha256::digest(&bytes[ALIGNMENT..]);
    bytes[24..56].copy_from_slice(&identity);
    let length = bytes.len() as u64;
    bytes[56..64].copy_from_slice(&length.to_le_bytes());
    let checksum = crc32fast::hash(&bytes[24..]);
    bytes[16..20].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Byte ranges of the sections of a file, or what is wrong with it. Nothing is allocated by what the file says.
pub(super) fn sections(bytes: &[u8]) -> Result<[Range<usize>; SECTIONS], String> {
    if bytes.len() < ALIGNMENT || &bytes[..8] != MAGIC {
        return Err(
            "it does not start like a demarche model; make one with `demarche train`".into(),
        );
    }
    let version = u32_at(bytes, 8);
    if version != FORMAT_VERSION {
        let remedy = if version > FORMAT_VERSION {
            "use a newer demarche"
        } else {
            "train it again with this demarche"
        };
        return Err(format!(
            "its format version is {version}, this program reads {FORMAT_VERSION}; {remedy}"
        ));
    }
    let length = u64_at(bytes, 56);
    if length != bytes.len() as u64 {
        return Err(format!(
            "it has {} bytes, its header says {length}, so it is cut off or extended; copy or train it again",
            bytes.len()
        ));
    }
    if crc32fast::hash(&bytes[24..]) != u32_at(bytes, 16) {
        return Err("its checksum is wrong, so it is damaged; copy or train it again".into());
    }
    let table = ALIGNMENT + SECTIONS * 16;
    if u32_at(bytes, 12) as usize != SECTIONS || u32_at(bytes, 20) != 0 || bytes.len() < table {
        return Err("its header is damaged; copy or train it again".into());
    }
    let mut ranges = std::array::from_fn(|_| 0..0);
    for (i, range) in ranges.iter_mut().enumerate() {
        let entry = ALIGNMENT + i * 16;
        *range = section(bytes, entry, table)
            .ok_or_else(|| format!("section {i} lies outside of it; train it again"))?;
    }
    Ok(ranges)
}

fn section(bytes: &[u8], entry: usize, table: usize) -> Option<Range<usize>> {
    let start = usize::try_from(u64_at(bytes, entry)).ok()?;
    let length = usize::try_from(u64_at(bytes, entry + 8)).ok()?;
    let end = start.checked_add(length)?;
    let fits = start >= table && end <= bytes.len() && start % ALIGNMENT == 0;
    fits.then_some(start..end)
}

fn aligned(length: usize) -> usize {
    length.next_multiple_of(ALIGNMENT)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
