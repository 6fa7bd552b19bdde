//! A doctor's patients: those whose data is open to the doctor now.

use crate::{Error, Services, audit};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Caller, PatientId,
    access::{AFTER_VISIT, Basis, OPENING},
    page::{LIMIT_MAX, Page},
};
use sea_orm::{DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};
use std::collections::HashMap;

/// Longest name that is looked for.
const QUERY_MAX: usize = 100;

/// A patient in a doctor's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treated {
    /// Id.
    pub id: PatientId,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The latest visit that has begun.
    pub last_visit: Option<DateTime<Utc>>,
    /// The next one.
    pub next_visit: Option<DateTime<Utc>>,
    /// What opens their data.
    pub basis: Basis,
}

/// Which patients.
#[derive(Debug, Clone, Default)]
pub struct Find {
    /// A name, or what is remembered of it; all of them where it is empty.
    pub name: String,
    /// The last row of the page before; without a meaning where a name is looked for.
    pub after: Option<PatientId>,
    /// Rows, 1–100.
    pub limit: u16,
}

/// Everybody who is open to doctor `$1` at `$2`; the visits are of doctor and patient, so that the list needs no other statement.
const OPEN: &str = "with open as (
        select a.patient_id, 1 as why, max(a.starts_at) filter (where a.starts_at <= $2) as last,
               min(a.starts_at) filter (where a.starts_at > $2 and a.status in ('pending', 'booked')) as next
        from appointment a where a.doctor_id = $1 and a.ends_at > $3 and a.status = any($4) group by 1
        union all select e.patient_id, 3, null, null from emergency_access e where e.doctor_id = $1 and e.until > $2
        union all select s.patient_id, 2, null, null from share s
            where s.doctor_id = $1 and s.ended_at is null and (s.until is null or s.until > $2)),
    whole as (select patient_id, min(why) as why, max(last) as last_visit, min(next) as next_visit from open group by 1)
    select p.id, p.name, p.date_of_birth, w.why, w.last_visit, w.next_visit from whole w join patient p on p.id = w.patient_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    date_of_birth: Option<NaiveDate>,
    /// A visit is 1, consent 2, an emergency 3; of several, the first.
    why: i32,
    last_visit: Option<DateTime<Utc>>,
    next_visit: Option<DateTime<Utc>>,
}

/// The calling doctor's patients, by name; those whose name is most like what is looked for first, typing errors forgiven.
pub async fn treated(services: &Services, caller: &Caller, find: &Find) -> Result<Page<Treated>, Error> {
    let (Some(doctor), Some(viewer)) = (caller.doctor(), caller.user()) else { return Err(Error::FORBIDDEN) };
    let (now, limit) = (services.now(), find.limit.clamp(1, LIMIT_MAX));
    let name: String = find.name.trim().chars().take(QUERY_MAX).collect();
    let opening: Vec<String> = OPENING.iter().map(|status| status.code().to_owned()).collect();
    let mut values: Vec<Value> =
        vec![doctor.0.into(), now.into(), (now - AFTER_VISIT).into(), opening.into(), (i64::from(limit) + 1).into()];
    let searched = !name.is_empty();
    let rest = if searched {
        values.push(name.into());
        "where plain(p.name) like '%' || plain($6) || '%' or word_similarity(plain($6), plain(p.name)) >= 0.3
         order by word_similarity(plain($6), plain(p.name)) desc, p.name, p.id limit $5"
    } else if let Some(after) = find.after {
        values.push(after.0.into());
        "where (p.name, p.id) > (select x.name, x.id from patient x where x.id = $6) order by p.name, p.id limit $5"
    } else {
        "order by p.name, p.id limit $5"
    };
    let tx = services.begin(caller).await?;
    let rows =
        Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, format!("{OPEN} {rest}"), values)).all(&tx).await?;
    let mut page = Page::from_rows(rows.into_iter().map(Treated::from).collect(), limit, |one: &Treated| one.id.to_string());
    if searched {
        // The best are shown; who is not among them is looked for by more letters.
        page.next = None;
    }
    let bases: HashMap<PatientId, Basis> = page.items.iter().map(|one| (one.id, one.basis)).collect();
    let seen = page.items.iter().map(|one| (one.id, audit::mark("patient.list", one.id))).collect();
    let seen = services.lately().without(viewer, seen, now);
    let listed = seen.iter().map(|(patient, _)| (*patient, patient.0)).collect();
    audit::looked(&tx, caller, now, "patient.list", listed, |patient| bases.get(&patient).copied());
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    Ok(page)
}

impl From<Row> for Treated {
    fn from(row: Row) -> Self {
        Self {
            id: PatientId(row.id),
            name: row.name,
            date_of_birth: row.date_of_birth,
            last_visit: row.last_visit,
            next_visit: row.next_visit,
            basis: match row.why {
                1 => Basis::Appointment,
                2 => Basis::Consent,
                _ => Basis::BreakGlass,
            },
        }
    }
}
