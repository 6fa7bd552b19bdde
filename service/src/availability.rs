//! A doctor's hours: read, previewed, changed.

use crate::{Error, Meant, Services, audit, doctor::row};
use chrono::TimeDelta;
use domain::{Caller, Period, calendar::Availability};
use entity::doctor;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// The caller's own calendar.
pub async fn mine(services: &Services, caller: &Caller) -> Result<Availability, Error> {
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let now = services.now();
    row::one(services, doctor, now, now).await?.ok_or(Error::NOT_FOUND)?.availability()
}

/// The slots that a calendar would give in the coming `days`, as patients would see them, without what is booked.
pub fn preview(services: &Services, calendar: &Availability, days: u16) -> Result<Vec<Period>, Error> {
    calendar.check()?;
    let now = services.now();
    let Ok(window) = Period::new(now, now + TimeDelta::days(i64::from(days))) else { return Ok(Vec::new()) };
    Ok(calendar.free(window, &[], now))
}

/// Changes the caller's calendar. Appointments that are booked already stay as they are.
///
/// Errors: [`Error::Invalid`] naming every wrong field. The zone is the clinic's and is not changed here.
pub async fn set(services: &Services, caller: &Caller, calendar: &Availability) -> Result<(), Error> {
    set_if(services, caller, calendar, Meant::any()).await
}

/// As [`set`], only for the calendar that it was thought out for.
///
/// Errors: `PRECONDITION_FAILED` as well.
pub async fn set_if(services: &Services, caller: &Caller, calendar: &Availability, meant: Meant<'_, Availability>) -> Result<(), Error> {
    let id = caller.doctor().ok_or(Error::FORBIDDEN)?;
    calendar.check()?;
    let json = |e: serde_json::Error| Error::Internal(e.to_string());
    let small = |n: u16| i16::try_from(n).map_err(|e| Error::Internal(e.to_string()));
    let tx = services.begin(caller).await?;
    if !meant.is_any() {
        meant.check(&row::locked(&tx, id).await?.ok_or(Error::NOT_FOUND)?.availability()?)?;
    }
    let row = doctor::ActiveModel {
        id: Set(id.0),
        weekly: Set(serde_json::to_value(&calendar.weekly).map_err(json)?),
        exceptions: Set(serde_json::to_value(&calendar.exceptions).map_err(json)?),
        slot_minutes: Set(small(calendar.slot_minutes)?),
        notice_minutes: Set(i32::try_from(calendar.notice_minutes).map_err(|e| Error::Internal(e.to_string()))?),
        horizon_days: Set(small(calendar.horizon_days)?),
        ..Default::default()
    };
    row.update(&tx).await?;
    audit::note(&tx, caller, services.now(), None, "availability.set", id).await?;
    tx.commit().await
}
