//! Breaking the glass: a doctor opens the record of a patient who cannot be asked, says why, and the patient is told.

use crate::{
    Error, Services, System, audit, ids,
    mail::{self, Letter},
    rate::{self, Rate, Try},
    sealed,
    tx::Tx,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Caller, Code, DoctorId, PatientId, Problems, UserId,
    access::{self, Basis},
};
use entity::{doctor, emergency_access};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbBackend, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::Serialize;
use std::time::Duration;
use uuid::Uuid;

/// So many records a doctor opens in a day, and no more: an emergency is rare, and a stolen account must not read everybody.
const MOST_A_DAY: u64 = 10;
/// So often a doctor tries in a day, found or not: who knows an address must not find out a date of birth by trying.
const TRIES: Rate = Rate { most: 20, period: Duration::from_secs(86_400) };

/// Who is to be seen, as far as a doctor can know it from papers at hand, and why.
#[derive(Debug, Clone, Default)]
pub struct Emergency {
    /// The e-mail address of the patient's account.
    pub email: String,
    /// The patient's date of birth, which must agree.
    pub date_of_birth: String,
    /// Why it has to be now; the patient reads it.
    pub reason: String,
}

#[derive(FromQueryResult)]
struct Found {
    patient_id: Uuid,
    user_id: Uuid,
    email: String,
    time_zone: String,
}

/// Opens a patient's record to the calling doctor for a day, notes it with its reason, and tells the patient by mail.
///
/// Errors: what is wrong with the fields; `FORBIDDEN` for a doctor whose licence is not verified; `NOT_FOUND` where no patient has that address and
/// date of birth, whichever of them is wrong; `RATE_LIMITED` after ten in a day, or twenty tries.
pub async fn break_glass(services: &Services, caller: &Caller, emergency: &Emergency) -> Result<PatientId, Error> {
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let now = services.now();
    let mut wrong = Problems::default();
    let born =
        wrong.take("date_of_birth", emergency.date_of_birth.trim().parse::<NaiveDate>().map_err(|_| "Please give the date of birth."));
    let reason = wrong.take("reason", access::emergency_reason(&emergency.reason));
    let (Some(born), Some(reason)) = (born, reason) else { return Err(wrong.into()) };
    verified(services, caller, doctor.0).await?;
    if let Some(seconds) = rate::count(services, &[Try { kind: "break-glass", who: &doctor.to_string(), rate: TRIES }]).await? {
        return Err(Error::RateLimited(seconds));
    }
    let found = find(services, emergency.email.trim(), born).await?;
    let tx = services.begin(caller).await?;
    // A doctor's tries are counted one after the other.
    doctor::Entity::find_by_id(doctor.0).lock_exclusive().one(&tx).await?;
    let today = emergency_access::Entity::find().filter(emergency_access::Column::DoctorId.eq(doctor.0));
    let today = today.filter(emergency_access::Column::OpenedAt.gt(now - access::EMERGENCY)).count(&tx).await?;
    if today >= MOST_A_DAY {
        return Err(Code::RateLimited.into());
    }
    let Some(found) = found else {
        audit::note(&tx, caller, now, None, "record.break-glass-missed", "no patient with this address and date of birth").await?;
        tx.commit().await?;
        return Err(Error::NOT_FOUND);
    };
    let id = ids::new();
    let row = emergency_access::ActiveModel {
        id: Set(id),
        doctor_id: Set(doctor.0),
        patient_id: Set(found.patient_id),
        reason: Set(sealed::EMERGENCY.seal(services.keys(), id, &reason)?),
        opened_at: Set(now),
        until: Set(now + access::EMERGENCY),
    };
    emergency_access::Entity::insert(row).exec_without_returning(&tx).await?;
    let patient = PatientId(found.patient_id);
    audit::note_because(&tx, caller, now, patient, "record.break-glass", id, Basis::BreakGlass);
    tell(services, &tx, &found, now).await?;
    tx.commit().await?;
    Ok(patient)
}

/// A record that was opened in an emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// By whom.
    pub doctor: DoctorId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it was open.
    pub until: DateTime<Utc>,
}

/// Every time that the caller's record was opened in an emergency, latest first; at most the last thousand.
pub async fn emergencies(services: &Services, caller: &Caller) -> Result<Vec<Opening>, Error> {
    use emergency_access::{Column, Entity};
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let query = Entity::find().filter(Column::PatientId.eq(patient.0)).order_by_desc(Column::OpenedAt).limit(1_000);
    let rows = query.all(&services.read(caller)).await?;
    let read = |row: emergency_access::Model| {
        let reason = sealed::EMERGENCY.open(services.keys(), row.id, Some(&row.reason))?;
        Ok(Opening { doctor: DoctorId(row.doctor_id), reason, at: row.opened_at, until: row.until })
    };
    rows.into_iter().map(read).collect()
}

/// Errors: `FORBIDDEN` unless the calling doctor's licence is verified and in force.
async fn verified(services: &Services, caller: &Caller, doctor: Uuid) -> Result<(), Error> {
    let row = doctor::Entity::find_by_id(doctor).one(&services.read(caller)).await?.ok_or(Error::FORBIDDEN)?;
    let is_verified = row.verified_at.is_some() && row.license_expires >= services.now().date_naive();
    if is_verified { Ok(()) } else { Err(Error::FORBIDDEN) }
}

/// The patient with this address and date of birth.
async fn find(services: &Services, email: &str, born: NaiveDate) -> Result<Option<Found>, Error> {
    let sql = "select p.id as patient_id, p.user_id, u.email, u.time_zone from patient p join account u on u.id = p.user_id
               where u.email = $1 and p.date_of_birth = $2 and u.erased_at is null";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [email.to_lowercase().into(), born.into()]);
    // Before it is open the doctor sees nobody.
    Ok(Found::find_by_statement(statement).one(&services.read_as(System::Identity)).await?)
}

async fn tell(services: &Services, tx: &Tx, found: &Found, at: DateTime<Utc>) -> Result<(), Error> {
    let zone = mail::clock_of(&found.time_zone);
    mail::post(tx, services, UserId(found.user_id), &found.email, &Letter::RecordOpened { at, zone }).await
}
