//! `/api/ai/` and `/api/symptom-reports/`: what it may be, how urgent it is, who can help.

use super::doctor::DoctorOut;
use super::etag::{self, IfNoneMatch, Versioned};
use super::openapi::Language;
use super::{Id, Json, List, Outcome, extract, near, ok, problem::Problem};
use crate::country;
use crate::session::Visitor;
use crate::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use domain::assessment::{Assessment, NewAssessment, Recommended, SymptomReport};
use domain::interview::{Answer, Interview, Question};
use domain::patient::{LANGUAGES, Sex};
use domain::triage::{self, Triage};
use domain::{Problems, SymptomReportId, text};
use serde::{Deserialize, Serialize};
use service::Services;
use service::symptom::{self, Wish};
use utoipa::ToSchema;

/// A description of symptoms: a text, symptoms, or both.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Description)]
pub(super) struct PredictIn {
    /// What bothers the person, in their own words; English.
    #[schema(max_length = 4_000)]
    text: Option<String>,
    /// Findings or names of symptoms, beside the text or instead of it; each at most 200 characters.
    #[schema(max_items = 60)]
    symptoms: Option<Vec<String>>,
    /// Years; decimals for infants.
    #[schema(minimum = 0, maximum = 130)]
    age: Option<f32>,
    /// Administrative.
    sex: Option<Sex>,
    /// What was answered to questions of the interview, each finding once.
    #[schema(max_items = 60)]
    evidence: Option<Vec<Answer>>,
}

impl From<PredictIn> for NewAssessment {
    fn from(given: PredictIn) -> Self {
        Self {
            text: given.text.unwrap_or_default(),
            symptoms: given.symptoms.unwrap_or_default(),
            age: given.age,
            sex: given.sex,
            evidence: given.evidence.unwrap_or_default(),
        }
    }
}

/// Where an interview stands: all that is known so far.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewSoFar)]
pub(super) struct InterviewIn {
    /// What bothers the person, in their own words; English.
    #[schema(max_length = 4_000)]
    text: Option<String>,
    /// Findings or names of symptoms, beside the text or instead of it; each at most 200 characters.
    #[schema(max_items = 60)]
    symptoms: Option<Vec<String>>,
    /// Years; decimals for infants.
    #[schema(minimum = 0, maximum = 130)]
    age: Option<f32>,
    /// Administrative.
    sex: Option<Sex>,
    /// What was answered to questions of the interview, each finding once.
    #[schema(max_items = 60)]
    evidence: Option<Vec<Answer>>,
    /// The version that asked the questions so far, as `assessment.model` told it: refused where the server has another one by now.
    model: Option<String>,
}

/// A description of symptoms, and what is preferred.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DescriptionAndWishes)]
pub(super) struct RecommendIn {
    /// What bothers the person, in their own words; English.
    #[schema(max_length = 4_000)]
    text: Option<String>,
    /// Findings or names of symptoms, beside the text or instead of it; each at most 200 characters.
    #[schema(max_items = 60)]
    symptoms: Option<Vec<String>>,
    /// Years; decimals for infants.
    #[schema(minimum = 0, maximum = 130)]
    age: Option<f32>,
    /// Administrative.
    sex: Option<Sex>,
    /// What was answered to questions of the interview, each finding once.
    #[schema(max_items = 60)]
    evidence: Option<Vec<Answer>>,
    /// Where somebody wants to be seen.
    location: Option<LocationIn>,
    /// On which day.
    #[schema(value_type = Option<chrono::NaiveDate>)]
    date: Option<String>,
    /// What the doctor shall speak.
    #[schema(value_type = Option<Language>)]
    language: Option<String>,
}

/// A city, or a place in degrees north and east: one or the other.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Location)]
struct LocationIn {
    /// Compared without case and accents.
    #[schema(max_length = 120)]
    city: Option<String>,
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
}

/// Where somebody wants to be seen.
#[derive(Debug, PartialEq)]
enum Place {
    City(String),
    At(f64, f64),
}

