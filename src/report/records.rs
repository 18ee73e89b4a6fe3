//! Prediction records: one for each record of the input, in several forms.

use std::io::Write;

use serde_json::Value;

use super::numbers::{push_probability, visible};
use crate::delimited::Delimited;
use crate::prediction::Prediction;
use crate::stance::StanceSet;
use crate::statement::Fields;

/// Forms of prediction records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    /// For people: label, confidence and the statement.
    Text,
    /// One JSON object a line.
    Jsonl,
    /// Rows under a header.
    Table(Delimited),
    /// The label alone, or `abstained`.
    Label,
    /// `__label__x p` for all labels, likeliest first.
    Fasttext,
}

/// Renders predictions of one model.
#[derive(Debug, Clone)]
pub struct RecordWriter<'a> {
    format: RecordFormat,
    set: &'a StanceSet,
    model: &'a str,
    /// JSON text of each label, with quotes.
    json_labels: Vec<String>,
    colour: bool,
}

impl<'a> RecordWriter<'a> {
    /// A writer of `format` for a model of identity `model`.
    #[must_use]
    pub fn new(format: RecordFormat, set: &'a StanceSet, model: &'a str, colour: bool) -> Self {
        let quoted = |l: &String| Value::String(l.clone()).to_string();
        Self {
            format,
            set,
            model,
            json_labels: set.labels().iter().map(quoted).collect(),
            colour,
        }
    }

