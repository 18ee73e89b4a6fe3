//! `POST /v1/extract`: who says what in an article.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use demarche::StanceClassifier;
use demarche::extraction::Extractor;
use demarche::report::{ArticleWriter, ExtractionFormat};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Service;
use super::body::{json, read_json};
use super::problem::{Details, Problem};
use super::work::{apart, json_array};

/// An article, as text or as a page.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtractRequest {
    /// The article as plain text.
    text: Option<String>,
    /// The article as HTML, of which the main text is taken.
    html: Option<String>,
    /// Name of the model; none for the first.
    model: Option<String>,
}

/// The statements of an article with speaker and stance: records as of `demarche extract --format jsonl`.
#[utoipa::path(
    post, path = "/v1/extract", tag = "stance",
    request_body = ExtractRequest,
    responses(
        (status = 200, description = "The text and its statements", body = super::schema::Extraction),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn extract(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request: ExtractRequest = read_json(&headers, body, &service.limits).await?;
    let model = service.models.get(request.model.as_deref())?;
    let longest = service.limits.text;
    let (given, is_html) = match (request.text, request.html) {
        (Some(text), None) => (text, false),
        (None, Some(html)) => (html, true),
        _ => {
            return Err(Problem::bad_request(
                "expected either \"text\" or \"html\", a string",
            ));
        }
    };
    if given.len() > longest {
        return Err(Problem::too_large(format!(
            "the article has {} bytes, expected at most {longest}; split it",
            given.len()
        )));
    }
    service.log_texts(std::slice::from_ref(&given));
    let work = move || {
        let text = if is_html { main_text(&given)? } else { given };
        Ok(answer(&model.classifier, &text))
    };
    Ok(json(apart(work).await??))
}

fn answer(classifier: &StanceClassifier, text: &str) -> Vec<u8> {
    let writer = ArticleWriter {
        format: ExtractionFormat::Jsonl,
        safe_csv: false,
        set: classifier.stances(),
        model: classifier.digest(),
        colour: false,
    };
    let found = Extractor::new(classifier).extract(text);
    let mut lines = Vec::new();
    // The name that the command line gives to standard input.
    writer.push(&mut lines, &Value::from("-"), text, &found);
    let mut out = format!("{{\"text\":{},\"statements\":", Value::from(text)).into_bytes();
    out.extend(json_array(&lines));
    out.extend(b"}\n");
    out
}

#[cfg(feature = "html")]
fn main_text(html: &str) -> Result<String, Problem> {
    demarche::article::main_text(html)
        .map_err(|e| Problem::unusable(format!("{e}; send the article as \"text\"")))
}

#[cfg(not(feature = "html"))]
fn main_text(_: &str) -> Result<String, Problem> {
    Err(Problem::unusable(
        "this service was built without the feature html; send the article as \"text\"",
    ))
}
