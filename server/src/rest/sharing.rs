//! `/api/patients/…`: what patients share, who looked into their record, and whom a doctor treats.

use super::appointment::AppointmentOut;
use super::glance::{DiagnosisOut, NoteOut, PrescribedOut, ReportedOut, VitalOut};
use super::patient::AllergyShape;
use super::user::cursor;
use super::{By, Id, Json, List, Maybe, Nothing, Outcome, Query, extract, ok};
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Basis, Category};
use domain::patient::{Allergy, Sex};
use domain::{DoctorId, PatientId, Problems, page, text};
use serde::{Deserialize, Serialize};
use service::Services;
use service::access::{self, Emergency, Opened, Opener, Share};
use service::patient::{self, Find, Summary, Treated};
use service::sealed::Health;
use utoipa::ToSchema;

/// What a patient shares with one doctor now.
#[derive(Serialize, ToSchema)]
#[schema(as = Share)]
pub(super) struct ShareOut {
    /// With whom.
    doctor: DoctorId,
    /// Their name.
    name: String,
    /// What.
    categories: Vec<Category>,
    /// When it ends by itself; null: when it is taken back.
    #[schema(required)]
    until: Option<DateTime<Utc>>,
}

impl From<Share> for ShareOut {
    fn from(Share { doctor, name, categories, until, .. }: Share) -> Self {
        Self { doctor, name, categories, until }
    }
}

/// What is to be shared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShareEdit)]
pub(super) struct ShareIn {
    /// Exactly these; what was shared before and is not among them ends.
    #[serde(default)]
    #[schema(required, min_items = 1, max_items = 11)]
    categories: Vec<Category>,
    /// The last day, within ten years; without one it lasts until it is taken back.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<NaiveDate>)]
    last_day: Option<String>,
}

/// A look at the caller's data, or a change, by somebody else.
#[derive(Serialize, ToSchema)]
#[schema(as = Opened)]
pub(super) struct OpenedOut {
    /// Its number in the audit.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// The doctor; null for the administration and the system.
    #[schema(required)]
    doctor: Option<DoctorId>,
    /// Who it was, in words.
    by: String,
    /// What was done, like `appointment.read`.
    action: String,
    /// What gave the right to it; null where nothing was asked.
    #[schema(required)]
    basis: Option<Basis>,
    /// The doctor's reason, where a record was opened in an emergency.
    #[schema(required)]
    reason: Option<String>,
}

impl From<Opened> for OpenedOut {
    fn from(Opened { seq, at, by, action, basis, reason }: Opened) -> Self {
        let (doctor, by) = match by {
            Opener::Doctor { id, name } => (Some(id), name),
            Opener::Administrator => (None, "The administration".to_owned()),
            Opener::System => (None, "The system".to_owned()),
        };
        Self { seq, at, doctor, by, action, basis, reason }
    }
}

/// A patient in a doctor's list.
#[derive(Serialize, ToSchema)]
#[schema(as = TreatedPatient)]
pub(super) struct TreatedOut {
    /// Their id.
    id: PatientId,
    /// Full name.
    name: String,
    /// Where it is known.
    #[schema(required)]
    date_of_birth: Option<NaiveDate>,
    /// The latest visit with the doctor that has begun.
    #[schema(required)]
    last_visit: Option<DateTime<Utc>>,
    /// The next one.
    #[schema(required)]
    next_visit: Option<DateTime<Utc>>,
}

impl From<Treated> for TreatedOut {
    fn from(Treated { id, name, date_of_birth, last_visit, next_visit, basis: _ }: Treated) -> Self {
        Self { id, name, date_of_birth, last_visit, next_visit }
    }
}

/// A kind of data that is open, and why.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenCategory)]
pub(super) struct OpenOut {
    /// What.
    category: Category,
    /// What opens it.
    basis: Basis,
}

/// What is known of a patient's health in short.
#[derive(Serialize, ToSchema)]
#[schema(as = PatientHealth)]
pub(super) struct HealthOut {
    /// ABO and Rh(D).
    #[schema(required)]
    blood_group: Option<String>,
    /// What harms them.
    allergies: Vec<AllergyShape>,
    /// Long-term conditions.
    conditions: Vec<String>,
    /// Current medicines, as the patient says.
    medications: Vec<String>,
    /// Whom to call.
    #[schema(required)]
    emergency_contact: Option<String>,
}

impl From<Health> for HealthOut {
    fn from(Health { blood_group, allergies, conditions, medications, emergency_contact }: Health) -> Self {
        let allergy = |Allergy { substance, reaction, severity }| AllergyShape { substance, reaction, severity };
        Self { blood_group, allergies: allergies.into_iter().map(allergy).collect(), conditions, medications, emergency_contact }
    }
}

/// A patient, as the calling doctor may see them now.
#[derive(Serialize, ToSchema)]
#[schema(as = PatientSummary)]
pub(super) struct SummaryOut {
    /// Their id.
    id: PatientId,
    /// Full name.
    name: String,
    /// Where it is known.
    #[schema(required)]
    date_of_birth: Option<NaiveDate>,
    /// Where it is known.
    #[schema(required)]
    sex: Option<Sex>,
    /// Preferred language (BCP 47).
    language: String,
    /// What is open to the doctor.
    open: Vec<OpenOut>,
    /// Null where it is closed.
    #[schema(required)]
    health: Option<HealthOut>,
    /// Diagnoses in the record that count, newest first.
    diagnoses: Vec<DiagnosisOut>,
    /// The newest notes of doctors.
    notes: Vec<NoteOut>,
    /// Prescriptions that hold, and drafts, newest first.
    prescriptions: Vec<PrescribedOut>,
    /// The newest value of each vital sign.
    vitals: Vec<VitalOut>,
    /// The newest symptom report; null where there is none, or it is closed.
    #[schema(required)]
    report: Option<ReportedOut>,
    /// The latest ten visits with the doctor, newest first.
    visits: Vec<AppointmentOut>,
}

