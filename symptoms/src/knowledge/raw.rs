//! The knowledge base as it stands in the files, and its ids put into place.

use super::{Condition, Finding, Knowledge, KnowledgeError, RedFlagRule, ScopeText, Told};
use domain::{Specialty, patient::Sex, triage::Triage};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How frequent a finding is among people with a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// Speaks against the condition.
    Never,
    /// About one in fifteen.
    Rare,
    /// One in five.
    Sometimes,
    /// Two in five.
    Common,
    /// Three in five.
    Frequent,
    /// Four in five.
    Usual,
    /// Nearly everybody.
    Always,
}

impl Frequency {
    /// The share that the word stands for.
    pub fn probability(self) -> f32 {
        match self {
            Self::Never => 0.005,
            Self::Rare => 0.06,
            Self::Sometimes => 0.20,
            Self::Common => 0.40,
            Self::Frequent => 0.60,
            Self::Usual => 0.80,
            Self::Always => 0.97,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingFile {
    #[serde(default)]
    finding: Vec<RawFinding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinding {
    id: String,
    name: String,
    question: String,
    background: f32,
    #[serde(default)]
    implies: Vec<String>,
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionFile {
    #[serde(default)]
    condition: Vec<RawCondition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCondition {
    id: String,
    name: String,
    medical: String,
    icd10: String,
    system: String,
    specialties: BTreeMap<String, f32>,
    triage: Triage,
    frequency: f32,
    ages: RawAges,
    sexes: RawSexes,
    #[serde(default)]
    risk: BTreeMap<String, f32>,
    descriptions: Vec<String>,
    self_care: String,
    safety_net: String,
    sources: Vec<String>,
    findings: BTreeMap<String, Frequency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default)]
    case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    condition: String,
    text: String,
    age: Option<f32>,
    sex: Option<Sex>,
    triage: Option<Triage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeFile {
    scope: Vec<RawScope>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScope {
    symptom: bool,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseFile {
    course: BTreeMap<String, [f32; 4]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAges {
    infant: f32,
    child: f32,
    teen: f32,
    adult: f32,
    middle: f32,
    senior: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSexes {
    female: f32,
    male: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RedFlagFile {
    #[serde(default)]
    red_flag: Vec<RawRedFlag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRedFlag {
    id: String,
    level: Triage,
    #[serde(default)]
    all: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    min_age: Option<f32>,
    max_age: Option<f32>,
    max_age_months: Option<f32>,
    sex: Option<Sex>,
    why: String,
    source: String,
    test: String,
    test_age: Option<f32>,
    calm: String,
}

/// What was read so far.
#[derive(Default)]
pub(super) struct RawBase {
    findings: Vec<RawFinding>,
    conditions: Vec<RawCondition>,
    red_flags: Vec<RawRedFlag>,
    cases: Vec<RawCase>,
    courses: BTreeMap<String, [f32; 4]>,
    scope: Vec<RawScope>,
}

impl RawBase {
    pub(super) fn add(&mut self, path: &str, content: &str) -> Result<(), KnowledgeError> {
        let malformed = |reason: String| KnowledgeError::Malformed { file: path.to_owned(), reason };
        match path.split('/').next().unwrap_or_default() {
            "findings" => self.findings.extend(parse::<FindingFile>(content).map_err(malformed)?.finding),
            "conditions" => self.conditions.extend(parse::<ConditionFile>(content).map_err(malformed)?.condition),
            "cases" => self.cases.extend(parse::<CaseFile>(content).map_err(malformed)?.case),
            "courses" => self.courses.extend(parse::<CourseFile>(content).map_err(malformed)?.course),
            "scope" => self.scope.extend(parse::<ScopeFile>(content).map_err(malformed)?.scope),
            "red_flags" => self.red_flags.extend(parse::<RedFlagFile>(content).map_err(malformed)?.red_flag),
            _ => return Err(malformed("lies in no folder of the knowledge base".into())),
        }
        Ok(())
    }

    /// Sorts by id, puts numbers for ids, and closes `implies`.
    pub(super) fn resolve(mut self, digest: String) -> Result<Knowledge, KnowledgeError> {
        self.findings.sort_by(|a, b| a.id.cmp(&b.id));
        self.conditions.sort_by(|a, b| a.id.cmp(&b.id));
        self.red_flags.sort_by(|a, b| a.id.cmp(&b.id));
        let index: BTreeMap<String, usize> = self.findings.iter().enumerate().map(|(i, f)| (f.id.clone(), i)).collect();
        let mut wrong = twice("finding", self.findings.iter().map(|f| &f.id));
        wrong.extend(twice("condition", self.conditions.iter().map(|c| &c.id)));
        wrong.extend(twice("red flag", self.red_flags.iter().map(|r| &r.id)));
        let mut resolver = Resolver { index: &index, wrong };
        let findings = resolver.findings(self.findings);
        let mut conditions: Vec<Condition> = self.conditions.into_iter().map(|c| resolver.condition(c)).collect();
        resolver.attach(&mut conditions, self.cases, self.courses);
        let red_flags = self.red_flags.into_iter().map(|r| resolver.red_flag(r)).collect();
        if !resolver.wrong.is_empty() {
            return Err(KnowledgeError::Inconsistent(resolver.wrong));
        }
        let scope = self.scope.into_iter().map(|s| ScopeText { text: s.text, symptom: s.symptom }).collect();
        Ok(Knowledge { findings, conditions, red_flags, scope, index, digest })
    }
}

fn parse<T: serde::de::DeserializeOwned>(content: &str) -> Result<T, String> {
    toml::from_str(content).map_err(|error| error.to_string())
}

fn twice<'a>(kind: &str, ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    ids.filter(|id| !seen.insert(id.as_str())).map(|id| format!("{kind} {id} is there twice")).collect()
}

struct Resolver<'a> {
    index: &'a BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Resolver<'_> {
    fn id(&mut self, owner: &str, id: &str) -> Option<usize> {
        let found = self.index.get(id).copied();
        if found.is_none() {
            self.wrong.push(format!("{owner} names the finding {id}, which does not exist"));
        }
        found
    }

    fn ids(&mut self, owner: &str, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.id(owner, id)).collect()
    }

    fn findings(&mut self, raw: Vec<RawFinding>) -> Vec<Finding> {
        let direct: Vec<Vec<usize>> = raw.iter().map(|f| self.ids(&f.id, &f.implies)).collect();
        let general: Vec<Vec<usize>> = (0..raw.len()).map(|i| reach(i, &direct)).collect();
        let mut specific = vec![Vec::new(); raw.len()];
        for (i, more) in general.iter().enumerate() {
            if more.contains(&i) {
                self.wrong.push(format!("{} implies itself in a circle", raw[i].id));
            }
            more.iter().for_each(|&g| specific[g].push(i));
        }
        let make = |((f, general), specific): ((RawFinding, Vec<usize>), Vec<usize>)| Finding {
            id: f.id,
            name: f.name,
            question: f.question,
            background: f.background,
            phrases: f.phrases,
            general,
            specific,
        };
        raw.into_iter().zip(general).zip(specific).map(make).collect()
    }

    fn condition(&mut self, c: RawCondition) -> Condition {
        let mut specialties = Vec::new();
        for (code, weight) in &c.specialties {
            match code.parse::<Specialty>() {
                Ok(specialty) => specialties.push((specialty, *weight)),
                Err(_) => self.wrong.push(format!("{} names the specialty {code}, which does not exist", c.id)),
            }
        }
        let risk = c.risk.iter().filter_map(|(id, times)| Some((self.id(&c.id, id)?, *times))).collect();
        let findings = c.findings.iter().filter_map(|(id, often)| Some((self.id(&c.id, id)?, *often))).collect();
        let a = &c.ages;
        Condition {
            ages: [a.infant, a.child, a.teen, a.adult, a.middle, a.senior],
            id: c.id,
            name: c.name,
            medical: c.medical,
            icd10: c.icd10,
            system: c.system,
            specialties,
            triage: c.triage,
            frequency: c.frequency,
            female: c.sexes.female,
            male: c.sexes.male,
            risk,
            descriptions: c.descriptions,
            self_care: c.self_care,
            safety_net: c.safety_net,
            sources: c.sources,
            findings,
            course: None,
            cases: Vec::new(),
        }
    }

    /// Puts cases and courses to their conditions.
    fn attach(&mut self, conditions: &mut [Condition], cases: Vec<RawCase>, courses: BTreeMap<String, [f32; 4]>) {
        let at: BTreeMap<String, usize> = conditions.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
        for case in cases {
            match at.get(&case.condition) {
                Some(&i) => conditions[i].cases.push(Told { text: case.text, age: case.age, sex: case.sex, triage: case.triage }),
                None => self.wrong.push(format!("a case names the condition {}, which does not exist", case.condition)),
            }
        }
        for (id, shares) in courses {
            match at.get(&id) {
                Some(&i) => conditions[i].course = Some(shares),
                None => self.wrong.push(format!("a course names the condition {id}, which does not exist")),
            }
        }
    }

    fn red_flag(&mut self, r: RawRedFlag) -> RedFlagRule {
        let owner = format!("red flag {}", r.id);
        RedFlagRule {
            all: self.ids(&owner, &r.all),
            any: self.ids(&owner, &r.any),
            none: self.ids(&owner, &r.none),
            id: r.id,
            level: r.level,
            why: r.why,
            source: r.source,
            test: r.test,
            test_age: r.test_age,
            calm: r.calm,
            sex: r.sex,
            min_age: r.min_age,
            max_age: r.max_age.or(r.max_age_months.map(|months| months / 12.0)),
        }
    }
}

/// Everything that can be reached from `start`, in ascending order; holds `start` itself only where there is a circle.
fn reach(start: usize, direct: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut open = direct[start].clone();
    while let Some(next) = open.pop() {
        if seen.insert(next) {
            open.extend(&direct[next]);
        }
    }
    seen.into_iter().collect()
}
