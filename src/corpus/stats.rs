//! What a corpus is made of: labels by file and by each field that describes a row, lengths, minimal pairs, groups, diversity.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::coverage::Coverage;
use super::diversity::Diversity;
use super::field;
use super::plain_text::{PlainText, plain_texts};
use crate::stance::{Stance, StanceSet};
use crate::statement::LabelledStatement;

/// Fields whose values are counted by label.
const COVERED: [&str; 4] = ["register", "topic", "move", "hard"];

/// One file, or all files, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The file, or `all`.
    pub name: String,
    /// Rows by label.
    pub counts: Vec<u64>,
    /// Rows with a `hard` field.
    pub hard: u64,
    /// Different `pair` ids.
    pub pairs: usize,
    /// Different groups.
    pub groups: usize,
    /// Median of the rows of a group.
    pub rows_per_group: Option<f64>,
    /// Median length in words.
    pub median_words: Option<f64>,
    /// How varied the language is.
    pub diversity: Diversity,
}

/// All figures of a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct CorpusStats {
    /// Each file, and all of them if there are several.
    pub summaries: Vec<Summary>,
    /// Rows by length in words and label.
    pub lengths: Coverage,
    /// Median length in words of each label.
    pub median_words: Vec<Option<f64>>,
    /// Register, topic, move and deciding rule, those that a row has.
    pub coverage: Vec<Coverage>,
    /// Minimal pairs by the two labels that they have.
    pub pairs: Vec<((Stance, Stance), u64)>,
}

impl CorpusStats {
    /// Counts `statements`, read with all their fields.
    #[must_use]
    pub fn of(statements: &[LabelledStatement], set: &StanceSet) -> Self {
        let texts = plain_texts(statements);
        let all: Vec<usize> = (0..statements.len()).collect();
        let mut files: Vec<(Arc<str>, Vec<usize>)> = Vec::new();
        for (i, statement) in statements.iter().enumerate() {
            let file = &statement.origin.file;
            match files.iter_mut().find(|(name, _)| name == file) {
                Some((_, rows)) => rows.push(i),
                None => files.push((file.clone(), vec![i])),
            }
        }
        if files.len() != 1 {
            files.push(("all".into(), all.clone()));
        }
        let part = |rows| Part {
            statements,
            texts: &texts,
            rows,
            k: set.len(),
        };
        let whole = part(&all);
        Self {
            summaries: files
                .iter()
                .map(|(name, rows)| part(rows).summary(name))
                .collect(),
            lengths: Coverage::of_lengths(statements, &texts, set.len()),
            median_words: set.iter().map(|s| whole.median_words_of(s)).collect(),
            coverage: COVERED
                .iter()
                .filter_map(|f| Coverage::of_field(f, statements, set.len()))
                .collect(),
            pairs: whole.pair_labels(),
        }
    }
}

/// Some rows of a corpus.
#[derive(Clone, Copy)]
struct Part<'a> {
    statements: &'a [LabelledStatement],
    texts: &'a [PlainText],
    rows: &'a [usize],
    k: usize,
}

impl<'a> Part<'a> {
    fn statements(self) -> impl Iterator<Item = &'a LabelledStatement> {
        self.rows.iter().map(move |&i| &self.statements[i])
    }

    fn summary(self, name: &str) -> Summary {
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for group in self.statements().filter_map(|s| s.group.as_deref()) {
            *groups.entry(group).or_default() += 1;
        }
        let mut counts = vec![0; self.k];
        self.statements()
            .for_each(|s| counts[s.stance.index()] += 1);
        let pairs: BTreeSet<String> = self.statements().filter_map(|s| field(s, "pair")).collect();
        let words: Vec<&[u64]> = self
            .rows
            .iter()
            .map(|&i| self.texts[i].words.as_slice())
            .collect();
        Summary {
            name: name.to_owned(),
            counts,
            hard: self
                .statements()
                .filter(|s| field(s, "hard").is_some())
                .count() as u64,
            pairs: pairs.len(),
            groups: groups.len(),
            rows_per_group: median(groups.into_values().collect()),
            median_words: median(words.iter().map(|w| w.len()).collect()),
            diversity: Diversity::of(&words),
        }
    }

    fn median_words_of(self, stance: Stance) -> Option<f64> {
        let rows = self
            .rows
            .iter()
            .filter(|&&i| self.statements[i].stance == stance);
        median(rows.map(|&i| self.texts[i].words.len()).collect())
    }

    /// Pairs of two rows by their labels, in the order of the set.
    fn pair_labels(self) -> Vec<((Stance, Stance), u64)> {
        let mut pairs: BTreeMap<String, Vec<Stance>> = BTreeMap::new();
        for statement in self.statements() {
            if let Some(id) = field(statement, "pair") {
                pairs.entry(id).or_default().push(statement.stance);
            }
        }
        let mut counts: BTreeMap<(Stance, Stance), u64> = BTreeMap::new();
        for stances in pairs.values() {
            if let [a, b] = stances[..] {
                *counts.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
        counts.into_iter().collect()
    }
}

/// The middle value, or the mean of the two in the middle; `None` for none.
fn median(mut values: Vec<usize>) -> Option<f64> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    Some((values[last / 2] + values[values.len() / 2]) as f64 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;

    #[test]
    fn medians() {
        for (values, expected) in [
            (vec![], None),
            (vec![3], Some(3.0)),
            (vec![4, 1], Some(2.5)),
            (vec![9, 1, 2], Some(2.0)),
        ] {
            assert_eq!(median(values), expected);
        }
    }

    #[test]
    fn rows_are_counted_by_file_field_and_length() {
        let table = [
            ("a", "condemning", "one two three"),
            ("a", "neutral", "one two three four five six"),
            ("a", "neutral", "one"),
            ("b", "defending", "one two"),
        ];
        let mut statements = rows(&table);
        let fields = [("wire", "10"), ("wire", "9"), ("letter", ""), ("", "")];
        for (s, (register, hard)) in statements.iter_mut().zip(fields) {
            s.fields.insert("register".into(), register.into());
            s.fields.insert("hard".into(), hard.into());
            s.group = Some("g".into());
        }
        for s in &mut statements[..2] {
            s.fields.insert("pair".into(), "p".into());
        }
        let stats = CorpusStats::of(&statements, &StanceSet::default());
        let names: Vec<&str> = stats.summaries.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "all"]);
        let a = &stats.summaries[0];
        assert_eq!(
            (&a.counts[..], a.hard, a.pairs, a.groups),
            (&[1, 0, 2][..], 2, 1, 1)
        );
        assert_eq!((a.rows_per_group, a.median_words), (Some(3.0), Some(3.0)));
        assert_eq!(stats.lengths.values[0].1, [1, 1, 1]);
        assert_eq!(stats.lengths.values[1], ("6 to 11".into(), vec![0, 0, 1]));
        assert_eq!(stats.median_words, [Some(3.0), Some(2.0), Some(3.5)]);
        let values = |i: usize| {
            let values = stats.coverage[i].values.iter();
            values
                .map(|(v, n)| format!("{v} {n:?}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(stats.coverage.len(), 2);
        assert_eq!(
            values(0),
            ["wire [1, 0, 1]", "letter [0, 0, 1]", "(none) [0, 1, 0]"]
        );
        assert_eq!(
            values(1),
            ["9 [0, 0, 1]", "10 [1, 0, 0]", "(none) [0, 1, 1]"]
        );
        assert_eq!(stats.pairs, [((Stance(0), Stance(2)), 1)]);
    }
}
