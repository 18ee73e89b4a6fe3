//! `demarche corpus next`: what to label next.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use demarche::classifier::{TrainSettings, embedded_word_vectors, train};
use demarche::corpus::{NextSettings, Uncertainty, next};
use demarche::error::BadRow;
use demarche::export::{Entry, Predicted, output_format, write_entries};
use demarche::prediction::Prediction;
use demarche::source::{Columns, InputFormat, ReadSettings, RecordReader};
use demarche::statement::{LabelledStatement, Origin};
use demarche::{StanceClassifier, StanceSet};
use rayon::prelude::*;

use super::args::{NextArgs, UncertaintyArg};
use super::{Outcome, complain, convert, input, model, warn};

/// Candidates kept for each statement that is asked for, and the fewest.
const CANDIDATES: usize = 20;
const FEWEST_CANDIDATES: usize = 2_000;

/// Runs the command.
pub fn run(args: &NextArgs) -> Result<Outcome> {
    ensure!(args.count > 0, "--count is 0, expected 1 or more");
    ensure!(
        (0.0..=1.0).contains(&args.balance),
        "--balance is {}, expected 0 to 1",
        args.balance
    );
    let format = match args.writing.output_format {
        None if args.output.as_os_str() == "-" => InputFormat::Jsonl,
        asked => output_format(&args.output, asked)?,
    };
    let columns = convert::columns(&args.input.text_column, &args.columns);
    let (labelled, bad_rows) = labelled(args, &columns)?;
    let classifier = classifier(args, &labelled)?;
    let mut pool = Pool {
        args,
        classifier: &classifier,
        columns: &columns,
        uncertainty: match args.by {
            UncertaintyArg::Margin => Uncertainty::Margin,
            UncertaintyArg::Entropy => Uncertainty::Entropy,
            UncertaintyArg::Random => Uncertainty::Random,
        },
        random: fastrand::Rng::with_seed(args.seed),
        candidates: Vec::new(),
        read: 0,
        labelled: 0,
        all_usable: bad_rows.is_empty(),
    };
    for path in &args.files {
        pool.file(path)?;
    }
    pool.shrink();
    let texts: Vec<&str> = labelled.iter().map(|s| s.text.as_str()).collect();
    let candidates: Vec<(&str, f64)> = pool
        .candidates
        .iter()
        .map(|c| (c.entry.text.as_str(), c.uncertainty))
        .collect();
    let settings = NextSettings {
        count: args.count,
        balance: args.balance,
        near: args.near,
    };
    let chosen = next(&candidates, &texts, settings);
    let entries: Vec<Entry> = chosen
        .iter()
        .map(|i| pool.candidates[*i].entry.clone())
        .collect();
    let mut export = convert::export_settings(&args.writing);
    if args.writing.options.is_empty() {
        export.labels = classifier.stances().labels().to_vec();
    }
    let losses = write_entries(&args.output, format, &entries, &export)?;
    convert::tell_losses(&args.output, format, &losses);
    complain(format!(
        "{} of {} statements chosen{}",
        entries.len(),
        pool.read,
        match pool.labelled {
            0 => String::new(),
            n => format!("; {n} with a label passed over"),
        }
    ));
    Ok(if pool.all_usable {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

fn labelled(args: &NextArgs, columns: &Columns) -> Result<(Vec<LabelledStatement>, Vec<BadRow>)> {
    let set = input::stances(&args.labels)?;
    let settings = ReadSettings::default();
    let columns = Columns {
        weight: None,
        ..columns.clone()
    };
    let mut statements = Vec::new();
    let mut bad_rows = Vec::new();
    for path in &args.labelled {
        let file = input::labelled_file(path, &settings, &columns, &set, false)?;
        warn(&file.bad_rows);
        statements.extend(file.statements);
        bad_rows.extend(file.bad_rows);
    }
    Ok((statements, bad_rows))
}

/// The model to ask: the one given, one trained on what is labelled, or the embedded one.
fn classifier(args: &NextArgs, labelled: &[LabelledStatement]) -> Result<StanceClassifier> {
    if args.model.is_some() || labelled.is_empty() {
        return model(args.model.as_deref());
    }
    let set: StanceSet = input::stances(&args.labels)?;
    let settings = TrainSettings {
        folds: None,
        seed: args.seed,
        ..TrainSettings::default()
    };
    let (classifier, _) = train(labelled, &set, &settings, Some(embedded_word_vectors()?))?;
    Ok(classifier)
}

struct Candidate {
    entry: Entry,
    uncertainty: f64,
    /// Position in the pool, which decides among equals.
    position: u64,
}

/// The pool, of which the most uncertain statements are kept.
struct Pool<'a> {
    args: &'a NextArgs,
    classifier: &'a StanceClassifier,
    columns: &'a Columns,
    uncertainty: Uncertainty,
    random: fastrand::Rng,
    candidates: Vec<Candidate>,
    read: u64,
    labelled: u64,
    all_usable: bool,
}

impl Pool<'_> {
    fn most(&self) -> usize {
        (CANDIDATES * self.args.count).max(FEWEST_CANDIDATES)
    }

    fn file(&mut self, path: &std::path::Path) -> Result<()> {
        let asked = &self.args.input;
        let settings = ReadSettings {
            text_column: asked.text_column.clone(),
            ..input::settings(asked.input_format, asked.encoding.as_deref())?
        };
        let mut reader = RecordReader::open(path, &settings)?;
        input::tell(path, reader.about());
        while let Some(block) = reader.next_block()? {
            reader.require(&asked.text_column, "text")?;
            let records = reader.records(&block);
            let mut entries = Vec::new();
            for record in records.iter().filter(|r| !r.is_blank()) {
                match Entry::of(record, self.columns) {
                    Ok(entry) if entry.text.trim().is_empty() => {}
                    Ok(entry) => entries.push(entry),
                    Err(problem) => {
                        self.all_usable = false;
                        warn(&[BadRow {
                            origin: Origin {
                                file: reader.file().clone(),
                                line: record.line,
                            },
                            problem: problem.text,
                        }]);
                    }
                }
            }
            self.add(entries);
        }
        Ok(())
    }

    fn add(&mut self, entries: Vec<Entry>) {
        let predictions: Vec<Prediction> = entries
            .par_iter()
            .map(|e| self.classifier.classify(&e.text))
            .collect();
        for (mut entry, prediction) in entries.into_iter().zip(predictions) {
            self.read += 1;
            if entry.label.is_some() {
                self.labelled += 1;
                continue;
            }
            let uncertainty = self
                .uncertainty
                .of(&prediction.probabilities, &mut self.random);
            if self.args.prelabel {
                entry.predicted = predicted(self.classifier, &prediction);
            }
            self.candidates.push(Candidate {
                entry,
                uncertainty,
                position: self.read,
            });
        }
        if self.candidates.len() > 4 * self.most() {
            self.shrink();
        }
    }

    /// Keeps the most uncertain, each text once.
    fn shrink(&mut self) {
        let mut seen: BTreeMap<String, ()> = BTreeMap::new();
        self.candidates.sort_by(|a, b| {
            b.uncertainty
                .total_cmp(&a.uncertainty)
                .then(a.position.cmp(&b.position))
        });
        self.candidates
            .retain(|c| seen.insert(c.entry.text.clone(), ()).is_none());
        self.candidates.truncate(self.most());
    }
}

/// What a model says, for annotators to start from; nothing if no word was read.
pub fn predicted(classifier: &StanceClassifier, prediction: &Prediction) -> Option<Predicted> {
    Some(Predicted {
        model: classifier.digest().to_owned(),
        label: prediction
            .stance
            .map(|s| classifier.stances().label(s).to_owned()),
        confidence: prediction.confidence()?,
    })
}
