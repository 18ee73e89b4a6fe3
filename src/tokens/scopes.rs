//! Scopes: what a negator, a concession, a *but* or a reporting verb governs.
//!
//! Negation runs from the negator to the end of its clause (the `NOT_` scheme of Das and Chen 2001 and Pang, Lee and
//! Vaithyanathan 2002, with conjunctions as further ends). A concession runs to its comma; what follows is marked as the
//! clause that decides, as is what follows *but*. A report runs from *said that* to the end of the sentence.

use std::sync::LazyLock;

use super::{Marks, TokenBuffer, TokenKind, word_key};

/// Words that negate what follows in their clause.
const NEGATORS: [&str; 13] = [
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without",
    "hardly", "scarcely", "barely",
];

/// Words after a negator that take its force away: *not only*, *no doubt*.
const UNNEGATED_BY: [&str; 8] = [
    "only", "just", "merely", "simply", "doubt", "matter", "less", "wonder",
];

/// Words that end a negated clause, besides punctuation.
const CLAUSE_ENDERS: [&str; 11] = [
    "but", "however", "although", "though", "while", "whereas", "because", "unless", "except",
    "yet", "so",
];

/// Words that turn a sentence: what stands before them is conceded.
const ADVERSATIVES: [&str; 5] = ["but", "however", "yet", "nevertheless", "nonetheless"];

/// Words before which, and after which, *but* is no adversative: *nothing but*, *but also*.
const BEFORE_PLAIN_BUT: [&str; 7] = [
    "nothing", "anything", "all", "none", "choice", "option", "not",
];
const AFTER_PLAIN_BUT: [&str; 3] = ["also", "rather", "for"];

/// Words that open a concession anywhere, and those that do so only at the start of a sentence.
const CONCESSIONS: [&str; 5] = ["although", "though", "despite", "notwithstanding", "albeit"];
const INITIAL_CONCESSIONS: [&str; 4] = ["while", "whilst", "admittedly", "granted"];

/// Verbs that report somebody's words.
const REPORTERS: [&str; 22] = [
    "said",
    "says",
    "say",
    "stated",
    "states",
    "told",
    "noted",
    "recalled",
    "reported",
    "reports",
    "claimed",
    "claims",
    "claim",
    "alleged",
    "alleges",
    "argued",
    "argues",
    "asserted",
    "added",
    "insisted",
    "maintained",
    "suggested",
];

/// Words of the tables above, and those that only count beside them: *even if*, *in spite*, *said that*; a bit for each by the
/// highest bits of its key, so that few other words pass for one.
static CUES: LazyLock<[u64; 1 << (CUE_BITS - 6)]> = LazyLock::new(|| {
    let tables: [&[&str]; 7] = [
        &NEGATORS,
        &CLAUSE_ENDERS,
        &ADVERSATIVES,
        &CONCESSIONS,
        &INITIAL_CONCESSIONS,
        &REPORTERS,
        &["if", "spite", "that"],
    ];
    let words = tables.into_iter().flatten();
    let mut bits = [0; 1 << (CUE_BITS - 6)];
    for word in words {
        let (at, bit) = cue_bit(word_key(word));
        bits[at] |= bit;
    }
    bits
});

/// Bits of a key that choose its bit among the cues.
const CUE_BITS: u32 = 12;

#[inline]
fn cue_bit(key: u64) -> (usize, u64) {
    let bit = key >> (64 - CUE_BITS);
    ((bit / 64) as usize, 1 << (bit % 64))
}

/// Most tokens between a reporting verb and its *that*.
const REPORT_REACH: usize = 4;

/// Sets the marks of all tokens in `buffer`.
pub(super) fn mark(buffer: &mut TokenBuffer) {
    let mut scope = Scope::default();
    let cues = &*CUES;
    for i in 0..buffer.tokens.len() {
        let token = &mut buffer.tokens[i];
        let (at, bit) = cue_bit(token.key);
        // Most words are no cues, which one bit tells.
        if cues[at] & bit == 0 && token.kind != TokenKind::Punctuation {
            token.marks.insert(scope.active);
        } else {
            scope.step(buffer, i);
        }
    }
}

