//! The parts of a patient at one glance.

use chrono::{DateTime, Utc};
use domain::assessment::SymptomReport;
use domain::prescription::Status;
use domain::record::{Coding, Interpretation, Series};
use domain::triage::Triage;
use domain::{PrescriptionId, RecordId, SymptomReportId};
use serde::Serialize;
use service::patient::{Diagnosis, Note, Prescribed};
use utoipa::ToSchema;

/// A diagnosis in the record.
#[derive(Serialize, ToSchema)]
#[schema(as = Diagnosis)]
pub(super) struct DiagnosisOut {
    /// The entry.
    record: RecordId,
    /// When it was made.
    at: DateTime<Utc>,
    /// Its name.
    title: String,
    /// Its code, where it has one.
    #[schema(required)]
    coding: Option<Coding>,
}

impl From<Diagnosis> for DiagnosisOut {
    fn from(Diagnosis { record, at, title, coding }: Diagnosis) -> Self {
        Self { record, at, title, coding }
    }
}

/// A doctor's note in the record.
#[derive(Serialize, ToSchema)]
#[schema(as = ClinicalNote)]
pub(super) struct NoteOut {
    /// The entry.
    record: RecordId,
    /// When it was written.
    at: DateTime<Utc>,
    /// In a few words.
    title: String,
    /// What it says.
    text: String,
}

impl From<Note> for NoteOut {
    fn from(Note { record, at, title, text }: Note) -> Self {
        Self { record, at, title, text }
    }
}

/// A prescription that holds, or a draft.
#[derive(Serialize, ToSchema)]
#[schema(as = Prescribed)]
pub(super) struct PrescribedOut {
    /// Which.
    id: PrescriptionId,
    /// Active, or a draft.
    status: Status,
    /// When it was issued; for a draft, written.
    at: DateTime<Utc>,
    /// Name of the doctor.
    doctor: String,
    /// Each medicine in a line: name and how it is taken.
    medications: Vec<String>,
}

impl From<Prescribed> for PrescribedOut {
    fn from(Prescribed { id, status, at, doctor, medications }: Prescribed) -> Self {
        let medications = medications.iter().map(|one| format!("{}: {}", one.name, one.how())).collect();
        Self { id, status, at, doctor, medications }
    }
}

/// The newest value of a vital sign.
#[derive(Serialize, ToSchema)]
#[schema(as = NewestValue)]
pub(super) struct VitalOut {
    /// LOINC code.
    code: &'static str,
    /// What was measured.
    name: &'static str,
    /// The value, in `unit`.
    value: f64,
    /// UCUM unit.
    unit: &'static str,
    /// How it stands to its reference range; null where there is none.
    #[schema(required)]
    interpretation: Option<Interpretation>,
    /// When it was measured.
    at: DateTime<Utc>,
    /// The entry.
    record: RecordId,
}

impl VitalOut {
    pub(super) fn of(series: &Series) -> Option<Self> {
        let (measure, last) = (series.measure, series.last()?);
        Some(Self {
            code: measure.code,
            name: measure.name,
            value: last.value,
            unit: measure.unit,
            interpretation: last.interpretation,
            at: last.at,
            record: last.record,
        })
    }
}

/// A symptom report in short.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportInShort)]
pub(super) struct ReportedOut {
    /// Which.
    id: SymptomReportId,
    /// When it was written.
    created_at: DateTime<Utc>,
    /// In the patient's words.
    text: String,
    /// How urgent it was found; null where it could not be assessed.
    #[schema(required)]
    triage: Option<Triage>,
}

impl From<SymptomReport> for ReportedOut {
    fn from(SymptomReport { id, created_at, text, assessment, .. }: SymptomReport) -> Self {
        Self { id, created_at, text, triage: assessment.triage.map(|triage| triage.level) }
    }
}
