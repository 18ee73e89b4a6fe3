//! `demarche extract`: articles in, one record for each statement out.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use demarche::StanceClassifier;
use demarche::error::BadRow;
use demarche::evaluation::{Estimate, ExtractionScores, PassOutcome, judge_extraction};
use demarche::extraction::{ExtractedStatement, Extractor};
use demarche::report::{self, ArticleWriter, ExtractionFormat, ExtractionReport};
use demarche::source::{
    InputFormat, MAX_RECORD_BYTES, Record, RecordReader, open, read_found, read_gold_articles,
};
use demarche::statement::Origin;
use rayon::prelude::*;
use serde_json::Value;

use super::args::{ArticleFormatArg, ExtractArgs, ExtractFormatArg};
use super::{Outcome, article_files, complain, model, print, warn};

/// Files read at a time.
const FILES: usize = 64;

/// Runs the command.
pub fn run(args: &ExtractArgs, colour: bool) -> Result<Outcome> {
    ensure!(
        (0.0..=1.0).contains(&args.min_confidence),
        "--min-confidence is {}, expected 0 to 1",
        args.min_confidence
    );
    let classifier = model(args.model.as_deref())?;
    if let Some(gold) = &args.evaluate {
        return evaluate(args, gold, &classifier);
    }
    let mut extractor = Extractor::new(&classifier);
    if args.scare_quotes {
        extractor = extractor.keep_scare_quotes();
    }
    let job = Job {
        args,
        extractor,
        writer: ArticleWriter {
            format: format(args.format),
            safe_csv: args.safe_csv,
            set: classifier.stances(),
            model: classifier.digest(),
            colour,
        },
    };
    job.run()
}

fn format(format: Option<ExtractFormatArg>) -> ExtractionFormat {
    match format {
        Some(ExtractFormatArg::Text) => ExtractionFormat::Text,
        Some(ExtractFormatArg::Jsonl) => ExtractionFormat::Jsonl,
        Some(ExtractFormatArg::Csv) => ExtractionFormat::Csv,
        Some(ExtractFormatArg::Html) => ExtractionFormat::Html,
        None if std::io::stdout().is_terminal() => ExtractionFormat::Text,
        None => ExtractionFormat::Jsonl,
    }
}

struct Job<'a> {
    args: &'a ExtractArgs,
    extractor: Extractor<'a>,
    writer: ArticleWriter<'a>,
}

impl Job<'_> {
    /// Reads all files; what cannot be read is told, and the rest goes on.
    fn run(&self) -> Result<Outcome> {
        let mut all_usable = true;
        let files = if self.args.files.is_empty() {
            vec![PathBuf::from("-")]
        } else {
            let (files, unreadable) = article_files::expanded(&self.args.files);
            unreadable.iter().for_each(|e| all_usable &= tell(e));
            files
        };
        let mut out = std::io::stdout().lock();
        if !self.args.emit_text {
            out.write_all(&self.writer.header())?;
        }
        let mut singles: Vec<&Path> = Vec::new();
        for path in &files {
            let table = self.table_format(path);
            if table.is_none() {
                singles.push(path);
            }
            if singles.len() == FILES || table.is_some() {
                all_usable &= self.singles(&mut singles, &mut out)?;
            }
            if let Some(format) = table {
                all_usable &= self.table(path, format, &mut out)?;
            }
        }
        all_usable &= self.singles(&mut singles, &mut out)?;
        if !self.args.emit_text {
            out.write_all(self.writer.footer().as_bytes())?;
        }
        out.flush()?;
        Ok(if all_usable {
            Outcome::Done
        } else {
            Outcome::BadRows
        })
    }

    /// The format of a file of many articles.
    fn table_format(&self, path: &Path) -> Option<InputFormat> {
        match self.args.input_format {
            Some(ArticleFormatArg::Text | ArticleFormatArg::Html) => None,
            Some(ArticleFormatArg::Jsonl) => Some(InputFormat::Jsonl),
            Some(ArticleFormatArg::Csv) => Some(InputFormat::Csv),
            Some(ArticleFormatArg::Tsv) => Some(InputFormat::Tsv),
            None => Some(InputFormat::of_path(path)).filter(|f| *f != InputFormat::Lines),
        }
    }

    /// Whether a file is a page: by the flag, its name, or its first characters.
    fn is_html(&self, path: &Path, text: &str) -> bool {
        match self.args.input_format {
            Some(format) => format == ArticleFormatArg::Html,
            None => {
                let extension = path
                    .extension()
                    .and_then(|e| e.to_str())
                    .unwrap_or_default();
                let start: String = text.trim_start().chars().take(15).collect();
                let start = start.to_ascii_lowercase();
                extension.eq_ignore_ascii_case("html")
                    || extension.eq_ignore_ascii_case("htm")
                    || start.starts_with("<!doctype html")
                    || start.starts_with("<html")
            }
        }
    }

    /// Files of one article each; false if one could not be read.
    fn singles(&self, paths: &mut Vec<&Path>, out: &mut impl Write) -> Result<bool> {
        let pieces: Vec<Result<Vec<u8>>> = paths
            .par_iter()
            .map(|path| {
                let id = Value::from(path.display().to_string());
                let text = article_files::read_text(path)?;
                if self.is_html(path, &text) {
                    return Ok(self.article(&id, &main_text(path, &text)?));
                }
                Ok(self.article(&id, &text))
            })
            .collect();
        paths.clear();
        let mut all_usable = true;
        for piece in pieces {
            match piece {
                Ok(bytes) => out.write_all(&bytes)?,
                Err(e) => all_usable &= tell(&e),
            }
        }
        out.flush()?;
        Ok(all_usable)
    }

    /// A file of many articles; false if it or one of them could not be used.
    fn table(&self, path: &Path, format: InputFormat, out: &mut impl Write) -> Result<bool> {
        let name = path.display().to_string();
        let mut reader = match open(path) {
            Ok(file) => RecordReader::new(file, &name, format, MAX_RECORD_BYTES),
            Err(e) => return Ok(tell(&e.into())),
        };
        let mut all_usable = true;
        loop {
            let block = match reader.next_block() {
                Ok(Some(block)) => block,
                Ok(None) => return Ok(all_usable),
                Err(e) => return Ok(tell(&e.into())),
            };
            if let Err(e) = reader.require(&self.args.text_column, "text") {
                return Ok(tell(&e.into()));
            }
            let records = reader.records(&block);
            let file = reader.file().clone();
            let pieces: Vec<(Vec<u8>, Option<BadRow>)> = records
                .par_iter()
                .map(|record| self.record(record, &file))
                .collect();
            for (bytes, bad) in pieces {
                out.write_all(&bytes)?;
                warn(bad.as_slice());
                all_usable &= bad.is_none();
            }
            out.flush()?;
        }
    }

    fn record(&self, record: &Record<'_>, file: &std::sync::Arc<str>) -> (Vec<u8>, Option<BadRow>) {
        if record.is_blank() {
            return (Vec::new(), None);
        }
        match record.text(&self.args.text_column) {
            Ok(text) => {
                let id = record.value(&self.args.id_column);
                let id = id.unwrap_or_else(|| Value::from(record.line));
                (self.article(&id, &text), None)
            }
            Err(problem) => {
                let bad = BadRow {
                    origin: Origin {
                        file: file.clone(),
                        line: record.line,
                    },
                    problem: problem.text,
                };
                (Vec::new(), Some(bad))
            }
        }
    }

    fn article(&self, id: &Value, text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        if self.args.emit_text {
            out.extend_from_slice(text.as_bytes());
            if !text.ends_with('\n') {
                out.push(b'\n');
            }
            return out;
        }
        let mut found = self.extractor.extract(text);
        for statement in &mut found {
            statement.prediction.require(self.args.min_confidence);
        }
        self.writer.push(&mut out, id, text, &found);
        out
    }
}

