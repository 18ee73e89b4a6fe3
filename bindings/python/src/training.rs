//! `train`: columns of texts and labels to a model, with the settings of `demarche train`.

use demarche::classifier::{Prior, TrainSettings, embedded_word_vectors};
use demarche::model::ClassWeight;
use demarche::{Result, StanceClassifier, StanceSet};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::classifier::Classifier;
use crate::errors::exception;
use crate::labelled::LabelledColumns;

/// Trains a model. See the stub file for its documentation.
#[pyfunction]
#[pyo3(signature = (
    texts, labels, *, groups=None, weights=None, classes=None, c=3.0, class_weight=Some("balanced".to_owned()), folds=Some(5),
    seed=42, prior="balanced", min_df=1, max_features=200_000, word_ngrams=2, word_vectors=true, max_iterations=100
))]
#[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
pub fn train(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    labels: &Bound<'_, PyAny>,
    groups: Option<&Bound<'_, PyAny>>,
    weights: Option<&Bound<'_, PyAny>>,
    classes: Option<Vec<String>>,
    c: f64,
    class_weight: Option<String>,
    folds: Option<usize>,
    seed: u64,
    prior: &str,
    min_df: u32,
    max_features: u32,
    word_ngrams: u8,
    word_vectors: bool,
    max_iterations: usize,
) -> PyResult<Classifier> {
    let set = classes.map_or_else(|| Ok(StanceSet::default()), StanceSet::new);
    let set = set.map_err(|e| exception(&e))?;
    let mut settings = TrainSettings {
        prior: Prior::parse(prior, &set).map_err(|e| exception(&e))?,
        folds,
        seed,
        ..TrainSettings::default()
    };
    settings.params.c = c;
    settings.params.max_iterations = max_iterations;
    settings.params.class_weight = read_class_weight(class_weight.as_deref())?;
    settings.features.ngrams.min_df = min_df;
    settings.features.ngrams.max_features = max_features;
    settings.features.ngrams.longest = word_ngrams;
    let statements = LabelledColumns::of(texts, labels, groups, weights)?.statements(&set)?;
    let trained: Result<StanceClassifier> = py.detach(|| {
        let vectors = word_vectors.then(embedded_word_vectors).transpose()?;
        let (classifier, _) = demarche::classifier::train(&statements, &set, &settings, vectors)?;
        Ok(classifier)
    });
    trained.map(Classifier::new).map_err(|e| exception(&e))
}

fn read_class_weight(name: Option<&str>) -> PyResult<ClassWeight> {
    match name {
        Some("balanced") => Ok(ClassWeight::Balanced),
        None => Ok(ClassWeight::None),
        Some(other) => Err(PyValueError::new_err(format!(
            "class_weight is {other:?}, expected \"balanced\" or None"
        ))),
    }
}
