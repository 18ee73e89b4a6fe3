//! CSV and TSV with a header.

use std::io::Write;

use super::schema::{Kind, Schema, as_text, note_unknown, value};
use super::{Entry, Form, Losses, Output};
use crate::delimited::Delimited;

/// Rows under a header.
pub(super) struct Table {
    out: Output,
    columns: Vec<(String, Kind)>,
    form: Delimited,
    row: Vec<u8>,
}

impl Table {
    /// Writes the header.
    pub(super) fn new(mut out: Output, form: Delimited, schema: &Schema) -> std::io::Result<Self> {
        let columns = schema.columns();
        let names: Vec<Option<&str>> = columns.iter().map(|(n, _)| Some(n.as_str())).collect();
        let mut row = Vec::new();
        form.push(&mut row, &names);
        out.write_all(&row)?;
        Ok(Self {
            out,
            columns,
            form,
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
        self.form.push(&mut self.row, &cells);
        self.out.write_all(&self.row)
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        self.out.close()
    }
}
