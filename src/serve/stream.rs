//! Streams: a body read as it comes, and an answer written as it is made, each waiting for the other.
//!
//! The readers of the library wait for their input, so each stream has a thread; between it and the connection stand two short
//! queues. A client that sends without reading fills both, and is then not read from.

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::{Buf, Bytes};
use http_body_util::BodyExt;
use hyper::body::{Body as HttpBody, Frame};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

/// Pieces of a body that wait to be read.
const UNREAD: usize = 4;

/// Pieces of an answer that wait to be sent.
const UNSENT: usize = 32;

/// How much of a body is taken, and how long it is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Most bytes.
    pub bytes: u64,
    /// Longest time between two pieces.
    pub pause: Duration,
}

/// Bytes of a body, for readers that wait.
pub struct BodyReader {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    piece: Bytes,
}

impl BodyReader {
    /// Reads `body` in the background, a few pieces ahead.
    pub fn new(body: Body, patience: Patience) -> Self {
        let (sender, pieces) = mpsc::channel(UNREAD);
        tokio::spawn(feed(body, patience, sender));
        Self {
            pieces,
            piece: Bytes::new(),
        }
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
        }
        let n = self.piece.len().min(buffer.len());
        self.piece.copy_to_slice(&mut buffer[..n]);
        Ok(n)
    }
}

async fn feed(mut body: Body, patience: Patience, sender: mpsc::Sender<io::Result<Bytes>>) {
    let mut left = patience.bytes;
    loop {
        let piece = match tokio::time::timeout(patience.pause, body.frame()).await {
            Ok(None) => return,
            Ok(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
            Ok(Some(Err(e))) => {
                let _ = sender.send(Err(io::Error::other(e))).await;
                return;
            }
            Err(_) => {
                let seconds = patience.pause.as_secs();
                let late = io::Error::new(
                    io::ErrorKind::TimedOut,
                    format!("nothing came for {seconds} s"),
                );
                let _ = sender.send(Err(late)).await;
                return;
            }
        };
        let Some(rest) = left.checked_sub(piece.len() as u64) else {
            let long = format!("the body is longer than {} bytes", patience.bytes);
            let _ = sender
                .send(Err(io::Error::new(io::ErrorKind::FileTooLarge, long)))
                .await;
            return;
        };
        left = rest;
        if sender.send(Ok(piece)).await.is_err() {
            return;
        }
    }
}

/// Where a thread puts the pieces of its answer.
#[derive(Clone)]
pub struct Answer(mpsc::Sender<Bytes>);

/// Nobody reads the answer any more.
pub struct Gone;

impl Answer {
    /// Waits until there is room.
    pub fn write(&self, piece: Vec<u8>) -> Result<(), Gone> {
        self.0.blocking_send(piece.into()).map_err(|_| Gone)
    }
}

/// An answer that is still being made; keeps its place until it is sent or dropped.
pub struct Growing {
    pieces: mpsc::Receiver<Bytes>,
    _place: OwnedSemaphorePermit,
}

/// Both ends of an answer.
pub fn answer(place: OwnedSemaphorePermit) -> (Answer, Growing) {
    let (sender, pieces) = mpsc::channel(UNSENT);
    let growing = Growing {
        pieces,
        _place: place,
    };
    (Answer(sender), growing)
}

impl HttpBody for Growing {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let piece = self.pieces.poll_recv(context);
        piece.map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }
}
