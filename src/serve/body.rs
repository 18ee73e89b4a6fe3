//! Bodies: read up to a limit, as JSON of a type; and answers in JSON.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body as _;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::settings::Limits;

/// JSON, one value a line.
pub const NDJSON: &str = "application/x-ndjson";

const JSON: &str = "application/json";

/// The media type of a body without its parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = value.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// A JSON body as `T`. The media type is asked for, so that no form of a foreign page can send one unasked.
pub async fn read_json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<T, Problem> {
    let found = media_type(headers);
    if found != JSON {
        return Err(Problem::bad_media_type(format!(
            "content type is {found:?}, expected {JSON}"
        )));
    }
    let bytes = read(body, limits.body, limits.body_time()).await?;
    serde_json::from_slice(&bytes)
        .map_err(|e| Problem::bad_request(format!("the body is not the JSON expected: {e}")))
}

/// A body as a whole.
pub async fn read(body: Body, limit: usize, time: Duration) -> Result<Bytes, Problem> {
    let too_large = || {
        Problem::too_large(format!(
            "the body is longer than {limit} bytes; send less at once, or a stream as {NDJSON}"
        ))
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    match tokio::time::timeout(time, Limited::new(body, limit).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(e)) if e.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(e)) => Err(Problem::bad_request(format!(
            "the body cannot be read: {e}"
        ))),
        Err(_) => Err(Problem::too_slow(format!(
            "the body was not there within {} s",
            time.as_secs_f64()
        ))),
    }
}

/// An answer in JSON.
pub fn json(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, JSON)], bytes).into_response()
}
