//! Which rows of a corpus mention which names, group by group, and labels dealt out anew within each group.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::statement::LabelledStatement;
use crate::tokens::{NameKind, TokenBuffer, known_names};

/// Mentions of names by the rows of a corpus, which lie group by group.
pub(super) struct Mentions {
    /// The names, sorted.
    pub names: Vec<String>,
    /// Row and name of each mention, by row.
    pub of: Vec<(u32, u32)>,
    /// The label of each row.
    pub labels: Vec<u16>,
    /// The statement of each row.
    pub statement: Vec<usize>,
    /// First row of each group, and one past the last row.
    pub borders: Vec<usize>,
}

impl Mentions {
    /// Finds the names of each statement.
    pub(super) fn of(statements: &[LabelledStatement]) -> Self {
        let found: Vec<Vec<String>> = statements
            .par_iter()
            .map_init(TokenBuffer::new, |buffer, s| names_in(&s.text, buffer))
            .collect();
        let numbers = numbered(&found);
        let mut statement: Vec<usize> = (0..statements.len()).collect();
        statement.sort_by_key(|&i| &statements[i].group);
        let mut of = Vec::new();
        for (row, &i) in statement.iter().enumerate() {
            of.extend(
                found[i]
                    .iter()
                    .map(|name| (row as u32, numbers[name.as_str()])),
            );
        }
        Self {
            of,
            labels: statement.iter().map(|&i| statements[i].stance.0).collect(),
            names: numbers.keys().map(|name| (*name).to_owned()).collect(),
            borders: borders(statements, &statement),
            statement,
        }
    }

    /// Labels dealt out anew within each group.
    pub(super) fn permuted(&self, seed: u64) -> Vec<u16> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut labels = self.labels.clone();
        for group in self.borders.windows(2) {
            random.shuffle(&mut labels[group[0]..group[1]]);
        }
        labels
    }
}

/// All names, sorted, each with its position.
fn numbered(found: &[Vec<String>]) -> BTreeMap<&str, u32> {
    let names: BTreeSet<&str> = found.iter().flatten().map(String::as_str).collect();
    names.into_iter().zip(0..).collect()
}

/// First row of each group, and one past the last row, of `rows` sorted by group.
fn borders(statements: &[LabelledStatement], rows: &[usize]) -> Vec<usize> {
    let group = |row: usize| &statements[rows[row]].group;
    let starts = |row: &usize| *row == 0 || group(*row) != group(*row - 1);
    let mut borders: Vec<usize> = (0..rows.len()).filter(starts).collect();
    borders.push(rows.len());
    borders
}

/// Names of a text, each once, without days and months.
fn names_in(text: &str, buffer: &mut TokenBuffer) -> Vec<String> {
    let names = known_names(text, buffer).into_iter();
    let mut names: Vec<String> = names
        .filter(|n| n.kind != NameKind::Date)
        .map(|n| n.name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
