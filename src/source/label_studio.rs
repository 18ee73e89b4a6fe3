//! Label Studio: its JSON (a task with its annotations) and its JSON-MIN (a flat object for each annotation).

use serde_json::Value;

use super::layout::{Layout, no_label};
use super::record::{Content, label_column};
use crate::statement::Fields;

/// One task: a record for each annotation of it, or one for all of them.
pub(super) fn read(mut fields: Fields, each_annotation: bool) -> Layout {
    let Some(Value::Object(mut data)) = fields.shift_remove("data") else {
        return flat(fields);
    };
    if let (None, Some(id)) = (data.get("id"), fields.shift_remove("id")) {
        data.insert("id".into(), id);
    }
    let annotations = match fields
        .shift_remove("annotations")
        .or(fields.shift_remove("completions"))
    {
        Some(Value::Array(annotations)) => annotations,
        _ => Vec::new(),
    };
    let is_kept = |a: &&Value| a.get("was_cancelled") != Some(&Value::Bool(true));
    let kept: Vec<&Value> = annotations.iter().filter(is_kept).collect();
    if kept.is_empty() {
        let why = if annotations.is_empty() {
            "it has no annotation"
        } else {
            "all its annotations were cancelled"
        };
        return no_label(data, why);
    }
    if each_annotation {
        let mut layout = Layout::default();
        for annotation in kept {
            layout.push(annotated(data.clone(), annotation));
        }
        return layout;
    }
    let mut records: Vec<Fields> = kept
        .into_iter()
        .map(|a| annotated(data.clone(), a).0)
        .collect();
    let agreed = records
        .windows(2)
        .all(|w| w[0].get("label") == w[1].get("label"));
    let first = records.swap_remove(0);
    if agreed {
        Layout::one(Content::Object(first))
    } else {
        no_label(data, "its annotations differ")
    }
}

/// A row of JSON-MIN.
fn flat(mut fields: Fields) -> Layout {
    // Several choices stand in an object.
    for (_, value) in &mut fields {
        if let Some(choices) = value.get_mut("choices").filter(|c| c.is_array()) {
            *value = choices.take();
        }
    }
    if record_is_unlabelled(|name| fields.contains_key(name)) {
        return no_label(fields, "it has no annotation");
    }
    Layout::one(Content::Object(fields))
}

/// Whether a row of a flat export, of which `has` tells the fields, has a field of Label Studio's, but no answer.
fn record_is_unlabelled(has: impl Fn(&str) -> bool) -> bool {
    has("annotation_id") && !has("label") && !has(label_column(&has, "label"))
}

/// The fields of a task with those of one of its annotations; why it has no label, if it has none.
fn annotated(mut fields: Fields, annotation: &Value) -> (Fields, Option<&'static str>) {
    if let Some(annotator) = annotator(annotation) {
        fields.insert("annotator".into(), annotator);
    }
    if let Some(seconds) = annotation.get("lead_time").filter(|s| s.is_number()) {
        fields.insert("lead_time".into(), seconds.clone());
    }
    let results = annotation.get("result").and_then(Value::as_array);
    let choices: Vec<(&str, &Value)> = results
        .into_iter()
        .flatten()
        .filter_map(|r| {
            let name = r
                .get("from_name")
                .and_then(Value::as_str)
                .unwrap_or("label");
            Some((name, r.get("value")?.get("choices")?))
        })
        .collect();
    if choices.is_empty() {
        fields.shift_remove("label");
        return (fields, Some("its annotation has no choice"));
    }
    if let [(_, choice)] = choices[..] {
        fields.insert("label".into(), choice.clone());
    } else {
        // Several questions: each has a field of its own name.
        for (name, choice) in choices {
            fields.insert(name.to_owned(), choice.clone());
        }
    }
    (fields, None)
}

fn annotator(annotation: &Value) -> Option<Value> {
    match annotation.get("completed_by")? {
        Value::Object(user) => ["email", "username", "id"]
            .iter()
            .find_map(|key| user.get(*key))
            .cloned(),
        Value::Null => None,
        user => Some(user.clone()),
    }
}
