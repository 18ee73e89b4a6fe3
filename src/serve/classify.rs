//! `POST /v1/classify`: the stance of one text, of several, or of a stream of them.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::body::{NDJSON, json, media_type, read_json};
use super::models::Model;
use super::observe::RequestId;
use super::problem::{Details, Problem};
use super::settings::Limits;
use super::work::apart;
use super::{Service, records, rows};

/// Bytes of text from which classifying would hold up other requests of the same thread.
const INLINE: usize = 16 << 10;

/// One text or several, and the model to judge them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassifyRequest {
    /// One text.
    text: Option<String>,
    /// Several texts, instead of one.
    texts: Option<Vec<String>>,
    /// Name of the model; none for the first.
    model: Option<String>,
}

/// Which model judges a stream.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClassifyQuery {
    /// Name of the model, of a stream; none for the first.
    model: Option<String>,
}

/// The stance of a text: a record as of `demarche classify --format jsonl`. `text` gives a record and `texts` an object with the list
/// `predictions`; JSON lines give a record a line with all fields of the line, streamed both ways.
#[utoipa::path(
    post, path = "/v1/classify", tag = "stance", params(ClassifyQuery),
    request_body(content(
        (ClassifyRequest = "application/json"),
        (super::schema::Line = "application/x-ndjson"),
    )),
    responses(
        (status = 200, description = "What was found", content(
            (super::schema::Classified = "application/json"),
            (super::schema::Prediction = "application/x-ndjson"),
        )),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn classify(
    State(service): State<Arc<Service>>,
    Extension(id): Extension<RequestId>,
    query: Result<Query<ClassifyQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    if media_type(&headers) == NDJSON {
        let Query(query) = query.map_err(|e| Problem::bad_request(e.body_text()))?;
        let model = service.models.get(query.model.as_deref())?;
        return rows::lines(service, model, id, body);
    }
    let request: ClassifyRequest = read_json(&headers, body, &service.limits).await?;
    let model = service.models.get(request.model.as_deref())?;
    let (texts, single) = match (request.text, request.texts) {
        (Some(text), None) => (vec![text], true),
        (None, Some(texts)) => (texts, false),
        _ => {
            return Err(Problem::bad_request(
                "expected either \"text\", a string, or \"texts\", a list of strings",
            ));
        }
    };
    check(&texts, &service.limits)?;
    service.log_texts(&texts);
    service.metrics.classified(texts.len());
    let bytes: usize = texts.iter().map(String::len).sum();
    let work = move || answer(&model, &texts, single);
    Ok(json(if bytes <= INLINE {
        work()
    } else {
        apart(work).await?
    }))
}

fn answer(model: &Model, texts: &[String], single: bool) -> Vec<u8> {
    match texts {
        [text] if single => records::of_text(&model.classifier, text),
        _ => {
            let list = records::of_texts(&model.classifier, texts);
            [b"{\"predictions\":", &list[..], b"}\n"].concat()
        }
    }
}

/// Refuses more or longer texts than allowed.
fn check(texts: &[String], limits: &Limits) -> Result<(), Problem> {
    if texts.len() > limits.batch {
        return Err(Problem::too_large(format!(
            "found {} texts, expected at most {}; send several requests, or a stream as {NDJSON}",
            texts.len(),
            limits.batch
        )));
    }
    match texts.iter().position(|t| t.len() > limits.text) {
        Some(i) => Err(Problem::too_large(format!(
            "text {} has {} bytes, expected at most {}; split it",
            i + 1,
            texts[i].len(),
            limits.text
        ))),
        None => Ok(()),
    }
}
