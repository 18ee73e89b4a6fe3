//! The bytes of a Parquet file, handed out only as far as there are any, and pages only if they can unpack to what they say.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex};

use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, Length};

use super::unpacking::{Allowance, GZIP, LZ4, SNAPPY, ZSTD};

/// Length of the footer's length and the mark after it.
const TAIL: u64 = 8;
/// The compact form's mark of a whole number whose field follows the one before.
const NEXT_NUMBER: u8 = 0x15;

/// A file of which the decoder reads parts.
pub(super) struct Chunks {
    file: File,
    size: u64,
    /// Bytes that one packed byte can stand for.
    factor: u64,
    allowance: Arc<Mutex<Allowance>>,
}

impl Chunks {
    /// Parts of `file`, whose pages may unpack to what `allowance` says.
    pub(super) fn new(file: File, allowance: Allowance) -> Result<Self> {
        Ok(Self {
            size: file.metadata()?.len(),
            file,
            factor: 1,
            allowance: Arc::new(Mutex::new(allowance)),
        })
    }

    /// The same, knowing the packings that the file uses.
    pub(super) fn packed_as(mut self, metadata: &ParquetMetaData) -> Self {
        let columns = metadata.row_groups().iter().flat_map(|g| g.columns());
        let factors = columns.map(|c| factor(c.compression()));
        self.factor = factors.max().unwrap_or(1);
        self
    }

    fn at(&self, start: u64) -> Result<BufReader<File>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(file))
    }
}

fn factor(compression: Compression) -> u64 {
    match compression {
        Compression::SNAPPY => SNAPPY,
        Compression::GZIP(_) => GZIP,
        Compression::LZ4 | Compression::LZ4_RAW => LZ4,
        Compression::ZSTD(_) => ZSTD,
        _ => 1,
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Chunks {
    type T = PageHead;

    /// The decoder reads heads of pages in this way, and the end of the file.
    fn get_read(&self, start: u64) -> Result<PageHead> {
        let is_tail = start == self.size.saturating_sub(TAIL);
        Ok(PageHead {
            input: self.at(start)?,
            factor: self.factor,
            allowance: (!is_tail).then(|| Arc::clone(&self.allowance)),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.size) {
            return Err(ParquetError::EOF(format!(
                "it has {} bytes, and states a part of {length} bytes from byte {start} on, so it is cut off or damaged",
                self.size
            )));
        }
        let mut bytes = vec![0; length];
        self.at(start)?.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// The head of a page: looked at before the decoder reads it.
pub(super) struct PageHead {
    input: BufReader<File>,
    factor: u64,
    /// Gone once the head was looked at.
    allowance: Option<Arc<Mutex<Allowance>>>,
}

impl Read for PageHead {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if let Some(allowance) = self.allowance.take() {
            let (unpacked, packed) = sizes(self.input.fill_buf()?).ok_or_else(|| {
                std::io::Error::other("a page does not start with its sizes; the file is damaged")
            })?;
            let mut allowance = allowance
                .lock()
                .map_err(|e| std::io::Error::other(e.to_string()))?;
            allowance
                .take(unpacked, packed, self.factor)
                .map_err(std::io::Error::other)?;
        }
        self.input.read(buffer)
    }
}

/// Unpacked and packed size, which follow the kind of a page at its start.
fn sizes(head: &[u8]) -> Option<(u64, u64)> {
    let (_, rest) = number(head)?;
    let (unpacked, rest) = number(rest)?;
    let (packed, _) = number(rest)?;
    Some((u64::try_from(unpacked).ok()?, u64::try_from(packed).ok()?))
}

/// A field with a number in Thrift's compact form: seven bits a byte, the lowest first, the sign in the last bit.
fn number(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let digits = bytes.strip_prefix(&[NEXT_NUMBER])?;
    let length = digits.iter().take(5).position(|b| b & 0x80 == 0)? + 1;
    let folded = digits[..length]
        .iter()
        .rev()
        .fold(0_i64, |n, b| n << 7 | i64::from(b & 0x7F));
    Some((folded >> 1 ^ -(folded & 1), &digits[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_a_page_are_read_as_thrift_writes_them() {
        // By hand: kind 0, unpacked 300 (zigzag 600 = 0x258), packed 5 (zigzag 10).
        let head = [0x15, 0x00, 0x15, 0xD8, 0x04, 0x15, 0x0A, 0x2C];
        assert_eq!(sizes(&head), Some((300, 5)));
        // Packed -1.
        assert_eq!(sizes(&[0x15, 0x00, 0x15, 0x02, 0x15, 0x01]), None);
        assert_eq!(sizes(&head[..5]), None);
        assert_eq!(sizes(&[0x25, 0x00, 0x15, 0x02, 0x15, 0x02]), None);
    }
}
