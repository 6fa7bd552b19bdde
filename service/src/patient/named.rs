//! Whose record it is: what stands at the head of every page about a patient, so that nobody writes into the wrong one.

use crate::{Error, Services, access};
use chrono::NaiveDate;
use domain::{Caller, PatientId};
use sea_orm::{DbBackend, FromQueryResult, Statement};

/// A patient by name and date of birth, which tell two of one name apart.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Named {
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
}

/// Who a patient is, for a doctor who may see anything of them. One statement; what is shown beside it notes the look.
///
/// Errors: `NOT_FOUND` for a patient of whom nothing is open, as for one who is not there.
pub async fn named(services: &Services, caller: &Caller, patient: PatientId) -> Result<Named, Error> {
    let (doctor, now) = (caller.doctor().ok_or(Error::FORBIDDEN)?, services.now());
    let sql = format!("select p.name, p.date_of_birth from patient p where p.id = $2 and exists ({})", access::GRANTED);
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, access::asked(doctor, patient, now));
    Named::find_by_statement(statement).one(&services.read(caller)).await?.ok_or(Error::NOT_FOUND)
}
