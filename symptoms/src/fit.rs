//! Fitting the members' weights to the base's own cases, each judged by members that have not seen it.
//!
//! The cases are dealt into folds. For the cases of a fold the classifier, the descriptions' likeness and the bag of words are made
//! without that fold; what the members then say goes into a softmax regression with few parameters: one weight a member, and the score
//! of "none of these".

use crate::{
    bag::Bag,
    engine::Engine,
    knowledge::{Knowledge, Told},
    reason::{Features, MEMBERS, Sound, Weights},
    regress::Lesson,
    scope::{self, Scope, Taught},
    urgency,
    vectors::{Quantised, Vectors, WIDTH},
};
use domain::{assessment::Complaint, triage::Triage};

/// Parts into which the cases are dealt.
const FOLDS: usize = 5;
/// Steps of the regression.
const STEPS: usize = 600;
/// Where every fit starts, whatever it gave the last time: the members' weights in the order of [`crate::MEMBER_NAMES`], and "none".
const START: [f32; MEMBERS] = [0.3, 0.6, 0.7, 0.4, 0.7, 0.2, 3.0, 0.3, 5.0, 0.7];
const START_NONE: f32 = 0.5;
/// Pull toward these, as if so many cases spoke for them.
const PRIOR: f64 = 12.0;

/// A case as the members see it.
pub struct Example {
    /// Fold in which it is held out.
    fold: usize,
    condition: usize,
    features: Vec<Option<Features>>,
    /// What the text model says of all that is there.
    text: Vec<f32>,
    /// The highest level that a flag asks for.
    flag: Option<Triage>,
    age: Option<f32>,
    level: Triage,
}

/// What a fit gave.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The weights to keep: fitted on every case.
    pub weights: Weights,
    /// Mean log-loss before, in nats, and after, on cases of folds that the weights were not fitted on.
    pub loss: (f64, f64),
    /// Share of cases named first and among the first three, held out likewise.
    pub top: (f64, f64),
    /// For each member: how much the held-out share named first falls without it.
    pub ablation: [f64; MEMBERS],
}

/// A case of the base: its condition, its number among the condition's texts.
struct Case<'a> {
    condition: usize,
    number: usize,
    told: &'a Told,
}

fn cases(knowledge: &Knowledge) -> Vec<Case<'_>> {
    let of = |(condition, c): (usize, &'_ crate::Condition)| {
        let first = c.descriptions.len();
        (0..c.cases.len()).map(|n| (condition, first + n, n)).collect::<Vec<_>>()
    };
    let numbers: Vec<(usize, usize, usize)> = knowledge.conditions().iter().enumerate().flat_map(of).collect();
    numbers
        .into_iter()
        .map(|(condition, number, n)| Case { condition, number, told: &knowledge.conditions()[condition].cases[n] })
        .collect()
}

/// Fold of a case: cases of one condition are dealt out in turn, so that each fold has some of every condition.
fn fold(condition: usize, number: usize) -> usize {
    (condition * 7 + number) % FOLDS
}

