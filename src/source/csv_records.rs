//! CSV with a header (RFC 4180): quotes, doubled quotes, line breaks in fields, CRLF, a byte order mark.
//!
//! A record ends at LF, CRLF or a lone CR outside of quotes, as Python's csv and pandas have it; an editor counts lines so too. Text
//! between a closing quotation mark and the next comma is refused: a mark was not doubled, and the row may have swallowed others.

use std::borrow::Cow;
use std::sync::Arc;

use super::block::Block;
use super::line_records::without_mark;
use super::record::{Cell, Content, Header, Problem};
use crate::error::{Error, Result};

/// Finds where records end, byte by byte, as the csv crate does.
#[derive(Debug, Default)]
pub(super) struct CsvEnds {
    field: Field,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Field {
    #[default]
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first of two.
    Closing,
    /// After a carriage return outside of quotes: a record's end, or the first byte of one.
    Return,
}

impl Field {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Quoted, b'"') => Self::Closing,
            (Self::Quoted, _) => Self::Quoted,
            (Self::Start | Self::Closing | Self::Return, b'"') => Self::Quoted,
            (_, b'\n' | b',') => Self::Start,
            (_, b'\r') => Self::Return,
            _ => Self::Plain,
        }
    }
}

impl CsvEnds {
    /// Whether what was read so far ends inside quotes.
    pub(super) fn is_quoted(&self) -> bool {
        self.field == Field::Quoted
    }

    /// Position after the last record's end in `bytes`, which follow those of the calls before.
    pub(super) fn last_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut last = None;
        for (i, byte) in bytes.iter().enumerate() {
            last = self.ends_at(i, *byte).or(last);
        }
        last
    }

    /// The same for the first; what comes after it is not read.
    pub(super) fn first_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = bytes.iter().enumerate();
        let end = at.find_map(|(i, byte)| self.ends_at(i, *byte))?;
        self.field = Field::Start;
        Some(end)
    }

    /// Reads byte `i`; where a record ends that could not be told before.
    fn ends_at(&mut self, i: usize, byte: u8) -> Option<usize> {
        let before = self.field;
        self.field = before.after(byte);
        match (byte, before) {
            (b'\n', _) => (self.field == Field::Start).then_some(i + 1),
            (_, Field::Return) => Some(i),
            _ => None,
        }
    }
}

/// Position of the last quotation mark in `bytes`, which start with a record, that opens a field.
pub(super) fn open_quote(bytes: &[u8]) -> Option<usize> {
    let mut field = Field::Start;
    let mut opened = None;
    for (i, byte) in bytes.iter().enumerate() {
        let after = field.after(*byte);
        if after == Field::Quoted && matches!(field, Field::Start | Field::Return) {
            opened = Some(i);
        }
        field = after;
    }
    opened
}

/// Line ends in `bytes`: LF, CRLF and lone CR.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let is_end = |i: &usize| bytes[*i] == b'\n' || bytes.get(i + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(is_end)
        .count() as u64
}

/// The first byte after a closing quotation mark that is neither a comma nor a record's end.
fn stray(record: &[u8]) -> Option<usize> {
    memchr::memchr(b'"', record)?;
    let mut field = Field::Start;
    record.iter().position(|byte| {
        let before = field;
        field = before.after(*byte);
        before == Field::Closing && field == Field::Plain
    })
}

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
    let mut end = dropped + reader.position().byte() as usize;
    if block.bytes[..end].ends_with(b"\r") && block.bytes.get(end) == Some(&b'\n') {
        end += 1;
    }
    let names = row
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned());
    let names = names.collect();
    block.first_line += line_ends(&block.bytes[..end]);
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
        line += line_ends(&block.bytes[counted..start]);
        counted = start;
        let record = &block.bytes[start..reader.position().byte() as usize];
        records.push((line, content(&row, record, line, header)));
    }
    records
}

/// First byte of a row: the reader's own position and line lie before what is left of the last line's end and before blank lines.
fn start_of(row: &csv::ByteRecord, bytes: &[u8]) -> usize {
    let position = row.position().map_or(0, |p| p.byte() as usize);
    let ends = bytes[position..].iter();
    position + ends.take_while(|b| matches!(b, b'\r' | b'\n')).count()
}

fn content<'b>(
    row: &csv::ByteRecord,
    record: &[u8],
    line: u64,
    header: &Arc<Header>,
) -> Content<'b> {
    if let Some(at) = stray(record) {
        let line = line + line_ends(&record[..at]);
        return Content::Unusable(Problem::bad(format!(
            "found text after a closing quotation mark on line {line}, expected a comma or the line's end; write a quotation mark inside a quoted field twice (\"\"), and look for one that is missing above"
        )));
    }
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
