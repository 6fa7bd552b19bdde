//! The appointment's status machine and its records.

use crate::{AppointmentId, DoctorId, PatientId, Period, Specialty, SymptomReportId, triage::Triage};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// How long a held slot waits for its confirmation, in minutes.
pub const HOLD_MINUTES: u16 = 5;
/// Coming appointments that one patient can have at a time, and with one doctor: others need times too.
pub const MOST_COMING: i64 = 20;
/// See [`MOST_COMING`].
pub const MOST_COMING_WITH_ONE: i64 = 6;

/// From when on `act` is possible at a visit that starts at `start`; none where it always is.
///
/// A patient says that they are here, and nobody waits for hours; staff may see and note them at any time of that day. Nobody has
/// missed what has not begun.
fn earliest(act: Act, actor: Actor, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match act {
        Act::CheckIn | Act::Arrive | Act::Complete => Some(start - TimeDelta::hours(if actor == Actor::Patient { 2 } else { 24 })),
        Act::NoShow => Some(start),
        _ => None,
    }
}

/// When `act` on an appointment that starts at `start` is no longer possible: a visit whose time has come is held, missed or called off, and a
/// later one is another visit.
fn latest(act: Act, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (act == Act::Reschedule).then_some(start)
}

/// Whether `act` on an appointment that starts at `start` is neither too early nor too late at `now`.
pub fn is_timely(act: Act, actor: Actor, start: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    earliest(act, actor, start).is_none_or(|from| now >= from) && latest(act, start).is_none_or(|until| now < until)
}

/// FHIR R4 appointment status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AppointmentStatus))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Held while the form is filled; runs out.
    Proposed,
    /// Waits for the doctor's acceptance.
    Pending,
    /// Agreed.
    Booked,
    /// The patient is on site or online and waits.
    Arrived,
    /// The visit took place.
    Fulfilled,
    /// Called off, or a hold that ran out.
    Cancelled,
    /// The patient did not come.
    Noshow,
    /// Made by mistake.
    EnteredInError,
    /// The patient has said that they are here; formalities are done.
    CheckedIn,
    /// Waits for a slot.
    Waitlist,
}

/// What can be done to an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// The patient turns a hold into a booking.
    Confirm,
    /// The doctor accepts a request.
    Accept,
    /// Move to another slot; the status stays.
    Reschedule,
    /// Call it off.
    Cancel,
    /// The patient is here.
    CheckIn,
    /// The doctor calls the patient in.
    Arrive,
    /// The visit is done.
    Complete,
    /// The patient did not come.
    NoShow,
    /// A hold ran out.
    Expire,
    /// A waiting patient is given a slot.
    Promote,
    /// Take a mistaken entry out.
    EnterInError,
}

/// In which role somebody acts on an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The patient whose appointment it is.
    Patient,
    /// The doctor whose appointment it is.
    Doctor,
    /// An administrator.
    Admin,
    /// The system itself, by a rule.
    System,
}

/// The status machine has no such move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{act:?} by {actor:?} is not possible from {from:?}")]
pub struct IllegalMove {
    /// Where it stands.
    pub from: Status,
    /// What was asked.
    pub act: Act,
    /// Who asked.
    pub actor: Actor,
}

impl Status {
    /// All statuses.
    pub const ALL: [Self; 10] = [
        Self::Proposed,
        Self::Pending,
        Self::Booked,
        Self::Arrived,
        Self::Fulfilled,
        Self::Cancelled,
        Self::Noshow,
        Self::EnteredInError,
        Self::CheckedIn,
        Self::Waitlist,
    ];

    /// Whether an appointment in this status occupies its time: the database's exclusion constraints hold over these.
    pub fn blocks(self) -> bool {
        matches!(self, Self::Proposed | Self::Pending | Self::Booked | Self::CheckedIn | Self::Arrived)
    }

