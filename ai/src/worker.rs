//! The encoder on threads of its own, behind a bounded queue.
//!
//! Async callers wait without holding a runtime thread; a full queue refuses at once; a panic in the model
//! fails the one request it happened in.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{oneshot, watch};

use crate::engine::{Embedding, EncodeError, Encoder};
use crate::weights::LoadError;

/// Why a text was not embedded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    /// The queue is full: try again in a moment.
    #[error("the text model is busy")]
    Busy,
    /// There is no model; the reason is for the operator.
    #[error("the text model is off: {0}")]
    Off(String),
    /// The model failed on these texts; the cause is in the log.
    #[error("the text model failed")]
    Failed,
}

/// Whether there is a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is being read; requests wait in the queue.
    Loading,
    /// It answers.
    Ready {
        /// As [`Encoder::version`].
        version: String,
    },
    /// It could not be loaded and will not be until the next start.
    Off {
        /// Why, for the operator.
        reason: String,
    },
}

/// A handle to the model's threads; clones share them, and they end when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Worker {
    jobs: SyncSender<Job>,
    state: watch::Receiver<State>,
}

/// Computes with the model and answers whoever waits.
type Job = Box<dyn FnOnce(&dyn Model) + Send>;
type Jobs = Arc<Mutex<Receiver<Job>>>;

/// What the threads need of a model; a stand-in in the tests.
trait Model: Send + Sync + 'static {
    fn version(&self) -> &str;
    fn encode(&self, texts: &[&str]) -> Result<Vec<Embedding>, EncodeError>;
}

/// The model, lent to a piece of work on one of its threads.
#[derive(Clone, Copy)]
pub struct Lent<'a>(&'a dyn Model);

impl Lent<'_> {
    /// One embedding per text, in their order.
    ///
    /// Errors: [`EmbedError::Failed`] when the model gave no answer; the cause is in the log.
    pub fn embed<T: AsRef<str>>(&self, texts: &[T]) -> Result<Vec<Embedding>, EmbedError> {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        self.0.encode(&texts).map_err(|error| {
            tracing::error!(%error, "the text model failed");
            EmbedError::Failed
        })
    }
}

impl std::fmt::Debug for Lent<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lent")
    }
}

impl Model for Encoder {
    fn version(&self) -> &str {
        self.version()
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Embedding>, EncodeError> {
        self.encode(texts)
    }
}

impl Worker {
    /// Starts `threads` (at least one) threads around one model, which the first of them loads from `dir`.
    ///
    /// * `queue` – requests that may wait, beyond those being computed
    /// * returns at once; a model that cannot be loaded is logged, and [`State::Off`]
    #[must_use]
    pub fn start(dir: PathBuf, threads: usize, queue: usize) -> Self {
        Self::start_with(move || Encoder::load(&dir), threads, queue)
    }

    /// No model and no thread, for work that needs none; whoever asks all the same gets [`EmbedError::Off`].
    #[must_use]
    pub fn off() -> Self {
        let reason = "this program was started without it".to_owned();
        Self { jobs: sync_channel(0).0, state: watch::channel(State::Off { reason }).1 }
    }

    fn start_with<M: Model>(load: impl FnOnce() -> Result<M, LoadError> + Send + 'static, threads: usize, queue: usize) -> Self {
        let (jobs, waiting) = sync_channel(queue);
        let (report, state) = watch::channel(State::Loading);
        let waiting = Arc::new(Mutex::new(waiting));
        let spare = report.clone();
        let first = move || match load_model(load) {
            Ok(model) => serve(&Arc::new(model), &waiting, &report, threads),
            Err(reason) => turn_off(&report, reason),
        };
        if let Err(error) = thread::Builder::new().name("ai-0".to_owned()).spawn(first) {
            turn_off(&spare, format!("its thread could not be started ({error})"));
        }
        Self { jobs, state }
    }

    /// One embedding per text, in their order. Everything else is as for [`Worker::run`].
    pub async fn embed(&self, texts: Vec<String>) -> Result<Vec<Embedding>, EmbedError> {
        self.run(move |model| model.embed(&texts)).await?
    }

    /// Does a piece of work that needs the model on one of its threads, which step back for those that serve; the whole of it takes one
    /// place in the queue.
    ///
    /// * while the model is loading, the work waits
    /// * errors: [`EmbedError::Busy`] at once when the queue is full, [`EmbedError::Off`] without a model, [`EmbedError::Failed`] when
    ///   the work panicked
    /// * cancel safe: work whose caller has gone before it began is not done
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(Lent) -> T + Send + 'static) -> Result<T, EmbedError> {
        if let State::Off { reason } = self.state() {
            return Err(EmbedError::Off(reason));
        }
        let (reply, answer) = oneshot::channel();
        let job = move |model: &dyn Model| {
            if !reply.is_closed() {
                // The caller may have left meanwhile.
                reply.send(guarded(|| work(Lent(model)))).ok();
            }
        };
        match self.jobs.try_send(Box::new(job)) {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(self.gone())),
            Err(TrySendError::Full(_)) => Err(EmbedError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(self.gone()),
        }
    }

    /// Whether there is a model now.
    #[must_use]
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Waits until loading has ended, well or badly.
    pub async fn ready(&self) -> State {
        let mut state = self.state.clone();
        let ended = state.wait_for(|state| *state != State::Loading).await.map(|state| state.clone());
        ended.unwrap_or_else(|_| self.state())
    }

