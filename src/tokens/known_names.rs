//! The names of a text that stand in the tokenizer's table: kind, span and normalised words.
//!
//! For those who count names (is a name more often blamed than excused?); the tokenizer itself masks them. Names that are only
//! told by their capital are left out, for they cannot be told from other words with certainty.

use super::{Span, TokenBuffer, TokenKind, clipped, names, segment};

/// What a name of the table names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A state or territory: *Zambia*.
    Country,
    /// A people or what is theirs: *Zambian*.
    People,
    /// A city, river, region: *Lusaka*.
    Place,
    /// A person.
    Person,
    /// An organisation: *NATO*.
    Organisation,
    /// A day or month.
    Date,
}

impl NameKind {
    fn of_mask(mask: &str) -> Option<Self> {
        Some(match mask {
            "<country>" => Self::Country,
            "<people>" => Self::People,
            "<place>" => Self::Place,
            "<person>" => Self::Person,
            "<org>" => Self::Organisation,
            "<date>" => Self::Date,
            _ => return None,
        })
    }
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// What it names.
    pub kind: NameKind,
    /// Where it stands in the text.
    pub span: Span,
    /// Its words in lower case, joined by spaces.
    pub name: String,
}

/// The names of `text` that are in the table, in order. `buffer` is memory to work in; its content is lost.
///
/// # Examples
/// ```
/// use demarche::tokens::{NameKind, TokenBuffer, known_names};
/// let text = "We told the United States so in Lusaka.";
/// let names = known_names(text, &mut TokenBuffer::new());
/// assert_eq!(names[0].kind, NameKind::Country);
/// assert_eq!(&text[names[0].span.start..names[0].span.end], "United States");
/// assert_eq!(names[1].name, "lusaka");
/// ```
#[must_use]
pub fn known_names(text: &str, buffer: &mut TokenBuffer) -> Vec<KnownName> {
    buffer.clear();
    segment::segment(clipped(text), buffer);
    let case_tells = names::case_tells(buffer);
    let mut found = Vec::new();
    let mut at = 0;
    while at < buffer.tokens.len() {
        let word = buffer.tokens[at].kind == TokenKind::Word;
        match word.then(|| names::find(buffer, at, case_tells)).flatten() {
            Some((mask, length)) => {
                found.extend(NameKind::of_mask(mask).map(|kind| known(kind, buffer, at, length)));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn known(kind: NameKind, buffer: &TokenBuffer, at: usize, length: usize) -> KnownName {
    let tokens = &buffer.tokens[at..at + length];
    let words: Vec<&str> = tokens.iter().map(|t| buffer.text(t)).collect();
    KnownName {
        kind,
        span: Span {
            start: tokens[0].span.start,
            end: tokens[length - 1].span.end,
        },
        name: words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_table_are_listed_with_kind_and_span() {
        for (text, expected) in [
            (
                "On Tuesday NATO told the Zambian envoy in Lusaka.",
                vec![
                    (NameKind::Date, "tuesday"),
                    (NameKind::Organisation, "nato"),
                    (NameKind::People, "zambian"),
                    (NameKind::Place, "lusaka"),
                ],
            ),
            ("they asked us to go", vec![]),
            ("Ivan Dornevik left the hall.", vec![]),
            ("", vec![]),
        ] {
            let names = known_names(text, &mut TokenBuffer::new());
            let found: Vec<_> = names.iter().map(|n| (n.kind, n.name.as_str())).collect();
            assert_eq!(found, expected, "{text}");
            for n in &names {
                let written = &text[n.span.start..n.span.end];
                assert_eq!(written.to_lowercase(), n.name);
            }
        }
    }
}
