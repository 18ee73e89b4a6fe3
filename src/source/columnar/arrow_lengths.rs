//! Whether the lengths that an Arrow file states can be true: looked at before the decoder asks for memory by them.
//!
//! Only footers, message heads and the stated sizes of packed buffers are read here, not the data.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use arrow_ipc::{
    BodyCompression, CompressionType, Message, MessageHeader, RecordBatch, root_as_footer,
    root_as_message,
};

use super::unpacking::{Allowance, LZ4, ZSTD};

/// What a file of the other layout than a stream starts and ends with.
pub(super) const MAGIC: &[u8] = b"ARROW1";
/// Length of the footer and the mark after it.
const TAIL: u64 = 10;
/// What a message of newer writers starts with, before its length.
const CONTINUED: u32 = u32::MAX;

/// Reads all lengths of `file`, whose packed buffers may unpack to what `allowance` says.
pub(super) fn check(file: &mut File, allowance: Allowance) -> Result<(), String> {
    let size = file.metadata().map_err(|e| e.to_string())?.len();
    let mut lengths = Lengths {
        file,
        size,
        allowance,
    };
    let magic = lengths.bytes(0, size.min(MAGIC.len() as u64))?;
    if magic == MAGIC {
        lengths.check_blocks()
    } else {
        lengths.check_stream()
    }
}

struct Lengths<'f> {
    file: &'f mut File,
    size: u64,
    allowance: Allowance,
}

impl Lengths<'_> {
    /// `length` bytes from `at`, if the file has them.
    fn bytes(&mut self, at: u64, length: u64) -> Result<Vec<u8>, String> {
        self.require(at, length)?;
        let mut bytes = vec![0; usize::try_from(length).map_err(|e| e.to_string())?];
        let read = self
            .file
            .seek(SeekFrom::Start(at))
            .and_then(|_| self.file.read_exact(&mut bytes));
        read.map_err(|e| e.to_string())?;
        Ok(bytes)
    }

    fn require(&self, at: u64, length: u64) -> Result<(), String> {
        match at.checked_add(length) {
            Some(end) if end <= self.size => Ok(()),
            _ => Err(format!(
                "it has {} bytes, and states a part of {length} bytes from byte {at} on, so it is cut off or damaged",
                self.size
            )),
        }
    }

    fn number(&mut self, at: u64) -> Result<u32, String> {
        let bytes = self.bytes(at, 4)?;
        Ok(bytes
            .iter()
            .rev()
            .fold(0, |n, byte| n << 8 | u32::from(*byte)))
    }

    /// The blocks that the footer names.
    fn check_blocks(&mut self) -> Result<(), String> {
        let tail = self.size.saturating_sub(TAIL);
        let length = u64::from(self.number(tail)?);
        let start = tail
            .checked_sub(length)
            .ok_or_else(|| format!("its footer states a length of {length} bytes"))?;
        let bytes = self.bytes(start, length)?;
        let footer = root_as_footer(&bytes).map_err(|e| format!("its footer is damaged ({e})"))?;
        let dictionaries = footer.dictionaries().into_iter().flatten();
        for block in dictionaries.chain(footer.recordBatches().into_iter().flatten()) {
            let (at, head) = (positive(block.offset())?, positive(block.metaDataLength())?);
            self.require(at, head)?;
            self.check_message(at, Some((head, positive(block.bodyLength())?)))?;
        }
        Ok(())
    }

    /// One message after the other, up to the mark of the end or the end.
    fn check_stream(&mut self) -> Result<(), String> {
        let mut at = 0;
        while at < self.size {
            match self.check_message(at, None)? {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(())
    }

    /// The message at `at`, which a block may give the lengths of its head and body; where the next one starts.
    fn check_message(&mut self, at: u64, block: Option<(u64, u64)>) -> Result<Option<u64>, String> {
        let mut start = at + 4;
        let mut length = self.number(at)?;
        if length == CONTINUED {
            length = self.number(start)?;
            start += 4;
        }
        if length == 0 {
            return Ok(None);
        }
        let bytes = self.bytes(start, length.into())?;
        let message = root_as_message(&bytes).map_err(|e| format!("a message is damaged ({e})"))?;
        let (body_at, body) = match block {
            Some((head, body)) => (at + head, body),
            None => (start + u64::from(length), positive(message.bodyLength())?),
        };
        self.require(body_at, body)?;
        self.check_buffers(&message, body_at, body)?;
        Ok(Some(body_at + body))
    }

    fn check_buffers(&mut self, message: &Message, body_at: u64, body: u64) -> Result<(), String> {
        let Some(batch) = batch(message) else {
            return Ok(());
        };
        let factor = batch.compression().map(|c| factor(&c));
        for buffer in batch.buffers().into_iter().flatten() {
            let (at, length) = (positive(buffer.offset())?, positive(buffer.length())?);
            if at.checked_add(length).is_none_or(|end| end > body) {
                return Err(format!(
                    "a buffer of {length} bytes from {at} on is stated in a body of {body}"
                ));
            }
            if let (Some(factor), 8..) = (factor, length) {
                let stated = self.bytes(body_at + at, 8)?;
                let stated = stated.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b));
                // Minus one: what follows is not packed.
                if stated != u64::MAX {
                    self.allowance.take(stated, length - 8, factor)?;
                }
            }
        }
        Ok(())
    }
}

/// The record batch of a message, or that of a dictionary.
fn batch<'m>(message: &Message<'m>) -> Option<RecordBatch<'m>> {
    match message.header_type() {
        MessageHeader::RecordBatch => message.header_as_record_batch(),
        MessageHeader::DictionaryBatch => message.header_as_dictionary_batch()?.data(),
        _ => None,
    }
}

fn factor(compression: &BodyCompression) -> u64 {
    match compression.codec() {
        CompressionType::ZSTD => ZSTD,
        _ => LZ4,
    }
}

/// A length, which is stated with a sign.
fn positive(length: impl TryInto<u64> + Copy + std::fmt::Display) -> Result<u64, String> {
    length
        .try_into()
        .map_err(|_| format!("it states a length of {length} bytes"))
}
