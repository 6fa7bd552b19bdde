//! What is known of a patient that a prescription is checked against.

use super::{Content, doctor};
use crate::sealed::{self, Health};
use crate::{Error, Services, access, audit, tx::Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Caller, FavouriteId, PatientId, PrescriptionId,
    access::Basis,
    patient::{Allergy, age},
    prescription::{Checked, Favourite, Gap, Origin, Sheet, Taken},
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, prelude::Uuid};

/// Most rows of one kind that are looked at.
const MOST: u16 = 200;

/// A patient, as a prescriber has to know them.
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// Full name.
    pub name: String,
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
    /// Completed years.
    pub age: Option<u16>,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// What they take already, as they say or as was prescribed.
    pub taken: Vec<Taken>,
    /// What the doctor who asks writes often.
    pub favourites: Vec<Favourite>,
}

/// What a patient's row and what hangs on it tell: columns of [`columns`].
#[derive(Debug, FromQueryResult)]
pub(super) struct Told {
    health: Option<Vec<u8>>,
    ids: Vec<Uuid>,
    contents: Vec<Vec<u8>>,
    dates: Vec<DateTime<Utc>>,
    favourite_ids: Vec<Uuid>,
    favourite_contents: Vec<Vec<u8>>,
}

/// What is asked of the patient `p`: health, active prescriptions but `without`, and what `doctor` writes often, in one statement and so of one
/// moment.
pub(super) fn columns(without: &str, doctor: &str) -> String {
    let active = |column: &str| {
        format!(
            "array(select x.{column} from prescription x where x.patient_id = p.id and x.status = 'active' and x.id is distinct from {without}
                   order by x.id desc limit {MOST})"
        )
    };
    let often = |column: &str| {
        format!("array(select f.{column} from prescription_favourite f where f.doctor_id = {doctor} order by f.id limit {MOST})")
    };
    format!(
        "p.health, {} as ids, {} as contents, {} as dates, {} as favourite_ids, {} as favourite_contents",
        active("id"),
        active("content"),
        active("issued_at"),
        often("id"),
        often("content")
    )
}

impl Told {
    /// Opens all of it. One that does not open must not pass for one that is not there: the error goes on.
    pub(super) fn open(self, services: &Services, patient: PatientId, name: String, born: Option<NaiveDate>) -> Result<Situation, Error> {
        let health: Health = sealed::HEALTH.open(services.keys(), patient.0, self.health.as_deref())?;
        let mut taken: Vec<Taken> = health.medications.into_iter().map(|words| Taken { words, origin: Origin::Told }).collect();
        for ((id, content), issued) in self.ids.into_iter().zip(self.contents).zip(self.dates) {
            let content: Content = sealed::PRESCRIPTION.open(services.keys(), id, Some(&content))?;
            let origin = Origin::Prescribed(issued.date_naive());
            taken.extend(content.sheet.medications.into_iter().map(|one| Taken { words: one.name, origin }));
        }
        let mut favourites = Vec::new();
        for (id, content) in self.favourite_ids.into_iter().zip(self.favourite_contents) {
            favourites.push(Favourite { id: FavouriteId(id), medication: sealed::FAVOURITE.open(services.keys(), id, Some(&content))? });
        }
        let age = born.map(|born| age(born, services.now().date_naive()));
        Ok(Situation { name, date_of_birth: born, age, allergies: health.allergies, taken, favourites })
    }
}

#[derive(Debug, FromQueryResult)]
struct Row {
    name: String,
    date_of_birth: Option<NaiveDate>,
    #[sea_orm(nested)]
    told: Told,
}

/// The patient's allergies and medicines, and what the caller writes often. One statement.
///
/// * `without` – a prescription that is not compared: the one that is corrected
pub(super) async fn known(
    db: &impl ConnectionTrait,
    services: &Services,
    caller: &Caller,
    patient: PatientId,
    without: Option<PrescriptionId>,
) -> Result<Situation, Error> {
    let sql = format!("select p.name, p.date_of_birth, {} from patient p where p.id = $1", columns("$2", "$3"));
    let values = [patient.0.into(), without.map(|id| id.0).into(), caller.doctor().map(|id| id.0).into()];
    let row = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).one(db).await?;
    let Row { name, date_of_birth, told } = row.ok_or(Error::NOT_FOUND)?;
    told.open(services, patient, name, date_of_birth)
}

