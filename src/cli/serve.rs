//! `demarche serve`: settings of the service from the flags.

use std::num::NonZeroU32;
use std::time::Duration;

use anyhow::Result;

use super::Outcome;
use super::args::{LimitArgs, LogArg, ServeArgs};
use crate::serve::{Labelling, Limits, Log, Settings, run as serve};

/// Runs the command.
pub fn run(args: ServeArgs) -> Result<Outcome> {
    let labelling = args.pool.zip(args.labels);
    serve(Settings {
        addr: args.addr,
        models: args.models,
        labelling: labelling.map(|(pool, labels)| Labelling { pool, labels }),
        token_file: args.token_file,
        insecure: args.insecure,
        limits: limits(&args.limits),
        log: Log {
            json: args.log == LogArg::Json,
            requests: !args.quiet,
            texts: args.log_texts,
        },
    })?;
    Ok(Outcome::Done)
}

fn limits(args: &LimitArgs) -> Limits {
    let seconds = |n: NonZeroU32| Duration::from_secs(n.get().into());
    Limits {
        body: args.max_body_bytes.get(),
        file: args.max_file_bytes.get(),
        batch: args.max_batch.get(),
        text: args.max_text_bytes.get(),
        requests: args.max_requests.get(),
        streams: args.max_streams.get(),
        connections: args.max_connections.get(),
        head_time: seconds(args.head_timeout),
        time: seconds(args.timeout),
        stop_time: seconds(args.stop_timeout),
    }
}