/// A condition that the engine knows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Condition)]
pub(super) struct ConditionOut {
    /// ICD-10.
    code: String,
    /// Plain English.
    name: String,
}

impl From<(String, String)> for ConditionOut {
    fn from((code, name): (String, String)) -> Self {
        Self { code, name }
    }
}

/// An assessment, and whom to call where that cannot wait.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Prediction)]
pub(super) struct PredictionOut {
    #[serde(flatten)]
    assessment: Assessment,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = EmergencyOut, required = false)]
    emergency: Option<EmergencyOut>,
}

/// Where an interview stands, and whom to call where that cannot wait.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Interview)]
pub(super) struct InterviewOut {
    /// What to ask next; nothing when asking more would change nothing that matters.
    #[schema(required)]
    question: Option<Question>,
    /// What is known so far.
    assessment: Assessment,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = EmergencyOut, required = false)]
    emergency: Option<EmergencyOut>,
}

/// An assessment with the doctors who can help in time; none at the emergency levels, but whom to call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub(super) struct RecommendationOut {
    #[serde(flatten)]
    assessment: Assessment,
    /// Under which this is kept; booking takes it.
    report: SymptomReportId,
    /// At most five, best first.
    doctors: Vec<RecommendedOut>,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = EmergencyOut, required = false)]
    emergency: Option<EmergencyOut>,
}

/// A report that was kept: what was told, and the assessment as it was given.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SymptomReport)]
pub(super) struct ReportOut {
    #[serde(flatten)]
    assessment: Assessment,
    /// Under which this is kept; booking takes it.
    report: SymptomReportId,
    /// What was written, each symptom that was named beside it on a line of its own.
    text: String,
    /// Years; decimals for infants.
    #[schema(required)]
    age: Option<f32>,
    /// Administrative.
    #[schema(required)]
    sex: Option<Sex>,
    /// What was answered to questions, in their order; the interview takes it as it is.
    evidence: Vec<Answer>,
    /// When it was told.
    created_at: DateTime<Utc>,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = EmergencyOut, required = false)]
    emergency: Option<EmergencyOut>,
}

impl ReportOut {
    fn new(report: SymptomReport, emergency: Option<EmergencyOut>) -> Self {
        let SymptomReport { id, text, age, answers, sex, assessment, created_at } = report;
        let evidence = answers.into_iter().flatten().collect();
        Self { assessment, report: id, text, age, sex, evidence, created_at, emergency }
    }
}

/// A doctor who is recommended, with free slots that are soon enough.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecommendedDoctor)]
struct RecommendedOut {
    #[serde(flatten)]
    doctor: DoctorOut,
    /// How well it fits.
    #[schema(minimum = 0, maximum = 1)]
    score: f32,
    /// Why, in words.
    reasons: Vec<String>,
}

impl From<Recommended> for RecommendedOut {
    fn from(recommended: Recommended) -> Self {
        Self { doctor: recommended.doctor.into(), score: recommended.score, reasons: recommended.reasons }
    }
}

/// Whom to call now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmergencyNumbers)]
struct EmergencyOut {
    /// The number of the ambulance.
    ambulance: &'static str,
    /// A crisis line with its name, where thoughts of suicide or self-harm were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    crisis: Option<&'static str>,
}

impl LocationIn {
    fn read(self) -> Result<Option<Place>, (&'static str, String)> {
        let city = match self.city.as_deref().unwrap_or_default().trim() {
            "" => None,
            city => Some(text::line(city, text::NAME_MAX).map_err(|m| ("location.city", m.into_owned()))?),
        };
        match (city, self.latitude, self.longitude) {
            (city, None, None) => Ok(city.map(Place::City)),
            (Some(_), _, _) => Err(("location", "Please give a city or coordinates, not both.".into())),
            (None, Some(latitude), _) if !(-90.0..=90.0).contains(&latitude) => {
                Err(("location.latitude", "Please use degrees from -90 to 90.".into()))
            }
            (None, _, Some(longitude)) if !(-180.0..=180.0).contains(&longitude) => {
                Err(("location.longitude", "Please use degrees from -180 to 180.".into()))
            }
            (None, Some(latitude), Some(longitude)) => Ok(Some(Place::At(latitude, longitude))),
            (None, None, _) => Err(("location.latitude", "Please give the latitude as well.".into())),
            (None, _, None) => Err(("location.longitude", "Please give the longitude as well.".into())),
        }
    }
}

