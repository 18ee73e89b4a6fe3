//! `demarche corpus audit`: labels that are probably wrong, with reasons.

use std::path::Path;

use anyhow::{Result, bail};
use demarche::Error;
use demarche::classifier::{FoldModels, TrainSettings, embedded_word_vectors};
use demarche::corpus::{LabelErrors, Neighbours, Suspect};
use demarche::export::{Entry, Predicted, output_format, write_entries};
use demarche::report::{AuditReport, AuditedSuspect, Neighbour, audit_json, audit_text};
use demarche::statement::LabelledStatement;

use super::args::{AuditArgs, AuditFormatArg};
use super::{Outcome, convert, input, print};

/// Neighbours that are looked at, and those of another label that are shown.
const NEAREST: usize = 10;
const SHOWN: usize = 3;

/// Words that are shown.
const WORDS: usize = 5;

/// Words of file names, and values of a column `split`, that tell files to judge by.
const HELD_OUT: [&str; 6] = [
    "heldout",
    "held-out",
    "held_out",
    "test",
    "gold",
    "benchmark",
];

/// Runs the command.
pub fn run(args: &AuditArgs) -> Result<Outcome> {
    let set = input::stances(&args.labels)?;
    let reading = input::Reading {
        files: &args.files,
        input: &args.input,
        columns: convert::columns(&args.input.text_column, &args.columns),
        set: &set,
    };
    if !args.force {
        args.files.iter().try_for_each(|path| refuse_name(path))?;
    }
    let (statements, bad_rows) = reading.with_fields()?;
    if !args.force {
        statements.iter().try_for_each(refuse_row)?;
    }
    if statements.is_empty() {
        return Err(Error::NoExamples { purpose: "audit" }.into());
    }
    let settings = TrainSettings {
        seed: args.seed,
        ..TrainSettings::default()
    };
    let vectors = Some(embedded_word_vectors()?);
    let models = FoldModels::train(&statements, &set, &settings, vectors, args.folds)?;
    let judged = models.judge(&statements);
    let errors = LabelErrors::of(&judged, set.len());
    let texts: Vec<&str> = statements.iter().map(|s| s.text.as_str()).collect();
    let neighbours = Neighbours::of(&texts);
    let suspects: Vec<AuditedSuspect> = errors
        .suspects
        .iter()
        .map(|suspect| AuditedSuspect {
            suspect: *suspect,
            words: words(&models, suspect, texts[suspect.position]),
            neighbours: others(&neighbours, suspect, &statements),
        })
        .collect();
    if let Some(path) = &args.output {
        let format = output_format(path, args.writing.output_format)?;
        let entry = |s: &Suspect| Entry {
            predicted: Some(Predicted {
                model: "corpus audit".into(),
                label: Some(set.label(s.suggested).to_owned()),
                confidence: judged[s.position].probabilities[s.suggested.index()],
            }),
            ..Entry::of_statement(&statements[s.position], &set)
        };
        let entries: Vec<Entry> = errors.suspects.iter().map(entry).collect();
        let mut export = convert::export_settings(&args.writing);
        if args.writing.options.is_empty() {
            export.labels = set.labels().to_vec();
        }
        let losses = write_entries(path, format, &entries, &export)?;
        convert::tell_losses(path, format, &losses);
    }
    let report = AuditReport {
        set: &set,
        statements: &statements,
        errors: &errors,
        suspects: &suspects,
        folds: args.folds,
        show: args.show,
    };
    print(&match args.format {
        AuditFormatArg::Text => audit_text(&report),
        AuditFormatArg::Json => format!("{:#}\n", audit_json(&report)),
    })?;
    Ok(if bad_rows.is_empty() {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

fn refuse_name(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let joined = ["heldout", "held-out", "held_out"];
    if joined.iter().any(|mark| name.contains(mark)) || words.any(|w| HELD_OUT.contains(&w)) {
        bail!(
            "{}: looks like a file to judge by; audit training files only, or give --force to look without changing it",
            path.display()
        );
    }
    Ok(())
}

fn refuse_row(statement: &LabelledStatement) -> Result<()> {
    let split = statement.fields.get("split").and_then(|v| v.as_str());
    let split = split.unwrap_or_default().to_ascii_lowercase();
    if HELD_OUT.contains(&split.as_str()) {
        bail!(
            "{}: belongs to the split {split:?}, which is to judge by; audit training rows only, or give --force",
            statement.origin
        );
    }
    Ok(())
}

/// The words that speak most for the suggested label and against the given one.
fn words(models: &FoldModels, suspect: &Suspect, text: &str) -> Vec<(String, f64)> {
    let (given, suggested) = (suspect.given.index(), suspect.suggested.index());
    let explanation = models.of(suspect.position).explain(text);
    let mut words: Vec<(String, f64)> = explanation
        .tokens
        .iter()
        .map(|t| {
            (
                text[t.span.start..t.span.end].to_owned(),
                t.values[suggested] - t.values[given],
            )
        })
        .filter(|(_, value)| *value > 0.0)
        .collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1));
    words.truncate(WORDS);
    words
}

/// The nearest texts that have another label.
fn others(
    neighbours: &Neighbours,
    suspect: &Suspect,
    statements: &[LabelledStatement],
) -> Vec<Neighbour> {
    let nearest = neighbours.nearest(suspect.position, NEAREST).into_iter();
    nearest
        .filter(|(i, _)| statements[*i].stance != suspect.given)
        .take(SHOWN)
        .map(|(position, similarity)| Neighbour {
            position,
            similarity: f64::from(similarity),
        })
        .collect()
}
