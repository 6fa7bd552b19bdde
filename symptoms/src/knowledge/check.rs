//! What a person should mend before the base is released.

use super::{Condition, Knowledge, RedFlagRule};
use crate::{
    Engine, interview,
    read::{labs, lexicon, numbers, scenes, sound},
    triage::CRISIS,
};
use domain::{Specialty, assessment::Complaint, triage::Triage};
use std::collections::{BTreeMap, BTreeSet};

/// A fault, in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which entry.
    pub entry: String,
    /// What is wrong with it.
    pub fault: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.entry, self.fault)
    }
}

/// Collects faults.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn unless(&mut self, right: bool, entry: &str, fault: impl Into<String>) {
        if !right {
            self.0.push(Fault { entry: entry.to_owned(), fault: fault.into() });
        }
    }
}

/// Every fault of the base; ids, circles and doubles are refused when it is read.
pub(super) fn check(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = Faults::default();
    findings(knowledge, &mut faults);
    knowledge.conditions.iter().for_each(|c| condition(c, &mut faults));
    doubles(knowledge, &mut faults);
    red_flags(knowledge, &mut faults);
    faults.0
}

fn findings(knowledge: &Knowledge, faults: &mut Faults) {
    for f in &knowledge.findings {
        faults.unless(is_id(&f.id), &f.id, "the id is not kebab-case");
        faults.unless(!f.name.is_empty() && !f.question.is_empty(), &f.id, "it lacks a name or a question");
        faults.unless((0.0005..=0.3).contains(&f.background), &f.id, format!("background {} is not in 0.0005–0.3", f.background));
        faults.unless(f.phrases.len() >= 6, &f.id, format!("{} phrases, at least 6 are needed", f.phrases.len()));
        let distinct: BTreeSet<String> = f.phrases.iter().map(|p| p.to_lowercase()).collect();
        faults.unless(distinct.len() == f.phrases.len(), &f.id, "a phrase is there twice");
    }
    for id in numbers::IDS
        .iter()
        .chain(&CRISIS)
        .copied()
        .chain(labs::ids())
        .chain(lexicon::RULES.map(|(id, _)| id))
        .chain(sound::IDS)
        .chain(interview::FIRST.iter().flat_map(|(id, ids)| [id].into_iter().chain(ids.iter())).copied())
        .chain(scenes::SCENES.iter().map(|scene| scene.finding))
    {
        faults.unless(knowledge.finding(id).is_some(), id, "the engine needs this finding");
    }
}

fn condition(c: &Condition, faults: &mut Faults) {
    let id = &c.id;
    faults.unless(is_id(id), id, "the id is not kebab-case");
    faults.unless(is_icd10(&c.icd10), id, format!("{} has not the shape of an ICD-10 code", c.icd10));
    faults.unless(c.descriptions.len() >= 10, id, format!("{} descriptions, at least 10 are needed", c.descriptions.len()));
    faults.unless(!c.sources.is_empty() && c.sources.iter().all(|s| !s.trim().is_empty()), id, "it has no source");
    faults.unless([&c.name, &c.medical, &c.self_care, &c.safety_net].iter().all(|t| !t.trim().is_empty()), id, "a text is missing");
    faults.unless((6..=20).contains(&c.findings.len()), id, format!("{} findings, 6 to 20 are wanted", c.findings.len()));
    let sum: f32 = c.specialties.iter().map(|(_, w)| w).sum();
    faults.unless((sum - 1.0).abs() < 1e-4, id, format!("the specialties sum to {sum}"));
    faults.unless(c.specialties.iter().all(|(_, w)| *w > 0.0), id, "a specialty has no weight");
    let first = c.specialties.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(s, _)| *s);
    let emergency_first = first == Some(Specialty::EmergencyMedicine);
    faults.unless(!emergency_first || c.triage.is_emergency(), id, "emergency medicine is first below the emergency levels");
    faults.unless(c.frequency > 0.0 && c.frequency <= 100_000.0, id, format!("the frequency {} is not in 0–100,000", c.frequency));
    let factors = c.ages.iter().chain([&c.female, &c.male]).chain(c.risk.iter().map(|(_, times)| times));
    faults.unless(factors.clone().all(|x| x.is_finite() && (0.0..=100.0).contains(x)), id, "a factor is not in 0–100");
    let course: f32 = c.course.map_or(1.0, |shares| shares.iter().sum());
    faults.unless((course - 1.0).abs() < 0.011, id, format!("its course sums to {course}"));
    faults.unless(c.cases.iter().all(|case| !case.text.trim().is_empty()), id, "a case is empty");
    faults.unless(c.ages.iter().any(|a| *a > 0.0) && c.female + c.male > 0.0, id, "nobody can have it");
}

