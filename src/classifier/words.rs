//! Words in training: their weights, what stands for each of them, and their rows in the model file.

use rayon::prelude::*;

use super::counts::{Counts, WordUse};
use crate::features::{
    CharVocabulary, FeatureSettings, SparseRows, WordPartKind, WordVectors,
    smooth_inverse_frequency,
};
use crate::model::{WordMatrix, WordPart};
use crate::tokens::{KeyMap, word_key};

/// The words of the training texts, in the order of their text.
#[derive(Debug)]
pub(super) struct Inventory {
    keys: Vec<u64>,
    texts: Vec<String>,
    columns: KeyMap<u32>,
    /// Ranks by frequency in the training texts, for want of a table.
    training_ranks: KeyMap<usize>,
}

impl Inventory {
    pub(super) fn of(counts: &Counts) -> Self {
        let mut words: Vec<(&String, u64)> =
            counts.word_texts.iter().map(|(k, t)| (t, *k)).collect();
        words.sort_unstable();
        let mut uses: KeyMap<usize> = KeyMap::default();
        for used in counts.words().flatten() {
            *uses.entry(used.key).or_default() += 1;
        }
        let mut by_use: Vec<(usize, &String, u64)> =
            words.iter().map(|(t, k)| (uses[k], *t, *k)).collect();
        by_use.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let ranks = by_use
            .iter()
            .enumerate()
            .map(|(rank, (_, _, key))| (*key, rank));
        Self {
            keys: words.iter().map(|w| w.1).collect(),
            texts: words.iter().map(|w| w.0.clone()).collect(),
            columns: words
                .iter()
                .enumerate()
                .map(|(i, w)| (w.1, i as u32))
                .collect(),
            training_ranks: ranks.collect(),
        }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }
}

/// What the word parts are made of.
#[derive(Debug)]
pub(super) struct WordFeatures<'a> {
    pub settings: &'a FeatureSettings,
    pub vectors: Option<&'a WordVectors>,
    pub chars: CharVocabulary,
}

impl<'a> WordFeatures<'a> {
    pub(super) fn new(
        settings: &'a FeatureSettings,
        vectors: Option<&'a WordVectors>,
        inventory: &Inventory,
    ) -> Self {
        let chars = settings.chars.as_ref();
        Self {
            settings,
            vectors,
            chars: chars.map_or_else(CharVocabulary::default, |s| {
                CharVocabulary::choose(inventory.texts(), s)
            }),
        }
    }

    /// Smooth inverse frequency of a word, by its rank in the table, or in the training texts without one.
    fn word_weight(&self, key: u64, inventory: &Inventory) -> f32 {
        smooth_inverse_frequency(match self.vectors {
            Some(table) => table.rank(key),
            None => inventory.training_ranks.get(&key).copied(),
        })
    }

    fn scale(&self, kind: WordPartKind) -> f32 {
        match kind {
            WordPartKind::Chars => self.settings.chars.map_or(0.0, |s| s.scale),
            WordPartKind::Vectors => self.settings.vectors.map_or(0.0, |s| s.scale),
            WordPartKind::NegatedVectors => self.settings.vectors.map_or(0.0, |s| s.negated_scale),
        }
    }

    /// The row that stands for a word in a part, scaled; empty if nothing does.
    fn word_row(&self, kind: WordPartKind, word: &str, row: &mut Vec<(u32, f32)>) {
        row.clear();
        let scale = self.scale(kind);
        match (kind, &self.settings.chars) {
            (WordPartKind::Chars, Some(settings)) => self.chars.word_row(word, settings, row),
            (_, _) => {
                let vector = self.vectors.and_then(|table| {
                    let rank = table.rank(word_key(word))?;
                    Some(table.vector(rank))
                });
                row.extend(vector.into_iter().flat_map(|vector| (0..).zip(vector)));
            }
        }
        row.iter_mut().for_each(|(_, value)| *value *= scale);
    }

    /// All word parts of the design.
    pub(super) fn parts(&self, counts: &Counts, inventory: &Inventory) -> Vec<WordPart> {
        let weights: Vec<f32> = inventory
            .keys
            .iter()
            .map(|k| self.word_weight(*k, inventory))
            .collect();
        let kinds = self.settings.word_parts();
        kinds
            .into_iter()
            .map(|kind| {
                let (matrix, has_row) = self.matrix(kind, inventory);
                let rows = statement_rows(kind, counts, inventory, &weights, &has_row);
                WordPart::new(rows, matrix)
            })
            .collect()
    }

