//! `demarche classify --format label-studio` or `prodigy`: predictions for annotators to start from.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use demarche::StanceClassifier;
use demarche::error::BadRow;
use demarche::export::{Entry, ExportSettings, Output, Writer};
use demarche::prediction::Prediction;
use demarche::source::{Columns, InputFormat, ReadSettings, RecordReader};
use demarche::statement::Origin;
use rayon::prelude::*;

use super::args::ClassifyArgs;
use super::{Outcome, input, next, warn};

/// Classifies all files and writes one task for each record; labels that the input has are kept.
pub fn run(
    args: &ClassifyArgs,
    files: &[PathBuf],
    classifier: &StanceClassifier,
    threshold: f64,
    format: InputFormat,
) -> Result<Outcome> {
    let settings = ExportSettings {
        labels: classifier.stances().labels().to_vec(),
        ..ExportSettings::default()
    };
    let out = Output::new(Box::new(std::io::stdout()), None)?;
    let mut writer = Writer::new(out, format, &settings)?;
    let mut outcome = Outcome::Done;
    for path in files {
        if !file(args, path, classifier, threshold, &mut writer)? {
            outcome = Outcome::BadRows;
        }
    }
    writer.finish()?;
    Ok(outcome)
}

/// False if a record could not be used.
fn file(
    args: &ClassifyArgs,
    path: &Path,
    classifier: &StanceClassifier,
    threshold: f64,
    writer: &mut Writer,
) -> Result<bool> {
    let asked = &args.input;
    let settings = ReadSettings {
        text_column: asked.text_column.clone(),
        longest_line: args.max_text_bytes.get(),
        ..input::settings(asked.input_format, asked.encoding.as_deref())?
    };
    let columns = Columns {
        text: asked.text_column.clone(),
        id: args.id_column.clone(),
        weight: Some("weight".into()),
        ..Columns::default()
    };
    let mut reader = RecordReader::open(path, &settings)?;
    input::tell(path, reader.about());
    let mut all_usable = true;
    while let Some(block) = reader.next_block()? {
        reader.require(&columns.text, "text")?;
        let records = reader.records(&block);
        let classified: Vec<_> = records
            .par_iter()
            .filter(|r| !r.is_blank())
            .map(|record| {
                let entry = Entry::of(record, &columns)?;
                let prediction = classified(args, classifier, threshold, &entry.text);
                Ok((entry, prediction, record.line))
            })
            .map(|result: Result<_, demarche::source::Problem>| result)
            .collect();
        let lines = records.iter().filter(|r| !r.is_blank()).map(|r| r.line);
        for (result, line) in classified.into_iter().zip(lines) {
            match result {
                Ok((mut entry, prediction, line)) => {
                    entry.fields.entry("id").or_insert(line.into());
                    entry.predicted = next::predicted(classifier, &prediction);
                    writer.write(&entry)?;
                }
                Err(problem) => {
                    let row = BadRow {
                        origin: Origin {
                            file: reader.file().clone(),
                            line,
                        },
                        problem: problem.text,
                    };
                    if args.strict {
                        bail!("{row}");
                    }
                    warn(&[row]);
                    all_usable = false;
                }
            }
        }
    }
    Ok(all_usable)
}

fn classified(
    args: &ClassifyArgs,
    classifier: &StanceClassifier,
    threshold: f64,
    text: &str,
) -> Prediction {
    if text.len() > args.max_text_bytes.get() {
        return Prediction::abstained(demarche::prediction::Reason::TooLong);
    }
    let mut prediction = classifier.classify(text);
    prediction.require(threshold);
    prediction
}
