//! Which function answers which path, and what requests go through before.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::problem::Problem;
use super::{
    Service, admit, assets, classify, explain, extract, health, host, labelling, metrics,
    model_facts, observe, openapi, plain_form, rows, tokens,
};

/// All paths. Those that work need a place and a token, those that tell need a token, and the page and the health of the service are
/// open to all.
pub fn routes(service: Arc<Service>) -> Router {
    let with = || Arc::clone(&service);
    let work = Router::new()
        .route("/v1/classify", post(classify::classify))
        .route("/v1/explain", post(explain::explain))
        .route("/v1/extract", post(extract::extract))
        .route("/v1/file", post(rows::file))
        .route("/v1/model", get(model_facts::model))
        .route("/", post(plain_form::read))
        .route("/v1/labels", post(labelling::answer))
        .route("/v1/labels/next", get(labelling::next))
        .route("/v1/labels/last", delete(labelling::withdraw))
        .route("/v1/labels/agreement", get(labelling::agreement))
        .route("/v1/labels/export", get(labelling::exported))
        .route_layer(from_fn_with_state(with(), admit::admit));
    let closed = Router::new()
        .route("/v1/models", get(model_facts::models))
        .route("/metrics", get(metrics::metrics))
        .route("/openapi.json", get(openapi::openapi))
        .merge(work)
        .route_layer(from_fn_with_state(with(), tokens::authorize));
    let open = Router::new()
        .route("/", get(assets::index))
        .route("/page/{name}", get(assets::named))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready));
    open.merge(closed)
        .fallback(no_path)
        .method_not_allowed_fallback(other_method)
        .layer(from_fn_with_state(with(), host::answers_to_its_name))
        .layer(CatchPanicLayer::custom(failed))
        .layer(from_fn_with_state(with(), observe::observe))
        // Each body has a limit of its own.
        .layer(DefaultBodyLimit::disable())
        .with_state(service)
}

async fn no_path(uri: Uri) -> Problem {
    Problem::not_found(format!(
        "no path {:?}; GET /openapi.json lists all",
        uri.path()
    ))
}

async fn other_method(method: Method, uri: Uri) -> Problem {
    Problem::bad_method(format!("{} is not answered for {method}", uri.path()))
}

/// The answer to a request whose work failed; the reason is on standard error.
fn failed(_: Box<dyn Any + Send>) -> Response {
    Problem::internal("the work on this request ended early; see the log").into_response()
}
