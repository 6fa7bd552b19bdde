//! `/api/doctors/me/availability/`: when a doctor can be booked, in the clinic's local time.

use super::etag::{self, IfMatch, IfNoneMatch, Versioned};
use super::openapi::{self, TimeZone};
use super::{By, Json, Outcome, extract, problem::Problem};
use axum::extract::State;
use chrono::{NaiveDate, Weekday};
use domain::calendar::{Availability, DAY_MINUTES, DateException, Hours, WeeklyHours};
use domain::{Problems, text};
use serde::{Deserialize, Serialize};
use service::Services;
use utoipa::ToSchema;

/// Most windows of a week, and most dates that differ.
const MOST: usize = 366;
/// Longest note, in characters.
const NOTE_MAX: usize = domain::calendar::NOTE_MAX;

/// A time of day, written `HH:MM`, from `00:00` to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(as = TimeOfDay, value_type = String, pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
struct Minute(u16);

impl TryFrom<String> for Minute {
    type Error = &'static str;
    fn try_from(raw: String) -> Result<Self, Self::Error> {
        let read = || {
            let (hours, minutes) = raw.split_once(':').filter(|(h, m)| h.len() == 2 && m.len() == 2)?;
            let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u16>().ok())?;
            let (hours, minutes) = (number(hours)?, number(minutes).filter(|m| *m < 60)?);
            Some(hours * 60 + minutes).filter(|m| *m <= DAY_MINUTES)
        };
        read().map(Self).ok_or("a time is written like 09:30, up to 24:00")
    }
}

impl From<Minute> for String {
    fn from(Minute(minute): Minute) -> Self {
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }
}

/// A window of a day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Hours)]
struct HoursShape {
    /// When it opens.
    from: Minute,
    /// When it closes; later.
    until: Minute,
}

/// A window of every week. Windows of one day do not overlap.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WeeklyHours)]
struct WeeklyShape {
    /// On which day.
    #[schema(value_type = openapi::Weekday)]
    weekday: Weekday,
    /// When it opens.
    from: Minute,
    /// When it closes; later.
    until: Minute,
}

/// What happens on one date instead.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DateException)]
struct ExceptionShape {
    /// The clinic's local date.
    date: NaiveDate,
    /// The windows of that date; none for a day off.
    #[serde(default)]
    hours: Vec<HoursShape>,
    /// For the doctor alone.
    #[serde(default)]
    #[schema(max_length = 120)]
    note: Option<String>,
}

/// Availability, in and out: what was read can be sent back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Availability)]
pub(super) struct AvailabilityShape {
    /// The clinic's; it cannot be changed here.
    #[schema(value_type = Option<TimeZone>)]
    time_zone: Option<chrono_tz::Tz>,
    /// The hours of every week.
    #[schema(max_items = 366)]
    weekly: Vec<WeeklyShape>,
    /// Dates that differ, each once.
    #[serde(default)]
    #[schema(max_items = 200)]
    exceptions: Vec<ExceptionShape>,
    /// Length of a visit.
    #[schema(minimum = 5, maximum = 240)]
    slot_minutes: u16,
    /// How long before its start a slot can still be booked.
    #[schema(maximum = 43_200)]
    notice_minutes: u32,
    /// How many days ahead slots are open.
    #[schema(minimum = 1, maximum = 365)]
    horizon_days: u16,
}

impl From<HoursShape> for Hours {
    fn from(HoursShape { from, until }: HoursShape) -> Self {
        Self { from: from.0, until: until.0 }
    }
}

impl From<Hours> for HoursShape {
    fn from(Hours { from, until }: Hours) -> Self {
        Self { from: Minute(from), until: Minute(until) }
    }
}

impl From<Availability> for AvailabilityShape {
    fn from(calendar: Availability) -> Self {
        let weekly = |WeeklyHours { weekday, hours }: WeeklyHours| {
            let HoursShape { from, until } = hours.into();
            WeeklyShape { weekday, from, until }
        };
        let exception = |DateException { date, hours, note }: DateException| {
            let hours = hours.into_iter().map(Into::into).collect();
            ExceptionShape { date, hours, note }
        };
        Self {
            time_zone: Some(calendar.zone),
            weekly: calendar.weekly.into_iter().map(weekly).collect(),
            exceptions: calendar.exceptions.into_iter().map(exception).collect(),
            slot_minutes: calendar.slot_minutes,
            notice_minutes: calendar.notice_minutes,
            horizon_days: calendar.horizon_days,
        }
    }
}

