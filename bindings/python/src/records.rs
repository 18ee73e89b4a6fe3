//! Explanations, extracted statements and evaluations as Python dictionaries: the records of the program, with offsets in
//! characters instead of bytes.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::Value;

/// Names of values that are offsets into the text, or pairs of them, or lists of pairs.
const OFFSETS: [&str; 7] = [
    "start",
    "end",
    "span",
    "parts",
    "speaker_span",
    "cue_span",
    "sentence_span",
];

/// A value of JSON as Python's own types.
pub fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(b) => b.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(n) => match n.as_u64() {
            Some(n) => n.into_pyobject(py)?.into_any(),
            None => n.as_f64().into_pyobject(py)?.into_any(),
        },
        Value::String(s) => s.into_pyobject(py)?.into_any(),
        Value::Array(items) => {
            let items: PyResult<Vec<_>> = items.iter().map(|v| to_python(py, v)).collect();
            items?.into_pyobject(py)?.into_any()
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            for (name, value) in fields {
                dict.set_item(name, to_python(py, value)?)?;
            }
            dict.into_any()
        }
    })
}

/// Turns all offsets of a record from bytes of `text` into characters, as Python counts them.
pub fn count_characters(record: &mut Value, text: &str) {
    if !text.is_ascii() {
        rewrite(record, &CharacterIndex::of(text), false);
    }
}

fn rewrite(value: &mut Value, index: &CharacterIndex, is_offset: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|v| rewrite(v, index, is_offset)),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                rewrite(value, index, OFFSETS.contains(&name.as_str()));
            }
        }
        Value::Number(n) if is_offset => {
            if let Some(at) = n.as_u64() {
                *value = Value::from(index.character(at as usize));
            }
        }
        _ => {}
    }
}

/// The character that starts at each byte.
struct CharacterIndex {
    starts: Vec<usize>,
}

impl CharacterIndex {
    fn of(text: &str) -> Self {
        Self {
            starts: text.char_indices().map(|(at, _)| at).collect(),
        }
    }

    /// Number of characters before byte `at`.
    fn character(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start < at)
    }
}
