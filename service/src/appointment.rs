//! Appointments: hold, book, confirm, move, call off, and the steps of a visit.

mod book;
mod change;
mod holds;
mod idempotency;
mod list;
pub(crate) mod row;
mod tell;

pub use book::book;
pub use change::{act, cancel, cancel_saying, confirm, reschedule, reschedule_if};
pub use list::{Between, List, When, agenda, get, list, list_between, next};

use crate::{Error, Meant};
use domain::{AppointmentId, Caller, PatientId, appointment::Actor};

/// An appointment that is to change, and for which version of it the change was thought out.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Which.
    pub id: AppointmentId,
    /// For which version.
    pub meant: Meant<'a, i32>,
}

impl From<AppointmentId> for Target<'_> {
    fn from(id: AppointmentId) -> Self {
        Self { id, meant: Meant::any() }
    }
}

/// The role in which the caller acts on appointments.
fn actor(caller: &Caller) -> Result<Actor, Error> {
    match caller {
        Caller::Patient { .. } => Ok(Actor::Patient),
        Caller::Doctor { .. } => Ok(Actor::Doctor),
        Caller::Admin { .. } => Ok(Actor::Admin),
        Caller::Anonymous => Err(Error::UNAUTHENTICATED),
    }
}

/// The patient, or the reason why the caller cannot book.
fn patient(caller: &Caller) -> Result<PatientId, Error> {
    match caller {
        Caller::Anonymous => Err(Error::UNAUTHENTICATED),
        other => other.patient().ok_or(Error::FORBIDDEN),
    }
}
