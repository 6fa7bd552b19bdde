//! A record as a list, entry by entry and as charts.

use super::{Sight, looked_lately, reading, row};
use crate::{Error, Services, access, audit, tx::Reader};
use chrono::{DateTime, Utc};
use domain::access::Basis;
use domain::page::{LIMIT_MAX, Page};
use domain::record::{self, Record, RecordType, SCAN, Series, Span};
use domain::{Caller, PatientId, RecordId};
use sea_orm::Value;

/// One page of a record, newest first.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Whose; patients need not say.
    pub patient: Option<PatientId>,
    /// Only this kind.
    pub kind: Option<RecordType>,
    /// Only entries with a value of this LOINC code.
    pub code: Option<String>,
    /// Only from then on.
    pub from: Option<DateTime<Utc>>,
    /// Only before then.
    pub until: Option<DateTime<Utc>>,
    /// The last entry of the page before.
    pub after: Option<RecordId>,
    /// Rows, 1–100.
    pub limit: u16,
}

impl List {
    /// The conditions, with values numbered from `$3`.
    fn conditions(&self, rows: u16) -> (String, Vec<Value>) {
        let (mut sql, mut values) = (String::from("true"), Vec::<Value>::new());
        let mut and = |clause: &str, value: Value| {
            values.push(value);
            sql.push_str(" and ");
            sql.push_str(&clause.replace("$n", &format!("${}", values.len() + 2)));
        };
        if let Some(kind) = self.kind {
            and("r.record_type = $n", kind.code().into());
        }
        if let Some(from) = self.from {
            and("r.recorded_at >= $n", from.into());
        }
        if let Some(until) = self.until {
            and("r.recorded_at < $n", until.into());
        }
        if let Some(after) = self.after {
            let beyond = "(r.recorded_at, r.id) < (select c.recorded_at, c.id from health_record c where c.id = $n and c.patient_id = $1)";
            and(beyond, after.0.into());
        }
        values.push((i64::from(rows) + 1).into());
        sql.push_str(&format!(" order by r.recorded_at desc, r.id desc limit ${}", values.len() + 2));
        (sql, values)
    }
}

/// A page of the record. A code stands in what is sealed: at most [`SCAN`] entries are opened for a page, so a page can be short and yet
/// have one after it.
///
/// Errors: [`Error::Invalid`] at `patient`; `NOT_FOUND` for another's that the caller may see nothing of.
pub async fn list(services: &Services, caller: &Caller, list: &List) -> Result<Page<Record>, Error> {
    let limit = list.limit.clamp(1, LIMIT_MAX);
    let Some(code) = &list.code else {
        let rows = find(services, caller, list, limit, "record.list").await?.1;
        return Ok(Page::from_rows(rows, limit, |record| record.id.to_string()));
    };
    let mut rows = find(services, caller, list, SCAN, "record.list").await?.1;
    let is_more = rows.len() > usize::from(SCAN);
    rows.truncate(usize::from(SCAN));
    let scanned = rows.last().map(|record| record.id.to_string()).filter(|_| is_more);
    rows.retain(|record| record.content.results.iter().any(|one| one.code == *code));
    rows.truncate(usize::from(limit) + 1);
    let page = Page::from_rows(rows, limit, |record| record.id.to_string());
    Ok(Page { next: page.next.or(scanned), ..page })
}

/// At most one entry more than `rows`.
async fn find(services: &Services, caller: &Caller, list: &List, rows: u16, action: &'static str) -> Result<(Sight, Vec<Record>), Error> {
    let (rest, values) = list.conditions(rows);
    if caller.patient().is_some() {
        let db: Reader<'_> = services.read(caller);
        let sight = reading(&db, caller, services.now(), list.patient, list.kind).await?;
        let found = row::find(&db, services.keys(), &sight, &rest, values).await?;
        return Ok((sight, found));
    }
    let tx = services.begin(caller).await?;
    let sight = reading(&tx, caller, services.now(), list.patient, list.kind).await?;
    let found = row::find(&tx, services.keys(), &sight, &rest, values).await?;
    let now = services.now();
    let seen = looked_lately(&tx, services, caller, now, &sight, action);
    tx.commit().await?;
    if let Some(viewer) = caller.user() {
        services.lately().remember(viewer, &seen, now);
    }
    Ok((sight, found))
}

/// One entry.
///
/// Errors: `NOT_FOUND` for an absent one and for one that the caller may not see.
pub async fn get(services: &Services, caller: &Caller, id: RecordId) -> Result<Record, Error> {
    caller.user().ok_or(Error::UNAUTHENTICATED)?;
    if caller.patient().is_some() {
        let found = row::one(&services.read(caller), services.keys(), id).await?;
        return if caller.patient() == Some(found.patient) { Ok(found) } else { Err(Error::NOT_FOUND) };
    }
    let now = services.now();
    let tx = services.begin(caller).await?;
    let found = row::one(&tx, services.keys(), id).await?;
    let basis: Basis = access::basis(&tx, caller, now, found.patient, found.record_type.category()).await?;
    audit::note_because(&tx, caller, now, found.patient, "record.read", id, basis);
    tx.commit().await?;
    Ok(found)
}

/// Values over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Charts {
    /// Whose.
    pub patient: PatientId,
    /// By what was measured.
    pub series: Vec<Series>,
    /// Whether there are older entries than were read.
    pub is_cut: bool,
    /// Kinds that the caller may see.
    pub kinds: Vec<RecordType>,
}

/// The values of a kind as charts, from at most [`SCAN`] of its newest entries.
///
/// Errors: as for [`list`].
pub async fn charts(
    services: &Services,
    caller: &Caller,
    patient: Option<PatientId>,
    kind: RecordType,
    span: Span,
) -> Result<Charts, Error> {
    let wanted = List { patient, kind: Some(kind), from: span.since(services.now()), ..List::default() };
    let (sight, mut rows) = find(services, caller, &wanted, SCAN, "record.charts").await?;
    let is_cut = rows.len() > usize::from(SCAN);
    rows.truncate(usize::from(SCAN));
    let kinds = sight.kinds.map_or_else(|| record::RECORD_TYPES.to_vec(), |kinds| kinds.into_iter().map(|(kind, _)| kind).collect());
    Ok(Charts { patient: sight.patient, series: record::series(&rows, kind), is_cut, kinds })
}

/// Kinds of entries that the caller may write for somebody.
///
/// Errors: `NOT_FOUND` where they may not even look.
pub async fn writable(services: &Services, caller: &Caller, patient: Option<PatientId>) -> Result<Vec<RecordType>, Error> {
    let sight = reading(&services.read(caller), caller, services.now(), patient, None).await?;
    Ok(match sight.kinds {
        None => super::patients_kinds().collect(),
        Some(kinds) => kinds.into_iter().filter(|(_, basis)| basis.may_write()).map(|(kind, _)| kind).collect(),
    })
}
