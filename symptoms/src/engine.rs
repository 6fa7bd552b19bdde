//! The engine: reads, asks for embeddings, answers.

use crate::{
    bag::Bag,
    explain,
    hear::Heard,
    interview,
    knowledge::{Knowledge, KnowledgeError, hex},
    read::{self, Reading, lexicon::Lexicon},
    reason::{Belief, Evidence, Features, Reasoner, Sound, Weights},
    scope::{self, Tells},
    triage::{self, CRISIS, Person},
    urgency,
    vectors::{Quantised, Vectors, VectorsError},
};
use domain::{
    assessment::{Assessment, Complaint, NotAssessable, ReadFinding, State, TriageResult},
    interview::{Answer, Interview},
    triage::Triage,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Whether so much of a text is denied, past or another's that the rest alone would not show what kind of text it is. Each text to
/// embed costs milliseconds.
fn much_is_left_out(rest: &str, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    10 * words(rest) < 7 * words(text)
}

/// Why an engine cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The knowledge base is faulty.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// The stored vectors cannot be used.
    #[error(transparent)]
    Vectors(#[from] VectorsError),
    /// The file of weights is faulty.
    #[error("{0}")]
    Weights(String),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssessError {
    /// Not one embedding per text.
    #[error("{texts} texts were to be embedded, {embeddings} embeddings came back")]
    Count {
        /// Texts asked for.
        texts: usize,
        /// Embeddings given.
        embeddings: usize,
    },
    /// Not a unit vector of the right width.
    #[error(transparent)]
    Embedding(#[from] VectorsError),
}

/// A complaint that was read, and what is to be embedded.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// For the text model: everything that is said to be there, then the text as it came where much of it is not. May be empty.
    pub texts: Vec<String>,
    pub(crate) reading: Reading,
}

impl Prepared {
    /// What the scope gate is shown beside the text.
    pub(crate) fn scope_facts(&self, near: f32, wording: f32) -> scope::Facts {
        scope::facts(self.reading.with(true).len(), near, wording)
    }

    /// The first and the last of the texts.
    pub(crate) fn ends(&self) -> (&str, &str) {
        (self.texts.first().map_or("", String::as_str), self.texts.last().map_or("", String::as_str))
    }

    /// Everything that is said to be there.
    pub(crate) fn whole(&self) -> &str {
        &self.reading.whole
    }
}

/// Reads complaints and answers them.
pub struct Engine {
    pub(crate) knowledge: Knowledge,
    lexicon: Lexicon,
    pub(crate) bag: Bag,
    pub(crate) wording: scope::Wording,
    reasoner: Reasoner,
    pub(crate) weights: Weights,
    /// By finding and phrase: whether the phrase holds a "not".
    pub(crate) negating: Vec<Vec<bool>>,
    pub(crate) vectors: Option<Vectors>,
    version: String,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine with its stored vectors. Use [`Vectors::check_encoder`] first, with the encoder that runs.
    ///
    /// * errors: [`EngineError::Weights`]
    pub fn new(knowledge: Knowledge, vectors: Vectors) -> Result<Self, EngineError> {
        Ok(Self::make(knowledge, Some(vectors), Weights::built_in().map_err(EngineError::Weights)?))
    }

    /// An engine without a text model, for tests of rules and reading alone. Never for people: it misses what is said in other words.
    ///
    /// * errors: [`EngineError::Weights`]
    pub fn lexicon_only(knowledge: Knowledge) -> Result<Self, EngineError> {
        Ok(Self::make(knowledge, None, Weights::built_in().map_err(EngineError::Weights)?))
    }

    /// An engine with other weights than those that are set, for fitting.
    pub fn with_weights(knowledge: Knowledge, vectors: Vectors, weights: Weights) -> Self {
        Self::make(knowledge, Some(vectors), weights)
    }

    fn make(knowledge: Knowledge, vectors: Option<Vectors>, weights: Weights) -> Self {
        let mut digest = Sha256::new();
        digest.update(knowledge.digest());
        digest.update(vectors.as_ref().map(Vectors::digest).unwrap_or_default());
        digest.update(format!("{weights:?}"));
        let version = hex(&digest.finalize()[..6]);
        Self {
            negating: knowledge.findings().iter().map(|f| f.phrases.iter().map(|p| read::negates(p)).collect()).collect(),
            lexicon: Lexicon::new(&knowledge),
            bag: Bag::new(&knowledge, |_, _| false),
            wording: scope::Wording::new(&knowledge),
            reasoner: Reasoner::new(&knowledge, weights),
            weights,
            knowledge,
            vectors,
            version,
        }
    }

    /// Twelve hex digits that stand for knowledge, vectors and encoder.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the engine knows.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// ICD-10 code and name of every condition.
    pub fn conditions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.knowledge.conditions().iter().map(|c| (c.icd10.as_str(), c.name.as_str()))
    }

    /// Reads a complaint, and says what is to be embedded.
    pub fn prepare(&self, complaint: &Complaint) -> Prepared {
        let reading = read::read(complaint, &self.knowledge, &self.lexicon);
        let mut texts = Vec::new();
        if self.vectors.is_some() && !reading.other_language && !reading.whole.is_empty() {
            texts.push(reading.whole.clone());
            if much_is_left_out(&reading.whole, &complaint.text) {
                texts.push(complaint.text.clone());
            }
        }
        Prepared { texts, reading }
    }

    /// Answers.
    ///
    /// * `embeddings` – one unit vector of [`crate::WIDTH`] numbers for each of `prepared.texts`, in their order
    /// * errors: [`AssessError`] when they are not that; there is then no answer
    pub fn assess(&self, prepared: &Prepared, embeddings: &[Vec<f32>]) -> Result<Assessment, AssessError> {
        let (reading, heard) = self.hear(prepared, embeddings)?;
        Ok(self.answer(&reading, &heard))
    }

    /// Answers, and says what to ask next.
    ///
    /// * `complaint` – the one that was prepared; how many questions were put is told from its answers
    /// * `embeddings`, errors – as for [`Engine::assess`]
    pub fn interview(&self, complaint: &Complaint, prepared: &Prepared, embeddings: &[Vec<f32>]) -> Result<Interview, AssessError> {
        let (reading, heard) = self.hear(prepared, embeddings)?;
        let assessment = self.answer(&reading, &heard);
        let level = assessment.triage.as_ref().map(|t| t.level);
        let question = level.filter(|_| assessment.assessable && !assessment.crisis).and_then(|level| {
            let ids: Vec<&str> = complaint.evidence.iter().map(|a| a.id.as_str()).collect();
            let (present, absent) = self.there_and_not(&reading);
            let known = interview::Known {
                present: &present,
                absent: &absent,
                unknown: &reading.unknown,
                person: Person { age: reading.age, sex: reading.sex },
                level,
                course: reading.course.is_some() || reading.course_asked,
                asked: interview::asked(&ids),
            };
            let first = |a: &Assessment| (a.triage.as_ref().map(|t| t.level), a.specialties.first().map(|s| s.code));
            let differs = |finding: usize, state: State| {
                let mut other = reading.clone();
                other.see(finding, state == State::Present, None);
                first(&self.answer(&other, &heard)) != first(&assessment)
            };
            let beliefs = self.beliefs(&reading, &heard, &present, &absent);
            interview::next(&self.knowledge, &self.reasoner, &beliefs, &known, differs)
        });
        Ok(Interview { question, assessment })
    }

    /// Ids among some answers that name nothing.
    pub fn unknown_ids<'a>(&self, evidence: &'a [Answer]) -> Vec<&'a str> {
        let known = |id: &str| self.knowledge.finding(id).is_some() || interview::course(id).is_some();
        evidence.iter().map(|answer| answer.id.as_str()).filter(|id| !known(id)).collect()
    }

    fn beliefs(&self, reading: &Reading, heard: &Heard, present: &BTreeSet<usize>, absent: &BTreeSet<usize>) -> Vec<Belief> {
        let sound = heard.sounds.as_deref();
        let evidence =
            Evidence { present, absent, asked: &reading.asked, sound, age: reading.age, sex: reading.sex, course: reading.course };
        self.reasoner.beliefs(&self.knowledge, &evidence)
    }

    /// Ids of the red flags that the words alone raise, without the text model.
    pub(crate) fn raised(&self, prepared: &Prepared) -> Vec<&str> {
        let reading = &prepared.reading;
        let present = self.knowledge.closure(&reading.with(true));
        let person = Person { age: reading.age, sex: reading.sex };
        triage::red_flags(&self.knowledge, &present, person).into_iter().map(|rule| rule.id.as_str()).collect()
    }

    /// Ids of the findings that the words alone give, the more general ones included.
    pub(crate) fn present(&self, prepared: &Prepared) -> Vec<&str> {
        let present = self.knowledge.closure(&prepared.reading.with(true));
        present.into_iter().map(|f| self.knowledge.findings()[f].id.as_str()).collect()
    }

    pub(crate) fn vectors(&self) -> Option<&Vectors> {
        self.vectors.as_ref()
    }

    /// What each member says of every condition, and the highest level that a flag asks for; for fitting.
    pub(crate) fn features(
        &self,
        prepared: &Prepared,
        whole: Option<&Quantised>,
        sounds: &[Sound],
    ) -> (Vec<Option<Features>>, Option<Triage>) {
        let mut reading = prepared.reading.clone();
        if let Some((vectors, whole)) = self.vectors.as_ref().zip(whole) {
            self.read_meaning(vectors, whole, &mut reading);
        }
        let (present, absent) = self.there_and_not(&reading);
        let evidence = Evidence {
            present: &present,
            absent: &absent,
            asked: &reading.asked,
            sound: Some(sounds),
            age: reading.age,
            sex: reading.sex,
            course: reading.course,
        };
        let person = Person { age: reading.age, sex: reading.sex };
        let flag = triage::red_flags(&self.knowledge, &present, person).first().map(|flag| flag.level);
        (self.reasoner.all_features(&self.knowledge, &evidence), flag)
    }

    /// Findings that are there, every more general one included, and findings that are denied.
    fn there_and_not(&self, reading: &Reading) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let present = self.knowledge.closure(&reading.with(true));
        let absent = reading.with(false).into_iter().filter(|f| !present.contains(f)).collect();
        (present, absent)
    }

    fn answer(&self, reading: &Reading, heard: &Heard) -> Assessment {
        let (present, absent) = self.there_and_not(reading);
        let person = Person { age: reading.age, sex: reading.sex };
        // "Not suicidal, just stupid with toothache": said to be no crisis.
        let denied = self.knowledge.finding(CRISIS[0]).is_some_and(|f| reading.findings.get(&f).is_some_and(|seen| !seen.present));
        let meant = |id: &&str| !denied && self.knowledge.finding(id).is_some_and(|f| present.contains(&f));
        let crisis = triage::crisis(&self.knowledge, &present) || reading.meant.iter().any(meant);
        let alarming = !triage::red_flags(&self.knowledge, &present, person).is_empty();
        // What raises a flag is looked into even where the gate hears no symptom, unless it is an animal's or the gate is sure.
        let nothing = heard.tells.is_some_and(|tells| tells == Tells::SurelyNothing || (reading.animal && tells != Tells::Symptom));
        let looked_into = crisis || (alarming && !nothing);
        let reason = if looked_into { None } else { self.refusal(reading, &present, heard) };
        let mut answer = Assessment {
            assessable: reason.is_none(),
            reason,
            findings: self.findings(reading, &present),
            conditions: Vec::new(),
            triage: None,
            specialties: Vec::new(),
            crisis,
            model: self.version.clone(),
        };
        if answer.assessable {
            let beliefs = self.beliefs(reading, heard, &present, &absent);
            let triage = self.triage(reading, heard, &absent, &beliefs);
            answer.conditions = explain::conditions(&self.knowledge, &self.reasoner, &beliefs, &present, &absent);
            answer.specialties = explain::specialties(&self.knowledge, &beliefs, reading, triage.level.is_emergency());
            answer.crisis |= triage::sounds_like_crisis(&self.knowledge, &beliefs);
            answer.triage = Some(triage);
        }
        answer
    }

    /// How urgent it is. What raised a flag also speaks for a condition, and by that could make the rest look more harmless: so the
    /// level is at least what it would be had that not been said.
    fn triage(&self, reading: &Reading, heard: &Heard, absent: &BTreeSet<usize>, beliefs: &[Belief]) -> TriageResult {
        let person = Person { age: reading.age, sex: reading.sex };
        let head = self.vectors.as_ref().map(Vectors::urgency);
        let sounds = |shares, flag| urgency::level(head?, heard.whole.as_ref()?, urgency::facts(shares, flag, reading.age));
        let judge = |present: &BTreeSet<usize>, beliefs: &[Belief]| {
            triage::triage(&self.knowledge, &self.weights, beliefs, present, person, &sounds)
        };
        let told: BTreeSet<usize> = reading.with(true).into_iter().collect();
        let mut result = judge(&self.knowledge.closure(&told), beliefs);
        for fewer in triage::without_flags(&self.knowledge, &told, person) {
            if result.level == Triage::EmergencyAmbulance {
                break;
            }
            let present = self.knowledge.closure(&fewer);
            let without = judge(&present, &self.beliefs(reading, heard, &present, absent));
            if without.level > result.level {
                result = TriageResult { red_flags: result.red_flags, ..without };
            }
        }
        let plain = reading.plain.as_ref().is_some_and(|plain| told.iter().eq(plain));
        if plain { triage::unhurried(result, reading.age) } else { result }
    }

    fn refusal(&self, reading: &Reading, present: &BTreeSet<usize>, heard: &Heard) -> Option<NotAssessable> {
        if reading.other_language {
            return Some(NotAssessable::OtherLanguage);
        }
        if reading.bare && !reading.animal {
            return None;
        }
        let denied = reading.all_denied && present.is_empty() && !reading.findings.is_empty();
        if !denied && heard.tells.map_or(!present.is_empty(), |tells| tells == Tells::Symptom) {
            return None;
        }
        match () {
            () if reading.animal => Some(NotAssessable::Animal),
            () if reading.left_out || reading.findings.len() > present.len() => Some(NotAssessable::NotNow),
            () => Some(NotAssessable::NoSymptom),
        }
    }

    /// What was read, and what is present with it.
    fn findings(&self, reading: &Reading, present: &BTreeSet<usize>) -> Vec<ReadFinding> {
        let item = |finding: usize, state, span| {
            let f = &self.knowledge.findings()[finding];
            ReadFinding { id: f.id.clone(), name: f.name.clone(), state, span }
        };
        let implied = present.iter().filter(|f| !reading.findings.get(f).is_some_and(|seen| seen.present));
        let denied_otherwise = |f: &usize| present.contains(f);
        let read = reading.findings.iter().filter(|(f, seen)| seen.present || !denied_otherwise(f));
        let mut all: Vec<ReadFinding> =
            read.map(|(&f, seen)| item(f, if seen.present { State::Present } else { State::Absent }, seen.span)).collect();
        all.sort_by_key(|f| f.span);
        all.extend(implied.map(|&f| item(f, State::Present, None)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static ENGINE: LazyLock<Engine> =
        LazyLock::new(|| Engine::lexicon_only(Knowledge::built_in().expect("the base")).expect("an engine without a text model"));

    fn told(findings: &BTreeSet<usize>, age: Option<f32>) -> Reading {
        let mut reading = Reading { age, ..Reading::default() };
        findings.iter().for_each(|&f| reading.see(f, true, None));
        reading
    }

    fn level(findings: &BTreeSet<usize>, age: Option<f32>) -> Option<Triage> {
        let heard = Heard { sounds: None, tells: Some(Tells::Symptom), whole: None };
        ENGINE.answer(&told(findings, age), &heard).triage.map(|t| t.level)
    }

    /// Findings that hang together, as a person has them: some of one condition's.
    fn of_a_condition() -> impl Strategy<Value = BTreeSet<usize>> {
        let findings = |condition: usize| {
            let all: Vec<usize> = ENGINE.knowledge.conditions()[condition].findings.iter().map(|(f, _)| *f).collect();
            prop::sample::subsequence(all.clone(), 1..=all.len().min(7))
        };
        (0..ENGINE.knowledge.conditions().len()).prop_flat_map(findings).prop_map(|all| all.into_iter().collect())
    }

    proptest! {
        #[test]
        fn saying_what_raises_a_flag_never_makes_it_less_urgent(
            findings in of_a_condition(),
            rule in 0..ENGINE.knowledge.red_flags().len(),
            which in 0_usize..8,
            age in prop::option::of(0.0_f32..100.0),
        ) {
            let rule = &ENGINE.knowledge.red_flags()[rule];
            let mut raising: BTreeSet<usize> = rule.all.iter().copied().collect();
            raising.extend(rule.any.get(which % rule.any.len().max(1)));
            let asked = |f: &usize| rule.all.contains(f) || rule.any.contains(f);
            // What is told already and speaks to the same rule is another case, as is a finding that takes a flag down.
            prop_assume!(!findings.iter().any(|f| ENGINE.knowledge.closure([f]).iter().any(asked)));
            let added = ENGINE.knowledge.closure(&raising);
            prop_assume!(!ENGINE.knowledge.red_flags().iter().any(|r| r.none.iter().any(|f| added.contains(f))));
            let more: BTreeSet<usize> = findings.union(&raising).copied().collect();
            let person = Person { age, sex: None };
            let up = triage::red_flags(&ENGINE.knowledge, &ENGINE.knowledge.closure(&more), person);
            prop_assume!(up.len() <= 4 && up.iter().any(|r| r.id == rule.id));
            prop_assert!(level(&more, age) >= level(&findings, age));
        }
    }
}
