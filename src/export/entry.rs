//! One statement with all that is known of it, as any format may hold it.

use serde_json::Value;

use crate::source::{Columns, Problem, Record};
use crate::stance::StanceSet;
use crate::statement::{Fields, LabelledStatement};

/// Names of the fields that most formats know, besides text and label.
pub(super) const KNOWN: [&str; 6] = ["id", "group", "speaker", "date", "annotator", "weight"];

/// One statement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// The words.
    pub text: String,
    /// What a reader called it.
    pub label: Option<String>,
    /// All else under its usual name: `id`, `group`, `speaker`, `date`, `annotator`, `weight`, and any other column; no nulls.
    pub fields: Fields,
    /// What a model says of it, for annotators to start from.
    pub predicted: Option<Predicted>,
}

/// What a model says of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// The model's identity.
    pub model: String,
    /// The label that it names.
    pub label: Option<String>,
    /// Probability of the likeliest label.
    pub confidence: f64,
}

impl Entry {
    /// The entry of a record; `columns` that are there get their usual names.
    ///
    /// # Errors
    /// The record's problem, a text that is missing or no string, several labels, or a weight that is no number.
    pub fn of(record: &Record<'_>, columns: &Columns) -> Result<Self, Problem> {
        let text = record.text(&columns.text)?.into_owned();
        let label_column = record.label_column(&columns.label);
        let label = match record.no_label() {
            None if record.has(label_column) => {
                let label = record.label(label_column)?;
                Some(label.into_owned()).filter(|l| !l.is_empty())
            }
            _ => None,
        };
        let others = record.fields_but(&[&columns.text, label_column]);
        let mut fields = usual_fields(others, columns);
        if let Some(found) = fields.shift_remove("weight") {
            let found = weight(found)?;
            if !found.is_null() {
                fields.insert("weight".into(), found);
            }
        }
        Ok(Self {
            text,
            label,
            fields,
            predicted: None,
        })
    }

    /// The entry of a statement that was read with all its fields under their usual names.
    #[must_use]
    pub fn of_statement(statement: &LabelledStatement, set: &StanceSet) -> Self {
        let mut fields = statement.fields.clone();
        fields.retain(|_, value| !value.is_null());
        if let Some(group) = &statement.group {
            fields.entry("group").or_insert(Value::from(group.as_str()));
        }
        Self {
            text: statement.text.clone(),
            label: Some(set.label(statement.stance).to_owned()),
            fields,
            predicted: None,
        }
    }

    /// All of it as one object: `id` first, then `text` and `label`, then the other fields.
    #[must_use]
    pub fn to_object(&self) -> Fields {
        let mut all = Fields::new();
        if let Some(id) = self.fields.get("id") {
            all.insert("id".into(), id.clone());
        }
        all.insert("text".into(), self.text.as_str().into());
        if let Some(label) = &self.label {
            all.insert("label".into(), label.as_str().into());
        }
        for (name, value) in &self.fields {
            if name != "id" {
                all.insert(name.clone(), value.clone());
            }
        }
        all
    }

    /// The entry that [`Self::to_object`] made `all` of.
    #[must_use]
    pub fn of_object(mut all: Fields) -> Self {
        let mut string = |name: &str| match all.shift_remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        Self {
            text: string("text").unwrap_or_default(),
            label: string("label"),
            fields: all,
            predicted: None,
        }
    }
}

/// Fields under their usual names, without nulls; a name that is taken gets `input_` in front.
#[must_use]
pub fn usual_fields(fields: Fields, columns: &Columns) -> Fields {
    let mut usual = Fields::new();
    for (name, value) in fields {
        if value.is_null() {
            continue;
        }
        let mut name = usual_name(&name, columns);
        if matches!(name.as_str(), "text" | "label") || usual.contains_key(&name) {
            name = format!("input_{name}");
        }
        usual.insert(name, value);
    }
    usual
}

/// The name under which a column is written.
fn usual_name(name: &str, columns: &Columns) -> String {
    let weight = columns.weight.as_deref().unwrap_or("weight");
    let own = [
        columns.id.as_str(),
        &columns.group,
        &columns.speaker,
        &columns.date,
        &columns.annotator,
        weight,
    ];
    let found = own.iter().position(|own| own.eq_ignore_ascii_case(name));
    found.map_or_else(|| name.to_owned(), |i| KNOWN[i].to_owned())
}

fn weight(value: Value) -> Result<Value, Problem> {
    match value {
        Value::String(text) if text.trim().is_empty() => Ok(Value::Null),
        Value::String(text) => match serde_json::from_str(text.trim()) {
            Ok(Value::Number(weight)) => Ok(Value::Number(weight)),
            _ => Err(Problem::bad(format!(
                "weight {text:?} is not a number from 0 to 1e12"
            ))),
        },
        other => Ok(other),
    }
}
