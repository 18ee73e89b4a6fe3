//! Connections: accepted up to a limit, given to the routes, and finished before the service stops.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

use super::Service;
use super::routes::routes;
use super::signals::{reload_when_told, told_to_stop};

/// Wait before another connection is taken when the system has no room for one.
const NO_ROOM: Duration = Duration::from_millis(50);

/// Most bytes of a request's head.
const HEAD: usize = 32 << 10;

/// Listens on `addr` and answers until told to stop; then finishes what it took.
pub async fn serve(addr: SocketAddr, service: Arc<Service>) -> Result<()> {
    // Signals first, so that whoever reads the line below may send one.
    let stop = told_to_stop();
    tokio::pin!(stop);
    reload_when_told(&service)?;
    let listener = TcpListener::bind(addr)
        .await
        .with_context(|| format!("cannot listen on {addr}; choose another with --addr"))?;
    let bound = listener.local_addr().context("cannot tell the port")?;
    let graceful = GracefulShutdown::new();
    let door = Door::new(service);
    let taking = door.take_all(&listener, &graceful);
    tracing::info!("listening on http://{bound}");
    tokio::select! {
        stopped = &mut stop => stopped?,
        () = taking => {}
    }
    drop(listener);
    let left = graceful.count();
    tracing::info!(connections = left, "stopping");
    let time = door.service.limits.stop_time;
    if tokio::time::timeout(time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("not all requests were finished within {} s", time.as_secs());
    }
    Ok(())
}

/// Where connections come in.
struct Door {
    service: Arc<Service>,
    connections: http1::Builder,
    places: Arc<Semaphore>,
    routes: Router,
}

impl Door {
    fn new(service: Arc<Service>) -> Self {
        let mut connections = http1::Builder::new();
        connections
            .timer(TokioTimer::new())
            .header_read_timeout(service.limits.head_time)
            .max_header_size(HEAD);
        Self {
            connections,
            places: Arc::new(Semaphore::new(
                service.limits.connections.min(Semaphore::MAX_PERMITS),
            )),
            routes: routes(Arc::clone(&service)),
            service,
        }
    }

    /// Takes connections, as long as there are places; others wait in the system's queue.
    async fn take_all(&self, listener: &TcpListener, graceful: &GracefulShutdown) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                return;
            };
            match listener.accept().await {
                Ok((stream, _)) => self.take(stream, place, graceful.watcher()),
                Err(e) if e.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot take a connection; allow more open files (ulimit -n)");
                    tokio::time::sleep(NO_ROOM).await;
                }
            }
        }
    }

    fn take(&self, stream: TcpStream, place: OwnedSemaphorePermit, watcher: Watcher) {
        // Answers are small; without it the last part of one may wait for the client's word.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        // A client that does not read its answer.
        stream.set_write_timeout(Some(self.service.limits.time));
        let routes = TowerToHyperService::new(self.routes.clone());
        let io = TokioIo::new(Box::pin(stream));
        let connection = watcher.watch(self.connections.serve_connection(io, routes));
        let counted = self.service.metrics.connected();
        tokio::spawn(async move {
            // A connection that breaks concerns its client alone.
            let _ = connection.await;
            drop((counted, place));
        });
    }
}
