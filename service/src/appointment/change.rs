//! What happens to an appointment after it was made.

use super::{Target, book, holds, row, tell};
use crate::{Error, Meant, Services, audit, context, doctor, mail::Letter, scope, sealed, tx::Tx};
use chrono::{DateTime, Utc};
use domain::{
    AppointmentId, Caller, Code, DoctorId, PatientId,
    appointment::{Act, Actor, Appointment, Status, is_timely},
    booking::Move,
    text,
};
use entity::appointment::{ActiveModel, Column, Model};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// Turns the caller's hold into a booking, or into a request where the doctor asks first.
///
/// Errors: `EXPIRED` when the hold ran out; [`Error::Invalid`] for a reason that is too long.
pub async fn confirm(services: &Services, caller: &Caller, which: impl Into<Target<'_>>, reason: &str) -> Result<Appointment, Error> {
    super::patient(caller)?;
    let reason = text::optional(reason, text::REASON_MAX).map_err(|m| domain::Problems::one("reason", m))?;
    let which = which.into();
    let reason = reason.map(|reason| sealed::REASON.seal(services.keys(), which.id.0, &reason)).transpose()?;
    change(services, caller, which, Act::Confirm, |row| {
        if reason.is_some() {
            row.reason_sealed = Set(reason);
        }
        row.hold_until = Set(None);
    })
    .await
}

/// Calls an appointment off; its time is free again at once.
pub async fn cancel(services: &Services, caller: &Caller, which: impl Into<Target<'_>>) -> Result<Appointment, Error> {
    cancel_saying(services, caller, which, "").await
}

/// As [`cancel`], with a reason that the other one reads; empty for none.
///
/// Errors: [`Error::Invalid`] for a reason that is too long.
pub async fn cancel_saying(services: &Services, caller: &Caller, which: impl Into<Target<'_>>, reason: &str) -> Result<Appointment, Error> {
    super::actor(caller)?;
    let reason = text::optional(reason, text::REASON_MAX).map_err(|m| domain::Problems::one("reason", m))?;
    let which = which.into();
    let reason = reason.map(|reason| sealed::CANCEL_REASON.seal(services.keys(), which.id.0, &reason)).transpose()?;
    change(services, caller, which, Act::Cancel, |row| row.cancel_reason = Set(reason)).await
}

/// Any other step of a visit: accept, check in, call in, complete, not come.
///
/// Errors: `ILLEGAL_MOVE` where the table has no such step, or too early for it ([`is_timely`]).
pub async fn act(services: &Services, caller: &Caller, which: impl Into<Target<'_>>, act: Act) -> Result<Appointment, Error> {
    match act {
        Act::Confirm | Act::Reschedule | Act::Cancel | Act::Expire | Act::Promote => Err(Code::IllegalMove.into()),
        Act::Accept | Act::CheckIn | Act::Arrive | Act::Complete | Act::NoShow | Act::EnterInError => {
            let now = services.now();
            let waits = |row: &mut ActiveModel| match act {
                Act::CheckIn => row.checked_in_at = Set(Some(now)),
                Act::Arrive => row.called_in_at = Set(Some(now)),
                _ => {}
            };
            change(services, caller, which.into(), act, waits).await
        }
    }
}

