//! The next question: the one whose answer is expected to tell most, danger first; none where no answer would change anything.

use crate::{
    knowledge::{Course, Knowledge},
    reason::{Belief, Reasoner},
    triage::{self, Person},
    urgency,
};
use domain::{
    assessment::State,
    interview::{COURSES, Item, MOST_QUESTIONS, Question, QuestionKind},
    triage::Triage,
};
use std::collections::BTreeSet;

/// Conditions that questions are to tell apart: the likeliest.
const CONDITIONS: usize = 40;
/// A condition less likely than this gives no candidate for a question.
const LEAST_LIKELY: f32 = 0.01;
/// Findings that are looked at closely.
const CLOSELY: usize = 12;
/// Expected gain, in nats, below which a question is not worth a person's time.
const LEAST_GAIN: f32 = 0.02;
/// While no condition is believed as far as this, a question that tells this much, in nats, is put even if it changes neither level nor
/// specialty.
const CLEAR: f32 = 0.9;
const TELLING: f32 = 0.04;
/// What it is worth beside the gain, per probability of a yes, that a yes would make it an emergency.
const DANGER: f32 = 1.5;
/// A flag that would be up less often than this is not asked for.
const LEAST_DANGER: f32 = 0.01;
/// Most findings that one question is about.
const GROUP: usize = 4;
/// Since when is asked when it is worth at least this share of the best question.
const COURSE_SHARE: f32 = 0.5;

/// What is asked first of whoever has a common complaint, the most dangerous first: seldom there, so that the expected gain alone would put
/// it late or never, and not to be missed. The checker sees to it that the base has them.
pub(crate) const FIRST: [(&str, &[&str]); 4] = [
    ("headache", &["fever", "stiff-neck"]),
    ("back-pain", &["saddle-numbness", "urine-retention"]),
    ("back-pain-low", &["saddle-numbness", "urine-retention"]),
    ("fever", &["stiff-neck", "rash-non-blanching"]),
];

/// What is known when a question is looked for.
pub(crate) struct Known<'a> {
    pub(crate) present: &'a BTreeSet<usize>,
    pub(crate) absent: &'a BTreeSet<usize>,
    /// Asked and not known.
    pub(crate) unknown: &'a BTreeSet<usize>,
    pub(crate) person: Person,
    pub(crate) level: Triage,
    /// Whether "since when" is known or was asked.
    pub(crate) course: bool,
    /// Questions asked so far.
    pub(crate) asked: usize,
}

/// A finding that could be asked for.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    finding: usize,
    gain: f32,
    danger: bool,
}

/// Chooses. `differs` tells whether a finding's being there, or not, would change the level or the first specialty.
pub(crate) fn next(
    knowledge: &Knowledge,
    reasoner: &Reasoner,
    beliefs: &[Belief],
    known: &Known,
    differs: impl Fn(usize, State) -> bool,
) -> Option<Question> {
    if known.asked >= MOST_QUESTIONS || known.level.is_emergency() || beliefs.is_empty() {
        return None;
    }
    let likely: Vec<&Belief> = beliefs.iter().take(CONDITIONS).collect();
    let mut candidates = candidates(knowledge, reasoner, &likely, known);
    candidates.truncate(CLOSELY);
    let first = first(knowledge, known);
    if !first.is_empty() {
        let why = "Some of this is rare, but it must not be missed, so we ask it first.";
        return Some(question(knowledge, known, &filled(knowledge, &candidates, first), why.into()));
    }
    let unclear = beliefs.first().is_some_and(|first| first.probability < CLEAR);
    let matters = |c: &&Candidate| {
        c.danger || (unclear && c.gain >= TELLING) || differs(c.finding, State::Present) || differs(c.finding, State::Absent)
    };
    let best = *candidates.iter().find(matters)?;
    if !known.course && course_gain(knowledge, &likely) >= COURSE_SHARE * best.gain {
        return Some(duration(known));
    }
    let group = filled(knowledge, &candidates, kin(knowledge, &candidates, best));
    Some(question(knowledge, known, &group, why(knowledge, reasoner, &likely, best)))
}

/// What is to be asked before anything else.
fn first(knowledge: &Knowledge, known: &Known) -> Vec<usize> {
    let there = |id: &str| knowledge.finding(id).is_some_and(|f| known.present.contains(&f));
    let open = |f: &usize| !known.present.contains(f) && !known.absent.contains(f) && !known.unknown.contains(f);
    let mut first: Vec<usize> = Vec::new();
    for finding in FIRST.iter().filter(|(id, _)| there(id)).flat_map(|(_, ids)| *ids).filter_map(|id| knowledge.finding(id)).filter(open) {
        if first.len() < GROUP && !first.contains(&finding) {
            first.push(finding);
        }
    }
    first
}

