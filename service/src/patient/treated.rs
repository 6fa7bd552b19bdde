//! A doctor's patients: those whose data is open to the doctor now, and what there is to know of one before a visit.

use crate::{
    Error, Services, access,
    appointment::row,
    audit,
    sealed::{self, Health},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Caller, PatientId,
    access::{AFTER_VISIT, Basis, Category, OPENING},
    appointment::Appointment,
    page::{LIMIT_MAX, Page},
    patient::Sex,
};
use entity::patient;
use sea_orm::{DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};

/// Visits that a summary shows.
const VISITS: i64 = 10;
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
        select a.patient_id, max(a.starts_at) filter (where a.starts_at <= $2) as last,
               min(a.starts_at) filter (where a.starts_at > $2 and a.status in ('pending', 'booked')) as next
        from appointment a where a.doctor_id = $1 and a.ends_at > $3 and a.status = any($4) group by 1
        union all select e.patient_id, null, null from emergency_access e where e.doctor_id = $1 and e.until > $2
        union all select s.patient_id, null, null from share s
            where s.doctor_id = $1 and s.ended_at is null and (s.until is null or s.until > $2)),
    whole as (select patient_id, max(last) as last_visit, min(next) as next_visit from open group by 1)
    select p.id, p.name, p.date_of_birth, w.last_visit, w.next_visit from whole w join patient p on p.id = w.patient_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    date_of_birth: Option<NaiveDate>,
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
    let seen = page.items.iter().map(|one| (one.id, one.id.0)).collect();
    let seen = services.lately().without(viewer, seen, now);
    audit::looked(&tx, caller, now, "patient.list", seen.clone()).await?;
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
        }
    }
}

/// What a doctor sees of a patient at one glance.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Id.
    pub id: PatientId,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The patient's language (BCP 47).
    pub language: String,
    /// What is open to the doctor, and why.
    pub open: Vec<(Category, Basis)>,
    /// Allergies, conditions, medicines and the rest of the profile; `None` where that is closed.
    pub health: Option<Health>,
    /// The latest visits with this doctor, newest first.
    pub visits: Vec<Appointment>,
}

impl Summary {
    /// What opens a kind of data; `None` where it is closed.
    pub fn basis(&self, category: Category) -> Option<Basis> {
        self.open.iter().find(|(open, _)| *open == category).map(|(_, basis)| *basis)
    }
}

/// A patient, as the calling doctor may see them now. Two statements; the look is noted, once in a quarter of an hour.
///
/// Errors: `NOT_FOUND` for a patient of whom nothing is open, as for one who is not there.
pub async fn summary(services: &Services, caller: &Caller, id: PatientId) -> Result<Summary, Error> {
    let viewer = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let (now, keys) = (services.now(), services.keys());
    let tx = services.begin(caller).await?;
    let (row, open) = opened(&tx, access::asked(doctor, id, now)).await?.ok_or(Error::NOT_FOUND)?;
    let rest = "a.patient_id = $2 and a.status not in ('proposed', 'entered-in-error') order by a.starts_at desc, a.id desc limit $3";
    let visits = row::find(&tx, keys, caller, rest, [id.0.into(), VISITS.into()]).await?;
    let of = |category: Category| open.iter().find(|(open, _)| *open == category).map(|(_, basis)| *basis);
    let health = of(Category::Profile).map(|_| sealed::HEALTH.open(keys, row.id, row.health.as_deref())).transpose()?;
    // The profile, or else what is open first.
    let basis = of(Category::Profile).or(open.first().map(|(_, basis)| *basis)).ok_or(Error::NOT_FOUND)?;
    let seen = services.lately().without(viewer, vec![(id, looked_at(id))], now);
    if !seen.is_empty() {
        audit::note_because(&tx, caller, now, id, "patient.read", id, basis);
    }
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    let sex = domain::patient::sex(row.sex.as_deref().unwrap_or_default()).map_err(|e| Error::corrupt("patient", e))?;
    Ok(Summary { id, name: row.name, date_of_birth: row.date_of_birth, sex, language: row.language, open, health, visits })
}

#[derive(FromQueryResult)]
struct OpenedRow {
    #[sea_orm(nested)]
    patient: patient::Model,
    open: sea_orm::JsonValue,
}

/// The patient's row with what is open of it.
async fn opened(tx: &crate::tx::Tx, asked: [Value; 5]) -> Result<Option<(patient::Model, Vec<(Category, Basis)>)>, Error> {
    let sql =
        format!("select p.*, coalesce((select jsonb_agg(g) from ({}) g), '[]') as open from patient p where p.id = $2", access::GRANTED);
    let found = OpenedRow::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, asked)).one(tx).await?;
    let Some(OpenedRow { patient, open }) = found else { return Ok(None) };
    let rows = serde_json::from_value(open).map_err(|e| Error::corrupt("share", e))?;
    let open = access::read(rows).all();
    Ok((!open.is_empty()).then_some((patient, open)))
}

/// What a look at the whole patient is remembered by: not as one at a list.
fn looked_at(id: PatientId) -> Uuid {
    Uuid::from_u128(id.0.as_u128() ^ 1)
}
