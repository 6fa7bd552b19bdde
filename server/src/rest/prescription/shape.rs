//! The public shapes of prescriptions.

use super::super::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use domain::prescription::{
    Check, Checked, Favourite, Form, Frequency, Gap, Kept, Medication, Prescriber, Prescription, Quantity, Recipient, Route, Sheet, Status,
    Warning,
};
use domain::{AppointmentId, DoctorId, FavouriteId, PatientId, PrescriptionId, Problems};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A medicine to be prescribed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MedicationEdit)]
pub(in super::super) struct MedicationIn {
    /// The substance.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// What is taken at once.
    dose: Quantity,
    /// How much substance is in one of what the dose counts, as 500 mg in a tablet. Without it the dose of tablets cannot be checked.
    strength: Option<Quantity>,
    /// In what shape it comes.
    form: Form,
    /// The way into the body.
    route: Route,
    /// How often.
    frequency: Frequency,
    /// For how many days; for now where nothing is said.
    #[schema(minimum = 1, maximum = 730)]
    days: Option<u16>,
    /// How much is handed out.
    quantity: Option<Quantity>,
    /// How often it may be handed out again.
    #[serde(default)]
    #[schema(maximum = 12)]
    refills: u8,
    /// For the patient.
    #[schema(max_length = 300)]
    instructions: Option<String>,
}

impl From<MedicationIn> for Medication {
    fn from(given: MedicationIn) -> Self {
        let MedicationIn { name, dose, strength, form, route, frequency, days, quantity, refills, instructions } = given;
        Self { name, code: None, dose, strength, form, route, frequency, days, quantity, refills, instructions }
    }
}

/// A prescription to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPrescription)]
pub(in super::super) struct PrescriptionIn {
    /// For whom: a patient whom the doctor treats.
    #[schema(required, value_type = PatientId)]
    patient: Option<PatientId>,
    /// The visit that it belongs to.
    appointment: Option<AppointmentId>,
    /// One to twelve.
    #[schema(min_items = 1, max_items = 12)]
    medications: Vec<MedicationIn>,
    /// For the patient and the pharmacy.
    #[schema(max_length = 1000)]
    notes: Option<String>,
    /// Why the doctor goes on in spite of warnings.
    #[serde(default)]
    reasons: Vec<Kept>,
}

impl PrescriptionIn {
    pub(super) fn read(self) -> Result<(PatientId, Option<AppointmentId>, Sheet), Problem> {
        let patient = self.patient.ok_or_else(|| Problems::one("patient", "Please say for whom."))?;
        Ok((patient, self.appointment, sheet(self.medications, self.notes, self.reasons)))
    }
}

/// What a draft says from now on: what is left out is emptied.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrescriptionEdit)]
pub(in super::super) struct SheetIn {
    /// One to twelve.
    #[schema(min_items = 1, max_items = 12)]
    medications: Vec<MedicationIn>,
    /// For the patient and the pharmacy.
    #[schema(max_length = 1000)]
    notes: Option<String>,
    /// Why the doctor goes on in spite of warnings.
    #[serde(default)]
    reasons: Vec<Kept>,
}

impl SheetIn {
    pub(super) fn read(self) -> Sheet {
        sheet(self.medications, self.notes, self.reasons)
    }
}

fn sheet(medications: Vec<MedicationIn>, notes: Option<String>, reasons: Vec<Kept>) -> Sheet {
    Sheet { medications: medications.into_iter().map(Into::into).collect(), notes, reasons }
}

/// What is to be checked, without keeping anything.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrescriptionCheckRequest)]
pub(in super::super) struct CheckIn {
    /// For whom: a patient whom the doctor treats.
    #[schema(required, value_type = PatientId)]
    patient: Option<PatientId>,
    /// An active prescription that is not compared, because this one is to stand for it.
    replaces: Option<PrescriptionId>,
    /// One to twelve.
    #[schema(min_items = 1, max_items = 12)]
    medications: Vec<MedicationIn>,
}

