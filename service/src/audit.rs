//! Who touched whose data: one entry in the transaction of the act itself, chained so that no later hand can change it unseen.

mod adopt;
pub(crate) mod chain;
mod export;
mod lately;
mod list;
mod verify;

pub use adopt::adopt;
pub use export::{Format, export};
pub(crate) use lately::Lately;
pub use list::{Filter, Noted, list};
pub use verify::{Anchor, Broken, Found, Kind, verify};

use crate::{Error, ids, tx::Tx};
use chrono::{DateTime, SubsecRound, Utc};
use domain::{Caller, PatientId, access::Basis};
use std::fmt::Display;
use uuid::Uuid;

/// What an entry says; its place in the chain is found when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub user: Option<Uuid>,
    pub patient: Option<Uuid>,
    pub action: String,
    pub object: String,
    pub why: Option<String>,
}

/// Which action is looked for: `appointment.read`, or with a dot at its end all that begin so; none for an empty text.
///
/// Errors: a sentence for people.
pub fn action(raw: &str) -> Result<Option<String>, &'static str> {
    let raw = raw.trim();
    let is_word = raw.len() <= 60 && raw.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'-');
    if is_word {
        Ok(Some(raw.to_owned()).filter(|word| !word.is_empty()))
    } else {
        Err("Please write it like appointment.read, or appointment. for all of them.")
    }
}

/// Notes that `caller` did `action` to `object`, which belongs to `patient`. It is written when the transaction commits.
pub async fn note(
    tx: &Tx,
    caller: &Caller,
    at: DateTime<Utc>,
    patient: Option<PatientId>,
    action: &'static str,
    object: impl Display + Send,
) -> Result<(), Error> {
    enter(tx, caller, at, patient, (action, object.to_string()), None);
    Ok(())
}

/// As [`note`], with what gave the right to it.
pub(crate) fn note_because(
    tx: &Tx,
    caller: &Caller,
    at: DateTime<Utc>,
    patient: PatientId,
    action: &'static str,
    object: impl Display,
    basis: Basis,
) {
    enter(tx, caller, at, Some(patient), (action, object.to_string()), Some(basis));
}

fn enter(tx: &Tx, caller: &Caller, at: DateTime<Utc>, patient: Option<PatientId>, (action, object): (&str, String), why: Option<Basis>) {
    tx.note(Entry {
        id: ids::new(),
        // The database keeps microseconds, and the code is over what it keeps.
        at: at.trunc_subsecs(6),
        user: caller.user().map(|user| user.0),
        patient: patient.map(|patient| patient.0),
        action: action.to_owned(),
        object,
        why: why.filter(|why| *why != Basis::Own).map(|why| why.code().to_owned()),
    });
}

/// Notes that `caller` looked at what belongs to these patients; nothing where everything is their own.
///
/// * `why` – what gives a doctor the right to it, where that is known without asking; none is told else, rather than a wrong one
pub(crate) fn looked(
    tx: &Tx,
    caller: &Caller,
    at: DateTime<Utc>,
    action: &'static str,
    seen: Vec<(PatientId, Uuid)>,
    why: impl Fn(PatientId) -> Option<Basis>,
) {
    for (patient, object) in seen.into_iter().filter(|(patient, _)| caller.patient() != Some(*patient)) {
        let why = caller.doctor().and_then(|_| why(patient));
        enter(tx, caller, at, Some(patient), (action, object.to_string()), why);
    }
}

/// What [`Lately`] knows a look at one kind of a patient's data by.
pub(crate) fn mark(action: &str, patient: PatientId) -> Uuid {
    Uuid::from_u128(action.bytes().fold(patient.0.as_u128(), |mark, byte| mark.rotate_left(7) ^ u128::from(byte)))
}

/// What gives a doctor the right to their own appointments.
pub(crate) fn a_visit(_: PatientId) -> Option<Basis> {
    Some(Basis::Appointment)
}
