//! The chain: how an entry becomes bytes, its code, and how it is appended.

use super::Entry;
use crate::{Error, Keys, keys::KeyId};
use entity::{audit, audit_head};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QuerySelect, Statement};
use serde_json::{Value, json};
use sha2::Sha256;

/// Version of the encoding; the first byte of what is coded.
const VERSION: u8 = 1;
/// Purpose of the key.
const PURPOSE: &str = "audit";

/// A code.
pub(super) type Code = [u8; 32];

/// What the first entry has before it.
pub(super) const START: Code = [0; 32];

/// An entry at its place.
pub(super) struct Placed<'a> {
    pub seq: i64,
    pub key: i64,
    pub prev: &'a [u8],
    pub entry: &'a Entry,
}

/// The codes of one master key.
pub(super) struct Coder(Hmac<Sha256>);

impl Coder {
    /// `None` where the ring lacks the key.
    pub(super) fn new(keys: &Keys, id: i64) -> Option<Self> {
        let key = keys.derive(KeyId::try_from(id).ok()?, PURPOSE)?;
        Hmac::new_from_slice(key.as_slice()).ok().map(Self)
    }

    fn code(&self, bytes: &[u8]) -> Code {
        let mut mac = self.0.clone();
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// The code of an entry: over every column, each with its length or a mark of absence, so that no two entries have the same bytes.
    pub(super) fn entry(&self, placed: &Placed<'_>) -> Code {
        let Placed { seq, key, prev, entry } = placed;
        let mut bytes = Vec::with_capacity(256);
        bytes.push(VERSION);
        bytes.extend(seq.to_be_bytes());
        bytes.extend(entry.id.as_bytes());
        bytes.extend(entry.at.timestamp_micros().to_be_bytes());
        part(&mut bytes, entry.user.as_ref().map(|id| id.as_bytes().as_slice()));
        part(&mut bytes, entry.patient.as_ref().map(|id| id.as_bytes().as_slice()));
        part(&mut bytes, Some(entry.action.as_bytes()));
        part(&mut bytes, Some(entry.object.as_bytes()));
        part(&mut bytes, entry.why.as_deref().map(str::as_bytes));
        bytes.extend(key.to_be_bytes());
        part(&mut bytes, Some(prev));
        self.code(&bytes)
    }

    /// The seal of the chain's end.
    pub(super) fn seal(&self, count: i64, mac: &[u8], key: i64) -> Code {
        let mut bytes = vec![VERSION];
        bytes.extend(b"head");
        bytes.extend(count.to_be_bytes());
        bytes.extend(key.to_be_bytes());
        part(&mut bytes, Some(mac));
        self.code(&bytes)
    }
}

fn part(bytes: &mut Vec<u8>, value: Option<&[u8]>) {
    match value {
        None => bytes.push(0),
        Some(value) => {
            bytes.push(1);
            bytes.extend((value.len() as u64).to_be_bytes());
            bytes.extend(value);
        }
    }
}

/// What the code of a row was made of.
pub(super) fn read(row: &audit::Model) -> Entry {
    Entry {
        id: row.id,
        at: row.at,
        user: row.user_id,
        patient: row.patient_id,
        action: row.action.clone(),
        object: row.object.clone(),
        why: row.why.clone(),
    }
}

/// Whether the head's seal is ours. An empty chain has none.
pub(super) fn is_sealed(keys: &Keys, head: &audit_head::Model) -> bool {
    if head.count == 0 && head.seal.is_empty() && head.mac == START {
        return true;
    }
    Coder::new(keys, head.key_id).is_some_and(|coder| coder.seal(head.count, &head.mac, head.key_id).as_slice() == head.seal)
}

/// One statement for any number of entries, so that the lock on the head is held as short as can be.
const APPEND: &str = "with head as (update audit_head set count = $2, mac = $3, key_id = $4, seal = $5)
    insert into audit (seq, id, at, user_id, patient_id, action, object, why, key_id, prev, mac)
    select seq, id, at, user_id, patient_id, action, object, why, $4, prev, mac
    from jsonb_to_recordset($1::jsonb) as e(seq bigint, id uuid, at timestamptz, user_id uuid, patient_id uuid, action text, object text,
        why text, prev bytea, mac bytea)";

/// Appends entries, in their order. Locks the head until the transaction ends: to be done last.
pub(crate) async fn append(db: &impl ConnectionTrait, keys: &Keys, entries: &[Entry]) -> Result<(), Error> {
    let head = audit_head::Entity::find().lock_exclusive().one(db).await?.ok_or_else(|| Error::corrupt("audit_head", "no row"))?;
    let is_sealed = is_sealed(keys, &head);
    if !is_sealed {
        tracing::error!("the end of the audit was changed by somebody; `shs audit verify` tells more");
    }
    let key = i64::from(keys.current());
    let coder = Coder::new(keys, key).ok_or_else(|| Error::Internal("no key for the audit".into()))?;
    let (mut count, mut last) = (head.count, head.mac);
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        count += 1;
        let mac = coder.entry(&Placed { seq: count, key, prev: &last, entry });
        rows.push(row(count, entry, &last, &mac));
        last = mac.to_vec();
    }
    // A forged end is not made good by what comes after it.
    let seal = if is_sealed { coder.seal(count, &last, key).to_vec() } else { Vec::new() };
    let values = [Value::Array(rows).into(), count.into(), last.into(), key.into(), seal.into()];
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, APPEND, values)).await?;
    Ok(())
}

fn row(seq: i64, entry: &Entry, prev: &[u8], mac: &[u8]) -> Value {
    json!({
        "seq": seq, "id": entry.id, "at": entry.at, "user_id": entry.user, "patient_id": entry.patient, "action": entry.action,
        "object": entry.object, "why": entry.why, "prev": hex(prev), "mac": hex(mac),
    })
}

/// As Postgres reads bytes.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("\\x"), |text, byte| text + &format!("{byte:02x}"))
}
