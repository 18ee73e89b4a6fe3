//! The Python module `demarche._demarche`: the library behind Python's types.
//!
//! Texts come in (`texts`), the classifier reads them on all cores without the interpreter's lock (`classifier`), and what it says
//! goes out as numpy arrays, Arrow columns (`predictions`) or dictionaries (`records`). `errors` turns errors into exceptions.

mod classifier;
mod errors;
mod evaluation;
mod labelled;
mod predictions;
mod records;
mod texts;
mod training;

use pyo3::prelude::*;

/// The compiled half of the package `demarche`.
#[pymodule(gil_used = false)]
mod _demarche {
    #[pymodule_export]
    use super::classifier::Classifier;
    #[pymodule_export]
    use super::errors::{DemarcheError, ModelFileError, NotConvergedError};
    #[pymodule_export]
    use super::evaluation::evaluate;
    #[pymodule_export]
    use super::predictions::Predictions;
    #[pymodule_export]
    use super::training::train;
}
