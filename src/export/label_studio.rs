//! Label Studio's JSON: a task for each statement, with its annotations, and predictions for annotators to start from.
//!
//! All fields stand in the task's data, so that they come back with an export; also `id`, for Label Studio counts its tasks anew.
//! Rows one after the other that differ in label and annotator only are one task.

use std::io::Write;

use serde_json::{Value, json};

use super::{Entry, Form, Losses, Output};
use crate::statement::Fields;

/// A JSON array of tasks.
pub(super) struct LabelStudio {
    out: Output,
    question: String,
    pending: Option<Fields>,
    written: u64,
}

impl LabelStudio {
    pub(super) fn new(out: Output, question: &str) -> Self {
        Self {
            out,
            question: question.to_owned(),
            pending: None,
            written: 0,
        }
    }

    /// The result of one choice.
    fn result(&self, label: &str) -> Value {
        json!([{
            "from_name": self.question,
            "to_name": "text",
            "type": "choices",
            "value": {"choices": [label]},
        }])
    }

    fn task(&self, entry: &Entry) -> Fields {
        let mut data = entry.to_object();
        data.shift_remove("label");
        let mut task = Fields::new();
        let mut annotations = Vec::new();
        if let Some(label) = &entry.label {
            let mut annotation = Fields::new();
            if let Some(annotator) = data.shift_remove("annotator") {
                annotation.insert("completed_by".into(), completed_by(annotator));
            }
            if let Some(seconds) = data.get("lead_time").filter(|s| s.is_number()).cloned() {
                data.shift_remove("lead_time");
                annotation.insert("lead_time".into(), seconds);
            }
            annotation.insert("result".into(), self.result(label));
            annotations.push(Value::from(annotation));
        }
        task.insert("data".into(), data.into());
        if !annotations.is_empty() {
            task.insert("annotations".into(), annotations.into());
        }
        if let Some(predicted) = &entry.predicted {
            let result = predicted.label.as_deref().map(|l| self.result(l));
            let prediction = json!([{
                "model_version": predicted.model,
                "score": predicted.confidence,
                "result": result.unwrap_or_else(|| json!([])),
            }]);
            task.insert("predictions".into(), prediction);
        }
        task
    }

    fn write_pending(&mut self) -> std::io::Result<()> {
        let Some(task) = self.pending.take() else {
            return Ok(());
        };
        let before = if self.written == 0 { "[\n" } else { ",\n" };
        self.written += 1;
        write!(self.out, "{before}{}", Value::from(task))
    }
}

/// Label Studio names annotators by number or by e-mail address.
fn completed_by(annotator: Value) -> Value {
    match annotator {
        Value::String(name) => json!({"email": name}),
        other => other,
    }
}

/// Adds the annotation of `task` to `pending`, if both are about the same data.
fn merged(pending: &mut Fields, task: &mut Fields) -> bool {
    let is_annotated = |t: &Fields| t.contains_key("annotations") && !t.contains_key("predictions");
    if !is_annotated(pending) || !is_annotated(task) || pending.get("data") != task.get("data") {
        return false;
    }
    let further = match task.get_mut("annotations") {
        Some(Value::Array(further)) => std::mem::take(further),
        _ => return false,
    };
    let Some(Value::Array(all)) = pending.get_mut("annotations") else {
        return false;
    };
    // Two rows of one annotator are two tasks; rows without annotators too.
    let names = |a: &Value| a.get("completed_by").cloned();
    let is_new =
        |a: &Value| names(a).is_some_and(|n| all.iter().all(|b| names(b).is_some_and(|m| m != n)));
    if !further.iter().all(is_new) {
        task.insert("annotations".into(), further.into());
        return false;
    }
    all.extend(further);
    true
}

impl Form for LabelStudio {
    fn write(&mut self, entry: &Entry, _: &mut Losses) -> std::io::Result<()> {
        let mut task = self.task(entry);
        if self.pending.as_mut().is_some_and(|p| merged(p, &mut task)) {
            return Ok(());
        }
        self.write_pending()?;
        self.pending = Some(task);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.write_pending()?;
        let end = if self.written == 0 { "[]\n" } else { "\n]\n" };
        self.out.write_all(end.as_bytes())?;
        self.out.close()
    }
}
