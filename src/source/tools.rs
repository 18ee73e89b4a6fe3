//! What the layouts of annotation tools have in common: an object of theirs gives one or more records.

use serde_json::Value;

use super::InputFormat;
use super::record::{Content, Record};
use super::{doccano, gdelt, label_studio, prodigy};
use crate::statement::Fields;

/// The records of one object, each with the reason why it has no label, if it has none.
#[derive(Debug, Default)]
pub(super) struct Layout {
    records: Vec<(Content<'static>, Option<&'static str>)>,
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

/// Why a row has no label: in a table of Label Studio, a task that nobody answered.
fn unlabelled_row(record: &Record<'_>) -> Option<&'static str> {
    let Content::Row(header, _) = &record.content else {
        return None;
    };
    let is_blank = |column| record.column(column).is_none_or(|label| label.is_empty());
    (header.is_label_studio() && is_blank(header.label_column("label")))
        .then_some("it has no annotation")
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

/// Reads objects as the tool `format` lays them out.
pub(super) fn read<'b>(
    objects: Vec<(u64, Content<'b>)>,
    format: InputFormat,
    each_annotation: bool,
) -> Vec<Record<'b>> {
    let mut records = Vec::with_capacity(objects.len());
    for (line, content) in objects {
        let fields = match content {
            Content::Object(fields) if !fields.is_empty() => fields,
            other => {
                let mut record = Record::new(line, other);
                record.no_label = unlabelled_row(&record);
                records.push(record);
                continue;
            }
        };
        let layout = match format {
            InputFormat::Doccano => doccano::read(fields),
            InputFormat::LabelStudio => label_studio::read(fields, each_annotation),
            InputFormat::Prodigy => prodigy::read(fields),
            InputFormat::Gdelt => gdelt::read(fields),
            _ => Layout::one(Content::Object(fields)),
        };
        let records_of = layout.records.into_iter();
        records.extend(records_of.map(|(content, no_label)| Record {
            line,
            content,
            no_label,
        }));
    }
    records
}
