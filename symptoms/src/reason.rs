//! Reasoning: how probable each condition is, given what was read.
//!
//! Naive Bayes over findings, tempered because findings hang together, plus a score for how much the text sounds like the condition's
//! descriptions. "None of these" always keeps a share. All weights stand here.

use crate::{
    courtesy::pause_at,
    knowledge::{AgeBand, Condition, Course, Knowledge},
};
use domain::patient::Sex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Base rate (per 100,000 a year) that neither raises nor lowers a condition.
const MIDDLING: f32 = 200.0;
/// Bounds of what one finding can say.
const MOST_FOR: f32 = 4.0;
/// How often a finding is there that is never there with a condition, as far as anything is sure.
const NEVER: f32 = 0.005;
const MOST_AGAINST: f32 = -2.5;

/// How often an answer to a question is wrong: the reader's share of slips, of questions misunderstood and of what was not noticed.
const SLIPS: f32 = 0.05;

/// What each member of the sum says of a condition, in log-units before its weight. The order is that of [`Weights::members`].
pub(crate) type Features = [f32; MEMBERS];
/// Members of the sum.
pub(crate) const MEMBERS: usize = 10;
/// Their names, as the weights' file and the ablation table have them.
pub const MEMBER_NAMES: [&str; MEMBERS] =
    ["frequency", "person", "risk", "present", "absent", "unasked", "description", "head", "words", "course"];

/// Every number that is fitted or was set by trying; `knowledge/weights.toml` is what runs, and `shs train` writes it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Power of the base rate: below one, so that a rare disease that is described well can win.
    pub frequency: f32,
    /// Power of the factors for age and sex.
    pub person: f32,
    /// Power of the risk factors.
    pub risk: f32,
    /// Weight of findings that the text says are there. Low, since the members that listen to the whole text hear them too.
    pub present: f32,
    /// Weight of findings that the text denies.
    pub absent: f32,
    /// Weight of usual findings that nobody spoke of.
    pub unasked: f32,
    /// Weight of a description's similarity.
    pub description: f32,
    /// Weight of the classifier's score.
    pub head: f32,
    /// Weight of the words that the text shares with what is written about a condition.
    pub words: f32,
    /// Weight of how long it has been going on.
    pub course: f32,
    /// Weight of what was answered to a question: nothing else hears it.
    pub asked: f32,
    /// Log-score of "none of these" beside a middling condition.
    pub none: f32,
    /// What a present finding says that a condition does not list.
    pub unlisted: f32,
    /// What a specific finding is worth where only the general one is listed.
    pub generalised: f32,
    /// This many findings count in full, further ones half.
    pub in_full: f32,
    /// The similarity that says nothing.
    pub neutral: f32,
    /// How far the most alike description stands for the condition, beside the mean of the best three.
    pub nearest: f32,
    /// Least cosine between a text of one piece and a phrase for the phrase's finding to be read.
    pub alike: f32,
    /// By how much the best finding must lead an unrelated second.
    pub lead: f32,
    /// Probability that emergencies must have together for the level to be one of theirs.
    pub emergency: f32,
    /// The same for what needs a doctor within a day, emergencies counted in.
    pub within_24: f32,
    /// The same for what needs a doctor at all, the more urgent counted in.
    pub consultation: f32,
}

impl Weights {
    /// The weights of the members, in the order of [`MEMBER_NAMES`].
    pub fn members(&self) -> [f32; MEMBERS] {
        let w = self;
        [w.frequency, w.person, w.risk, w.present, w.absent, w.unasked, w.description, w.head, w.words, w.course]
    }

    /// The same with other weights of the members.
    pub fn with_members(mut self, members: [f32; MEMBERS]) -> Self {
        let w = &mut self;
        [w.frequency, w.person, w.risk, w.present, w.absent, w.unasked, w.description, w.head, w.words, w.course] = members;
        self
    }

    /// What `knowledge/weights.toml` says.
    ///
    /// * errors: what is wrong with the file; a released one has no fault, as a test makes sure
    pub fn built_in() -> Result<Self, String> {
        toml::from_str(WEIGHTS_FILE).map_err(|e| format!("weights.toml: {e}"))
    }
}

/// The fitted numbers.
const WEIGHTS_FILE: &str = include_str!("../knowledge/weights.toml");

/// How a text sounds beside a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sound {
    /// Likeness to its descriptions (cosine).
    pub(crate) like: f32,
    /// Score of the classifier.
    pub(crate) head: f32,
    /// Likeness of its words to those written about the condition.
    pub(crate) words: f32,
}

