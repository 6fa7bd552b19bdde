//! What the database holds in the clear from before it was sealed.

use super::{ANSWER, CONTENT, HEALTH, REASON};
use crate::tx::Tx;
use crate::{Error, Keys, context, context::System, repeat};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};
use serde_json::Value as Json;

/// Rows sealed in one transaction: it is over before anybody who waits for one of them notices.
const BATCH: usize = 100;

/// A table with plain columns. Rows that somebody has locked are passed over and come again.
struct Plain {
    /// `id`, `second` and `value` of rows that are to be sealed.
    rows: &'static str,
    /// Puts `$1` in the place of what was plain in row `$2` (and `$3`).
    replace: &'static str,
    seal: fn(&Keys, &Row) -> Result<Vec<u8>, Error>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    second: String,
    value: Json,
}

const PLAIN: [Plain; 4] = [
    Plain {
        rows: "select id, '' as second, jsonb_build_object('text', text, 'answers', answers, 'assessment', assessment) as value
               from symptom_report where content is null",
        replace: "update symptom_report
                  set content = $1, level = assessment #>> '{triage,level}', text = null, answers = null, assessment = null
                  where id = $2 and $3::text = '' and content is null",
        seal: |keys, row| CONTENT.seal(keys, row.id, &row.value),
    },
    Plain {
        rows: "select id, '' as second, jsonb_build_object('blood_group', blood_group, 'allergies', allergies, 'conditions', conditions,
                   'medications', medications, 'emergency_contact', emergency_contact) as value
               from patient where health is null",
        replace: "update patient set health = $1, blood_group = null, allergies = null, conditions = null, medications = null,
                      emergency_contact = null
                  where id = $2 and $3::text = '' and health is null",
        seal: |keys, row| HEALTH.seal(keys, row.id, &row.value),
    },
    Plain {
        rows: "select id, '' as second, to_jsonb(reason) as value from appointment where reason is not null",
        // Who has confirmed with other words meanwhile is not overwritten.
        replace: "update appointment set reason_sealed = coalesce(reason_sealed, $1), reason = null where id = $2 and $3::text = ''",
        seal: |keys, row| REASON.seal(keys, row.id, &row.value),
    },
    Plain {
        rows: "select user_id as id, key as second, answer as value from idempotency where answer is not null",
        replace: "update idempotency set answer_sealed = coalesce(answer_sealed, $1), answer = null where user_id = $2 and key = $3",
        seal: |keys, row| ANSWER.seal(keys, repeat::row(row.id, &row.second), &row.value),
    },
];

/// Seals what was written before anything was sealed; how many rows. Runs after each migration, as the owner of the tables, in short
/// transactions beside everybody else's; cut off, it goes on where it was, and it does nothing a second time.
///
/// Errors: [`Error::Unavailable`] while somebody holds rows that are still to be sealed.
pub async fn adopt(db: &DatabaseConnection, keys: &Keys) -> Result<u64, Error> {
    let mut adopted = 0;
    for plain in &PLAIN {
        loop {
            let tx = context::begin(db, keys, System::Operator).await?;
            let sealed = batch(&tx, keys, plain).await?;
            adopted += sealed;
            if sealed > 0 {
                tx.commit().await?;
                continue;
            }
            let left = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, format!("{} limit 1", plain.rows))).await?;
            tx.rollback().await?;
            match left {
                None => break,
                Some(_) => return Err(Error::Unavailable("rows that are to be sealed are locked".into())),
            }
        }
    }
    Ok(adopted)
}

async fn batch(tx: &Tx, keys: &Keys, plain: &Plain) -> Result<u64, Error> {
    let sql = format!("{} order by 1, 2 limit {BATCH} for no key update skip locked", plain.rows);
    let rows = Row::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).all(tx).await?;
    let mut done = 0;
    for row in rows {
        let sealed = (plain.seal)(keys, &row)?;
        let values: [Value; 3] = [sealed.into(), row.id.into(), row.second.into()];
        let replaced = tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, plain.replace, values)).await?;
        done += replaced.rows_affected();
    }
    Ok(done)
}
