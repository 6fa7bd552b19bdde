//! On whose behalf a transaction runs, as the database is told: its row-level security, the wall behind [`crate::scope`], reads it.
//!
//! The context ends with the transaction (`set_config(…, true)`), so that a pooled connection never keeps one. Without a context no row of
//! anybody's data is seen.

use crate::{Keys, tx};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{Caller, DoctorId, PatientId};
use sea_orm::{DatabaseConnection, DbErr};

/// Work that no caller does, each kind with the rights that it needs; see the migration `row_security` for what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Accounts and sessions before it is known who asks: register, sign in, who is it.
    Identity,
    /// The public calendar: which times of a doctor are taken, not by whom.
    Calendar,
    /// Deletes answers that were kept long enough, whoever's they are.
    Sweep,
    /// Reads the whole audit, to verify and export it.
    Audit,
    /// Whether an issued prescription holds, for whoever has its code.
    Verify,
    /// Writes whatever it likes: demonstration data, repairs from the command line.
    Operator,
}

impl System {
    fn role(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Calendar => "calendar",
            Self::Sweep => "sweep",
            Self::Audit => "audit",
            Self::Verify => "verify",
            Self::Operator => "operator",
        }
    }
}

/// The statement that tells the database of a caller, and what time it is: rights to another person's data have an end.
pub(crate) fn of(caller: &Caller, now: DateTime<Utc>) -> String {
    let now = ("now", now.to_rfc3339_opts(SecondsFormat::Micros, true));
    let user = caller.user().map(|user| user.to_string()).unwrap_or_default();
    match caller {
        Caller::Anonymous => set("anonymous", &[now]),
        Caller::Patient { patient, .. } => set("patient", &[now, ("user", user), ("patient", patient.to_string())]),
        Caller::Doctor { doctor, .. } => set("doctor", &[now, ("user", user), ("doctor", doctor.to_string())]),
        Caller::Admin { .. } => set("admin", &[now, ("user", user)]),
    }
}

/// The statement that tells the database of work that no caller does.
pub(crate) fn system(work: System) -> String {
    set(work.role(), &[])
}

/// The statement that opens, until the transaction ends, the two calendars that a booking weighs: all of the doctor's and the patient's
/// appointments can be seen, and their holds that ran out can be let go.
pub(crate) fn calendars(doctor: DoctorId, patient: PatientId) -> String {
    format!("select set_config('app.calendar', '{doctor}', true), set_config('app.diary', '{patient}', true)")
}

/// Nothing in it was typed by anybody: words of ours, ids and the time. Everything is set, so that nothing is left of another context.
fn set(role: &str, ids: &[(&str, String)]) -> String {
    let of = |name: &str| ids.iter().find(|(known, _)| *known == name).map(|(_, id)| id.as_str()).unwrap_or_default();
    let names = ["user", "patient", "doctor", "calendar", "diary", "now"];
    let rest: String = names.iter().map(|name| format!(", set_config('app.{name}', '{}', true)", of(name))).collect();
    format!("select set_config('app.role', '{role}', true){rest}")
}

/// A transaction for work of the system where there are no services at hand: the store of sessions.
pub async fn begin(db: &DatabaseConnection, keys: &Keys, work: System) -> Result<tx::Tx, DbErr> {
    tx::Tx::begin(db, keys, &system(work)).await
}

/// As [`begin`], for single statements.
pub fn read(db: &DatabaseConnection, work: System) -> tx::Reader<'_> {
    tx::Reader { db, context: system(work) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UserId;
    use uuid::Uuid;

    #[test]
    fn every_context_says_everything() {
        let patient = Caller::Patient { user: UserId(Uuid::from_u128(1)), patient: PatientId(Uuid::from_u128(2)) };
        for sql in [of(&patient, DateTime::UNIX_EPOCH), of(&Caller::Anonymous, DateTime::UNIX_EPOCH), system(System::Identity)] {
            assert_eq!(sql.matches("set_config").count(), 7, "{sql}");
            assert_eq!(sql.matches(", true)").count(), 7, "{sql}");
        }
    }
}
