//! One record of the input, whatever its format: its columns by name.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use crate::prediction::Reason;
use crate::statement::Fields;

/// Column names of a table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Header {
    /// Names in order.
    pub names: Vec<String>,
}

impl Header {
    /// Position of a column; names are compared without regard to case and outer space if none fits exactly.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        let exact = self.names.iter().position(|n| n == column);
        let loose = |n: &String| n.trim().eq_ignore_ascii_case(column);
        exact.or_else(|| self.names.iter().position(loose))
    }
}

/// Why a record cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What its prediction record says.
    pub reason: Reason,
    /// What was found, what was expected, and the remedy.
    pub text: String,
}

impl Problem {
    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self {
            reason: Reason::BadRecord,
            text: text.into(),
        }
    }

    pub(super) fn invalid_utf8() -> Self {
        Self {
            reason: Reason::InvalidUtf8,
            text: "found bytes that are not UTF-8; convert the file to UTF-8 first, as with iconv"
                .into(),
        }
    }

    pub(super) fn too_long(longest: usize) -> Self {
        Self {
            reason: Reason::TooLong,
            text: format!(
                "the record is longer than {longest} bytes; split it, or raise --max-text-bytes"
            ),
        }
    }
}

/// One record of the input.
#[derive(Debug)]
pub struct Record<'b> {
    /// Line on which it starts, from 1.
    pub line: u64,
    pub(super) content: Content<'b>,
}

#[derive(Debug)]
pub(super) enum Content<'b> {
    Line(&'b str),
    Object(Fields),
    Row(Arc<Header>, Vec<Cow<'b, str>>),
    Unusable(Problem),
}

impl Record<'_> {
    /// The statement: the line itself, or the column `column`; empty for a null.
    ///
    /// # Errors
    /// The record's problem, or a column that is missing or no string.
    pub fn text(&self, column: &str) -> Result<Cow<'_, str>, Problem> {
        match &self.content {
            Content::Line(line) => Ok(Cow::Borrowed(line)),
            Content::Unusable(problem) => Err(problem.clone()),
            Content::Object(fields) if fields.is_empty() => Ok(Cow::Borrowed("")),
            Content::Object(fields) => match fields.get(column) {
                Some(Value::String(text)) => Ok(Cow::Borrowed(text)),
                Some(Value::Null) => Ok(Cow::Borrowed("")),
                Some(other) => Err(Problem::bad(format!(
                    "field {column:?} is {other}, expected a string"
                ))),
                None => Err(no_field(fields, column, "text")),
            },
            Content::Row(header, row) => {
                let value = header.position(column).and_then(|i| row.get(i));
                value
                    .map(|v| Cow::Borrowed(&**v))
                    .ok_or_else(|| Problem::bad(format!("no column {column:?}")))
            }
        }
    }

    /// The label: the column `column`, empty for a null.
    ///
    /// # Errors
    /// A JSON object without such a field.
    pub(super) fn label(&self, column: &str) -> Result<Cow<'_, str>, Problem> {
        match &self.content {
            Content::Object(fields) if !fields.contains_key(column) => {
                Err(no_field(fields, column, "label"))
            }
            _ => Ok(self.column(column).unwrap_or_default()),
        }
    }

    /// Refuses a record that could not be read.
    ///
    /// # Errors
    /// The record's problem.
    pub fn usable(&self) -> Result<(), Problem> {
        match &self.content {
            Content::Unusable(problem) => Err(problem.clone()),
            _ => Ok(()),
        }
    }

    /// A column's value as it stands, JSON with its type; `None` if there is no such column or it is null.
    #[must_use]
    pub fn value(&self, column: &str) -> Option<Value> {
        match &self.content {
            Content::Object(fields) => fields.get(column).filter(|v| !v.is_null()).cloned(),
            _ => self.column(column).map(|text| Value::from(&*text)),
        }
    }

    /// A column's value as text; `None` if there is no such column or it is null.
    #[must_use]
    pub fn column(&self, column: &str) -> Option<Cow<'_, str>> {
        match &self.content {
            Content::Object(fields) => match fields.get(column)? {
                Value::String(text) => Some(Cow::Borrowed(text)),
                Value::Null => None,
                other => Some(Cow::Owned(other.to_string())),
            },
            Content::Row(header, row) => Some(Cow::Borrowed(&**row.get(header.position(column)?)?)),
            Content::Line(_) | Content::Unusable(_) => None,
        }
    }

    /// All columns but those named, in the order of the file.
    #[must_use]
    pub fn fields_but(&self, named: &[&str]) -> Fields {
        let kept = |name: &str| !named.contains(&name);
        match &self.content {
            Content::Object(fields) => fields
                .iter()
                .filter(|(name, _)| kept(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            Content::Row(header, row) => header
                .names
                .iter()
                .zip(row)
                .filter(|(name, _)| kept(name))
                .map(|(name, value)| (name.clone(), Value::String(value.clone().into_owned())))
                .collect(),
            Content::Line(_) | Content::Unusable(_) => Fields::new(),
        }
    }

    /// Whether the record is a blank line.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match &self.content {
            Content::Line(line) => line.trim().is_empty(),
            Content::Object(fields) => fields.is_empty(),
            Content::Row(..) | Content::Unusable(_) => false,
        }
    }
}

fn no_field(fields: &Fields, column: &str, option: &str) -> Problem {
    let found: Vec<&str> = fields.keys().map(String::as_str).collect();
    Problem::bad(format!(
        "no field {column:?} (found: {}); name it with --{option}-column",
        found.join(", ")
    ))
}
