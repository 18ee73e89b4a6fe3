//! Columnar files: batches of typed rows, of which one is in memory at a time.

#[cfg(feature = "arrow")]
mod arrow;
#[cfg(feature = "arrow")]
mod arrow_lengths;
#[cfg(any(feature = "arrow", feature = "parquet"))]
mod dates;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_chunks;
#[cfg(any(feature = "arrow", feature = "parquet"))]
mod quiet;
#[cfg(any(feature = "arrow", feature = "parquet"))]
mod unpacking;

use std::fs::File;
use std::sync::Arc;

use super::block::Block;
use super::format::InputFormat;
use super::record::{Cell, Content, Header};
use crate::error::{Error, Result};
#[cfg(any(feature = "arrow", feature = "parquet"))]
use unpacking::Allowance;

/// Rows of a block.
#[cfg(any(feature = "arrow", feature = "parquet"))]
const BATCH: usize = 4096;

/// A columnar file, block by block.
pub(super) trait Batches {
    /// Names of its columns.
    fn header(&self) -> Arc<Header>;

    /// The next rows; `None` after the last.
    fn next_batch(&mut self) -> Result<Option<Block>>;
}

/// Reads `file`, which `name` names in messages and whose packed parts may unpack to `max_decompressed` bytes.
pub(super) fn open(
    file: File,
    format: InputFormat,
    name: &str,
    max_decompressed: u64,
) -> Result<Box<dyn Batches>> {
    match format {
        #[cfg(feature = "parquet")]
        InputFormat::Parquet => Ok(Box::new(parquet::Parquet::open(
            file,
            name,
            Allowance::new(max_decompressed),
        )?)),
        #[cfg(feature = "arrow")]
        InputFormat::Arrow => Ok(Box::new(arrow::Arrow::open(
            file,
            name,
            Allowance::new(max_decompressed),
        )?)),
        _ => {
            let _ = (file, max_decompressed);
            let reason = "this program was built without it; export the file as CSV or JSON Lines";
            Err(unreadable(name, format, reason))
        }
    }
}

fn unreadable(file: &str, format: InputFormat, reason: impl ToString) -> Error {
    Error::Unreadable {
        file: file.to_owned(),
        format: format.as_str(),
        reason: reason.to_string(),
    }
}

/// Runs `read`, a decoder of others that may panic on damaged files; a panic is an error here, of which nothing else is said.
#[cfg(any(feature = "arrow", feature = "parquet"))]
fn guarded<T, E: ToString>(
    file: &str,
    format: InputFormat,
    read: impl FnOnce() -> std::result::Result<T, E>,
) -> Result<T> {
    match quiet::caught(read) {
        Some(Ok(value)) => Ok(value),
        Some(Err(e)) => Err(unreadable(file, format, e)),
        None => Err(unreadable(file, format, "the file is damaged")),
    }
}

/// The rows of a block with their numbers, from 1.
pub(super) fn parse<'b>(block: &'b Block, header: &Arc<Header>) -> Vec<(u64, Content<'b>)> {
    let row = |cells: &'b Vec<Cell<'static>>| {
        let cells = cells.iter().map(|cell| match cell {
            Cell::Text(text) => Cell::Text(std::borrow::Cow::Borrowed(&**text)),
            other => other.clone(),
        });
        Content::Row(Arc::clone(header), cells.collect())
    };
    (block.first_line..)
        .zip(block.rows.iter().map(row))
        .collect()
}
