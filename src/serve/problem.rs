//! Problem details (RFC 9457): every error of the service is one.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of problem details.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request was not answered as asked.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
}

/// Problem details as RFC 9457 has them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub struct Details {
    /// The kind of problem, `urn:demarche:problem:` and a name.
    r#type: String,
    /// The kind in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What was found, what was expected, and the remedy.
    detail: String,
    /// Identity of the request, as in the header `x-request-id`.
    instance: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $status:ident, $kind:literal, $title:literal;)*) => {
        impl Problem {
            $($(#[$doc])* pub fn $name(detail: impl Into<String>) -> Self {
                Self { status: StatusCode::$status, kind: $kind, title: $title, detail: detail.into() }
            })*
        }
    };
}

kinds! {
    /// A body that is not what the request needs.
    bad_request, BAD_REQUEST, "bad-request", "The request cannot be read";
    /// No token, or an unknown one.
    unauthorized, UNAUTHORIZED, "unauthorized", "A token is needed";
    /// No such path.
    not_found, NOT_FOUND, "not-found", "There is nothing at this path";
    /// Another method is needed.
    bad_method, METHOD_NOT_ALLOWED, "method-not-allowed", "The path does not answer this method";
    /// No such model.
    unknown_model, NOT_FOUND, "unknown-model", "There is no such model";
    /// Something else is there already.
    conflict, CONFLICT, "conflict", "There is another answer already";
    /// A body that came too slowly.
    too_slow, REQUEST_TIMEOUT, "too-slow", "The request came too slowly";
    /// A body, batch or text beyond its limit.
    too_large, PAYLOAD_TOO_LARGE, "too-large", "The request is beyond a limit";
    /// A body in another media type.
    bad_media_type, UNSUPPORTED_MEDIA_TYPE, "media-type", "The media type of the body is not read here";
    /// A request for another host.
    misdirected, MISDIRECTED_REQUEST, "misdirected", "The request is for another host";
    /// A file that cannot be read as what it seems to be.
    unusable, UNPROCESSABLE_ENTITY, "unusable", "The content cannot be used";
    /// Something that should not happen.
    internal, INTERNAL_SERVER_ERROR, "internal", "The service failed";
    /// More requests than are taken at a time.
    overloaded, SERVICE_UNAVAILABLE, "overloaded", "Too many requests at a time";
    /// Work that took too long.
    overtime, SERVICE_UNAVAILABLE, "overtime", "The answer took too long";
}

impl Problem {
    /// Its form on the wire, for the request `id`.
    pub fn details(&self, id: &str) -> Vec<u8> {
        let details = Details {
            r#type: format!("urn:demarche:problem:{}", self.kind),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            instance: id.to_owned(),
        };
        let mut out = serde_json::to_vec(&details).unwrap_or_default();
        out.push(b'\n');
        out
    }

    /// The kind, as in logs.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

impl IntoResponse for Problem {
    /// Status and headers; [`rendered`] writes the body, for it knows the request.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the body of a problem for the request `id`; other responses stay as they are.
pub fn rendered(mut response: Response, id: &str) -> Response {
    if let Some(problem) = response.extensions().get::<Problem>() {
        let body = problem.details(id);
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::from(body);
    }
    response
}
