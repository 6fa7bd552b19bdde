//! Who may see what of a patient, and how that comes about: visits, what patients share, emergencies.
//!
//! The rule is in [`domain::access`]; here it is asked of the database, in one statement. What belongs to a patient and is read or written by
//! somebody else starts with [`basis`] or [`granted`], and is noted in the audit with what gave the right to it.

mod emergency;
mod opened;
mod share;

pub use emergency::{Emergency, Opening, break_glass, emergencies};
pub use opened::{Opened, Opener, opened};
pub use share::{Share, share, shares, stop};

use crate::Error;
use chrono::{DateTime, Utc};
use domain::{
    Caller, DoctorId, PatientId,
    access::{AFTER_VISIT, Basis, Category, Granted, OPENING},
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use serde::Deserialize;

/// One row of what is open: a kind of data that is shared, or none for a reason that opens everything.
#[derive(Deserialize, FromQueryResult)]
pub(crate) struct Row {
    basis: String,
    category: Option<String>,
}

/// What is open to doctor `$1` of patient `$2`; its values are [`asked`].
pub(crate) const GRANTED: &str = "select 'appointment' as basis, null::text as category where exists (
        select from appointment a where a.doctor_id = $1 and a.patient_id = $2 and a.ends_at > $4 and a.status = any($5))
    union all select 'break-glass', null where exists (
        select from emergency_access e where e.doctor_id = $1 and e.patient_id = $2 and e.until > $3)
    union all select 'consent', s.category from share s
        where s.doctor_id = $1 and s.patient_id = $2 and s.ended_at is null and (s.until is null or s.until > $3)";

/// What gives `caller` the right to see this kind of a patient's data. One statement for a doctor, none for the patient.
///
/// Errors: `NOT_FOUND` where nothing does, as for a patient that is not there.
pub async fn basis(
    db: &impl ConnectionTrait,
    caller: &Caller,
    now: DateTime<Utc>,
    patient: PatientId,
    category: Category,
) -> Result<Basis, Error> {
    match caller {
        Caller::Patient { patient: own, .. } if *own == patient => Ok(Basis::Own),
        Caller::Doctor { doctor, .. } => of(db, *doctor, now, patient).await?.basis(category).ok_or(Error::NOT_FOUND),
        _ => Err(Error::NOT_FOUND),
    }
}

/// What gives `caller` the right to write into a patient's record. One statement for a doctor, none for the patient.
///
/// Errors: `NOT_FOUND` where nothing is open, `FORBIDDEN` where it is for reading.
pub async fn writing(db: &impl ConnectionTrait, caller: &Caller, now: DateTime<Utc>, patient: PatientId) -> Result<Basis, Error> {
    match caller {
        Caller::Patient { patient: own, .. } if *own == patient => Ok(Basis::Own),
        Caller::Doctor { doctor, .. } => {
            let granted = of(db, *doctor, now, patient).await?;
            if granted.is_closed() { Err(Error::NOT_FOUND) } else { granted.writing().ok_or(Error::FORBIDDEN) }
        }
        _ => Err(Error::NOT_FOUND),
    }
}

/// Every kind of data that `caller` may see of a patient, and what gives the right to it. One statement for a doctor, none for the patient.
///
/// Errors: `NOT_FOUND` where nothing is open, as for a patient that is not there.
pub async fn granted(
    db: &impl ConnectionTrait,
    caller: &Caller,
    now: DateTime<Utc>,
    patient: PatientId,
) -> Result<Vec<(Category, Basis)>, Error> {
    let open: Vec<_> = match caller {
        Caller::Patient { patient: own, .. } if *own == patient => Category::ALL.map(|category| (category, Basis::Own)).into(),
        Caller::Doctor { doctor, .. } => of(db, *doctor, now, patient).await?.all(),
        _ => Vec::new(),
    };
    if open.is_empty() { Err(Error::NOT_FOUND) } else { Ok(open) }
}

/// The values of [`GRANTED`], `$1` to `$5`.
pub(crate) fn asked(doctor: DoctorId, patient: PatientId, now: DateTime<Utc>) -> [Value; 5] {
    let opening: Vec<String> = OPENING.iter().map(|status| status.code().to_owned()).collect();
    [doctor.0.into(), patient.0.into(), now.into(), (now - AFTER_VISIT).into(), opening.into()]
}

async fn of(db: &impl ConnectionTrait, doctor: DoctorId, now: DateTime<Utc>, patient: PatientId) -> Result<Granted, Error> {
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, GRANTED, asked(doctor, patient, now));
    Ok(read(Row::find_by_statement(statement).all(db).await?))
}

/// What the rows of [`GRANTED`] say.
pub(crate) fn read(rows: Vec<Row>) -> Granted {
    let mut granted = Granted::default();
    for row in rows {
        match (Basis::of(&row.basis), row.category.as_deref().and_then(Category::of)) {
            (Some(Basis::Appointment), _) => granted.by_visit = true,
            (Some(Basis::BreakGlass), _) => granted.by_emergency = true,
            (Some(Basis::Consent), Some(category)) => granted.shared.push(category),
            // A kind of data that this program does not know opens nothing in it.
            _ => {}
        }
    }
    granted
}
