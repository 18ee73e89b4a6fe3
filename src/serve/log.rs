//! The log: one line an event on standard error, without any text of a request unless asked for.

use tracing::level_filters::LevelFilter;

use super::settings::Log;

/// Starts it.
pub fn start(log: Log) {
    let builder = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .with_ansi(false);
    // Only the first log of a process is kept.
    let _ = if log.json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.try_init()
    };
}
