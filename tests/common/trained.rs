//! The small set and models of it, through the library.

// Each test file is a program of its own and uses a part of this one.
#![allow(dead_code)]

use std::path::Path;
use std::sync::OnceLock;

use demarche::classifier::{TrainSettings, train};
use demarche::source::{Columns, ReadSettings, read_labelled};
use demarche::{LabelledStatement, StanceClassifier, StanceSet};

/// The statements of `tests/fixtures/small.jsonl`.
pub fn small() -> Vec<LabelledStatement> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small.jsonl");
    let set = StanceSet::default();
    let file = read_labelled(
        &path,
        &ReadSettings::default(),
        &Columns::default(),
        &set,
        false,
    )
    .expect("the fixture");
    assert_eq!((file.statements.len(), file.bad_rows.len()), (60, 0));
    file.statements
}

/// A model of `statements` by `settings`, without word vectors.
pub fn model_of(statements: &[LabelledStatement], settings: &TrainSettings) -> StanceClassifier {
    let trained = train(statements, &StanceSet::default(), settings, None);
    trained.expect("a model").0
}

/// Default settings without cross-validation.
pub fn quick() -> TrainSettings {
    TrainSettings {
        folds: None,
        ..TrainSettings::default()
    }
}

/// Default settings without cross-validation and without character n-grams.
pub fn words_only() -> TrainSettings {
    let mut settings = quick();
    settings.features.chars = None;
    settings
}

/// The model of the small set with default settings, made once.
pub fn classifier() -> &'static StanceClassifier {
    static MODEL: OnceLock<StanceClassifier> = OnceLock::new();
    MODEL.get_or_init(|| model_of(&small(), &TrainSettings::default()))
}
