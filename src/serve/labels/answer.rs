//! One line of the labels file: an answer, or the withdrawal of one.

use serde::{Deserialize, Serialize};

/// How every line of the file starts; a torn last line is told by it.
pub(super) const START: &str = "{\"id\":";

/// Longest name of an annotator and longest note, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_NOTE: usize = 10_000;

/// What one annotator said of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The statement's identifier in the pool.
    pub id: String,
    /// Its words, so that the file can be read without the pool.
    pub text: String,
    /// The label; null if the statement was skipped, or for a withdrawal.
    pub label: Option<String>,
    /// Who said it.
    pub annotator: String,
    /// What the annotator wrote beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// True for a line that takes back this annotator's answer to this statement.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// When, in seconds since 1970.
    pub time: u64,
}

impl Answer {
    /// The answer with names and notes trimmed, or what is wrong with it.
    pub fn checked(mut self) -> Result<Self, String> {
        self.annotator = self.annotator.trim().to_owned();
        if self.annotator.is_empty()
            || self.annotator.chars().count() > LONGEST_NAME
            || self.annotator.chars().any(char::is_control)
        {
            return Err(format!(
                "annotator is {:?}, expected a name of 1 to {LONGEST_NAME} characters",
                self.annotator
            ));
        }
        self.note = self
            .note
            .map(|note| note.trim().to_owned())
            .filter(|note| !note.is_empty());
        let length = self.note.as_ref().map_or(0, |note| note.chars().count());
        if length > LONGEST_NOTE {
            return Err(format!(
                "note has {length} characters, expected {LONGEST_NOTE} at most"
            ));
        }
        Ok(self)
    }

    /// The line that takes this answer back.
    pub fn withdrawal(&self, time: u64) -> Self {
        Self {
            label: None,
            note: None,
            withdrawn: true,
            time,
            ..self.clone()
        }
    }
}