async fn change(
    services: &Services,
    caller: &Caller,
    Target { id, meant }: Target<'_>,
    act: Act,
    edit: impl FnOnce(&mut ActiveModel) + Send,
) -> Result<Appointment, Error> {
    let actor = super::actor(caller)?;
    let now = services.now();
    let told = match (actor, act) {
        (Actor::Doctor, Act::Accept | Act::Cancel) => tell::patient_of(services, caller, id).await?,
        _ => None,
    };
    let tx = services.begin(caller).await?;
    let found = locked(&tx, caller, id).await?;
    meant.check(&found.version)?;
    check_time(&found, act, actor, now)?;
    let asks_first = act == Act::Confirm && asks_first(&tx, found.doctor_id).await?;
    let (patient, version) = (PatientId(found.patient_id), found.version);
    let (from, at) = (status(&found)?, found.starts_at);
    let to = from.after(act, actor, asks_first)?;
    let mut row: ActiveModel = found.into();
    row.status = Set(to.code().to_owned());
    if to != Status::Cancelled {
        row.hold_until = Set(None);
    }
    row.version = Set(version + 1);
    row.updated_at = Set(now);
    edit(&mut row);
    row.update(&tx).await?;
    audit::note(&tx, caller, now, Some(patient), action(act), id).await?;
    // Of a hold the patient knows already that nothing is agreed, and what is over needs no letter.
    if let Some(told) = told.filter(|_| from != Status::Proposed && at > now) {
        let letter =
            if act == Act::Accept { Letter::VisitAgreed { at, zone: told.zone } } else { Letter::VisitCancelled { at, zone: told.zone } };
        told.post(&tx, services, &letter).await?;
    }
    let answer = row::one(&tx, services.keys(), caller, id).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn locked(tx: &Tx, caller: &Caller, id: AppointmentId) -> Result<Model, Error> {
    scope::appointments(caller).filter(Column::Id.eq(id.0)).lock_exclusive().one(tx).await?.ok_or(Error::NOT_FOUND)
}

async fn asks_first(tx: &Tx, doctor: sea_orm::prelude::Uuid) -> Result<bool, Error> {
    Ok(entity::doctor::Entity::find_by_id(doctor).one(tx).await?.is_some_and(|d| d.asks_first))
}

fn status(row: &Model) -> Result<Status, Error> {
    row.status.parse().map_err(|e| Error::corrupt("appointment", e))
}

fn check_time(row: &Model, act: Act, actor: Actor, now: DateTime<Utc>) -> Result<(), Error> {
    let refused = match act {
        Act::Confirm if row.status == Status::Proposed.code() && row.hold_until.is_none_or(|until| until <= now) => Some(Code::Expired),
        Act::Confirm if row.status == Status::Cancelled.code() && row.hold_until.is_some() => Some(Code::Expired),
        _ if !is_timely(act, actor, row.starts_at, now) => Some(Code::IllegalMove),
        _ => None,
    };
    refused.map_or(Ok(()), |code| Err(code.into()))
}

fn action(act: Act) -> &'static str {
    match act {
        Act::Confirm => "appointment.confirm",
        Act::Accept => "appointment.accept",
        Act::Reschedule => "appointment.reschedule",
        Act::Cancel => "appointment.cancel",
        Act::CheckIn => "appointment.check-in",
        Act::Arrive => "appointment.arrive",
        Act::Complete => "appointment.complete",
        Act::NoShow => "appointment.no-show",
        Act::Expire => "appointment.expire",
        Act::Promote => "appointment.promote",
        Act::EnterInError => "appointment.enter-in-error",
    }
}

/// Moves an appointment to another slot of the same doctor, in one transaction; its own time counts as free.
///
/// A patient whose doctor moves it is told by mail.
///
/// Errors: as for booking; `ILLEGAL_MOVE` when it can no longer be moved: its time has come, or it is called off.
pub async fn reschedule(services: &Services, caller: &Caller, wish: &Move) -> Result<Appointment, Error> {
    reschedule_if(services, caller, wish, Meant::any()).await
}

/// As [`reschedule`], only for the version that it was thought out for.
///
/// Errors: `PRECONDITION_FAILED` as well.
pub async fn reschedule_if(services: &Services, caller: &Caller, wish: &Move, meant: Meant<'_, i32>) -> Result<Appointment, Error> {
    let actor = super::actor(caller)?;
    let before = row::one(&services.read(caller), services.keys(), caller, wish.appointment).await?;
    let told = if actor == Actor::Doctor { tell::patient(services, before.patient.id).await? } else { None };
    let tx = services.begin(caller).await?;
    let from = match shift(&tx, caller, actor, &before, wish, meant, services.now()).await {
        Err(Error::SlotTaken(_)) => return Err(book::taken(services, tx, before.doctor.id, wish.start).await),
        moved => moved?,
    };
    if let Some(told) = told.filter(|_| from != wish.start) {
        let letter = Letter::VisitMoved { from, to: wish.start, zone: told.zone };
        told.post(&tx, services, &letter).await?;
    }
    let answer = row::one(&tx, services.keys(), caller, wish.appointment).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Moves it; when it was before.
async fn shift(
    tx: &Tx,
    caller: &Caller,
    actor: Actor,
    before: &Appointment,
    wish: &Move,
    meant: Meant<'_, i32>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Error> {
    let (doctor, patient): (DoctorId, PatientId) = (before.doctor.id, before.patient.id);
    tx.execute_unprepared(&context::calendars(doctor, patient)).await?;
    let calendar = doctor::row::locked(tx, doctor).await?.ok_or(Error::NOT_FOUND)?;
    book::lock_patient(tx, patient).await?;
    let found = locked(tx, caller, wish.appointment).await?;
    meant.check(&found.version)?;
    status(&found)?.after(Act::Reschedule, actor, false)?;
    check_time(&found, Act::Reschedule, actor, now)?;
    let bookable = calendar.bookable(now)?;
    if !bookable.verified {
        return Err(Code::DoctorNotBookable.into());
    }
    let slot = bookable.availability.slot_at(wish.start, now).map_err(Code::from)?;
    holds::release_stale(tx, caller, patient, doctor, slot, now).await?;
    book::refuse_overlap(tx, patient, doctor, slot, Some(wish.appointment), now).await?;
    let (version, from) = (found.version, found.starts_at);
    let mut row: ActiveModel = found.into();
    row.starts_at = Set(slot.start());
    row.ends_at = Set(slot.end());
    row.version = Set(version + 1);
    row.updated_at = Set(now);
    row.update(tx).await?;
    audit::note(tx, caller, now, Some(patient), action(Act::Reschedule), wish.appointment).await?;
    Ok(from)
}
