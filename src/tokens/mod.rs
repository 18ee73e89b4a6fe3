//! Text to tokens with byte spans into the original.
//!
//! Input is the text of one statement, output a [`TokenBuffer`]: words by UAX #29 after normalisation, contractions taken
//! apart, names and numbers masked to their kind, and scopes marked (negation, concession, report). Nothing here knows of
//! stances or of features. The buffer is reused from statement to statement, so that tokenizing allocates nothing once it
//! has grown.

mod contractions;
mod key_map;
mod known_names;
mod name_layout;
mod names;
mod normalize;
mod scopes;
mod segment;
mod word_bounds;
mod words;

pub(crate) use key_map::KeyMap;
pub use known_names::{KnownName, NameKind, known_names};
pub use name_layout::word_key;
pub use words::{WordSet, WordSetBuilder};

use normalize::Normalizer;

/// A byte range of the original text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A word of the language.
    Word,
    /// Digits, or their mask.
    Number,
    /// A masked name.
    Name,
    /// One mark of punctuation.
    Punctuation,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// No capital, or capitals that say nothing (start of a sentence, a headline, all of the text in capitals).
    Plain,
    /// A capital inside a sentence: a name, a title or an institution.
    Capitalised,
}

/// Scopes that a token stands in, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(pub u8);

impl Marks {
    /// After a negator, to the end of its clause.
    pub const NEGATED: Marks = Marks(1);
    /// In a concession, or before the *but* of its sentence.
    pub const CONCEDED: Marks = Marks(2);
    /// After *but* or after a concession: the clause that decides.
    pub const CONCLUDED: Marks = Marks(4);
    /// In what somebody is said to have said.
    pub const REPORTED: Marks = Marks(8);
    /// All marks, with the prefix that names each in the vocabulary.
    pub const ALL: [(Marks, &'static str); 4] = [
        (Marks::NEGATED, "NOT_"),
        (Marks::CONCEDED, "THOUGH_"),
        (Marks::CONCLUDED, "BUT_"),
        (Marks::REPORTED, "SAID_"),
    ];

    /// Whether all bits of `other` are set.
    #[must_use]
    pub fn contains(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    fn insert(&mut self, other: Marks) {
        self.0 |= other.0;
    }
}

/// One token; its text lies in the buffer.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Where it stands in the original text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it is written.
    pub case: Case,
    /// Scopes that it stands in.
    pub marks: Marks,
    /// Stable 64-bit hash of its normalised text ([`word_key`]).
    pub key: u64,
    /// Byte range of the normalised text in the buffer's arena.
    text: (u32, u32),
    /// Written with a capital first letter.
    capital: bool,
    /// First word of a sentence or of a quotation.
    initial: bool,
    /// Two letters or more, all capitals.
    shouted: bool,
}

/// How a raw word is written and where it stands.
#[derive(Debug, Clone, Copy)]
struct Writing {
    capital: bool,
    initial: bool,
    shouted: bool,
}

/// Settings of the tokenizer; part of every model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSettings {
    /// Mask names to their kind (`<country>`, `<person>`, ...), so that no name carries a stance.
    pub mask_names: bool,
    /// Mask years to `<year>` and other digits to `<number>`.
    pub mask_numbers: bool,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            mask_names: true,
            mask_numbers: true,
        }
    }
}

/// Tokens of one statement, with the memory to hold the next one's.
#[derive(Debug, Default)]
pub struct TokenBuffer {
    tokens: Vec<Token>,
    arena: String,
    normalizer: Normalizer,
    /// What is kept of a word whose hyphens or full stops are dropped.
    kept: String,
}

impl TokenBuffer {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The tokens of the last statement, in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Normalised text of a token of this buffer.
    #[must_use]
    pub fn text(&self, token: &Token) -> &str {
        &self.arena[token.text.0 as usize..token.text.1 as usize]
    }

    /// Number of words, numbers and names.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.tokens
            .iter()
            .filter(|t| t.kind != TokenKind::Punctuation)
            .count()
    }

    fn clear(&mut self) {
        self.tokens.clear();
        self.arena.clear();
    }

    /// Appends a token whose normalised text is `text`, folded to lower case.
    fn push(&mut self, kind: TokenKind, text: &str, span: Span, writing: Writing) {
        let start = self.arena.len();
        segment::fold_case(text, &mut self.arena);
        let key = word_key(&self.arena[start..]);
        self.tokens.push(Token {
            span,
            kind,
            case: Case::Plain,
            marks: Marks::default(),
            key,
            text: (start as u32, self.arena.len() as u32),
            capital: writing.capital,
            initial: writing.initial,
            shouted: writing.shouted,
        });
    }

    /// Gives token `index` another text.
    fn rename(&mut self, index: usize, kind: TokenKind, text: &str) {
        let start = self.arena.len() as u32;
        self.arena.push_str(text);
        let token = &mut self.tokens[index];
        token.kind = kind;
        token.key = word_key(text);
        token.text = (start, self.arena.len() as u32);
    }
}

/// Turns text into tokens, by its settings and the words known not to be names.
#[derive(Debug, Clone, Copy)]
pub struct Tokenizer<'m> {
    settings: TokenSettings,
    ordinary: WordSet<'m>,
}

impl<'m> Tokenizer<'m> {
    /// A tokenizer. `ordinary` holds the words that are no names although they may start with a capital; see
    /// [`WordSetBuilder`].
    #[must_use]
    pub fn new(settings: TokenSettings, ordinary: WordSet<'m>) -> Self {
        Self { settings, ordinary }
    }

    /// Tokenizes `text` into `buffer`, whose former content is dropped.
    ///
    /// Spans are byte ranges of `text` at character borders, in ascending order. They overlap only where one character stands for
    /// several tokens. Of a text longer than 227 MiB the rest is not read.
    ///
    /// # Examples
    /// ```
    /// use demarche::tokens::{TokenBuffer, TokenSettings, Tokenizer, WordSet};
    /// let tokenizer = Tokenizer::new(TokenSettings::default(), WordSet::default());
    /// let mut buffer = TokenBuffer::new();
    /// let text = "We can't accept this.";
    /// tokenizer.tokenize(text, &mut buffer);
    /// let words: Vec<&str> = buffer.tokens().iter().map(|t| buffer.text(t)).collect();
    /// assert_eq!(words, ["we", "can", "not", "accept", "this", "."]);
    /// assert_eq!(&text[buffer.tokens()[2].span.start..buffer.tokens()[2].span.end], "n't");
    /// ```
    pub fn tokenize(&self, text: &str, buffer: &mut TokenBuffer) {
        buffer.clear();
        segment::segment(clipped(text), buffer);
        names::mask(self.settings, &self.ordinary, buffer);
        scopes::mark(buffer);
    }
}

/// The longest start of `text` whose offsets fit into 32 bits even if normalisation makes it eighteen times longer.
fn clipped(text: &str) -> &str {
    let limit = u32::MAX as usize / 18;
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit)
        .rev()
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests;
