//! The use cases against a real PostgreSQL: a fresh database for every test, a clock that stands on a Monday at 9 UTC.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "what a test prepares must succeed, else the test fails")]

mod access;
mod account;
mod account_access;
mod account_mail;
mod admin;
mod appointment;
mod audit;
mod audit_chain;
mod audit_reads;
mod availability;
mod blog;
mod booking;
mod doctor;
mod hold;
mod idempotency;
mod note;
mod passkey;
mod prescription;
mod prescription_checks;
mod privacy;
mod race;
mod record;
mod record_file;
mod record_share;
mod reschedule;
mod review;
mod sealed;
mod second_factor;
mod statement;
mod statistics;
mod summary;
mod token;
mod wall;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Code, Problems, appointment::Mode, booking::NewAppointment};
use service::Error;
use testkit::{TestDoctor, monday};

/// Monday at `hour`:`minute` UTC.
fn at(hour: i64, minute: i64) -> DateTime<Utc> {
    monday() - TimeDelta::hours(9) + TimeDelta::hours(hour) + TimeDelta::minutes(minute)
}

/// `days` after Monday at `hour` UTC.
fn day_at(days: i64, hour: i64) -> DateTime<Utc> {
    at(hour, 0) + TimeDelta::days(days)
}

fn wish(doctor: &TestDoctor, start: DateTime<Utc>) -> NewAppointment {
    NewAppointment { doctor: doctor.id, start, mode: Mode::InPerson, reason: None, report: None, hold: false }
}

fn hold(doctor: &TestDoctor, start: DateTime<Utc>) -> NewAppointment {
    NewAppointment { hold: true, ..wish(doctor, start) }
}

/// The code of a refusal.
#[track_caller]
fn code<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Code {
    outcome.expect_err("a refusal").code()
}

/// What is wrong with the input.
#[track_caller]
fn problems<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problems {
    match outcome {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("not invalid: {other:?}"),
    }
}
