//! Types of what the writers of the library write, for the description of the service. Tests hold answers against them.

// Nothing makes or reads them but the description and the tests.
#![allow(dead_code)]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A row of a stream: a text, and other fields that are kept.
#[derive(ToSchema)]
pub struct Line {
    /// What names the row; without one, its line.
    id: Option<Value>,
    /// The text.
    text: String,
}

/// What is said of one text.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Prediction {
    /// What names the text: its field `id`, or its line.
    id: Value,
    /// The likeliest stance; null if none is named.
    label: Option<String>,
    /// Its probability; null if no word was read.
    confidence: Option<f64>,
    /// Probability of each stance; null if no word was read.
    scores: Option<BTreeMap<String, f64>>,
    /// Whether no stance is named.
    abstained: bool,
    /// Why none is named: empty, no_known_words, mostly_unknown, other_language, below_threshold, too_long, invalid_utf8, bad_record.
    reason: Option<String>,
    /// Words known to the model.
    known_tokens: u64,
    /// Words, numbers and names.
    tokens: u64,
    /// Identity of the model.
    model: String,
}

/// The answer to one text, or to several.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum Classified {
    /// To one text.
    One(Prediction),
    /// To several.
    Many(Predictions),
}

/// The answers to several texts, in their order.
#[derive(ToSchema)]
pub struct Predictions {
    /// A record for each text.
    predictions: Vec<Prediction>,
}

/// A line of the answer to a file.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum FileLine {
    /// The first line.
    Columns(Columns),
    /// Each other line; it has the columns of its row too.
    Row(Prediction),
    /// The last line, if the file could not be read to its end.
    Problem(super::problem::Details),
}

/// What a file is.
#[derive(ToSchema)]
pub struct Columns {
    /// Names of its columns, or of the fields of its first records.
    columns: Vec<String>,
    /// Its format, as in `--input-format`.
    format: String,
}

/// What one part of a text adds to each stance.
#[derive(ToSchema)]
pub struct Contribution {
    /// The feature.
    feature: String,
    /// Its family: ngram, chars, vector or negated_vector.
    family: String,
    /// First byte of the text that it covers.
    start: u64,
    /// The byte after the last.
    end: u64,
    /// What it covers.
    text: Option<String>,
    /// Addition to the score of each stance.
    values: BTreeMap<String, f64>,
}

/// What one word adds to each stance.
#[derive(ToSchema)]
pub struct TokenShare {
    /// The word, normalised.
    token: String,
    /// Its first byte in the text.
    start: u64,
    /// The byte after its last.
    end: u64,
    /// Addition to the score of each stance.
    values: BTreeMap<String, f64>,
}

/// Why a text got its stance: intercepts and contributions add up to the scores.
#[derive(ToSchema)]
pub struct Explanation {
    /// The text.
    text: String,
    /// The likeliest stance; null if none is named.
    label: Option<String>,
    /// Its probability.
    confidence: Option<f64>,
    /// Probability of each stance.
    probabilities: BTreeMap<String, f64>,
    /// Whether no stance is named.
    abstained: bool,
    /// Why none is named.
    reason: Option<String>,
    /// Score of each stance before the softmax.
    scores: BTreeMap<String, f64>,
    /// Intercept of each stance.
    intercepts: BTreeMap<String, f64>,
    /// What each feature adds.
    contributions: Vec<Contribution>,
    /// What each word adds.
    tokens: Vec<TokenShare>,
    /// Identity of the model.
    model: String,
}

/// A statement of an article. Spans are bytes of the text, first and after the last.
#[derive(ToSchema)]
pub struct ExtractedStatement {
    /// Always `-`.
    article: Value,
    /// The statement as it stands.
    text: String,
    /// The likeliest stance; null if none is named.
    label: Option<String>,
    /// Its probability.
    confidence: Option<f64>,
    /// Probability of each stance.
    scores: Option<BTreeMap<String, f64>>,
    /// Who said it, as it stands.
    speaker: Option<String>,
    /// Who that is.
    speaker_resolved: Option<String>,
    /// All who said it.
    speakers: Vec<String>,
    /// Their office.
    role: Option<String>,
    /// The verb of saying.
    cue: Option<String>,
    /// Its class.
    cue_class: Option<String>,
    /// How it is reported: direct, indirect, mixed ...
    quote_type: String,
    /// Where it stands.
    span: [u64; 2],
    /// Its parts, if something stands between them.
    parts: Vec<[u64; 2]>,
    /// Its words.
    words: String,
    /// Where the speaker stands.
    speaker_span: Option<[u64; 2]>,
    /// Where the verb stands.
    cue_span: Option<[u64; 2]>,
    /// The sentence around it.
    sentence: String,
    /// Where that stands.
    sentence_span: [u64; 2],
    /// Identity of the model.
    model: String,
}

/// The statements of an article.
#[derive(ToSchema)]
pub struct Extraction {
    /// The text that spans refer to.
    text: String,
    /// The statements, in the order of the text.
    statements: Vec<ExtractedStatement>,
}