#[derive(Default)]
struct Scope {
    active: Marks,
    /// First token of the sentence.
    sentence: usize,
    /// Where a reporting verb stood last.
    reporter: Option<usize>,
}

impl Scope {
    fn step(&mut self, buffer: &mut TokenBuffer, at: usize) {
        let token = &buffer.tokens[at];
        let text = buffer.text(token);
        if token.kind == TokenKind::Punctuation {
            let text = text.chars().next().unwrap_or(' ');
            return self.punctuation(text, at);
        }
        if CLAUSE_ENDERS.contains(&text) {
            self.end(Marks::NEGATED);
        }
        let turns = self.turns(buffer, at);
        let concedes = self.concedes(buffer, at);
        let negates = NEGATORS.contains(&text) && !followed_by(buffer, at, &UNNEGATED_BY);
        let reports = self.reports(text, at);
        if turns {
            self.turn(buffer, at);
        }
        if concedes {
            self.end(Marks::CONCLUDED);
            self.active.insert(Marks::CONCEDED);
        }
        let token = &mut buffer.tokens[at];
        token.marks.insert(self.active);
        if negates {
            self.active.insert(Marks::NEGATED);
        }
        if reports {
            self.active.insert(Marks::REPORTED);
        }
    }

    fn punctuation(&mut self, mark: char, at: usize) {
        match mark {
            '.' | '!' | '?' | '\u{2026}' => {
                self.active = Marks::default();
                self.sentence = at + 1;
                self.reporter = None;
            }
            ',' | ';' => {
                self.end(Marks::NEGATED);
                if self.active.contains(Marks::CONCEDED) {
                    self.end(Marks::CONCEDED);
                    self.active.insert(Marks::CONCLUDED);
                }
            }
            _ => self.end(Marks::NEGATED),
        }
    }

    fn end(&mut self, mark: Marks) {
        self.active.0 &= !mark.0;
    }

    /// Whether the word at `at` is an adversative: *yet* only at the start of a clause.
    fn turns(&self, buffer: &TokenBuffer, at: usize) -> bool {
        let text = buffer.text(&buffer.tokens[at]);
        if !ADVERSATIVES.contains(&text) || followed_by(buffer, at, &AFTER_PLAIN_BUT) {
            return false;
        }
        let before = at.checked_sub(1).map(|i| &buffer.tokens[i]);
        let starts_clause =
            at == self.sentence || before.is_none_or(|t| t.kind == TokenKind::Punctuation);
        let after_and = before.is_some_and(|t| buffer.text(t) == "and");
        match text {
            "yet" => starts_clause || after_and,
            "but" => !before.is_some_and(|t| BEFORE_PLAIN_BUT.contains(&buffer.text(t))),
            _ => true,
        }
    }

    fn turn(&mut self, buffer: &mut TokenBuffer, at: usize) {
        for token in &mut buffer.tokens[self.sentence..at] {
            if !token.marks.contains(Marks::CONCLUDED) {
                token.marks.insert(Marks::CONCEDED);
            }
        }
        self.end(Marks::CONCEDED);
        self.active.insert(Marks::CONCLUDED);
    }

    fn concedes(&self, buffer: &TokenBuffer, at: usize) -> bool {
        let text = buffer.text(&buffer.tokens[at]);
        let before = at.checked_sub(1).map(|i| buffer.text(&buffer.tokens[i]));
        CONCESSIONS.contains(&text) && before != Some("as")
            || (at == self.sentence && INITIAL_CONCESSIONS.contains(&text))
            || (text == "if" && before == Some("even"))
            || (text == "spite" && before == Some("in"))
    }

    fn reports(&mut self, text: &str, at: usize) -> bool {
        if REPORTERS.contains(&text) {
            self.reporter = Some(at);
        }
        text == "that" && self.reporter.is_some_and(|verb| at - verb <= REPORT_REACH)
    }
}

fn followed_by(buffer: &TokenBuffer, at: usize, words: &[&str]) -> bool {
    buffer
        .tokens
        .get(at + 1)
        .is_some_and(|t| words.contains(&buffer.text(t)))
}
