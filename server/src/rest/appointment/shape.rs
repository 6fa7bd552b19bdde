//! The public shapes of appointments.

use super::super::answer::SpecialtyOut;
use super::super::openapi::TimeZone;
use super::super::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use domain::appointment::{Appointment, DoctorRef, Mode, PatientRef, ReportRef, Status};
use domain::booking::NewAppointment;
use domain::patient::Sex;
use domain::triage::Triage;
use domain::{AppointmentId, DoctorId, PatientId, Problems, SymptomReportId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A wish for an appointment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAppointment)]
pub(in super::super) struct AppointmentIn {
    /// With whom.
    #[schema(required, value_type = DoctorId)]
    doctor: Option<DoctorId>,
    /// The start of one of the doctor's free slots.
    #[schema(required, value_type = DateTime<Utc>)]
    start: Option<DateTime<Utc>>,
    /// `in-person` where nothing is said.
    mode: Option<Mode>,
    /// Why, in the patient's own words.
    #[schema(max_length = 500)]
    reason: Option<String>,
    /// A symptom report to show the doctor: the patient's own, or one that nobody owns yet.
    report: Option<SymptomReportId>,
    /// Hold the time for five minutes instead of booking it; then confirm. One time is held at once: a new hold lets the last one go.
    hold: Option<bool>,
}

impl AppointmentIn {
    /// The wish, or every field that is missing.
    pub(super) fn read(self) -> Result<NewAppointment, Problem> {
        let mut wrong = Problems::default();
        let doctor = wrong.take("doctor", self.doctor.ok_or("Please choose a doctor."));
        let start = wrong.take("start", self.start.ok_or("Please choose a time."));
        let (Some(doctor), Some(start)) = (doctor, start) else { return Err(wrong.into()) };
        let (mode, hold) = (self.mode.unwrap_or_default(), self.hold.unwrap_or_default());
        Ok(NewAppointment { doctor, start, mode, reason: self.reason, report: self.report, hold })
    }
}

/// What can be added when a hold becomes a booking.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Confirmation)]
pub(in super::super) struct ConfirmIn {
    /// Why, in the patient's own words; what was said before stays where nothing is said.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
}

/// What can be said when an appointment is called off.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Cancellation)]
pub(in super::super) struct CancelIn {
    /// Why; patient and doctor both read it.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
}

/// Where an appointment is to be moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Move)]
pub(in super::super) struct RescheduleIn {
    /// The start of another free slot of the same doctor.
    pub(super) start: DateTime<Utc>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct AppointmentsQuery {
    pub(super) when: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) after: String,
    pub(super) limit: String,
}

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appointment)]
pub(in super::super) struct AppointmentOut {
    /// Its id.
    id: AppointmentId,
    /// Where it stands.
    status: Status,
    /// When it begins.
    start: DateTime<Utc>,
    /// The first instant after it.
    end: DateTime<Utc>,
    /// How it takes place.
    mode: Mode,
    /// Why the patient comes, in their words.
    #[schema(required)]
    reason: Option<String>,
    /// Why it was called off, where somebody said so.
    #[schema(required)]
    cancel_reason: Option<String>,
    /// Until when a hold lasts.
    #[schema(required)]
    hold_until: Option<DateTime<Utc>>,
    /// With whom.
    doctor: DoctorRefOut,
    /// For whom.
    patient: PatientRefOut,
    /// The symptom report that led here.
    #[schema(required)]
    report: Option<ReportRefOut>,
    /// Counts changes; what `ETag` holds.
    #[schema(minimum = 1)]
    version: i32,
    /// When it was made.
    created_at: DateTime<Utc>,
}

/// The doctor, as an appointment shows them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppointmentDoctor)]
struct DoctorRefOut {
    /// Their id.
    id: DoctorId,
    /// With title.
    name: String,
    /// What they look after.
    specialty: SpecialtyOut,
    /// Name of the clinic.
    clinic: String,
    /// Its street and number.
    address: String,
    /// Its city.
    city: String,
    /// Its time zone.
    #[schema(value_type = TimeZone)]
    time_zone: chrono_tz::Tz,
}

/// The patient, as an appointment shows them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppointmentPatient)]
struct PatientRefOut {
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
}

/// The symptom report that led here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppointmentReport)]
struct ReportRefOut {
    /// Its id.
    id: SymptomReportId,
    /// How urgent it was found to be.
    #[schema(required)]
    triage: Option<Triage>,
}

impl From<DoctorRef> for DoctorRefOut {
    fn from(doctor: DoctorRef) -> Self {
        let DoctorRef { id, name, specialty, clinic, address, city, zone } = doctor;
        Self { id, name, specialty: specialty.into(), clinic, address, city, time_zone: zone }
    }
}

impl From<PatientRef> for PatientRefOut {
    fn from(patient: PatientRef) -> Self {
        let PatientRef { id, name, date_of_birth, sex } = patient;
        Self { id, name, date_of_birth, sex }
    }
}

impl From<Appointment> for AppointmentOut {
    fn from(appointment: Appointment) -> Self {
        let report = appointment.report.map(|ReportRef { id, triage }| ReportRefOut { id, triage });
        Self {
            id: appointment.id,
            status: appointment.status,
            start: appointment.period.start(),
            end: appointment.period.end(),
            mode: appointment.mode,
            reason: appointment.reason,
            cancel_reason: appointment.cancel_reason,
            hold_until: appointment.hold_until,
            doctor: appointment.doctor.into(),
            patient: appointment.patient.into(),
            report,
            version: appointment.version,
            created_at: appointment.created_at,
        }
    }
}