impl CheckIn {
    pub(super) fn read(self) -> Result<(PatientId, Option<PrescriptionId>, Vec<Medication>), Problem> {
        let patient = self.patient.ok_or_else(|| Problems::one("patient", "Please say for whom."))?;
        Ok((patient, self.replaces, self.medications.into_iter().map(Into::into).collect()))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct PrescriptionsQuery {
    pub(super) patient: String,
    pub(super) status: String,
    pub(super) after: String,
    pub(super) limit: String,
}

/// A medicine on a prescription.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Medication)]
pub(in super::super) struct MedicationOut {
    /// The substance.
    name: String,
    /// ATC, where the list of medicines knows the substance.
    #[schema(required)]
    code: Option<String>,
    /// What is taken at once.
    dose: Quantity,
    /// How much substance is in one of what the dose counts.
    #[schema(required)]
    strength: Option<Quantity>,
    /// In what shape it comes.
    form: Form,
    /// The way into the body.
    route: Route,
    /// How often.
    frequency: Frequency,
    /// For how many days; for now where nothing is said.
    #[schema(required)]
    days: Option<u16>,
    /// How much is handed out.
    #[schema(required)]
    quantity: Option<Quantity>,
    /// How often it may be handed out again.
    refills: u8,
    /// For the patient.
    #[schema(required)]
    instructions: Option<String>,
}

impl From<Medication> for MedicationOut {
    fn from(one: Medication) -> Self {
        let Medication { name, code, dose, strength, form, route, frequency, days, quantity, refills, instructions } = one;
        Self { name, code, dose, strength, form, route, frequency, days, quantity, refills, instructions }
    }
}

/// A medication that a doctor writes often.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Favourite)]
pub(in super::super) struct FavouriteOut {
    /// Its id.
    id: FavouriteId,
    /// What is prescribed.
    medication: MedicationOut,
}

impl From<Favourite> for FavouriteOut {
    fn from(Favourite { id, medication }: Favourite) -> Self {
        Self { id, medication: medication.into() }
    }
}

/// The list of medicines that was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MedicinesList)]
struct ListOut {
    /// Its version.
    version: String,
    /// When it was last read through.
    date: NaiveDate,
}

/// What the checks say.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PrescriptionChecks)]
pub(in super::super) struct CheckedOut {
    /// The list of medicines that was asked; null where it cannot be used, and then nothing was checked.
    #[schema(required)]
    list: Option<ListOut>,
    /// What was found, the loudest first. Serious ones and interruptions need a reason before the prescription can be issued.
    warnings: Vec<Warning>,
    /// What could not be checked.
    gaps: Vec<Gap>,
    /// The checks that left nothing out and found nothing. No other may be taken for "none".
    clear: Vec<Check>,
}

impl From<Checked> for CheckedOut {
    fn from(checked: Checked) -> Self {
        let clear = Check::ALL.into_iter().filter(|check| checked.is_clear(*check)).collect();
        let Checked { list, warnings, gaps } = checked;
        Self { list: list.map(|list| ListOut { version: list.version, date: list.date }), warnings, gaps, clear }
    }
}

/// The patient, as a prescription names them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PrescriptionPatient)]
struct RecipientOut {
    /// Their id.
    id: PatientId,
    /// Full name.
    name: String,
    /// Where it is known.
    #[schema(required)]
    date_of_birth: Option<NaiveDate>,
}

/// The doctor, as a prescription names them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PrescriptionDoctor)]
struct PrescriberOut {
    /// Their id.
    id: DoctorId,
    /// With title.
    name: String,
    /// Name, street and city.
    clinic: String,
    /// Number and issuer.
    license: String,
}

/// A prescription.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Prescription)]
pub(in super::super) struct PrescriptionOut {
    /// Its id.
    id: PrescriptionId,
    /// Where it stands.
    status: Status,
    /// Counts changes; what `ETag` holds.
    #[schema(minimum = 1)]
    version: i32,
    /// For whom.
    patient: RecipientOut,
    /// By whom.
    doctor: PrescriberOut,
    /// The visit that it belongs to.
    #[schema(required)]
    appointment: Option<AppointmentId>,
    /// The one that it stands for.
    #[schema(required)]
    replaces: Option<PrescriptionId>,
    /// What is prescribed.
    medications: Vec<MedicationOut>,
    /// For the patient and the pharmacy.
    #[schema(required)]
    notes: Option<String>,
    /// What the checks found when it was issued; for doctors.
    #[schema(required)]
    checked: Option<CheckedOut>,
    /// Why the doctor went on in spite of warnings; for doctors.
    reasons: Vec<Kept>,
    /// When it was begun.
    created_at: DateTime<Utc>,
    /// When it was issued.
    #[schema(required)]
    issued_at: Option<DateTime<Utc>>,
    /// When it was cancelled or completed.
    #[schema(required)]
    ended_at: Option<DateTime<Utc>>,
}

impl From<Prescription> for PrescriptionOut {
    fn from(of: Prescription) -> Self {
        let Recipient { id, name, date_of_birth } = of.patient;
        let patient = RecipientOut { id, name, date_of_birth };
        let Prescriber { id, name, clinic, license } = of.doctor;
        Self {
            id: of.id,
            status: of.status,
            version: of.version,
            patient,
            doctor: PrescriberOut { id, name, clinic, license },
            appointment: of.appointment,
            replaces: of.replaces,
            medications: of.sheet.medications.into_iter().map(Into::into).collect(),
            notes: of.sheet.notes,
            checked: of.checked.map(Into::into),
            reasons: of.sheet.reasons,
            created_at: of.created_at,
            issued_at: of.issued_at,
            ended_at: of.ended_at,
        }
    }
}