/// Whether the caller may write for the patient.
///
/// Errors: `NOT_FOUND` for a patient who is not theirs to see; `FORBIDDEN` where they may only look.
pub(super) async fn writes(tx: &Tx, services: &Services, caller: &Caller, patient: PatientId) -> Result<Basis, Error> {
    doctor(caller)?;
    access::writing(tx, caller, services.now(), patient).await
}

/// What a prescriber has to know of a patient whom they treat.
///
/// Errors: as for writing.
pub async fn situation(
    services: &Services,
    caller: &Caller,
    patient: PatientId,
    without: Option<PrescriptionId>,
) -> Result<Situation, Error> {
    let tx = services.begin(caller).await?;
    let basis = writes(&tx, services, caller, patient).await?;
    let known = known(&tx, services, caller, patient, without).await?;
    // The same look as at the patient's page a moment ago.
    let (now, viewer) = (services.now(), caller.user().ok_or(Error::UNAUTHENTICATED)?);
    let seen = services.lately().without(viewer, vec![(patient, crate::patient::looked_at(patient))], now);
    if !seen.is_empty() {
        audit::note_because(&tx, caller, now, patient, "patient.read", patient, basis);
    }
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    Ok(known)
}

/// Checks a sheet without keeping anything. What is asked while somebody types is noted once in a quarter of an hour.
///
/// Errors: as for writing; [`Error::Invalid`] for a sheet that cannot be read.
pub async fn check(
    services: &Services,
    caller: &Caller,
    patient: PatientId,
    without: Option<PrescriptionId>,
    sheet: Sheet,
) -> Result<Checked, Error> {
    let (now, viewer) = (services.now(), caller.user().ok_or(Error::UNAUTHENTICATED)?);
    let tx = services.begin(caller).await?;
    let basis = writes(&tx, services, caller, patient).await?;
    let sheet = sheet.parse()?;
    let known = known(&tx, services, caller, patient, without).await?;
    let seen = services.lately().without(viewer, vec![(patient, audit::mark("prescription.check", patient))], now);
    if !seen.is_empty() {
        audit::note_because(&tx, caller, now, patient, "prescription.check", patient, basis);
    }
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    Ok(weigh(services, &known, &sheet))
}

/// What the list of medicines says of a sheet for a patient.
pub(super) fn weigh(services: &Services, known: &Situation, sheet: &Sheet) -> Checked {
    let Situation { taken, allergies, age, .. } = known;
    let mut checked = services.medicines().ask(|list| domain::prescription::check(list, &sheet.medications, taken, allergies, *age));
    if checked.list.is_some() {
        checked = checked.with_unrecorded(allergies, taken);
    }
    checked.gaps.extend(unprintable(known, sheet));
    checked
}

/// What the printed page would leave out must not be left out unseen.
fn unprintable(known: &Situation, sheet: &Sheet) -> Option<Gap> {
    let lines = sheet.medications.iter().flat_map(|one| [Some(&one.name), one.instructions.as_ref()]);
    let texts = [Some(&known.name), sheet.notes.as_ref()].into_iter().chain(lines).flatten();
    let lost = document::unprintable(&texts.map(String::as_str).collect::<Vec<_>>().join(" "));
    let why = format!("The printed page cannot show these letters: {lost}. Please say how the pharmacy learns what stands there.");
    (!lost.is_empty()).then(|| Gap { id: "letters".to_owned(), checks: Vec::new(), why, needs_reason: true })
}

impl Situation {
    /// What the list of medicines says of a sheet.
    pub fn weigh(&self, services: &Services, sheet: &Sheet) -> Checked {
        weigh(services, self, sheet)
    }
}
