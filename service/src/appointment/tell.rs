//! What a patient is told by mail when the doctor does something with their visit.

use super::row;
use crate::mail::{self, Letter};
use crate::{Error, Services, System, tx::Tx};
use chrono_tz::Tz;
use domain::{AppointmentId, Caller, PatientId, UserId};
use sea_orm::{DbBackend, FromQueryResult, Statement, prelude::Uuid};

#[derive(FromQueryResult)]
struct Row {
    user_id: Uuid,
    email: String,
    time_zone: String,
}

/// Where a patient's mail goes.
pub(super) struct Reader {
    user: UserId,
    email: String,
    /// The clock by which they are told times.
    pub(super) zone: Tz,
}

impl Reader {
    /// Writes to them, in the transaction of what is told.
    pub(super) async fn post(&self, tx: &Tx, services: &Services, letter: &Letter<'_>) -> Result<(), Error> {
        mail::post(tx, services, self.user, &self.email, letter).await
    }
}

/// The patient; none where the account is no more, and where nobody has shown yet that the address is theirs: a stranger must not read of visits.
/// Asked before a transaction begins, since doctors do not see accounts.
pub(super) async fn patient(services: &Services, patient: PatientId) -> Result<Option<Reader>, Error> {
    let sql = "select u.id as user_id, u.email, u.time_zone from patient p join account u on u.id = p.user_id
               where p.id = $1 and u.erased_at is null and u.email_verified_at is not null";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [patient.0.into()]);
    let row = Row::find_by_statement(statement).one(&services.read_as(System::Identity)).await?;
    Ok(row.map(|row| Reader { user: UserId(row.user_id), email: row.email, zone: mail::clock_of(&row.time_zone) }))
}

/// The patient of a visit in the caller's scope.
///
/// Errors: `NOT_FOUND` for a visit that is not the caller's.
pub(super) async fn patient_of(services: &Services, caller: &Caller, visit: AppointmentId) -> Result<Option<Reader>, Error> {
    let visit = row::one(&services.read(caller), services.keys(), caller, visit).await?;
    patient(services, visit.patient.id).await
}
