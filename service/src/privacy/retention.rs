//! How long things are kept that nobody needs any more.

use crate::{Error, Services, System};
use chrono::{TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Rows deleted at once: a lock is never held for long.
const BATCH: i64 = 500;

/// Days for which things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// An account whose end was asked for.
    pub grace: u32,
    /// Symptom reports of patients that went with no visit.
    pub reports: u32,
    /// Symptom reports that nobody claimed.
    pub unclaimed_reports: u32,
    /// That a mail was sent.
    pub mails: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { grace: 30, reports: 365, unclaimed_reports: 30, mails: 30 }
    }
}

const REPORTS: &str = "delete from symptom_report where id in (
    select r.id from symptom_report r where r.patient_id is not null and r.created_at < $1
        and not exists (select from appointment a where a.report_id = r.id)
        and not exists (select from patient p join legal_hold h on h.user_id = p.user_id where p.id = r.patient_id)
    order by r.created_at limit $2 for update skip locked)";
const UNCLAIMED: &str = "delete from symptom_report where id in (
    select r.id from symptom_report r where r.patient_id is null and r.created_at < $1
        and not exists (select from appointment a where a.report_id = r.id)
    order by r.created_at limit $2 for update skip locked)";

/// Drafts of notes that nobody went on with.
const NOTES: &str = "delete from note_draft where id in (
    select n.id from note_draft n where n.updated_at < $1
        and not exists (select from patient p join legal_hold h on h.user_id = p.user_id where p.id = n.patient_id)
    order by n.updated_at limit $2 for update skip locked)";
/// As the page on privacy says.
const NOTE_DAYS: u32 = 30;

/// Deletes what was kept long enough, a batch of each kind; how many rows went. Called again it goes on.
pub async fn sweep(services: &Services) -> Result<u64, Error> {
    let kept = services.retention();
    let before = |days: u32| -> chrono::DateTime<Utc> { services.now() - TimeDelta::days(i64::from(days)) };
    let kinds = [(REPORTS, kept.reports), (UNCLAIMED, kept.unclaimed_reports), (NOTES, NOTE_DAYS)];
    let mut gone = 0;
    for (sql, days) in kinds {
        let values = [before(days).into(), BATCH.into()];
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        gone += services.read_as(System::Operator).execute_raw(statement).await?.rows_affected();
    }
    Ok(gone)
}