/// What is known of the person and the complaint.
pub(crate) struct Evidence<'a> {
    /// Present, every more general one included.
    pub(crate) present: &'a BTreeSet<usize>,
    pub(crate) absent: &'a BTreeSet<usize>,
    /// Those of both that were answered to a question.
    pub(crate) asked: &'a BTreeSet<usize>,
    /// What the text model says of each condition; `None` without one.
    pub(crate) sound: Option<&'a [Sound]>,
    pub(crate) age: Option<f32>,
    pub(crate) sex: Option<Sex>,
    /// How long it has been going on.
    pub(crate) course: Option<Course>,
}

/// How far a condition is believed, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Belief {
    pub(crate) condition: usize,
    pub(crate) probability: f32,
    /// Findings with the log-ratio by which each speaks for the condition.
    pub(crate) says: Vec<(usize, f32)>,
}

/// Likelihoods, laid out once.
pub(crate) struct Reasoner {
    /// By condition, then finding: how frequent it is; 0 where it is not listed.
    given: Vec<Vec<f32>>,
    weights: Weights,
}

impl Reasoner {
    pub(crate) fn new(knowledge: &Knowledge, weights: Weights) -> Self {
        let row = |condition: &Condition| {
            let mut row = vec![0.0_f32; knowledge.findings().len()];
            for &(finding, frequency) in &condition.findings {
                row[finding] = frequency.probability();
            }
            // A general finding is there at least as often as any of its special forms, "never" excepted.
            let listed = row.clone();
            for &(finding, frequency) in &condition.findings {
                for &general in &knowledge.findings()[finding].general {
                    if listed[general] == 0.0 && frequency > crate::Frequency::Rare {
                        row[general] = row[general].max(frequency.probability());
                    }
                }
            }
            row
        };
        Self { given: knowledge.conditions().iter().map(row).collect(), weights }
    }

    /// How frequent a finding is given a condition, where that is known.
    pub(crate) fn given(&self, condition: usize, finding: usize) -> Option<f32> {
        Some(self.given[condition][finding]).filter(|p| *p > 0.0)
    }

    /// Beliefs in all conditions that are possible, strongest first; what they lack to one is "none of these".
    pub(crate) fn beliefs(&self, knowledge: &Knowledge, evidence: &Evidence) -> Vec<Belief> {
        let members = self.weights.members();
        let score = |features: &Features| features.iter().zip(members).map(|(f, w)| f * w).sum::<f32>();
        let leaves = leaves(knowledge, evidence.present);
        let mut beliefs: Vec<Belief> = (0..knowledge.conditions().len())
            .filter_map(|condition| {
                pause_at(condition * 8);
                let (features, says) = self.features(knowledge, condition, evidence, &leaves)?;
                let asked = self.weights.asked * self.answers(knowledge, condition, evidence, &says);
                Some(Belief { condition, probability: score(&features) + asked, says })
            })
            .collect();
        let most = beliefs.iter().fold(self.weights.none, |most, b| b.probability.max(most));
        let total: f32 = (self.weights.none - most).exp() + beliefs.iter().map(|b| (b.probability - most).exp()).sum::<f32>();
        beliefs.iter_mut().for_each(|b| b.probability = (b.probability - most).exp() / total);
        beliefs.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.condition.cmp(&b.condition)));
        beliefs
    }

    /// What each member says of every condition; `None` for those that are impossible. For fitting.
    pub(crate) fn all_features(&self, knowledge: &Knowledge, evidence: &Evidence) -> Vec<Option<Features>> {
        let leaves = leaves(knowledge, evidence.present);
        (0..knowledge.conditions().len()).map(|c| self.features(knowledge, c, evidence, &leaves).map(|(features, _)| features)).collect()
    }

    /// What each member says of a condition, and what each finding says; `None` where the condition is impossible.
    fn features(
        &self,
        knowledge: &Knowledge,
        condition: usize,
        evidence: &Evidence,
        leaves: &[usize],
    ) -> Option<(Features, Vec<(usize, f32)>)> {
        let of = &knowledge.conditions()[condition];
        let [frequency, person, risk] = prior(of, evidence)?;
        let says = self.says(knowledge, condition, evidence, leaves);
        let told: Vec<f32> = says.iter().filter(|(f, _)| !evidence.asked.contains(f)).map(|(_, log)| *log).collect();
        let (absent, unasked) = self.missing(knowledge, condition, evidence);
        let sound = evidence.sound.map(|all| all[condition]);
        let like = sound.map_or(0.0, |s| s.like - self.weights.neutral);
        let (head, words) = sound.map_or((0.0, 0.0), |s| (s.head, s.words));
        let course = evidence.course.map_or(0.0, |course| of.course_says(course));
        Some(([frequency, person, risk, tempered(&told, &self.weights), absent, unasked, like, head, words, course], says))
    }

    /// What each of the most specific findings says; a source that two of them share speaks once.
    fn says(&self, knowledge: &Knowledge, condition: usize, evidence: &Evidence, leaves: &[usize]) -> Vec<(usize, f32)> {
        let mut used = BTreeSet::new();
        let mut says = Vec::new();
        for &leaf in leaves {
            let finding = &knowledge.findings()[leaf];
            let asked = evidence.asked.contains(&leaf);
            let ratio = |f: usize| {
                let p = self.given[condition][f];
                let background = knowledge.findings()[f].background;
                let log =
                    (p > 0.0).then(|| if asked { answered(p, background) } else { (p / background).ln().clamp(MOST_AGAINST, MOST_FOR) });
                // What is never there with it speaks for it no more than what nobody listed, however rare it is elsewhere.
                log.map(|log| if p <= NEVER { log.min(self.weights.unlisted) } else { log })
            };
            let general = || {
                finding.general.iter().filter_map(|&g| Some((g, self.weights.generalised * ratio(g)?))).max_by(|a, b| a.1.total_cmp(&b.1))
            };
            match ratio(leaf).map(|r| (leaf, r)).or_else(general) {
                Some((source, log)) if used.insert(source) => says.push((leaf, log)),
                Some(_) => {}
                None if finding.is_history() => {}
                None => says.push((leaf, self.weights.unlisted)),
            }
        }
        says.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        says
    }

    /// What the answers to questions say of a condition, those with "no" included.
    fn answers(&self, knowledge: &Knowledge, condition: usize, evidence: &Evidence, says: &[(usize, f32)]) -> f32 {
        let yes: f32 = says.iter().filter(|(f, _)| evidence.asked.contains(f)).map(|(_, log)| log).sum();
        let listed = |f: &usize| self.given(condition, *f).map(|p| answered(1.0 - p, 1.0 - knowledge.findings()[*f].background));
        yes + evidence.absent.intersection(evidence.asked).filter_map(listed).sum::<f32>()
    }

    /// What findings say that are denied, and usual ones that nobody spoke of.
    fn missing(&self, knowledge: &Knowledge, condition: usize, evidence: &Evidence) -> (f32, f32) {
        let row = &self.given[condition];
        let denied = |&f: &usize| {
            let p = row[f].min(0.95);
            if p > 0.0 { ((1.0 - p) / (1.0 - knowledge.findings()[f].background)).ln() } else { 0.0 }
        };
        let absent: f32 = evidence.absent.difference(evidence.asked).map(denied).sum();
        let usual = knowledge.conditions()[condition]
            .findings
            .iter()
            .filter(|(f, _)| !evidence.present.contains(f) && !evidence.absent.contains(f));
        let unasked: f32 = usual.map(|(_, often)| often.probability()).filter(|p| *p >= 0.6).map(|p| (1.0 - p.min(0.9)).ln()).sum();
        (absent, unasked)
    }
}

