//! Predictions: the stance of a statement with its probabilities, or a reason for not naming one.

use crate::stance::Stance;

/// Why no stance is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The text is empty or white space.
    Empty,
    /// No word of the text is known to the model.
    NoKnownWords,
    /// Most words of the text are unknown to the model.
    MostlyUnknown,
    /// The text is in a language that the model was not trained on.
    OtherLanguage,
    /// The probability of the best stance is below the threshold.
    BelowThreshold,
    /// The text is longer than the limit.
    TooLong,
    /// The record is no valid UTF-8.
    InvalidUtf8,
    /// The record is not what its format asks for.
    BadRecord,
}

impl Reason {
    /// The word for it in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoKnownWords => "no_known_words",
            Self::MostlyUnknown => "mostly_unknown",
            Self::OtherLanguage => "other_language",
            Self::BelowThreshold => "below_threshold",
            Self::TooLong => "too_long",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::BadRecord => "bad_record",
        }
    }
}

/// What the classifier says of one statement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prediction {
    /// The likeliest stance (the first among equals), or none.
    pub stance: Option<Stance>,
    /// Why there is none.
    pub reason: Option<Reason>,
    /// Probability of each stance in the order of the set, sum 1; empty if no word was read.
    pub probabilities: Vec<f64>,
    /// Words known to the model.
    pub known_tokens: usize,
    /// Words, numbers and names.
    pub tokens: usize,
}

impl Prediction {
    /// A prediction of the likeliest stance, the first among equals.
    #[must_use]
    pub fn of(probabilities: Vec<f64>) -> Self {
        let mut prediction = Self {
            probabilities,
            ..Self::default()
        };
        prediction.name_likeliest();
        prediction
    }

    /// Names the likeliest stance, the first among equals; none without probabilities.
    pub(crate) fn name_likeliest(&mut self) {
        let p = &self.probabilities;
        let best = (0..p.len()).reduce(|best, k| if p[k] > p[best] { k } else { best });
        self.stance = best.map(|k| Stance(k as u16));
        self.reason = None;
    }

    /// Names no stance if the likeliest has a probability below `threshold`.
    pub fn require(&mut self, threshold: f64) {
        if self.stance.is_some() && self.confidence().is_some_and(|p| p < threshold) {
            self.stance = None;
            self.reason = Some(Reason::BelowThreshold);
        }
    }

    /// A prediction that names no stance.
    #[must_use]
    pub fn abstained(reason: Reason) -> Self {
        Self {
            reason: Some(reason),
            ..Self::default()
        }
    }

    /// Whether no stance is named.
    #[must_use]
    pub fn is_abstained(&self) -> bool {
        self.stance.is_none()
    }

    /// Probability of the likeliest stance; `None` if no word was read.
    #[must_use]
    pub fn confidence(&self) -> Option<f64> {
        self.probabilities.iter().copied().max_by(f64::total_cmp)
    }
}
