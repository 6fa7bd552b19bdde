//! Appointments and reports, made without the service: in any status, in the past, in bulk.

use crate::{Database, TestDoctor, TestPatient};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{AppointmentId, DoctorId, PatientId, SymptomReportId, appointment::Status};
use entity::{appointment, symptom_report};
use sea_orm::{ActiveValue::Set, EntityTrait};
use service::{ids, sealed::CONTENT};

/// An appointment as it stands in the table.
#[derive(Debug, Clone)]
pub struct Visit {
    /// With whom.
    pub doctor: DoctorId,
    /// Whose.
    pub patient: PatientId,
    /// When.
    pub start: DateTime<Utc>,
    /// How long.
    pub minutes: i64,
    /// Where it stands.
    pub status: Status,
    /// Until when a hold lasts; needed for `proposed`.
    pub hold_until: Option<DateTime<Utc>>,
    /// The attached report.
    pub report: Option<SymptomReportId>,
    /// Overbooked on purpose.
    pub overbooked: bool,
}

impl Visit {
    /// A booked visit of half an hour.
    pub fn new(doctor: &TestDoctor, patient: &TestPatient, start: DateTime<Utc>) -> Self {
        Self {
            doctor: doctor.id,
            patient: patient.id,
            start,
            minutes: 30,
            status: Status::Booked,
            hold_until: None,
            report: None,
            overbooked: false,
        }
    }

    /// A row for it, made at `now`, and the row's id.
    pub fn row(&self, now: DateTime<Utc>) -> (AppointmentId, appointment::ActiveModel) {
        let id = AppointmentId(ids::new());
        let row = appointment::ActiveModel {
            id: Set(id.0),
            doctor_id: Set(self.doctor.0),
            patient_id: Set(self.patient.0),
            status: Set(self.status.code().to_owned()),
            starts_at: Set(self.start),
            ends_at: Set(self.start + TimeDelta::minutes(self.minutes)),
            mode: Set("in-person".to_owned()),
            hold_until: Set(self.hold_until),
            report_id: Set(self.report.map(|report| report.0)),
            overbooked: Set(self.overbooked),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        (id, row)
    }
}

impl Database {
    /// Writes a visit.
    pub async fn visit(&self, visit: &Visit) -> AppointmentId {
        self.visits(std::slice::from_ref(visit)).await.remove(0)
    }

    /// Writes many visits in one statement.
    pub async fn visits(&self, all: &[Visit]) -> Vec<AppointmentId> {
        let (made, rows): (Vec<_>, Vec<_>) = all.iter().map(|visit| visit.row(self.now())).unzip();
        appointment::Entity::insert_many(rows).exec_without_returning(self.connection()).await.expect("appointments");
        made
    }

    /// Writes a symptom report that says nothing; unclaimed without a patient.
    pub async fn report(&self, patient: Option<&TestPatient>) -> SymptomReportId {
        let id = ids::secret().expect("randomness");
        let assessment = serde_json::json!({
            "assessable": false, "reason": "no_symptom", "findings": [], "conditions": [], "triage": null, "specialties": [],
            "crisis": false, "model": "test",
        });
        let content = serde_json::json!({ "text": "nothing", "answers": [], "assessment": assessment });
        let row = symptom_report::ActiveModel {
            id: Set(id),
            patient_id: Set(patient.map(|patient| patient.id.0)),
            age: Set(None),
            sex: Set(None),
            content: Set(Some(CONTENT.seal(&crate::keys(), id, &content).expect("sealed"))),
            level: Set(None),
            model: Set("test".to_owned()),
            created_at: Set(self.now()),
        };
        symptom_report::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a report");
        SymptomReportId(id)
    }
}
