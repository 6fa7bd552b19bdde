//! The answer in words: conditions with the reasons for and against them, and specialties.

use crate::{
    knowledge::Knowledge,
    read::Reading,
    reason::{Belief, Reasoner},
};
use domain::{
    Specialty,
    assessment::{RankedCondition, RankedSpecialty},
};
use std::collections::{BTreeMap, BTreeSet};

/// Most conditions in an answer, and the least probability of one.
const MOST_CONDITIONS: usize = 10;
const LEAST: f32 = 0.01;
/// Most reasons of each kind.
const MOST_REASONS: usize = 5;
/// From here on a likelihood ratio counts as a reason.
const REASON: f32 = 1.5;
/// So frequent is a finding with a condition that it matters that nobody spoke of it.
const USUAL: f32 = 0.6;
/// Under this age a family doctor's patients are a paediatrician's.
const PAEDIATRIC_AGE: f32 = 16.0;
/// Share of "none of these" that a generalist should look at.
const GENERALIST: f32 = 0.5;
/// Of a general practitioner's share in what keeps coming back, the part that goes to the specialists of the condition.
const RECURRING: f32 = 0.5;
/// Below this share a specialty is not worth naming.
const LEAST_SPECIALTY: f32 = 0.02;

/// The conditions that are worth naming.
pub(crate) fn conditions(
    knowledge: &Knowledge,
    reasoner: &Reasoner,
    beliefs: &[Belief],
    present: &BTreeSet<usize>,
    absent: &BTreeSet<usize>,
) -> Vec<RankedCondition> {
    let named = beliefs.iter().filter(|b| b.probability >= LEAST).take(MOST_CONDITIONS);
    named.map(|belief| condition(knowledge, reasoner, belief, present, absent)).collect()
}

fn condition(
    knowledge: &Knowledge,
    reasoner: &Reasoner,
    belief: &Belief,
    present: &BTreeSet<usize>,
    absent: &BTreeSet<usize>,
) -> RankedCondition {
    let condition = &knowledge.conditions()[belief.condition];
    let name = |f: usize| knowledge.findings()[f].name.clone();
    let evidence_for = belief.says.iter().filter(|(_, log)| *log > REASON.ln()).take(MOST_REASONS).map(|(f, _)| name(*f)).collect();
    let unusual = belief.says.iter().rev().filter(|(f, log)| *log < -REASON.ln() && reasoner.given(belief.condition, *f).is_some());
    let missing = absent.iter().filter(|&&f| reasoner.given(belief.condition, f).is_some_and(|p| p >= 0.4));
    let open = |f: &usize| !present.contains(f) && !absent.contains(f) && !knowledge.findings()[*f].is_history();
    let not_told = condition.findings.iter().filter(|(f, often)| often.probability() >= USUAL && open(f)).map(|(f, _)| name(*f));
    let against = unusual.map(|(f, _)| name(*f)).chain(missing.map(|&f| format!("no {}", name(f))));
    RankedCondition {
        code: condition.icd10.clone(),
        name: condition.name.clone(),
        probability: belief.probability,
        triage: condition.triage,
        evidence_for,
        evidence_against: against.take(MOST_REASONS).collect(),
        not_told: not_told.take(MOST_REASONS).collect(),
        self_care: condition.self_care.clone(),
        safety_net: condition.safety_net.clone(),
    }
}

/// Who can help, best first: every condition's specialists, weighted by how far it is believed.
/// What keeps coming back is more the specialist's than it was the first time.
pub(crate) fn specialties(knowledge: &Knowledge, beliefs: &[Belief], reading: &Reading, emergency: bool) -> Vec<RankedSpecialty> {
    let mut shares: BTreeMap<Specialty, f32> = BTreeMap::new();
    let generalist = if reading.age.is_some_and(|a| a < PAEDIATRIC_AGE) { Specialty::Paediatrics } else { Specialty::GeneralPractice };
    let mut add = |specialty: Specialty, share: f32| {
        let specialty = if specialty == Specialty::GeneralPractice { generalist } else { specialty };
        if emergency || specialty.is_bookable() {
            *shares.entry(specialty).or_default() += share;
        }
    };
    for belief in beliefs {
        let who = &knowledge.conditions()[belief.condition].specialties;
        let specialists: f32 = who.iter().filter(|(s, _)| *s != Specialty::GeneralPractice).map(|(_, weight)| weight).sum();
        for &(specialty, weight) in who {
            let share = match specialty {
                _ if !reading.recurs || specialists == 0.0 => weight,
                Specialty::GeneralPractice => weight * (1.0 - RECURRING),
                _ => weight * (1.0 + RECURRING * (1.0 - specialists) / specialists),
            };
            add(specialty, share * belief.probability);
        }
    }
    let none = 1.0 - beliefs.iter().map(|b| b.probability).sum::<f32>();
    add(Specialty::GeneralPractice, none.max(0.0) * GENERALIST);
    let total: f32 = shares.values().sum();
    let ranked = shares.into_iter().map(|(code, share)| RankedSpecialty { code, name: code.name().to_owned(), probability: share / total });
    let mut all: Vec<RankedSpecialty> = ranked.filter(|r| r.probability >= LEAST_SPECIALTY).collect();
    all.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.code.cmp(&b.code)));
    all
}
