//! "Who opened my record": what the audit knows of others' looks and changes, for the patient.

use crate::{Error, Services, sealed};
use chrono::{DateTime, Utc};
use domain::{
    Caller, DoctorId,
    access::Basis,
    page::{LIMIT_MAX, Page},
};
use sea_orm::{DbBackend, FromQueryResult, Statement};
use serde::Serialize;
use uuid::Uuid;

/// Who it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opener {
    /// A doctor.
    Doctor {
        /// Who.
        id: DoctorId,
        /// Their name.
        name: String,
    },
    /// Somebody of the administration.
    Administrator,
    /// The program, or somebody at its command line.
    System,
}

/// A look at the caller's data, or a change, by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Its number in the audit.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Opener,
    /// What was done, as the audit says it: `record.read`.
    pub action: String,
    /// What gave the right to it; `None` where the audit does not say.
    pub basis: Option<Basis>,
    /// The doctor's reason, where a record was opened in an emergency.
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    seq: i64,
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    action: String,
    why: Option<String>,
    doctor_id: Option<Uuid>,
    name: Option<String>,
    emergency: Option<Uuid>,
    reason: Option<Vec<u8>>,
}

/// What others saw and did of the caller's record, newest first; `after` – the entry of this number. One statement.
pub async fn opened(services: &Services, caller: &Caller, after: Option<i64>, limit: u16) -> Result<Page<Opened>, Error> {
    let (Some(patient), Some(user)) = (caller.patient(), caller.user()) else { return Err(Error::FORBIDDEN) };
    let limit = limit.clamp(1, LIMIT_MAX);
    let sql = "select a.seq, a.at, a.user_id, a.action, a.why, d.id as doctor_id, d.name, e.id as emergency, e.reason
               from audit a left join doctor d on d.user_id = a.user_id
               left join emergency_access e on a.action = 'record.break-glass' and e.patient_id = $1 and e.id::text = a.object
               where a.patient_id = $1 and a.user_id is distinct from $2 and a.seq < $3 order by a.seq desc limit $4";
    let values = [patient.0.into(), user.0.into(), after.unwrap_or(i64::MAX).into(), (i64::from(limit) + 1).into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).all(&services.read(caller)).await?;
    let opened = rows.into_iter().map(|row| read(services, row)).collect::<Result<_, _>>()?;
    Ok(Page::from_rows(opened, limit, |one: &Opened| one.seq.to_string()))
}

fn read(services: &Services, row: Row) -> Result<Opened, Error> {
    let by = match (row.doctor_id, row.name, row.user_id) {
        (Some(id), Some(name), _) => Opener::Doctor { id: DoctorId(id), name },
        (_, _, Some(_)) => Opener::Administrator,
        _ => Opener::System,
    };
    let reason = row.emergency.map(|id| sealed::EMERGENCY.open(services.keys(), id, row.reason.as_deref())).transpose()?;
    Ok(Opened { seq: row.seq, at: row.at, by, action: row.action, basis: row.why.as_deref().and_then(Basis::of), reason })
}
