//! Apache Arrow IPC: files (Feather 2) and streams, record batch by record batch.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Schema, TimeUnit};
use serde_json::Value;

use super::super::block::Block;
use super::super::format::InputFormat;
use super::super::record::{Cell, Header};
use super::arrow_lengths::{self, MAGIC};
use super::unpacking::Allowance;
use super::{BATCH, Batches, dates, guarded, unreadable};
use crate::error::Result;

/// An Arrow file that is being read.
pub(super) struct Arrow {
    batches: Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>>>,
    header: Arc<Header>,
    name: String,
    /// The batch that is being given out, and its next row.
    current: Option<(RecordBatch, usize)>,
    next_row: u64,
}

impl Arrow {
    pub(super) fn open(mut file: File, name: &str, allowance: Allowance) -> Result<Self> {
        guarded(name, InputFormat::Arrow, || {
            arrow_lengths::check(&mut file, allowance)
        })?;
        let (schema, batches) = guarded(name, InputFormat::Arrow, || opened(&mut file))?;
        for field in schema.fields() {
            if !is_readable(field.data_type()) {
                let reason = format!(
                    "column {:?} is of type {}, expected text, numbers, truth values, dates, or lists of these; remove it",
                    field.name(),
                    field.data_type()
                );
                return Err(unreadable(name, InputFormat::Arrow, reason));
            }
        }
        // Its number of rows would be bounded by nothing.
        if !schema.fields().iter().any(|f| takes_bytes(f.data_type())) {
            return Err(unreadable(
                name,
                InputFormat::Arrow,
                "no column holds anything",
            ));
        }
        let names = schema.fields().iter().map(|f| f.name().clone()).collect();
        Ok(Self {
            batches,
            header: Arc::new(Header { names }),
            name: name.to_owned(),
            current: None,
            next_row: 1,
        })
    }
}

type OpenedBatches = Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>>>;

fn opened(file: &mut File) -> std::result::Result<(Arc<Schema>, OpenedBatches), ArrowError> {
    let mut magic = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    (&mut *file)
        .take(MAGIC.len() as u64)
        .read_to_end(&mut magic)?;
    file.seek(SeekFrom::Start(0))?;
    let input = BufReader::new(file.try_clone()?);
    Ok(if magic == MAGIC {
        let reader = FileReader::try_new(input, None)?;
        (reader.schema(), Box::new(reader))
    } else {
        let reader = StreamReader::try_new(input, None)?;
        (reader.schema(), Box::new(reader))
    })
}

impl Batches for Arrow {
    fn header(&self) -> Arc<Header> {
        Arc::clone(&self.header)
    }

    fn next_batch(&mut self) -> Result<Option<Block>> {
        let name = self.name.clone();
        let (batch, from) = loop {
            match self.current.take() {
                Some((batch, from)) if from < batch.num_rows() => break (batch, from),
                _ => {}
            }
            let next = guarded(&name, InputFormat::Arrow, || {
                self.batches.next().transpose()
            })?;
            match next {
                Some(batch) => self.current = Some((batch, 0)),
                None => return Ok(None),
            }
        };
        let count = BATCH.min(batch.num_rows() - from);
        let part = batch.slice(from, count);
        let row = |i| part.columns().iter().map(|c| cell(c, i)).collect();
        let rows = guarded(&name, InputFormat::Arrow, || {
            Ok::<_, ArrowError>((0..count).map(row).collect())
        })?;
        let block = Block {
            first_line: self.next_row,
            rows,
            ..Block::default()
        };
        self.next_row += count as u64;
        self.current = Some((batch, from + count));
        Ok(Some(block))
    }
}

