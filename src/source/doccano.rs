//! Doccano's JSON Lines of document classification, of all its versions: `text` or `data`, `label` or `labels`, a string or a list.

use serde_json::Value;

use super::layout::{Layout, lift, no_label};
use super::record::{Content, Problem};
use crate::statement::Fields;

/// One row of an export.
pub(super) fn read(mut fields: Fields) -> Layout {
    if let (None, Some(Value::String(text))) = (fields.get("text"), fields.get("data")) {
        let text = Value::from(text.as_str());
        fields.shift_remove("data");
        fields.insert("text".into(), text);
    }
    if !fields.contains_key("label")
        && let Some(labels) = fields.shift_remove("labels")
    {
        fields.insert("label".into(), labels);
    }
    if let Some(problem) = unusable(&fields) {
        return Layout::one(Content::Unusable(problem));
    }
    lift(&mut fields, "meta");
    let is_labelled = match fields.get("label") {
        Some(Value::Array(labels)) => !labels.is_empty(),
        Some(Value::String(label)) => !label.is_empty(),
        _ => false,
    };
    if is_labelled {
        Layout::one(Content::Object(fields))
    } else {
        no_label(fields, "it has no label")
    }
}

fn unusable(fields: &Fields) -> Option<Problem> {
    let is_number = |v: &Value| v.is_number() || v.get("label").is_some_and(Value::is_number);
    let list = |key: &str| fields.get(key).and_then(Value::as_array);
    if fields.get("label").is_none() && list("annotations").is_some_and(|a| a.iter().any(is_number))
    {
        return Some(Problem::bad(
            "its annotations name labels by number, which only Doccano's project can tell; export again as JSONL with the labels' names",
        ));
    }
    if list("label").is_some_and(|labels| labels.iter().any(Value::is_array)) {
        return Some(Problem::bad(
            "its labels mark spans, expected labels of the whole text; export a project of the type document classification",
        ));
    }
    None
}