/// Findings that somebody likely has, best first.
fn candidates(knowledge: &Knowledge, reasoner: &Reasoner, likely: &[&Belief], known: &Known) -> Vec<Candidate> {
    let settled = |f: &usize| known.present.contains(f) || known.absent.contains(f) || known.unknown.contains(f);
    let of_likely = likely.iter().filter(|b| b.probability >= LEAST_LIKELY);
    let open: BTreeSet<usize> =
        of_likely.flat_map(|b| knowledge.conditions()[b.condition].findings.iter().map(|(f, _)| *f)).filter(|f| !settled(f)).collect();
    let mut all: Vec<Candidate> = open.into_iter().filter_map(|finding| candidate(knowledge, reasoner, likely, known, finding)).collect();
    all.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.finding.cmp(&b.finding)));
    all
}

fn candidate(knowledge: &Knowledge, reasoner: &Reasoner, likely: &[&Belief], known: &Known, finding: usize) -> Option<Candidate> {
    let background = knowledge.findings()[finding].background;
    let rate = |b: &&&Belief| reasoner.given(b.condition, finding).unwrap_or(background).min(0.97);
    let of_none = 1.0 - likely.iter().map(|b| b.probability).sum::<f32>();
    let yes = likely.iter().map(|b| b.probability * rate(&b)).sum::<f32>() + of_none.max(0.0) * background;
    let told = told(knowledge, likely, |b| rate(&b), yes);
    let raised = yes >= LEAST_DANGER && raises(knowledge, known, finding);
    let gain = told + if raised { DANGER * yes } else { 0.0 };
    (gain >= LEAST_GAIN).then_some(Candidate { finding, gain, danger: raised })
}

/// Expected gain about the conditions and about the levels together, in nats, of an answer that is "yes" as often as `rate` says.
fn told(knowledge: &Knowledge, likely: &[&Belief], rate: impl Fn(&&Belief) -> f32, yes: f32) -> f32 {
    let after = |share: f32, of: &dyn Fn(&&Belief) -> f32| {
        let posterior: Vec<f32> = likely.iter().map(|b| b.probability * of(b) / share.max(1e-6)).collect();
        entropies(knowledge, likely, &posterior)
    };
    let before = entropies(knowledge, likely, &likely.iter().map(|b| b.probability).collect::<Vec<_>>());
    before - yes * after(yes, &|b| rate(b)) - (1.0 - yes) * after(1.0 - yes, &|b| 1.0 - rate(b))
}

fn entropies(knowledge: &Knowledge, likely: &[&Belief], shares: &[f32]) -> f32 {
    let mut levels = [0.0_f32; 4];
    for (belief, share) in likely.iter().zip(shares) {
        levels[urgency::place(knowledge.conditions()[belief.condition].triage)] += share;
    }
    let entropy = |shares: &[f32]| shares.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum::<f32>();
    entropy(shares) + entropy(&levels)
}

/// Whether a yes would put up a flag at an emergency level.
fn raises(knowledge: &Knowledge, known: &Known, finding: usize) -> bool {
    let mut present = known.present.clone();
    present.extend(knowledge.closure([&finding]));
    triage::red_flags(knowledge, &present, known.person).first().is_some_and(|flag| flag.level.is_emergency())
}

/// What it would tell to know since when.
fn course_gain(knowledge: &Knowledge, likely: &[&Belief]) -> f32 {
    let before = entropies(knowledge, likely, &likely.iter().map(|b| b.probability).collect::<Vec<_>>());
    let after: f32 = Course::ALL
        .iter()
        .map(|course| {
            let rate = |b: &&Belief| knowledge.conditions()[b.condition].course_says(*course).exp() * 0.25;
            let share: f32 = likely.iter().map(|b| b.probability * rate(b)).sum();
            let posterior: Vec<f32> = likely.iter().map(|b| b.probability * rate(b) / share.max(1e-6)).collect();
            share * entropies(knowledge, likely, &posterior)
        })
        .sum();
    before - after
}

/// The best with what are special forms of the same thing.
fn kin(knowledge: &Knowledge, candidates: &[Candidate], best: Candidate) -> Vec<usize> {
    let general = &knowledge.findings()[best.finding].general;
    let kin = |c: &&Candidate| c.finding != best.finding && knowledge.findings()[c.finding].general.iter().any(|g| general.contains(g));
    let mut group = vec![best.finding];
    group.extend(candidates.iter().filter(kin).take(GROUP - 1).map(|c| c.finding));
    group
}

/// A group, filled up with the best of what else could be asked: people have little of what any one question is about, so that one about
/// several things tells more than several about one. A finding does not stand beside what it is a special form of.
fn filled(knowledge: &Knowledge, candidates: &[Candidate], mut group: Vec<usize>) -> Vec<usize> {
    let general = |f: usize| &knowledge.findings()[f].general;
    for candidate in candidates.iter().map(|c| c.finding) {
        let near = |&f: &usize| f == candidate || general(f).contains(&candidate) || general(candidate).contains(&f);
        if group.len() < GROUP && !group.iter().any(near) {
            group.push(candidate);
        }
    }
    group
}

