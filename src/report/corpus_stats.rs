//! The make-up of a corpus as text, Markdown and JSON.

use serde_json::{Map, Value, json};

use super::corpus_check::by_label;
use super::numbers::one_digit;
use super::table::Table;
use crate::corpus::{CorpusStats, Coverage, DISTINCT_NGRAMS, Summary, TYPE_TOKEN_WORDS};
use crate::stance::StanceSet;

/// The tables as text.
#[must_use]
pub fn corpus_stats_text(stats: &CorpusStats, set: &StanceSet) -> String {
    let parts = tables(stats, set).into_iter().map(|(title, table)| {
        let note = note(&title).map_or_else(String::new, |n| format!("{n}\n"));
        format!("{title}\n{}{note}", table.text())
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// The tables as Markdown, each under a heading of the third level.
#[must_use]
pub fn corpus_stats_markdown(stats: &CorpusStats, set: &StanceSet) -> String {
    let parts = tables(stats, set).into_iter().map(|(title, table)| {
        let note = note(&title).map_or_else(String::new, |n| format!("\n{n}\n"));
        format!("### {title}\n\n{}{note}", table.markdown())
    });
    parts.collect::<Vec<_>>().join("\n")
}

fn tables(stats: &CorpusStats, set: &StanceSet) -> Vec<(String, Table)> {
    let mut tables = vec![
        ("Files".to_owned(), files(stats, set)),
        (DIVERSITY.to_owned(), diversity(stats)),
        ("Length in words".to_owned(), lengths(stats, set)),
    ];
    for coverage in &stats.coverage {
        tables.push((title(&coverage.field), covered(coverage, set)));
    }
    if !stats.pairs.is_empty() {
        tables.push(("Minimal pairs".to_owned(), pairs(stats, set)));
    }
    tables
}

const DIVERSITY: &str = "Diversity";

fn title(field: &str) -> String {
    match field {
        "hard" => "Deciding rule of hard cases".to_owned(),
        other => {
            let mut letters = other.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string());
            format!("{}{}", first.unwrap_or_default(), letters.as_str())
        }
    }
}

fn note(title: &str) -> Option<String> {
    (title == DIVERSITY).then(|| {
        format!(
            "Type-token ratio: different words among the first {TYPE_TOKEN_WORDS}. Distinct-n: share of different n-grams among \
             {DISTINCT_NGRAMS} in statements drawn at random, mean of 20 draws."
        )
    })
}

fn header(first: &str, set: &StanceSet, more: &[&str]) -> Vec<String> {
    let labels = set.labels().iter().map(String::as_str);
    let names = std::iter::once(first)
        .chain(labels)
        .chain(more.iter().copied());
    names.map(String::from).collect()
}

/// A name, counts by label, and their sum.
fn counts(name: &str, counts: &[u64]) -> Vec<String> {
    let all: u64 = counts.iter().sum();
    let numbers = counts.iter().chain([&all]).map(u64::to_string);
    std::iter::once(name.to_owned()).chain(numbers).collect()
}

fn files(stats: &CorpusStats, set: &StanceSet) -> Table {
    let more = [
        "all",
        "hard",
        "pairs",
        "groups",
        "rows a group",
        "words a row",
    ];
    let mut table = Table::new(header("file", set, &more), 1);
    for s in &stats.summaries {
        let mut row = counts(&s.name, &s.counts);
        row.extend([
            s.hard.to_string(),
            s.pairs.to_string(),
            s.groups.to_string(),
        ]);
        row.extend([one_digit(s.rows_per_group), one_digit(s.median_words)]);
        table.push(row);
    }
    table
}

fn diversity(stats: &CorpusStats) -> Table {
    let names = [
        "file",
        "words",
        "type-token ratio",
        "distinct-1",
        "distinct-2",
        "distinct-3",
    ];
    let mut table = Table::new(names.map(String::from).to_vec(), 1);
    for Summary {
        name, diversity, ..
    } in &stats.summaries
    {
        let three = |v: Option<f64>| v.map_or("\u{2013}".into(), |v| format!("{v:.3}"));
        let mut row = vec![
            name.clone(),
            diversity.words.to_string(),
            three(diversity.type_token),
        ];
        row.extend(diversity.distinct.map(three));
        table.push(row);
    }
    table
}

fn covered(coverage: &Coverage, set: &StanceSet) -> Table {
    let mut table = Table::new(header(&coverage.field, set, &["all"]), 1);
    for (value, n) in &coverage.values {
        table.push(counts(value, n));
    }
    table
}

fn lengths(stats: &CorpusStats, set: &StanceSet) -> Table {
    let mut table = covered(&stats.lengths, set);
    let mut row = vec!["median".to_owned()];
    row.extend(stats.median_words.iter().copied().map(one_digit));
    row.push(one_digit(
        stats.summaries.last().and_then(|s| s.median_words),
    ));
    table.push(row);
    table
}

fn pairs(stats: &CorpusStats, set: &StanceSet) -> Table {
    let mut table = Table::new(["labels", "pairs"].map(String::from).to_vec(), 1);
    for ((a, b), n) in &stats.pairs {
        let name = format!("{} / {}", set.label(*a), set.label(*b));
        table.push(vec![name, n.to_string()]);
    }
    table
}

/// The figures as one JSON object; what is too small to be measured is `null`.
#[must_use]
pub fn corpus_stats_json(stats: &CorpusStats, set: &StanceSet) -> Value {
    let coverage = |c: &Coverage| {
        let values = c.values.iter();
        Value::Object(values.map(|(v, n)| (v.clone(), by_label(n, set))).collect())
    };
    let fields: Map<String, Value> = stats
        .coverage
        .iter()
        .map(|c| (c.field.clone(), coverage(c)))
        .collect();
    let pairs: Vec<Value> = stats
        .pairs
        .iter()
        .map(|((a, b), n)| json!({"labels": [set.label(*a), set.label(*b)], "pairs": n}))
        .collect();
    json!({
        "files": stats.summaries.iter().map(|s| summary(s, set)).collect::<Vec<_>>(),
        "length_in_words": coverage(&stats.lengths),
        "median_words": by_label(&stats.median_words, set),
        "coverage": fields,
        "pairs": pairs,
    })
}

fn summary(s: &Summary, set: &StanceSet) -> Value {
    let d = &s.diversity;
    json!({
        "file": s.name,
        "labels": by_label(&s.counts, set),
        "rows": s.counts.iter().sum::<u64>(),
        "hard": s.hard,
        "pairs": s.pairs,
        "groups": s.groups,
        "median_rows_per_group": s.rows_per_group,
        "median_words": s.median_words,
        "diversity": {
            "words": d.words,
            "type_token_ratio": d.type_token,
            "distinct_1": d.distinct[0],
            "distinct_2": d.distinct[1],
            "distinct_3": d.distinct[2],
        },
    })
}
