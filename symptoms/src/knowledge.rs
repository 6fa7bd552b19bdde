//! The knowledge base: conditions, findings and red flags, read once from the files that are compiled in.

pub(crate) mod check;
mod raw;

use domain::{Specialty, triage::Triage};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub use raw::Frequency;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Age bands of the base rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeBand {
    /// Under 1 year.
    Infant,
    /// 1 to 11.
    Child,
    /// 12 to 17.
    Teen,
    /// 18 to 39.
    Adult,
    /// 40 to 64.
    Middle,
    /// 65 and over.
    Senior,
}

impl AgeBand {
    /// The band of an age in years.
    pub fn of(age: f32) -> Self {
        match age {
            a if a < 1.0 => Self::Infant,
            a if a < 12.0 => Self::Child,
            a if a < 18.0 => Self::Teen,
            a if a < 40.0 => Self::Adult,
            a if a < 65.0 => Self::Middle,
            _ => Self::Senior,
        }
    }
}

/// How long a complaint has been going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Up to a day.
    Hours,
    /// Up to two weeks.
    Days,
    /// Up to three months.
    Weeks,
    /// Longer.
    Months,
}

impl Course {
    /// All of them, shortest first.
    pub const ALL: [Self; 4] = [Self::Hours, Self::Days, Self::Weeks, Self::Months];

    /// The course of something that began so many days ago.
    pub fn of_days(days: f32) -> Self {
        match days {
            d if d <= 1.0 => Self::Hours,
            d if d <= 14.0 => Self::Days,
            d if d <= 92.0 => Self::Weeks,
            _ => Self::Months,
        }
    }
}

/// What a person can notice or report.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Kebab-case id.
    pub id: String,
    /// Plain English.
    pub name: String,
    /// How to ask for it.
    pub question: String,
    /// Share of people seeking care who have it for other reasons.
    pub background: f32,
    /// As people say it.
    pub phrases: Vec<String>,
    /// Every more general finding that is then present too, directly or not.
    pub(crate) general: Vec<usize>,
    /// Every more specific finding, directly or not.
    pub(crate) specific: Vec<usize>,
}

impl Finding {
    /// Whether it is a history or a trait rather than something that happens now.
    pub fn is_history(&self) -> bool {
        self.id.starts_with("history-")
    }
}

/// A disease or injury.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Kebab-case id.
    pub id: String,
    /// What a lay person calls it.
    pub name: String,
    /// What a doctor calls it.
    pub medical: String,
    /// ICD-10 code.
    pub icd10: String,
    /// Body system.
    pub system: String,
    /// Who should see it; sums to one.
    pub specialties: Vec<(Specialty, f32)>,
    /// How urgent it is by itself.
    pub triage: Triage,
    /// New episodes seeking care per 100,000 people and year.
    pub frequency: f32,
    /// Relative frequency by [`AgeBand`].
    pub ages: [f32; 6],
    /// Relative frequency in women and girls.
    pub female: f32,
    /// Relative frequency in men and boys.
    pub male: f32,
    /// How many times more likely with a finding.
    pub(crate) risk: Vec<(usize, f32)>,
    /// As patients say it.
    pub descriptions: Vec<String>,
    /// What to do oneself.
    pub self_care: String,
    /// When to seek help sooner.
    pub safety_net: String,
    /// Guidelines or references.
    pub sources: Vec<String>,
    /// How frequent a finding is among people with the condition.
    pub(crate) findings: Vec<(usize, Frequency)>,
    /// Share of people who come after hours, days, weeks, months; `None` where that tells nothing.
    pub(crate) course: Option<[f32; 4]>,
    /// People who have it, each in a text as it would come in.
    pub cases: Vec<Told>,
}

/// A text that tells of a symptom or does not.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeText {
    /// The text.
    pub text: String,
    /// Whether it tells of a symptom that somebody has now.
    pub symptom: bool,
}

/// A person with a condition, as the text would come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is said.
    pub text: String,
    /// Years.
    pub age: Option<f32>,
    /// Sex.
    pub sex: Option<domain::patient::Sex>,
    /// How urgent it is for this person; `None` where it is as the condition is.
    pub triage: Option<Triage>,
}

