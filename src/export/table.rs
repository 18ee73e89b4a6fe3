//! CSV (RFC 4180) and TSV (backslash escapes, `\N` for no value), with a header.

use std::io::Write;

use super::schema::{Kind, Schema, as_text, note_unknown, value};
use super::{Entry, Form, Losses, Output};
use crate::source::InputFormat;

/// Rows under a header.
pub(super) struct Table {
    out: Output,
    columns: Vec<(String, Kind)>,
    is_csv: bool,
    row: Vec<u8>,
}

impl Table {
    /// Writes the header.
    pub(super) fn new(
        mut out: Output,
        format: InputFormat,
        schema: &Schema,
    ) -> std::io::Result<Self> {
        let columns = schema.columns();
        let names: Vec<Option<&str>> = columns.iter().map(|(n, _)| Some(n.as_str())).collect();
        let is_csv = format == InputFormat::Csv;
        let mut row = Vec::new();
        push(&mut row, is_csv, &names);
        out.write_all(&row)?;
        Ok(Self {
            out,
            columns,
            is_csv,
            row,
        })
    }
}

impl Form for Table {
    fn write(&mut self, entry: &Entry, losses: &mut Losses) -> std::io::Result<()> {
        note_unknown(entry, &self.columns, losses);
        let texts: Vec<Option<String>> = self
            .columns
            .iter()
            .map(|(name, _)| value(entry, name).map(|v| as_text(&v)))
            .collect();
        let cells: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        self.row.clear();
        push(&mut self.row, self.is_csv, &cells);
        self.out.write_all(&self.row)
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        self.out.close()
    }
}

fn push(out: &mut Vec<u8>, is_csv: bool, cells: &[Option<&str>]) {
    if is_csv {
        push_csv(out, cells);
    } else {
        push_tsv(out, cells);
    }
}

/// Appends a row of CSV; nothing for no value.
pub fn push_csv(out: &mut Vec<u8>, cells: &[Option<&str>]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        let cell = cell.unwrap_or_default();
        // A row of one empty cell would be a blank line, which readers pass over.
        if cell.contains(['"', ',', '\n', '\r']) || (cells.len() == 1 && cell.is_empty()) {
            let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.push(b'\n');
}

/// Appends a row of TSV: tabs, line ends and backslashes escaped, also a quotation mark at the start, which spreadsheets take for
/// quoting; `\N` for no value.
pub fn push_tsv(out: &mut Vec<u8>, cells: &[Option<&str>]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(b'\t');
        }
        let Some(cell) = cell else {
            out.extend_from_slice(b"\\N");
            continue;
        };
        if cell.starts_with('"') {
            out.push(b'\\');
        }
        for c in cell.bytes() {
            match c {
                b'\t' => out.extend_from_slice(b"\\t"),
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\r' => out.extend_from_slice(b"\\r"),
                b'\\' => out.extend_from_slice(b"\\\\"),
                c => out.push(c),
            }
        }
    }
    out.push(b'\n');
}
