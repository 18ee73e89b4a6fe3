//! `POST /v1/explain`: what each word adds.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use demarche::report::explanation_json;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Service;
use super::body::{json, read_json};
use super::problem::{Details, Problem};
use super::work::apart;

/// Longest text that is explained, in bytes: an explanation has some hundred bytes for each of them.
const LONGEST: usize = 20_000;

/// A text to explain.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainRequest {
    /// The text.
    text: String,
    /// Name of the model; none for the first.
    model: Option<String>,
}

/// What each word of a text adds to the score of each stance, exactly: as `demarche explain --format json`.
#[utoipa::path(
    post, path = "/v1/explain", tag = "stance",
    request_body = ExplainRequest,
    responses(
        (status = 200, description = "The explanation", body = super::schema::Explanation),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn explain(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request: ExplainRequest = read_json(&headers, body, &service.limits).await?;
    let model = service.models.get(request.model.as_deref())?;
    let longest = LONGEST.min(service.limits.text);
    if request.text.len() > longest {
        return Err(Problem::too_large(format!(
            "the text has {} bytes, expected at most {longest} to explain; split it",
            request.text.len()
        )));
    }
    service.log_texts(std::slice::from_ref(&request.text));
    service.metrics.classified(1);
    // Explaining takes some fifty times as long as classifying.
    let work = move || {
        let classifier = &model.classifier;
        let explanation = classifier.explain(&request.text);
        let found = explanation_json(
            &explanation,
            classifier.stances(),
            &request.text,
            classifier.digest(),
        );
        format!("{found}\n").into_bytes()
    };
    Ok(json(apart(work).await?))
}
