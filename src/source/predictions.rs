//! Predictions of any system: JSON Lines, CSV and TSV with a label in a column, and plain lines in fastText's form or of one label each.

use std::collections::HashMap;
use std::path::Path;

use super::block::MAX_RECORD_BYTES;
use super::format::InputFormat;
use super::open::open;
use super::reader::RecordReader;
use super::record::Record;
use crate::error::{BadRow, Error, Result};
use crate::stance::{Stance, StanceSet};
use crate::statement::{LabelledStatement, Origin};

/// The word for a prediction that names no label.
const ABSTAINED: &str = "abstained";

/// How far the sum of scores may be from 1, for systems that print few digits.
const ROUNDING: f64 = 0.02;

/// Names of the columns that hold a prediction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PredictionColumns {
    /// The identifier, if predictions are matched by one.
    pub id: Option<String>,
    /// The label.
    pub label: String,
}

/// What some system said of one statement.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignPrediction {
    /// Its identifier, if predictions are matched by one.
    pub id: Option<String>,
    /// The stance named, or none.
    pub stance: Option<Stance>,
    /// Probability of the stance named, if it is given.
    pub confidence: Option<f64>,
    /// Probabilities of all stances in the order of the set, if all are given.
    pub probabilities: Vec<f64>,
    /// Where it stands.
    pub origin: Origin,
}

/// Reads the predictions in `path` (`-`: standard input). In plain lines each line is a prediction, in the order of the statements.
///
/// # Errors
/// [`Error::Io`], [`Error::NoColumn`], and [`Error::BadRow`] for the first row that is no prediction: one that were passed over would
/// be judged as something that its system did not say.
pub fn read_predictions(
    path: &Path,
    format: Option<InputFormat>,
    columns: &PredictionColumns,
    set: &StanceSet,
) -> Result<Vec<ForeignPrediction>> {
    let format = format.unwrap_or_else(|| InputFormat::of_path(path));
    let name = path.display().to_string();
    if let (InputFormat::Lines, Some(_)) = (format, &columns.id) {
        return Err(Error::Unmatched {
            file: name,
            problem: "plain lines have no ids to match by; give .jsonl, .csv or .tsv, or leave out --id-column and keep the order".into(),
        });
    }
    let mut reader = RecordReader::new(open(path)?, &name, format, MAX_RECORD_BYTES);
    let mut predictions = Vec::new();
    while let Some(block) = reader.next_block()? {
        reader.require(&columns.label, "prediction")?;
        if let Some(id) = &columns.id {
            reader.require(id, "id")?;
        }
        for record in reader.records(&block) {
            if record.is_blank() && format != InputFormat::Lines {
                continue;
            }
            let origin = Origin {
                file: reader.file().clone(),
                line: record.line,
            };
            let found = match format {
                InputFormat::Lines => line(&record, set, &origin),
                _ => row(&record, columns, set, &origin),
            };
            predictions.push(found.map_err(|problem| BadRow { origin, problem })?);
        }
    }
    Ok(predictions)
}

/// `__label__x 0.91 __label__y 0.06 ...`, or a label alone.
fn line(
    record: &Record<'_>,
    set: &StanceSet,
    origin: &Origin,
) -> std::result::Result<ForeignPrediction, String> {
    let text = record.text("").map_err(|p| p.text)?;
    let mut prediction = ForeignPrediction {
        id: None,
        stance: None,
        confidence: None,
        probabilities: Vec::new(),
        origin: origin.clone(),
    };
    if text.trim().is_empty() {
        return Err(format!("the line is empty; write a label or {ABSTAINED}"));
    }
    if !text.starts_with("__label__") {
        prediction.stance = stance(&text, set)?;
        return Ok(prediction);
    }
    // A label may hold spaces, so the line is cut where labels start.
    let mut scores = vec![None; set.len()];
    for (i, part) in text.split("__label__").skip(1).enumerate() {
        let part = part.trim();
        let (label, score) = match part.rsplit_once(char::is_whitespace) {
            Some((label, number)) if number.parse::<f64>().is_ok() => {
                (label, Some(score(number, label)?))
            }
            _ => (part, None),
        };
        let Some(named) = stance(label, set)? else {
            continue;
        };
        if i == 0 {
            prediction.stance = Some(named);
            prediction.confidence = score;
        }
        scores[named.index()] = score;
    }
    if scores.iter().all(Option::is_some) {
        prediction.probabilities = whole(scores.into_iter().flatten().collect())?;
    }
    Ok(prediction)
}

fn row(
    record: &Record<'_>,
    columns: &PredictionColumns,
    set: &StanceSet,
    origin: &Origin,
) -> std::result::Result<ForeignPrediction, String> {
    let label = record.label(&columns.label).map_err(|p| p.text)?;
    if let Err(problem) = record.usable() {
        return Err(problem.text);
    }
    let id = match &columns.id {
        None => None,
        Some(column) => match record.column(column).filter(|id| !id.trim().is_empty()) {
            Some(id) => Some(id.into_owned()),
            None => {
                return Err(format!(
                    "no id in {column:?}; give each prediction its statement's"
                ));
            }
        },
    };
    let said_nothing = record
        .column("abstained")
        .is_some_and(|a| a.eq_ignore_ascii_case("true"));
    let stance = match label.trim() {
        "" if said_nothing || record.value(&columns.label).is_none() => None,
        "" => return Err(format!("the label is empty; write a label or {ABSTAINED}")),
        label => stance(label, set)?,
    };
    let confidence = match record.column("confidence").filter(|c| !c.trim().is_empty()) {
        Some(text) => Some(score(&text, "the label")?),
        None => None,
    };
    Ok(ForeignPrediction {
        id,
        stance,
        confidence,
        probabilities: scores(record, set)?,
        origin: origin.clone(),
    })
}

