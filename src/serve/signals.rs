//! Signals: SIGTERM and SIGINT stop the service, SIGHUP makes it read its files again.

use std::sync::Arc;

use anyhow::{Context, Result};

use super::Service;

/// Waits until the service is told to stop.
#[cfg(unix)]
pub async fn told_to_stop() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).context("cannot wait for signals");
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Waits until the service is told to stop.
#[cfg(not(unix))]
pub async fn told_to_stop() -> Result<()> {
    tokio::signal::ctrl_c()
        .await
        .context("cannot wait for signals")
}

/// Reads models and tokens again at each SIGHUP.
#[cfg(unix)]
pub fn reload_when_told(service: &Arc<Service>) -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hang_up = signal(SignalKind::hangup()).context("cannot wait for signals")?;
    let service = Arc::clone(service);
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() {
            let service = Arc::clone(&service);
            // One after the other; if reading ends early, the old files stay.
            let _ = tokio::task::spawn_blocking(move || service.reload()).await;
        }
    });
    Ok(())
}

/// There is no such signal here.
#[cfg(not(unix))]
pub fn reload_when_told(_: &Arc<Service>) -> Result<()> {
    Ok(())
}
