//! Apache Parquet, Zstandard inside; a row group is kept in memory until it is full.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::schema::{Kind, Schema, as_text, note_unknown, value};
use super::{Entry, Form, Losses, Output};

/// Rows of a row group.
const GROUP: usize = 1 << 16;

/// A Parquet file that is being written.
pub(super) struct Parquet {
    writer: SerializedFileWriter<Output>,
    columns: Vec<(String, Kind)>,
    rows: Vec<Entry>,
}

impl Parquet {
    pub(super) fn new(out: Output, schema: &Schema) -> std::io::Result<Self> {
        let columns = schema.columns();
        let fields = columns.iter().map(|(name, kind)| field(name, *kind));
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(as_io)?;
        let root = Type::group_type_builder("statements").with_fields(fields);
        let root = Arc::new(root.build().map_err(as_io)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = SerializedFileWriter::new(out, root, Arc::new(properties)).map_err(as_io)?;
        Ok(Self {
            writer,
            columns,
            rows: Vec::new(),
        })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (name, kind) in &self.columns {
            write_column(&mut group, &self.rows, name, *kind)?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn as_io(error: ParquetError) -> std::io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(io) => *io,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    }
}

fn field(name: &str, kind: Kind) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Bool => (Physical::BOOLEAN, None),
        Kind::Int => (Physical::INT64, None),
        Kind::Float => (Physical::DOUBLE, None),
        Kind::Text | Kind::Empty => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let field = Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL);
    Ok(Arc::new(field.build()?))
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, Output>,
    rows: &[Entry],
    name: &str,
    kind: Kind,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    let cells: Vec<_> = rows.iter().map(|entry| value(entry, name)).collect();
    let levels: Vec<i16> = cells.iter().map(|c| i16::from(c.is_some())).collect();
    let cells = cells.iter().flatten();
    match column.untyped() {
        ColumnWriter::BoolColumnWriter(w) => {
            let values: Vec<bool> = cells.map(|v| v.as_bool().unwrap_or_default()).collect();
            w.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::Int64ColumnWriter(w) => {
            let values: Vec<i64> = cells.map(|v| v.as_i64().unwrap_or_default()).collect();
            w.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::DoubleColumnWriter(w) => {
            let values: Vec<f64> = cells.map(|v| v.as_f64().unwrap_or(f64::NAN)).collect();
            w.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::ByteArrayColumnWriter(w) => {
            let values: Vec<ByteArray> = cells
                .map(|v| ByteArray::from(as_text(v).into_bytes()))
                .collect();
            w.write_batch(&values, Some(&levels), None)?;
        }
        _ => {
            let problem = format!("column {name:?} of kind {kind:?} has no writer");
            return Err(ParquetError::General(problem));
        }
    }
    column.close()
}

impl Form for Parquet {
    fn write(&mut self, entry: &Entry, losses: &mut Losses) -> std::io::Result<()> {
        note_unknown(entry, &self.columns, losses);
        self.rows.push(entry.clone());
        if self.rows.len() == GROUP {
            self.write_group().map_err(as_io)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.write_group().map_err(as_io)?;
        self.writer.into_inner().map_err(as_io)?.close()
    }
}
