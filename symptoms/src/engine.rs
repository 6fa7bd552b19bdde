//! The engine: reads, asks for embeddings, answers.

use crate::{
    bag::Bag,
    explain, interview,
    knowledge::{Knowledge, KnowledgeError, hex},
    read::{self, Clause, Reading, lexicon::Lexicon},
    reason::{Belief, Evidence, Features, Reasoner, Sound, Weights},
    scope,
    triage::{self, Person},
    urgency,
    vectors::{Quantised, Vectors, VectorsError, check_unit},
};
use domain::{
    assessment::{Assessment, Complaint, NotAssessable, ReadFinding, State},
    interview::{Answer, Interview},
    triage::Triage,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Likeness to a condition's descriptions from which a text is about a symptom though no finding was read.
const ABOUT_A_SYMPTOM: f32 = 0.40;
/// A lower one that is enough where a clause is nearly like a finding's phrase.
const PERHAPS_A_SYMPTOM: f32 = 0.29;
/// Below this likeness to every finding's phrase a text is about no symptom.
const FAR_FROM_A_PHRASE: f32 = 0.46;
const NEARLY_A_PHRASE: f32 = 0.575;
/// Below this likeness a lone word that is also a finding's is taken for something else: "pale lantern".
const ABOUT_NOTHING: f32 = 0.29;
/// Descriptions of a condition that count: the most alike.
const DESCRIPTIONS: usize = 3;

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
    /// Short texts for the text model: clauses, then everything that is said to be there, then the text as it came where that is
    /// another. May be empty.
    pub texts: Vec<String>,
    reading: Reading,
    /// How many of `texts` are clauses or the whole.
    told: usize,
}

impl Prepared {
    /// What the scope gate is shown beside the text.
    pub(crate) fn scope_facts(&self) -> scope::Facts {
        scope::facts(self.reading.with(true).len())
    }

    /// How many of the texts are clauses or everything that is said to be there.
    pub(crate) fn told(&self) -> usize {
        self.told
    }

    /// Everything that is said to be there.
    pub(crate) fn whole(&self) -> &str {
        &self.reading.whole
    }
}

/// What the text model says of a complaint.
struct Heard {
    /// How alike it is to each condition, and its best clause to a finding's phrase.
    similarity: Option<(Vec<Sound>, f32)>,
    /// Whether it tells of a symptom; `None` without a fitted gate.
    tells: Option<bool>,
    /// Everything that is said to be there, as the text model hears it.
    whole: Option<Quantised>,
}

/// Reads complaints and answers them.
pub struct Engine {
    knowledge: Knowledge,
    lexicon: Lexicon,
    bag: Bag,
    reasoner: Reasoner,
    weights: Weights,
    /// Findings that make an emergency by themselves.
    alarming: BTreeSet<usize>,
    /// By finding and phrase: whether the phrase holds a "not".
    negating: Vec<Vec<bool>>,
    vectors: Option<Vectors>,
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
        let alone = |f: &usize| triage::alarms(&knowledge, &knowledge.closure([f]));
        let alarming = (0..knowledge.findings().len()).filter(alone).collect();
        Self {
            alarming,
            negating: knowledge.findings().iter().map(|f| f.phrases.iter().map(|p| read::negates(p)).collect()).collect(),
            lexicon: Lexicon::new(&knowledge),
            bag: Bag::new(&knowledge, |_, _| false),
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
        let mut texts: Vec<String> = reading.clauses.iter().map(|clause| clause.text.clone()).collect();
        if self.vectors.is_none() || reading.other_language {
            texts.clear();
        } else if !reading.whole.is_empty() && texts != [reading.whole.as_str()] {
            texts.push(reading.whole.clone());
        }
        let told = texts.len();
        if told > 0 && texts.last() != Some(&complaint.text) {
            texts.push(complaint.text.clone());
        }
        Prepared { texts, reading, told }
    }

