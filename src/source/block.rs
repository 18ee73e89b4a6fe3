//! A piece of the input: whole records, or rows of a columnar file.

use super::record::Cell;

/// Longest record that is read whole, in bytes.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// Whole records, or the start of one that is too long.
#[derive(Debug, Default)]
pub struct Block {
    /// The bytes, line ends included.
    pub bytes: Vec<u8>,
    /// Line on which the first record starts, from 1.
    pub first_line: u64,
    /// The block is the start of a single record that is longer than the limit.
    pub too_long: bool,
    /// Line of a quotation mark of CSV that opens a field which nothing closes.
    pub open_quote: Option<u64>,
    /// Rows of a columnar file, instead of bytes; lines are then rows from 1.
    pub(super) rows: Vec<Vec<Cell<'static>>>,
}
