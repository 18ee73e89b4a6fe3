//! `GET /metrics`: counters for Prometheus, in its text format (OpenMetrics).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::Service;
use super::problem::Problem;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Bounds of the histogram of times, in seconds.
const BOUNDS: [f64; 10] = [
    0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0,
];

/// What requests are counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    path: String,
    status: u16,
}

/// What reloads are counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reload {
    outcome: &'static str,
}

/// Counters of the service.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Histogram,
    texts: Counter,
    reloads: Family<Reload, Counter>,
    connections: Gauge,
    in_flight: Gauge,
}

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("demarche");
        let requests = Family::default();
        let seconds = Histogram::new(BOUNDS);
        let texts = Counter::default();
        let reloads = Family::default();
        let connections = Gauge::default();
        let in_flight = Gauge::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register(
            "http_request_seconds",
            "Time until an answer began",
            seconds.clone(),
        );
        registry.register("texts", "Texts classified", texts.clone());
        registry.register(
            "reloads",
            "Times that models were read again",
            reloads.clone(),
        );
        registry.register("connections", "Open connections", connections.clone());
        registry.register("requests_in_flight", "Requests at work", in_flight.clone());
        Self {
            registry,
            requests,
            seconds,
            texts,
            reloads,
            connections,
            in_flight,
        }
    }

    /// Counts an answer.
    pub fn answered(&self, path: &str, status: u16, took: Duration) {
        let path = path.to_owned();
        self.requests.get_or_create(&Request { path, status }).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Counts texts.
    pub fn classified(&self, texts: usize) {
        self.texts.inc_by(texts as u64);
    }

    /// Counts an attempt to read models again.
    pub fn reloaded(&self, done: bool) {
        let outcome = if done { "done" } else { "refused" };
        self.reloads.get_or_create(&Reload { outcome }).inc();
    }

    /// Counts a connection until the guard is dropped.
    pub fn connected(self: &Arc<Self>) -> Connected {
        self.connections.inc();
        Connected(Arc::clone(self))
    }
}

/// An open connection.
pub struct Connected(Arc<Metrics>);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.connections.dec();
    }
}

/// Counters for Prometheus, in its text format.
#[utoipa::path(
    get, path = "/metrics", tag = "service",
    responses((status = 200, description = "All counters", body = String, content_type = "application/openmetrics-text"))
)]
pub async fn metrics(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    let at_work = i64::try_from(service.places.taken()).unwrap_or(i64::MAX);
    service.metrics.in_flight.set(at_work);
    let mut text = String::new();
    encode(&mut text, &service.metrics.registry)
        .map_err(|e| Problem::internal(format!("the counters cannot be written: {e}")))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}
