//! Word n-grams of a statement as 64-bit keys, with the tokens that each covers.

use std::sync::LazyLock;

use super::NgramSettings;
use crate::tokens::{Marks, Token, TokenBuffer, TokenKind, word_key};

/// One occurrence of an n-gram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ngram {
    /// Stable hash of its text.
    pub key: u64,
    /// Index of its first token.
    pub first: usize,
    /// Index of its last token.
    pub last: usize,
    /// What joins its words.
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Run,
    Skip,
    Marked(Marks),
}

const SKIP_SEED: u64 = 0xA076_1D64_78BD_642F;
const BUCKET_SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const MARK_SEED: u64 = 0xE703_7ED1_A0B4_28DB;

/// Calls `found` for each n-gram of `tokens`: for each word the n-grams that end with it, shortest first, then its skip-gram,
/// then its marked forms.
pub fn for_each_ngram(tokens: &[Token], settings: &NgramSettings, mut found: impl FnMut(Ngram)) {
    let found = &mut |ngram: Ngram| {
        found(Ngram {
            key: settings.bucket(ngram.key),
            ..ngram
        });
    };
    // The last two words: key and token index.
    let mut before: [Option<(u64, usize)>; 2] = [None, None];
    for (at, token) in tokens.iter().enumerate() {
        let run = |key, first| Ngram {
            key,
            first,
            last: at,
            form: Form::Run,
        };
        if token.kind == TokenKind::Punctuation {
            if settings.punctuation && is_telling(token) {
                found(run(token.key, at));
            }
            continue;
        }
        found(run(token.key, at));
        if let Some((key, first)) = before[0]
            && settings.longest >= 2
        {
            found(run(joined(key, token.key), first));
        }
        if let (Some((second, _)), Some((key, first))) = (before[0], before[1]) {
            if settings.longest >= 3 {
                found(run(joined(joined(key, second), token.key), first));
            }
            if settings.skip_grams {
                let form = Form::Skip;
                let key = joined(key ^ SKIP_SEED, token.key);
                found(Ngram {
                    key,
                    first,
                    last: at,
                    form,
                });
            }
        }
        let marks = if token.marks == Marks::default() {
            &[][..]
        } else {
            &Marks::ALL
        };
        for (mark, _) in marks.iter().copied() {
            if token.marks.contains(mark) && settings.counts(mark) {
                let key = joined(token.key, MARK_SEED ^ u64::from(mark.0));
                let form = Form::Marked(mark);
                found(Ngram {
                    key,
                    first: at,
                    last: at,
                    form,
                });
            }
        }
        before = [Some((token.key, at)), before[0]];
    }
}

impl NgramSettings {
    /// The key that all n-grams of the bucket of `key` share.
    #[inline]
    fn bucket(&self, key: u64) -> u64 {
        match self.hash_bits {
            None => key,
            // Spread over 64 bits again, for the look-up table takes keys as hashes.
            Some(bits) => ((key >> (64 - bits)) + 1).wrapping_mul(BUCKET_SPREAD),
        }
    }

    fn counts(&self, mark: Marks) -> bool {
        match mark {
            Marks::NEGATED => self.negation,
            Marks::REPORTED => self.reports,
            _ => self.clauses,
        }
    }
}

/// Punctuation that carries a stance: questions, exclamations, quotation.
fn is_telling(token: &Token) -> bool {
    static TELLING: LazyLock<[u64; 3]> = LazyLock::new(|| ["?", "!", "\""].map(word_key));
    TELLING.contains(&token.key)
}

/// Hash of two hashes in order.
fn joined(first: u64, second: u64) -> u64 {
    let mixed = (first.rotate_left(25) ^ second).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The text of a token as the vocabulary knows it: names of all kinds have one key.
fn word_text<'b>(buffer: &'b TokenBuffer, token: &Token) -> &'b str {
    const NAME: &str = "<name>";
    static NAME_KEY: LazyLock<u64> = LazyLock::new(|| word_key(NAME));
    if token.kind == TokenKind::Name && token.key == *NAME_KEY {
        NAME
    } else {
        buffer.text(token)
    }
}

/// The words of `ngram` in `buffer`, as they stand in the vocabulary: `of the`, `NOT_legal`, `must _ stop`.
#[must_use]
pub fn ngram_text(buffer: &TokenBuffer, ngram: &Ngram) -> String {
    let tokens = &buffer.tokens()[ngram.first..=ngram.last];
    let words: Vec<&str> = tokens
        .iter()
        .filter(|t| t.kind != TokenKind::Punctuation || tokens.len() == 1)
        .map(|t| word_text(buffer, t))
        .collect();
    match ngram.form {
        Form::Run => words.join(" "),
        Form::Skip => format!("{} _ {}", words[0], words[words.len() - 1]),
        Form::Marked(mark) => {
            let prefix = Marks::ALL.iter().find(|(m, _)| *m == mark);
            format!("{}{}", prefix.map_or("", |(_, p)| p), words[0])
        }
    }
}
