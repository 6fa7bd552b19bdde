//! Ids from counters: the same record has the same id in every demonstration database.

use uuid::Uuid;

/// 1 January 2026, 00:00 UTC, in milliseconds: the time part of every id. Real ids are never from that very millisecond.
const MADE: u64 = 1_767_225_600_000;

#[derive(Clone, Copy)]
enum Kind {
    Account = 1,
    Clinic,
    Doctor,
    Patient,
    Report,
    Appointment,
    Record,
    Prescription,
    Review,
    Post,
    Comment,
}

/// A UUID version 7 of a kind, a day and a number.
fn make(kind: Kind, day: u16, number: u32) -> Uuid {
    let mut rest = [0u8; 10];
    rest[0] = kind as u8;
    rest[4..6].copy_from_slice(&day.to_be_bytes());
    rest[6..].copy_from_slice(&number.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(MADE, &rest).into_uuid()
}

fn counted(kind: Kind, number: usize) -> Uuid {
    make(kind, 0, u32::try_from(number).unwrap_or(u32::MAX))
}

pub(super) fn account(number: usize) -> Uuid {
    counted(Kind::Account, number)
}

pub(super) fn clinic(number: usize) -> Uuid {
    counted(Kind::Clinic, number)
}

pub(super) fn doctor(number: usize) -> Uuid {
    counted(Kind::Doctor, number)
}

pub(super) fn patient(number: usize) -> Uuid {
    counted(Kind::Patient, number)
}

pub(super) fn record(number: usize) -> Uuid {
    counted(Kind::Record, number)
}

/// Reports and appointments of a day: those made later do not meet those made before.
pub(super) fn report(day: u16, number: usize) -> Uuid {
    make(Kind::Report, day, u32::try_from(number).unwrap_or(u32::MAX))
}

pub(super) fn appointment(day: u16, number: usize) -> Uuid {
    make(Kind::Appointment, day, u32::try_from(number).unwrap_or(u32::MAX))
}

pub(super) fn prescription(number: usize) -> Uuid {
    counted(Kind::Prescription, number)
}

pub(super) fn review(number: usize) -> Uuid {
    counted(Kind::Review, number)
}

pub(super) fn post(number: usize) -> Uuid {
    counted(Kind::Post, number)
}

pub(super) fn comment(number: usize) -> Uuid {
    counted(Kind::Comment, number)
}

/// First and last id that an appointment of the demonstration data can have.
pub(super) fn appointments() -> (Uuid, Uuid) {
    (make(Kind::Appointment, 0, 0), make(Kind::Appointment, u16::MAX, u32::MAX))
}
