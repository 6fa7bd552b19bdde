//! The symptom engine in tests that are about something else.

use service::Engine;
use std::sync::OnceLock;

/// An engine without a text model: it says that it cannot assess.
pub fn no_engine() -> Engine {
    // Reading the knowledge takes longer than most tests.
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(ai::Worker::start("/nonexistent/encoder".into(), 1, 1))).clone()
}
