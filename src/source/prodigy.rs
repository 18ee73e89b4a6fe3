//! Prodigy: tasks with options and what was accepted of them, or with one label that was accepted or rejected.

use serde_json::Value;

use super::layout::{Layout, lift, no_label};
use super::record::Content;
use crate::statement::Fields;

/// One task.
pub(super) fn read(mut fields: Fields) -> Layout {
    let answer = fields.shift_remove("answer");
    let accepted = fields.shift_remove("accept");
    fields.shift_remove("options");
    lift(&mut fields, "meta");
    let annotator = fields.shift_remove("_annotator_id");
    if let Some(annotator) = annotator.or_else(|| fields.get("_session_id").cloned())
        && !annotator.is_null()
    {
        fields.insert("annotator".into(), annotator);
    }
    if let Some(accepted) = accepted {
        fields.insert("label".into(), accepted);
    }
    match answer.as_ref().and_then(Value::as_str) {
        Some("accept") => {}
        Some("ignore") => return no_label(fields, "its answer is ignore"),
        Some("reject") => return no_label(fields, "its answer is reject"),
        _ => return no_label(fields, "it has no answer"),
    }
    match fields.get("label") {
        Some(Value::Array(labels)) if labels.is_empty() => no_label(fields, "nothing was accepted"),
        None | Some(Value::Null) => no_label(fields, "it has no label"),
        Some(_) => Layout::one(Content::Object(fields)),
    }
}
