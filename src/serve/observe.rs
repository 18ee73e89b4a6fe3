//! What every request goes through: an identity, problem details, a line in the log, and the counters.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::Service;
use super::problem::{Problem, rendered};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest identity that is taken over from a client.
const LONGEST_ID: usize = 64;

/// Identity of a request: the client's, or a new one.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(REQUEST_ID).and_then(|v| v.to_str().ok());
        let usable = |id: &&str| {
            (1..=LONGEST_ID).contains(&id.len())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        match given.filter(usable) {
            Some(id) => Self(id.into()),
            None => Self(format!("{:016x}", fastrand::u64(..)).into()),
        }
    }
}

/// Gives a request its identity, and notes how it went.
pub async fn observe(
    State(service): State<Arc<Service>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(id.clone());
    let mut response = rendered(next.run(request).await, &id.0);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    let path = matched.as_ref().map_or("other", MatchedPath::as_str);
    let status = response.status().as_u16();
    let took = started.elapsed();
    service.metrics.answered(path, status, took);
    if service.log.requests {
        let problem = response.extensions().get::<Problem>().map(Problem::kind);
        let seconds = took.as_secs_f64();
        // Paths that no route has may hold anything, so they are not logged.
        tracing::info!(request = &*id.0, %method, path, status, seconds, problem, "answered");
    }
    response
}
