//! Articles whose statements a reader has marked, to judge extraction by.

use super::QuoteType;
use crate::stance::Stance;
use crate::tokens::Span;

/// A statement as a reader marked it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldStatement {
    /// Its parts, in order.
    pub parts: Vec<Span>,
    /// Its stance.
    pub stance: Stance,
    /// How it is reported.
    pub quote_type: QuoteType,
    /// Names of its speakers; empty if the text does not tell.
    pub speakers: Vec<String>,
}

/// An article with its marked statements.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldArticle {
    /// Identifier.
    pub id: String,
    /// The text; spans are of its bytes.
    pub text: String,
    /// What it holds, in order.
    pub statements: Vec<GoldStatement>,
}
