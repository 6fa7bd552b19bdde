//! What patients share with doctors beyond their visits.

use crate::{Error, Services, audit, ids};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Caller, DoctorId, Problems, Specialty,
    access::{Category, SHARED_DAYS_MAX},
};
use entity::{
    doctor,
    share::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement, sea_query::Expr,
};
use serde::Serialize;
use uuid::Uuid;

/// What a patient shares with one doctor now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// With whom.
    pub doctor: DoctorId,
    /// Their name.
    pub name: String,
    /// Their specialty; `None` for one that this program does not know.
    pub specialty: Option<Specialty>,
    /// What.
    pub categories: Vec<Category>,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Row {
    doctor_id: Uuid,
    name: String,
    specialty: String,
    category: String,
    until: Option<DateTime<Utc>>,
}

/// What the caller shares now, by doctors' names. One statement.
pub async fn shares(services: &Services, caller: &Caller) -> Result<Vec<Share>, Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let sql = "select s.doctor_id, d.name, d.specialty, s.category, s.until from share s join doctor d on d.id = s.doctor_id
               where s.patient_id = $1 and s.ended_at is null and (s.until is null or s.until > $2) order by d.name, s.doctor_id, s.category";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [patient.0.into(), services.now().into()]);
    let rows = Row::find_by_statement(statement).all(&services.read(caller)).await?;
    let mut all: Vec<Share> = Vec::new();
    for row in rows {
        let Some(category) = Category::of(&row.category) else { continue };
        match all.last_mut().filter(|share| share.doctor.0 == row.doctor_id) {
            Some(share) => share.categories.push(category),
            None => all.push(Share {
                doctor: DoctorId(row.doctor_id),
                name: row.name,
                specialty: row.specialty.parse().ok(),
                categories: vec![category],
                until: row.until,
            }),
        }
    }
    for share in &mut all {
        share.categories.sort();
    }
    Ok(all)
}

/// Shares exactly these kinds of data with a doctor, until the end of a day (UTC) or until it is taken back; what was shared with them before and
/// is not among these ends.
///
/// Errors: what is wrong with the choice; `NOT_FOUND` for a doctor that is not there.
pub async fn share(
    services: &Services,
    caller: &Caller,
    doctor: DoctorId,
    categories: &[Category],
    last_day: Option<NaiveDate>,
) -> Result<(), Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let now = services.now();
    let mut wrong = Problems::default();
    if categories.is_empty() {
        wrong.add("categories", "Please choose what to share.");
    }
    let until = last_day.and_then(|day| wrong.take("until", end_of(day, now)));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let tx = services.begin(caller).await?;
    // One after the other, so that no kind is shared twice.
    entity::patient::Entity::find_by_id(patient.0).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let known = doctor::Entity::find_by_id(doctor.0).filter(doctor::Column::VerifiedAt.is_not_null()).one(&tx).await?;
    known.ok_or(Error::NOT_FOUND)?;
    end(&tx, patient.0, doctor.0, now).await?;
    let mut chosen = categories.to_vec();
    chosen.sort();
    chosen.dedup();
    let rows = chosen.iter().map(|category| ActiveModel {
        id: Set(ids::new()),
        patient_id: Set(patient.0),
        doctor_id: Set(doctor.0),
        category: Set(category.code().to_owned()),
        given_at: Set(now),
        until: Set(until),
        ended_at: Set(None),
    });
    Entity::insert_many(rows).exec_without_returning(&tx).await?;
    let what: Vec<&str> = chosen.iter().map(|category| category.code()).collect();
    audit::note(&tx, caller, now, Some(patient), "share.give", format!("{doctor}: {}", what.join(" "))).await?;
    tx.commit().await
}

/// Shares nothing with a doctor any more. A second time nothing happens.
///
/// Errors: `NOT_FOUND` for a doctor that is not there.
pub async fn stop(services: &Services, caller: &Caller, doctor: DoctorId) -> Result<(), Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    doctor::Entity::find_by_id(doctor.0).one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    if end(&tx, patient.0, doctor.0, now).await? > 0 {
        audit::note(&tx, caller, now, Some(patient), "share.stop", doctor).await?;
    }
    tx.commit().await
}

async fn end(tx: &crate::tx::Tx, patient: Uuid, doctor: Uuid, now: DateTime<Utc>) -> Result<u64, Error> {
    let running = Entity::update_many().col_expr(Column::EndedAt, Expr::value(now)).filter(Column::PatientId.eq(patient));
    let ended = running.filter(Column::DoctorId.eq(doctor)).filter(Column::EndedAt.is_null()).exec(tx).await?;
    Ok(ended.rows_affected)
}

/// The instant after a last day.
fn end_of(day: NaiveDate, now: DateTime<Utc>) -> Result<DateTime<Utc>, &'static str> {
    let end = day.succ_opt().and_then(|next| next.and_hms_opt(0, 0, 0)).map(|end| end.and_utc());
    let latest = now + TimeDelta::days(i64::from(SHARED_DAYS_MAX));
    match end {
        Some(end) if end <= now => Err("Please choose a day that is not over."),
        Some(end) if end <= latest => Ok(end),
        _ => Err("Please choose a day within the next ten years, or none."),
    }
}