/// The most specific of some findings: what they imply says nothing new.
fn leaves(knowledge: &Knowledge, present: &BTreeSet<usize>) -> Vec<usize> {
    let implied: BTreeSet<usize> = present.iter().flat_map(|&f| knowledge.findings()[f].general.iter().copied()).collect();
    present.difference(&implied).copied().collect()
}

/// Logs of the base rate, of what age and sex make of it, and of the risk factors; `None` where the condition is impossible.
fn prior(condition: &Condition, evidence: &Evidence) -> Option<[f32; 3]> {
    let ages = &condition.ages;
    let age = evidence.age.map_or_else(|| ages[1..].iter().sum::<f32>() / 5.0, |age| ages[AgeBand::of(age) as usize]);
    let sex = match evidence.sex {
        Some(Sex::Female) => condition.female,
        Some(Sex::Male) => condition.male,
        Some(Sex::Other) | None => (condition.female + condition.male) / 2.0,
    };
    if age <= 0.0 || sex <= 0.0 || condition.frequency <= 0.0 {
        return None;
    }
    let risk: f32 = condition.risk.iter().filter(|(f, _)| evidence.present.contains(f)).map(|(_, times)| times.max(0.01).ln()).sum();
    Some([(condition.frequency / MIDDLING).ln(), (age * sex).ln(), risk])
}

/// What an answer says that is given so often with the condition, and so often without, when some answers are wrong.
fn answered(with: f32, without: f32) -> f32 {
    let told = |p: f32| p * (1.0 - SLIPS) + (1.0 - p) * SLIPS;
    (told(with) / told(without)).ln()
}

/// The sum of what findings say; beyond a few, each says half, since they hang together.
fn tempered(says: &[f32], weights: &Weights) -> f32 {
    let sum: f32 = says.iter().sum();
    let count = says.len() as f32;
    if count <= weights.in_full { sum } else { sum * (weights.in_full + 0.5 * (count - weights.in_full)) / count }
}
