//! Prediction records: those of `classify --format jsonl`, written by the same writer.

use demarche::StanceClassifier;
use demarche::classifier::Scratch;
use demarche::prediction::{Prediction, Reason};
use demarche::report::{RecordFormat, RecordWriter};
use demarche::source::{Problem, Record};
use demarche::statement::Fields;
use rayon::prelude::*;
use serde_json::Value;

use super::work::json_array;

/// Texts per piece of parallel work.
pub const PIECE: usize = 64;

/// Column that identifies a row.
const ID: &str = "id";

fn writer(classifier: &StanceClassifier) -> RecordWriter<'_> {
    let (set, model) = (classifier.stances(), classifier.digest());
    RecordWriter::new(RecordFormat::Jsonl, set, model, false)
}

/// The record of one text, as of the first line of an input.
pub fn of_text(classifier: &StanceClassifier, text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    let prediction = classifier.classify(text);
    writer(classifier).push(&mut out, &prediction, &1.into(), text, &Fields::new());
    out
}

/// The records of `texts` as a JSON array, in order, numbered as lines.
pub fn of_texts(classifier: &StanceClassifier, texts: &[String]) -> Vec<u8> {
    let writer = writer(classifier);
    let piece = |(i, texts): (usize, &[String])| {
        let mut out = Vec::with_capacity(texts.len() * 300);
        let (mut scratch, mut prediction) = (Scratch::default(), Prediction::default());
        for (line, text) in (i * PIECE + 1..).zip(texts) {
            classifier.classify_into(text, &mut scratch, &mut prediction);
            writer.push(&mut out, &prediction, &line.into(), text, &Fields::new());
        }
        out
    };
    let pieces: Vec<Vec<u8>> = texts.par_chunks(PIECE).enumerate().map(piece).collect();
    json_array(&pieces.concat())
}

/// Answers rows of a stream.
pub struct Rows<'a> {
    classifier: &'a StanceClassifier,
    writer: RecordWriter<'a>,
    text_column: &'a str,
    longest: usize,
}

impl<'a> Rows<'a> {
    /// Answers with `classifier` for the column `text_column`, whose texts have at most `longest` bytes.
    pub fn new(classifier: &'a StanceClassifier, text_column: &'a str, longest: usize) -> Self {
        Self {
            classifier,
            writer: writer(classifier),
            text_column,
            longest,
        }
    }

    /// A record for each row, with all its fields; for one that cannot be used, a record that says why.
    pub fn piece(&self, rows: &[Record<'_>]) -> Vec<u8> {
        let mut out = Vec::with_capacity(rows.len() * 512);
        let (mut scratch, mut prediction) = (Scratch::default(), Prediction::default());
        for row in rows {
            let id = row.value(ID).unwrap_or_else(|| Value::from(row.line));
            let mut kept = row.fields_but(&[ID]);
            match row.text(self.text_column) {
                Ok(text) if text.len() > self.longest => {
                    prediction = Prediction::abstained(Reason::TooLong);
                }
                Ok(text) => {
                    self.classifier
                        .classify_into(&text, &mut scratch, &mut prediction);
                    if (self.text_column != "text" || kept.is_empty()) && !text.is_empty() {
                        kept.insert("text".into(), text.into());
                    }
                }
                Err(problem) => {
                    prediction = refused(problem, &mut kept);
                }
            }
            self.writer.push(&mut out, &prediction, &id, "", &kept);
        }
        out
    }
}

/// What is said of a row that cannot be used.
fn refused(problem: Problem, kept: &mut Fields) -> Prediction {
    kept.insert("problem".into(), problem.text.into());
    Prediction::abstained(problem.reason)
}
