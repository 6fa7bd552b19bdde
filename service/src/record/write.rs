//! Entries that are added: new ones, corrections, and what takes another back.

use super::{Sight, row, whose, writing};
use crate::{Error, Services, audit, ids, sealed, tx::Tx};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::Basis;
use domain::record::{Content, NewRecord, Person, Record, RecordType, TEXT_MAX, VERSION};
use domain::{Caller, Code, PatientId, Problems, RecordId, text};
use entity::health_record;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Statement, prelude::Uuid};

#[derive(FromQueryResult)]
struct Born {
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
}

/// What reference ranges hang on.
pub(super) async fn person(db: &impl ConnectionTrait, patient: PatientId) -> Result<Person, Error> {
    let sql = "select date_of_birth, sex from patient where id = $1";
    let row = Born::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, [patient.0.into()])).one(db).await?;
    let row = row.ok_or(Error::NOT_FOUND)?;
    let sex = domain::patient::sex(row.sex.as_deref().unwrap_or_default()).map_err(|e| Error::corrupt("patient", e))?;
    Ok(Person { born: row.date_of_birth, sex })
}

/// Adds an entry: patients their own vital signs and documents, doctors for those whom they treat.
///
/// Errors: [`Error::Invalid`] field by field; `FORBIDDEN` and `NOT_FOUND` as the rules of access say.
pub async fn create(services: &Services, caller: &Caller, patient: Option<PatientId>, new: &NewRecord) -> Result<Record, Error> {
    let patient = whose(caller, patient)?;
    let tx = services.begin(caller).await?;
    let added = add(&tx, services, caller, patient, new).await?;
    tx.commit().await?;
    Ok(added)
}

/// As [`create`], within a transaction of the caller's.
pub(crate) async fn add(tx: &Tx, services: &Services, caller: &Caller, patient: PatientId, new: &NewRecord) -> Result<Record, Error> {
    let now = services.now();
    let basis = writing(tx, caller, now, patient, new.record_type).await?;
    let content = new.parse(&person(tx, patient).await?, now)?;
    let id = ids::new();
    let row = Row { patient, kind: new.record_type, recorded_at: new.recorded_at, corrects: None, retracted: false };
    row.insert(tx, services, caller, id, &content).await?;
    let added = row::one(tx, services.keys(), RecordId(id)).await?;
    audit::note_because(tx, caller, now, patient, "record.create", id, basis);
    Ok(added)
}

/// How long the same words of the same author are the same entry, sent twice.
const TWICE: TimeDelta = TimeDelta::minutes(5);

/// What the caller wrote a moment ago in the same words.
pub(crate) async fn just_written(
    tx: &Tx,
    services: &Services,
    caller: &Caller,
    patient: PatientId,
    new: &NewRecord,
) -> Result<Option<Record>, Error> {
    let now = services.now();
    let author = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let content = new.parse(&person(tx, patient).await?, now)?;
    let rest = "r.record_type = $3 and r.author_user_id = $4 and r.created_at > $5 and not r.retracted order by r.created_at desc limit 10";
    let values = [new.record_type.code().to_owned().into(), author.0.into(), (now - TWICE).into()];
    let lately = row::find(tx, services.keys(), &Sight { patient, kinds: None }, rest, values).await?;
    Ok(lately.into_iter().find(|old| old.corrected_by.is_none() && old.content == content))
}

/// Adds an entry that takes the place of another, which stays and points to it.
///
/// Errors: `CONFLICT` where it is corrected already; [`Error::Invalid`], also for another kind; `FORBIDDEN` for a patient who did not write it.
pub async fn correct(services: &Services, caller: &Caller, id: RecordId, new: &NewRecord) -> Result<Record, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let (old, basis) = correctable(&tx, services, caller, id, now).await?;
    if old.record_type != new.record_type {
        return Err(Problems::one("record_type", "A correction is of the same kind as what it corrects.").into());
    }
    let content = new.parse(&person(&tx, old.patient).await?, now)?;
    let row = Row { patient: old.patient, kind: old.record_type, recorded_at: new.recorded_at, corrects: Some(id), retracted: false };
    let added = ids::new();
    row.insert(&tx, services, caller, added, &content).await?;
    finish(tx, services, caller, now, RecordId(added), old.patient, ("record.correct", basis)).await
}

/// Says that an entry was made in error: it stays, marked, and counts no more.
///
/// Errors: as for [`correct`]; [`Error::Invalid`] at `reason`.
pub async fn retract(services: &Services, caller: &Caller, id: RecordId, reason: &str) -> Result<Record, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let (old, basis) = correctable(&tx, services, caller, id, now).await?;
    let reason = text::bounded(reason, 1, TEXT_MAX).map_err(|message| Problems::one("reason", message))?;
    let content = Content { v: VERSION, title: old.content.title.clone(), text: Some(reason), coding: None, results: Vec::new() };
    let row = Row { patient: old.patient, kind: old.record_type, recorded_at: old.recorded_at, corrects: Some(id), retracted: true };
    let added = ids::new();
    row.insert(&tx, services, caller, added, &content).await?;
    finish(tx, services, caller, now, RecordId(added), old.patient, ("record.retract", basis)).await
}

/// The entry, where the caller may correct it.
async fn correctable(tx: &Tx, services: &Services, caller: &Caller, id: RecordId, now: DateTime<Utc>) -> Result<(Record, Basis), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let old = row::one(tx, services.keys(), id).await?;
    if caller.patient().is_some_and(|own| own != old.patient) {
        return Err(Error::NOT_FOUND);
    }
    let basis = writing(tx, caller, now, old.patient, old.record_type).await?;
    if caller.patient().is_some() && old.author != user {
        return Err(Error::FORBIDDEN);
    }
    // Two at once are told apart by the index.
    if old.corrected_by.is_some() || old.retracted { Err(Code::Conflict.into()) } else { Ok((old, basis)) }
}

/// What is in the clear of a new entry.
pub(super) struct Row {
    pub(super) patient: PatientId,
    pub(super) kind: RecordType,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) corrects: Option<RecordId>,
    pub(super) retracted: bool,
}

impl Row {
    pub(super) fn sealed(
        &self,
        services: &Services,
        caller: &Caller,
        id: Uuid,
        content: &Content,
    ) -> Result<health_record::ActiveModel, Error> {
        let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
        Ok(health_record::ActiveModel {
            id: Set(id),
            patient_id: Set(self.patient.0),
            author_user_id: Set(user.0),
            record_type: Set(self.kind.code().to_owned()),
            recorded_at: Set(self.recorded_at),
            created_at: Set(services.now()),
            corrects: Set(self.corrects.map(|id| id.0)),
            retracted: Set(self.retracted),
            content: Set(sealed::RECORD.seal(services.keys(), id, content)?),
        })
    }

    async fn insert(&self, tx: &Tx, services: &Services, caller: &Caller, id: Uuid, content: &Content) -> Result<(), Error> {
        health_record::Entity::insert(self.sealed(services, caller, id, content)?).exec_without_returning(tx).await?;
        Ok(())
    }
}

async fn finish(
    tx: Tx,
    services: &Services,
    caller: &Caller,
    now: DateTime<Utc>,
    id: RecordId,
    patient: PatientId,
    (action, basis): (&'static str, Basis),
) -> Result<Record, Error> {
    let added = row::one(&tx, services.keys(), id).await?;
    audit::note_because(&tx, caller, now, patient, action, id, basis);
    tx.commit().await?;
    Ok(added)
}
