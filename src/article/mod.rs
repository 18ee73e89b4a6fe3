//! Articles to statements: who is said to have said what, with byte spans into the text.
//!
//! Input is running text, output a [`Reported`] for each statement: its words, its speaker as written and by full name, the cue
//! that reports it, and the class of that cue. Rules of grammar only, each pass linear in the length of the text:
//!
//! ```text
//! paragraphs -> quotation marks -> items -> sentences -> frames -> statements -> speakers
//! ```
//!
//! What a statement's stance is, this stage does not say; see [`crate::extraction`].

// Parts of statements and phrases are lists of ranges, often of one.
#![allow(clippy::single_range_in_vec_init)]

mod attribution;
mod complements;
mod frames;
mod gold;
#[cfg(feature = "html")]
mod html;
mod items;
mod lexicon;
mod marks;
mod paragraphs;
mod people;
mod phrases;
mod sentences;
mod turns;

pub use gold::{GoldArticle, GoldStatement};
#[cfg(feature = "html")]
pub use html::main_text;
pub use lexicon::{FrameClass, reporting_verbs};

use crate::tokens::Span;

/// How a statement is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteType {
    /// Words between quotation marks, or a speaker's turn.
    Direct,
    /// Words of the reporter.
    Indirect,
    /// Words of the reporter with quoted pieces.
    Mixed,
    /// Quoted words that nobody is said to have said.
    Scare,
}

impl QuoteType {
    /// All types, in order.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Indirect, Self::Mixed, Self::Scare];

    /// The word for it in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::Scare => "scare",
        }
    }
}

/// Who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Where the speaker is named for this statement; a pronoun, a short name, a title.
    pub span: Option<Span>,
    /// The fullest name that the article gives.
    pub name: String,
    /// Office or description, if the article gives one.
    pub role: Option<String>,
}

/// The words that report a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Where they stand.
    pub span: Span,
    /// What they do to a statement's stance.
    pub class: FrameClass,
}

/// A statement found in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Its parts in order, several if its frame or a paragraph's end interrupts it.
    pub parts: Vec<Span>,
    /// How it is reported.
    pub quote_type: QuoteType,
    /// Who says it; several if it is said of a list; empty if the text does not tell.
    pub speakers: Vec<Speaker>,
    /// Where the speakers stand in the text, from the first to the last.
    pub speaker_span: Option<Span>,
    /// The cue; none for a quotation that stands alone.
    pub cue: Option<Cue>,
    /// The sentence in which it begins.
    pub sentence: Span,
    /// A turn of an interview or briefing; its parts are sentences.
    pub is_turn: bool,
}

impl Reported {
    /// From the first part's first byte to the last part's end.
    #[must_use]
    pub fn span(&self) -> Span {
        let whole = |a: Span, b: &Span| Span {
            start: a.start,
            end: b.end,
        };
        let first = self.parts.first().copied();
        first.map_or(Span { start: 0, end: 0 }, |a| {
            self.parts.last().map_or(a, |b| whole(a, b))
        })
    }

    /// The words of all parts, joined by a space.
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|p| &text[p.start..p.end]).collect();
        parts.join(" ")
    }
}

/// Finds the statements of an article, in the order of the text. No two overlap. Any text will do; the time is linear in its
/// length.
///
/// # Examples
/// ```
/// use demarche::article::find_statements;
/// let text = "“We came in peace,” the envoy, Ana Sol, said. She denied any role in the raid.";
/// let found = find_statements(text);
/// assert_eq!(found[0].words(text), "We came in peace");
/// assert_eq!(found[1].words(text), "denied any role in the raid");
/// assert_eq!(found[1].speakers[0].name, "Ana Sol");
/// ```
#[must_use]
pub fn find_statements(text: &str) -> Vec<Reported> {
    let paragraphs = paragraphs::split(text);
    let quotes = marks::pair(text, &paragraphs);
    let items = items::read(text, &paragraphs, &quotes);
    let sentences = sentences::split(text, &paragraphs, &items, &quotes);
    let mut found = attribution::statements(text, &items, &sentences, &quotes);
    found.sort_by_key(|s| s.span());
    found
}

#[cfg(test)]
mod tests;
