//! `GET /healthz` and `GET /readyz`: whether the process lives, and whether it takes requests.

/// Whether the process lives.
#[utoipa::path(
    get, path = "/healthz", tag = "service", security(()),
    responses((status = 200, description = "It does", body = String, content_type = "text/plain"))
)]
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Whether requests are taken: models are loaded before the first connection is.
#[utoipa::path(
    get, path = "/readyz", tag = "service", security(()),
    responses((status = 200, description = "They are", body = String, content_type = "text/plain"))
)]
pub async fn ready() -> &'static str {
    "ready\n"
}
