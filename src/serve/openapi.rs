//! `GET /openapi.json`: the description of the service, made from its types.

use axum::Json;
use utoipa::openapi::OpenApi as Description;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{classify, explain, extract, health, labelling, metrics, model_facts, rows};

#[derive(OpenApi)]
#[openapi(
    info(title = "demarche", description = "Tags what officials say as condemning, defending or neutral."),
    paths(
        classify::classify,
        explain::explain,
        extract::extract,
        rows::file,
        model_facts::model,
        model_facts::models,
        labelling::next,
        labelling::answer,
        labelling::withdraw,
        labelling::agreement,
        labelling::exported,
        health::alive,
        health::ready,
        metrics::metrics,
        openapi,
    ),
    modifiers(&Token),
    security((), ("token" = [])),
    tags(
        (name = "stance", description = "The stance of texts"),
        (name = "model", description = "What judges them"),
        (name = "labels", description = "Labelling, where the service was started with --pool and --labels"),
        (name = "service", description = "The service itself"),
    )
)]
struct Api;

/// Adds the token that is needed if the service was started with some.
struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut Description) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("token", scheme);
    }
}

/// This description.
#[utoipa::path(
    get, path = "/openapi.json", tag = "service",
    responses((status = 200, description = "The description", body = Object))
)]
pub async fn openapi() -> Json<Description> {
    Json(Api::openapi())
}