impl Condition {
    /// Its descriptions, then its cases.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.descriptions.iter().map(String::as_str).chain(self.cases.iter().map(|case| case.text.as_str()))
    }

    /// How many texts it has.
    pub(crate) fn text_count(&self) -> usize {
        self.descriptions.len() + self.cases.len()
    }

    /// How much more, as a log, the condition is told of after such a time than others are.
    pub(crate) fn course_says(&self, course: Course) -> f32 {
        // Nothing is impossible: people come late, and count anew when it gets worse.
        const FLOOR: f32 = 0.04;
        self.course.map_or(0.0, |shares| ((shares[course as usize] + FLOOR) / (0.25 + FLOOR)).ln())
    }
}

/// A rule that raises the urgency.
#[derive(Debug, Clone, PartialEq)]
pub struct RedFlagRule {
    /// Kebab-case id.
    pub id: String,
    /// The level it asks for.
    pub level: Triage,
    /// In one sentence.
    pub why: String,
    /// Guideline or reference.
    pub source: String,
    /// A text that must raise it.
    pub test: String,
    /// The age that goes with `test` and `calm`.
    pub test_age: Option<f32>,
    /// A text near it that must not.
    pub calm: String,
    /// Only for this sex.
    pub sex: Option<domain::patient::Sex>,
    /// Years, inclusive.
    pub min_age: Option<f32>,
    /// Years, exclusive.
    pub max_age: Option<f32>,
    pub(crate) all: Vec<usize>,
    pub(crate) any: Vec<usize>,
    pub(crate) none: Vec<usize>,
}

/// Why a knowledge base cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KnowledgeError {
    /// A file is not the TOML that is expected.
    #[error("{file}: {reason}")]
    Malformed {
        /// Which file.
        file: String,
        /// What the reader said.
        reason: String,
    },
    /// Ids that do not resolve, are there twice, or imply each other in a circle.
    #[error("the knowledge base does not hold together: {}", .0.join("; "))]
    Inconsistent(Vec<String>),
}

/// Everything the engine knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    pub(crate) findings: Vec<Finding>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) red_flags: Vec<RedFlagRule>,
    /// What teaches the scope gate.
    pub(crate) scope: Vec<ScopeText>,
    index: BTreeMap<String, usize>,
    digest: String,
}

impl Knowledge {
    /// Reads the base that is compiled in.
    ///
    /// * errors: [`KnowledgeError`]; the tests make sure that a released base has none
    pub fn built_in() -> Result<Self, KnowledgeError> {
        Self::from_files(FILES)
    }

    /// Reads a base from path and content of its files; the path's first folder says what a file holds.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let mut raw = raw::RawBase::default();
        let mut digest = Sha256::new();
        for (path, content) in files {
            raw.add(path, content)?;
            digest.update((path.len() as u64).to_le_bytes());
            digest.update(path.as_bytes());
            digest.update((content.len() as u64).to_le_bytes());
            digest.update(content.as_bytes());
        }
        raw.resolve(hex(&digest.finalize()))
    }

    /// The findings, in the order of their ids.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The conditions, in the order of their ids.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The red flags, in the order of their ids.
    pub fn red_flags(&self) -> &[RedFlagRule] {
        &self.red_flags
    }

    /// SHA-256 of every file, in hex.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the text model is to embed: the phrases of all findings, then for each condition its descriptions and cases, then the texts
    /// that teach the scope gate.
    pub fn sentences(&self) -> Vec<&str> {
        let phrases = self.findings.iter().flat_map(|f| &f.phrases).map(String::as_str);
        let scope = self.scope.iter().map(|s| s.text.as_str());
        phrases.chain(self.conditions.iter().flat_map(Condition::texts)).chain(scope).collect()
    }

    /// How many of the sentences are phrases of findings: the first ones.
    pub(crate) fn phrase_count(&self) -> usize {
        self.findings.iter().map(|f| f.phrases.len()).sum()
    }

    /// Every fault that a person should mend; empty for a base that may be released.
    pub fn check(&self) -> Vec<check::Fault> {
        check::check(self)
    }

    pub(crate) fn finding(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The findings together with every more general one.
    pub(crate) fn closure<'a>(&self, findings: impl IntoIterator<Item = &'a usize>) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        for &finding in findings {
            all.insert(finding);
            all.extend(&self.findings[finding].general);
        }
        all
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
