//! CSV with a header (RFC 4180): quotes, doubled quotes, line breaks in fields, CRLF, a byte order mark.

use std::borrow::Cow;
use std::sync::Arc;

use super::blocks::Block;
use super::line_records::without_mark;
use super::record::{Cell, Content, Header, Problem};
use crate::error::{Error, Result};

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

/// Takes the header off the first block.
pub(super) fn take_header(block: &mut Block, file: &str) -> Result<Header> {
    let bytes = without_mark(&block.bytes, 1);
    let dropped = block.bytes.len() - bytes.len();
    let mut reader = reader(bytes);
    let mut row = csv::ByteRecord::new();
    let broken = |e: csv::Error| Error::io(file, "read", std::io::Error::other(e));
    reader.read_byte_record(&mut row).map_err(broken)?;
    let end = dropped + reader.position().byte() as usize;
    let names = row
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned());
    let names = names.collect();
    block.first_line += memchr::memchr_iter(b'\n', &block.bytes[..end]).count() as u64;
    block.bytes.drain(..end);
    Ok(Header { names })
}

/// The rows of a block.
pub(super) fn parse<'b>(block: &'b Block, header: &Arc<Header>) -> Vec<(u64, Content<'b>)> {
    if block.too_long {
        let content = Content::Unusable(Problem::too_long(block.bytes.len()));
        return vec![(block.first_line, content)];
    }
    let mut reader = reader(&block.bytes);
    let mut row = csv::ByteRecord::new();
    let mut records = Vec::new();
    let (mut line, mut counted) = (block.first_line, 0);
    // Reading from memory, flexible and as bytes, cannot fail.
    while let Ok(true) = reader.read_byte_record(&mut row) {
        let start = start_of(&row, &block.bytes);
        line += memchr::memchr_iter(b'\n', &block.bytes[counted..start]).count() as u64;
        counted = start;
        records.push((line, content(&row, header)));
    }
    records
}

/// First byte of a row: the reader's own position and line lie before what is left of the last line's end and before blank lines.
fn start_of(row: &csv::ByteRecord, bytes: &[u8]) -> usize {
    let position = row.position().map_or(0, |p| p.byte() as usize);
    let ends = bytes[position..].iter();
    position + ends.take_while(|b| matches!(b, b'\r' | b'\n')).count()
}

fn content<'b>(row: &csv::ByteRecord, header: &Arc<Header>) -> Content<'b> {
    if row.len() != header.names.len() {
        return Content::Unusable(Problem::wrong_width(
            row.len(),
            header,
            "quote fields that hold the delimiter or a line break",
        ));
    }
    let fields = row
        .iter()
        .map(|f| std::str::from_utf8(f).map(|f| Cell::Text(Cow::Owned(f.to_owned()))));
    match fields.collect() {
        Ok(fields) => Content::Row(Arc::clone(header), fields),
        Err(_) => Content::Unusable(Problem::invalid_utf8()),
    }
}
