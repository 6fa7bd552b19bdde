//! Reviews of doctors: written after a visit, answered by the doctor, taken out of sight by administrators.

use crate::{Error, Services, audit, ids};
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
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
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

/// The reviews of a doctor that everybody may read, newest first; `after` – the last row of the page before. One statement.
pub async fn list(
    services: &Services,
    caller: &Caller,
    doctor: DoctorId,
    after: Option<ReviewId>,
    limit: u16,
) -> Result<Page<Review>, Error> {
    let limit = limit.clamp(1, LIMIT_MAX);
    let mut query = Entity::find().filter(Column::DoctorId.eq(doctor.0)).filter(Column::HiddenAt.is_null());
    if let Some(after) = after {
        // The row before is found in the same statement; an id that is none shows an empty page.
        let last = Expr::cust_with_values("(created_at, id) < (select x.created_at, x.id from review x where x.id = $1)", [after.0]);
        query = query.filter(last);
    }
    let rows =
        query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(u64::from(limit) + 1).all(&services.read(caller)).await?;
    Ok(Page::from_rows(rows.into_iter().map(shown).collect(), limit, |review: &Review| review.id.to_string()))
}

/// The reviews of all doctors, those out of sight too, what was written or changed last first; for administrators. `after` – the last row of the
/// page before. One statement.
pub async fn newest(services: &Services, caller: &Caller, after: Option<ReviewId>, limit: u16) -> Result<Page<Review>, Error> {
    crate::admin::only_admin(caller)?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let last = "(updated_at, id) < (select x.updated_at, x.id from review x where x.id = $1)";
    let query = match after {
        Some(after) => Entity::find().filter(Expr::cust_with_values(last, [after.0])),
        None => Entity::find(),
    };
    let query = query.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id).limit(u64::from(limit) + 1);
    let rows = query.all(&services.read(caller)).await?;
    Ok(Page::from_rows(rows.into_iter().map(shown).collect(), limit, |review: &Review| review.id.to_string()))
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
