//! Opening words that too many rows share: a model learns a writer's habit from them, not the language.

use std::collections::BTreeMap;

use super::findings::{Check, Finding, Severity};
use super::plain_text::PlainText;
use crate::statement::LabelledStatement;

/// Rows that may always open alike, however small the file.
const ALWAYS_ALLOWED: usize = 2;

/// One finding for each opening, at its first row, that more than `share` of a file's rows have.
pub(super) fn openings(
    statements: &[LabelledStatement],
    texts: &[PlainText],
    share: f64,
) -> Vec<Finding> {
    let mut rows_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut having: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (i, (statement, text)) in statements.iter().zip(texts).enumerate() {
        let file: &str = &statement.origin.file;
        *rows_of.entry(file).or_default() += 1;
        if let Some(opening) = &text.opening {
            having.entry((file, opening)).or_default().push(i);
        }
    }
    having
        .iter()
        .filter(|((file, _), rows)| {
            let most = rows_of[file] as f64 * share;
            rows.len() > ALWAYS_ALLOWED && rows.len() as f64 > most
        })
        .map(|((file, opening), rows)| {
            let problem = format!(
                "\"{opening} ...\" opens {} of {} rows, more than {} %",
                rows.len(),
                rows_of[file],
                share * 100.0
            );
            let origin = &statements[rows[0]].origin;
            Finding::new(
                Check::OpeningWords,
                Severity::Warning,
                origin,
                problem,
                "let some of them begin otherwise",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;
    use crate::corpus::plain_text::plain_texts;

    #[test]
    fn three_of_three_hundred_are_too_many_and_two_never_are() {
        let texts: Vec<String> = (0..300)
            .map(|i| match i {
                0..3 => format!("We shall see to it {i}"),
                3..5 => format!("They may yet come {i}"),
                _ => format!("Words {i} and so on {i}"),
            })
            .collect();
        let table: Vec<_> = texts.iter().map(|t| ("f", "neutral", t.as_str())).collect();
        let found = |table: &[_]| {
            let statements = rows(table);
            openings(&statements, &plain_texts(&statements), 0.005)
        };
        let first = found(&table);
        assert_eq!(first.len(), 1);
        assert_eq!(
            first[0].problem,
            "\"we shall see to ...\" opens 3 of 300 rows, more than 0.5 %"
        );
        assert!(found(&table[1..]).is_empty());
    }
}
