//! Labelled input of commands, and the labels that it has.

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use demarche::StanceSet;
use demarche::error::BadRow;
use demarche::source::{Columns, read_labelled};
use demarche::statement::LabelledStatement;

use super::args::LabelledArgs;

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
    let format = args.input.input_format.map(Into::into);
    let mut statements = Vec::new();
    let mut bad_rows = Vec::new();
    for path in files {
        let file = read_labelled(path, format, &columns, set, keep_fields)?;
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
