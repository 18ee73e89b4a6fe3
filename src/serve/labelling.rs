//! `/v1/labels/…`: the next statement, answers, their withdrawal, agreement and export, where labelling was asked for.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use demarche::source::InputFormat;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::body::read_json;
use super::labels::{Desk, Given, Question, Refusal, export};
use super::problem::{Details, Problem};
use super::work::apart;
use super::{Service, records};

/// Names and values of a query, which may have a name more than once.
type Pairs = Query<Vec<(String, String)>>;

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// The statement.
    id: String,
    /// Its label; null to skip it.
    label: Option<String>,
    /// Who answers.
    annotator: String,
    /// What else there is to say.
    note: Option<String>,
}

/// The statement of which the model is least sure among those that the annotator has not answered.
#[utoipa::path(
    get, path = "/v1/labels/next", tag = "labels",
    params(
        ("annotator" = String, Query, description = "Who labels"),
        ("tab" = Option<String>, Query, description = "Which of the annotator's browser tabs asks"),
        ("skip" = Option<Vec<String>>, Query, description = "Identifiers of statements that are not wanted now"),
    ),
    responses(
        (status = 200, description = "The statement", body = Object),
        (status = 204, description = "All are answered"),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn next(
    State(service): State<Arc<Service>>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    at_desk(service, move |service, desk| {
        let annotator = required(&pairs, "annotator")?;
        let skipped = pairs.iter().filter(|(name, _)| name == "skip");
        let skipped: Vec<String> = skipped.map(|(_, id)| id.clone()).collect();
        let tab = first(&pairs, "tab").unwrap_or_default();
        match desk.next(annotator, tab, &skipped) {
            Some(question) => Ok(axum::Json(told(service, &question)?).into_response()),
            None => Ok(StatusCode::NO_CONTENT.into_response()),
        }
    })
    .await
}

/// Takes an answer, which is on disk once this is acknowledged.
#[utoipa::path(
    post, path = "/v1/labels", tag = "labels",
    request_body = AnswerRequest,
    responses(
        (status = 201, description = "The answer is on disk now", body = Object),
        (status = 200, description = "The same answer was on disk before", body = Object),
        (status = 409, description = "There is another answer of this annotator", body = Details, content_type = "application/problem+json"),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn answer(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked: AnswerRequest = read_json(&headers, body, &service.limits).await?;
    at_desk(service, move |_, desk| {
        let id = asked.id.clone();
        let given = desk.answer(&asked.id, asked.label, &asked.annotator, asked.note);
        let status = match given.map_err(|refusal| problem(refusal, &id))? {
            Given::New => StatusCode::CREATED,
            Given::Before => StatusCode::OK,
        };
        Ok((status, axum::Json(json!({"id": id}))).into_response())
    })
    .await
}

/// Takes back the annotator's last answer, or that to `id`, and shows its statement again.
#[utoipa::path(
    delete, path = "/v1/labels/last", tag = "labels",
    params(
        ("annotator" = String, Query, description = "Who labels"),
        ("tab" = Option<String>, Query, description = "Which of the annotator's browser tabs asks"),
        ("id" = Option<String>, Query, description = "The statement"),
    ),
    responses(
        (status = 200, description = "The statement, with what was answered", body = Object),
        (status = 204, description = "There is no answer to take back"),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn withdraw(
    State(service): State<Arc<Service>>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    at_desk(service, move |service, desk| {
        let annotator = required(&pairs, "annotator")?;
        let tab = first(&pairs, "tab").unwrap_or_default();
        let withdrawn = desk.withdraw(annotator, tab, first(&pairs, "id"));
        let Some(answer) = withdrawn.map_err(|e| Problem::internal(format!("{e:#}")))? else {
            return Ok(StatusCode::NO_CONTENT.into_response());
        };
        let mut shown = match desk.question(annotator, &answer.id) {
            Some(question) => told(service, &question)?,
            None => json!({"id": answer.id, "text": answer.text}),
        };
        shown["label"] = answer.label.into();
        shown["note"] = answer.note.into();
        Ok(axum::Json(shown).into_response())
    })
    .await
}

/// How far annotators agree, as `demarche corpus agree --format json` writes it.
#[utoipa::path(
    get, path = "/v1/labels/agreement", tag = "labels",
    responses(
        (status = 200, description = "Figures of agreement", body = Object),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn agreement(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    at_desk(service, |_, desk| {
        Ok(axum::Json(desk.agreement()).into_response())
    })
    .await
}

/// The labels that stand, as a file.
#[utoipa::path(
    get, path = "/v1/labels/export", tag = "labels",
    params(("format" = Option<String>, Query, description = "A format of --output-format; none for jsonl")),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn exported(
    State(service): State<Arc<Service>>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    at_desk(service, move |_, desk| {
        let asked = first(&pairs, "format").unwrap_or("jsonl");
        let format = InputFormat::NAMES.iter().find(|(name, _)| *name == asked);
        let (name, format) = format.ok_or_else(|| unknown_format(asked))?;
        let file = export(&desk.entries(), *format, desk.set());
        let file = file.map_err(|e| Problem::bad_request(e.to_string()))?;
        let name = HeaderValue::try_from(format!("attachment; filename=\"labels.{name}\""));
        let name = name.map_err(|e| Problem::internal(e.to_string()))?;
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/octet-stream"),
            ),
            (header::CONTENT_DISPOSITION, name),
        ];
        Ok((headers, file).into_response())
    })
    .await
}

/// Does `work` at the desk, away from the threads that answer others.
async fn at_desk<W>(service: Arc<Service>, work: W) -> Result<Response, Problem>
where
    W: FnOnce(&Service, &Desk) -> Result<Response, Problem> + Send + 'static,
{
    let work = move || {
        let desk = service.desk.as_ref().ok_or_else(|| {
            Problem::not_found(
                "no statements to label were given; start demarche serve with --pool and --labels",
            )
        })?;
        work(&service, desk)
    };
    apart(work).await?
}

fn first<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let found = pairs.iter().find(|(n, _)| n == name);
    found.map(|(_, value)| value.as_str())
}

fn required<'p>(pairs: &'p [(String, String)], name: &str) -> Result<&'p str, Problem> {
    let found = first(pairs, name).filter(|value| !value.trim().is_empty());
    found.ok_or_else(|| {
        Problem::bad_request(format!(
            "no {name} in the query; say who you are: ?{name}=NAME"
        ))
    })
}