/// The object `scores`, or columns `score_LABEL`; empty if there is neither.
fn scores(record: &Record<'_>, set: &StanceSet) -> std::result::Result<Vec<f64>, String> {
    let mut found = vec![None; set.len()];
    match record.value("scores") {
        Some(serde_json::Value::Object(object)) => {
            for (label, value) in &object {
                let Some(stance) = set.parse(label) else {
                    return Err(format!(
                        "scores name the label {label:?} (expected: {})",
                        set.joined()
                    ));
                };
                found[stance.index()] = Some(score(&value.to_string(), label)?);
            }
        }
        _ => {
            for (slot, label) in found.iter_mut().zip(set.labels()) {
                if let Some(text) = record
                    .column(&format!("score_{label}"))
                    .filter(|t| !t.is_empty())
                {
                    *slot = Some(score(&text, label)?);
                }
            }
        }
    }
    if found.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    if let Some(missing) = found.iter().position(Option::is_none) {
        let label = &set.labels()[missing];
        return Err(format!(
            "there is no score of {label:?}; give a score for each label, or none"
        ));
    }
    whole(found.into_iter().flatten().collect())
}

/// A label of the set, or none for an abstention.
fn stance(label: &str, set: &StanceSet) -> std::result::Result<Option<Stance>, String> {
    match set.parse(label) {
        Some(stance) => Ok(Some(stance)),
        None if is_no_label(label) => Ok(None),
        None => Err(format!(
            "unknown label {label:?} (expected one of: {}, or {ABSTAINED}); mend it, or name the labels with --labels",
            set.joined()
        )),
    }
}

/// Whether a label is the word for none, as this program writes it: in parentheses where a label is called so.
fn is_no_label(label: &str) -> bool {
    let label = label.trim();
    let inner = label.strip_prefix('(').and_then(|l| l.strip_suffix(')'));
    inner.unwrap_or(label).eq_ignore_ascii_case(ABSTAINED)
}

fn score(text: &str, label: &str) -> std::result::Result<f64, String> {
    match text.trim().trim_matches('"').parse::<f64>() {
        // fastText prints up to 1.00001.
        Ok(p) if (0.0..=1.0001).contains(&p) => Ok(p.min(1.0)),
        _ => Err(format!(
            "the score of {label:?} is {text:?}, expected a probability from 0 to 1"
        )),
    }
}

/// Scores whose sum is 1.
fn whole(scores: Vec<f64>) -> std::result::Result<Vec<f64>, String> {
    let sum: f64 = scores.iter().sum();
    if (sum - 1.0).abs() > ROUNDING {
        return Err(format!(
            "the scores add up to {sum:.4}, expected 1; give probabilities"
        ));
    }
    Ok(scores)
}

/// `predictions` in the order of `statements`: by the identifier in the column `id` if there is one, else as they stand.
///
/// # Errors
/// [`Error::Unmatched`] for an identifier that is missing, doubled, or on one side only, and for other numbers of rows.
pub fn matched(
    file: &str,
    predictions: Vec<ForeignPrediction>,
    statements: &[LabelledStatement],
    id: Option<&str>,
) -> Result<Vec<ForeignPrediction>> {
    let unmatched = |problem: String| Error::Unmatched {
        file: file.to_owned(),
        problem,
    };
    let Some(column) = id else {
        if predictions.len() != statements.len() {
            return Err(unmatched(format!(
                "there are {} predictions for {} statements; give one for each in the same order, or match them with --id-column",
                predictions.len(),
                statements.len()
            )));
        }
        return Ok(predictions);
    };
    let mut by_id: HashMap<String, ForeignPrediction> = HashMap::new();
    for prediction in predictions {
        let id = prediction.id.clone().unwrap_or_default();
        if let Some(first) = by_id.get(&id) {
            return Err(unmatched(format!(
                "the id {id:?} is on line {} and on line {}; keep one prediction for each statement",
                first.origin.line, prediction.origin.line
            )));
        }
        by_id.insert(id, prediction);
    }
    let mut seen: HashMap<String, &Origin> = HashMap::new();
    let mut ordered = Vec::with_capacity(statements.len());
    for statement in statements {
        let origin = &statement.origin;
        let Some(id) = identifier(statement, column) else {
            return Err(unmatched(format!(
                "{origin} has no {column:?} to match it by; add one, or name it with --id-column"
            )));
        };
        if let Some(first) = seen.insert(id.clone(), origin) {
            return Err(unmatched(format!(
                "the statements {first} and {origin} both have the id {id:?}; give each its own"
            )));
        }
        match by_id.remove(&id) {
            Some(prediction) => ordered.push(prediction),
            None => {
                return Err(unmatched(format!(
                    "there is no prediction of {origin} (id {id:?}); judge the same rows"
                )));
            }
        }
    }
    let left = by_id.values().min_by_key(|p| p.origin.line);
    match left {
        Some(one) => Err(unmatched(format!(
            "{} of its predictions are of no statement, the first on line {} (id {:?}); judge the same rows",
            by_id.len(),
            one.origin.line,
            one.id.as_deref().unwrap_or_default()
        ))),
        None => Ok(ordered),
    }
}

/// The identifier of a statement that was read with its fields.
fn identifier(statement: &LabelledStatement, column: &str) -> Option<String> {
    match statement.fields.get(column)? {
        serde_json::Value::Null => None,
        serde_json::Value::String(id) => Some(id.clone()).filter(|id| !id.trim().is_empty()),
        other => Some(other.to_string()),
    }
}