/// Reads every case of the base with members that have not seen its fold.
///
/// * `exact` – embeddings of [`Knowledge::sentences`] as [`Vectors::build`] asks for them, in their order
/// * `embed` – embeds the texts that a case asks for
pub fn examples<E>(
    knowledge: &Knowledge,
    weights: Weights,
    encoder: &str,
    exact: &[Vec<f32>],
    mut embed: impl FnMut(&[String]) -> Result<Vec<Vec<f32>>, E>,
) -> Result<Vec<Example>, E> {
    let all = cases(knowledge);
    let first = knowledge.phrase_count();
    let starts: Vec<usize> = knowledge
        .conditions()
        .iter()
        .scan(first, |at, c| {
            let start = *at;
            *at += c.text_count();
            Some(start)
        })
        .collect();
    let mut examples = Vec::with_capacity(all.len());
    for held in 0..FOLDS {
        let is_case = |c: usize, n: usize| n >= knowledge.conditions()[c].descriptions.len();
        let skip = |c: usize, n: usize| is_case(c, n) && fold(c, n) == held;
        let vectors = Vectors::of_exact(knowledge, encoder, exact, skip);
        let bag = Bag::new(knowledge, skip);
        let engine = Engine::with_weights(knowledge.clone(), vectors, weights);
        for case in all.iter().filter(|case| fold(case.condition, case.number) == held) {
            let complaint = Complaint { text: case.told.text.clone(), age: case.told.age, sex: case.told.sex, ..Complaint::default() };
            let prepared = engine.prepare(&complaint);
            let mut embedded = embed(&prepared.texts[..prepared.texts.len().min(1)])?;
            let whole = embedded.first().map(|e| Quantised::query(e));
            let sound = |knows: &[f32]| -> Vec<Sound> {
                let vectors = engine.vectors().map(Vectors::all).unwrap_or_default();
                let heads = whole.as_ref().and_then(|q| engine.vectors().map(|v| v.head().scores(q)));
                let heads = heads.unwrap_or_else(|| vec![0.0; starts.len()]);
                (0..starts.len())
                    .map(|c| {
                        let texts = (0..knowledge.conditions()[c].text_count()).filter(|n| !skip(c, *n));
                        let like = whole.as_ref().map_or(0.0, |whole| engine.like(texts.map(|n| vectors[starts[c] + n].cosine(whole))));
                        Sound { like, head: heads[c], words: knows[c] }
                    })
                    .collect()
            };
            let sounds = sound(&bag.scores(prepared.whole()));
            let (features, flag) = engine.features(&prepared, whole.as_ref(), &sounds);
            let level = case.told.triage.unwrap_or(knowledge.conditions()[case.condition].triage);
            let text = embedded.pop().unwrap_or_default();
            examples.push(Example { fold: held, condition: case.condition, features, text, flag, age: case.told.age, level });
        }
    }
    Ok(examples)
}

/// Fits the urgency head on what the members say unseen, and the scope gate.
///
/// * `embed` – as for [`examples`]
/// * returns `vectors` with the heads
pub fn fit_heads<E>(
    knowledge: &Knowledge,
    examples: &[Example],
    weights: Weights,
    vectors: Vectors,
    embed: impl FnMut(&[String]) -> Result<Vec<Vec<f32>>, E>,
) -> Result<Vectors, E> {
    let lessons = urgency_lessons(knowledge, examples, weights);
    let urgency = urgency::fit(&lessons.into_iter().map(|(_, lesson)| lesson).collect::<Vec<_>>());
    let scope = fit_scope(knowledge, weights, &vectors, embed)?;
    Ok(vectors.with_heads(urgency, scope))
}

/// Share of cases that an urgency head gets right on folds that it was not taught, and of those, too low: `(right, too low)`.
pub fn urgency_held_out(knowledge: &Knowledge, examples: &[Example], weights: Weights) -> (f64, f64) {
    let lessons = urgency_lessons(knowledge, examples, weights);
    let (mut right, mut low) = (0, 0);
    for fold in 0..FOLDS {
        let (out, rest): (Vec<_>, Vec<_>) = lessons.iter().cloned().partition(|(of, _)| *of == fold);
        let head = urgency::fit(&rest.into_iter().map(|(_, lesson)| lesson).collect::<Vec<_>>());
        for (_, lesson) in &out {
            let given = urgency::level(&head, &Quantised::query(&lesson.text), lesson.facts).map(urgency::place);
            right += usize::from(given == Some(lesson.class));
            low += usize::from(given.is_some_and(|given| given < lesson.class));
        }
    }
    let count = lessons.len().max(1) as f64;
    (right as f64 / count, low as f64 / count)
}

