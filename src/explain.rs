//! Explanations: what each part of a statement adds to the score of each stance, exactly.

use crate::prediction::Prediction;
use crate::tokens::Span;

/// Why a statement was classified as it was.
///
/// For each stance, the intercept plus all contributions is the score, and the softmax of the scores is the probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The prediction explained.
    pub prediction: Prediction,
    /// Score of each stance; empty if no word is known.
    pub scores: Vec<f64>,
    /// Intercept of each stance.
    pub intercepts: Vec<f64>,
    /// What each feature adds, in the order of the text.
    pub contributions: Vec<Contribution>,
    /// What each token adds: its own features, and its share of the n-grams that it is part of.
    pub tokens: Vec<TokenShare>,
}

/// What one occurrence of a feature adds to each stance.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The feature: the n-gram's text, or the word.
    pub feature: String,
    /// Its family.
    pub family: Family,
    /// Bytes of the text that it covers.
    pub span: Span,
    /// Addition to the score of each stance.
    pub values: Vec<f64>,
}

/// Families of features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// A word n-gram.
    Ngram,
    /// The character n-grams of a word.
    Chars,
    /// The vector of a word.
    Vector,
    /// The vector of a negated word.
    NegatedVector,
}

/// What one token adds to each stance.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenShare {
    /// Normalised text.
    pub token: String,
    /// Bytes of the text that it covers.
    pub span: Span,
    /// Addition to the score of each stance.
    pub values: Vec<f64>,
}
