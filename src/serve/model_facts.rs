//! `GET /v1/model` and `GET /v1/models`: what is served, how good it is, and what it looks at.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use demarche::StanceClassifier;
use demarche::classifier::{CvScores, CvStanceScores};
use demarche::report::{ModelCard, model_card};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Service;
use super::models::Model;
use super::problem::{Details, Problem};
use super::work::apart;

/// Words shown for each stance.
const WORDS: usize = 30;

/// Which model.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ModelQuery {
    /// Its name; none for the first.
    name: Option<String>,
}

/// A model.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelFacts {
    /// Its name in requests.
    name: String,
    /// Its identity, as in records.
    sha256: String,
    /// Its stances.
    labels: Vec<String>,
    /// Its cross-validated scores; null if it was trained without.
    scores: Option<Scores>,
    /// How often it is right, by confidence; empty without cross-validation.
    reliability: Vec<ReliabilityBin>,
    /// The words with the largest weights for each stance, strongest first.
    strongest_words: BTreeMap<String, Vec<(String, f64)>>,
    /// Its card, in Markdown.
    card: String,
}

/// Scores of grouped cross-validation: value and 95 % interval (value, lower, upper).
#[derive(Debug, Serialize, ToSchema)]
pub struct Scores {
    /// Folds.
    folds: usize,
    /// Mean F1 of the stances.
    macro_f1: [f64; 3],
    /// Share named right.
    accuracy: [f64; 3],
    /// The same of always naming the commonest stance.
    baseline_accuracy: f64,
    /// Mean distance of confidence and accuracy.
    calibration_error: f64,
    /// Figures of each stance.
    per_stance: BTreeMap<String, StanceScores>,
}

/// Figures of one stance: value, lower, upper; null without data.
#[derive(Debug, Serialize, ToSchema)]
pub struct StanceScores {
    /// Of those named so, the share that are.
    precision: Option<[f64; 3]>,
    /// Of those that are, the share named so.
    recall: Option<[f64; 3]>,
    /// Harmonic mean of both.
    f1: Option<[f64; 3]>,
    /// Statements of this stance.
    support: u64,
}

/// Statements of some confidence in cross-validation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReliabilityBin {
    /// Lowest confidence.
    from: f64,
    /// Confidence that is too high for it.
    to: f64,
    /// Share of all statements.
    share: f64,
    /// Share of them that were named right.
    accuracy: f64,
}

/// Names of the models.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelNames {
    /// The first answers requests that name none.
    models: Vec<String>,
}

/// A model: its scores with intervals, its strongest words and its card.
#[utoipa::path(
    get, path = "/v1/model", tag = "model", params(ModelQuery),
    responses(
        (status = 200, description = "The model", body = ModelFacts),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn model(
    State(service): State<Arc<Service>>,
    query: Result<Query<ModelQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|e| Problem::bad_request(e.body_text()))?;
    let model = service.models.get(query.name.as_deref())?;
    let facts = apart(move || facts(&model)).await?;
    Ok(Json(facts).into_response())
}

/// Names of the models.
#[utoipa::path(
    get, path = "/v1/models", tag = "model",
    responses((status = 200, description = "Their names", body = ModelNames))
)]
pub async fn models(State(service): State<Arc<Service>>) -> Json<ModelNames> {
    let models = service.models.names().map(str::to_owned).collect();
    Json(ModelNames { models })
}

fn facts(model: &Model) -> ModelFacts {
    let classifier = &model.classifier;
    let labels = classifier.stances().labels();
    let cross_validation = classifier.meta().training.cross_validation.as_ref();
    let strongest = classifier.strongest(WORDS);
    ModelFacts {
        name: model.name.clone(),
        sha256: classifier.digest().to_owned(),
        labels: labels.to_vec(),
        scores: cross_validation.map(|cv| scores(cv, labels)),
        reliability: cross_validation.map_or_else(Vec::new, |cv| reliability(&cv.thresholds)),
        strongest_words: labels.iter().cloned().zip(strongest).collect(),
        card: card(&model.name, classifier),
    }
}

fn scores(cv: &CvScores, labels: &[String]) -> Scores {
    let stance = |s: &CvStanceScores| StanceScores {
        precision: s.precision,
        recall: s.recall,
        f1: s.f1,
        support: s.support,
    };
    let per_stance = labels.iter().cloned().zip(cv.per_stance.iter().map(stance));
    Scores {
        folds: cv.folds,
        macro_f1: cv.macro_f1,
        accuracy: cv.accuracy,
        baseline_accuracy: cv.baseline_accuracy,
        calibration_error: cv.calibration_error,
        per_stance: per_stance.collect(),
    }
}

/// Accuracy between two thresholds of confidence, from accuracy and coverage above each: those above the lower and not above the
/// upper one.
fn reliability(thresholds: &[[f64; 3]]) -> Vec<ReliabilityBin> {
    let ends = thresholds.iter().skip(1).copied().chain([[1.0, 0.0, 0.0]]);
    let bins = thresholds.iter().zip(ends);
    bins.filter_map(|([from, above, covered], [to, above_next, covered_next])| {
        let share = covered - covered_next;
        (share > 0.0).then(|| ReliabilityBin {
            from: *from,
            to,
            share,
            accuracy: ((above * covered - above_next * covered_next) / share).clamp(0.0, 1.0),
        })
    })
    .collect()
}

fn card(name: &str, classifier: &StanceClassifier) -> String {
    model_card(&ModelCard {
        name,
        digest: classifier.digest(),
        bytes: classifier.as_bytes().len(),
        meta: classifier.meta(),
        licence: None,
        drawing: None,
        notes: None,
    })
}

#[cfg(test)]
mod tests {
    use super::reliability;

    /// Ten statements: four right of five from 0.9 on, three right of five below.
    #[test]
    fn bins_are_differences_of_what_is_above() {
        let bins = reliability(&[[0.5, 0.7, 1.0], [0.9, 0.8, 0.5]]);
        let found: Vec<[f64; 4]> = bins
            .iter()
            .map(|b| [b.from, b.to, b.share, b.accuracy])
            .collect();
        let expected = [[0.5, 0.9, 0.5, 0.6], [0.9, 1.0, 0.5, 0.8]];
        for (f, e) in found.iter().flatten().zip(expected.iter().flatten()) {
            assert!((f - e).abs() < 1e-12, "{found:?}");
        }
    }
}
