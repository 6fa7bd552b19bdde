//! The symptom engine behind one handle: the text model's worker and the knowledge that reasons over its numbers.

use crate::Error;
use domain::assessment::{Assessment, Complaint};
use std::sync::Arc;

use symptoms::{Knowledge, STORED_VECTORS, Vectors};

/// The engine, or the reason why it cannot assess.
#[derive(Clone)]
pub struct Engine {
    model: ai::Worker,
    knowledge: Result<Arc<Known>, Arc<str>>,
}

struct Known {
    reasoner: symptoms::Engine,
    /// The encoder that the stored vectors came from: numbers of another one would mean nothing.
    encoder: String,
}

impl Engine {
    /// Puts the model and the built-in knowledge together. Knowledge that cannot be used is logged, and the engine then says that it
    /// cannot assess.
    pub fn new(model: ai::Worker) -> Self {
        let knowledge = read_knowledge();
        if let Err(reason) = &knowledge {
            tracing::error!(reason, "the symptom engine is off");
        }
        Self { model, knowledge: knowledge.map(Arc::new).map_err(Into::into) }
    }

    /// Whether it can assess; `Err` says why not, for operators.
    pub fn state(&self) -> Result<String, String> {
        let known = self.knowledge.as_ref().map_err(|reason| reason.to_string())?;
        match self.model.state() {
            ai::State::Ready { version } if version != known.encoder => {
                Err(format!("the knowledge was embedded with encoder {}, {version} is running", known.encoder))
            }
            ai::State::Ready { .. } => Ok(known.reasoner.version().to_owned()),
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
        Ok(self.known()?.reasoner.conditions().map(|(code, name)| (code.to_owned(), name.to_owned())).collect())
    }

    fn known(&self) -> Result<&Arc<Known>, Error> {
        self.knowledge.as_ref().map_err(|reason| Error::Unavailable(format!("symptom engine: {reason}")))
    }

    /// Reads and assesses a description.
    ///
    /// Errors: [`Error::Unavailable`] when the model is off or its queue is full. There is no default answer.
    pub async fn assess(&self, complaint: &Complaint) -> Result<Assessment, Error> {
        let known = Arc::clone(self.known()?);
        let prepared = known.reasoner.prepare(complaint);
        let vectors = self.embed(prepared.texts.clone()).await?;
        // Reasoning is milliseconds of pure computing: not on a thread that serves requests.
        let done = tokio::task::spawn_blocking(move || known.reasoner.assess(&prepared, &vectors)).await;
        let off = |e: &dyn std::fmt::Display| Error::Unavailable(format!("symptom engine: {e}"));
        done.map_err(|e| off(&e))?.map_err(|e| off(&e))
    }

    async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>, Error> {
        let embedded = if texts.is_empty() { Ok(Vec::new()) } else { self.model.embed(texts).await };
        let vectors = embedded.map_err(|e| Error::Unavailable(format!("text model: {e}")))?;
        // Also for a text that needs no model: an engine that is off must not seem to work now and then.
        self.model.ready().await;
        self.state().map_err(|reason| Error::Unavailable(format!("symptom engine: {reason}")))?;
        Ok(vectors.iter().map(|v| v.values().to_vec()).collect())
    }
}

fn read_knowledge() -> Result<Known, String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let vectors = Vectors::from_bytes(STORED_VECTORS, &knowledge).map_err(|e| e.to_string())?;
    let encoder = vectors.encoder().to_owned();
    Ok(Known { reasoner: symptoms::Engine::new(knowledge, vectors).map_err(|e| e.to_string())?, encoder })
}
