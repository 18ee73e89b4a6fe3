//! `demarche classify`: statements in, one record each out.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, bail};
use demarche::StanceClassifier;
use demarche::classifier::{Prior, Scratch};
use demarche::delimited::Delimited;
use demarche::error::BadRow;
use demarche::model::estimate_prior;
use demarche::prediction::{Prediction, Reason};
use demarche::report::{RecordFormat, RecordWriter};
use demarche::source::{Header, InputFormat, ReadSettings, Record, RecordReader};
use demarche::statement::{Fields, Origin};
use rayon::prelude::*;
use serde_json::Value;

use super::args::{ClassifyArgs, RecordFormatArg};
use super::{Outcome, complain, input, model, prelabel, warn};

/// Records per piece of parallel work.
const PIECE: usize = 256;

/// Statements from which the mix of stances is estimated.
const MIX_SAMPLE: usize = 1_000_000;

/// Runs the command.
pub fn run(args: &ClassifyArgs, colour: bool) -> Result<Outcome> {
    anyhow::ensure!(
        (0.0..=1.0).contains(&args.min_confidence),
        "--min-confidence is {}, expected 0 to 1",
        args.min_confidence
    );
    let mut classifier = model(args.model.as_deref())?;
    if let Some(mix) = &args.prior {
        let prior = Prior::parse(mix, classifier.stances())?;
        classifier.assume_prior(&prior);
    }
    let format = record_format(args);
    let job = Job {
        args,
        classifier: &classifier,
        threshold: threshold(args, &classifier)?,
        mix: Mutex::new(Vec::new()),
        writer: RecordWriter::new(format, classifier.stances(), classifier.digest(), colour),
        columns: OnceLock::new(),
        lost: AtomicBool::new(false),
    };
    let stdin = [PathBuf::from("-")];
    let files = if args.files.is_empty() {
        &stdin[..]
    } else {
        &args.files
    };
    let tasks = match args.format {
        Some(RecordFormatArg::LabelStudio) => Some(InputFormat::LabelStudio),
        Some(RecordFormatArg::Prodigy) => Some(InputFormat::Prodigy),
        _ => None,
    };
    if let Some(format) = tasks {
        return prelabel::run(args, files, &classifier, job.threshold, format);
    }
    let mut outcome = Outcome::Done;
    for (i, path) in files.iter().enumerate() {
        if !job.file(path, i == 0)? {
            outcome = Outcome::BadRows;
        }
    }
    job.tell_mix();
    Ok(outcome)
}

/// The confidence below which no stance is named.
fn threshold(args: &ClassifyArgs, classifier: &StanceClassifier) -> Result<f64> {
    let Some(target) = args.target_accuracy else {
        return Ok(args.min_confidence);
    };
    let scores = classifier.meta().training.cross_validation.as_ref().context(
        "--target-accuracy needs a cross-validated model; train it without --no-cv, or use --min-confidence",
    )?;
    scores.threshold_for(target).with_context(|| {
        let best = scores.thresholds.iter().map(|[_, accuracy, _]| *accuracy).fold(0.0, f64::max);
        format!("--target-accuracy {target} is out of reach, the most that cross-validation reached is {best:.3}")
    })
}

fn record_format(args: &ClassifyArgs) -> RecordFormat {
    match args.format {
        Some(RecordFormatArg::Text) => RecordFormat::Text,
        Some(RecordFormatArg::Jsonl) => RecordFormat::Jsonl,
        Some(RecordFormatArg::Csv) if args.safe_csv => RecordFormat::Table(Delimited::SafeCsv),
        Some(RecordFormatArg::Csv) => RecordFormat::Table(Delimited::Csv),
        Some(RecordFormatArg::Tsv) => RecordFormat::Table(Delimited::Tsv),
        Some(RecordFormatArg::Label) => RecordFormat::Label,
        Some(RecordFormatArg::Fasttext) => RecordFormat::Fasttext,
        // Tasks of annotation tools are written by `prelabel`.
        Some(RecordFormatArg::LabelStudio | RecordFormatArg::Prodigy) => RecordFormat::Jsonl,
        None if std::io::stdout().is_terminal() => RecordFormat::Text,
        None => RecordFormat::Jsonl,
    }
}

struct Job<'a> {
    args: &'a ClassifyArgs,
    classifier: &'a StanceClassifier,
    threshold: f64,
    /// Probabilities for `--estimate-prior`.
    mix: Mutex<Vec<Vec<f64>>>,
    writer: RecordWriter<'a>,
    /// Other columns of the input that a table repeats, known from the first block on.
    columns: OnceLock<Vec<String>>,
    /// Whether a column was left out that came too late.
    lost: AtomicBool,
}

