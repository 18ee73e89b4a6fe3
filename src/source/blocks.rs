//! Input in blocks that end where a record ends.
//!
//! A block is given out as soon as the input pauses after a whole record, so that a slow pipe gets its answers. A record longer
//! than the limit is cut off and marked; the rest of it is skipped without being kept.

use std::io::{ErrorKind, Read};

use super::block::Block;
use super::csv_records::{self, CsvEnds};
use super::format::InputFormat;
use super::json_values::ElementEnds;
use super::tsv_records::record_end;

/// Bytes asked for at a time.
const READ: usize = 1 << 20;

/// Cuts input into blocks.
pub struct BlockReader<R> {
    input: R,
    ends: RecordEnds,
    longest: usize,
    /// Bytes read and not given out yet; the first `scanned` of them hold no record's end.
    pending: Vec<u8>,
    scanned: usize,
    line: u64,
    skipping: bool,
    at_end: bool,
}

impl<R: Read> BlockReader<R> {
    /// A reader of `input`; records longer than `longest` bytes are cut off.
    pub fn new(input: R, format: InputFormat, longest: usize) -> Self {
        Self {
            input,
            ends: RecordEnds::of(format),
            longest,
            pending: Vec::new(),
            scanned: 0,
            line: 1,
            skipping: false,
            at_end: false,
        }
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    /// What the input says.
    pub fn next_block(&mut self) -> std::io::Result<Option<Block>> {
        loop {
            if self.at_end {
                return Ok(self.last_block());
            }
            self.read()?;
            if self.skipping {
                self.skip();
            }
            let end = self.ends.last_end(&self.pending, self.scanned);
            self.scanned = self.pending.len();
            if let Some(end) = end {
                return Ok(Some(self.take(end, false)));
            }
            if self.pending.len() > self.longest {
                self.skipping = true;
                let block = self.take(self.pending.len(), true);
                return Ok(Some(block));
            }
        }
    }

    fn read(&mut self) -> std::io::Result<()> {
        let start = self.pending.len();
        self.pending.resize(start + READ, 0);
        loop {
            match self.input.read(&mut self.pending[start..]) {
                Ok(n) => {
                    self.pending.truncate(start + n);
                    self.at_end = n == 0;
                    return Ok(());
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => {
                    self.pending.truncate(start);
                    return Err(e);
                }
            }
        }
    }

    /// The first `end` pending bytes as a block.
    fn take(&mut self, end: usize, too_long: bool) -> Block {
        let rest = self.pending.split_off(end);
        let mut bytes = std::mem::replace(&mut self.pending, rest);
        let first_line = self.line;
        self.line += self.ends.lines(&bytes);
        self.scanned = self.pending.len();
        let open_quote = match &self.ends {
            // Nothing is pending: what was read ends where the block does.
            RecordEnds::Csv(ends) if self.pending.is_empty() && ends.is_quoted() => {
                csv_records::open_quote(&bytes).map(|at| first_line + self.ends.lines(&bytes[..at]))
            }
            _ => None,
        };
        if too_long {
            bytes.truncate(self.longest);
        }
        Block {
            bytes,
            first_line,
            too_long,
            open_quote,
            rows: Vec::new(),
        }
    }

    /// Drops pending bytes up to the end of the record that is being skipped.
    fn skip(&mut self) {
        let end = self.ends.first_end(&self.pending);
        let dropped = end.unwrap_or(self.pending.len());
        self.line += self.ends.lines(&self.pending[..dropped]);
        self.pending.drain(..dropped);
        self.scanned = 0;
        self.skipping = end.is_none();
    }

    fn last_block(&mut self) -> Option<Block> {
        if self.skipping || self.pending.is_empty() {
            return None;
        }
        let too_long = self.pending.len() > self.longest;
        Some(self.take(self.pending.len(), too_long))
    }
}

/// Finds where records end.
#[derive(Debug)]
enum RecordEnds {
    Line,
    /// Quotes of RFC 4180 keep line ends inside fields.
    Csv(CsvEnds),
    /// Fields of the header, once it was read.
    Tsv(Option<usize>),
    /// Ends of objects, wherever lines end.
    Values(ElementEnds),
}

impl RecordEnds {
    fn of(format: InputFormat) -> Self {
        match format {
            InputFormat::Csv => Self::Csv(CsvEnds::default()),
            InputFormat::Tsv => Self::Tsv(None),
            InputFormat::Json | InputFormat::LabelStudio => Self::Values(ElementEnds::default()),
            _ => Self::Line,
        }
    }

    /// Position after the last record's end in `bytes`, of which the first `scanned` were seen before.
    fn last_end(&mut self, bytes: &[u8], scanned: usize) -> Option<usize> {
        match self {
            Self::Line => memchr::memrchr(b'\n', &bytes[scanned..]).map(|i| scanned + i + 1),
            Self::Csv(ends) => ends.last_end(&bytes[scanned..]).map(|i| scanned + i),
            Self::Tsv(width) => {
                memchr::memchr(b'\n', &bytes[scanned..])?;
                last_row_end(bytes, width)
            }
            Self::Values(ends) => {
                let mut last = None;
                for (i, byte) in bytes.iter().enumerate().skip(scanned) {
                    if ends.ends_with(*byte) {
                        last = Some(i + 1);
                    }
                }
                last
            }
        }
    }

    /// Position after the first record's end in `bytes`.
    fn first_end(&mut self, bytes: &[u8]) -> Option<usize> {
        match self {
            // Only a lone quotation mark makes a row of tabs too long, or a line that is.
            Self::Line | Self::Tsv(_) => memchr::memchr(b'\n', bytes).map(|i| i + 1),
            Self::Csv(ends) => ends.first_end(bytes),
            Self::Values(ends) => {
                let end = bytes.iter().position(|byte| ends.ends_with(*byte));
                end.map(|i| i + 1)
            }
        }
    }

    /// Line ends in `bytes`.
    fn lines(&self, bytes: &[u8]) -> u64 {
        match self {
            Self::Csv(_) => csv_records::line_ends(bytes),
            _ => memchr::memchr_iter(b'\n', bytes).count() as u64,
        }
    }
}

/// Position after the last whole row of `bytes`, which start with a row; the first of all is the header.
fn last_row_end(bytes: &[u8], width: &mut Option<usize>) -> Option<usize> {
    let mut last = None;
    if width.is_none() {
        let end = memchr::memchr(b'\n', bytes)?;
        *width = Some(memchr::memchr_iter(b'\t', &bytes[..end]).count() + 1);
        last = Some(end + 1);
    }
    let width = width.unwrap_or(1);
    while let Some(end) = record_end(bytes, last.unwrap_or(0), width, false) {
        last = Some(end);
    }
    last
}
