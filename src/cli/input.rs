//! Labelled input of commands, and the labels that it has.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use anyhow::{Result, bail, ensure};
use demarche::StanceSet;
use demarche::error::BadRow;
use demarche::export::usual_fields;
use demarche::source::{
    Columns, InputFormat, LabelledFile, MAX_DECOMPRESSED as USUAL_MAX, ReadSettings, Record,
    encoding, read_labelled,
};
use demarche::statement::LabelledStatement;

use super::args::{InputArgs, LabelledArgs};
use super::complain;

/// Whether to say how files are read.
pub static VERBOSE: AtomicBool = AtomicBool::new(false);

/// Most bytes that a packed file may unpack to.
pub static MAX_DECOMPRESSED: AtomicU64 = AtomicU64::new(USUAL_MAX);

/// Says how a file is read, if that was asked for.
pub fn tell(path: &Path, about: &str) {
    if VERBOSE.load(Ordering::Relaxed) {
        complain(format!("{}: read as {about}", path.display()));
    }
}

/// How files are read, by the flags.
pub fn settings(format: Option<InputFormat>, name: Option<&str>) -> Result<ReadSettings> {
    Ok(ReadSettings {
        format,
        encoding: name.map(encoding).transpose()?,
        max_decompressed: MAX_DECOMPRESSED.load(Ordering::Relaxed),
        ..ReadSettings::default()
    })
}

/// Reads one labelled file; says how, if asked for, and what was passed over.
pub fn labelled_file(
    path: &Path,
    settings: &ReadSettings,
    columns: &Columns,
    set: &StanceSet,
    keep_fields: bool,
) -> Result<LabelledFile> {
    let file = read_labelled(path, settings, columns, set, keep_fields)?;
    tell(path, &file.about);
    for (why, count) in &file.passed_over {
        let rows = if *count == 1 { "row" } else { "rows" };
        complain(format!(
            "{}: {count} {rows} passed over: {why}",
            path.display()
        ));
    }
    Ok(file)
}

/// The labels that `--labels` gives, or the default ones.
pub fn stances(labels: &[String]) -> Result<StanceSet> {
    Ok(match labels {
        [] => StanceSet::default(),
        labels => StanceSet::new(labels.iter().map(|l| l.trim().to_owned()).collect())?,
    })
}

/// Reads all files; rows that cannot be used are printed and returned.
pub fn labelled(
    files: &[PathBuf],
    args: &LabelledArgs,
    weight: Option<&String>,
    set: &StanceSet,
    keep_fields: bool,
) -> Result<(Vec<LabelledStatement>, Vec<BadRow>)> {
    read(files, args, weight, set, keep_fields)
}

/// Reads all files with their other columns; rows that cannot be used are printed and returned.
pub fn labelled_with_fields(
    files: &[PathBuf],
    args: &LabelledArgs,
    set: &StanceSet,
) -> Result<(Vec<LabelledStatement>, Vec<BadRow>)> {
    read(files, args, None, set, true)
}

fn read(
    files: &[PathBuf],
    args: &LabelledArgs,
    weight: Option<&String>,
    set: &StanceSet,
    keep_fields: bool,
) -> Result<(Vec<LabelledStatement>, Vec<BadRow>)> {
    let usual = Columns::default();
    let columns = Columns {
        text: args.input.text_column.clone(),
        label: args.label_column.clone(),
        group: args.group_column.clone().unwrap_or(usual.group),
        weight: weight.cloned(),
        ..Columns::default()
    };
    let settings = settings(args.input.input_format, args.input.encoding.as_deref())?;
    let mut statements = Vec::new();
    let mut bad_rows = Vec::new();
    for path in files {
        let file = labelled_file(path, &settings, &columns, set, keep_fields)?;
        if let (true, Some(row)) = (args.strict, file.bad_rows.first()) {
            bail!("{row}");
        }
        super::warn(&file.bad_rows);
        statements.extend(file.statements);
        bad_rows.extend(file.bad_rows);
    }
    if let (Some(column), false) = (&args.group_column, statements.is_empty()) {
        ensure!(
            statements.iter().any(|s| s.group.is_some()),
            "no row has anything in a column {column:?}; name the right one with --group-column"
        );
    }
    Ok((statements, bad_rows))
}

/// Labelled files that are read with all their fields, under their usual names.
pub struct Reading<'a> {
    pub files: &'a [PathBuf],
    pub input: &'a InputArgs,
    pub columns: Columns,
    pub set: &'a StanceSet,
}

impl Reading<'_> {
    /// Statements of all files; rows that cannot be used are printed and returned.
    pub fn with_fields(&self) -> Result<(Vec<LabelledStatement>, Vec<BadRow>)> {
        let settings = settings(self.input.input_format, self.input.encoding.as_deref())?;
        let columns = Columns {
            weight: None,
            ..self.columns.clone()
        };
        let mut statements = Vec::new();
        let mut bad_rows = Vec::new();
        for path in self.files {
            let file = labelled_file(path, &settings, &columns, self.set, true)?;
            super::warn(&file.bad_rows);
            statements.extend(file.statements);
            bad_rows.extend(file.bad_rows);
        }
        for statement in &mut statements {
            statement.fields = usual_fields(std::mem::take(&mut statement.fields), &self.columns);
        }
        Ok((statements, bad_rows))
    }
}

/// Names of the fields of some records, in the order in which they come.
pub fn field_names(records: &[Record<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for record in records {
        for (name, _) in record.fields_but(&[]) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
