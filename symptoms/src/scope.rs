//! The scope gate: whether a text tells of a symptom at all.
//!
//! Fitted by `shs train` on the base's descriptions and cases, and on the texts of `knowledge/scope`, of which most tell of none: pets,
//! jokes, errands, figures of speech, instructions to the model.

use crate::{
    regress::{Lesson, Regression},
    vectors::Quantised,
};

/// Whether no, one, or more findings are read by the words.
const FACTS: usize = 3;
/// Least probability of a symptom for a text to be assessed, where the words name no finding, and where they name one. Low: to refuse
/// somebody who is ill is worse than to ask one who is not.
const LEAST: f32 = 0.35;
const LEAST_NAMED: f32 = 0.25;
const SHRINK: f64 = 0.004;

/// What a text shows to the gate.
pub(crate) type Facts = [f32; FACTS];
/// The fitted gate: no symptom, a symptom.
pub(crate) type Scope = Regression<FACTS, 2>;

/// * `findings` – how many are read by the words and are there
pub(crate) fn facts(findings: usize) -> Facts {
    let is = |wanted: bool| f32::from(u8::from(wanted));
    [is(findings == 0), is(findings == 1), is(findings > 1)]
}

/// Whether a text tells of a symptom; `None` where the gate was never fitted.
pub(crate) fn tells(gate: &Scope, text: &Quantised, facts: Facts) -> Option<bool> {
    let least = if facts == self::facts(0) { LEAST } else { LEAST_NAMED };
    Some(gate.probabilities(text, facts)?[1] >= least)
}

/// Fits the gate.
pub(crate) fn fit(lessons: &[Lesson<FACTS>]) -> Scope {
    Scope::fit(lessons, SHRINK)
}
