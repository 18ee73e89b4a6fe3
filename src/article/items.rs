//! Paragraphs to items: words, marks, and each quotation as one item, so that rules see the sentence around it.

use super::lexicon::{LEXICON, Tags};
use super::marks::Quotation;
use crate::tokens::Span;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// *'s* or a lone apostrophe after a plural.
    Possessive,
    Comma,
    /// `.`, `!`, `?`, `…`
    Stop,
    Colon,
    Semicolon,
    Dash,
    Open,
    Close,
    /// A whole quotation.
    Quote,
    Other,
}

/// A word, a mark or a quotation.
#[derive(Debug, Clone)]
pub(super) struct Item<'t> {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) text: &'t str,
    /// Lower case, without the full stop of an abbreviation.
    pub(super) lower: String,
    pub(super) tags: Tags,
    pub(super) capital: bool,
    /// Index of the quotation.
    pub(super) quote: Option<usize>,
    pub(super) paragraph: usize,
}

impl Item<'_> {
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kind == kind
    }

    pub(super) fn any(&self, tags: Tags) -> bool {
        self.tags.any(tags)
    }

    pub(super) fn word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.lower == word
    }

    pub(super) fn one_of(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.lower.as_str())
    }

    /// A word that is written as a name: a capital on a word of no closed class.
    pub(super) fn is_name(&self) -> bool {
        const CLOSED: Tags = Tags::DET
            .or(Tags::PRONOUN)
            .or(Tags::PREPOSITION)
            .or(Tags::COORDINATOR)
            .or(Tags::SUBORDINATOR)
            .or(Tags::AUXILIARY)
            .or(Tags::ADVERB);
        let acronym = self.text.len() > 1 && !self.text.contains(char::is_lowercase);
        self.kind == Kind::Word && self.capital && (acronym || !self.any(CLOSED.or(Tags::TIME)))
    }
}

/// Marks that open a quotation.
const QUOTES: [char; 5] = ['"', '\u{201C}', '\u{2018}', '\u{AB}', '\''];

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 49] = [
    "cmdre", "supt", "insp", "mr", "mrs", "ms", "dr", "gen", "col", "lt", "sgt", "capt", "adm",
    "maj", "cmdr", "sen", "rep", "gov", "st", "no", "nos", "art", "vs", "para", "prof", "rev",
    "fr", "hon", "jr", "sr", "mt", "ft", "gov", "pres", "brig", "cpl", "pvt", "messrs", "amb",
    "sec", "min", "dept", "approx", "jan", "feb", "sept", "oct", "nov", "dec",
];

/// Items of all paragraphs, in order.
pub(super) fn read<'t>(text: &'t str, paragraphs: &[Span], quotes: &[Quotation]) -> Vec<Item<'t>> {
    let mut reader = Reader {
        text,
        items: Vec::with_capacity(text.len() / 5),
        paragraph: 0,
        end: 0,
    };
    let mut next_quote = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        reader.paragraph = index;
        reader.end = paragraph.end;
        let mut at = paragraph.start;
        while at < paragraph.end {
            match quotes.get(next_quote) {
                Some(quote) if quote.outer.start <= at => {
                    reader.push(Kind::Quote, quote.outer, Some(next_quote));
                    at = quote.outer.end.max(at);
                    next_quote += 1;
                }
                quote => {
                    let limit = quote.map_or(paragraph.end, |q| q.outer.start.min(paragraph.end));
                    at = reader.item(at, limit);
                }
            }
        }
    }
    reader.items
}

