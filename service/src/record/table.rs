//! Records as tables: taken in with a look before, given out.

use super::write::{Row, person};
use super::{Sight, looked, reading, row, whose, writing};
use crate::{Error, Keys, Services, audit};
use domain::record::{Group, Import, Record, RecordType, read_csv, write_csv};
use domain::{Caller, PatientId};
use entity::health_record;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ConnectionTrait, EntityTrait, Value};
use sha2::Sha256;
use uuid::Uuid;

/// Entries read at once.
const BATCH: usize = 500;
/// Most entries of one table that is given out; nobody has as many.
const MOST: usize = 20_000;
/// Entries of one statement.
const INSERTED: usize = 200;

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taken {
    /// What was read of it.
    pub import: Import,
    /// Entries that were added; none for a look. Those that were there already are not added again.
    pub added: u64,
}

/// Reads a table of values, and with `take` adds what is right of it in one transaction.
///
/// Errors: [`Error::Invalid`] at `csv`; as for writing.
pub async fn import(
    services: &Services,
    caller: &Caller,
    patient: Option<PatientId>,
    csv: &str,
    zone: chrono_tz::Tz,
    take: bool,
) -> Result<Taken, Error> {
    let patient = whose(caller, patient)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let basis = writing(&tx, caller, now, patient, RecordType::VitalSigns).await?;
    let mut import = read_csv(csv, zone, &person(&tx, patient).await?, now)?;
    if caller.patient().is_some() {
        leave_to_doctors(&mut import);
    }
    let mut added = 0;
    if take && !import.groups.is_empty() {
        let about = person(&tx, patient).await?;
        let rows: Vec<health_record::ActiveModel> = import
            .groups
            .iter()
            .map(|group| {
                let content = group.new.parse(&about, now)?;
                let row =
                    Row { patient, kind: group.new.record_type, recorded_at: group.new.recorded_at, corrects: None, retracted: false };
                row.sealed(services, caller, same(services.keys(), patient, group)?, &content)
            })
            .collect::<Result<_, Error>>()?;
        for some in rows.chunks(INSERTED) {
            added += health_record::Entity::insert_many(some.to_vec())
                .on_conflict_do_nothing()
                .exec_without_returning(&tx)
                .await
                .map(affected)?;
        }
        audit::note_because(&tx, caller, now, patient, "record.import", format!("{added} entries"), basis);
    }
    tx.commit().await?;
    Ok(Taken { import, added })
}

fn affected(done: sea_orm::TryInsertResult<u64>) -> u64 {
    match done {
        sea_orm::TryInsertResult::Inserted(rows) => rows,
        _ => 0,
    }
}

/// Patients write their vital signs; what a laboratory found is written by those who asked for it.
fn leave_to_doctors(import: &mut Import) {
    let (own, others): (Vec<Group>, Vec<Group>) =
        std::mem::take(&mut import.groups).into_iter().partition(|group| group.new.record_type.is_patients());
    import.groups = own;
    for line in others.into_iter().flat_map(|group| group.lines) {
        let message = "Results of a laboratory are written by your doctor; please upload the report as a document.".to_owned();
        import.wrong(line, message);
    }
    import.errors.sort_by_key(|error| error.line);
}

/// The same values of the same person and instant have the same id, so that a table that is taken twice adds nothing. It is worked out with a
/// key: from an id nobody can guess values.
fn same(keys: &Keys, patient: PatientId, group: &Group) -> Result<Uuid, Error> {
    let key = keys.derive(keys.current(), "record-id");
    let mac = key.and_then(|key| Hmac::<Sha256>::new_from_slice(key.as_slice()).ok());
    let mut mac = mac.ok_or_else(|| Error::Internal("no key for ids of entries".to_owned()))?;
    mac.update(patient.0.as_bytes());
    mac.update(&group.new.recorded_at.timestamp_micros().to_be_bytes());
    for result in &group.new.results {
        mac.update(result.code.as_bytes());
        mac.update(&result.value.to_be_bytes());
        mac.update(result.unit.as_bytes());
        mac.update(&[0]);
    }
    let digest = mac.finalize().into_bytes();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The record, or one kind of it, as a table.
///
/// Errors: as for reading; [`Error::Unavailable`] for more than a table holds.
pub async fn export(services: &Services, caller: &Caller, patient: Option<PatientId>, kind: Option<RecordType>) -> Result<String, Error> {
    let tx = services.begin(caller).await?;
    let now = services.now();
    let sight = reading(&tx, caller, now, patient, kind).await?;
    let all = through(&tx, services, &sight, kind).await?;
    looked(&tx, caller, now, &sight, "record.export");
    tx.commit().await?;
    Ok(write_csv(&all))
}

/// Every entry of the caller's own record.
pub(crate) async fn every(services: &Services, caller: &Caller) -> Result<Vec<Record>, Error> {
    let Some(patient) = caller.patient() else { return Ok(Vec::new()) };
    through(&services.read(caller), services, &Sight { patient, kinds: None }, None).await
}

async fn through(db: &impl ConnectionTrait, services: &Services, sight: &Sight, kind: Option<RecordType>) -> Result<Vec<Record>, Error> {
    let mut all: Vec<Record> = Vec::new();
    loop {
        let kind: Value = kind.map(|kind| kind.code().to_owned()).into();
        let mut values = vec![kind, i64::try_from(BATCH).unwrap_or(i64::MAX).into()];
        let beyond = match all.last() {
            Some(last) => {
                values.extend([last.recorded_at.into(), last.id.0.into()]);
                "and (r.recorded_at, r.id) < ($5, $6)"
            }
            None => "",
        };
        let rest = format!("($3::text is null or r.record_type = $3) {beyond} order by r.recorded_at desc, r.id desc limit $4");
        let rows = row::find(db, services.keys(), sight, &rest, values).await?;
        let is_last = rows.len() < BATCH;
        all.extend(rows);
        if all.len() > MOST {
            return Err(Error::Unavailable("a record is larger than a table can be".to_owned()));
        }
        if is_last {
            return Ok(all);
        }
    }
}
