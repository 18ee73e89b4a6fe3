//! Objects as annotation tools lay them out: each gives one or more records.

use super::format::InputFormat;
use super::layout::Layout;
use super::record::{Content, Record};
use super::{doccano, gdelt, label_studio, prodigy};

/// Why a row has no label: in a table of Label Studio, a task that nobody answered.
fn unlabelled_row(record: &Record<'_>) -> Option<&'static str> {
    let Content::Row(header, _) = &record.content else {
        return None;
    };
    let is_blank = |column| record.column(column).is_none_or(|label| label.is_empty());
    (header.is_label_studio() && is_blank(header.label_column("label")))
        .then_some("it has no annotation")
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
