//! The public shapes of appointments.

use super::super::answer::SpecialtyOut;
use super::super::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use domain::appointment::{Appointment, DoctorRef, Mode, PatientRef, ReportRef, Status};
use domain::booking::NewAppointment;
use domain::patient::Sex;
use domain::triage::Triage;
use domain::{AppointmentId, DoctorId, PatientId, Problems, SymptomReportId};
use serde::{Deserialize, Serialize};

/// A wish for an appointment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct AppointmentIn {
    doctor: Option<DoctorId>,
    start: Option<DateTime<Utc>>,
    mode: Option<Mode>,
    reason: Option<String>,
    report: Option<SymptomReportId>,
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
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ConfirmIn {
    pub(super) reason: Option<String>,
}

/// Where an appointment is to be moved.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RescheduleIn {
    pub(super) start: DateTime<Utc>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct AppointmentsQuery {
    pub(super) when: String,
    pub(super) after: String,
    pub(super) limit: String,
}

/// An appointment.
#[derive(Debug, Serialize)]
pub(in super::super) struct AppointmentOut {
    id: AppointmentId,
    status: Status,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    mode: Mode,
    reason: Option<String>,
    hold_until: Option<DateTime<Utc>>,
    doctor: DoctorRefOut,
    patient: PatientRefOut,
    report: Option<ReportRefOut>,
    version: i32,
    created_at: DateTime<Utc>,
}

/// The doctor, as an appointment shows them.
#[derive(Debug, Serialize)]
struct DoctorRefOut {
    id: DoctorId,
    name: String,
    specialty: SpecialtyOut,
    clinic: String,
    address: String,
    city: String,
    time_zone: chrono_tz::Tz,
}

/// The patient, as an appointment shows them.
#[derive(Debug, Serialize)]
struct PatientRefOut {
    id: PatientId,
    name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<Sex>,
}

/// The symptom report that led here.
#[derive(Debug, Serialize)]
struct ReportRefOut {
    id: SymptomReportId,
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
            hold_until: appointment.hold_until,
            doctor: appointment.doctor.into(),
            patient: appointment.patient.into(),
            report,
            version: appointment.version,
            created_at: appointment.created_at,
        }
    }
}
