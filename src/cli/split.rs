//! `demarche corpus split`: a labelled corpus to parts that share no group and no text.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use demarche::corpus::{PartSettings, SplitBy, parts};
use demarche::export::{Entry, ExportSettings, output_format, write_entries};
use demarche::statement::LabelledStatement;
use demarche::{Error, StanceSet};

use super::args::{SplitArgs, SplitByArg};
use super::{Outcome, convert, input, print};

/// Runs the command.
pub fn run(args: &SplitArgs) -> Result<Outcome> {
    let set = input::stances(&args.labels)?;
    let named = named_shares(&args.parts)?;
    ensure!(
        args.output.contains("{part}"),
        "--output is {:?}, expected a name with {{part}} in it, as in '{{part}}.jsonl'",
        args.output
    );
    ensure!(
        args.near > 0.0,
        "--near is {}, expected a similarity above 0",
        args.near
    );
    let reading = input::Reading {
        files: &args.files,
        input: &args.input,
        columns: convert::columns(&args.input.text_column, &args.columns),
        set: &set,
    };
    let (statements, bad_rows) = reading.with_fields()?;
    if statements.is_empty() {
        return Err(Error::NoExamples { purpose: "split" }.into());
    }
    let settings = PartSettings {
        shares: named.iter().map(|(_, share)| *share).collect(),
        by: match args.by {
            SplitByArg::Group => SplitBy::Group,
            SplitByArg::Row => SplitBy::Row,
            SplitByArg::Date => SplitBy::Date,
        },
        near: args.near,
        seed: args.seed,
    };
    let of = parts(&statements, set.len(), &settings, "date")?;
    let mut export = convert::export_settings(&args.writing);
    if args.writing.options.is_empty() {
        export.labels = set.labels().to_vec();
    }
    for (i, (name, _)) in named.iter().enumerate() {
        let inside: Vec<&LabelledStatement> = statements
            .iter()
            .zip(&of)
            .filter(|(_, part)| **part == i)
            .map(|(s, _)| s)
            .collect();
        let path = PathBuf::from(args.output.replace("{part}", name));
        write(args, &path, &inside, &set, &export)?;
        print(&line(&path, &inside, &set))?;
    }
    Ok(if bad_rows.is_empty() {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

fn named_shares(parts: &str) -> Result<Vec<(String, f64)>> {
    let mut named: Vec<(String, f64)> = Vec::new();
    for part in parts.split(',') {
        let expected = || {
            format!("--parts is {parts:?}, expected names with shares, as in train=0.8,test=0.2")
        };
        let (name, share) = part.split_once('=').with_context(expected)?;
        let share: f64 = share.trim().parse().ok().with_context(expected)?;
        let name = name.trim();
        if name.is_empty() || name.contains(['/', '\\']) || named.iter().any(|(n, _)| n == name) {
            bail!("--parts: {name:?} is no name of a part, or stands twice");
        }
        named.push((name.to_owned(), share));
    }
    Ok(named)
}

fn write(
    args: &SplitArgs,
    path: &std::path::Path,
    inside: &[&LabelledStatement],
    set: &StanceSet,
    export: &ExportSettings,
) -> Result<()> {
    let format = output_format(path, args.writing.output_format)?;
    let entries: Vec<Entry> = inside.iter().map(|s| Entry::of_statement(s, set)).collect();
    let losses = write_entries(path, format, &entries, export)?;
    convert::tell_losses(path, format, &losses);
    Ok(())
}

/// `train.jsonl: 80 statements in 12 groups (30 condemning, 20 defending, 30 neutral), 2024-01-02 to 2024-05-31`.
fn line(path: &std::path::Path, inside: &[&LabelledStatement], set: &StanceSet) -> String {
    let labels: Vec<String> = set
        .iter()
        .map(|stance| {
            let n = inside.iter().filter(|s| s.stance == stance).count();
            format!("{n} {}", set.label(stance))
        })
        .collect();
    let groups: BTreeSet<&str> = inside.iter().filter_map(|s| s.group.as_deref()).collect();
    let dates = inside.iter().filter_map(|s| s.fields.get("date")?.as_str());
    let range = match (dates.clone().min(), dates.max()) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    format!(
        "{}: {} statements in {} groups ({}){range}\n",
        path.display(),
        inside.len(),
        groups.len(),
        labels.join(", ")
    )
}
