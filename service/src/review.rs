//! Reviews of doctors: written after a visit, answered by the doctor, taken out of sight by administrators.

use crate::{Error, Services, audit, cursor, ids};
use chrono::{DateTime, Utc};
use domain::{
    Caller, DoctorId, PatientId, Problems, ReviewId,
    page::{LIMIT_MAX, Page},
    review::{REASON_MAX, Review, ReviewEdit, TEXT_MAX},
    text,
};
use entity::{
    appointment, doctor,
    review::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};

fn shown(row: Model) -> Review {
    Review {
        id: ReviewId(row.id),
        doctor: DoctorId(row.doctor_id),
        rating: row.rating,
        text: row.text,
        created_at: row.created_at,
        updated_at: row.updated_at,
        answer: row.answer,
        hidden_why: row.hidden_why,
    }
}

/// The reviews of a doctor that everybody may read, newest first. One statement.
///
/// * `after` – the cursor of the page before
pub async fn list(services: &Services, caller: &Caller, doctor: DoctorId, after: Option<&str>, limit: u16) -> Result<Page<Review>, Error> {
    let seen = Entity::find().filter(Column::DoctorId.eq(doctor.0)).filter(Column::HiddenAt.is_null());
    turned(services, caller, seen, Column::CreatedAt, |review| review.created_at, after, limit).await
}

/// A page of reviews by a time of theirs, the latest first.
async fn turned(
    services: &Services,
    caller: &Caller,
    mut of: Select<Entity>,
    by: Column,
    at: impl Fn(&Review) -> DateTime<Utc>,
    after: Option<&str>,
    limit: u16,
) -> Result<Page<Review>, Error> {
    let limit = limit.clamp(1, LIMIT_MAX);
    if let Some((at, id)) = after.map(cursor::read).transpose()? {
        of = of.filter(Expr::tuple([Expr::col(by), Expr::col(Column::Id)]).lt(Expr::tuple([at.into(), id.into()])));
    }
    let rows = of.order_by_desc(by).order_by_desc(Column::Id).limit(u64::from(limit) + 1).all(&services.read(caller)).await?;
    Ok(Page::from_rows(rows.into_iter().map(shown).collect(), limit, |review| cursor::written(at(review), review.id.0)))
}

/// The reviews of all doctors, those out of sight too, what was written or changed last first; for administrators. One statement.
///
/// * `after` – the cursor of the page before; what changes while somebody turns pages comes first again
pub async fn newest(services: &Services, caller: &Caller, after: Option<&str>, limit: u16) -> Result<Page<Review>, Error> {
    crate::admin::only_admin(caller)?;
    turned(services, caller, Entity::find(), Column::UpdatedAt, |review| review.updated_at, after, limit).await
}

/// All reviews that the caller wrote, newest first.
pub async fn mine(services: &Services, caller: &Caller) -> Result<Vec<Review>, Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let query = Entity::find().filter(Column::PatientId.eq(patient.0)).order_by_desc(Column::Id).limit(1_000);
    Ok(query.all(&services.read(caller)).await?.into_iter().map(shown).collect())
}

/// What the caller has said of a doctor.
pub async fn of(services: &Services, caller: &Caller, doctor: DoctorId) -> Result<Option<Review>, Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let own = Entity::find().filter(Column::PatientId.eq(patient.0)).filter(Column::DoctorId.eq(doctor.0));
    Ok(own.one(&services.read(caller)).await?.map(shown))
}

/// One review as its author, its doctor or an administrator sees it.
///
/// Errors: `NOT_FOUND` for everybody else, as for one that is not there.
pub async fn get(services: &Services, caller: &Caller, id: ReviewId) -> Result<Review, Error> {
    visible(caller)?.filter(Column::Id.eq(id.0)).one(&services.read(caller)).await?.map(shown).ok_or(Error::NOT_FOUND)
}

