//! What the classifier says of a column of texts, as Arrow columns.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, StructArray, UInt32Array,
};
use arrow_schema::{DataType, Field, Schema};
use demarche::classifier::Scratch;
use demarche::prediction::{Prediction, Reason};
use demarche::{Stance, StanceClassifier, StanceSet};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::PyArray;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{
    ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule,
};
use rayon::prelude::*;

/// Texts per piece of parallel work.
const PIECE: usize = 256;

/// Columns of predictions, row by row as the texts.
#[derive(Default)]
pub struct Columns {
    pub stances: Vec<Option<Stance>>,
    reasons: Vec<Option<Reason>>,
    /// Probabilities, k a row; NaN where there are none.
    pub probabilities: Vec<f64>,
    confidences: Vec<Option<f64>>,
    known_tokens: Vec<u32>,
    tokens: Vec<u32>,
}

impl Columns {
    /// Classifies all texts on all cores; a null is an empty text.
    pub fn of(classifier: &StanceClassifier, texts: &[Option<&str>], threshold: f64) -> Self {
        let k = classifier.stances().len();
        let pieces: Vec<Self> = texts
            .par_chunks(PIECE)
            .map_init(
                || (Scratch::default(), Prediction::default()),
                |(scratch, prediction), piece| {
                    let mut columns = Self::default();
                    for text in piece {
                        classifier.classify_into(text.unwrap_or_default(), scratch, prediction);
                        prediction.require(threshold);
                        columns.push(prediction, k);
                    }
                    columns
                },
            )
            .collect();
        let mut whole = Self::default();
        for piece in pieces {
            whole.append(piece);
        }
        whole
    }

    fn push(&mut self, prediction: &Prediction, k: usize) {
        self.stances.push(prediction.stance);
        self.reasons.push(prediction.reason);
        if prediction.probabilities.is_empty() {
            self.probabilities.extend((0..k).map(|_| f64::NAN));
        } else {
            self.probabilities
                .extend_from_slice(&prediction.probabilities);
        }
        self.confidences.push(prediction.confidence());
        self.known_tokens.push(prediction.known_tokens as u32);
        self.tokens.push(prediction.tokens as u32);
    }

    fn append(&mut self, mut piece: Self) {
        self.stances.append(&mut piece.stances);
        self.reasons.append(&mut piece.reasons);
        self.probabilities.append(&mut piece.probabilities);
        self.confidences.append(&mut piece.confidences);
        self.known_tokens.append(&mut piece.known_tokens);
        self.tokens.append(&mut piece.tokens);
    }

    /// The columns of `demarche classify --format csv`, but `id`.
    fn batch(self, set: &StanceSet) -> PyResult<RecordBatch> {
        let k = set.len();
        let label = |s: &Option<Stance>| s.map(|s| set.label(s));
        let labels: StringArray = self.stances.iter().map(label).collect();
        let abstained: Vec<bool> = self.stances.iter().map(Option::is_none).collect();
        let reasons: StringArray = self.reasons.iter().map(|r| r.map(Reason::as_str)).collect();
        let mut columns: Vec<(String, ArrayRef)> = vec![
            ("label".into(), Arc::new(labels)),
            (
                "confidence".into(),
                Arc::new(Float64Array::from(self.confidences)),
            ),
        ];
        for (i, label) in set.labels().iter().enumerate() {
            let of_row = |row: &[f64]| Some(row[i]).filter(|p| !p.is_nan());
            let scores: Float64Array = self.probabilities.chunks_exact(k).map(of_row).collect();
            columns.push((format!("score_{label}"), Arc::new(scores)));
        }
        columns.push(("abstained".into(), Arc::new(BooleanArray::from(abstained))));
        columns.push(("reason".into(), Arc::new(reasons)));
        columns.push((
            "known_tokens".into(),
            Arc::new(UInt32Array::from(self.known_tokens)),
        ));
        columns.push(("tokens".into(), Arc::new(UInt32Array::from(self.tokens))));
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, column)| Field::new(name, column.data_type().clone(), true))
            .collect();
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
            .map_err(|e| pyo3_arrow::error::PyArrowError::from(e).into())
    }
}

/// Predictions of a column of texts: an Arrow table that pyarrow, Polars, pandas and DuckDB read without a copy.
#[pyclass(frozen, module = "demarche")]
pub struct Predictions {
    batch: RecordBatch,
}

impl Predictions {
    pub fn new(columns: Columns, set: &StanceSet) -> PyResult<Self> {
        Ok(Self {
            batch: columns.batch(set)?,
        })
    }

    /// The table as one column of structures.
    fn rows(&self) -> (Arc<Field>, ArrayRef) {
        let rows = StructArray::from(self.batch.clone());
        let kind = DataType::Struct(self.batch.schema_ref().fields().clone());
        (Arc::new(Field::new("", kind, false)), Arc::new(rows))
    }
}

#[pymethods]
impl Predictions {
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        format!(
            "<demarche.Predictions of {} rows: {}>",
            self.batch.num_rows(),
            self.column_names().join(", ")
        )
    }

    #[getter]
    fn column_names(&self) -> Vec<String> {
        let fields = self.batch.schema_ref().fields().iter();
        fields.map(|f| f.name().clone()).collect()
    }

    fn __getitem__(&self, name: &str) -> PyResult<PyArray> {
        let Some((i, field)) = self.batch.schema_ref().column_with_name(name) else {
            let names = self.column_names().join(", ");
            return Err(PyKeyError::new_err(format!(
                "no column {name:?}, expected one of: {names}"
            )));
        };
        let column = self.batch.column(i).clone();
        Ok(PyArray::new(column, Arc::new(field.clone())))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.batch.schema_ref().as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let (field, rows) = self.rows();
        to_array_pycapsules(py, field, &rows, requested_schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let (field, rows) = self.rows();
        let reader = ArrayIterator::new(vec![Ok(rows)].into_iter(), field);
        to_stream_pycapsule(py, Box::new(reader), requested_schema)
    }
}
