//! Errors of the library as Python exceptions.

use std::error::Error as _;

use demarche::Error;
use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

create_exception!(
    demarche,
    DemarcheError,
    PyValueError,
    "What cannot be done with the data or settings given; the text names the remedy."
);
create_exception!(
    demarche,
    ModelFileError,
    DemarcheError,
    "A model file that is damaged, foreign or of another version."
);
create_exception!(
    demarche,
    NotConvergedError,
    DemarcheError,
    "The fit stopped before its optimum."
);

/// The exception for an error of the library. What the system refuses is `OSError` or its subclass, with errno and file name.
pub fn exception(error: &Error) -> PyErr {
    match error {
        Error::Io { path, source, .. } => match source.raw_os_error() {
            Some(errno) => {
                PyOSError::new_err((errno, error.to_string(), path.display().to_string()))
            }
            None => PyOSError::new_err(chain(error)),
        },
        Error::ModelFile { .. } => ModelFileError::new_err(chain(error)),
        Error::NotConverged { .. } => NotConvergedError::new_err(chain(error)),
        _ => DemarcheError::new_err(chain(error)),
    }
}

/// An error and its causes in one sentence.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
