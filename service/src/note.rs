//! A note that a doctor writes about a patient: kept as a draft while it is written, then an entry of the record.
//!
//! There is one draft for each doctor and patient. It counts what was kept: who goes on from an older one – in another tab, on another machine –
//! is shown the newer one instead of writing over it.

use crate::{
    Error, Services, audit, ids,
    record::{self, Record},
    sealed::{self, NOTE},
    tx::Tx,
};
use chrono::{DateTime, Utc};
use domain::{
    Caller, DoctorId, PatientId,
    note::Words,
    record::{NewRecord, RecordType},
};
use entity::{
    doctor,
    note_draft::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, prelude::Uuid};
use serde::Serialize;

/// A look at the same draft is not noted again so soon: what a page keeps by itself is one act of writing.
const MARK: u128 = 2;

/// What is kept of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What it says.
    pub words: Words,
    /// Counts what was kept; 0 for none.
    pub version: i32,
}

/// What became of a text that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is the draft now, under this version; 0 where nothing is left to keep.
    Saved(i32),
    /// Somebody kept another one meanwhile, which stays.
    Other(Draft),
}

/// A draft about a patient, for their copy of everything.
#[derive(Debug, Clone, Serialize)]
pub struct About {
    doctor: DoctorId,
    updated_at: DateTime<Utc>,
    words: Words,
}

/// Who may write notes about whom: as for entries of the record.
async fn writes(tx: &Tx, services: &Services, caller: &Caller, patient: PatientId) -> Result<(DoctorId, domain::access::Basis), Error> {
    caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    Ok((doctor, record::writing(tx, caller, services.now(), patient, RecordType::ClinicalNote).await?))
}

/// The caller's draft about a patient; an empty one where there is none.
///
/// Errors: as for writing into the record.
pub async fn draft(services: &Services, caller: &Caller, patient: PatientId) -> Result<Draft, Error> {
    let tx = services.begin(caller).await?;
    let (doctor, _) = writes(&tx, services, caller, patient).await?;
    let found = of(doctor, patient).one(&tx).await?;
    tx.commit().await?;
    Ok(found.map(|row| read(services, row)).transpose()?.unwrap_or_default())
}

/// Keeps what is written so far, where the draft is still the one that the text went on from; empty words end it.
///
/// * `from` – the version that was read; 0 for none
/// * errors: [`Error::Invalid`] at `title` and `text`; as for writing into the record
pub async fn keep(services: &Services, caller: &Caller, patient: PatientId, from: i32, words: &Words) -> Result<Kept, Error> {
    let (now, viewer) = (services.now(), caller.user().ok_or(Error::UNAUTHENTICATED)?);
    let tx = services.begin(caller).await?;
    let (doctor, basis) = writes(&tx, services, caller, patient).await?;
    let words = words.parse()?;
    let kept = match of(doctor, patient).lock_exclusive().one(&tx).await? {
        Some(row) => {
            let found = read(services, row.clone())?;
            if found.words == words {
                Kept::Saved(found.version)
            } else if found.version != from {
                return Ok(Kept::Other(found));
            } else {
                replace(&tx, services, row, &words, now).await?
            }
        }
        None if words.is_empty() => Kept::Saved(0),
        // Where the draft was finished in another tab, this is a new one: what somebody typed is not thrown away.
        None => match begin(&tx, services, doctor, patient, from.clamp(0, i32::MAX - 1) + 1, &words, now).await? {
            true => Kept::Saved(from.clamp(0, i32::MAX - 1) + 1),
            false => {
                let row = of(doctor, patient).one(&tx).await?.ok_or_else(|| Error::Unavailable("a draft came and went".into()))?;
                return Ok(Kept::Other(read(services, row)?));
            }
        },
    };
    let seen = services.lately().without(viewer, vec![(patient, Uuid::from_u128(patient.0.as_u128() ^ MARK))], now);
    if !seen.is_empty() {
        audit::note_because(&tx, caller, now, patient, "note.draft", patient, basis);
    }
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    Ok(kept)
}

