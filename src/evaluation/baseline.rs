//! The baseline: always naming the commonest stance.

use super::confusion::Confusion;
use crate::stance::Stance;

/// Scores of always naming one stance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// The commonest stance, the first among equals.
    pub stance: Stance,
    /// Its share.
    pub accuracy: f64,
    /// Macro F1 over the stances that occur.
    pub macro_f1: f64,
}

impl Baseline {
    pub(super) fn of(confusion: &Confusion) -> Self {
        let mut best = 0;
        for s in 0..confusion.k() {
            if confusion.support(s) > confusion.support(best) {
                best = s;
            }
        }
        let mut always = Confusion::new(confusion.k());
        for actual in 0..confusion.k() {
            for _ in 0..confusion.support(actual) {
                always.add(Stance(actual as u16), Some(Stance(best as u16)));
            }
        }
        Self {
            stance: Stance(best as u16),
            accuracy: always.accuracy().unwrap_or(0.0),
            macro_f1: always.macro_average(Confusion::f1).unwrap_or(0.0),
        }
    }
}
