//! The symptom engine behind one handle: the text model's worker and the knowledge that reasons over its numbers.

mod recent;

use crate::Error;
use domain::{
    Problems,
    assessment::{Assessment, Complaint},
    interview::Interview,
};
use recent::Recent;
use std::sync::Arc;
use symptoms::{AssessError, Knowledge, Prepared, STORED_VECTORS, Vectors};

/// The engine, or the reason why it cannot assess.
#[derive(Clone)]
pub struct Engine {
    model: ai::Worker,
    knowledge: Result<Arc<Known>, Arc<str>>,
    /// What was embedded lately: each step of an interview asks for the same texts.
    recent: Arc<Recent>,
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
        Self { model, knowledge: knowledge.map(Arc::new).map_err(Into::into), recent: Arc::default() }
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

    /// The version of knowledge and vectors that this build carries, whether or not the text model runs; `None` where they cannot be used.
    pub fn version(&self) -> Option<&str> {
        self.knowledge.as_ref().ok().map(|known| known.reasoner.version())
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
        self.knowledge.as_ref().map_err(off)
    }

    /// Reads and assesses a description.
    ///
    /// Errors: [`Error::Unavailable`] when the model is off or its queue is full. There is no default answer.
    pub async fn assess(&self, complaint: &Complaint) -> Result<Assessment, Error> {
        self.compute(complaint, |known, _, prepared, vectors| known.reasoner.assess(prepared, vectors)).await
    }

    /// Assesses what is known so far and says what to ask next.
    ///
    /// * `version` – the version with which the interview was begun, where there is one
    /// * errors: as for [`Engine::assess`]; [`Error::Invalid`] for an interview that was begun with another version
    pub async fn interview(&self, complaint: &Complaint, version: Option<&str>) -> Result<Interview, Error> {
        if version.is_some_and(|version| self.version() != Some(version)) {
            self.known()?;
            return Err(Problems::one("model", "The questions have changed meanwhile. Please begin again.").into());
        }
        self.compute(complaint, |known, complaint, prepared, vectors| known.reasoner.interview(complaint, prepared, vectors)).await
    }

    /// Reading, embedding and reasoning are milliseconds of pure computing: all on the model's threads, which step back for those that
    /// serve requests.
    async fn compute<T: Send + 'static>(
        &self,
        complaint: &Complaint,
        reason: impl FnOnce(&Known, &Complaint, &Prepared, &[Vec<f32>]) -> Result<T, AssessError> + Send + 'static,
    ) -> Result<T, Error> {
        let known = Arc::clone(self.known()?);
        check(&known, complaint)?;
        // An encoder other than that of the knowledge answers nothing.
        self.model.ready().await;
        self.state().map_err(off)?;
        let (recent, complaint) = (Arc::clone(&self.recent), complaint.clone());
        let work = move |model: ai::Lent| {
            let prepared = known.reasoner.prepare(&complaint);
            let vectors = recent.embed(&prepared.texts, model).map_err(off)?;
            reason(&known, &complaint, &prepared, &vectors).map_err(off)
        };
        self.model.run(work).await.map_err(off)?
    }
}

fn off(reason: impl std::fmt::Display) -> Error {
    Error::Unavailable(format!("symptom engine: {reason}"))
}

/// Answers to questions that nobody asked.
fn check(known: &Known, complaint: &Complaint) -> Result<(), Error> {
    match known.reasoner.unknown_ids(&complaint.evidence).first() {
        Some(id) => Err(Problems::one("evidence", format!("There is no finding called {id}.")).into()),
        None => Ok(()),
    }
}

fn read_knowledge() -> Result<Known, String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let vectors = Vectors::from_bytes(STORED_VECTORS, &knowledge).map_err(|e| e.to_string())?;
    let encoder = vectors.encoder().to_owned();
    Ok(Known { reasoner: symptoms::Engine::new(knowledge, vectors).map_err(|e| e.to_string())?, encoder })
}
