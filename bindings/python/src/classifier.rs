//! `Classifier`: a model, its predictions, explanations and extraction.

use std::path::{Path, PathBuf};

use demarche::StanceClassifier;
use demarche::classifier::{Prior, Scratch};
use demarche::extraction::Extractor;
use demarche::report::{ArticleWriter, ExtractionFormat, explanation_json};
use numpy::{IntoPyArray, PyArray1, PyArray2, PyArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple, PyType};
use rayon::prelude::*;
use serde_json::Value;

use crate::errors::exception;
use crate::predictions::{Columns, Predictions};
use crate::records::{count_characters, to_python};
use crate::texts::Texts;

/// Texts per piece of parallel work.
const PIECE: usize = 256;

/// A trained model. See the stub file for its documentation.
#[pyclass(frozen, module = "demarche")]
pub struct Classifier {
    model: StanceClassifier,
    /// The mix of stances that was asked for instead of the model's own.
    prior: Option<String>,
}

impl Classifier {
    pub fn new(model: StanceClassifier) -> Self {
        Self { model, prior: None }
    }

    pub fn model(&self) -> &StanceClassifier {
        &self.model
    }

    fn assume(mut model: StanceClassifier, prior: Option<String>) -> PyResult<Self> {
        if let Some(mix) = &prior {
            let mix = Prior::parse(mix, model.stances()).map_err(|e| exception(&e))?;
            model.assume_prior(&mix);
        }
        Ok(Self { model, prior })
    }

    fn columns(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        threshold: f64,
    ) -> PyResult<Columns> {
        if !(0.0..=1.0).contains(&threshold) {
            return Err(PyValueError::new_err(format!(
                "min_confidence is {threshold}, expected 0 to 1"
            )));
        }
        let texts = Texts::of(texts, "texts")?;
        Ok(py.detach(|| Columns::of(&self.model, &texts.as_strs(), threshold)))
    }

    fn matrix<'py>(&self, py: Python<'py>, rows: Vec<f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let k = self.model.stances().len();
        let n = rows.len() / k;
        rows.into_pyarray(py).reshape([n, k])
    }
}

#[pymethods]
impl Classifier {
    #[classmethod]
    #[pyo3(signature = (path=None, *, prior=None))]
    fn load(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        path: Option<PathBuf>,
        prior: Option<String>,
    ) -> PyResult<Self> {
        let model = py.detach(|| match &path {
            Some(path) => StanceClassifier::load(path),
            None => StanceClassifier::embedded(),
        });
        Self::assume(model.map_err(|e| exception(&e))?, prior)
    }

    #[classmethod]
    #[pyo3(signature = (content, *, prior=None))]
    fn from_bytes(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        content: &[u8],
        prior: Option<String>,
    ) -> PyResult<Self> {
        let model = py.detach(|| StanceClassifier::from_bytes("content", content));
        Self::assume(model.map_err(|e| exception(&e))?, prior)
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.model.as_bytes())
    }

    #[allow(clippy::needless_pass_by_value)]
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let path: &Path = &path;
        py.detach(|| self.model.save(path))
            .map_err(|e| exception(&e))
    }

    #[getter]
    fn classes_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let labels = self.model.stances().labels().to_vec();
        py.import("numpy")?.call_method1("array", (labels,))
    }

    #[getter]
    fn digest(&self) -> &str {
        self.model.digest()
    }

    #[getter]
    fn priors_<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        self.model.meta().prior.clone().into_pyarray(py)
    }

    #[pyo3(signature = (texts, *, min_confidence=0.0))]
    fn classify(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        min_confidence: f64,
    ) -> PyResult<Predictions> {
        let columns = self.columns(py, texts, min_confidence)?;
        Predictions::new(columns, self.model.stances())
    }

    #[pyo3(signature = (texts, *, min_confidence=0.0))]
    fn predict<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        min_confidence: f64,
    ) -> PyResult<Bound<'py, PyArray1<Py<PyAny>>>> {
        let stances = self.columns(py, texts, min_confidence)?.stances;
        let set = self.model.stances();
        let labels: Vec<Py<PyAny>> = set
            .labels()
            .iter()
            .map(|label| PyString::new(py, label).into_any().unbind())
            .collect();
        let label = |stance: &Option<demarche::Stance>| match stance {
            Some(stance) => labels[stance.index()].clone_ref(py),
            None => py.None(),
        };
        let named: Vec<Py<PyAny>> = stances.iter().map(label).collect();
        Ok(named.into_pyarray(py))
    }

    fn predict_proba<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let columns = self.columns(py, texts, 0.0)?;
        self.matrix(py, columns.probabilities)
    }

    fn decision_function<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let texts = Texts::of(texts, "texts")?;
        let scores = py.detach(|| scores(&self.model, &texts.as_strs()));
        self.matrix(py, scores)
    }

    fn explain<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        let record = py.detach(|| {
            let explanation = self.model.explain(text);
            let set = self.model.stances();
            let mut record = explanation_json(&explanation, set, text, self.model.digest());
            count_characters(&mut record, text);
            record
        });
        to_python(py, &record)
    }

    #[pyo3(signature = (article, *, scare_quotes=false))]
    fn extract<'py>(
        &self,
        py: Python<'py>,
        article: &str,
        scare_quotes: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let records = py.detach(|| {
            let extractor = Extractor::new(&self.model);
            let extractor = if scare_quotes {
                extractor.keep_scare_quotes()
            } else {
                extractor
            };
            let writer = ArticleWriter {
                format: ExtractionFormat::Jsonl,
                safe_csv: false,
                set: self.model.stances(),
                model: self.model.digest(),
                colour: false,
            };
            let record = |statement: &_| {
                let mut record = writer.record(&Value::Null, article, statement);
                record.shift_remove("article");
                Value::Object(record)
            };
            let found = extractor.extract(article);
            let mut records = Value::Array(found.iter().map(record).collect());
            count_characters(&mut records, article);
            records
        });
        to_python(py, &records)
    }

    fn __repr__(&self) -> String {
        format!(
            "<demarche.Classifier of {}, {}>",
            self.model.stances().joined(),
            self.model.digest()
        )
    }

    /// A copy in another process is made from the content of the file.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let this = slf.get();
        let restore = py.import("demarche")?.getattr("_restore")?;
        let content = this.to_bytes(py);
        (restore, (content, this.prior.as_deref())).into_pyobject(py)
    }
}

/// Scores before the softmax, k a row; NaN where no stance is named.
fn scores(model: &StanceClassifier, texts: &[Option<&str>]) -> Vec<f64> {
    let k = model.stances().len();
    let pieces: Vec<Vec<f64>> = texts
        .par_chunks(PIECE)
        .map_init(
            || (Scratch::default(), Vec::new()),
            |(scratch, scores), piece| {
                let mut rows = Vec::with_capacity(piece.len() * k);
                for text in piece {
                    model.scores_into(text.unwrap_or_default(), scratch, scores);
                    rows.extend_from_slice(scores);
                    rows.resize(rows.len() + k - scores.len(), f64::NAN);
                }
                rows
            },
        )
        .collect();
    pieces.concat()
}