    /// Whether nothing can follow.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Fulfilled | Self::Cancelled | Self::Noshow | Self::EnteredInError)
    }

    /// The FHIR code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Pending => "pending",
            Self::Booked => "booked",
            Self::Arrived => "arrived",
            Self::Fulfilled => "fulfilled",
            Self::Cancelled => "cancelled",
            Self::Noshow => "noshow",
            Self::EnteredInError => "entered-in-error",
            Self::CheckedIn => "checked-in",
            Self::Waitlist => "waitlist",
        }
    }

    /// How people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "Held",
            Self::Pending => "Waiting for the doctor",
            Self::Booked => "Booked",
            Self::Arrived => "With the doctor",
            Self::Fulfilled => "Done",
            Self::Cancelled => "Cancelled",
            Self::Noshow => "Missed",
            Self::EnteredInError => "Removed",
            Self::CheckedIn => "Checked in",
            Self::Waitlist => "On the waiting list",
        }
    }

    /// The table of legal moves: where `act` by `actor` leads from here. `asks_first` is whether the doctor confirms
    /// each booking (then a confirmed hold waits as `pending`).
    ///
    /// Errors: [`IllegalMove`] for everything that is not in the table.
    pub fn after(self, act: Act, actor: Actor, asks_first: bool) -> Result<Self, IllegalMove> {
        use Act as A;
        use Actor as P;
        Ok(match (self, act, actor) {
            (Self::Proposed, A::Confirm, P::Patient) if asks_first => Self::Pending,
            (Self::Proposed, A::Confirm, P::Patient) => Self::Booked,
            (Self::Proposed, A::Expire, P::System) => Self::Cancelled,
            (Self::Pending, A::Accept, P::Doctor) => Self::Booked,
            (Self::Pending | Self::Booked, A::Reschedule, P::Patient | P::Doctor) => self,
            (Self::Proposed | Self::Pending | Self::Booked | Self::CheckedIn | Self::Waitlist, A::Cancel, P::Patient | P::Doctor) => {
                Self::Cancelled
            }
            (Self::Booked, A::CheckIn, P::Patient | P::Doctor) => Self::CheckedIn,
            (Self::Booked | Self::CheckedIn, A::Arrive, P::Doctor) => Self::Arrived,
            (Self::CheckedIn | Self::Arrived, A::Complete, P::Doctor) => Self::Fulfilled,
            // Somebody who checked in can have left again.
            (Self::Booked | Self::CheckedIn, A::NoShow, P::Doctor) => Self::Noshow,
            (Self::Waitlist, A::Promote, P::System) => Self::Proposed,
            (from, A::EnterInError, P::Admin) if !from.is_final() => Self::EnteredInError,
            (from, act, actor) => return Err(IllegalMove { from, act, actor }),
        })
    }

    /// What `actor` may do from here.
    pub fn acts(self, actor: Actor) -> Vec<Act> {
        Act::ALL.into_iter().filter(|act| self.after(*act, actor, false).is_ok()).collect()
    }
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 11] = [
        Self::Confirm,
        Self::Accept,
        Self::Reschedule,
        Self::Cancel,
        Self::CheckIn,
        Self::Arrive,
        Self::Complete,
        Self::NoShow,
        Self::Expire,
        Self::Promote,
        Self::EnterInError,
    ];
}

/// No status has this code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Please choose a status from the list.")]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;
    fn from_str(code: &str) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|s| s.code() == code).ok_or(UnknownStatus)
    }
}

/// How the visit takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = VisitMode))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// At the clinic.
    #[default]
    InPerson,
    /// By video.
    Telehealth,
}

/// Stands where a reason was that cannot be opened any more.
pub const REASON_UNREADABLE: &str = "(What was written here cannot be read any more. Please ask, and tell those who run this service.)";

