//! Duplicates as findings: the same text again, with the same or another label, and texts that are nearly the same.
//!
//! In one file a near duplicate is a warning; between files it is an error, for what a model was trained on is then judged.

use std::collections::{BTreeMap, HashMap};

use super::findings::{Check, Finding, Severity};
use super::plain_text::PlainText;
use super::similar::{Similar, similar_pairs};
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// Findings about texts that stand twice, and pairs at least `threshold` alike.
pub(super) fn duplicates(
    statements: &[LabelledStatement],
    texts: &[PlainText],
    set: &StanceSet,
    threshold: f64,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut first: HashMap<&[u64], usize> = HashMap::new();
    let mut unique = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        match first.get(text.identity.as_slice()) {
            Some(&earlier) => findings.push(same(&statements[earlier], &statements[i], set)),
            None => {
                first.insert(&text.identity, i);
                unique.push(i);
            }
        }
    }
    findings.extend(near(statements, texts, &unique, set, threshold));
    findings
}

fn same(earlier: &LabelledStatement, later: &LabelledStatement, set: &StanceSet) -> Finding {
    let finding = if earlier.stance == later.stance {
        Finding::new(
            Check::ExactDuplicate,
            Severity::Error,
            &later.origin,
            format!("the same text as {}", earlier.origin),
            "remove one of them",
        )
    } else {
        Finding::new(
            Check::LabelConflict,
            Severity::Error,
            &later.origin,
            format!(
                "labelled {}, but the same text is labelled {} at {}",
                set.label(later.stance),
                set.label(earlier.stance),
                earlier.origin
            ),
            "settle the label and remove one of them",
        )
    };
    finding.with(&earlier.origin)
}

/// For each of the texts `unique` the most similar earlier one of its file and of the other files.
fn near(
    statements: &[LabelledStatement],
    texts: &[PlainText],
    unique: &[usize],
    set: &StanceSet,
    threshold: f64,
) -> Vec<Finding> {
    let words: Vec<&[u64]> = unique.iter().map(|&i| texts[i].words.as_slice()).collect();
    let mut best: BTreeMap<(usize, bool), Similar> = BTreeMap::new();
    for pair in similar_pairs(&words, threshold) {
        let pair = Similar {
            first: unique[pair.first],
            second: unique[pair.second],
            ..pair
        };
        let within = side(statements, pair.first) == side(statements, pair.second);
        let kept = best.entry((pair.second, within)).or_insert(pair);
        if (pair.similarity, kept.first) > (kept.similarity, pair.first) {
            *kept = pair;
        }
    }
    best.iter()
        .map(|((_, within), pair)| alike(statements, pair, *within, set))
        .collect()
}

fn side(statements: &[LabelledStatement], i: usize) -> &str {
    &statements[i].origin.file
}

fn alike(
    statements: &[LabelledStatement],
    pair: &Similar,
    within: bool,
    set: &StanceSet,
) -> Finding {
    let (earlier, later) = (&statements[pair.first], &statements[pair.second]);
    let labels = if earlier.stance == later.stance {
        String::new()
    } else {
        let (here, there) = (set.label(later.stance), set.label(earlier.stance));
        format!(" and labels {here} / {there}")
    };
    let (severity, remedy) = if within {
        (Severity::Warning, "rewrite one of them or remove it")
    } else {
        (
            Severity::Error,
            "remove one of them: a text to be judged must not stand in training",
        )
    };
    let problem = format!(
        "nearly the same text as {}, with a Jaccard similarity of word trigrams of {:.2}{labels}",
        earlier.origin, pair.similarity
    );
    Finding::new(
        Check::NearDuplicate,
        severity,
        &later.origin,
        problem,
        remedy,
    )
    .with(&earlier.origin)
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;
    use crate::corpus::plain_text::plain_texts;

    fn found(table: &[(&str, &str, &str)]) -> Vec<String> {
        let statements = rows(table);
        let texts = plain_texts(&statements);
        let set = StanceSet::default();
        duplicates(&statements, &texts, &set, 0.8)
            .iter()
            .map(|f| {
                let related = f.related.as_ref().expect("it takes two");
                let (check, severity) = (f.check.as_str(), f.severity.as_str());
                format!("{} {related} {check} {severity}", f.origin)
            })
            .collect()
    }

    #[test]
    fn the_same_text_is_a_duplicate_or_a_conflict() {
        let table = [
            ("a", "condemning", "They cannot go on."),
            ("a", "condemning", "They can't go on"),
            ("b", "neutral", "they can not go on!"),
            ("b", "neutral", "THEY CANNOT GO ON"),
        ];
        assert_eq!(
            found(&table),
            [
                "a:2 a:1 exact-duplicate error",
                "b:4 a:1 label-conflict error",
                // Its exclamation mark makes it another text of the same words.
                "b:3 a:1 near-duplicate error"
            ]
        );
    }

    #[test]
    fn near_duplicates_weigh_more_between_files() {
        let text = "one two three four five six seven eight nine ten eleven twelve";
        let other = "one two three four five six seven eight nine ten eleven thirteen";
        let third = "one two three four five six seven eight nine ten eleven fourteen";
        // 10 trigrams each, 9 shared: 9 / 11 = 0.818.
        let table = [
            ("a", "neutral", text),
            ("a", "neutral", other),
            ("b", "neutral", third),
        ];
        assert_eq!(
            found(&table),
            [
                "a:2 a:1 near-duplicate warning",
                "b:3 a:1 near-duplicate error"
            ]
        );
    }
}
