//! Gold articles: JSON Lines, one article with its marked statements a line; data/articles/README.md says what each field means.

use std::collections::HashMap;

use serde::Deserialize;

use super::block::MAX_RECORD_BYTES;
use super::format::InputFormat;
use super::open::open;
use super::reader::RecordReader;
use crate::article::{GoldArticle, GoldStatement, QuoteType, Reported, Speaker};
use crate::error::{BadRow, Error, Result};
use crate::extraction::ExtractedStatement;
use crate::prediction::Prediction;
use crate::stance::StanceSet;
use crate::statement::Origin;
use crate::tokens::Span;

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    spans: Vec<[usize; 2]>,
    label: String,
    quote_type: String,
    speakers: Vec<String>,
}

/// Reads gold articles from `path` (`-`: standard input).
///
/// # Errors
/// [`Error::Io`], and [`Error::BadRow`] for the first line that is no gold article.
pub fn read_gold_articles(path: &std::path::Path, set: &StanceSet) -> Result<Vec<GoldArticle>> {
    let name = path.display().to_string();
    let mut reader = RecordReader::new(open(path)?, &name, InputFormat::Jsonl, MAX_RECORD_BYTES);
    let mut articles = Vec::new();
    while let Some(block) = reader.next_block()? {
        for record in reader.records(&block).iter().filter(|r| !r.is_blank()) {
            let bad = |problem: String| {
                Error::BadRow(BadRow {
                    origin: Origin {
                        file: reader.file().clone(),
                        line: record.line,
                    },
                    problem,
                })
            };
            record.text("text").map_err(|p| bad(p.text))?;
            let fields = serde_json::Value::Object(record.fields_but(&[]));
            let article: Article = serde_json::from_value(fields).map_err(|e| {
                bad(format!(
                    "no gold article ({e}); see data/articles/README.md"
                ))
            })?;
            articles.push(checked(article, set).map_err(bad)?);
        }
    }
    Ok(articles)
}

/// One record of a tool's output.
#[derive(Deserialize)]
struct Found {
    article: String,
    parts: Vec<[usize; 2]>,
    #[serde(default)]
    speakers: Vec<String>,
    #[serde(default)]
    label: Option<String>,
}

/// Reads what a tool found in `articles`: JSON Lines with `article`, `parts` and, if the tool tells them, `speakers` and `label`, as
/// `demarche extract` writes them. One list for each article, in their order.
///
/// # Errors
/// [`Error::Io`], and [`Error::BadRow`] for a line that is no such record.
pub fn read_found(
    path: &std::path::Path,
    articles: &[GoldArticle],
    set: &StanceSet,
) -> Result<Vec<Vec<ExtractedStatement>>> {
    let name = path.display().to_string();
    let mut reader = RecordReader::new(open(path)?, &name, InputFormat::Jsonl, MAX_RECORD_BYTES);
    let index: HashMap<&str, usize> = articles
        .iter()
        .enumerate()
        .map(|(i, a)| (a.id.as_str(), i))
        .collect();
    let mut found = vec![Vec::new(); articles.len()];
    while let Some(block) = reader.next_block()? {
        for record in reader.records(&block).iter().filter(|r| !r.is_blank()) {
            let fields = serde_json::Value::Object(record.fields_but(&[]));
            let statement = serde_json::from_value::<Found>(fields)
                .map_err(|e| format!("no record of a statement found ({e}); give article, parts, and if known speakers and label"))
                .and_then(|f| {
                    let at = index.get(f.article.as_str()).ok_or_else(|| format!("article {:?} is not among the gold articles", f.article))?;
                    Ok((*at, statement_of(f, set)?))
                });
            let (at, statement) = statement.map_err(|problem| {
                Error::BadRow(BadRow {
                    origin: Origin {
                        file: reader.file().clone(),
                        line: record.line,
                    },
                    problem,
                })
            })?;
            found[at].push(statement);
        }
    }
    Ok(found)
}

fn statement_of(found: Found, set: &StanceSet) -> std::result::Result<ExtractedStatement, String> {
    let stance = match &found.label {
        Some(label) => Some(set.parse(label).ok_or_else(|| {
            format!(
                "unknown label {label:?} (expected one of: {})",
                set.joined()
            )
        })?),
        None => None,
    };
    let speaker = |name: String| Speaker {
        span: None,
        name,
        role: None,
    };
    Ok(ExtractedStatement {
        reported: Reported {
            parts: found
                .parts
                .iter()
                .map(|[start, end]| Span {
                    start: *start,
                    end: *end,
                })
                .collect(),
            quote_type: QuoteType::Direct,
            speakers: found.speakers.into_iter().map(speaker).collect(),
            speaker_span: None,
            cue: None,
            sentence: Span { start: 0, end: 0 },
            is_turn: false,
        },
        prediction: Prediction {
            stance,
            ..Prediction::default()
        },
    })
}

fn checked(article: Article, set: &StanceSet) -> std::result::Result<GoldArticle, String> {
    let statement = |s: Statement| {
        let stance = set.parse(&s.label);
        let stance = stance.ok_or_else(|| {
            format!(
                "unknown label {:?} (expected one of: {})",
                s.label,
                set.joined()
            )
        })?;
        let quote_type = QuoteType::ALL
            .into_iter()
            .find(|t| t.as_str() == s.quote_type);
        let quote_type = quote_type.ok_or_else(|| {
            format!(
                "quote_type is {:?}, expected direct, indirect, mixed or scare",
                s.quote_type
            )
        })?;
        let parts: Vec<Span> = s
            .spans
            .iter()
            .map(|[start, end]| Span {
                start: *start,
                end: *end,
            })
            .collect();
        for part in &parts {
            if part.start >= part.end || article.text.get(part.start..part.end).is_none() {
                return Err(format!(
                    "span {}..{} is no range of the text of {:?}; spans count bytes of UTF-8",
                    part.start, part.end, article.id
                ));
            }
        }
        Ok(GoldStatement {
            parts,
            stance,
            quote_type,
            speakers: s.speakers,
        })
    };
    let statements: std::result::Result<_, String> =
        article.statements.into_iter().map(statement).collect();
    Ok(GoldArticle {
        statements: statements?,
        id: article.id,
        text: article.text,
    })
}
