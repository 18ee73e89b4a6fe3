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

    /// The column that holds the label: `column`, or in a table of Label Studio that has none the one named for the question.
    #[must_use]
    pub fn label_column<'c>(&self, column: &'c str) -> &'c str {
        label_column(|name| self.position(name).is_some(), column)
    }

    /// Whether a table of this header is an export of Label Studio.
    pub(super) fn is_label_studio(&self) -> bool {
        ["annotation_id", "lead_time"]
            .iter()
            .all(|name| self.position(name).is_some())
    }
}

pub(super) fn label_column(has: impl Fn(&str) -> bool, column: &str) -> &str {
    if column != "label" || has(column) || !(has("annotation_id") || has("lead_time")) {
        return column;
    }
    let question = QUESTIONS.into_iter().find(|name| has(name));
    question.unwrap_or(column)
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
    /// A record that is not what was expected: what was found, what was expected, and the remedy.
    pub fn new(text: impl Into<String>) -> Self {
        Self::bad(text)
    }

    pub(crate) fn bad(text: impl Into<String>) -> Self {
        Self {
            reason: Reason::BadRecord,
            text: text.into(),
        }
    }

    pub(super) fn invalid_utf8() -> Self {
        Self {
            reason: Reason::InvalidUtf8,
            text: "found bytes that are not UTF-8; name its encoding with --encoding (latin-1, windows-1252 ...) or convert the file"
                .into(),
        }
    }

    pub(super) fn wrong_width(found: usize, header: &Header, remedy: &str) -> Self {
        Self::bad(format!(
            "found {found} fields, expected {} ({}); {remedy}",
            header.names.len(),
            header.names.join(", ")
        ))
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
    /// Why an annotation tool's record has no label.
    pub(super) no_label: Option<&'static str>,
}

#[derive(Debug)]
pub(super) enum Content<'b> {
    Line(&'b str),
    Object(Fields),
    Row(Arc<Header>, Vec<Cell<'b>>),
    Unusable(Problem),
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'b> {
    Null,
    Text(Cow<'b, str>),
    /// A number, a truth value, a list or an object of a typed table.
    Value(Value),
}

impl Cell<'_> {
    /// Its text; `None` for none.
    pub(super) fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Value(value) => Some(Cow::Owned(value.to_string())),
        }
    }

    /// Its value as JSON.
    fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::from(&**text),
            Self::Value(value) => value.clone(),
        }
    }
}

/// Columns in which Label Studio's tables hold the label, under the name of the question.
const QUESTIONS: [&str; 4] = ["stance", "choice", "sentiment", "choices"];

impl<'b> Record<'b> {
    pub(super) fn new(line: u64, content: Content<'b>) -> Self {
        Self {
            line,
            content,
            no_label: None,
        }
    }
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
                let cell = header.position(column).and_then(|i| row.get(i));
                cell.map(|c| c.as_text().unwrap_or_default())
                    .ok_or_else(|| Problem::bad(format!("no column {column:?}")))
            }
        }
    }

    /// The label: the column `column`, empty for a null; a list of one is that one.
    ///
    /// # Errors
    /// A JSON object without such a field, or a list of several.
    pub fn label(&self, column: &str) -> Result<Cow<'_, str>, Problem> {
        let column = self.label_column(column);
        if let Content::Object(fields) = &self.content
            && !fields.contains_key(column)
        {
            return Err(no_field(fields, column, "label"));
        }
        match self.cell_list(column) {
            None => Ok(self.column(column).unwrap_or_default()),
            Some([]) => Ok(Cow::Borrowed("")),
            Some([Value::String(label)]) => Ok(Cow::Borrowed(label)),
            Some([label]) => Ok(Cow::Owned(label.to_string())),
            Some(labels) => Err(Problem::bad(format!(
                "found {} labels ({}), expected one; keep one of them",
                labels.len(),
                labels
                    .iter()
                    .map(Value::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ))),
        }
    }

    /// The column that holds the label: `column`, or in a table of Label Studio that has none the one named for the question.
    #[must_use]
    pub fn label_column<'c>(&self, column: &'c str) -> &'c str {
        match &self.content {
            Content::Object(fields) => label_column(|name| fields.contains_key(name), column),
            Content::Row(header, _) => header.label_column(column),
            Content::Line(_) | Content::Unusable(_) => column,
        }
    }

    /// Whether there is such a column, with or without a value.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        match &self.content {
            Content::Object(fields) => fields.contains_key(column),
            Content::Row(header, _) => header.position(column).is_some(),
            Content::Line(_) | Content::Unusable(_) => false,
        }
    }

    fn cell_list(&self, column: &str) -> Option<&[Value]> {
        let value = match &self.content {
            Content::Object(fields) => fields.get(column)?,
            Content::Row(header, row) => match row.get(header.position(column)?)? {
                Cell::Value(value) => value,
                _ => return None,
            },
            _ => return None,
        };
        value.as_array().map(Vec::as_slice)
    }

    /// Why it has no label, if it comes from an annotation tool and nobody labelled it.
    #[must_use]
    pub fn no_label(&self) -> Option<&'static str> {
        self.no_label
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
            Content::Row(header, row) => {
                let cell = row.get(header.position(column)?)?;
                Some(cell.to_value()).filter(|v| !v.is_null())
            }
            Content::Line(_) | Content::Unusable(_) => None,
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
            Content::Row(header, row) => row.get(header.position(column)?)?.as_text(),
            Content::Line(_) | Content::Unusable(_) => None,
        }
    }

    /// All columns but those named, in the order of the file.
    #[must_use]
    pub fn fields_but(&self, named: &[&str]) -> Fields {
        match &self.content {
            Content::Object(fields) => fields
                .iter()
                .filter(|(name, _)| !named.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            Content::Row(header, row) => {
                let taken: Vec<_> = named.iter().map(|name| header.position(name)).collect();
                let cells = header.names.iter().zip(row).enumerate();
                cells
                    .filter(|(i, _)| !taken.contains(&Some(*i)))
                    .map(|(_, (name, cell))| (name.clone(), cell.to_value()))
                    .collect()
            }
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
