//! What one object of an annotation tool gives: one or more records, with labels or the reason why there is none.

use serde_json::Value;

use super::record::Content;
use crate::statement::Fields;

/// The records of one object, each with the reason why it has no label, if it has none.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) records: Vec<(Content<'static>, Option<&'static str>)>,
}

impl Layout {
    pub(super) fn one(content: Content<'static>) -> Self {
        Self {
            records: vec![(content, None)],
        }
    }

    pub(super) fn push(&mut self, (fields, no_label): (Fields, Option<&'static str>)) {
        self.records.push((Content::Object(fields), no_label));
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.records.append(&mut other.records);
    }
}

/// A record without a label, and why.
pub(super) fn no_label(mut fields: Fields, why: &'static str) -> Layout {
    fields.shift_remove("label");
    let mut layout = Layout::default();
    layout.push((fields, Some(why)));
    layout
}

/// Moves the fields of the object `name` up, where they hide nothing.
pub(super) fn lift(fields: &mut Fields, name: &str) {
    if !fields.get(name).is_some_and(Value::is_object) {
        return;
    }
    if let Some(Value::Object(inner)) = fields.shift_remove(name) {
        for (key, value) in inner {
            fields.entry(key).or_insert(value);
        }
    }
}