/// What the urgency head learns from, each with its fold.
fn urgency_lessons(knowledge: &Knowledge, examples: &[Example], weights: Weights) -> Vec<(usize, Lesson<{ urgency::FACTS }>)> {
    let members = weights.members().map(f64::from);
    let lesson = |example: &Example| {
        let scores = scores(example, &members);
        let none = f64::from(weights.none);
        let most = scores.iter().flatten().fold(none, |a, b| a.max(*b));
        let total: f64 = (none - most).exp() + scores.iter().flatten().map(|s| (s - most).exp()).sum::<f64>();
        let mut shares = [0.0_f32; 4];
        for (condition, score) in scores.iter().enumerate() {
            let share = score.map_or(0.0, |s| (s - most).exp() / total);
            shares[urgency::place(knowledge.conditions()[condition].triage)] += share as f32;
        }
        let facts = urgency::facts(shares, example.flag, example.age);
        (example.fold, Lesson { text: example.text.clone(), facts, class: urgency::place(example.level) })
    };
    examples.iter().filter(|e| e.text.len() == WIDTH).map(lesson).collect()
}

/// Teaches the scope gate.
fn fit_scope<E>(
    knowledge: &Knowledge,
    weights: Weights,
    vectors: &Vectors,
    mut embed: impl FnMut(&[String]) -> Result<Vec<Vec<f32>>, E>,
) -> Result<Scope, E> {
    let engine = Engine::with_weights(knowledge.clone(), vectors.clone(), weights);
    let mut lessons = Vec::new();
    for Taught { at, text, symptom } in scope::taught(knowledge) {
        let prepared = engine.prepare(&Complaint { text: text.to_owned(), age: None, sex: None, ..Complaint::default() });
        if let Some(text) = embed(&prepared.texts)?.pop() {
            let cosines = vectors.cosines_from(knowledge.phrase_count(), &Quantised::query(&text));
            let near = scope::near(knowledge, &cosines, Some(at));
            let wording = engine.wording.says(prepared.ends().1, Some(symptom));
            lessons.push(Lesson { text, facts: prepared.scope_facts(near, wording), class: usize::from(symptom) });
        }
    }
    Ok(scope::fit(&lessons))
}

/// Fits the members' weights and the score of "none of these"; the other numbers stay as they are in `weights`.
pub fn fit(examples: &[Example], weights: Weights) -> Fitted {
    let start = Weights { none: START_NONE, ..weights.with_members(START) };
    let all: Vec<&Example> = examples.iter().collect();
    let mut held_out = Vec::with_capacity(examples.len());
    for fold in 0..FOLDS {
        let (out, rest): (Vec<&Example>, Vec<&Example>) = all.iter().partition(|e| e.fold == fold);
        let weights = regress(&rest, start);
        held_out.extend(out.into_iter().map(|example| (example, weights)));
    }
    let loss = |of: &dyn Fn(Weights) -> Weights| {
        held_out.iter().map(|(e, w)| -place(e, &of(*w)).1.max(1e-9).ln()).sum::<f64>() / examples.len().max(1) as f64
    };
    let first = |most: usize, of: &dyn Fn(Weights) -> Weights| {
        held_out.iter().filter(|(e, w)| place(e, &of(*w)).0 < most).count() as f64 / examples.len().max(1) as f64
    };
    let top = (first(1, &|w| w), first(3, &|w| w));
    let without = |member: usize| {
        first(1, &|w| {
            let mut members = w.members();
            members[member] = 0.0;
            w.with_members(members)
        })
    };
    Fitted {
        weights: regress(&all, start),
        loss: (loss(&|_| start), loss(&|w| w)),
        top,
        ablation: std::array::from_fn(|member| top.0 - without(member)),
    }
}

/// Place and probability of the right condition.
fn place(example: &Example, weights: &Weights) -> (usize, f64) {
    let members = weights.members();
    let scores = scores(example, &members.map(f64::from));
    let right = scores[example.condition].unwrap_or(f64::NEG_INFINITY);
    let better = scores.iter().flatten().filter(|s| **s > right).count();
    let none = f64::from(weights.none);
    let most = scores.iter().flatten().fold(none, |a, b| a.max(*b));
    let total: f64 = (none - most).exp() + scores.iter().flatten().map(|s| (s - most).exp()).sum::<f64>();
    (better, (right - most).exp() / total)
}

