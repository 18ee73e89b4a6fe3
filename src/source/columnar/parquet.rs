//! Apache Parquet, row group by row group and page by page.

use std::borrow::Cow;
use std::fs::File;
use std::sync::Arc;

use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::Value;

use super::super::block::Block;
use super::super::format::InputFormat;
use super::super::record::{Cell, Header};
use super::parquet_chunks::Chunks;
use super::unpacking::Allowance;
use super::{BATCH, Batches, dates, guarded, unreadable};
use crate::error::Result;

/// A Parquet file that is being read.
pub(super) struct Parquet {
    rows: RowIter<'static>,
    header: Arc<Header>,
    /// Columns of nanoseconds since 1970, which the decoder gives as numbers.
    nanoseconds: Vec<bool>,
    name: String,
    next_row: u64,
}

impl Parquet {
    pub(super) fn open(file: File, name: &str, allowance: Allowance) -> Result<Self> {
        let opened = guarded(name, InputFormat::Parquet, || {
            let chunks = Chunks::new(file, allowance)?;
            let metadata = ParquetMetaDataReader::new().parse_and_finish(&chunks)?;
            let reader = SerializedFileReader::new(chunks.packed_as(&metadata))?;
            let schema = reader.metadata().file_metadata().schema();
            let fields = schema.get_fields();
            let header = Header {
                names: fields.iter().map(|f| f.name().to_owned()).collect(),
            };
            let nanoseconds = fields.iter().map(|f| {
                let logical = f.get_basic_info().logical_type_ref();
                matches!(logical, Some(LogicalType::Timestamp(t)) if t.unit == TimeUnit::NANOS)
            });
            Ok::<_, ParquetError>(Self {
                nanoseconds: nanoseconds.collect(),
                rows: RowIter::from_file_into(Box::new(reader)),
                header: Arc::new(header),
                name: name.to_owned(),
                next_row: 1,
            })
        })?;
        // Its number of rows would be bounded by nothing.
        if opened.header.names.is_empty() {
            return Err(unreadable(name, InputFormat::Parquet, "it has no columns"));
        }
        Ok(opened)
    }

    fn cells(&self, row: Row) -> Vec<Cell<'static>> {
        let fields = row.into_columns().into_iter().zip(&self.nanoseconds);
        let cell = |((_, field), is_nanoseconds): ((String, Field), &bool)| match field {
            Field::Long(count) if *is_nanoseconds => {
                Cell::Text(dates::timestamp(count, 1_000_000_000).into())
            }
            field => cell(field),
        };
        fields.map(cell).collect()
    }
}

impl Batches for Parquet {
    fn header(&self) -> Arc<Header> {
        Arc::clone(&self.header)
    }

    fn next_batch(&mut self) -> Result<Option<Block>> {
        let name = self.name.clone();
        let rows: Vec<Vec<Cell>> = guarded(&name, InputFormat::Parquet, || {
            let rows = (&mut self.rows)
                .take(BATCH)
                .collect::<std::result::Result<Vec<_>, _>>()?;
            Ok::<_, ParquetError>(rows.into_iter().map(|row| self.cells(row)).collect())
        })?;
        if rows.is_empty() {
            return Ok(None);
        }
        let first_line = self.next_row;
        self.next_row += rows.len() as u64;
        Ok(Some(Block {
            first_line,
            rows,
            ..Block::default()
        }))
    }
}

fn cell(field: Field) -> Cell<'static> {
    match value(field) {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::Text(Cow::Owned(text)),
        other => Cell::Value(other),
    }
}

fn value(field: Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(v) => v.into(),
        Field::Byte(v) => v.into(),
        Field::Short(v) => v.into(),
        Field::Int(v) => v.into(),
        Field::Long(v) => v.into(),
        Field::UByte(v) => v.into(),
        Field::UShort(v) => v.into(),
        Field::UInt(v) => v.into(),
        Field::ULong(v) => v.into(),
        Field::Float(v) => shortest(v),
        Field::Float16(v) => shortest(v.to_f32()),
        Field::Double(v) => v.into(),
        Field::Str(text) => text.into(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into(),
        Field::Date(days) => dates::date(i64::from(days)).into(),
        Field::TimestampMillis(count) => dates::timestamp(count, 1000).into(),
        Field::TimestampMicros(count) => dates::timestamp(count, 1_000_000).into(),
        Field::Group(row) => {
            let fields = row.into_columns().into_iter();
            Value::Object(fields.map(|(name, field)| (name, value(field))).collect())
        }
        Field::ListInternal(list) => list.elements().iter().cloned().map(value).collect(),
        Field::MapInternal(map) => {
            let entries = map.entries().iter().cloned();
            let key = |key: Field| match value(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Value::Object(entries.map(|(k, v)| (key(k), value(v))).collect())
        }
        other @ (Field::Decimal(_) | Field::TimeMillis(_) | Field::TimeMicros(_)) => {
            other.to_string().into()
        }
    }
}

/// A number of 32 bits with the digits that it is written with, not those of its 64 bit neighbour.
fn shortest(number: f32) -> Value {
    number
        .to_string()
        .parse::<f64>()
        .map_or(Value::Null, Value::from)
}
