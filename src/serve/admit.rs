//! How many requests are at work: what is beyond the limit is answered at once, so that the others keep their pace.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Service;
use super::problem::Problem;

/// Places for requests, and for streams among them.
pub struct Places {
    all: usize,
    requests: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

impl Places {
    /// So many places.
    pub fn new(requests: usize, streams: usize) -> Self {
        let places = |n: usize| Arc::new(Semaphore::new(n.min(Semaphore::MAX_PERMITS)));
        Self {
            all: requests.min(Semaphore::MAX_PERMITS),
            requests: places(requests),
            streams: places(streams),
        }
    }

    /// Requests at work.
    pub fn taken(&self) -> usize {
        self.all - self.requests.available_permits()
    }

    /// A place for a stream.
    pub fn stream(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = Arc::clone(&self.streams).try_acquire_owned();
        place.map_err(|_| {
            Problem::overloaded("as many streams as allowed are at work; try again in a second")
        })
    }
}

/// Lets a request in if there is a place, which it keeps until its answer is sent; and ends it if it takes too long.
pub async fn admit(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let place = Arc::clone(&service.places.requests).try_acquire_owned();
    let place = place.map_err(|_| {
        Problem::overloaded("as many requests as allowed are at work; try again in a second")
    })?;
    let time = service.limits.time;
    let response = tokio::time::timeout(time, next.run(request)).await;
    let response = response.map_err(|_| {
        Problem::overtime(format!(
            "no answer within {} s; send less at once",
            time.as_secs()
        ))
    })?;
    Ok(response.map(|body| {
        Body::new(Held {
            body,
            _place: place,
        })
    }))
}

/// A body that keeps a place until it is sent or dropped.
struct Held {
    body: Body,
    _place: OwnedSemaphorePermit,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
