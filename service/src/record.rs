//! Health records: read, written, corrected, taken in as tables, with files. Who may is decided in one place, by
//! [`crate::access`]; whoever looks at another person's record is noted with the reason why they may.

mod bucket;
mod file;
mod known;
mod list;
mod row;
mod table;
mod vault;
mod write;

pub use bucket::Bucket;
pub use file::{Cut, Incoming, Outgoing, attach, attachments, attachments_of, download, sweep, text_of};
pub use known::{Known, known};
pub use list::{Charts, List, charts, get, list, writable};
pub use table::{Taken, export, import};
pub use vault::Files;
pub use write::{correct, create, retract};

pub(crate) use file::{Own, every_file, forget, ids_of};
pub(crate) use table::every;
pub(crate) use write::{add, just_written};

pub use domain::record::Record;

use crate::{Error, Services, access, audit, tx::Tx};
use chrono::{DateTime, Utc};
use domain::access::Basis;
use domain::record::{RECORD_TYPES, RecordType};
use domain::{Caller, PatientId, Problems};
use sea_orm::ConnectionTrait;

/// Whose record somebody looks at, and what of it they may see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sight {
    pub(crate) patient: PatientId,
    /// Kinds and why they may be seen; none for one's own, of which everything may.
    pub(crate) kinds: Option<Vec<(RecordType, Basis)>>,
}

/// Whose record is asked for: patients have their own, everybody else says whose.
pub(crate) fn whose(caller: &Caller, patient: Option<PatientId>) -> Result<PatientId, Error> {
    match (caller, patient) {
        (Caller::Anonymous, _) => Err(Error::UNAUTHENTICATED),
        (Caller::Patient { patient: own, .. }, None) => Ok(*own),
        (Caller::Patient { patient: own, .. }, Some(asked)) if *own == asked => Ok(*own),
        (Caller::Doctor { .. }, Some(asked)) => Ok(asked),
        (Caller::Doctor { .. } | Caller::Admin { .. }, None) => Err(Problems::one("patient", "Please say whose record.").into()),
        (Caller::Patient { .. } | Caller::Admin { .. }, Some(_)) => Err(Error::NOT_FOUND),
    }
}

/// What the caller may see of a record; `kind` narrows it.
///
/// Errors: `NOT_FOUND` where it is nothing.
pub(crate) async fn reading(
    db: &impl ConnectionTrait,
    caller: &Caller,
    now: DateTime<Utc>,
    patient: Option<PatientId>,
    kind: Option<RecordType>,
) -> Result<Sight, Error> {
    let patient = whose(caller, patient)?;
    if caller.patient() == Some(patient) {
        return Ok(Sight { patient, kinds: None });
    }
    let granted = access::granted(db, caller, now, patient).await?;
    let wanted = |(category, basis)| RecordType::of(category).filter(|of| kind.is_none_or(|kind| kind == *of)).map(|of| (of, basis));
    let kinds: Vec<(RecordType, Basis)> = granted.into_iter().filter_map(wanted).collect();
    if kinds.is_empty() { Err(Error::NOT_FOUND) } else { Ok(Sight { patient, kinds: Some(kinds) }) }
}

/// As [`looked`], once in a quarter of an hour: lists are turned page by page, and asked for again. Gives what is to be remembered once it is
/// written.
pub(crate) fn looked_lately(
    tx: &Tx,
    services: &Services,
    caller: &Caller,
    now: DateTime<Utc>,
    sight: &Sight,
    action: &'static str,
) -> Vec<(PatientId, uuid::Uuid)> {
    let Some(viewer) = caller.user() else { return Vec::new() };
    let kinds = sight.kinds.iter().flatten().map(|(kind, basis)| format!("{action} {kind:?} {basis:?}"));
    let mark = audit::mark(&kinds.collect::<String>(), sight.patient);
    let seen = services.lately().without(viewer, vec![(sight.patient, mark)], now);
    if !seen.is_empty() {
        looked(tx, caller, now, sight, action);
    }
    seen
}

/// Notes a look, once for each reason; nothing where it is one's own.
pub(crate) fn looked(tx: &Tx, caller: &Caller, now: DateTime<Utc>, sight: &Sight, action: &'static str) {
    let mut noted: Vec<Basis> = Vec::new();
    for (_, basis) in sight.kinds.iter().flatten() {
        if !noted.contains(basis) {
            noted.push(*basis);
            audit::note_because(tx, caller, now, sight.patient, action, sight.patient, *basis);
        }
    }
}

/// Whether the caller may write entries of this kind, and why.
///
/// Errors: `NOT_FOUND` for another's record that the caller does not see; `FORBIDDEN` for one that is only shown to them, and for kinds that
/// patients do not write themselves.
pub(crate) async fn writing(
    db: &impl ConnectionTrait,
    caller: &Caller,
    now: DateTime<Utc>,
    patient: PatientId,
    kind: RecordType,
) -> Result<Basis, Error> {
    if caller.patient() == Some(patient) {
        return if kind.is_patients() { Ok(Basis::Own) } else { Err(Error::FORBIDDEN) };
    }
    let basis = access::basis(db, caller, now, patient, kind.category()).await?;
    if basis.may_write() { Ok(basis) } else { Err(Error::FORBIDDEN) }
}

/// Every kind that patients write themselves.
pub fn patients_kinds() -> impl Iterator<Item = RecordType> {
    RECORD_TYPES.into_iter().filter(|kind| kind.is_patients())
}
