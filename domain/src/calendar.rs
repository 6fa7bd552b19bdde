//! A doctor's availability and the slots that follow from it.
//!
//! Rules are kept in the clinic's local time with its IANA zone; slots are computed and never stored. A slot that a
//! daylight-saving change skips does not exist, and one that it repeats exists once, at its first occurrence.

use crate::{Code, Period, Problems, text};
use chrono::{DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Longest note on a date, in characters.
pub const NOTE_MAX: usize = 120;
/// Most dates that differ.
pub const EXCEPTIONS_MAX: usize = 200;
/// Minutes of a day, the exclusive upper bound of every local window.
pub const DAY_MINUTES: u16 = 24 * 60;

/// A window of one local day, in minutes since local midnight: `from < until <= 1440`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hours {
    /// First minute.
    pub from: u16,
    /// First minute after.
    pub until: u16,
}

/// Weekly hours: every week on this day, the doctor sees patients in this window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WeeklyHours {
    /// Day of the week.
    pub weekday: Weekday,
    /// The window.
    pub hours: Hours,
}

/// What happens on one date instead of the weekly hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateException {
    /// The local date.
    pub date: NaiveDate,
    /// The windows of that date; empty for a day off.
    pub hours: Vec<Hours>,
    /// A note for the doctor, such as "conference".
    pub note: Option<String>,
}

/// When a doctor can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// The clinic's zone.
    pub zone: Tz,
    /// Weekly hours.
    pub weekly: Vec<WeeklyHours>,
    /// Dates that differ.
    pub exceptions: Vec<DateException>,
    /// Length of a slot in minutes, 5–240.
    pub slot_minutes: u16,
    /// How long before its start a slot can still be booked, in minutes.
    pub notice_minutes: u32,
    /// How many days ahead slots are open.
    pub horizon_days: u16,
}

/// Why a start cannot be booked by the calendar alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotRefusal {
    /// Before now.
    #[error("start is in the past")]
    InPast,
    /// Within the notice.
    #[error("start is within the notice")]
    TooSoon,
    /// Beyond the horizon.
    #[error("start is beyond the horizon")]
    TooFar,
    /// Not on the grid.
    #[error("start is not a slot")]
    NotASlot,
}

impl From<SlotRefusal> for Code {
    fn from(refusal: SlotRefusal) -> Self {
        match refusal {
            SlotRefusal::InPast => Self::StartInPast,
            SlotRefusal::TooSoon => Self::TooSoon,
            SlotRefusal::TooFar => Self::TooFar,
            SlotRefusal::NotASlot => Self::NotASlot,
        }
    }
}

impl Hours {
    /// The window, when it is one.
    pub fn new(from: u16, until: u16) -> Option<Self> {
        (from < until && until <= DAY_MINUTES).then_some(Self { from, until })
    }
}

