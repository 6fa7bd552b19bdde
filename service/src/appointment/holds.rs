//! Held times: the patient's own, and those that ran out.

use crate::{Error, audit, tx::Tx};
use chrono::{DateTime, Utc};
use domain::{AppointmentId, Caller, DoctorId, PatientId, Period, appointment::Status};
use entity::appointment::{Column, Entity};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, prelude::Expr};

/// The patient's own live hold of exactly this slot: asking again keeps it, with its end.
pub(super) async fn live(
    tx: &Tx,
    patient: PatientId,
    doctor: DoctorId,
    slot: Period,
    now: DateTime<Utc>,
) -> Result<Option<AppointmentId>, Error> {
    let same = Entity::find()
        .filter(Column::PatientId.eq(patient.0))
        .filter(Column::DoctorId.eq(doctor.0))
        .filter(Column::StartsAt.eq(slot.start()))
        .filter(Column::Status.eq(Status::Proposed.code()))
        .filter(Column::HoldUntil.gt(now));
    Ok(same.one(tx).await?.map(|row| AppointmentId(row.id)))
}

/// Lets go of everything the patient holds: one slot at a time.
pub(super) async fn release_own(tx: &Tx, caller: &Caller, patient: PatientId, now: DateTime<Utc>) -> Result<(), Error> {
    release(tx, caller, Condition::all().add(Column::PatientId.eq(patient.0)), now).await
}

/// Lets go of the doctor's and the patient's holds that ran out around this slot.
pub(super) async fn release_stale(
    tx: &Tx,
    caller: &Caller,
    patient: PatientId,
    doctor: DoctorId,
    slot: Period,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let stale = Condition::all()
        .add(Condition::any().add(Column::DoctorId.eq(doctor.0)).add(Column::PatientId.eq(patient.0)))
        .add(Column::HoldUntil.lte(now))
        .add(Column::StartsAt.lt(slot.end()))
        .add(Column::EndsAt.gt(slot.start()));
    release(tx, caller, stale, now).await
}

async fn release(tx: &Tx, caller: &Caller, which: Condition, now: DateTime<Utc>) -> Result<(), Error> {
    let released = Entity::update_many()
        .col_expr(Column::Status, Expr::value(Status::Cancelled.code()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(which)
        .filter(Column::Status.eq(Status::Proposed.code()))
        .exec_with_returning(tx)
        .await?;
    for row in released {
        // Whose hold it was is not told with the name of another patient, who only came to the same slot.
        let whose = Some(PatientId(row.patient_id)).filter(|whose| caller.patient().is_none_or(|me| me == *whose));
        audit::note(tx, caller, now, whose, "appointment.expire", AppointmentId(row.id)).await?;
    }
    Ok(())
}
