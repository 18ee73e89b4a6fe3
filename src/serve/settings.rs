//! Settings of the service.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Labelling, ModelSource};

/// Where to listen, what to serve, and how much of it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port; port 0 takes a free one.
    pub addr: SocketAddr,
    /// Models by name; none for the embedded one.
    pub models: Vec<ModelSource>,
    /// File of the tokens that requests must show one of.
    pub token_file: Option<PathBuf>,
    /// Whether everyone who reaches the port may ask.
    pub insecure: bool,
    /// Statements to be labelled, if any.
    pub labelling: Option<Labelling>,
    /// Limits of requests.
    pub limits: Limits,
    /// What is logged.
    pub log: Log,
}

impl Settings {
    /// Whether only this machine may ask, and needs no token to.
    pub fn is_local_only(&self) -> bool {
        self.addr.ip().is_loopback() && self.token_file.is_none() && !self.insecure
    }

    /// Refuses to let other machines ask without a token.
    pub fn check(&self) -> Result<()> {
        ensure!(
            self.addr.ip().is_loopback() || self.token_file.is_some() || self.insecure,
            "--addr {} can be reached from other machines, and anyone there could ask; give --token-file FILE, or --insecure if something in front of it checks who asks",
            self.addr
        );
        Ok(())
    }
}

/// Limits of requests; what is beyond one is answered with a problem, never cut.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a JSON body.
    pub body: usize,
    /// Bytes of a file that is sent as a body.
    pub file: u64,
    /// Texts in one JSON body.
    pub batch: usize,
    /// Bytes of one text.
    pub text: usize,
    /// Requests at work at a time.
    pub requests: usize,
    /// Streams among them.
    pub streams: usize,
    /// Connections at a time.
    pub connections: usize,
    /// Time to read the head of a request, and to wait for the next one.
    pub head_time: Duration,
    /// Time to answer a request; of a stream, time between two pieces.
    pub time: Duration,
    /// Time to finish requests once the service is told to stop.
    pub stop_time: Duration,
}

impl Limits {
    /// Time to send a JSON body: half of all, so that its being late can be told.
    pub fn body_time(&self) -> Duration {
        self.time / 2
    }
}

/// What is logged.
#[derive(Debug, Clone, Copy)]
pub struct Log {
    /// Whether each line is a JSON object.
    pub json: bool,
    /// Whether requests are logged, or only what goes wrong.
    pub requests: bool,
    /// Whether texts are logged.
    pub texts: bool,
}