fn scores(example: &Example, members: &[f64; MEMBERS]) -> Vec<Option<f64>> {
    let score = |f: &Features| f.iter().zip(members).map(|(x, w)| f64::from(*x) * w).sum::<f64>();
    example.features.iter().map(|f| f.as_ref().map(score)).collect()
}

/// Conditions beside the right one that a case is told from: those that come nearest to it at the start.
const RIVALS: usize = 100;

/// A case with its nearest rivals; the rest has no share worth counting.
struct Contest {
    /// What the members say of each; the right one comes first.
    features: Vec<Features>,
}

impl Contest {
    /// `None` where the right condition is impossible.
    fn new(example: &Example, start: &[f64; MEMBERS]) -> Option<Self> {
        let right = example.features[example.condition]?;
        let scores = scores(example, start);
        let mut rivals: Vec<usize> = (0..scores.len()).filter(|&c| c != example.condition && scores[c].is_some()).collect();
        rivals.sort_by(|&a, &b| scores[b].unwrap_or(f64::MIN).total_cmp(&scores[a].unwrap_or(f64::MIN)).then(a.cmp(&b)));
        rivals.truncate(RIVALS);
        Some(Self { features: std::iter::once(right).chain(rivals.into_iter().filter_map(|c| example.features[c])).collect() })
    }
}

/// Gradient descent with momentum-free adaptive steps (Adam, Kingma & Ba 2015); no weight goes below zero.
fn regress(examples: &[&Example], start: Weights) -> Weights {
    let from: Vec<f64> = start.members().iter().map(|w| f64::from(*w)).chain([f64::from(start.none)]).collect();
    let members = start.members().map(f64::from);
    let contests: Vec<Contest> = examples.iter().filter_map(|example| Contest::new(example, &members)).collect();
    let (mut now, mut mean, mut square) = (from.clone(), vec![0.0; MEMBERS + 1], vec![0.0; MEMBERS + 1]);
    for step in 1..=STEPS {
        let gradient = gradient(&contests, &now, &from);
        for i in 0..=MEMBERS {
            mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
            square[i] = 0.99 * square[i] + 0.01 * gradient[i] * gradient[i];
            let (m, v) = (mean[i] / (1.0 - 0.9_f64.powi(step as i32)), square[i] / (1.0 - 0.99_f64.powi(step as i32)));
            now[i] -= 0.04 * m / (v.sqrt() + 1e-8);
            if i < MEMBERS {
                now[i] = now[i].max(0.0);
            }
        }
    }
    let rounded = |w: f64| ((w * 1000.0).round() / 1000.0) as f32;
    let mut weights = start.with_members(std::array::from_fn(|i| rounded(now[i])));
    weights.none = rounded(now[MEMBERS]);
    weights
}

fn gradient(contests: &[Contest], now: &[f64], from: &[f64]) -> Vec<f64> {
    let score = |f: &Features| f.iter().zip(now).map(|(x, w)| f64::from(*x) * w).sum::<f64>();
    let count = contests.len().max(1) as f64;
    let mut sum: Vec<f64> = now.iter().zip(from).map(|(n, f)| PRIOR * (n - f) / (f.abs() + 0.1) / count).collect();
    for contest in contests {
        let scores: Vec<f64> = contest.features.iter().map(score).collect();
        let most = scores.iter().fold(now[MEMBERS], |a, b| a.max(*b));
        let total: f64 = (now[MEMBERS] - most).exp() + scores.iter().map(|s| (s - most).exp()).sum::<f64>();
        sum[MEMBERS] += (now[MEMBERS] - most).exp() / total / count;
        for (place, (features, score)) in contest.features.iter().zip(&scores).enumerate() {
            let share = (score - most).exp() / total - f64::from(u8::from(place == 0));
            if share.abs() > 1e-9 {
                (0..MEMBERS).for_each(|i| sum[i] += share * f64::from(features[i]) / count);
            }
        }
    }
    sum
}
