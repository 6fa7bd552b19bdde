//! What is needed to book, and the checks that come before the database decides.

use crate::{AppointmentId, Code, DoctorId, Period, Problems, SymptomReportId, appointment::Mode, calendar::Availability, text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A wish for an appointment, as it comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewAppointment {
    /// With whom.
    pub doctor: DoctorId,
    /// The start of the wanted slot.
    pub start: DateTime<Utc>,
    /// How.
    pub mode: Mode,
    /// Why, in the patient's words.
    pub reason: Option<String>,
    /// The symptom report to show the doctor.
    pub report: Option<SymptomReportId>,
    /// Hold the slot for a few minutes instead of booking it at once.
    pub hold: bool,
}

/// What the rules need to know of the doctor.
#[derive(Debug, Clone)]
pub struct Bookable {
    /// Whether the licence is verified and in force, the account active.
    pub verified: bool,
    /// Whether video visits are offered.
    pub telehealth: bool,
    /// The calendar.
    pub availability: Availability,
}

/// Why the rules refuse before the database is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A field is wrong.
    Invalid(Problems),
    /// Well formed, but impossible.
    Impossible(Code),
}

impl NewAppointment {
    /// The reason as it is kept: trimmed, without characters that cannot be seen; none where it is empty.
    ///
    /// Errors: it is too long, or holds control characters.
    pub fn reason(&self) -> Result<Option<String>, Problems> {
        let raw = self.reason.as_deref().unwrap_or_default();
        text::optional(raw, text::REASON_MAX).map_err(|message| Problems::one("reason", message))
    }

    /// The checks that need no other appointment, in their order: doctor bookable, start in the future and within notice and
    /// horizon, one of the doctor's slots. Whether the patient is busy or the slot is taken is decided by the database.
    ///
    /// Returns the slot.
    pub fn accept(&self, doctor: &Bookable, now: DateTime<Utc>) -> Result<Period, Refusal> {
        self.reason().map_err(Refusal::Invalid)?;
        if !doctor.verified {
            return Err(Refusal::Impossible(Code::DoctorNotBookable));
        }
        if self.mode == Mode::Telehealth && !doctor.telehealth {
            return Err(Refusal::Invalid(Problems::one("mode", "This doctor offers visits at the clinic only.")));
        }
        doctor.availability.slot_at(self.start, now).map_err(|refusal| Refusal::Impossible(refusal.into()))
    }
}

/// The free slots nearest to a wanted start, for the answer to a lost race: up to `count`, in order of time.
pub fn nearest(wanted: DateTime<Utc>, free: &[Period], count: usize) -> Vec<Period> {
    let mut by_distance: Vec<Period> = free.iter().copied().filter(|slot| slot.start() != wanted).collect();
    by_distance.sort_by_key(|slot| ((slot.start() - wanted).abs(), slot.start()));
    by_distance.truncate(count);
    by_distance.sort_unstable();
    by_distance
}

/// A wish to move an appointment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Move {
    /// Which one.
    pub appointment: AppointmentId,
    /// Where to.
    pub start: DateTime<Utc>,
}
