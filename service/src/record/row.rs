//! The one query behind every view of a record: the entry with what corrects it, how many files it has, and who wrote it.

use super::Sight;
use crate::{Error, Keys, sealed};
use chrono::{DateTime, Utc};
use domain::record::{Content, Record, RecordType};
use domain::{PatientId, RecordId, UserId};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    patient_id: Uuid,
    author_user_id: Uuid,
    record_type: String,
    recorded_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    corrects: Option<Uuid>,
    retracted: bool,
    content: Vec<u8>,
    corrected_by: Option<Uuid>,
    files: i64,
    author_name: Option<String>,
}

const SELECT: &str =
    "select r.id, r.patient_id, r.author_user_id, r.record_type, r.recorded_at, r.created_at, r.corrects, r.retracted, r.content,
        (select c.id from health_record c where c.corrects = r.id) as corrected_by,
        (select count(*) from attachment f where f.record_id = r.id) as files,
        (select d.name from doctor d where d.user_id = r.author_user_id) as author_name
    from health_record r";

/// The entries of the patient, and of the kinds that may be seen, for which `rest` holds; its values are numbered from `$3`.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    keys: &Keys,
    sight: &Sight,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Record>, Error> {
    let (kinds, kind) = match &sight.kinds {
        // The same number of values either way.
        None => ("$2::text is null", Value::String(None)),
        Some(kinds) => {
            let codes: Vec<String> = kinds.iter().map(|(kind, _)| kind.code().to_owned()).collect();
            ("r.record_type = any(string_to_array($2, ' '))", codes.join(" ").into())
        }
    };
    let sql = format!("{SELECT} where r.patient_id = $1 and {kinds} and {rest}");
    let values = [sight.patient.0.into(), kind].into_iter().chain(values);
    let rows = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).all(db).await?;
    rows.into_iter().map(|row| read(keys, row)).collect()
}

/// The entry with this id, as far as the database shows it to the caller: whether they may see it is asked after.
pub(super) async fn one(db: &impl ConnectionTrait, keys: &Keys, id: RecordId) -> Result<Record, Error> {
    let sql = format!("{SELECT} where r.id = $1");
    let row = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, [id.0.into()])).one(db).await?;
    read(keys, row.ok_or(Error::NOT_FOUND)?)
}

fn read(keys: &Keys, row: Row) -> Result<Record, Error> {
    let content: Content = sealed::RECORD.open(keys, row.id, Some(&row.content))?;
    let record_type: RecordType = row.record_type.parse().map_err(|e| Error::corrupt("health_record", e))?;
    Ok(Record {
        id: RecordId(row.id),
        patient: PatientId(row.patient_id),
        record_type,
        recorded_at: row.recorded_at,
        created_at: row.created_at,
        author: UserId(row.author_user_id),
        author_name: row.author_name,
        corrects: row.corrects.map(RecordId),
        corrected_by: row.corrected_by.map(RecordId),
        retracted: row.retracted,
        files: u32::try_from(row.files).unwrap_or(u32::MAX),
        content,
    })
}
