//! A connection that cannot be held by doing nothing: it says its first byte, its headers and its next request in time, and takes its
//! answers. How long a request itself may take is decided elsewhere.

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// How long each of these may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// From the connection to its first byte.
    pub(super) first_byte: Duration,
    /// From a request's first byte to the end of its headers.
    pub(super) headers: Duration,
    /// From an answer to the next request.
    pub(super) rest: Duration,
    /// In which nothing of an answer is taken.
    pub(super) write: Duration,
}

/// What is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// How far a connection has come; shared by its bytes and its requests.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    protocol: Protocol,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    /// Requests that are not answered to the end.
    busy: usize,
    /// Since when there are none.
    since: Instant,
    /// Whether nothing has come at all.
    is_new: bool,
    /// When the first byte after the last answer came.
    begun: Option<Instant>,
    /// Who looks at the connection again once it rests.
    watcher: Option<Waker>,
}

impl Progress {
    pub(super) fn new(protocol: Protocol) -> Self {
        let state = State { busy: 0, since: Instant::now(), is_new: true, begun: None, watcher: None };
        Self { protocol, state: Arc::new(Mutex::new(state)) }
    }

    /// A request has come; until what is returned is dropped, the connection is busy.
    pub(super) fn begin(&self) -> Busy {
        self.with(|state| {
            state.busy += 1;
            state.begun = None;
        });
        Busy(self.clone())
    }

    fn came(&self) {
        self.with(|state| {
            state.is_new = false;
            if state.busy == 0 {
                state.begun.get_or_insert_with(Instant::now);
            }
        });
    }

    /// Until when something has to come; while the connection is busy, `watcher` is told when that ends.
    fn deadline(&self, limits: &Limits, watcher: &Waker) -> Option<Instant> {
        self.with(|state| match state {
            State { busy: 1.., watcher: known, .. } => {
                if !known.as_ref().is_some_and(|known| known.will_wake(watcher)) {
                    *known = Some(watcher.clone());
                }
                None
            }
            State { is_new: true, since, .. } => Some(*since + limits.first_byte),
            // In HTTP/2 a byte is no request's: frames come and go while the connection rests.
            State { begun: Some(begun), .. } if self.protocol == Protocol::Http1 => Some(*begun + limits.headers),
            State { since, .. } => Some(*since + limits.rest),
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A request that is not answered to the end.
pub(super) struct Busy(Progress);

impl Drop for Busy {
    fn drop(&mut self) {
        let watcher = self.0.with(|state| {
            state.busy -= 1;
            state.since = Instant::now();
            if state.busy == 0 { state.watcher.take() } else { None }
        });
        if let Some(watcher) = watcher {
            watcher.wake();
        }
    }
}

/// The body of an answer that keeps its connection busy until it is sent.
pub(super) fn held(body: Body, busy: Busy) -> Held {
    Held { body, _busy: busy }
}

/// See [`held`].
pub(super) struct Held {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that ends when its time is up.
pub(super) struct Timed<S> {
    stream: S,
    limits: Limits,
    progress: Progress,
    reading: Option<Pin<Box<Sleep>>>,
    writing: Option<Pin<Box<Sleep>>>,
}

impl<S> Timed<S> {
    pub(super) fn new(stream: S, limits: Limits, progress: Progress) -> Self {
        Self { stream, limits, progress, reading: None, writing: None }
    }

    /// What an attempt to write came to; one that goes on for too long is the last.
    fn written<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.writing = None;
            // Not only who reads has to look again when the answer has gone out.
            let _ = self.progress.deadline(&self.limits, cx.waker());
            return done;
        }
        let timer = self.writing.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + self.limits.write)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buf);
        if read.is_ready() {
            if buf.filled().len() > before {
                this.progress.came();
            }
            // A trickle is ready again and again; what it may take in all is the same.
            if buf.filled().len() == before || this.progress.deadline(&this.limits, cx.waker()).is_none_or(|until| Instant::now() < until) {
                return read;
            }
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let Some(until) = this.progress.deadline(&this.limits, cx.waker()) else { return Poll::Pending };
        let timer = this.reading.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if timer.deadline() != until {
            timer.as_mut().reset(until);
        }
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.written(cx, done)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        this.written(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_flush(cx);
        this.written(cx, done)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.written(cx, done)
    }
}