#[cfg(feature = "html")]
fn main_text(path: &Path, html: &str) -> Result<String> {
    demarche::article::main_text(html).with_context(|| path.display().to_string())
}

#[cfg(not(feature = "html"))]
fn main_text(path: &Path, _: &str) -> Result<String> {
    bail!(
        "{}: this program was built without the feature html; give the article as plain text",
        path.display()
    )
}

/// Tells what could not be read, and that not all was usable.
fn tell(problem: &anyhow::Error) -> bool {
    complain(format!("{problem:#}"));
    false
}

fn evaluate(args: &ExtractArgs, gold: &Path, classifier: &StanceClassifier) -> Result<Outcome> {
    let set = classifier.stances();
    let articles = read_gold_articles(gold, set)?;
    ensure!(
        !articles.is_empty(),
        "{}: no article to evaluate",
        gold.display()
    );
    let extractor = Extractor::new(classifier);
    let found: Vec<Vec<ExtractedStatement>> = match &args.found {
        Some(path) => read_found(path, &articles, set)?,
        None => articles
            .par_iter()
            .map(|a| extractor.extract(&a.text))
            .collect(),
    };
    let scores = judge_extraction(&articles, &found, set, args.resamples, args.seed);
    let gates = gates(args, &scores);
    let report = ExtractionReport {
        scores: &scores,
        model: classifier.digest(),
        gates: &gates,
        differences: args.differences,
    };
    print(&match args.format {
        None | Some(ExtractFormatArg::Text) => report::extraction_scores_text(&report),
        Some(ExtractFormatArg::Jsonl) => format!("{}\n", report::extraction_scores_json(&report)),
        Some(_) => bail!("--evaluate writes text or jsonl; choose one of them with --format"),
    })?;
    Ok(if gates.iter().all(|g| g.passed) {
        Outcome::Done
    } else {
        Outcome::GateFailed
    })
}

fn gates(args: &ExtractArgs, scores: &ExtractionScores) -> Vec<PassOutcome> {
    let gate = |figure: &str, floor: Option<f64>, value: Option<Estimate>| {
        floor.map(|floor| {
            let value = value.map(|v| v.value);
            PassOutcome {
                figure: figure.to_owned(),
                floor,
                value,
                passed: value.is_some_and(|v| v >= floor),
            }
        })
    };
    [
        gate("f1", args.min_f1, scores.f1),
        gate(
            "speaker_accuracy",
            args.min_speaker_accuracy,
            scores.speaker_accuracy,
        ),
        gate(
            "stance_macro_f1",
            args.min_stance_f1,
            scores.stance_macro_f1,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
