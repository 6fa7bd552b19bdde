//! The scope gate: whether a text tells of a symptom at all.
//!
//! Fitted by `shs train` on the base's descriptions and cases, and on the texts of `knowledge/scope`, of which most tell of none: pets,
//! jokes, errands, figures of speech, instructions to the model.

mod wording;

use crate::{
    knowledge::Knowledge,
    regress::{Lesson, Regression},
    vectors::Quantised,
};

/// Whether no, one, or more findings are read by the words, how much nearer the text is to those that tell of a symptom, and how much
/// more its words are those of such texts.
const FACTS: usize = 5;
/// How fast a text loses its say with its distance: at a cosine of 0.9 it has a tenth of it.
const NARROW: f32 = 24.0;
/// What brings the logarithm of that say to the size of the other facts.
const NEAR: f32 = 0.25;
const FARTHEST: f32 = 3.0;
/// Least probability of a symptom for a text to be assessed, where the words name no finding, and where they name one. Lower
/// there: to refuse somebody who is ill is worse than to ask one who is not.
const LEAST: f32 = 0.55;
const LEAST_NAMED: f32 = 0.5;
/// Below this not even a red flag is looked into, only a crisis: of texts of other authors that tell of a symptom, one in a thousand of those
/// written to look like none lies there, and no case.
const SURELY_NOT: f32 = 0.02;
const SHRINK: f64 = 0.004;

pub(crate) use wording::{Taught, Wording, taught};

/// What a text shows to the gate.
pub(crate) type Facts = [f32; FACTS];
/// The fitted gate: no symptom, a symptom.
pub(crate) type Scope = Regression<FACTS, 2>;

/// * `findings` – how many are read by the words and are there
/// * `near` – of [`near`]
/// * `wording` – of [`Wording::says`]
pub(crate) fn facts(findings: usize, near: f32, wording: f32) -> Facts {
    let is = |wanted: bool| f32::from(u8::from(wanted));
    [is(findings == 0), is(findings == 1), is(findings > 1), near, wording]
}

/// How much nearer a text is to the base's texts that tell of a symptom than to those that do not: the logarithm of what the two say
/// together, each text the more the more alike it is (Parzen 1962).
///
/// * `texts` – its cosines with the texts of the conditions, then with those of the gate
/// * `skip` – the place of one that is left out: the text itself, for fitting
pub(crate) fn near(knowledge: &Knowledge, texts: &[f32], skip: Option<usize>) -> f32 {
    let conditions = texts.len() - knowledge.scope.len();
    let (mut ill, mut well) = (f32::MIN_POSITIVE, f32::MIN_POSITIVE);
    for (at, cosine) in texts.iter().enumerate().filter(|(at, _)| Some(*at) != skip) {
        let tells = at.checked_sub(conditions).is_none_or(|n| knowledge.scope[n].symptom);
        *(if tells { &mut ill } else { &mut well }) += (NARROW * (cosine - 1.0)).exp();
    }
    ((ill / well).ln() * NEAR).clamp(-FARTHEST, FARTHEST)
}

/// What the gate says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// It tells of a symptom.
    Symptom,
    /// It tells of none, as it seems.
    Nothing,
    /// It tells of none, whatever its words raise: a film, a joke, an exam question.
    SurelyNothing,
}

/// Whether a text tells of a symptom; `None` where the gate was never fitted.
pub(crate) fn tells(gate: &Scope, text: &Quantised, facts: Facts) -> Option<Tells> {
    let least = if facts[0] > 0.0 { LEAST } else { LEAST_NAMED };
    Some(match gate.probabilities(text, facts)?[1] {
        p if p >= least => Tells::Symptom,
        p if p >= SURELY_NOT => Tells::Nothing,
        _ => Tells::SurelyNothing,
    })
}

/// Fits the gate.
pub(crate) fn fit(lessons: &[Lesson<FACTS>]) -> Scope {
    Scope::fit(lessons, SHRINK)
}