fn visible(caller: &Caller) -> Result<Select<Entity>, Error> {
    let of = match caller {
        Caller::Patient { patient, .. } => Condition::all().add(Column::PatientId.eq(patient.0)),
        Caller::Doctor { doctor, .. } => Condition::all().add(Column::DoctorId.eq(doctor.0)),
        Caller::Admin { .. } => Condition::all(),
        Caller::Anonymous => return Err(Error::UNAUTHENTICATED),
    };
    Ok(Entity::find().filter(of))
}

/// Writes what the caller says of a doctor, or changes it. One for each doctor, however many visits.
///
/// Errors: what is wrong with the fields, or that no visit has taken place yet; `NOT_FOUND` for a doctor that is not there.
pub async fn write(services: &Services, caller: &Caller, doctor: DoctorId, edit: &ReviewEdit) -> Result<Review, Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let (rating, text) = edit.parse()?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    // One after the other, so that a form sent twice is one review.
    entity::patient::Entity::find_by_id(patient.0).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let own = Entity::find().filter(Column::PatientId.eq(patient.0)).filter(Column::DoctorId.eq(doctor.0));
    let row = match own.one(&tx).await? {
        Some(row) => {
            ActiveModel { id: Set(row.id), rating: Set(rating), text: Set(text), updated_at: Set(now), ..Default::default() }
                .update(&tx)
                .await?
        }
        None => {
            let visit = visit(&tx, patient, doctor).await?;
            let row = ActiveModel {
                id: Set(ids::new()),
                doctor_id: Set(doctor.0),
                patient_id: Set(patient.0),
                appointment_id: Set(visit),
                rating: Set(rating),
                text: Set(text),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            };
            row.insert(&tx).await?
        }
    };
    audit::note(&tx, caller, now, Some(patient), "review.write", row.id).await?;
    tx.commit().await?;
    Ok(shown(row))
}

/// The visit that gives the right to a review.
async fn visit(tx: &crate::tx::Tx, patient: PatientId, of: DoctorId) -> Result<uuid::Uuid, Error> {
    doctor::Entity::find_by_id(of.0).one(tx).await?.ok_or(Error::NOT_FOUND)?;
    let visits =
        appointment::Entity::find().filter(appointment::Column::PatientId.eq(patient.0)).filter(appointment::Column::DoctorId.eq(of.0));
    let visit = visits.filter(appointment::Column::Status.eq("fulfilled")).order_by_desc(appointment::Column::StartsAt).one(tx).await?;
    Ok(visit.ok_or_else(|| Problems::one("rating", "You can say how it was once a visit has taken place."))?.id)
}

/// The calling doctor's answer to a review of theirs; an empty one takes it back.
pub async fn answer(services: &Services, caller: &Caller, id: ReviewId, answer: &str) -> Result<Review, Error> {
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let text = text::bounded(answer, 0, TEXT_MAX).map_err(|why| Problems::one("answer", why))?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let theirs = Entity::find_by_id(id.0).filter(Column::DoctorId.eq(doctor.0)).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let is_said = !text.is_empty();
    let change = ActiveModel {
        id: Set(theirs.id),
        answer: Set(is_said.then_some(text)),
        answered_at: Set(is_said.then_some(now)),
        ..Default::default()
    };
    let row = change.update(&tx).await?;
    audit::note(&tx, caller, now, Some(PatientId(row.patient_id)), "review.answer", row.id).await?;
    tx.commit().await?;
    Ok(shown(row))
}

/// Takes a review out of sight with a reason that its author reads, or shows it again; for administrators.
pub async fn hide(services: &Services, caller: &Caller, id: ReviewId, why: Option<&str>) -> Result<Review, Error> {
    crate::admin::only_admin(caller)?;
    let why = why.map(|why| text::bounded(why, 1, REASON_MAX)).transpose().map_err(|why| Problems::one("why", why))?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    Entity::find_by_id(id.0).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let action = if why.is_some() { "review.hide" } else { "review.show" };
    let row = ActiveModel { id: Set(id.0), hidden_at: Set(why.as_ref().map(|_| now)), hidden_why: Set(why), ..Default::default() };
    let row = row.update(&tx).await?;
    audit::note(&tx, caller, now, Some(PatientId(row.patient_id)), action, row.id).await?;
    tx.commit().await?;
    Ok(shown(row))
}
