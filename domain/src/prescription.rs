//! Prescriptions: what is prescribed, where it stands, and what is checked before it is issued.
//!
//! Words follow FHIR R4 `MedicationRequest`, units UCUM, substances ATC.

mod check;
mod dose;
mod formulary;
mod medication;
mod status;
#[cfg(test)]
mod tests;

pub use check::{Check, Checked, Gap, Kept, Origin, Severity, Taken, Warning, check, without_list};
pub use dose::{Frequency, Period, Quantity, Unit};
pub use formulary::{Class, Cross, Formulary, ListInfo, Medicine, Pair};
pub use medication::{Form, MOST, Medication, Route};
pub use status::{Act, IllegalAct, Status};

use crate::{AppointmentId, DoctorId, PatientId, PrescriptionId, Problems, text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Longest note on a prescription, in characters.
pub const NOTES_MAX: usize = 1_000;
/// Longest reason for going on in spite of a warning, in characters.
pub const REASON_MAX: usize = 300;
/// Shortest one.
pub const REASON_MIN: usize = 3;

/// What a prescription says, as long as it is a draft.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The medicines, in the doctor's order.
    pub medications: Vec<Medication>,
    /// For the patient and the pharmacy.
    pub notes: Option<String>,
    /// Why the doctor goes on in spite of warnings.
    #[serde(default)]
    pub reasons: Vec<Kept>,
}

impl Sheet {
    /// The same, cleaned.
    ///
    /// Errors: everything that is wrong, by field: `medications[0].dose.value`.
    pub fn parse(self) -> Result<Self, Problems> {
        let mut wrong = Problems::default();
        if self.medications.is_empty() {
            wrong.add("medications", "Please add a medicine.");
        }
        if self.medications.len() > MOST {
            wrong.add("medications", format!("Please use at most {MOST} medicines on one prescription."));
        }
        let medications = self.medications.into_iter().take(MOST).enumerate();
        let medications = medications.filter_map(|(n, medication)| medication.parse(&format!("medications[{n}]"), &mut wrong)).collect();
        let notes = wrong.take("notes", text::optional(self.notes.as_deref().unwrap_or_default(), NOTES_MAX)).flatten();
        let mut reasons = Vec::new();
        for (n, Kept { id, reason }) in self.reasons.into_iter().take(100).enumerate() {
            match text::bounded(&reason, 0, REASON_MAX) {
                Ok(reason) if !reason.is_empty() => reasons.push(Kept { id, reason }),
                Ok(_) => {}
                Err(message) => wrong.add(format!("reasons[{n}].reason"), message),
            }
        }
        if wrong.is_empty() { Ok(Self { medications, notes, reasons }) } else { Err(wrong) }
    }
}

/// The doctor, as a prescription names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prescriber {
    /// Id.
    pub id: DoctorId,
    /// Name with title.
    pub name: String,
    /// Where they work: name, street, city.
    pub clinic: String,
    /// Number of the licence, and who gave it.
    pub license: String,
}

/// The patient, as a prescription names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Id.
    pub id: PatientId,
    /// Full name.
    pub name: String,
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
}

/// A prescription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prescription {
    /// Id.
    pub id: PrescriptionId,
    /// Where it stands.
    pub status: Status,
    /// Counts changes.
    pub version: i32,
    /// Whose.
    pub patient: Recipient,
    /// By whom.
    pub doctor: Prescriber,
    /// The visit that it belongs to.
    pub appointment: Option<AppointmentId>,
    /// The one that it stands for.
    pub replaces: Option<PrescriptionId>,
    /// What it says.
    pub sheet: Sheet,
    /// What the checks found when it was issued.
    pub checked: Option<Checked>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// When it was cancelled or completed.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A medication that a doctor writes often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Favourite {
    /// Id.
    pub id: crate::FavouriteId,
    /// What is prescribed.
    pub medication: Medication,
}

/// What anybody with the code on a prescription may know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Issued, and nothing has changed.
    Valid,
    /// Called off.
    Cancelled,
    /// Dispensed or over.
    Completed,
    /// Nothing that was signed here.
    Unknown,
}