fn is_readable(kind: &DataType) -> bool {
    match kind {
        DataType::List(field) | DataType::LargeList(field) => is_readable(field.data_type()),
        DataType::Dictionary(_, values) => is_readable(values),
        DataType::Struct(fields) => fields.iter().all(|f| is_readable(f.data_type())),
        kind => {
            kind.is_integer()
                || kind.is_floating()
                || kind.is_string()
                || matches!(
                    kind,
                    DataType::Null
                        | DataType::Boolean
                        | DataType::Date32
                        | DataType::Date64
                        | DataType::Timestamp(..)
                )
        }
    }
}

/// Whether each row of such a column takes place in a file.
fn takes_bytes(kind: &DataType) -> bool {
    match kind {
        DataType::Null => false,
        DataType::Struct(fields) => fields.iter().any(|f| takes_bytes(f.data_type())),
        _ => true,
    }
}

fn cell(array: &dyn Array, i: usize) -> Cell<'static> {
    match value(array, i) {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::Text(Cow::Owned(text)),
        other => Cell::Value(other),
    }
}

fn number<T: ArrowPrimitiveType>(array: &dyn Array, i: usize) -> Value
where
    Value: From<T::Native>,
{
    Value::from(array.as_primitive::<T>().value(i))
}

fn count<T: ArrowPrimitiveType>(array: &dyn Array, i: usize) -> i64
where
    i64: From<T::Native>,
{
    i64::from(array.as_primitive::<T>().value(i))
}

/// Row `i` of a readable column.
fn value(array: &dyn Array, i: usize) -> Value {
    if array.is_null(i) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Boolean => array.as_boolean().value(i).into(),
        DataType::Int8 => number::<Int8Type>(array, i),
        DataType::Int16 => number::<Int16Type>(array, i),
        DataType::Int32 => number::<Int32Type>(array, i),
        DataType::Int64 => number::<Int64Type>(array, i),
        DataType::UInt8 => number::<UInt8Type>(array, i),
        DataType::UInt16 => number::<UInt16Type>(array, i),
        DataType::UInt32 => number::<UInt32Type>(array, i),
        DataType::UInt64 => number::<UInt64Type>(array, i),
        DataType::Float16 => shortest(array.as_primitive::<Float16Type>().value(i).to_f32()),
        DataType::Float32 => shortest(array.as_primitive::<Float32Type>().value(i)),
        DataType::Float64 => number::<Float64Type>(array, i),
        DataType::Utf8 => array.as_string::<i32>().value(i).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(i).into(),
        DataType::Utf8View => array.as_string_view().value(i).into(),
        DataType::Date32 => dates::date(count::<Date32Type>(array, i)).into(),
        DataType::Date64 => dates::timestamp(count::<Date64Type>(array, i), 1000).into(),
        DataType::Timestamp(unit, _) => timestamp(array, i, *unit).into(),
        DataType::Dictionary(..) => {
            let row = array.slice(i, 1);
            let dictionary = row.as_any_dictionary();
            value(dictionary.values(), dictionary.normalized_keys()[0])
        }
        DataType::List(_) => all(&array.as_list::<i32>().value(i)),
        DataType::LargeList(_) => all(&array.as_list::<i64>().value(i)),
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let named = fields.iter().zip(columns);
            Value::Object(
                named
                    .map(|(f, c)| (f.name().clone(), value(c, i)))
                    .collect(),
            )
        }
        _ => Value::Null,
    }
}

fn all(array: &dyn Array) -> Value {
    (0..array.len()).map(|i| value(array, i)).collect()
}

fn timestamp(array: &dyn Array, i: usize, unit: TimeUnit) -> String {
    match unit {
        TimeUnit::Second => dates::timestamp(count::<TimestampSecondType>(array, i), 1),
        TimeUnit::Millisecond => {
            dates::timestamp(count::<TimestampMillisecondType>(array, i), 1000)
        }
        TimeUnit::Microsecond => {
            dates::timestamp(count::<TimestampMicrosecondType>(array, i), 1_000_000)
        }
        TimeUnit::Nanosecond => {
            dates::timestamp(count::<TimestampNanosecondType>(array, i), 1_000_000_000)
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
