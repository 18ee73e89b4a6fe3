//! Prodigy's JSON Lines of the choice interface: options, what was accepted, and all other fields in `meta`.
//!
//! Hashes are left to Prodigy unless the statement has them. A prediction preselects its label and shows its score; without an
//! answer it is no annotation.

use std::io::Write;

use serde_json::{Value, json};

use super::{Entry, Form, Losses, Output};
use crate::statement::Fields;

/// Tasks, one a line.
pub(super) struct Prodigy {
    out: Output,
    labels: Vec<String>,
}

impl Prodigy {
    pub(super) fn new(out: Output, labels: &[String]) -> Self {
        Self {
            out,
            labels: labels.to_vec(),
        }
    }

    fn options(&self, label: Option<&str>) -> Value {
        let other = label.filter(|l| self.labels.iter().all(|known| known != l));
        let labels = self.labels.iter().map(String::as_str).chain(other);
        labels.map(|l| json!({"id": l, "text": l})).collect()
    }
}

impl Form for Prodigy {
    fn write(&mut self, entry: &Entry, _: &mut Losses) -> std::io::Result<()> {
        let mut task = Fields::new();
        task.insert("text".into(), entry.text.as_str().into());
        let predicted = entry.predicted.as_ref();
        let label = entry.label.as_deref();
        let chosen = label.or_else(|| predicted?.label.as_deref());
        task.insert("options".into(), self.options(chosen));
        if let Some(chosen) = chosen {
            task.insert("accept".into(), json!([chosen]));
        }
        if label.is_some() {
            task.insert("answer".into(), "accept".into());
        }
        let mut meta = Fields::new();
        for (name, value) in &entry.fields {
            match name.as_str() {
                "annotator" => task.insert("_annotator_id".into(), value.clone()),
                name if name.starts_with('_') => task.insert(name.to_owned(), value.clone()),
                name => meta.insert(name.to_owned(), value.clone()),
            };
        }
        if let Some(predicted) = predicted {
            meta.insert("score".into(), predicted.confidence.into());
            meta.insert("model".into(), predicted.model.as_str().into());
        }
        if !meta.is_empty() {
            task.insert("meta".into(), meta.into());
        }
        writeln!(self.out, "{}", Value::from(task))
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        self.out.close()
    }
}