    /// Why a request that was taken found no thread.
    fn gone(&self) -> EmbedError {
        match self.state() {
            State::Off { reason } => EmbedError::Off(reason),
            State::Loading | State::Ready { .. } => EmbedError::Failed,
        }
    }
}

/// Loads, and turns a refusal or a panic into a reason.
fn load_model<M>(load: impl FnOnce() -> Result<M, LoadError>) -> Result<M, String> {
    match catch_unwind(AssertUnwindSafe(load)) {
        Ok(loaded) => loaded.map_err(|error| error.to_string()),
        Err(_) => Err("loading it panicked".to_owned()),
    }
}

/// Says so, once, before the queue is dropped and with it what waits there.
fn turn_off(state: &watch::Sender<State>, reason: String) {
    tracing::error!(%reason, "the text model is off");
    state.send_replace(State::Off { reason });
}

/// Starts the other threads, then works as the first.
fn serve<M: Model>(model: &Arc<M>, jobs: &Jobs, state: &watch::Sender<State>, threads: usize) {
    for number in 1..threads {
        let (model, jobs) = (Arc::clone(model), Arc::clone(jobs));
        let thread = thread::Builder::new().name(format!("ai-{number}"));
        if let Err(error) = thread.spawn(move || work(&*model, &jobs)) {
            tracing::warn!(%error, number, "a thread of the text model could not be started");
        }
    }
    tracing::info!(version = model.version(), threads = threads.max(1), "the text model is ready");
    state.send_replace(State::Ready { version: model.version().to_owned() });
    work(&**model, jobs);
}

/// Answers requests until the last handle is gone.
fn work(model: &dyn Model, jobs: &Jobs) {
    step_back();
    while let Some(job) = next(jobs) {
        job(model);
    }
}

/// Lets this thread wait where others have something to do: the model computes for milliseconds, a page is made in one.
#[cfg(target_os = "linux")]
fn step_back() {
    /// Of 20: about a third of the usual share where all are busy.
    const NICE: i32 = 5;
    // On Linux each thread has a priority of its own, by its id.
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE) {
        tracing::debug!(%error, "the text model keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn step_back() {}

/// Waits for a request; the threads that wait hold the lock in turn.
fn next(jobs: &Jobs) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// A panic ends this piece of work, not the thread.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, EmbedError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        tracing::error!("work with the text model panicked");
        EmbedError::Failed
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed unwrap fails the test

    use super::*;

    /// Panics at "panic", fails at "fail", waits for the gate at "wait", else answers.
    struct Stub {
        gate: Mutex<Receiver<()>>,
    }

    impl Model for Stub {
        fn version(&self) -> &str {
            "stub"
        }

        fn encode(&self, texts: &[&str]) -> Result<Vec<Embedding>, EncodeError> {
            match texts[0] {
                "panic" => panic!("as asked"),
                "fail" => return Err(EncodeError::Model("as asked".to_owned())),
                "wait" => self.gate.lock().unwrap().recv().unwrap(),
                _ => {}
            }
            Ok(vec![Embedding::from_values([1.0; 384]).unwrap(); texts.len()])
        }
    }

    fn stub(queue: usize) -> (Worker, SyncSender<()>) {
        let (open, gate) = sync_channel(8);
        (Worker::start_with(move || Ok(Stub { gate: Mutex::new(gate) }), 1, queue), open)
    }

    async fn embed(worker: &Worker, text: &str) -> Result<usize, EmbedError> {
        worker.embed(vec![text.to_owned()]).await.map(|embeddings| embeddings.len())
    }

    #[tokio::test]
    async fn a_panic_or_a_failure_fails_one_request_and_no_other() {
        let (worker, _open) = stub(4);
        assert_eq!(embed(&worker, "panic").await, Err(EmbedError::Failed));
        assert_eq!(embed(&worker, "fail").await, Err(EmbedError::Failed));
        assert_eq!(embed(&worker, "pain").await, Ok(1));
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once_and_what_waits_is_answered() {
        let (worker, open) = stub(1);
        worker.ready().await;
        let spawn = |text: &'static str| {
            tokio::spawn({
                let worker = worker.clone();
                async move { embed(&worker, text).await }
            })
        };
        let computed = spawn("wait");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let queued = spawn("pain");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert_eq!(embed(&worker, "pain").await, Err(EmbedError::Busy));
        open.send(()).unwrap();
        assert_eq!(computed.await.unwrap(), Ok(1));
        assert_eq!(queued.await.unwrap(), Ok(1));
    }

    #[tokio::test]
    async fn a_model_that_panics_while_loading_is_off() {
        let worker = Worker::start_with(|| -> Result<Stub, LoadError> { panic!("as asked") }, 1, 1);
        let reason = "loading it panicked".to_owned();
        assert_eq!(worker.ready().await, State::Off { reason: reason.clone() });
        assert_eq!(embed(&worker, "pain").await, Err(EmbedError::Off(reason)));
    }

    #[tokio::test]
    async fn what_waits_for_a_model_that_cannot_be_loaded_learns_why() {
        let (open, gate) = sync_channel::<()>(1);
        let load = move || -> Result<Stub, LoadError> {
            gate.recv().unwrap();
            Err(LoadError::NotFinite { tensor: "x".to_owned() })
        };
        let worker = Worker::start_with(load, 2, 1);
        assert_eq!(worker.state(), State::Loading);
        let (waiting, ()) = tokio::join!(embed(&worker, "pain"), async { open.send(()).unwrap() });
        assert!(matches!(waiting, Err(EmbedError::Off(reason)) if reason.contains("not finite")));
    }
}