impl RecommendIn {
    /// The description, the wish without where, and the place.
    fn read(self) -> Result<(NewAssessment, Wish, Option<Place>), Problem> {
        let mut wrong = Problems::default();
        let place = self.location.map_or(Ok(None), LocationIn::read).unwrap_or_else(|(field, message)| {
            wrong.add(field, message);
            None
        });
        let date = self.date.and_then(|raw| wrong.take("date", extract::date(&raw)));
        let language = self.language.and_then(|tag| {
            let is_known = LANGUAGES.iter().any(|(known, _)| *known == tag);
            wrong.take("language", if is_known { Ok(tag) } else { Err("Please choose a language from the list.") })
        });
        let new = NewAssessment::from(PredictIn {
            text: self.text,
            symptoms: self.symptoms,
            age: self.age,
            sex: self.sex,
            evidence: self.evidence,
        });
        if let Err(more) = new.parse() {
            wrong.0.extend(more.0);
        }
        if wrong.is_empty() { Ok((new, Wish { date, language, ..Wish::default() }, place)) } else { Err(wrong.into()) }
    }
}

/// `POST /api/ai/predict-disease/`: nothing is kept.
pub(super) async fn predict(
    State(state): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(given): Json<PredictIn>,
) -> Outcome<PredictionOut> {
    let assessment = symptom::assess(&state.services, &given.into()).await?;
    let emergency = emergency_for(&state, &visitor, &headers, &assessment);
    let message = assessment.reason.map_or("OK", |reason| reason.message());
    Ok(ok(PredictionOut { assessment, emergency }).saying(message))
}

/// `POST /api/ai/interview/`: the evidence so far in, the next question or the result out; nothing is kept.
pub(super) async fn interview(
    State(state): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(given): Json<InterviewIn>,
) -> Outcome<InterviewOut> {
    let InterviewIn { text, symptoms, age, sex, evidence, model } = given;
    let new = PredictIn { text, symptoms, age, sex, evidence };
    let Interview { question, assessment } = symptom::interview(&state.services, &new.into(), model.as_deref()).await?;
    let emergency = emergency_for(&state, &visitor, &headers, &assessment);
    let message = assessment.reason.map_or("OK", |reason| reason.message());
    Ok(ok(InterviewOut { question, assessment, emergency }).saying(message))
}

/// `POST /api/ai/recommend-doctor/`: the report is kept, as the patient's own when one is signed in.
pub(super) async fn recommend(
    State(state): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(given): Json<RecommendIn>,
) -> Outcome<RecommendationOut> {
    let (new, wish, place) = given.read()?;
    let (city, there) = find(&state.services, place).await?;
    let country = country::of(visitor.account.as_ref(), there, &headers);
    let wish = Wish { city, country: country.clone(), ..wish };
    let (report, recommendation) = symptom::recommend(&state.services, &visitor.caller(), &new, &wish).await?;
    let country = country.unwrap_or_else(|| state.settings.country.clone());
    let emergency = emergency(&country, &recommendation.assessment);
    let message = match (recommendation.assessment.reason, symptom::elsewhere(&wish, &recommendation.doctors)) {
        (Some(reason), _) => reason.message().to_owned(),
        (None, Some(city)) => format!("We found no doctor in {city} who has time soon enough; these are elsewhere."),
        (None, None) => "OK".to_owned(),
    };
    let doctors = recommendation.doctors.into_iter().map(Into::into).collect();
    Ok(ok(RecommendationOut { assessment: recommendation.assessment, report, doctors, emergency }).saying(message))
}