    /// Whether the records are rows under a header.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self.format, RecordFormat::Table(_))
    }

    /// The header line of CSV and TSV, with the names of kept columns; empty for other forms.
    #[must_use]
    pub fn header(&self, kept: &[String]) -> Vec<u8> {
        let mut names = vec!["id".to_owned(), "label".into(), "confidence".into()];
        names.extend(self.set.labels().iter().map(|l| format!("score_{l}")));
        names.extend(["abstained", "reason", "known_tokens", "tokens"].map(String::from));
        names.extend(kept.iter().map(|name| kept_name(name)));
        let mut out = Vec::new();
        if let RecordFormat::Table(form) = self.format {
            let names: Vec<Option<String>> = names.into_iter().map(Some).collect();
            form.push(&mut out, &names);
        }
        out
    }

    /// Appends the record of one prediction. `id` names the record, `text` is the statement, `kept` its other columns.
    pub fn push(
        &self,
        out: &mut Vec<u8>,
        prediction: &Prediction,
        id: &Value,
        text: &str,
        kept: &Fields,
    ) {
        match self.format {
            RecordFormat::Text => self.push_text(out, prediction, text),
            RecordFormat::Jsonl => self.push_json(out, prediction, id, kept),
            RecordFormat::Table(form) => form.push(out, &self.cells(prediction, id, kept)),
            RecordFormat::Label => {
                out.extend_from_slice(self.label(prediction).as_bytes());
                out.push(b'\n');
            }
            RecordFormat::Fasttext => self.push_fasttext(out, prediction),
        }
    }

    /// The label, or the word for none.
    #[must_use]
    pub fn label(&self, prediction: &Prediction) -> &str {
        let stance = prediction.stance;
        stance.map_or(self.set.no_label(), |s| self.set.label(s))
    }

    fn push_text(&self, out: &mut Vec<u8>, prediction: &Prediction, text: &str) {
        let label = self.label(prediction);
        let width = self
            .set
            .labels()
            .iter()
            .map(|l| l.chars().count())
            .max()
            .unwrap_or(0)
            .max(9);
        let note = match (prediction.reason, prediction.confidence()) {
            (Some(reason), _) => format!("({})", reason.as_str()),
            (None, Some(p)) => format!("{p:.2}"),
            (None, None) => String::new(),
        };
        let padded = format!("{label:<width$}");
        let label = if self.colour {
            coloured(&padded, prediction)
        } else {
            padded
        };
        let _ = writeln!(out, "{label}  {note:<4}  {}", visible(text));
    }

    fn push_json(&self, out: &mut Vec<u8>, prediction: &Prediction, id: &Value, kept: &Fields) {
        let _ = write!(out, "{{\"id\":{id},\"label\":");
        match prediction.stance {
            Some(stance) => out.extend_from_slice(self.json_labels[stance.index()].as_bytes()),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"confidence\":");
        match prediction.confidence() {
            Some(p) => push_probability(out, p),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"scores\":");
        if prediction.probabilities.is_empty() {
            out.extend_from_slice(b"null");
        } else {
            for (i, (label, p)) in self
                .json_labels
                .iter()
                .zip(&prediction.probabilities)
                .enumerate()
            {
                out.push(if i == 0 { b'{' } else { b',' });
                out.extend_from_slice(label.as_bytes());
                out.push(b':');
                push_probability(out, *p);
            }
            out.push(b'}');
        }
        let abstained = prediction.is_abstained();
        let reason = prediction
            .reason
            .map_or("null".into(), |r| format!("\"{}\"", r.as_str()));
        let _ = write!(
            out,
            ",\"abstained\":{abstained},\"reason\":{reason},\"known_tokens\":{},\"tokens\":{},\"model\":\"{}\"",
            prediction.known_tokens, prediction.tokens, self.model
        );
        for (name, value) in kept {
            let _ = write!(out, ",{}:{value}", Value::String(kept_name(name)));
        }
        out.extend_from_slice(b"}\n");
    }

    fn cells(&self, prediction: &Prediction, id: &Value, kept: &Fields) -> Vec<Option<String>> {
        let number = |p: f64| {
            let mut out = Vec::new();
            push_probability(&mut out, p);
            String::from_utf8_lossy(&out).into_owned()
        };
        let label = prediction.stance.map(|s| self.set.label(s).to_owned());
        let mut cells = vec![plain(id), label, prediction.confidence().map(number)];
        let scores = (0..self.set.len()).map(|k| prediction.probabilities.get(k).copied());
        cells.extend(scores.map(|p| p.map(number)));
        cells.push(Some(prediction.is_abstained().to_string()));
        cells.push(prediction.reason.map(|r| r.as_str().to_owned()));
        cells.push(Some(prediction.known_tokens.to_string()));
        cells.push(Some(prediction.tokens.to_string()));
        cells.extend(kept.values().map(plain));
        cells
    }

    fn push_fasttext(&self, out: &mut Vec<u8>, prediction: &Prediction) {
        if prediction.is_abstained() {
            let _ = writeln!(out, "__label__{}", self.set.no_label());
            return;
        }
        let mut ranked: Vec<(usize, f64)> = prediction
            .probabilities
            .iter()
            .copied()
            .enumerate()
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (i, (k, p)) in ranked.iter().enumerate() {
            let label = self.set.labels()[*k].replace(char::is_whitespace, "_");
            let _ = write!(out, "{}__label__{label} ", if i == 0 { "" } else { " " });
            push_probability(out, *p);
        }
        out.push(b'\n');
    }
}

/// The name of a kept column: one that a record has already gets a prefix.
#[must_use]
fn kept_name(name: &str) -> String {
    const TAKEN: [&str; 9] = [
        "id",
        "label",
        "confidence",
        "scores",
        "abstained",
        "reason",
        "known_tokens",
        "tokens",
        "model",
    ];
    if TAKEN.contains(&name) {
        format!("input_{name}")
    } else {
        name.to_owned()
    }
}

pub(super) fn coloured(label: &str, prediction: &Prediction) -> String {
    const COLOURS: [u8; 6] = [31, 34, 37, 33, 35, 36];
    match prediction.stance {
        Some(stance) => format!(
            "\u{1B}[{}m{label}\u{1B}[0m",
            COLOURS[stance.index() % COLOURS.len()]
        ),
        None => format!("\u{1B}[2m{label}\u{1B}[0m"),
    }
}

/// A value as a cell; `None` for null.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}