fn question(knowledge: &Knowledge, known: &Known, group: &[usize], why: String) -> Question {
    let item = |f: &usize| Item { id: knowledge.findings()[*f].id.clone(), name: knowledge.findings()[*f].name.clone() };
    let (kind, text) = match group {
        [one] => (QuestionKind::Single, knowledge.findings()[*one].question.clone()),
        _ => (QuestionKind::Group, "Which of these apply to you?".into()),
    };
    Question { kind, text, why, items: group.iter().map(item).collect(), number: known.asked + 1, at_most: MOST_QUESTIONS }
}

fn why(knowledge: &Knowledge, reasoner: &Reasoner, likely: &[&Belief], best: Candidate) -> String {
    if best.danger {
        return format!("A yes to “{}” would mean that it is urgent, so we ask it first.", knowledge.findings()[best.finding].name);
    }
    let rate = |b: &&&Belief| reasoner.given(b.condition, best.finding).unwrap_or(knowledge.findings()[best.finding].background);
    let named = likely.iter().take(6);
    let most = named.clone().max_by(|a, b| rate(a).total_cmp(&rate(b)));
    let least = named.min_by(|a, b| rate(a).total_cmp(&rate(b)));
    match (most, least) {
        (Some(most), Some(least)) if most.condition != least.condition => {
            let name = |b: &Belief| knowledge.conditions()[b.condition].name.clone();
            format!("It helps to tell “{}” from “{}”.", name(most), name(least))
        }
        _ => "It helps to tell what is likely from what is not.".into(),
    }
}

fn duration(known: &Known) -> Question {
    let names = ["Up to a day", "Up to two weeks", "Up to three months", "Longer", "I do not know"];
    Question {
        kind: QuestionKind::Duration,
        text: "How long has it been going on?".into(),
        why: "Some illnesses come in hours, others over months.".into(),
        items: COURSES.iter().zip(names).map(|(id, name)| Item { id: (*id).to_owned(), name: name.to_owned() }).collect(),
        number: known.asked + 1,
        at_most: MOST_QUESTIONS,
    }
}

/// The span of time that an answer names.
pub(crate) fn course(id: &str) -> Option<Option<Course>> {
    let at = COURSES.iter().position(|c| *c == id)?;
    Some(Course::ALL.get(at).copied())
}

/// How many questions some answers belong to: each is about as many findings as one holds, as long as there is so much to ask.
pub(crate) fn asked(ids: &[&str]) -> usize {
    let courses = ids.iter().filter(|id| course(id).is_some()).count();
    courses + (ids.len() - courses).div_ceil(GROUP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;
    use domain::assessment::Complaint;
    use domain::interview::Answer;

    #[test]
    fn a_group_of_answers_counts_as_one_question() {
        assert_eq!(asked(&["headache-thunderclap", "headache-throbbing", "fever", "worst-headache"]), 1);
        assert_eq!(asked(&["course-days", "fever", "headache-band", "headache-morning", "vomiting", "rash"]), 3);
        assert_eq!(asked(&[]), 0);
    }

    #[test]
    fn numbers_of_questions_go_up_by_one() {
        let engine = Engine::lexicon_only(Knowledge::built_in().expect("the base")).expect("an engine");
        for text in ["headache", "back pain", "my belly hurts", "I have a cough"] {
            let mut complaint = Complaint { text: text.into(), ..Complaint::default() };
            let mut numbers = Vec::new();
            for _ in 0..6 {
                let prepared = engine.prepare(&complaint);
                let Some(question) = engine.interview(&complaint, &prepared, &[]).expect("an answer").question else { break };
                numbers.push(question.number);
                let only = if question.kind == QuestionKind::Duration { 1 } else { question.items.len() };
                let state = if question.kind == QuestionKind::Duration { State::Present } else { State::Absent };
                complaint.evidence.extend(question.items.iter().take(only).map(|item| Answer { id: item.id.clone(), state }));
            }
            assert!(numbers.iter().enumerate().all(|(at, number)| *number <= at + 1), "{text}: {numbers:?}");
            assert!(numbers.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{text}: {numbers:?}");
        }
    }

    #[test]
    fn danger_is_asked_for_first() {
        let engine = Engine::lexicon_only(Knowledge::built_in().expect("the base")).expect("an engine");
        for (text, expected) in [("headache", ["fever", "stiff-neck"]), ("back pain", ["saddle-numbness", "urine-retention"])] {
            let complaint = Complaint { text: text.into(), ..Complaint::default() };
            let prepared = engine.prepare(&complaint);
            let question = engine.interview(&complaint, &prepared, &[]).expect("an answer").question.expect("a question");
            let asked: Vec<&str> = question.items.iter().map(|item| item.id.as_str()).take(expected.len()).collect();
            assert_eq!(asked, expected, "{text}");
        }
    }
}
