//! Texts from Python: Arrow columns as they lie in memory, or strings one by one.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::{PyImportError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyDict, PyFloat, PyString};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::input::AnyArray;

/// A column of texts, nulls allowed.
pub enum Texts {
    /// Python strings, kept alive.
    Strings(Vec<Option<PyBackedStr>>),
    /// Chunks of an Arrow column, each of a plain string type or null.
    Arrow(Vec<ArrayRef>),
}

impl Texts {
    /// Texts of an object of Python; `name` is that of the argument in messages.
    pub fn of(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        let py = object.py();
        if object.is_instance_of::<PyString>()
            || object.is_instance_of::<PyBytes>()
            || object.is_instance_of::<PyDict>()
        {
            return Err(wrong(
                name,
                object,
                "a list or column of str; put one text in a list",
            ));
        }
        let is_arrow = object.hasattr(intern!(py, "__arrow_c_array__"))?
            || object.hasattr(intern!(py, "__arrow_c_stream__"))?;
        if is_arrow {
            match object.extract::<AnyArray>() {
                // pandas without pyarrow has the method, but not what it needs.
                Err(error) if error.is_instance_of::<PyImportError>(py) => {}
                array => return Self::of_arrow(array?, name).map_err(PyErr::from),
            }
        }
        Self::of_strings(object, name)
    }

    fn of_arrow(array: AnyArray, name: &str) -> PyArrowResult<Self> {
        let reader = array.into_reader()?;
        let chunks: Vec<ArrayRef> = reader
            .map(|chunk| Ok(plain(chunk?, name)?))
            .collect::<PyArrowResult<_>>()?;
        Ok(Self::Arrow(chunks))
    }

    fn of_strings(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        let Ok(items) = object.try_iter() else {
            return Err(wrong(name, object, "a list or column of str"));
        };
        let mut strings = Vec::with_capacity(object.len().unwrap_or(0));
        for (i, item) in items.enumerate() {
            let item = item?;
            strings.push(if is_missing(&item)? {
                None
            } else if item.is_instance_of::<PyString>() {
                Some(item.extract::<PyBackedStr>()?)
            } else {
                return Err(wrong(&format!("{name}[{i}]"), &item, "str or None"));
            });
        }
        Ok(Self::Strings(strings))
    }

    /// All texts where they lie; `None` for a null.
    pub fn as_strs(&self) -> Vec<Option<&str>> {
        match self {
            Self::Strings(strings) => strings.iter().map(|s| s.as_deref()).collect(),
            Self::Arrow(chunks) => {
                let mut texts = Vec::with_capacity(chunks.iter().map(|c| c.len()).sum());
                for chunk in chunks {
                    match chunk.data_type() {
                        DataType::Utf8 => texts.extend(chunk.as_string::<i32>()),
                        DataType::LargeUtf8 => texts.extend(chunk.as_string::<i64>()),
                        DataType::Utf8View => texts.extend(chunk.as_string_view()),
                        _ => texts.extend((0..chunk.len()).map(|_| None)),
                    }
                }
                texts
            }
        }
    }
}

/// A chunk of a plain string type: as it is, or a dictionary looked up.
fn plain(chunk: ArrayRef, name: &str) -> PyResult<ArrayRef> {
    match chunk.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(chunk),
        DataType::Dictionary(_, values) if values.is_string() => {
            arrow_cast::cast(&chunk, &DataType::Utf8View)
                .map_err(|e| PyTypeError::new_err(format!("{name}: {e}")))
        }
        DataType::Struct(_) => Err(PyTypeError::new_err(format!(
            "{name} is a table, expected one column of strings; name it, as in table[\"text\"]"
        ))),
        other => Err(PyTypeError::new_err(format!(
            "{name} is an Arrow column of {other}, expected strings"
        ))),
    }
}

/// Whether an item is None, NaN or pandas' NA.
fn is_missing(item: &Bound<'_, PyAny>) -> PyResult<bool> {
    if item.is_none() {
        return Ok(true);
    }
    if let Ok(number) = item.cast::<PyFloat>() {
        return Ok(number.extract::<f64>()?.is_nan());
    }
    Ok(!item.is_instance_of::<PyString>() && item.get_type().name()? == "NAType")
}

fn wrong(name: &str, found: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    let kind = found.get_type().name().map(|n| n.to_string());
    PyTypeError::new_err(format!(
        "{name} is {}, expected {expected}",
        kind.as_deref().unwrap_or("of an unknown type")
    ))
}
