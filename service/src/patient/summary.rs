//! A patient at one glance: what a doctor needs to know before a visit.

use super::chart::{self, Diagnosis, Note, Prescribed};
use crate::{Error, Services, access, appointment::row, audit, note::Draft, prescription::Situation, sealed::Health};
use chrono::NaiveDate;
use domain::{
    Caller, PatientId,
    access::{Basis, Category},
    appointment::Appointment,
    assessment::SymptomReport,
    patient::{Sex, age},
    prescription::{Favourite, Origin, Status, Taken},
    record::{RecordType, Series},
};

/// Visits that a summary shows.
const VISITS: i64 = 10;

/// What a doctor sees of a patient at one glance. What is closed to them is empty here.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Id.
    pub id: PatientId,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The patient's language (BCP 47).
    pub language: String,
    /// What is open to the doctor, and why.
    pub open: Vec<(Category, Basis)>,
    /// Allergies, conditions, medicines and the rest of the profile; `None` where that is closed.
    pub health: Option<Health>,
    /// Diagnoses in the record that count, newest first.
    pub diagnoses: Vec<Diagnosis>,
    /// The newest notes of doctors.
    pub notes: Vec<Note>,
    /// Prescriptions that hold, and drafts, newest first.
    pub prescriptions: Vec<Prescribed>,
    /// The newest vital signs by what was measured.
    pub vitals: Vec<Series>,
    /// The newest symptom report.
    pub report: Option<SymptomReport>,
    /// The latest visits with this doctor, newest first.
    pub visits: Vec<Appointment>,
    /// What the doctor is writing about the patient.
    pub draft: Draft,
    /// What the doctor prescribes often.
    pub favourites: Vec<Favourite>,
}

impl Summary {
    /// What opens a kind of data; `None` where it is closed.
    pub fn basis(&self, category: Category) -> Option<Basis> {
        self.open.iter().find(|(open, _)| *open == category).map(|(_, basis)| *basis)
    }

    /// Whether the doctor may write: who was only shown something may not.
    pub fn may_write(&self) -> bool {
        self.basis(RecordType::ClinicalNote.category()).is_some_and(Basis::may_write)
    }

    /// The same as a prescriber has to know it; none where they may not prescribe.
    pub fn situation(&self, today: NaiveDate) -> Option<Situation> {
        let health = self.health.as_ref().filter(|_| self.may_write())?;
        let mut taken: Vec<Taken> = health.medications.iter().map(|words| Taken { words: words.clone(), origin: Origin::Told }).collect();
        for one in self.prescriptions.iter().filter(|one| one.status == Status::Active) {
            let origin = Origin::Prescribed(one.at.date_naive());
            taken.extend(one.medications.iter().map(|medicine| Taken { words: medicine.name.clone(), origin }));
        }
        Some(Situation {
            name: self.name.clone(),
            date_of_birth: self.date_of_birth,
            age: self.date_of_birth.map(|born| age(born, today)),
            allergies: health.allergies.clone(),
            taken,
            favourites: self.favourites.clone(),
        })
    }
}

/// A patient, as the calling doctor may see them now. Two statements; the look is noted, once in a quarter of an hour.
///
/// Errors: `NOT_FOUND` for a patient of whom nothing is open, as for one who is not there.
pub async fn summary(services: &Services, caller: &Caller, id: PatientId) -> Result<Summary, Error> {
    let viewer = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let (now, keys) = (services.now(), services.keys());
    let tx = services.begin(caller).await?;
    let found = chart::find(&tx, keys, access::asked(doctor, id, now)).await?.ok_or(Error::NOT_FOUND)?;
    let rest = "a.patient_id = $2 and a.status not in ('proposed', 'entered-in-error') order by a.starts_at desc, a.id desc limit $3";
    let visits = row::find(&tx, keys, caller, rest, [id.0.into(), VISITS.into()]).await?;
    // A visit and an emergency open everything, else it is what the patient shares.
    let basis = found.open.first().map(|(_, basis)| *basis).ok_or(Error::NOT_FOUND)?;
    let seen = services.lately().without(viewer, vec![(id, chart::looked_at(id))], now);
    if !seen.is_empty() {
        audit::note_because(&tx, caller, now, id, "patient.read", id, basis);
    }
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    Ok(Summary {
        id,
        sex: found.who.sex()?,
        name: found.who.name,
        date_of_birth: found.who.date_of_birth,
        language: found.who.language,
        open: found.open,
        health: found.health,
        diagnoses: found.diagnoses,
        notes: found.notes,
        prescriptions: found.prescriptions,
        vitals: found.vitals,
        report: found.report,
        visits,
        draft: found.draft,
        favourites: found.favourites,
    })
}