fn unknown_format(asked: &str) -> Problem {
    let names = InputFormat::NAMES.map(|(name, _)| name);
    Problem::bad_request(format!(
        "format is {asked:?}, expected one of: {}",
        names.join(", ")
    ))
}

/// A question as JSON, with what the first model says.
fn told(service: &Service, question: &Question<'_>) -> Result<Value, Problem> {
    let text = &question.candidate.entry.text;
    let model = service.models.get(None)?;
    let record = records::of_text(&model.classifier, text);
    let prediction: Value =
        serde_json::from_slice(&record).map_err(|e| Problem::internal(e.to_string()))?;
    Ok(
        json!({"id": question.candidate.id, "text": text, "prediction": prediction, "done": question.done, "total": question.total}),
    )
}

fn problem(refusal: Refusal, id: &str) -> Problem {
    match refusal {
        Refusal::UnknownStatement => {
            Problem::not_found(format!("no statement of the pool has the id {id:?}"))
        }
        Refusal::Unusable(reason) => Problem::bad_request(reason),
        Refusal::Answered(before) => Problem::conflict(format!(
            "{} answered this statement before: {}; take that back to change it",
            before.annotator,
            before.label.as_deref().unwrap_or("skipped")
        )),
        Refusal::NotWritten(e) => Problem::internal(format!("{e:#}")),
    }
}
