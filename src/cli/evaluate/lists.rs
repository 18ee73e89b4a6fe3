//! Lists of single statements: mistakes, and what got better or worse; and the columns that statements are sliced by.

use anyhow::{Result, bail};
use demarche::evaluation::{Comparison, Judged, SliceColumn, length_range, nearest_name};
use demarche::report::{Change, Mistake, WordWeight};
use demarche::statement::LabelledStatement;
use demarche::{Stance, StanceClassifier, StanceSet};
use serde_json::Value;

/// The slices by length, where no column is called so.
const LENGTH: &str = "length";

/// Statements called wrongly, the most confident first, `count` at most; with a model each has the weights of its words.
pub fn mistakes(
    statements: &[LabelledStatement],
    judged: &[Judged],
    set: &StanceSet,
    count: usize,
    model: Option<&StanceClassifier>,
) -> Vec<Mistake> {
    let confidence = |j: &Judged| {
        j.confidence
            .or_else(|| j.probabilities.iter().copied().max_by(f64::total_cmp))
    };
    let wrong = statements.iter().zip(judged).filter(|(_, j)| !j.is_right());
    let mut wrong: Vec<_> = wrong.map(|(s, j)| (s, j, confidence(j))).collect();
    wrong.sort_by(|a, b| b.2.unwrap_or(0.0).total_cmp(&a.2.unwrap_or(0.0)));
    wrong.truncate(count);
    let mistake = |(s, j, confidence): (&LabelledStatement, &Judged, Option<f64>)| Mistake {
        origin: s.origin.to_string(),
        actual: set.label(s.stance).to_owned(),
        predicted: j.predicted.map(|p| set.label(p).to_owned()),
        confidence,
        words: match (model, j.predicted) {
            (Some(model), Some(stance)) => words(model, &s.text, stance),
            _ => Vec::new(),
        },
        text: s.text.clone(),
    };
    wrong.into_iter().map(mistake).collect()
}

/// What each word adds to `stance` beyond the mean of what it adds to the others.
fn words(model: &StanceClassifier, text: &str, stance: Stance) -> Vec<WordWeight> {
    let tokens = model.explain(text).tokens.into_iter();
    let weight = |values: &[f64]| {
        let own = values[stance.index()];
        let others = values.iter().sum::<f64>() - own;
        own - others / (values.len() as f64 - 1.0).max(1.0)
    };
    tokens
        .map(|t| WordWeight {
            span: t.span,
            weight: weight(&t.values),
        })
        .collect()
}

/// Statements on which only one of both systems is right: what got better, then what got worse.
pub fn changes(
    statements: &[LabelledStatement],
    model: &[Judged],
    baseline: &[Judged],
    comparison: &Comparison,
    set: &StanceSet,
) -> Vec<Change> {
    let label = |stance: Option<Stance>| stance.map(|s| set.label(s).to_owned());
    let sides = [(&comparison.better, true), (&comparison.worse, false)];
    let changes = sides.into_iter().flat_map(|(positions, better)| {
        positions.iter().map(move |i| Change {
            origin: statements[*i].origin.to_string(),
            actual: set.label(statements[*i].stance).to_owned(),
            baseline: label(baseline[*i].predicted),
            model: label(model[*i].predicted),
            better,
            text: statements[*i].text.clone(),
        })
    });
    changes.collect()
}

/// The columns called `names`, each with its value for every statement.
pub fn columns(statements: &[LabelledStatement], names: &[String]) -> Result<Vec<SliceColumn>> {
    let mut columns: Vec<SliceColumn> = Vec::new();
    for name in names {
        if columns.iter().all(|c| c.name != *name) {
            columns.push(column(statements, name)?);
        }
    }
    Ok(columns)
}

fn column(statements: &[LabelledStatement], name: &str) -> Result<SliceColumn> {
    let value = |s: &LabelledStatement| match s.fields.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        other => Some(other.to_string()),
    };
    let mut values: Vec<Option<String>> = statements.iter().map(value).collect();
    if values.iter().all(Option::is_none) {
        if name != LENGTH {
            let mut found: Vec<&str> = statements
                .iter()
                .flat_map(|s| s.fields.keys())
                .map(String::as_str)
                .collect();
            found.sort_unstable();
            found.dedup();
            let near = nearest_name(name, found.iter().copied());
            let near = near.map_or(String::new(), |n| format!("; did you mean {n}?"));
            bail!(
                "no statement has anything in a column {name:?}{near} (there are: {}, length)",
                found.join(", ")
            );
        }
        values = statements
            .iter()
            .map(|s| Some(length_range(&s.text)))
            .collect();
    }
    Ok(SliceColumn {
        name: name.to_owned(),
        values,
    })
}
