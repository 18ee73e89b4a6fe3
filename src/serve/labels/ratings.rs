//! Answers as ratings, for the figures of agreement.

use demarche::StanceSet;
use demarche::corpus::{Agreement, AgreementSettings, Rating, Ratings};
use demarche::report::{AgreementReport, agreement_json};
use serde_json::Value;

use super::answer::Answer;

/// The report of agreement; figures without shared statements are null.
pub(super) fn agreement(answers: &[Answer], set: &StanceSet) -> Value {
    let mut ratings = Ratings::default();
    for answer in answers {
        let position = set
            .labels()
            .iter()
            .position(|l| Some(l) == answer.label.as_ref());
        let Some(stance) = position.and_then(|p| set.iter().nth(p)) else {
            continue;
        };
        ratings.add(Rating {
            item: answer.id.clone(),
            annotator: answer.annotator.clone(),
            stance,
            text: answer.text.clone(),
            group: None,
        });
    }
    agreement_json(&AgreementReport {
        agreement: &Agreement::of(&ratings, set, AgreementSettings::default()),
        set,
        disputes: &ratings.disputes(),
        annotators: &ratings.annotators,
        show: 0,
        gates: &[],
    })
}
