//! `evaluate`: how often a model is right, as the report of `demarche evaluate --format json`.

use demarche::evaluation::{Evaluation, EvaluationSettings, Judged};
use demarche::report::{EvaluationReport, evaluation_json};
use demarche::{Error, LabelledStatement};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::classifier::Classifier;
use crate::errors::exception;
use crate::labelled::LabelledColumns;
use crate::records::to_python;

/// Fewest bootstrap draws, if there are any, and most.
const DRAWS: std::ops::RangeInclusive<usize> = 100..=10_000_000;

/// Measures a model. See the stub file for its documentation.
#[pyfunction]
#[pyo3(signature = (classifier, texts, labels, *, groups=None, resamples=10_000, seed=1))]
pub fn evaluate<'py>(
    py: Python<'py>,
    classifier: &Bound<'py, Classifier>,
    texts: &Bound<'py, PyAny>,
    labels: &Bound<'py, PyAny>,
    groups: Option<&Bound<'py, PyAny>>,
    resamples: usize,
    seed: u64,
) -> PyResult<Bound<'py, PyAny>> {
    if resamples != 0 && !DRAWS.contains(&resamples) {
        return Err(PyValueError::new_err(format!(
            "resamples is {resamples}, expected 0 (no intervals) or {} to {}",
            DRAWS.start(),
            DRAWS.end()
        )));
    }
    let model = classifier.get().model();
    let set = model.stances();
    let statements = LabelledColumns::of(texts, labels, groups, None)?.statements(set)?;
    if statements.is_empty() {
        let purpose = "evaluate";
        return Err(exception(&Error::NoExamples { purpose }));
    }
    let settings = EvaluationSettings {
        resamples,
        seed,
        ..EvaluationSettings::default()
    };
    let report = py.detach(|| {
        let judge =
            |s: &LabelledStatement| Judged::new(s.stance, model.classify(&s.text), s.group.clone());
        let judged: Vec<Judged> = statements.par_iter().map(judge).collect();
        let evaluation = Evaluation::with(&judged, set, &settings);
        evaluation_json(&EvaluationReport {
            evaluation: &evaluation,
            set,
            model: model.digest(),
            files: &[],
            baseline: None,
            slices: &[],
            min_support: 0,
            gates: &[],
            mistakes: &[],
        })
    });
    to_python(py, &report)
}