/// One code for several conditions is right only where the code itself holds several.
fn doubles(knowledge: &Knowledge, faults: &mut Faults) {
    let mut by_code: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for c in &knowledge.conditions {
        by_code.entry(&c.icd10).or_default().push(&c.id);
    }
    for (code, ids) in by_code.iter().filter(|(_, ids)| ids.len() > 1) {
        faults.unless(false, ids[0], format!("shares the code {code} with {}", ids[1..].join(", ")));
    }
}

fn red_flags(knowledge: &Knowledge, faults: &mut Faults) {
    let engine = match Engine::lexicon_only(knowledge.clone()) {
        Ok(engine) => engine,
        Err(error) => return faults.unless(false, "weights", error.to_string()),
    };
    for rule in &knowledge.red_flags {
        let id = &rule.id;
        faults.unless(is_id(id), id, "the id is not kebab-case");
        faults.unless(rule.level >= Triage::Consultation24, id, "the level is below consultation_24");
        faults.unless(!rule.all.is_empty() || !rule.any.is_empty(), id, "it asks for no finding");
        faults.unless(!rule.source.trim().is_empty() && !rule.why.trim().is_empty(), id, "it has no source or no reason");
        faults.unless(
            raises(&engine, rule, &rule.test),
            id,
            format!("its test does not raise it: {:?}, read as {}", rule.test, read(&engine, rule, &rule.test)),
        );
        faults.unless(
            !raises(&engine, rule, &rule.calm),
            id,
            format!("its calm text raises it: {:?}, read as {}", rule.calm, read(&engine, rule, &rule.calm)),
        );
    }
}

fn complaint(rule: &RedFlagRule, text: &str) -> Complaint {
    let middle = rule.min_age.map(|least| least + 1.0).or(rule.max_age.map(|most| most / 2.0));
    Complaint { text: text.to_owned(), age: rule.test_age.or(middle), sex: rule.sex, ..Complaint::default() }
}

fn raises(engine: &Engine, rule: &RedFlagRule, text: &str) -> bool {
    let prepared = engine.prepare(&complaint(rule, text));
    engine.raised(&prepared).contains(&rule.id.as_str())
}

fn read(engine: &Engine, rule: &RedFlagRule, text: &str) -> String {
    let needs = |all: &[usize]| all.iter().map(|&f| engine.knowledge().findings[f].id.clone()).collect::<Vec<_>>().join(" ");
    let there = engine.present(&engine.prepare(&complaint(rule, text)));
    format!("[{}]; it needs all of [{}] and any of [{}]", there.join(" "), needs(&rule.all), needs(&rule.any))
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

/// A letter, two digits, and perhaps a point with one to three more.
fn is_icd10(code: &str) -> bool {
    let (category, rest) = code.split_once('.').map_or((code, None), |(category, rest)| (category, Some(rest)));
    let mut chars = category.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
    let rest_right = rest.is_none_or(|r| (1..=3).contains(&r.len()) && r.chars().all(|c| c.is_ascii_digit()));
    letter && category.len() == 3 && chars.all(|c| c.is_ascii_digit()) && rest_right
}
