//! Training texts as counted keys: n-grams, and words with how they stand.

use rayon::prelude::*;

use crate::features::{FeatureSettings, chi_squared, for_each_ngram, ngram_text};
use crate::tokens::{Case, KeyMap, Marks, TokenBuffer, TokenKind, Tokenizer};

/// Statements per block of work.
const BLOCK: usize = 512;

/// Parts in which n-grams are counted side by side.
const PARTS: u64 = 4;

/// One word of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordUse {
    pub key: u64,
    /// Written small, or with a capital that says nothing: it may have a vector.
    pub plain: bool,
    /// In the scope of a negation.
    pub negated: bool,
}

/// Keys of the n-grams and words of all statements, in flat arrays.
#[derive(Debug, Default)]
pub(super) struct Counts {
    ngrams: Vec<u64>,
    ngram_ends: Vec<usize>,
    words: Vec<WordUse>,
    word_ends: Vec<usize>,
    /// Text of each word.
    pub word_texts: KeyMap<String>,
}

impl Counts {
    /// Counts `texts`, block by block on all cores; the result does not depend on their number.
    pub(super) fn of(
        texts: &[&str],
        tokenizer: &Tokenizer<'_>,
        settings: &FeatureSettings,
    ) -> Self {
        let blocks: Vec<Counts> = texts
            .par_chunks(BLOCK)
            .map(|block| Self::of_block(block, tokenizer, settings))
            .collect();
        let mut all = Counts::default();
        for block in blocks {
            all.append(block);
        }
        all
    }

    fn of_block(texts: &[&str], tokenizer: &Tokenizer<'_>, settings: &FeatureSettings) -> Self {
        let mut counts = Counts::default();
        let mut buffer = TokenBuffer::new();
        for text in texts {
            tokenizer.tokenize(text, &mut buffer);
            for_each_ngram(buffer.tokens(), &settings.ngrams, |ngram| {
                counts.ngrams.push(ngram.key);
            });
            counts.ngram_ends.push(counts.ngrams.len());
            for token in buffer.tokens().iter().filter(|t| t.kind == TokenKind::Word) {
                counts.words.push(WordUse {
                    key: token.key,
                    plain: token.case == Case::Plain,
                    negated: token.marks.contains(Marks::NEGATED),
                });
                counts
                    .word_texts
                    .entry(token.key)
                    .or_insert_with(|| buffer.text(token).to_owned());
            }
            counts.word_ends.push(counts.words.len());
        }
        counts
    }

    fn append(&mut self, other: Counts) {
        let (ngrams, words) = (self.ngrams.len(), self.words.len());
        self.ngrams.extend(other.ngrams);
        self.words.extend(other.words);
        self.ngram_ends
            .extend(other.ngram_ends.iter().map(|e| e + ngrams));
        self.word_ends
            .extend(other.word_ends.iter().map(|e| e + words));
        for (key, text) in other.word_texts {
            self.word_texts.entry(key).or_insert(text);
        }
    }

    /// N-gram keys of each statement.
    pub(super) fn ngrams(&self) -> impl Iterator<Item = &[u64]> {
        slices(&self.ngrams, &self.ngram_ends)
    }

    /// Words of each statement.
    pub(super) fn words(&self) -> impl Iterator<Item = &[WordUse]> {
        slices(&self.words, &self.word_ends)
    }

    /// How much each n-gram tells of the stance, where statement `i` is of stance `classes[i]` of `k`.
    pub(super) fn chi_squared(&self, classes: &[usize], k: usize) -> KeyMap<f64> {
        let mut sizes = vec![0; k];
        classes.iter().for_each(|c| sizes[*c] += 1);
        let mut rows: KeyMap<(usize, u32)> = KeyMap::default();
        let mut present: Vec<u32> = Vec::new();
        for (i, keys) in self.ngrams().enumerate() {
            let stamp = i as u32 + 1;
            for key in keys {
                let (row, last) = rows.entry(*key).or_insert_with(|| {
                    present.resize(present.len() + k, 0);
                    (present.len() - k, 0)
                });
                if *last != stamp {
                    *last = stamp;
                    present[*row + classes[i]] += 1;
                }
            }
        }
        let statistic = |(key, (row, _))| (key, chi_squared(&present[row..row + k], &sizes));
        rows.into_iter().map(statistic).collect()
    }

    /// In how many statements each n-gram stands. Keys are hashes, so bits from their middle share them out among the cores.
    pub(super) fn document_frequencies(&self) -> KeyMap<u32> {
        let parts: Vec<_> = (0..PARTS)
            .into_par_iter()
            .map(|part| self.frequencies_of(part))
            .collect();
        parts.into_iter().flatten().collect()
    }

    /// The same for the keys of one part.
    fn frequencies_of(&self, part: u64) -> Vec<(u64, u32)> {
        let mut frequencies: KeyMap<(u32, u32)> = KeyMap::default();
        for (i, keys) in self.ngrams().enumerate() {
            let stamp = i as u32 + 1;
            for key in keys.iter().filter(|key| (**key >> 32) % PARTS == part) {
                let (df, last) = frequencies.entry(*key).or_default();
                if *last != stamp {
                    *last = stamp;
                    *df += 1;
                }
            }
        }
        let frequency = |(key, (df, _))| (key, df);
        frequencies.into_iter().map(frequency).collect()
    }
}

fn slices<'a, T>(values: &'a [T], ends: &'a [usize]) -> impl Iterator<Item = &'a [T]> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| &values[start..*end])
}

/// The texts of the n-grams with these keys, found again in the training texts.
pub(super) fn texts_of_keys(
    keys: &[u64],
    texts: &[&str],
    tokenizer: &Tokenizer<'_>,
    settings: &FeatureSettings,
) -> Vec<String> {
    let mut wanted: KeyMap<Option<String>> = keys.iter().map(|k| (*k, None)).collect();
    let mut missing = wanted.len();
    let mut buffer = TokenBuffer::new();
    for text in texts {
        if missing == 0 {
            break;
        }
        tokenizer.tokenize(text, &mut buffer);
        for_each_ngram(buffer.tokens(), &settings.ngrams, |ngram| {
            if let Some(slot @ None) = wanted.get_mut(&ngram.key) {
                *slot = Some(ngram_text(&buffer, &ngram));
                missing -= 1;
            }
        });
    }
    keys.iter()
        .map(|k| wanted.get(k).cloned().flatten().unwrap_or_default())
        .collect()
}