/// Puts the finished note into the record, once, and ends the draft that it went on from. A draft that was kept elsewhere meanwhile stays.
///
/// Errors: as for [`record::create`].
pub async fn finish(services: &Services, caller: &Caller, patient: PatientId, from: i32, new: &NewRecord) -> Result<Record, Error> {
    let tx = services.begin(caller).await?;
    let (doctor, _) = writes(&tx, services, caller, patient).await?;
    // A doctor's notes are finished one after the other, so that one that is sent twice finds itself.
    doctor::Entity::find_by_id(doctor.0).lock_exclusive().one(&tx).await?;
    let added = match record::just_written(&tx, services, caller, patient, new).await? {
        Some(same) => same,
        None => record::add(&tx, services, caller, patient, new).await?,
    };
    end(&tx, doctor, patient, from).await?;
    tx.commit().await?;
    Ok(added)
}

/// Throws the draft away, where it is still the one that was read; whether it was.
///
/// Errors: as for writing into the record.
pub async fn throw(services: &Services, caller: &Caller, patient: PatientId, from: i32) -> Result<bool, Error> {
    let tx = services.begin(caller).await?;
    let (doctor, basis) = writes(&tx, services, caller, patient).await?;
    let gone = end(&tx, doctor, patient, from).await?;
    if gone {
        audit::note_because(&tx, caller, services.now(), patient, "note.throw", patient, basis);
    }
    tx.commit().await?;
    Ok(gone)
}

/// What doctors are writing about the calling patient, newest first; for a copy of everything.
pub(crate) async fn about(services: &Services, caller: &Caller, most: u64) -> Result<Vec<About>, Error> {
    let Some(patient) = caller.patient() else { return Ok(Vec::new()) };
    let query = Entity::find().filter(Column::PatientId.eq(patient.0)).order_by_desc(Column::UpdatedAt).limit(most);
    let rows = query.all(&services.read(caller)).await?;
    let open = |row: Model| {
        let (doctor, updated_at) = (DoctorId(row.doctor_id), row.updated_at);
        Ok(About { doctor, updated_at, words: read(services, row)?.words })
    };
    rows.into_iter().map(open).collect()
}

fn of(doctor: DoctorId, patient: PatientId) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::DoctorId.eq(doctor.0)).filter(Column::PatientId.eq(patient.0))
}

fn read(services: &Services, row: Model) -> Result<Draft, Error> {
    Ok(Draft { words: sealed::NOTE.open(services.keys(), row.id, Some(&row.content))?, version: row.version })
}

async fn replace(tx: &Tx, services: &Services, row: Model, words: &Words, now: DateTime<Utc>) -> Result<Kept, Error> {
    if words.is_empty() {
        Entity::delete_by_id(row.id).exec(tx).await?;
        return Ok(Kept::Saved(0));
    }
    let version = row.version + 1;
    let sql = "update note_draft set content = $2, version = $3, updated_at = $4 where id = $1";
    let values = [row.id.into(), NOTE.seal(services.keys(), row.id, words)?.into(), version.into(), now.into()];
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(Kept::Saved(version))
}

/// Whether it was the first: of two at once one waits for the other and then finds its row.
async fn begin(
    tx: &Tx,
    services: &Services,
    doctor: DoctorId,
    patient: PatientId,
    version: i32,
    words: &Words,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let id = ids::new();
    let sql = "insert into note_draft (id, doctor_id, patient_id, content, version, updated_at) values ($1, $2, $3, $4, $5, $6)
               on conflict (doctor_id, patient_id) do nothing";
    let content = NOTE.seal(services.keys(), id, words)?;
    let values = [id.into(), doctor.0.into(), patient.0.into(), content.into(), version.into(), now.into()];
    Ok(tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?.rows_affected() > 0)
}

async fn end(tx: &Tx, doctor: DoctorId, patient: PatientId, from: i32) -> Result<bool, Error> {
    let those = Entity::delete_many().filter(Column::DoctorId.eq(doctor.0)).filter(Column::PatientId.eq(patient.0));
    Ok(those.filter(Column::Version.eq(from)).exec(tx).await?.rows_affected > 0)
}
