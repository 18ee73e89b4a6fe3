//! Records of extraction: one for each statement, as text, JSON Lines or CSV.

use std::io::Write as _;

use serde_json::{Map, Value, json};

use super::extraction_page;
use super::numbers::visible;
use super::records::coloured;
use crate::delimited::Delimited;
use crate::extraction::ExtractedStatement;
use crate::stance::StanceSet;
use crate::tokens::Span;

/// Forms of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtractionFormat {
    /// For people.
    Text,
    /// One JSON object a statement.
    Jsonl,
    /// A page to read.
    Html,
    /// RFC 4180 with a header; spans as `start-end`, several things joined by `; `.
    Csv,
}

/// Renders the statements of articles.
#[derive(Debug, Clone, Copy)]
pub struct ArticleWriter<'a> {
    /// Form of the records.
    pub format: ExtractionFormat,
    /// Whether cells of CSV that a spreadsheet would take for formulas are defused.
    pub safe_csv: bool,
    /// Labels.
    pub set: &'a StanceSet,
    /// Identity of the model.
    pub model: &'a str,
    /// Whether to colour labels.
    pub colour: bool,
}

impl ArticleWriter<'_> {
    /// What stands before the first record.
    #[must_use]
    pub fn header(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if self.format == ExtractionFormat::Html {
            return extraction_page::start(self.set).into_bytes();
        }
        if self.format == ExtractionFormat::Csv {
            let mut names: Vec<String> = ["article", "text", "label", "confidence"]
                .map(String::from)
                .to_vec();
            names.extend(self.set.labels().iter().map(|l| format!("score_{l}")));
            names.extend(
                [
                    "speaker",
                    "speaker_resolved",
                    "role",
                    "cue",
                    "quote_type",
                    "start",
                    "end",
                    "parts",
                    "words",
                    "speaker_span",
                    "cue_span",
                    "sentence",
                ]
                .map(String::from),
            );
            let names: Vec<Option<String>> = names.into_iter().map(Some).collect();
            self.csv().push(&mut out, &names);
        }
        out
    }

    fn csv(&self) -> Delimited {
        if self.safe_csv {
            Delimited::SafeCsv
        } else {
            Delimited::Csv
        }
    }

    /// What stands after the last record.
    #[must_use]
    pub fn footer(&self) -> &'static str {
        match self.format {
            ExtractionFormat::Html => extraction_page::end(),
            _ => "",
        }
    }

    /// Appends the records of one article, which `id` identifies.
    pub fn push(&self, out: &mut Vec<u8>, id: &Value, text: &str, found: &[ExtractedStatement]) {
        match self.format {
            ExtractionFormat::Text => self.push_text(out, id, text, found),
            ExtractionFormat::Html => {
                let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                let page = extraction_page::article(&name, text, found, self.set);
                out.extend_from_slice(page.as_bytes());
            }
            ExtractionFormat::Jsonl => {
                for statement in found {
                    let record = self.record(id, text, statement);
                    let _ = writeln!(out, "{}", Value::Object(record));
                }
            }
            ExtractionFormat::Csv => {
                for statement in found {
                    self.push_row(out, id, text, statement);
                }
            }
        }
    }

    /// A statement as JSON; offsets are bytes of `text`.
    #[must_use]
    pub fn record(
        &self,
        id: &Value,
        text: &str,
        statement: &ExtractedStatement,
    ) -> Map<String, Value> {
        let r = &statement.reported;
        let p = &statement.prediction;
        let slice = |s: Span| &text[s.start..s.end];
        let pair = |s: Span| json!([s.start, s.end]);
        let scores: Map<String, Value> = self
            .set
            .labels()
            .iter()
            .cloned()
            .zip(p.probabilities.iter().map(|p| json!(p)))
            .collect();
        let names: Vec<&str> = r.speakers.iter().map(|s| s.name.as_str()).collect();
        let roles: Vec<&str> = r
            .speakers
            .iter()
            .filter_map(|s| s.role.as_deref())
            .collect();
        let or_null = |words: String| {
            if words.is_empty() {
                Value::Null
            } else {
                Value::String(words)
            }
        };
        let mut record = Map::new();
        let mut put = |name: &str, value: Value| {
            record.insert(name.to_owned(), value);
        };
        put("article", id.clone());
        put("text", json!(slice(r.span())));
        put(
            "label",
            p.stance.map_or(Value::Null, |s| json!(self.set.label(s))),
        );
        put("confidence", json!(p.confidence()));
        put(
            "scores",
            if scores.is_empty() {
                Value::Null
            } else {
                Value::Object(scores)
            },
        );
        put(
            "speaker",
            r.speaker_span.map_or(Value::Null, |s| json!(slice(s))),
        );
        put("speaker_resolved", or_null(names.join(" & ")));
        put("speakers", json!(names));
        put("role", or_null(roles.join("; ")));
        put(
            "cue",
            r.cue.as_ref().map_or(Value::Null, |c| json!(slice(c.span))),
        );
        put(
            "cue_class",
            r.cue
                .as_ref()
                .map_or(Value::Null, |c| json!(c.class.as_str())),
        );
        put("quote_type", json!(r.quote_type.as_str()));
        put("span", pair(r.span()));
        put("parts", r.parts.iter().map(|s| pair(*s)).collect());
        put("words", json!(r.words(text)));
        put("speaker_span", r.speaker_span.map_or(Value::Null, pair));
        put(
            "cue_span",
            r.cue.as_ref().map_or(Value::Null, |c| pair(c.span)),
        );
        put("sentence", json!(slice(r.sentence)));
        put("sentence_span", pair(r.sentence));
        put("model", json!(self.model));
        record
    }

    fn push_row(&self, out: &mut Vec<u8>, id: &Value, text: &str, statement: &ExtractedStatement) {
        let record = self.record(id, text, statement);
        let plain = |v: &Value| match v {
            Value::String(s) => s.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let range = |v: &Value| match v.as_array().map(Vec::as_slice) {
            Some([a, b]) => format!("{a}-{b}"),
            _ => String::new(),
        };
        let cell = |name: &str| record.get(name).map_or(String::new(), plain);
        let mut cells: Vec<String> = ["article", "text", "label", "confidence"]
            .iter()
            .map(|n| cell(n))
            .collect();
        let scores = record.get("scores").and_then(Value::as_object);
        cells.extend(
            self.set
                .labels()
                .iter()
                .map(|l| scores.and_then(|s| s.get(l)).map_or(String::new(), plain)),
        );
        cells.extend(
            ["speaker", "speaker_resolved", "role", "cue", "quote_type"]
                .iter()
                .map(|n| cell(n)),
        );
        let span = statement.reported.span();
        cells.extend([span.start.to_string(), span.end.to_string()]);
        let parts = record.get("parts").and_then(Value::as_array);
        cells.push(parts.map_or(String::new(), |p| {
            p.iter().map(range).collect::<Vec<_>>().join("; ")
        }));
        cells.push(cell("words"));
        cells.extend(
            ["speaker_span", "cue_span"]
                .iter()
                .map(|n| record.get(*n).map_or(String::new(), range)),
        );
        cells.push(cell("sentence"));
        let cells: Vec<Option<String>> = cells.into_iter().map(Some).collect();
        self.csv().push(out, &cells);
    }

    fn push_text(&self, out: &mut Vec<u8>, id: &Value, text: &str, found: &[ExtractedStatement]) {
        let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        let _ = writeln!(
            out,
            "{}: {}",
            visible(&name),
            super::numbers::counted(found.len(), "statement")
        );
        for statement in found {
            let r = &statement.reported;
            let p = &statement.prediction;
            let label = p.stance.map_or(self.set.no_label(), |s| self.set.label(s));
            let padded = format!("{label:<10}");
            let label = if self.colour {
                coloured(&padded, p)
            } else {
                padded
            };
            let confidence = p.confidence().map_or("    ".into(), |c| format!("{c:.2}"));
            let names: Vec<&str> = r.speakers.iter().map(|s| s.name.as_str()).collect();
            let speaker = if names.is_empty() {
                "unknown speaker".to_owned()
            } else {
                names.join(" & ")
            };
            let cue = r.cue.as_ref().map_or(String::new(), |c| {
                format!(" [{}]", &text[c.span.start..c.span.end])
            });
            let _ = writeln!(
                out,
                "  {label} {confidence}  {}{}: {}",
                visible(&speaker),
                visible(&cue),
                visible(&r.words(text))
            );
        }
    }
}