    /// Answers.
    ///
    /// * `embeddings` – one unit vector of [`crate::WIDTH`] numbers for each of `prepared.texts`, in their order
    /// * errors: [`AssessError`] when they are not that; there is then no answer
    pub fn assess(&self, prepared: &Prepared, embeddings: &[Vec<f32>]) -> Result<Assessment, AssessError> {
        let (reading, heard) = self.hear(prepared, embeddings)?;
        Ok(self.answer(&reading, &heard))
    }

    /// What was read with what the text model hears in it, and what it says of the whole.
    fn hear(&self, prepared: &Prepared, embeddings: &[Vec<f32>]) -> Result<(Reading, Heard), AssessError> {
        if embeddings.len() != prepared.texts.len() {
            return Err(AssessError::Count { texts: prepared.texts.len(), embeddings: embeddings.len() });
        }
        embeddings.iter().try_for_each(|e| check_unit(e))?;
        let queries: Vec<Quantised> = embeddings.iter().map(|e| Quantised::query(e)).collect();
        let mut reading = prepared.reading.clone();
        let raw = queries.last();
        let queries = &queries[..prepared.told];
        let similarity = self.vectors.as_ref().filter(|_| !queries.is_empty()).map(|vectors| {
            let phrase = self.read_meaning(vectors, queries, &mut reading);
            (self.sounds(vectors, queries, &self.bag.scores(&reading.whole)), phrase)
        });
        let tells = self.vectors.as_ref().and_then(|v| scope::tells(v.scope(), raw?, prepared.scope_facts()));
        let heard = Heard { similarity, tells, whole: queries.last().cloned() };
        Ok((reading, heard))
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
                asked: interview::asked(&self.knowledge, &ids),
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
        let sound = heard.similarity.as_ref().map(|l| l.0.as_slice());
        let evidence = Evidence { present, absent, sound, age: reading.age, sex: reading.sex, course: reading.course };
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

    /// Adds findings that a clause has in other words than the lexicon's; returns how alike the best clause and phrase are.
    fn read_meaning(&self, vectors: &Vectors, queries: &[Quantised], reading: &mut Reading) -> f32 {
        let mut most = 0.0_f32;
        for (clause, query) in reading.clauses.clone().iter().zip(queries) {
            let ranked = self.alike(vectors, query, clause.negates);
            most = most.max(ranked.first().map_or(0.0, |r| r.1));
            if !clause.fine
                && let Some(finding) = self.meant(&ranked, clause)
            {
                reading.hear(finding, clause.span);
            }
        }
        most
    }

    /// Every finding with the cosine of its most alike phrase, best first.
    ///
    /// The encoder hardly hears a "not": a phrase with one is heard only in a clause with one, and the other way round.
    fn alike(&self, vectors: &Vectors, query: &Quantised, negates: bool) -> Vec<(usize, f32)> {
        let mut rest = vectors.all();
        let mut ranked: Vec<(usize, f32)> = Vec::with_capacity(self.knowledge.findings().len());
        for (finding, f) in self.knowledge.findings().iter().enumerate() {
            let (phrases, after) = rest.split_at(f.phrases.len());
            rest = after;
            let same = phrases.iter().zip(&self.negating[finding]).filter(|(_, phrase)| **phrase == negates);
            ranked.push((finding, same.map(|(p, _)| p.cosine(query)).fold(-1.0, f32::max)));
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    /// The finding that a clause means, where one is clearly nearest. What would be an emergency by itself must be nearer.
    fn meant(&self, ranked: &[(usize, f32)], clause: &Clause) -> Option<usize> {
        let &(best, alike) = ranked.first()?;
        let related = |f: usize| {
            let all = &self.knowledge.findings()[best];
            all.general.contains(&f) || all.specific.contains(&f)
        };
        let second = ranked[1..].iter().find(|(f, _)| !related(*f)).map_or(-1.0, |r| r.1);
        let mut least = if clause.findings.is_empty() { self.weights.alike } else { self.weights.alike_too };
        if self.alarming.contains(&best) {
            least = least.max(self.weights.alike_alarm);
        }
        (alike >= least && alike - second >= self.weights.lead).then_some(best)
    }

    /// How much the text sounds like each condition: as a whole or in the clause that sounds most like it; `words` is the bag's share.
    fn sounds(&self, vectors: &Vectors, queries: &[Quantised], words: &[f32]) -> Vec<Sound> {
        let heads = queries.last().map(|whole| vectors.head().scores(whole)).unwrap_or_default();
        let mut at: usize = self.knowledge.findings().iter().map(|f| f.phrases.len()).sum();
        let mut all = Vec::with_capacity(self.knowledge.conditions().len());
        for ((condition, head), words) in self.knowledge.conditions().iter().zip(heads).zip(words) {
            let texts: Vec<&Quantised> = vectors.all()[at..at + condition.text_count()].iter().collect();
            at += condition.text_count();
            all.push(Sound { like: self.like(&texts, queries), head, words: *words });
        }
        all
    }

    /// How alike some texts are to the whole complaint and to its best clause.
    pub(crate) fn like(&self, texts: &[&Quantised], queries: &[Quantised]) -> f32 {
        let like = |query: &Quantised| {
            let mut cosines: Vec<f32> = texts.iter().map(|d| d.cosine(query)).collect();
            cosines.sort_by(|a, b| b.total_cmp(a));
            cosines.truncate(DESCRIPTIONS);
            let mean = cosines.iter().sum::<f32>() / cosines.len().max(1) as f32;
            mean + self.weights.nearest * (cosines.first().copied().unwrap_or(mean) - mean)
        };
        let whole = queries.last().map_or(0.0, like);
        let clause = queries.iter().map(like).fold(0.0, f32::max);
        (1.0 - self.weights.clause) * whole + self.weights.clause * clause
    }

    pub(crate) fn vectors(&self) -> Option<&Vectors> {
        self.vectors.as_ref()
    }

    /// What each member says of every condition, and the highest level that a flag asks for; for fitting.
    pub(crate) fn features(&self, prepared: &Prepared, queries: &[Quantised], sounds: &[Sound]) -> (Vec<Option<Features>>, Option<Triage>) {
        let mut reading = prepared.reading.clone();
        if let Some(vectors) = &self.vectors {
            self.read_meaning(vectors, queries, &mut reading);
        }
        let (present, absent) = self.there_and_not(&reading);
        let evidence = Evidence {
            present: &present,
            absent: &absent,
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
        let sounds = |facts| self.vectors.as_ref().and_then(|v| urgency::level(v.urgency(), heard.whole.as_ref()?, facts));
        let (present, absent) = self.there_and_not(reading);
        let person = Person { age: reading.age, sex: reading.sex };
        let crisis = triage::crisis(&self.knowledge, &present);
        let alarming = crisis || triage::red_flags(&self.knowledge, &present, person).first().is_some_and(|f| f.level.is_emergency());
        let reason = if alarming { None } else { self.refusal(reading, &present, heard) };
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
            let triage = triage::triage(&self.knowledge, &self.weights, &beliefs, &present, person, &sounds);
            answer.conditions = explain::conditions(&self.knowledge, &self.reasoner, &beliefs, &absent);
            answer.specialties = explain::specialties(&self.knowledge, &beliefs, reading.age, triage.level.is_emergency());
            answer.triage = Some(triage);
        }
        answer
    }

    fn refusal(&self, reading: &Reading, present: &BTreeSet<usize>, heard: &Heard) -> Option<NotAssessable> {
        if reading.other_language {
            return Some(NotAssessable::OtherLanguage);
        }
        let like = heard.similarity.as_ref().map(|(all, phrase)| (all.iter().map(|s| s.like).fold(0.0, f32::max), *phrase));
        let by_chance = reading.with(true).len() <= 1 && like.is_some_and(|(like, _)| like < ABOUT_NOTHING);
        if heard.tells.unwrap_or(!present.is_empty() && !by_chance) {
            return None;
        }
        let about = like.is_some_and(|(like, phrase)| {
            (like >= ABOUT_A_SYMPTOM && phrase >= FAR_FROM_A_PHRASE) || (like >= PERHAPS_A_SYMPTOM && phrase >= NEARLY_A_PHRASE)
        });
        match () {
            () if reading.animal => Some(NotAssessable::Animal),
            () if about && heard.tells.is_none() => None,
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
