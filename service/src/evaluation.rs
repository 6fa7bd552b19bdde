//! How good the symptom engine is, as `shs evaluate --write` measured it.

use crate::Error;
use domain::evaluation::Evaluation;
use std::sync::OnceLock;

/// Written by `shs evaluate … --write symptoms/evaluation/results.json`, never by hand.
const RESULTS: &str = include_str!("../../symptoms/evaluation/results.json");

/// The figures that this build carries. They may have been measured with another version of the engine than the one that runs:
/// see [`Evaluation::engine`] and [`crate::Engine::version`].
///
/// Errors: [`Error::Internal`] where the file cannot be read, which a test rules out.
pub fn measured() -> Result<&'static Evaluation, Error> {
    static READ: OnceLock<Result<Evaluation, String>> = OnceLock::new();
    let read = READ.get_or_init(|| serde_json::from_str(RESULTS).map_err(|e| format!("results.json: {e}")));
    read.as_ref().map_err(|why| Error::Internal(why.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_figures_can_be_read_and_hold_every_set() {
        let measured = measured().expect("readable");
        assert!(!measured.engine.is_empty() && measured.extent.conditions > 0);
        let set = |name: &str| measured.set(name).unwrap_or_else(|| panic!("{name} was not measured"));
        assert!(set("cases").triage_exact.of > 0 && set("out_of_scope").refused_rightly.of > 0 && set("negation_pairs").denied.of > 0);
    }
}
