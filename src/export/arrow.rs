//! Apache Arrow IPC file (Feather 2), Zstandard inside; a record batch is kept in memory until it is full.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema as ArrowSchema};

use super::schema::{Kind, Schema, as_text, note_unknown, value};
use super::{Entry, Form, Losses, Output};

/// Rows of a record batch.
const BATCH: usize = 1 << 16;

/// An Arrow file that is being written.
pub(super) struct Arrow {
    writer: FileWriter<Output>,
    schema: Arc<ArrowSchema>,
    columns: Vec<(String, Kind)>,
    rows: Vec<Entry>,
}

impl Arrow {
    pub(super) fn new(out: Output, schema: &Schema) -> std::io::Result<Self> {
        let columns = schema.columns();
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, kind)| Field::new(name, data_type(*kind), true))
            .collect();
        let schema = Arc::new(ArrowSchema::new(fields));
        let options = IpcWriteOptions::default()
            .try_with_compression(Some(CompressionType::ZSTD))
            .map_err(as_io)?;
        let writer = FileWriter::try_new_with_options(out, &schema, options).map_err(as_io)?;
        Ok(Self {
            writer,
            schema,
            columns,
            rows: Vec::new(),
        })
    }

    fn write_batch(&mut self) -> Result<(), ArrowError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let arrays = self.columns.iter();
        let arrays = arrays
            .map(|(name, kind)| array(&self.rows, name, *kind))
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)?;
        self.writer.write(&batch)?;
        self.rows.clear();
        Ok(())
    }
}

fn as_io(error: ArrowError) -> std::io::Error {
    match error {
        ArrowError::IoError(_, io) => io,
        other => std::io::Error::other(other),
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Bool => DataType::Boolean,
        Kind::Int => DataType::Int64,
        Kind::Float => DataType::Float64,
        Kind::Text | Kind::Empty => DataType::Utf8,
    }
}

fn array(rows: &[Entry], name: &str, kind: Kind) -> ArrayRef {
    let cells = rows.iter().map(|entry| value(entry, name));
    match kind {
        Kind::Bool => Arc::new(BooleanArray::from_iter(cells.map(|c| c?.as_bool()))),
        Kind::Int => Arc::new(Int64Array::from_iter(cells.map(|c| c?.as_i64()))),
        Kind::Float => Arc::new(Float64Array::from_iter(cells.map(|c| c?.as_f64()))),
        Kind::Text | Kind::Empty => Arc::new(StringArray::from_iter(
            cells.map(|c| c.map(|v| as_text(&v))),
        )),
    }
}

impl Form for Arrow {
    fn write(&mut self, entry: &Entry, losses: &mut Losses) -> std::io::Result<()> {
        note_unknown(entry, &self.columns, losses);
        self.rows.push(entry.clone());
        if self.rows.len() == BATCH {
            self.write_batch().map_err(as_io)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.write_batch().map_err(as_io)?;
        self.writer.finish().map_err(as_io)?;
        self.writer.into_inner().map_err(as_io)?.close()
    }
}
