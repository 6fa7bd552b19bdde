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
}