impl ExceptionShape {
    fn read(self) -> Result<DateException, String> {
        let note = text::optional(self.note.as_deref().unwrap_or_default(), NOTE_MAX)?;
        if self.hours.len() > MOST || !extract::is_near(&self.date) {
            return Err("Please check the dates.".to_owned());
        }
        Ok(DateException { date: self.date, hours: self.hours.into_iter().map(Into::into).collect(), note })
    }
}

impl AvailabilityShape {
    /// The calendar meant; its windows and bounds are checked by the use case.
    fn read(self, zone: chrono_tz::Tz) -> Result<Availability, Problem> {
        let mut wrong = Problems::default();
        if self.time_zone.is_some_and(|given| given != zone) {
            wrong.add("time_zone", "Hours are in the clinic's time zone, which cannot be changed here.");
        }
        if self.weekly.len() > MOST {
            wrong.add("weekly", "Please use fewer windows.");
        }
        if self.exceptions.len() > MOST {
            wrong.add("exceptions", "Please use fewer dates.");
        }
        let exceptions = wrong.take("exceptions", self.exceptions.into_iter().map(ExceptionShape::read).collect::<Result<Vec<_>, _>>());
        let weekly = |w: WeeklyShape| WeeklyHours { weekday: w.weekday, hours: Hours { from: w.from.0, until: w.until.0 } };
        match exceptions {
            Some(exceptions) if wrong.is_empty() => Ok(Availability {
                zone,
                weekly: self.weekly.into_iter().map(weekly).collect(),
                exceptions,
                slot_minutes: self.slot_minutes,
                notice_minutes: self.notice_minutes,
                horizon_days: self.horizon_days,
            }),
            _ => Err(wrong.into()),
        }
    }
}

/// `GET /api/doctors/me/availability/`
pub(super) async fn get(
    State(services): State<Services>,
    By(caller): By,
    known: IfNoneMatch,
) -> Result<Versioned<AvailabilityShape>, Problem> {
    Ok(etag::versioned(service::availability::mine(&services, &caller).await?.into(), &known))
}

/// `PUT /api/doctors/me/availability/`
pub(super) async fn put(
    State(services): State<Services>,
    By(caller): By,
    meant: IfMatch,
    Json(given): Json<AvailabilityShape>,
) -> Outcome<AvailabilityShape> {
    let zone = service::availability::mine(&services, &caller).await?.zone;
    let calendar = given.read(zone)?;
    let holds = |now: &Availability| meant.is_meant(etag::version(&AvailabilityShape::from(now.clone())));
    service::availability::set_if(&services, &caller, &calendar, meant.only(&holds)).await?;
    Ok(etag::tagged(calendar.into()).saying("Your hours are saved. Appointments that are booked already stay as they are."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_reads_back_and_nonsense_is_refused() {
        for text in ["00:00", "09:30", "24:00"] {
            assert_eq!(Minute::try_from(text.to_owned()).map(String::from).as_deref(), Ok(text));
        }
        for text in ["", "9:30", "24:01", "12:60", "+1:00", "99:00", "12:3é", "1234"] {
            assert!(Minute::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_was_read_can_be_sent_back() {
        let json = r#"{"time_zone":"Europe/Berlin","weekly":[{"weekday":"Mon","from":"09:00","until":"12:00"}],"exceptions":[{"date":"2026-12-24","hours":[],"note":"closed"}],"slot_minutes":30,"notice_minutes":60,"horizon_days":60}"#;
        let read = |json: &str| serde_json::from_str::<AvailabilityShape>(json).expect("the shape").read(chrono_tz::Europe::Berlin);
        let Ok(calendar) = read(json) else { panic!("refused") };
        assert_eq!(serde_json::to_string(&AvailabilityShape::from(calendar)).expect("json"), json);
        assert!(read(&json.replace("Berlin", "Paris")).is_err());
        assert!(read(&json.replace("2026-12-24", "+200000-12-24")).is_err());
    }
}
