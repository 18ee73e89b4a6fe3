//! Labelled files, read whole for training and evaluation.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use super::block::MAX_RECORD_BYTES;
use super::columns::Columns;
use super::format::InputFormat;
use super::open::ReadSettings;
use super::reader::RecordReader;
use super::record::{Problem, Record};
use crate::error::{BadRow, Error, Result};
use crate::stance::StanceSet;
use crate::statement::{Fields, LabelledStatement, Origin};

/// The usable rows of a labelled file, and the others.
#[derive(Debug, Default)]
pub struct LabelledFile {
    /// Statements in the order of the file.
    pub statements: Vec<LabelledStatement>,
    /// Rows that could not be used.
    pub bad_rows: Vec<BadRow>,
    /// Records of annotation tools that nobody labelled: why, and how many.
    pub passed_over: BTreeMap<&'static str, usize>,
    /// How the file was read, for people.
    pub about: String,
}

/// Reads labelled statements from `path` (`-`: standard input); blank lines are passed over. Of a text with several annotations
/// each is a statement.
///
/// # Errors
/// [`Error::Io`], [`Error::NoColumn`], [`Error::Encoding`], [`Error::Unreadable`], and [`Error::BadSetting`] for formats that hold no
/// labels.
pub fn read_labelled(
    path: &Path,
    settings: &ReadSettings,
    columns: &Columns,
    set: &StanceSet,
    keep_fields: bool,
) -> Result<LabelledFile> {
    let settings = ReadSettings {
        text_column: columns.text.clone(),
        each_annotation: true,
        ..settings.clone()
    };
    let reader = RecordReader::open(path, &settings)?;
    if !reader.format().has_labels() {
        return Err(Error::BadSetting {
            name: "format of the labelled file",
            found: path.display().to_string(),
            expected: "a format that holds labels: a name ending in .jsonl, .csv, .tsv or .parquet, or --input-format",
        });
    }
    read(reader, columns, set, keep_fields)
}

/// Reads labelled statements from `input`, which `name` names in messages.
///
/// # Errors
/// [`Error::Io`] and [`Error::NoColumn`].
pub fn read_labelled_from(
    input: impl Read,
    name: &str,
    format: InputFormat,
    columns: &Columns,
    set: &StanceSet,
    keep_fields: bool,
) -> Result<LabelledFile> {
    let reader = RecordReader::new(input, name, format, MAX_RECORD_BYTES).each_annotation();
    read(reader, columns, set, keep_fields)
}

fn read<R: Read>(
    mut reader: RecordReader<R>,
    columns: &Columns,
    set: &StanceSet,
    keep_fields: bool,
) -> Result<LabelledFile> {
    let mut file = LabelledFile {
        about: reader.about().to_owned(),
        ..LabelledFile::default()
    };
    while let Some(block) = reader.next_block()? {
        reader.require(&columns.text, "text")?;
        reader.require(&columns.label, "label")?;
        if let Some(weight) = &columns.weight {
            reader.require(weight, "weight")?;
        }
        for record in reader.records(&block).iter().filter(|r| !r.is_blank()) {
            if let Some(why) = record.no_label() {
                *file.passed_over.entry(why).or_default() += 1;
                continue;
            }
            let origin = Origin {
                file: reader.file().clone(),
                line: record.line,
            };
            match labelled(record, columns, set, keep_fields, &origin) {
                Ok(statement) => file.statements.push(statement),
                Err(problem) => file.bad_rows.push(BadRow {
                    origin,
                    problem: problem.text,
                }),
            }
        }
    }
    Ok(file)
}

fn labelled(
    record: &Record<'_>,
    columns: &Columns,
    set: &StanceSet,
    keep_fields: bool,
    origin: &Origin,
) -> std::result::Result<LabelledStatement, Problem> {
    let text = record.text(&columns.text)?;
    if text.trim().is_empty() {
        return Err(Problem::bad(
            "the text is empty; remove the row or fill it in",
        ));
    }
    let label = record.label(&columns.label)?;
    let stance = set.parse(&label).ok_or_else(|| {
        Problem::bad(format!(
            "unknown label {label:?} (expected one of: {}); mend it, or name the labels with --labels (train, corpus)",
            set.joined()
        ))
    })?;
    let weight = match &columns.weight {
        Some(column) => weight(record, column)?,
        None => 1.0,
    };
    let group = record.column(&columns.group).filter(|g| !g.is_empty());
    let taken = [columns.text.as_str(), record.label_column(&columns.label)];
    Ok(LabelledStatement {
        group: group.map(|g| g.into_owned()),
        text: text.into_owned(),
        stance,
        weight,
        origin: origin.clone(),
        fields: if keep_fields {
            record.fields_but(&taken)
        } else {
            Fields::new()
        },
    })
}

fn weight(record: &Record<'_>, column: &str) -> std::result::Result<f64, Problem> {
    let found = record.column(column).unwrap_or_default();
    match found.trim().parse::<f64>() {
        Ok(weight) if (0.0..=1e12).contains(&weight) => Ok(weight),
        _ => Err(Problem::bad(format!(
            "weight {found:?} is not a number from 0 to 1e12"
        ))),
    }
}
