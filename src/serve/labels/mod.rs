//! Labelling: what to ask next, answers that are on disk before they are acknowledged, agreement, and export.
//!
//! [`Pool`] holds the statements, [`AnswerLog`] the file, and [`Desk`] joins them for any number of annotators and browser tabs.

mod answer;
mod desk;
mod log;
mod pool;
mod ratings;

pub use answer::Answer;
pub use desk::{Desk, Given, Question, Refusal};
pub use log::AnswerLog;
pub use pool::Pool;
