//! Labelling: what to ask next, answers that are on disk before they are acknowledged, agreement, and export.
//!
//! [`Pool`] holds the statements, [`AnswerLog`] the file, and [`Desk`] joins them for any number of annotators and browser tabs.

mod answer;
mod desk;
mod export;
mod log;
mod pool;
mod ratings;
#[cfg(test)]
mod tests;

pub use desk::{Desk, Given, Question, Refusal};
pub use export::export;
use log::AnswerLog;
use pool::Pool;

use std::path::PathBuf;

use demarche::StanceClassifier;
use demarche::source::ReadSettings;

/// The files of a labelling.
#[derive(Debug, Clone)]
pub struct Labelling {
    /// Statements to label, in any format that is read.
    pub pool: PathBuf,
    /// Where answers go.
    pub labels: PathBuf,
}

impl Labelling {
    /// A desk over the two files; `classifier` says what to ask first and names the labels.
    ///
    /// # Errors
    /// A file that cannot be read, written or used.
    pub fn open(&self, classifier: &StanceClassifier) -> anyhow::Result<Desk> {
        let pool = Pool::read(&self.pool, &ReadSettings::default(), classifier)?;
        let (log, answers) = AnswerLog::open(&self.labels)?;
        Desk::new(pool, classifier.stances().clone(), log, answers)
    }
}
