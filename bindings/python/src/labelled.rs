//! Labelled statements from columns of Python.

use std::sync::Arc;

use demarche::statement::{Fields, Origin};
use demarche::{LabelledStatement, StanceSet};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::errors::DemarcheError;
use crate::texts::Texts;

/// Columns of equal length: texts, labels, and perhaps groups and weights.
pub struct LabelledColumns {
    texts: Texts,
    labels: Texts,
    groups: Option<Texts>,
    weights: Option<Vec<f64>>,
}

impl LabelledColumns {
    pub fn of(
        texts: &Bound<'_, PyAny>,
        labels: &Bound<'_, PyAny>,
        groups: Option<&Bound<'_, PyAny>>,
        weights: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self {
            texts: Texts::of(texts, "texts")?,
            labels: Texts::of(labels, "labels")?,
            groups: groups.map(|g| Texts::of(g, "groups")).transpose()?,
            weights: weights.map(numbers).transpose()?,
        })
    }

    /// The rows as statements; a row counts from 0, as in Python.
    pub fn statements(&self, set: &StanceSet) -> PyResult<Vec<LabelledStatement>> {
        let texts = self.texts.as_strs();
        let labels = self.labels.as_strs();
        let groups = self.groups.as_ref().map(Texts::as_strs);
        let n = texts.len();
        same_length("labels", labels.len(), n)?;
        groups
            .as_ref()
            .map_or(Ok(()), |g| same_length("groups", g.len(), n))?;
        let weights = self.weights.as_deref();
        weights.map_or(Ok(()), |w| same_length("weights", w.len(), n))?;
        let file: Arc<str> = Arc::from("texts");
        let row = |i: usize| {
            let text = texts[i].filter(|t| !t.trim().is_empty());
            let text =
                text.ok_or_else(|| bad(format!("texts[{i}] is empty; leave the row out")))?;
            let label = labels[i]
                .ok_or_else(|| bad(format!("labels[{i}] is missing; leave the row out")))?;
            let stance = set.parse(label).ok_or_else(|| {
                let labels = set.joined();
                bad(format!(
                    "labels[{i}] is {label:?}, expected one of: {labels}; name others with classes"
                ))
            })?;
            let weight = weights.map_or(1.0, |w| w[i]);
            if !(weight > 0.0 && weight.is_finite()) {
                return Err(bad(format!(
                    "weights[{i}] is {weight}, expected a positive number"
                )));
            }
            let group = groups.as_ref().and_then(|g| g[i]).filter(|g| !g.is_empty());
            Ok(LabelledStatement {
                text: text.to_owned(),
                stance,
                group: group.map(str::to_owned),
                weight,
                origin: Origin {
                    file: file.clone(),
                    line: i as u64,
                },
                fields: Fields::new(),
            })
        };
        (0..n).map(row).collect()
    }
}

fn numbers(weights: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
    weights.try_iter()?.map(|w| w?.extract()).collect()
}

fn same_length(name: &str, found: usize, expected: usize) -> PyResult<()> {
    if found == expected {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "{name} has {found} rows, expected {expected}, as texts has"
    )))
}

fn bad(problem: String) -> PyErr {
    DemarcheError::new_err(problem)
}