/// An appointment as its patient and doctor see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// Where it stands.
    pub status: Status,
    /// When it is.
    pub period: Period,
    /// How it takes place.
    pub mode: Mode,
    /// Why the patient comes, in their words; [`REASON_UNREADABLE`] where they are damaged.
    pub reason: Option<String>,
    /// Why it was called off, where somebody said so.
    #[serde(default)]
    pub cancel_reason: Option<String>,
    /// Until when a hold lasts; only while `proposed`.
    pub hold_until: Option<DateTime<Utc>>,
    /// The doctor.
    pub doctor: DoctorRef,
    /// The patient.
    pub patient: PatientRef,
    /// The symptom report that led here.
    pub report: Option<ReportRef>,
    /// Counts changes; the version of `ETag` and of iCalendar's `SEQUENCE`.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Appointment {
    /// Whether `actor` may move it to another time at `now`.
    pub fn may_be_moved(&self, actor: Actor, now: DateTime<Utc>) -> bool {
        self.status.after(Act::Reschedule, actor, false).is_ok() && is_timely(Act::Reschedule, actor, self.period.start(), now)
    }
}

/// The doctor, as an appointment shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorRef {
    /// The id.
    pub id: DoctorId,
    /// The name with title.
    pub name: String,
    /// The specialty.
    pub specialty: Specialty,
    /// The clinic's name.
    pub clinic: String,
    /// The clinic's street address.
    pub address: String,
    /// The clinic's city.
    pub city: String,
    /// The clinic's IANA zone.
    pub zone: chrono_tz::Tz,
}

/// The patient, as an appointment shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientRef {
    /// The id.
    pub id: PatientId,
    /// The name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<chrono::NaiveDate>,
    /// Sex.
    pub sex: Option<crate::patient::Sex>,
}

/// A symptom report in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRef {
    /// The id.
    pub id: SymptomReportId,
    /// How urgent it was found to be.
    pub triage: Option<Triage>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_case() -> impl Iterator<Item = (Status, Act, Actor, bool)> {
        let actors = [Actor::Patient, Actor::Doctor, Actor::Admin, Actor::System];
        Status::ALL.into_iter().flat_map(move |s| {
            Act::ALL.into_iter().flat_map(move |a| actors.into_iter().flat_map(move |p| [(s, a, p, false), (s, a, p, true)]))
        })
    }

    /// How far along a status is; `waitlist` comes before everything.
    fn rank(status: Status) -> u8 {
        match status {
            Status::Waitlist => 0,
            Status::Proposed => 1,
            Status::Pending => 2,
            Status::Booked => 3,
            Status::CheckedIn => 4,
            Status::Arrived => 5,
            Status::Fulfilled | Status::Cancelled | Status::Noshow | Status::EnteredInError => 6,
        }
    }

    #[test]
    fn moves_go_forward_only_and_a_reschedule_stays() {
        for (from, act, actor, asks) in every_case() {
            if let Ok(to) = from.after(act, actor, asks) {
                assert!(rank(to) > rank(from) || act == Act::Reschedule, "{from:?} {act:?} {actor:?}");
            }
        }
    }

    #[test]
    fn nothing_leaves_a_final_status() {
        for (from, act, actor, asks) in every_case().filter(|c| c.0.is_final()) {
            assert!(from.after(act, actor, asks).is_err());
        }
    }

    #[test]
    fn the_table_has_exactly_the_moves_that_are_written_down() {
        let legal = every_case().filter(|(s, a, p, asks)| s.after(*a, *p, *asks).is_ok()).count();
        // Each counted with and without the doctor's confirmation.
        let written = 1 + 1 + 1 + 4 + 10 + 2 + 2 + 2 + 2 + 1 + 6;
        assert_eq!(legal, written * 2);
    }

    #[test]
    fn a_patient_can_never_complete_or_miss_their_own_visit() {
        for status in Status::ALL {
            let acts = status.acts(Actor::Patient);
            assert!(!acts.contains(&Act::Complete) && !acts.contains(&Act::NoShow) && !acts.contains(&Act::Accept));
        }
    }

    #[test]
    fn a_doctor_who_asks_first_gets_a_request_and_not_a_booking() {
        assert_eq!(Status::Proposed.after(Act::Confirm, Actor::Patient, true), Ok(Status::Pending));
        assert_eq!(Status::Proposed.after(Act::Confirm, Actor::Patient, false), Ok(Status::Booked));
    }

    #[test]
    fn every_code_reads_back() {
        for status in Status::ALL {
            assert_eq!(status.code().parse(), Ok(status));
        }
    }
}
