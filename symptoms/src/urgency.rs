//! The urgency head: how urgent a complaint sounds, from the text model's numbers, from what it may be, and from the flags that are up.
//!
//! Fitted by `shs train` on the base's cases with what the other members say of them unseen.

use crate::{
    knowledge::AgeBand,
    regress::{Lesson, Regression},
    vectors::Quantised,
};
use domain::triage::Triage;

/// The levels it tells apart: the two emergency levels are one to it.
pub(crate) const LEVELS: [Triage; 4] = [Triage::SelfCare, Triage::Consultation, Triage::Consultation24, Triage::Emergency];
/// Facts beside the text: the share of belief in each level's conditions, whether a flag asks for a day or for now, and whether it is a
/// baby, a child or an old person. For how long it has been going on is not among them: "since today" made an emergency of a headache.
pub(crate) const FACTS: usize = 9;
/// Probability from which an emergency is taken for one.
const EMERGENCY: f32 = 0.4;
/// The same for each lower level, with everything above it.
const LOWER: f32 = 0.45;
/// Pull of all weights toward zero.
const SHRINK: f64 = 0.01;

/// What a complaint shows to the head.
pub(crate) type Facts = [f32; FACTS];

/// The fitted head.
pub(crate) type Urgency = Regression<FACTS, { LEVELS.len() }>;

/// * `shares` – belief in conditions of each of [`LEVELS`]
/// * `flag` – the highest level that a flag asks for
/// * `age` – years
pub(crate) fn facts(shares: [f32; 4], flag: Option<Triage>, age: Option<f32>) -> Facts {
    let is = |yes: bool| f32::from(u8::from(yes));
    let up = |wanted: fn(Triage) -> bool| is(flag.is_some_and(wanted));
    let [home, visit, day, now] = shares;
    let band = |wanted: AgeBand| is(age.is_some_and(|age| AgeBand::of(age) == wanted));
    let (baby, child, old) = (band(AgeBand::Infant), band(AgeBand::Child), band(AgeBand::Senior));
    [home, visit, day, now, up(|f| f == Triage::Consultation24), up(Triage::is_emergency), baby, child, old]
}

/// The level; `None` where the head was never fitted.
pub(crate) fn level(head: &Urgency, text: &Quantised, facts: Facts) -> Option<Triage> {
    head.probabilities(text, facts).map(of)
}

/// The level for some probabilities of [`LEVELS`].
fn of(p: [f32; LEVELS.len()]) -> Triage {
    let from = |least: usize| p[least..].iter().sum::<f32>();
    match () {
        () if p[3] >= EMERGENCY => Triage::Emergency,
        () if from(2) >= LOWER => Triage::Consultation24,
        () if from(1) >= LOWER => Triage::Consultation,
        () => Triage::SelfCare,
    }
}

/// Fits the head.
pub(crate) fn fit(lessons: &[Lesson<FACTS>]) -> Urgency {
    Urgency::fit(lessons, SHRINK)
}

/// Place of a level among [`LEVELS`].
pub(crate) fn place(level: Triage) -> usize {
    LEVELS.iter().position(|l| *l == level.min(Triage::Emergency)).unwrap_or_default()
}
