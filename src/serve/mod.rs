//! The service: the library over HTTP, and the page that uses it. An edge like `cli`, which hands it its settings.
//!
//! [`server`] takes connections, [`routes`] says which function answers and what a request goes through before, and one file a job
//! answers by calling the library.

mod admit;
mod assets;
mod body;
mod classify;
mod explain;
mod extract;
mod health;
mod host;
mod labelling;
mod labels;
mod log;
mod metrics;
mod model_facts;
mod models;
mod observe;
mod openapi;
mod plain_form;
mod problem;
mod records;
mod routes;
mod rows;
mod schema;
mod server;
mod settings;
mod signals;
mod stream;
mod tokens;
mod work;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};

use admit::Places;
use labels::Desk;
pub use labels::Labelling;
use metrics::Metrics;
pub use models::ModelSource;
use models::Models;
pub use settings::{Limits, Log, Settings};
use tokens::Tokens;

/// Time for threads of requests that were given up to notice it.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// What every request may use.
struct Service {
    models: Models,
    tokens: Option<Tokens>,
    limits: Limits,
    places: Places,
    metrics: Arc<Metrics>,
    log: Log,
    local_only: bool,
    /// Where statements are labelled, if they are.
    desk: Option<Desk>,
}

impl Service {
    fn new(settings: Settings) -> Result<Self> {
        let local_only = settings.is_local_only();
        let models = Models::open(settings.models)?;
        let desk = match (&settings.labelling, models.get(None)) {
            (Some(labelling), Ok(model)) => Some(labelling.open(&model.classifier)?),
            _ => None,
        };
        Ok(Self {
            local_only,
            models,
            desk,
            tokens: settings.token_file.map(Tokens::open).transpose()?,
            places: Places::new(settings.limits.requests, settings.limits.streams),
            limits: settings.limits,
            metrics: Arc::new(Metrics::new()),
            log: settings.log,
        })
    }

    /// Logs texts, if that was asked for.
    fn log_texts(&self, texts: &[String]) {
        if self.log.texts {
            for text in texts {
                tracing::info!(text, "text");
            }
        }
    }

    /// Reads models and tokens again; what cannot be used leaves the old as they are.
    fn reload(&self) {
        let mut all = self.models.reload();
        if let Some(Err(error)) = self.tokens.as_ref().map(Tokens::reload) {
            tracing::error!(why = format!("{error:#}"), "the old tokens stay");
            all = false;
        }
        self.metrics.reloaded(all);
    }
}

/// Answers requests until it is told to stop.
pub fn run(settings: Settings) -> Result<()> {
    settings.check()?;
    log::start(settings.log);
    let addr = settings.addr;
    let service = Arc::new(Service::new(settings)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the threads of the service; allow the process more (ulimit -u)")?;
    let outcome = runtime.block_on(server::serve(addr, service));
    runtime.shutdown_timeout(LAST_WAIT);
    outcome
}
