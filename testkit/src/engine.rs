//! The symptom engine in tests that are about something else.

use service::Engine;

/// An engine without model and knowledge: it says that it cannot assess.
pub fn no_engine() -> Engine {
    let model = ai::Worker::start("/nonexistent/encoder".into(), 1, 1);
    Engine::new(model, Err("a test without an engine".to_owned()))
}