impl From<Summary> for SummaryOut {
    fn from(of: Summary) -> Self {
        Self {
            id: of.id,
            name: of.name,
            date_of_birth: of.date_of_birth,
            sex: of.sex,
            language: of.language,
            open: of.open.into_iter().map(|(category, basis)| OpenOut { category, basis }).collect(),
            health: of.health.map(Into::into),
            diagnoses: of.diagnoses.into_iter().map(Into::into).collect(),
            notes: of.notes.into_iter().map(Into::into).collect(),
            prescriptions: of.prescriptions.into_iter().map(Into::into).collect(),
            vitals: of.vitals.iter().filter_map(VitalOut::of).collect(),
            report: of.report.map(Into::into),
            visits: of.visits.into_iter().map(Into::into).collect(),
        }
    }
}

/// An emergency in which a patient cannot be asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmergencyAccess)]
pub(super) struct EmergencyIn {
    /// The address of the patient's account.
    #[serde(default)]
    #[schema(required, format = Email, max_length = 254)]
    email: String,
    /// The patient's.
    #[serde(default)]
    #[schema(required, value_type = NaiveDate)]
    date_of_birth: String,
    /// Why it has to be now, in a sentence that the patient will read.
    #[serde(default)]
    #[schema(required, min_length = 15, max_length = 1000)]
    reason: String,
}

/// Whose record was opened.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenedPatient)]
pub(super) struct OpenedPatientOut {
    /// Their id.
    id: PatientId,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpenedQuery {
    after: String,
    limit: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TreatedQuery {
    q: String,
    after: String,
    limit: String,
}

fn limit(wrong: &mut Problems, raw: &str) -> u16 {
    wrong.take("limit", domain::doctor::limit(raw)).unwrap_or(page::LIMIT_DEFAULT)
}

/// `GET /api/patients/me/shares/`
pub(super) async fn shares(State(services): State<Services>, By(caller): By) -> Outcome<List<ShareOut>> {
    Ok(ok(List::whole(access::shares(&services, &caller).await?)))
}

/// `PUT /api/patients/me/shares/{id}/`
pub(super) async fn share(
    State(services): State<Services>,
    By(caller): By,
    Id(doctor): Id<DoctorId>,
    Json(given): Json<ShareIn>,
) -> Outcome<()> {
    let mut wrong = Problems::default();
    let day = given.last_day.as_deref().map(|raw| wrong.take("last_day", raw.parse::<NaiveDate>().map_err(|_| "Please give a date.")));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    access::share(&services, &caller, doctor, &given.categories, day.flatten()).await.map_err(as_sent)?;
    Ok(ok(()).saying("It is shared."))
}

/// What the rules say of the end of a share, at the field that bears it here.
fn as_sent(error: service::Error) -> service::Error {
    let service::Error::Invalid(mut problems) = error else { return error };
    for problem in problems.0.iter_mut().filter(|problem| problem.field == "until") {
        problem.field = "last_day".into();
    }
    problems.into()
}

/// `DELETE /api/patients/me/shares/{id}/`
pub(super) async fn stop(State(services): State<Services>, By(caller): By, Id(doctor): Id<DoctorId>, _: Maybe<Nothing>) -> Outcome<()> {
    access::stop(&services, &caller, doctor).await?;
    Ok(ok(()).saying("Nothing is shared with this doctor any more."))
}

/// `GET /api/patients/me/opened/`
pub(super) async fn opened(State(services): State<Services>, By(caller): By, Query(query): Query<OpenedQuery>) -> Outcome<List<OpenedOut>> {
    let mut wrong = Problems::default();
    let (after, limit) = (cursor(&mut wrong, &query.after), limit(&mut wrong, &query.limit));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(access::opened(&services, &caller, after, limit).await?)))
}

/// `GET /api/patients/`
pub(super) async fn list(State(services): State<Services>, By(caller): By, Query(query): Query<TreatedQuery>) -> Outcome<List<TreatedOut>> {
    let mut wrong = Problems::default();
    let (after, limit) = (cursor(&mut wrong, &query.after), limit(&mut wrong, &query.limit));
    let name = wrong.take("q", text::bounded(&query.q, 0, text::NAME_MAX)).unwrap_or_default();
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(patient::treated(&services, &caller, &Find { name, after, limit }).await?)))
}

/// `GET /api/patients/{id}/`
pub(super) async fn summary(State(services): State<Services>, By(caller): By, Id(id): Id<PatientId>) -> Outcome<SummaryOut> {
    Ok(ok(patient::summary(&services, &caller, id).await?.into()))
}

/// `POST /api/patients/emergency/`
pub(super) async fn break_glass(
    State(services): State<Services>,
    By(caller): By,
    Json(EmergencyIn { email, date_of_birth, reason }): Json<EmergencyIn>,
) -> Outcome<OpenedPatientOut> {
    let id = access::break_glass(&services, &caller, &Emergency { email, date_of_birth, reason }).await?;
    Ok(ok(OpenedPatientOut { id }).saying("The record is open to you for 24 hours. The patient is told."))
}
