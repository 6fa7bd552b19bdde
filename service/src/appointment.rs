//! Appointments: hold, book, confirm, move, call off, and the steps of a visit.

mod book;
mod change;
mod holds;
mod idempotency;
mod list;
mod row;

pub use book::book;
pub use change::{act, cancel, confirm, reschedule};
pub use list::{List, When, agenda, get, list, next};

use crate::Error;
use domain::{Caller, PatientId, appointment::Actor};

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
