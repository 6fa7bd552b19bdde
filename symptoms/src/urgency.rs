//! The urgency head: how urgent a complaint sounds, from the text model's numbers, from what it may be, and from the flags that are up.
//!
//! Fitted by `shs train` on the base's cases with what the other members say of them unseen.

use crate::{
    regress::{Lesson, Regression},
    vectors::Quantised,
};
use domain::triage::Triage;

/// The levels it tells apart: the two emergency levels are one to it.
pub(crate) const LEVELS: [Triage; 4] = [Triage::SelfCare, Triage::Consultation, Triage::Consultation24, Triage::Emergency];
/// Facts beside the text: the share of belief in each level's conditions, and whether a flag asks for a day or for now.
const FACTS: usize = 6;
/// Probability from which an emergency is taken for one.
const EMERGENCY: f32 = 0.25;
/// The same for each lower level, with everything above it.
const LOWER: f32 = 0.45;
/// Pull of all weights toward zero.
const SHRINK: f64 = 0.05;

/// What a complaint shows to the head.
pub(crate) type Facts = [f32; FACTS];

/// The fitted head.
pub(crate) type Urgency = Regression<FACTS, { LEVELS.len() }>;

/// * `shares` – belief in conditions of each of [`LEVELS`]
/// * `flag` – the highest level that a flag asks for
pub(crate) fn facts(shares: [f32; 4], flag: Option<Triage>) -> Facts {
    let up = |wanted: fn(Triage) -> bool| f32::from(u8::from(flag.is_some_and(wanted)));
    let [home, visit, day, now] = shares;
    [home, visit, day, now, up(|f| f == Triage::Consultation24), up(Triage::is_emergency)]
}

/// The level; `None` where the head was never fitted.
pub(crate) fn level(head: &Urgency, text: &Quantised, facts: Facts) -> Option<Triage> {
    let p = head.probabilities(text, facts)?;
    let from = |least: usize| p[least..].iter().sum::<f32>();
    Some(match () {
        () if p[3] >= EMERGENCY => Triage::Emergency,
        () if from(2) >= LOWER => Triage::Consultation24,
        () if from(1) >= LOWER => Triage::Consultation,
        () => Triage::SelfCare,
    })
}

/// Fits the head.
pub(crate) fn fit(lessons: &[Lesson<FACTS>]) -> Urgency {
    Urgency::fit(lessons, SHRINK)
}

/// Place of a level among [`LEVELS`].
pub(crate) fn place(level: Triage) -> usize {
    LEVELS.iter().position(|l| *l == level.min(Triage::Emergency)).unwrap_or_default()
}
