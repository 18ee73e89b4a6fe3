//! Gates: floors that a CI job asks for, and whether an evaluation passes them.

use super::metrics::Evaluation;
use crate::stance::{Stance, StanceSet};

/// A floor under a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gate {
    /// Accuracy.
    Accuracy(f64),
    /// Macro F1.
    MacroF1(f64),
    /// Recall of one stance.
    Recall(Stance, f64),
}

/// A gate with the figure that it was held against.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct GateOutcome {
    /// The figure's name: `accuracy`, `macro_f1` or `recall(LABEL)`.
    pub figure: String,
    /// The floor.
    pub floor: f64,
    /// The figure; `None` if there is no data for it.
    pub value: Option<f64>,
    /// Whether the figure is at least the floor.
    pub passed: bool,
}

impl Gate {
    /// Holds the gate against `evaluation`; a figure without data fails.
    #[must_use]
    pub fn judge(&self, evaluation: &Evaluation, set: &StanceSet) -> GateOutcome {
        let (figure, floor, value) = match self {
            Self::Accuracy(floor) => (
                "accuracy".to_owned(),
                *floor,
                Some(evaluation.accuracy.value),
            ),
            Self::MacroF1(floor) => (
                "macro_f1".to_owned(),
                *floor,
                Some(evaluation.macro_f1.value),
            ),
            Self::Recall(stance, floor) => (
                format!("recall({})", set.label(*stance)),
                *floor,
                evaluation.per_stance[stance.index()]
                    .recall
                    .map(|i| i.value),
            ),
        };
        GateOutcome {
            passed: value.is_some_and(|v| v >= floor),
            figure,
            floor,
            value,
        }
    }
}