/// The city of a place, and its country where we know a clinic there.
async fn find(services: &Services, place: Option<Place>) -> Result<(Option<String>, Option<String>), Problem> {
    Ok(match place {
        Some(Place::City(city)) => {
            // Whatever goes wrong here must not stand between somebody and their answer.
            let country = service::doctor::country_of(services, &city).await.ok().flatten();
            (Some(city), country)
        }
        Some(Place::At(latitude, longitude)) => {
            let clinics = service::doctor::clinics(services).await?;
            near::nearest(&clinics, latitude, longitude).map(|clinic| (clinic.city.clone(), clinic.country.clone())).unzip()
        }
        None => (None, None),
    })
}

/// The numbers of a country, only where they are needed.
fn emergency(country: &str, assessment: &Assessment) -> Option<EmergencyOut> {
    let is_emergency = assessment.triage.as_ref().map(|t| t.level).is_some_and(Triage::is_emergency);
    if !is_emergency && !assessment.crisis {
        return None;
    }
    let numbers = triage::emergency_numbers(country);
    Some(EmergencyOut { ambulance: numbers.ambulance, crisis: assessment.crisis.then_some(numbers.crisis) })
}

/// The same for who asks, wherever they are as far as anything tells.
fn emergency_for(state: &AppState, visitor: &Visitor, headers: &HeaderMap, assessment: &Assessment) -> Option<EmergencyOut> {
    let country = country::of(visitor.account.as_ref(), None, headers);
    emergency(country.as_deref().unwrap_or(&state.settings.country), assessment)
}

/// `GET /api/symptom-reports/{id}/`: as it was kept; nothing is assessed anew.
pub(super) async fn report(
    State(state): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Id(id): Id<SymptomReportId>,
    known: IfNoneMatch,
) -> Result<Versioned<ReportOut>, Problem> {
    let report = symptom::report(&state.services, &visitor.caller(), id).await?;
    let emergency = emergency_for(&state, &visitor, &headers, &report.assessment);
    Ok(etag::versioned(ReportOut::new(report, emergency), &known))
}

/// `GET /api/ai/conditions/`
pub(super) async fn conditions(State(services): State<Services>) -> Outcome<List<ConditionOut>> {
    Ok(ok(List::whole(services.engine().conditions()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(json: &str) -> Result<Option<Place>, &'static str> {
        serde_json::from_str::<LocationIn>(json).expect("the shape").read().map_err(|(field, _)| field)
    }

    #[test]
    fn a_place_is_a_city_or_both_coordinates() {
        assert_eq!(place("{}"), Ok(None));
        assert_eq!(place(r#"{"city":" Leeds "}"#), Ok(Some(Place::City("Leeds".into()))));
        assert_eq!(place(r#"{"latitude":1.5,"longitude":-2}"#), Ok(Some(Place::At(1.5, -2.0))));
        assert_eq!(place(r#"{"latitude":1.5}"#), Err("location.longitude"));
        assert_eq!(place(r#"{"longitude":1.5}"#), Err("location.latitude"));
        assert_eq!(place(r#"{"latitude":90.1,"longitude":0}"#), Err("location.latitude"));
        assert_eq!(place(r#"{"latitude":0,"longitude":181}"#), Err("location.longitude"));
        assert_eq!(place(r#"{"city":"Leeds","latitude":1,"longitude":1}"#), Err("location"));
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        for (date, language) in [("soon", "tlh"), ("", "")] {
            let given = RecommendIn { date: Some(date.into()), language: Some(language.into()), ..RecommendIn::default() };
            let Err(problem) = given.read() else { panic!("was accepted") };
            let said = format!("{problem:?}");
            assert!(["date", "language", "text"].iter().all(|field| said.contains(field)), "{said}");
        }
    }
}
