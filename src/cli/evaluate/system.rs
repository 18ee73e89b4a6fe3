//! What is judged: a model, or a file of predictions.

use std::io::Read;
use std::path::Path;

use anyhow::{Result, ensure};
use demarche::evaluation::Judged;
use demarche::prediction::Prediction;
use demarche::source::{PredictionColumns, matched, read_predictions};
use demarche::statement::LabelledStatement;
use demarche::{StanceClassifier, StanceSet};
use rayon::prelude::*;

/// First bytes of a model file.
const MODEL_MAGIC: &[u8] = b"DEMARCHE";

/// A system that names stances.
pub enum System {
    /// A model.
    Model(Box<StanceClassifier>),
    /// The file of another system's predictions.
    Predictions(std::path::PathBuf),
}

impl System {
    /// The model or the predictions in `path`, told apart by the first bytes.
    pub fn of_file(path: &Path) -> Result<Self> {
        let mut first = [0; MODEL_MAGIC.len()];
        let is_model = path.as_os_str() != "-"
            && std::fs::File::open(path)
                .and_then(|mut f| f.read_exact(&mut first))
                .is_ok()
            && first == MODEL_MAGIC;
        Ok(if is_model {
            Self::Model(Box::new(StanceClassifier::load(path)?))
        } else {
            Self::Predictions(path.to_path_buf())
        })
    }

    /// Its identity in reports.
    pub fn name(&self) -> String {
        match self {
            Self::Model(model) => model.digest().to_owned(),
            Self::Predictions(path) => format!("predictions {}", path.display()),
        }
    }

    /// The model, if it is one.
    pub fn model(&self) -> Option<&StanceClassifier> {
        match self {
            Self::Model(model) => Some(model),
            Self::Predictions(_) => None,
        }
    }

    /// What it says of `statements`, whose labels are of `set`.
    pub fn judge(
        &self,
        statements: &[LabelledStatement],
        set: &StanceSet,
        columns: &PredictionColumns,
    ) -> Result<Vec<Judged>> {
        match self {
            Self::Model(model) => {
                ensure!(
                    model.stances() == set,
                    "the models have other labels: {} and {}; compare models of the same labels in the same order",
                    set.joined(),
                    model.stances().joined()
                );
                let predictions: Vec<Prediction> = statements
                    .par_iter()
                    .map(|s| model.classify(&s.text))
                    .collect();
                let both = statements.iter().zip(predictions);
                Ok(both
                    .map(|(s, p)| Judged::new(s.stance, p, s.group.clone()))
                    .collect())
            }
            Self::Predictions(path) => {
                let found = read_predictions(path, None, columns, set)?;
                let name = path.display().to_string();
                let found = matched(&name, found, statements, columns.id.as_deref())?;
                let both = statements.iter().zip(found);
                Ok(both
                    .map(|(s, p)| Judged {
                        gold: s.stance,
                        predicted: p.stance,
                        probabilities: p.probabilities,
                        confidence: p.confidence,
                        group: s.group.clone(),
                    })
                    .collect())
            }
        }
    }
}
