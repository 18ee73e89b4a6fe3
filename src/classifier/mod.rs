//! The classifier: tokens, features and model behind one call.
//!
//! [`StanceClassifier`] is what a model file holds. [`train`] makes one from labelled statements, [`StanceClassifier::load`]
//! reads one, [`StanceClassifier::embedded`] is the one that comes with the program.

mod audit;
mod counts;
mod cross_validation;
mod embedded;
mod explained;
mod file;
mod language;
mod layout;
mod learning_curve;
mod meta;
mod progress;
mod scorer;
mod tally;
mod train;
mod tuning;
mod words;

pub use audit::FoldModels;
pub use cross_validation::{OutOfFold, out_of_fold};
pub use embedded::embedded_word_vectors;
pub use layout::FORMAT_VERSION;
pub use learning_curve::{CURVE_SHARES, CurvePoint, LearningCurve, learning_curve};
pub use meta::{CvScores, CvStanceScores, ModelMeta, Prior, TrainingFacts};
pub use progress::Progress;
pub use scorer::Scratch;
pub use train::{Evidence, TrainSettings, train, train_with};
pub use tuning::{Tuned, candidates, tune};

use std::path::Path;

use crate::error::{Error, Result};
use crate::explain::Explanation;
use crate::prediction::Prediction;
use crate::stance::StanceSet;

use crate::whole_file::write_whole;
use file::ModelFile;

/// A trained model, ready to classify.
///
/// # Examples
/// ```
/// use demarche::StanceClassifier;
/// let classifier = StanceClassifier::embedded()?;
/// let prediction = classifier.classify("What happened last night was reckless and unlawful.");
/// let stance = prediction.stance.expect("its words are known");
/// assert_eq!(classifier.stances().label(stance), "condemning");
/// # Ok::<(), demarche::Error>(())
/// ```
#[derive(Debug)]
pub struct StanceClassifier {
    file: ModelFile,
}

impl StanceClassifier {
    /// The model that comes with the program, trained from `data/`.
    ///
    /// # Errors
    /// [`Error::ModelFile`] if the program was built without one.
    pub fn embedded() -> Result<Self> {
        let file = ModelFile::from_static("embedded model", embedded::default_model())?;
        Ok(Self { file })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::ModelFile`] if it is foreign, damaged or of another version.
    pub fn load(path: &Path) -> Result<Self> {
        let file = ModelFile::open(path)?;
        Ok(Self { file })
    }

    /// A model from the content of a model file; `name` names it in messages.
    ///
    /// # Errors
    /// [`Error::ModelFile`] if the content is foreign, damaged or of another version.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        let file = ModelFile::from_slice(name, bytes)?;
        Ok(Self { file })
    }

    /// Writes the model file under a temporary name beside `path` and renames it, so that `path` is whole or untouched.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        write_whole(path, self.file.bytes())
    }

    /// The content of the model file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.file.bytes()
    }

    /// Identity of the model: `sha256:` and the digest of its file from byte 64 on.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.file.digest()
    }

    /// The stances that it tells apart.
    #[must_use]
    pub fn stances(&self) -> &StanceSet {
        &self.file.meta().labels
    }

    /// Settings and training facts.
    #[must_use]
    pub fn meta(&self) -> &ModelMeta {
        self.file.meta()
    }

    /// The stance of one statement. For many, [`Self::classify_into`] allocates nothing.
    #[must_use]
    pub fn classify(&self, text: &str) -> Prediction {
        let mut prediction = Prediction::default();
        self.classify_into(text, &mut Scratch::default(), &mut prediction);
        prediction
    }

    /// The stance of one statement, in the memory of `scratch` and `prediction`; the same bits whatever was there before.
    pub fn classify_into(&self, text: &str, scratch: &mut Scratch, prediction: &mut Prediction) {
        self.file.view().classify(text, scratch, prediction);
    }

    /// Scores of all stances before the softmax into `scores`, as scikit-learn's `decision_function`; empty if no stance is named.
    pub fn scores_into(&self, text: &str, scratch: &mut Scratch, scores: &mut Vec<f64>) {
        if self.file.view().scores(text, scratch, scores).is_err() {
            scores.clear();
        }
    }

    /// Lets probabilities assume another mix of stances, by shifting the intercepts (Saerens, Latinne and Decaestecker 2002).
    /// [`Self::digest`] and [`Self::as_bytes`] stay those of the file.
    pub fn assume_prior(&mut self, prior: &Prior) {
        self.file.assume_prior(prior);
    }

    /// Scores before the softmax; `None` if no word is known.
    fn raw_scores(&self, text: &str) -> Option<Vec<f64>> {
        let mut scratch = Scratch::default();
        let view = self.file.view();
        view.add_up(text, &mut scratch);
        let mut scores = Vec::new();
        view.score(&scratch, &mut scores);
        (scratch.known.words > 0).then_some(scores)
    }

    /// What each word of a statement adds to the score of each stance.
    #[must_use]
    pub fn explain(&self, text: &str) -> Explanation {
        self.file.view().explain(text)
    }

    /// The `count` n-grams with the largest weight for each stance, stance by stance: text and weight of one unit-length
    /// occurrence, strongest first.
    #[must_use]
    pub fn strongest(&self, count: usize) -> Vec<Vec<(String, f64)>> {
        self.file.view().strongest(count)
    }
}

/// An error of a model file.
fn unusable(file: &str, reason: impl Into<String>) -> Error {
    Error::ModelFile {
        file: file.to_owned(),
        reason: reason.into(),
    }
}