impl Job<'_> {
    /// Classifies one file; false if a record could not be used.
    fn file(&self, path: &Path, first: bool) -> Result<bool> {
        let input = &self.args.input;
        let settings = ReadSettings {
            text_column: input.text_column.clone(),
            longest_line: self.args.max_text_bytes.get(),
            ..input::settings(input.input_format, input.encoding.as_deref())?
        };
        let mut reader = RecordReader::open(path, &settings)?;
        input::tell(path, reader.about());
        let mut out = std::io::stdout().lock();
        let mut header_due = first && !self.args.no_header;
        let mut all_usable = true;
        while let Some(block) = reader.next_block()? {
            reader.require(&self.args.input.text_column, "text")?;
            let records = reader.records(&block);
            if self.writer.is_table() {
                let header = reader.header().map(AsRef::as_ref);
                if self.columns.get().is_none() {
                    let names = self.kept_names(header, &records, &settings)?;
                    let _ = self.columns.set(names);
                }
                let names = self.columns.get().map_or(&[][..], Vec::as_slice);
                if std::mem::take(&mut header_due) {
                    out.write_all(&self.writer.header(names))?;
                }
            }
            let file = reader.file().clone();
            let pieces: Vec<(Vec<u8>, Vec<BadRow>)> = records
                .par_chunks(PIECE)
                .map_init(Scratch::default, |scratch, records| {
                    self.piece(records, &file, scratch)
                })
                .collect();
            for (bytes, bad_rows) in pieces {
                out.write_all(&bytes)?;
                warn(&bad_rows);
                all_usable &= bad_rows.is_empty();
                if let (true, Some(row)) = (self.args.strict, bad_rows.first()) {
                    bail!("stopped at {}, as --strict asks", row.origin);
                }
            }
            out.flush()?;
        }
        Ok(all_usable)
    }

    /// Says once that a column came too late for the header.
    fn tell_lost(&self, name: &str, line: u64) {
        if !self.lost.swap(true, Ordering::Relaxed) {
            complain(format!(
                "column {name:?} of line {line} is not in the header that was written, and is left out; give a file instead of standard input, or --format jsonl"
            ));
        }
    }

    /// Keeps probabilities for the estimate of the mix, of the first million statements.
    fn note(&self, prediction: &Prediction) {
        if self.args.estimate_prior && !prediction.probabilities.is_empty() {
            let mut mix = self.mix.lock().unwrap_or_else(PoisonError::into_inner);
            if mix.len() < MIX_SAMPLE {
                mix.push(prediction.probabilities.clone());
            }
        }
    }

    fn tell_mix(&self) {
        if !self.args.estimate_prior {
            return;
        }
        let mut rows =
            std::mem::take(&mut *self.mix.lock().unwrap_or_else(PoisonError::into_inner));
        // Threads note rows in any order; sorting makes the sum, and so the last digit, the same.
        rows.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        let mix = estimate_prior(&rows, &self.classifier.meta().prior);
        let shares: Vec<String> = self
            .classifier
            .stances()
            .labels()
            .iter()
            .zip(&mix)
            .map(|(label, m)| format!("{label}={m:.3}"))
            .collect();
        // If nobody reads standard error any more, that changes nothing.
        let _ = writeln!(
            anstream::stderr(),
            "estimated mix of {} statements: {} (use it with --prior)",
            rows.len(),
            shares.join(",")
        );
    }

    /// Names of the columns that a table repeats: those of the input's header, or of all records; of standard input those of its
    /// first records, for they are answered before the others come.
    fn kept_names(
        &self,
        header: Option<&Header>,
        records: &[Record<'_>],
        settings: &ReadSettings,
    ) -> Result<Vec<String>> {
        let names: Vec<String> = match (header, self.args.keep) {
            (_, false) => Vec::new(),
            (Some(header), _) => header.names.clone(),
            (None, true) => {
                let mut names = input::field_names(records);
                for path in self.args.files.iter().filter(|p| p.as_os_str() != "-") {
                    let mut reader = RecordReader::open(path, settings)?;
                    while let Some(block) = reader.next_block()? {
                        for name in input::field_names(&reader.records(&block)) {
                            if !names.contains(&name) {
                                names.push(name);
                            }
                        }
                    }
                }
                if names.is_empty() {
                    names.push("text".into());
                }
                names
            }
        };
        // Of columns with one name a record has the last.
        let mut others: Vec<String> = Vec::new();
        for name in names {
            if name != self.args.id_column && !others.contains(&name) {
                others.push(name);
            }
        }
        Ok(others)
    }

    /// Records and complaints of a piece of the input.
    fn piece(
        &self,
        records: &[Record<'_>],
        file: &std::sync::Arc<str>,
        scratch: &mut Scratch,
    ) -> (Vec<u8>, Vec<BadRow>) {
        let mut out = Vec::with_capacity(records.len() * 64);
        let mut bad_rows = Vec::new();
        let mut prediction = Prediction::default();
        for record in records {
            let text = record.text(&self.args.input.text_column);
            match &text {
                Ok(text) if text.len() > self.args.max_text_bytes.get() => {
                    prediction = Prediction::abstained(Reason::TooLong);
                }
                Ok(text) => {
                    self.classifier
                        .classify_into(text, scratch, &mut prediction);
                    self.note(&prediction);
                    prediction.require(self.threshold);
                }
                Err(problem) => {
                    prediction = Prediction::abstained(problem.reason);
                    if problem.reason != Reason::TooLong {
                        bad_rows.push(BadRow {
                            origin: Origin {
                                file: file.clone(),
                                line: record.line,
                            },
                            problem: problem.text.clone(),
                        });
                    }
                }
            }
            let id = record.value(&self.args.id_column);
            let id = id.unwrap_or_else(|| Value::from(record.line));
            let text = text.unwrap_or_default();
            let kept = self.kept(record, &text);
            self.writer.push(&mut out, &prediction, &id, &text, &kept);
            if self.args.strict && !bad_rows.is_empty() {
                break;
            }
        }
        (out, bad_rows)
    }

    /// The other columns of a record; in a table those of its header, in that order.
    fn kept(&self, record: &Record<'_>, text: &str) -> Fields {
        if !self.args.keep {
            return Fields::new();
        }
        let mut kept = record.fields_but(&[&self.args.id_column]);
        if kept.is_empty() && !text.is_empty() {
            kept.insert("text".into(), text.into());
        }
        match self.columns.get() {
            Some(names) => {
                let row = names
                    .iter()
                    .map(|name| (name.clone(), kept.shift_remove(name).unwrap_or_default()))
                    .collect();
                if let (Some(name), true) = (kept.keys().next(), self.writer.is_table()) {
                    self.tell_lost(name, record.line);
                }
                row
            }
            None => kept,
        }
    }
}
