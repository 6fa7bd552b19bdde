//! Entries from before there was a chain.

use super::{Entry, chain};
use crate::{Error, Keys, context, context::System};
use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, DbBackend, FromQueryResult, Statement};
use uuid::Uuid;

/// Entries chained at once.
const BATCH: i64 = 1_000;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    patient_id: Option<Uuid>,
    action: String,
    object: String,
    why: Option<String>,
}

/// Chains entries that were written before there was a chain, oldest first; how many. Runs after each migration, as the owner of the
/// tables, and does nothing a second time.
pub async fn adopt(db: &DatabaseConnection, keys: &Keys) -> Result<u64, Error> {
    let mut adopted = 0;
    loop {
        let tx = context::begin(db, keys, System::Operator).await?;
        let sql = format!(
            "with oldest as (delete from audit_unchained where id in (select id from audit_unchained order by at, id limit {BATCH})
                 returning id, at, user_id, patient_id, action, object, why)
             select * from oldest order by at, id"
        );
        let rows = Row::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).all(&tx).await?;
        if rows.is_empty() {
            tx.rollback().await?;
            return Ok(adopted);
        }
        adopted += rows.len() as u64;
        let entries: Vec<Entry> = rows.into_iter().map(entry).collect();
        chain::append(&tx, keys, &entries).await?;
        tx.commit().await?;
    }
}

fn entry(row: Row) -> Entry {
    let Row { id, at, user_id: user, patient_id: patient, action, object, why } = row;
    Entry { id, at, user, patient, action, object, why }
}
