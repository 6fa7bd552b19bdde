//! What the engine answers to a description of symptoms.

use crate::{
    Problems, Specialty, SymptomReportId,
    doctor::DoctorCard,
    interview::{Answer, MOST_ANSWERS},
    patient::Sex,
    text,
    triage::{RootCause, Triage},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Whether a finding is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FindingState))]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Said to be there.
    Present,
    /// Said not to be there.
    Absent,
    /// Asked, and not known.
    Unknown,
}

/// A finding read from a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Finding))]
pub struct ReadFinding {
    /// The finding's id in the knowledge base.
    pub id: String,
    /// Plain English.
    pub name: String,
    /// There or not.
    pub state: State,
    /// Where it was read: half-open, in Unicode code points of the text sent; nothing where it was not read from text.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Vec<usize>>, min_items = 2, max_items = 2))]
    pub span: Option<(usize, usize)>,
}

/// A condition that may explain the findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RankedCondition {
    /// ICD-10.
    pub code: String,
    /// Plain English.
    pub name: String,
    /// In [0, 1]; all of them and "none of these" sum to one.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1))]
    pub probability: f32,
    /// How urgent this condition is by itself.
    pub triage: Triage,
    /// Names of findings that speak for it.
    pub evidence_for: Vec<String>,
    /// Names of findings that speak against it.
    pub evidence_against: Vec<String>,
    /// Names of findings that are usual with it and of which nothing was said; empty in reports older than this field.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub not_told: Vec<String>,
    /// What to do oneself.
    pub self_care: String,
    /// When to seek help sooner.
    pub safety_net: String,
}

/// A red flag that is up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RedFlag {
    /// Id in the knowledge base.
    pub id: String,
    /// The level it asks for.
    pub level: Triage,
    /// In one sentence.
    pub why: String,
}

/// How urgent it is, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriageResult {
    /// The level.
    pub level: Triage,
    /// What decided.
    pub root_cause: RootCause,
    /// The red flags that are up, most urgent first.
    pub red_flags: Vec<RedFlag>,
}

/// A specialty and how well it fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RankedSpecialty {
    /// Code.
    pub code: Specialty,
    /// Plain English.
    pub name: String,
    /// In [0, 1].
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1))]
    pub probability: f32,
}

/// Why a text cannot be assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotAssessable {
    /// No symptom in it.
    NoSymptom,
    /// Not in a language that the knowledge base speaks.
    OtherLanguage,
    /// About an animal.
    Animal,
    /// Only about somebody else, or about the past.
    NotNow,
}

impl NotAssessable {
    /// What to tell the person.
    pub fn message(self) -> &'static str {
        match self {
            Self::NoSymptom => "We could not find a symptom in what you wrote. Tell us what you feel, where, and since when.",
            Self::OtherLanguage => "We can only read English so far. If it is urgent, call your emergency number.",
            Self::Animal => "This service is for people. A vet can help with animals.",
            Self::NotNow => "We found nothing that bothers you at the moment. If you would like a check-up, you can book one directly.",
        }
    }
}

/// The engine's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assessment {
    /// Whether there is anything to assess.
    pub assessable: bool,
    /// Why not.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub reason: Option<NotAssessable>,
    /// What was read.
    pub findings: Vec<ReadFinding>,
    /// What it may be, best first; a share is left for "none of these".
    pub conditions: Vec<RankedCondition>,
    /// How urgent; nothing exactly when not assessable and nothing alarming was read.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub triage: Option<TriageResult>,
    /// Who can help, best first.
    pub specialties: Vec<RankedSpecialty>,
    /// Whether thoughts of suicide or self-harm were read: the crisis line comes first.
    pub crisis: bool,
    /// Digest prefix of model and knowledge.
    pub model: String,
}

/// A description of symptoms as it comes in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewAssessment {
    /// In the person's own words.
    pub text: String,
    /// Findings or symptom names in addition to, or instead of, the text.
    pub symptoms: Vec<String>,
    /// Years; decimals for infants.
    pub age: Option<f32>,
    /// Sex.
    pub sex: Option<Sex>,
    /// What was answered to questions.
    pub evidence: Vec<Answer>,
}

/// A description that can be assessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Complaint {
    /// What was written, with the given symptoms as sentences of their own after it.
    pub text: String,
    /// Years.
    pub age: Option<f32>,
    /// Sex.
    pub sex: Option<Sex>,
    /// What was answered to questions; each id once.
    pub evidence: Vec<Answer>,
}

impl NewAssessment {
    /// Reads every field and reports all that is wrong at once.
    pub fn parse(&self) -> Result<Complaint, Problems> {
        let mut wrong = Problems::default();
        // Offsets are promised in code points of the text as sent: it is not trimmed, and what is hidden in it leaves a space.
        let text = wrong.take("text", text::bounded(&self.text, 0, text::SYMPTOM_TEXT_MAX)).map(|_| text::blanked(&self.text));
        let mut symptoms = Vec::new();
        if self.symptoms.len() > 60 {
            wrong.add("symptoms", "Please send at most 60 symptoms.");
        } else {
            for raw in &self.symptoms {
                symptoms.extend(wrong.take("symptoms", text::line(raw, 200)));
            }
        }
        if self.text.trim().is_empty() && self.symptoms.is_empty() {
            wrong.add("text", "Please describe what bothers you.");
        }
        if self.evidence.len() > MOST_ANSWERS {
            wrong.add("evidence", "Please send at most 60 answers.");
        }
        let mut ids: Vec<&str> = self.evidence.iter().map(|answer| answer.id.as_str()).collect();
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            wrong.add("evidence", format!("{} is answered twice.", twice[0]));
        }
        if self.age.is_some_and(|age| !(0.0..=130.0).contains(&age)) {
            wrong.add("age", "Please give an age between 0 and 130 years.");
        }
        match text {
            Some(mut text) if wrong.is_empty() => {
                for symptom in symptoms {
                    text.push_str(if text.is_empty() { "" } else { "\n" });
                    text.push_str(&symptom);
                }
                Ok(Complaint { text, age: self.age, sex: self.sex, evidence: self.evidence.clone() })
            }
            _ => Err(wrong),
        }
    }
}

/// A doctor that is recommended, with the reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recommended {
    /// The doctor with the next free slots in time.
    pub doctor: DoctorCard,
    /// How well it fits, in [0, 1].
    pub score: f32,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// An assessment with the doctors who can help in time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The assessment.
    pub assessment: Assessment,
    /// At most five; none at the emergency levels.
    pub doctors: Vec<Recommended>,
}

/// A stored assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymptomReport {
    /// Id.
    pub id: SymptomReportId,
    /// What was written.
    pub text: String,
    /// Years.
    pub age: Option<f32>,
    /// Sex.
    pub sex: Option<Sex>,
    /// What was answered, question by question.
    pub answers: Vec<Vec<Answer>>,
    /// The answer, as it was given.
    pub assessment: Assessment,
    /// When.
    pub created_at: DateTime<Utc>,
}
