//! The symptom engine behind one handle: the text model's worker and the knowledge that reasons over its numbers.

use crate::Error;
use domain::assessment::{Assessment, Complaint};
use std::sync::Arc;

/// The engine, or the reason why it cannot assess.
#[derive(Clone)]
pub struct Engine {
    model: ai::Worker,
    knowledge: Result<Arc<symptoms::Engine>, Arc<str>>,
}

impl Engine {
    /// Puts model and knowledge together; `Err` knowledge means that the engine says it cannot assess.
    pub fn new(model: ai::Worker, knowledge: Result<symptoms::Engine, String>) -> Self {
        Self { model, knowledge: knowledge.map(Arc::new).map_err(Into::into) }
    }

    /// Whether it can assess; `Err` says why not, for operators.
    pub fn state(&self) -> Result<String, String> {
        let knowledge = self.knowledge.as_ref().map_err(|reason| reason.to_string())?;
        match self.model.state() {
            ai::State::Ready { .. } => Ok(knowledge.version().to_owned()),
            ai::State::Loading => Err("the text model is loading".into()),
            ai::State::Off { reason } => Err(reason),
        }
    }

    /// Waits until the model is loaded or known to be off.
    pub async fn ready(&self) {
        self.model.ready().await;
    }

    /// Every condition that the engine knows: ICD-10 code and plain name.
    ///
    /// Errors: [`Error::Unavailable`] without knowledge.
    pub fn conditions(&self) -> Result<Vec<(String, String)>, Error> {
        Ok(self.knowledge()?.conditions().map(|(code, name)| (code.to_owned(), name.to_owned())).collect())
    }

    fn knowledge(&self) -> Result<&Arc<symptoms::Engine>, Error> {
        self.knowledge.as_ref().map_err(|reason| Error::Unavailable(format!("symptom engine: {reason}")))
    }

    /// Reads and assesses a description.
    ///
    /// Errors: [`Error::Unavailable`] when the model is off, still loading for too long, or its queue is full. There is no default answer.
    pub async fn assess(&self, complaint: &Complaint) -> Result<Assessment, Error> {
        let knowledge = self.knowledge()?;
        let prepared = knowledge.prepare(complaint);
        let vectors = match prepared.texts.is_empty() {
            true => Vec::new(),
            false => self.model.embed(prepared.texts.clone()).await.map_err(|e| Error::Unavailable(format!("text model: {e}")))?,
        };
        let vectors: Vec<Vec<f32>> = vectors.iter().map(|v| v.values().to_vec()).collect();
        let knowledge = Arc::clone(knowledge);
        // Reasoning takes milliseconds of pure computing: not on a thread that serves requests.
        let done = tokio::task::spawn_blocking(move || knowledge.assess(&prepared, &vectors)).await;
        done.map_err(|e| Error::Unavailable(format!("symptom engine: {e}")))?.map_err(|e| Error::Unavailable(format!("symptom engine: {e}")))
    }
}
