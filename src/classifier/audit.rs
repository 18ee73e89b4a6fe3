//! What models that did not see a statement say of it, with the models themselves, so that they can be asked why.

use super::StanceClassifier;
use super::train::{TrainSettings, train};
use crate::corpus::{Folds, grouped_folds};
use crate::error::Result;
use crate::evaluation::Judged;
use crate::features::WordVectors;
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// A model for each fold, trained on all others.
#[derive(Debug)]
pub struct FoldModels {
    models: Vec<StanceClassifier>,
    folds: Folds,
}

impl FoldModels {
    /// Trains on all folds but one, fold by fold; probabilities are not calibrated.
    ///
    /// # Errors
    /// Those of [`train`].
    pub fn train(
        statements: &[LabelledStatement],
        set: &StanceSet,
        settings: &TrainSettings,
        vectors: Option<&WordVectors>,
        count: usize,
    ) -> Result<Self> {
        let settings = TrainSettings {
            folds: None,
            ..settings.clone()
        };
        let folds = grouped_folds(statements, set, count, settings.seed)?;
        let mut models = Vec::with_capacity(count);
        for fold in 0..count {
            let inside = folds.positions(fold, false).into_iter();
            let inside: Vec<LabelledStatement> = inside.map(|i| statements[i].clone()).collect();
            models.push(train(&inside, set, &settings, vectors)?.0);
        }
        Ok(Self { models, folds })
    }

    /// The model that did not see the statement at a position, nor its group.
    #[must_use]
    pub fn of(&self, position: usize) -> &StanceClassifier {
        &self.models[self.folds.of[position]]
    }

    /// What is said of each of the statements that the models were trained on.
    #[must_use]
    pub fn judge(&self, statements: &[LabelledStatement]) -> Vec<Judged> {
        let judge = |(i, s): (usize, &LabelledStatement)| {
            Judged::new(s.stance, self.of(i).classify(&s.text), s.group.clone())
        };
        statements.iter().enumerate().map(judge).collect()
    }
}
