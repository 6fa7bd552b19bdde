//! Appointments as lists: a patient's, a doctor's, a day.

use super::row;
use crate::{Error, Services, audit, cursor};
use chrono::{DateTime, Utc};
use domain::{AppointmentId, Caller, PatientId, Period, appointment::Appointment, page::Page};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which appointments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Not over and not called off; soonest first.
    #[default]
    Upcoming,
    /// Over or called off; latest first.
    Past,
}

/// One page of the caller's appointments.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Which.
    pub when: When,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// Rows, 1–100.
    pub limit: u16,
}

/// Where appointments begin: from the one instant on, before the other. An end that is not given is open.
#[derive(Debug, Clone, Copy, Default)]
pub struct Between {
    /// The first instant.
    pub from: Option<DateTime<Utc>>,
    /// The first instant after it.
    pub until: Option<DateTime<Utc>>,
}

/// The caller's appointments. Holds that ran out are not shown.
pub async fn list(services: &Services, caller: &Caller, list: &List) -> Result<Page<Appointment>, Error> {
    list_between(services, caller, list, Between::default()).await
}

/// As [`list`], only those that begin in a span of time.
pub async fn list_between(services: &Services, caller: &Caller, list: &List, span: Between) -> Result<Page<Appointment>, Error> {
    super::actor(caller)?;
    let (open, order, beyond) = match list.when {
        When::Upcoming => ("", "a.starts_at, a.id", ">"),
        When::Past => ("not", "a.starts_at desc, a.id desc", "<"),
    };
    let after = list.after.as_deref().map(cursor::read).transpose()?;
    let limit = list.limit.clamp(1, domain::page::LIMIT_MAX);
    let mut values: Vec<Value> = vec![services.now().into(), (i64::from(limit) + 1).into()];
    let mut only = String::new();
    if let Some((at, id)) = after {
        values.extend([at.into(), id.into()]);
        only = format!("and (a.starts_at, a.id) {beyond} ($4, $5)");
    }
    for (clause, instant) in [("a.starts_at >=", span.from), ("a.starts_at <", span.until)] {
        if let Some(instant) = instant {
            values.push(instant.into());
            // The scope has the first number.
            only = format!("{only} and {clause} ${}", values.len() + 1);
        }
    }
    // A hold is the patient's own affair until it is a booking or a request, also when it has been let go.
    let mine = if caller.doctor().is_some() { "a.hold_until is null and" } else { "" };
    let rest = format!(
        "{mine} {open} (a.ends_at > $2 and a.status in ('proposed', 'pending', 'booked', 'checked-in', 'arrived', 'waitlist'))
         and (a.hold_until is null or a.hold_until > $2) {only} order by {order} limit $3"
    );
    let rows = look(services, caller, "appointment.list", &rest, values).await?;
    Ok(Page::from_rows(rows, limit, |a| cursor::written(a.period.start(), a.id.0)))
}

/// One appointment.
///
/// Errors: `NOT_FOUND` for an absent one and for somebody else's.
pub async fn get(services: &Services, caller: &Caller, id: AppointmentId) -> Result<Appointment, Error> {
    super::actor(caller)?;
    look(services, caller, "appointment.read", "a.id = $2", [id.0.into()]).await?.pop().ok_or(Error::NOT_FOUND)
}

/// The appointments in the caller's scope for which `rest` holds. Whoever sees another person's is noted.
async fn look(
    services: &Services,
    caller: &Caller,
    action: &'static str,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Appointment>, Error> {
    if caller.patient().is_some() {
        return row::find(&services.read(caller), services.keys(), caller, rest, values).await;
    }
    let tx = services.begin(caller).await?;
    let found = row::find(&tx, services.keys(), caller, rest, values).await?;
    audit::looked(&tx, caller, services.now(), action, seen(&found), audit::a_visit);
    tx.commit().await?;
    Ok(found)
}

/// The caller's next appointment that is agreed or asked for.
pub async fn next(services: &Services, caller: &Caller) -> Result<Option<Appointment>, Error> {
    let rest = "a.ends_at > $2 and a.status in ('pending', 'booked', 'checked-in', 'arrived') order by a.starts_at, a.id limit 1";
    Ok(look(services, caller, "appointment.list", rest, [services.now().into()]).await?.pop())
}

/// The doctor's appointments that start in `window`, in order of time; holds and cancelled ones are left out. Pages keep asking this while they
/// are open, so each visit is noted once in a quarter of an hour.
pub async fn agenda(services: &Services, caller: &Caller, window: Period) -> Result<Vec<Appointment>, Error> {
    caller.doctor().ok_or(Error::FORBIDDEN)?;
    let viewer = caller.user().ok_or(Error::FORBIDDEN)?;
    let rest =
        "a.starts_at >= $2 and a.starts_at < $3 and a.status in ('pending', 'booked', 'checked-in', 'arrived', 'fulfilled', 'noshow')
                order by a.starts_at, a.id limit 500";
    let now = services.now();
    let tx = services.begin(caller).await?;
    let found = row::find(&tx, services.keys(), caller, rest, [window.start().into(), window.end().into()]).await?;
    let seen = services.lately().without(viewer, seen(&found), now);
    audit::looked(&tx, caller, now, "appointment.list", seen.clone(), audit::a_visit);
    tx.commit().await?;
    services.lately().remember(viewer, &seen, now);
    Ok(found)
}

/// Whose data these show.
fn seen(found: &[Appointment]) -> Vec<(PatientId, Uuid)> {
    found.iter().map(|a| (a.patient.id, a.id.0)).collect()
}