struct Reader<'t> {
    text: &'t str,
    items: Vec<Item<'t>>,
    paragraph: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    fn push(&mut self, kind: Kind, span: Span, quote: Option<usize>) {
        let text = &self.text[span.start..span.end];
        let lower = match kind {
            Kind::Word | Kind::Possessive => text
                .trim_end_matches('.')
                .to_lowercase()
                .replace('\u{2019}', "'"),
            _ => String::new(),
        };
        let tags = match kind {
            Kind::Word => word_tags(&lower),
            _ => Tags::default(),
        };
        self.items.push(Item {
            kind,
            span,
            text,
            lower,
            tags,
            capital: text.starts_with(char::is_uppercase),
            quote,
            paragraph: self.paragraph,
        });
    }

    /// Reads the item at `at`, which ends before `limit`, and gives the position after it.
    fn item(&mut self, at: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit];
        let Some(c) = rest.chars().next() else {
            return limit;
        };
        let one = at + c.len_utf8();
        if c.is_whitespace() {
            return one;
        }
        if c.is_alphanumeric() {
            return self.word(at, rest);
        }
        let kind = match c {
            ',' => Kind::Comma,
            '.' | '!' | '?' | '\u{2026}' => Kind::Stop,
            ':' => Kind::Colon,
            ';' => Kind::Semicolon,
            '\u{2013}' | '\u{2014}' | '\u{2015}' | '-' => Kind::Dash,
            '(' | '[' => Kind::Open,
            ')' | ']' => Kind::Close,
            '\'' | '\u{2019}'
                if self
                    .items
                    .last()
                    .is_some_and(|i| i.span.end == at && i.lower.ends_with('s')) =>
            {
                Kind::Possessive
            }
            _ => Kind::Other,
        };
        self.push(
            kind,
            Span {
                start: at,
                end: one,
            },
            None,
        );
        one
    }

    fn word(&mut self, at: usize, rest: &str) -> usize {
        let length = word_length(rest);
        let word = &rest[..length];
        let end = at + length;
        if word.starts_with(|c: char| c.is_numeric()) {
            self.push(Kind::Number, Span { start: at, end }, None);
            return end;
        }
        if let Some(stem) = clitic(word) {
            let kind = match word[stem..].to_lowercase().as_str() {
                "'s" | "\u{2019}s" => Kind::Possessive,
                _ => Kind::Word,
            };
            self.push(
                Kind::Word,
                Span {
                    start: at,
                    end: at + stem,
                },
                None,
            );
            self.push(
                kind,
                Span {
                    start: at + stem,
                    end,
                },
                None,
            );
            return end;
        }
        let stopped = rest[length..].starts_with('.') && self.keeps_stop(word, end + 1);
        let end = end + usize::from(stopped);
        self.push(Kind::Word, Span { start: at, end }, None);
        end
    }

    /// Whether the full stop after `word` belongs to it.
    fn keeps_stop(&self, word: &str, after: usize) -> bool {
        let following = self.text[after..self.end].trim_start();
        let letters = word.split('.').all(|l| l.chars().nth(1).is_none());
        if letters && (word.contains('.') || word.starts_with(char::is_uppercase)) {
            let last = following.is_empty();
            let lower = word.starts_with(char::is_lowercase);
            let opens = following.starts_with(|c: char| c.is_uppercase() || QUOTES.contains(&c));
            return !(last || (lower && opens) || starts_sentence(following));
        }
        ABBREVIATIONS.contains(&word.to_lowercase().as_str())
            && word.starts_with(char::is_uppercase)
            && !following.is_empty()
            && (!word.eq_ignore_ascii_case("no")
                || following.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Whether the first word of `text` starts a sentence after an acronym: a capital on a word of a closed class.
fn starts_sentence(text: &str) -> bool {
    let first = &text[..word_length(text)];
    first.starts_with(char::is_uppercase)
        && first.len() > 1
        && LEXICON.tags(&first.to_lowercase()).any(
            Tags::DET
                .or(Tags::PRONOUN)
                .or(Tags::PREPOSITION)
                .or(Tags::COORDINATOR)
                .or(Tags::SUBORDINATOR),
        )
}

/// Bytes of the word at the start of `text`: letters and digits with hyphens, apostrophes, and full stops between single letters.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    let mut since_stop = 0;
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let joins = next.is_some_and(char::is_alphanumeric);
        let inner = match c {
            '\'' | '\u{2019}' | '-' | '\u{2010}' | '\u{2011}' => joins,
            '.' => joins && (since_stop == 1 || text[..i].ends_with(|d: char| d.is_ascii_digit())),
            ',' | ':' => {
                next.is_some_and(|n| n.is_ascii_digit())
                    && text[..i].ends_with(|d: char| d.is_ascii_digit())
            }
            _ => false,
        };
        if !(c.is_alphanumeric() || inner || is_mark(c)) || (i == 0 && inner) {
            break;
        }
        since_stop = if c == '.' { 0 } else { since_stop + 1 };
        end = i + c.len_utf8();
    }
    end
}

/// Combining marks and soft hyphens inside words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200D}')
}

/// Where the clitic of a word starts.
fn clitic(word: &str) -> Option<usize> {
    let at = word.rfind(['\'', '\u{2019}'])?;
    let end = word[at..].to_lowercase().replace('\u{2019}', "'");
    (at > 0 && matches!(end.as_str(), "'s" | "'re" | "'ve" | "'d" | "'ll" | "'m")).then_some(at)
}

fn word_tags(lower: &str) -> Tags {
    let tags = LEXICON.tags(lower);
    if tags != Tags::default() {
        return tags;
    }
    if lower.ends_with("n't") {
        return Tags::AUXILIARY;
    }
    if lower.len() > 4 && lower.ends_with("ly") && !lower.ends_with("ally") {
        return Tags::ADVERB;
    }
    // Compounds are what their last part is: vice-chair, co-founder.
    match lower.rsplit_once('-') {
        Some((_, last)) => LEXICON.tags(last).speaking(),
        None => tags,
    }
}