impl Availability {
    /// Checks lengths, bounds and overlaps; the values stay as they are.
    ///
    /// Errors: one problem per field `slot_minutes`, `notice_minutes`, `horizon_days`, `weekly`, `exceptions`.
    pub fn check(&self) -> Result<(), Problems> {
        let mut problems = Problems::default();
        if !(5..=240).contains(&self.slot_minutes) {
            problems.add("slot_minutes", "Please choose between 5 and 240 minutes.");
        }
        if self.notice_minutes > 60 * 24 * 30 {
            problems.add("notice_minutes", "Please choose at most 30 days of notice.");
        }
        if !(1..=365).contains(&self.horizon_days) {
            problems.add("horizon_days", "Please choose between 1 and 365 days.");
        }
        for day in 0..7 {
            let hours = self.weekly.iter().filter(|w| w.weekday.num_days_from_monday() == day).map(|w| w.hours);
            if !are_apart(hours) {
                problems.add("weekly", "Two windows of the same day overlap, or one ends before it starts.");
                break;
            }
        }
        let mut dates: Vec<_> = self.exceptions.iter().map(|e| e.date).collect();
        dates.sort_unstable();
        if dates.windows(2).any(|d| d[0] == d[1]) {
            problems.add("exceptions", "A date is listed twice.");
        } else if self.exceptions.iter().filter_map(|e| e.note.as_deref()).any(|note| text::optional(note, NOTE_MAX).is_err()) {
            problems.add("exceptions", "Please keep notes short and without characters that cannot be shown.");
        } else if self.exceptions.len() > EXCEPTIONS_MAX {
            problems.add("exceptions", "Please keep at most 200 dates.");
        } else if self.exceptions.iter().any(|e| !are_apart(e.hours.iter().copied())) {
            problems.add("exceptions", "Two windows of the same date overlap, or one ends before it starts.");
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Every slot that starts inside `window`, in order and without overlaps, whether bookable or not.
    pub fn slots(&self, window: Period) -> Vec<Period> {
        // A day of margin on both sides: local dates and UTC dates differ by up to a day.
        let first = window.start().with_timezone(&self.zone).date_naive() - Duration::days(1);
        let last = window.end().with_timezone(&self.zone).date_naive() + Duration::days(1);
        let mut slots: Vec<Period> = first.iter_days().take_while(|d| *d <= last).flat_map(|d| self.slots_on(d)).collect();
        slots.sort_unstable();
        let mut previous_end = DateTime::<Utc>::MIN_UTC;
        slots.retain(|slot| {
            // After a skipped hour the grid can step on its own toes: the earlier slot stays.
            let fits = slot.start() >= previous_end;
            if fits {
                previous_end = slot.end();
            }
            fits
        });
        slots.retain(|slot| window.contains(slot.start()));
        slots
    }

    /// The slots that can be booked at `now`: within notice and horizon, inside `window`, touching nothing in `busy`.
    pub fn free(&self, window: Period, busy: &[Period], now: DateTime<Utc>) -> Vec<Period> {
        let (Some(open), mut busy) = (self.open_window(now), busy.to_vec()) else { return Vec::new() };
        let (start, end) = (window.start().max(open.start()), window.end().min(open.end()));
        let Ok(window) = Period::new(start, end) else { return Vec::new() };
        busy.sort_unstable();
        let mut from = 0;
        let mut slots = self.slots(window);
        slots.retain(|slot| {
            while from < busy.len() && busy[from].end() <= slot.start() {
                from += 1;
            }
            !busy[from..].iter().take_while(|b| b.start() < slot.end()).any(|b| b.overlaps(slot))
        });
        slots
    }

    /// The slot that starts exactly at `start`, when the calendar lets it be booked at `now`.
    ///
    /// Errors: the first of past, notice, horizon, grid that refuses.
    pub fn slot_at(&self, start: DateTime<Utc>, now: DateTime<Utc>) -> Result<Period, SlotRefusal> {
        if start <= now {
            return Err(SlotRefusal::InPast);
        }
        let open = self.open_window(now).ok_or(SlotRefusal::TooFar)?;
        if start < open.start() {
            return Err(SlotRefusal::TooSoon);
        }
        if start >= open.end() {
            return Err(SlotRefusal::TooFar);
        }
        let slots = self.slots(Period::starting(start, 1));
        slots.into_iter().find(|slot| slot.start() == start).ok_or(SlotRefusal::NotASlot)
    }

    /// From the end of the notice up to the end of the horizon.
    fn open_window(&self, now: DateTime<Utc>) -> Option<Period> {
        let from = now + TimeDelta::minutes(i64::from(self.notice_minutes));
        Period::new(from, now + TimeDelta::days(i64::from(self.horizon_days))).ok()
    }

    fn slots_on(&self, date: NaiveDate) -> Vec<Period> {
        let exception = self.exceptions.iter().find(|e| e.date == date);
        let weekly = self.weekly.iter().filter(|w| exception.is_none() && w.weekday == date.weekday()).map(|w| w.hours);
        let special = exception.into_iter().flat_map(|e| e.hours.iter().copied());
        weekly.chain(special).flat_map(|hours| self.slots_in(date, hours)).collect()
    }

    fn slots_in(&self, date: NaiveDate, hours: Hours) -> Vec<Period> {
        let length = self.slot_minutes.max(1);
        let last = hours.until.saturating_sub(length);
        let close = at_minute(date, hours.until);
        (hours.from..=last)
            .step_by(usize::from(length))
            .filter(|_| hours.until >= length)
            .filter_map(|minute| first_instant(self.zone, at_minute(date, minute)))
            .map(|start| Period::starting(start, length))
            // Where the clock jumps inside a slot, its local end can lie after closing time.
            .filter(|slot| slot.end().with_timezone(&self.zone).naive_local() <= close)
            .collect()
    }
}

/// Local midnight of `date` as an instant: the first moment of that day that exists in `zone`.
pub fn start_of_day(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    // Where a jump skips midnight the day begins at the first quarter of an hour that exists. Days that a zone skipped
    // altogether (Samoa, 2011) fall through to the UTC midnight.
    (0..DAY_MINUTES)
        .step_by(15)
        .find_map(|minute| first_instant(zone, at_minute(date, minute)))
        .unwrap_or_else(|| date.and_time(NaiveTime::MIN).and_utc())
}

/// The local day `date` as a span; it may last 23 or 25 hours.
pub fn day(zone: Tz, date: NaiveDate) -> Period {
    let start = start_of_day(zone, date);
    let end = start_of_day(zone, date.succ_opt().unwrap_or(date));
    Period::new(start, end).unwrap_or_else(|_| Period::starting(start, DAY_MINUTES))
}

fn at_minute(date: NaiveDate, minute: u16) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute))
}

fn first_instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => None,
    }
}

fn are_apart(hours: impl Iterator<Item = Hours>) -> bool {
    let mut all: Vec<Hours> = hours.collect();
    all.sort_unstable();
    all.iter().all(|h| h.from < h.until && h.until <= DAY_MINUTES) && all.windows(2).all(|w| w[0].until <= w[1].from)
}