    /// What stands for each word of the inventory, and whether anything does.
    fn matrix(&self, kind: WordPartKind, inventory: &Inventory) -> (WordMatrix, Vec<bool>) {
        let width = match kind {
            WordPartKind::Chars => self.chars.keys.len(),
            _ => self.vectors.map_or(0, WordVectors::dims),
        };
        let mut sparse = SparseRows::new(width);
        let mut has_row = Vec::new();
        let mut row = Vec::new();
        for word in inventory.texts() {
            self.word_row(kind, word, &mut row);
            has_row.push(!row.is_empty());
            sparse.push_row(row.iter().copied());
        }
        let matrix = match kind {
            WordPartKind::Chars => WordMatrix::Sparse(sparse),
            _ => dense(&sparse),
        };
        (matrix, has_row)
    }
}

fn dense(rows: &SparseRows) -> WordMatrix {
    let dims = rows.width();
    let mut values = vec![0.0; rows.len() * dims];
    for i in 0..rows.len() {
        let (columns, row) = rows.row(i);
        for (column, value) in columns.iter().zip(row) {
            values[i * dims + *column as usize] = *value;
        }
    }
    WordMatrix::Dense { dims, values }
}

/// The weights of each statement's words, brought to unit length as if words had nothing in common.
fn statement_rows(
    kind: WordPartKind,
    counts: &Counts,
    inventory: &Inventory,
    weights: &[f32],
    has_row: &[bool],
) -> SparseRows {
    let mut rows = SparseRows::new(inventory.keys.len());
    let mut columns: Vec<u32> = Vec::new();
    for words in counts.words() {
        let takes = |used: &&WordUse| kind.takes(used.plain, used.negated);
        columns.clear();
        columns.extend(
            words
                .iter()
                .filter(takes)
                .map(|used| inventory.columns[&used.key]),
        );
        columns.retain(|c| has_row[*c as usize]);
        columns.sort_unstable();
        let weight = |c: &u32| weights[*c as usize];
        let length = columns
            .iter()
            .map(|c| weight(c).powi(2))
            .sum::<f32>()
            .sqrt();
        rows.push_row(
            columns
                .chunk_by(|a, b| a == b)
                .map(|same| (same[0], same.len() as f32 * weight(&same[0]) / length)),
        );
    }
    rows
}

/// Words of the model file with their rows of weights.
pub(super) struct WordWeights {
    pub keys: Vec<u64>,
    /// Words x parts x (K sums, then the squared word weight, then zeros), with `lanes` numbers a row.
    pub rows: Vec<f64>,
}

impl WordWeights {
    /// Multiplies what stands for each word with the fitted coefficients: the words of the training texts, then the further
    /// words of the table by frequency.
    pub(super) fn fold(
        features: &WordFeatures<'_>,
        inventory: &Inventory,
        coefficients: &[&[f64]],
        k: usize,
        lanes: usize,
    ) -> Self {
        let known: Vec<&str> = inventory.texts().collect();
        let mut seen: KeyMap<()> = inventory.keys.iter().map(|k| (*k, ())).collect();
        let further = features.vectors.into_iter().flat_map(WordVectors::words);
        let further = further
            .map(String::as_str)
            .filter(|w| seen.insert(word_key(w), ()).is_none());
        let words: Vec<&str> = known.into_iter().chain(further).collect();
        let kinds = features.settings.word_parts();
        let rows: Vec<Vec<f64>> = words
            .par_iter()
            .map(|word| {
                let mut rows = vec![0.0; lanes * kinds.len().max(1)];
                let weight = f64::from(features.word_weight(word_key(word), inventory));
                let mut row = Vec::new();
                for ((kind, coefficients), out) in
                    kinds.iter().zip(coefficients).zip(rows.chunks_mut(lanes))
                {
                    features.word_row(*kind, word, &mut row);
                    if row.is_empty() {
                        continue;
                    }
                    for (column, value) in &row {
                        let from = *column as usize * k;
                        for (sum, c) in out.iter_mut().zip(&coefficients[from..from + k]) {
                            *sum += weight * f64::from(*value) * c;
                        }
                    }
                    out[k] = weight * weight;
                }
                rows
            })
            .collect();
        Self {
            keys: words.iter().map(|w| word_key(w)).collect(),
            rows: rows.concat(),
        }
    }
}
