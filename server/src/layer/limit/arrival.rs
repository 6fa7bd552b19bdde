//! A body on its way in, and when it was last heard of.

use axum::BoxError;
use axum::body::Bytes;
use http_body_util::Limited;
use hyper::body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// When a request was last heard of; shared by its body and those who wait for its answer.
#[derive(Debug, Clone)]
pub(super) struct Arrival(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    last: Instant,
    is_late: bool,
}

impl Default for Arrival {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State { last: Instant::now(), is_late: false })))
    }
}

impl Arrival {
    /// When its last piece came.
    pub(super) fn last(&self) -> Instant {
        self.with(|state| state.last)
    }

    /// Notes that it is heard of now.
    fn heard(&self) -> Instant {
        self.with(|state| {
            state.last = Instant::now();
            state.last
        })
    }

    /// Whether it was given up.
    pub(super) fn is_late(&self) -> bool {
        self.with(|state| state.is_late)
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A body that has to arrive within a time, without a long rest in between.
pub(super) struct Arriving {
    body: Limited<axum::body::Body>,
    arrival: Arrival,
    limit: Duration,
    rest: Duration,
    /// Begins when the body is first waited for.
    end: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Arriving {
    pub(super) fn new(body: Limited<axum::body::Body>, arrival: Arrival, limit: Duration, rest: Duration) -> Self {
        Self { body, arrival, limit, rest, end: None, timer: None }
    }

    /// Whether the time is up.
    fn is_up(&mut self, cx: &mut Context<'_>) -> bool {
        let end = match self.end {
            Some(end) => end,
            None => {
                let now = self.arrival.heard();
                *self.end.insert(now + self.limit)
            }
        };
        let until = end.min(self.arrival.last() + self.rest);
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if timer.deadline() != until {
            timer.as_mut().reset(until);
        }
        timer.as_mut().poll(cx).is_ready()
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if this.arrival.is_late() {
            return Poll::Ready(None);
        }
        let frame = Pin::new(&mut this.body).poll_frame(cx);
        if frame.is_ready() {
            this.arrival.heard();
        } else if this.is_up(cx) {
            this.arrival.with(|state| state.is_late = true);
            return Poll::Ready(Some(Err("the body did not arrive in time".into())));
        }
        // A body that trickles is ready again and again: the end comes for it too.
        if matches!(frame, Poll::Ready(Some(Ok(_)))) && this.end.is_some_and(|end| Instant::now() > end) {
            this.arrival.with(|state| state.is_late = true);
            return Poll::Ready(Some(Err("the body did not arrive in time".into())));
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
