//! Columns of a table: names in the order in which they came, and the type that holds all values of each.

use serde_json::Value;

use super::entry::Entry;

/// Type of a column, from the narrowest to the one that holds all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No value was seen.
    Empty,
    /// Truth values.
    Bool,
    /// Whole numbers of 64 bits.
    Int,
    /// Numbers.
    Float,
    /// Text; other values as JSON.
    Text,
}

impl Kind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(_) => Self::Bool,
            Value::Number(n) if n.is_i64() => Self::Int,
            Value::Number(_) => Self::Float,
            _ => Self::Text,
        }
    }

    fn with(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Empty, kind) | (kind, Self::Empty) => kind,
            (Self::Int, Self::Float) | (Self::Float, Self::Int) => Self::Float,
            _ => Self::Text,
        }
    }
}

/// Columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// Name and type of each column but `text` and `label`, which are text.
    fields: Vec<(String, Kind)>,
    has_label: bool,
}

impl Schema {
    /// The columns that a header tells; all are text, but `weight`.
    pub fn of_names(names: impl IntoIterator<Item = String>) -> Self {
        let mut schema = Self::default();
        for name in names {
            match name.as_str() {
                "text" => {}
                "label" => schema.has_label = true,
                "weight" => schema.add(&name, Kind::Float),
                _ => schema.add(&name, Kind::Text),
            }
        }
        schema
    }

    /// Widens the columns so that they hold `entry`.
    pub fn note(&mut self, entry: &Entry) {
        self.has_label |= entry.label.is_some();
        for (name, value) in &entry.fields {
            self.add(name, Kind::of(value));
        }
    }

    fn add(&mut self, name: &str, kind: Kind) {
        match self.fields.iter_mut().find(|(n, _)| n == name) {
            Some((_, seen)) => *seen = seen.with(kind),
            None => self.fields.push((name.to_owned(), kind)),
        }
    }

    /// All columns in order: `id` first, then `text` and `label`, then the others.
    #[must_use]
    pub fn columns(&self) -> Vec<(String, Kind)> {
        let (id, others): (Vec<_>, Vec<_>) = self.fields.iter().cloned().partition(|f| f.0 == "id");
        let mut all = id;
        all.push(("text".into(), Kind::Text));
        if self.has_label {
            all.push(("label".into(), Kind::Text));
        }
        all.extend(others);
        all
    }
}

/// The value of a column of an entry; `None` for none.
pub(super) fn value<'e>(entry: &'e Entry, column: &str) -> Option<std::borrow::Cow<'e, Value>> {
    use std::borrow::Cow;
    match column {
        "text" => Some(Cow::Owned(Value::from(entry.text.as_str()))),
        "label" => entry.label.as_deref().map(|l| Cow::Owned(Value::from(l))),
        _ => entry
            .fields
            .get(column)
            .filter(|v| !v.is_null())
            .map(Cow::Borrowed),
    }
}

/// A value as text: strings as they are, all else as JSON.
pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Notes fields of `entry` that are not among `columns`.
pub(super) fn note_unknown(entry: &Entry, columns: &[(String, Kind)], losses: &mut super::Losses) {
    let known = |name: &str| columns.iter().any(|(column, _)| column == name);
    for name in entry.fields.keys().filter(|name| !known(name)) {
        losses.note(name.as_str());
    }
    if entry.label.is_some() && !known("label") {
        losses.note("label");
    }
}
