//! Hours as fields of a form, and back.

use crate::fields::Fields;
use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};
use chrono_tz::Tz;
use domain::{
    Problems,
    calendar::{Availability, DAY_MINUTES, DateException, Hours, WeeklyHours},
    text,
};

/// Windows of one day.
pub(super) const WINDOWS: usize = 3;
/// Empty rows for further dates.
const SPARE: usize = 2;
/// Most dates that differ.
const DATES: usize = 60;

/// The days of the week: code, name, day.
pub(super) const WEEK: [(&str, &str, Weekday); 7] = [
    ("mon", "Monday", Weekday::Mon),
    ("tue", "Tuesday", Weekday::Tue),
    ("wed", "Wednesday", Weekday::Wed),
    ("thu", "Thursday", Weekday::Thu),
    ("fri", "Friday", Weekday::Fri),
    ("sat", "Saturday", Weekday::Sat),
    ("sun", "Sunday", Weekday::Sun),
];

/// Hours as they are being written, and what is wrong with them.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) fields: Fields,
    pub(super) problems: Problems,
}

/// Name of a window's field: `mon-1-from`.
pub(super) fn name(day: &str, window: usize, end: &str) -> String {
    format!("{day}-{window}-{end}")
}

/// Code of the nth date that differs.
pub(super) fn date_code(n: usize) -> String {
    format!("date{n}")
}

impl Draft {
    /// The saved hours.
    pub(super) fn of(saved: &Availability) -> Self {
        let mut fields = Vec::new();
        for (code, _, weekday) in WEEK {
            let hours: Vec<Hours> = saved.weekly.iter().filter(|w| w.weekday == weekday).map(|w| w.hours).collect();
            write(&mut fields, code, &hours);
        }
        for (n, exception) in saved.exceptions.iter().enumerate() {
            let code = date_code(n);
            fields.push((format!("{code}-date"), exception.date.to_string()));
            fields.push((format!("{code}-note"), exception.note.clone().unwrap_or_default()));
            write(&mut fields, &code, &exception.hours);
        }
        for (name, number) in [
            ("slot_minutes", u32::from(saved.slot_minutes)),
            ("notice_minutes", saved.notice_minutes),
            ("horizon_days", u32::from(saved.horizon_days)),
        ] {
            fields.push((name.to_owned(), number.to_string()));
        }
        Self { fields: Fields(fields), problems: Problems::default() }
    }

    /// What was typed, with what is wrong with it.
    pub(super) fn read(fields: Fields, zone: Tz) -> Self {
        let draft = Self { fields, problems: Problems::default() };
        let problems = draft.calendar(zone).err().unwrap_or_default();
        Self { problems, ..draft }
    }

    /// The text of a field.
    pub(super) fn text(&self, name: &str) -> String {
        self.fields.text(name).to_owned()
    }

    /// How many rows for dates are shown: those that are filled and a few more.
    pub(super) fn date_rows(&self) -> usize {
        let filled = (0..DATES).filter(|n| !self.fields.text(&format!("{}-date", date_code(*n))).is_empty()).max();
        (filled.map_or(0, |last| last + 1) + SPARE).min(DATES)
    }

    /// The calendar that the fields describe.
    ///
    /// Errors: everything that is wrong, by field; overlaps under `weekly` and `exceptions`.
    pub(super) fn calendar(&self, zone: Tz) -> Result<Availability, Problems> {
        let mut wrong = Problems::default();
        let mut weekly = Vec::new();
        for (code, _, weekday) in WEEK {
            weekly.extend(self.windows(code, &mut wrong).into_iter().map(|hours| WeeklyHours { weekday, hours }));
        }
        let exceptions = (0..DATES).filter_map(|n| self.exception(&date_code(n), &mut wrong)).collect();
        let calendar = Availability {
            zone,
            weekly,
            exceptions,
            slot_minutes: self.number("slot_minutes", &mut wrong).unwrap_or(30),
            notice_minutes: self.number("notice_minutes", &mut wrong).unwrap_or(0),
            horizon_days: self.number("horizon_days", &mut wrong).unwrap_or(60),
        };
        if let Err(Problems(more)) = calendar.check() {
            wrong.0.extend(more);
        }
        if wrong.is_empty() { Ok(calendar) } else { Err(wrong) }
    }

    fn number<T: std::str::FromStr>(&self, name: &'static str, wrong: &mut Problems) -> Option<T> {
        wrong.take(name, self.fields.text(name).trim().parse().map_err(|_| "Please write a whole number."))
    }

    fn exception(&self, code: &str, wrong: &mut Problems) -> Option<DateException> {
        let field = format!("{code}-date");
        let raw = self.fields.text(&field).trim();
        let hours = self.windows(code, wrong);
        let note = match text::optional(self.fields.text(&format!("{code}-note")), text::NAME_MAX) {
            Ok(note) => note,
            Err(message) => {
                wrong.add(format!("{code}-note"), message);
                None
            }
        };
        if raw.is_empty() {
            if !hours.is_empty() || note.is_some() {
                wrong.add(field, "Please choose the date, or clear this row.");
            }
            return None;
        }
        match raw.parse::<NaiveDate>() {
            Ok(date) => Some(DateException { date, hours, note }),
            Err(_) => {
                wrong.add(field, "Please write the date like 2030-12-31.");
                None
            }
        }
    }

    fn windows(&self, code: &str, wrong: &mut Problems) -> Vec<Hours> {
        let mut all = Vec::new();
        for n in 1..=WINDOWS {
            let (from, until) = (name(code, n, "from"), name(code, n, "until"));
            match (minute(self.fields.text(&from)), minute(self.fields.text(&until))) {
                (Ok(None), Ok(None)) => {}
                (Ok(Some(start)), Ok(Some(end))) => match Hours::new(start, if end == 0 { DAY_MINUTES } else { end }) {
                    Some(hours) => all.push(hours),
                    None => wrong.add(until, "The end must come after the start."),
                },
                (Err(()), _) => wrong.add(from, "Please write the time like 09:00."),
                (_, Err(())) => wrong.add(until, "Please write the time like 17:30."),
                (Ok(None), _) => wrong.add(from, "Please say when it starts."),
                (_, Ok(None)) => wrong.add(until, "Please say when it ends."),
            }
        }
        all
    }
}

/// Minutes since midnight; empty is absent.
fn minute(raw: &str) -> Result<Option<u16>, ()> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let time = NaiveTime::parse_from_str(raw, "%H:%M").or_else(|_| NaiveTime::parse_from_str(raw, "%H:%M:%S")).map_err(|_| ())?;
    u16::try_from(time.hour() * 60 + time.minute()).map(Some).map_err(|_| ())
}

/// Midnight at the end of a day is written 00:00.
fn write(fields: &mut Vec<(String, String)>, code: &str, hours: &[Hours]) {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    for (n, window) in hours.iter().take(WINDOWS).enumerate() {
        fields.push((name(code, n + 1, "from"), clock(window.from)));
        fields.push((name(code, n + 1, "until"), clock(window.until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn saved() -> Availability {
        let hours = |from, until| Hours::new(from, until).expect("a window");
        Availability {
            zone: Berlin,
            weekly: vec![
                WeeklyHours { weekday: Weekday::Mon, hours: hours(9 * 60, 12 * 60) },
                WeeklyHours { weekday: Weekday::Sun, hours: hours(22 * 60, DAY_MINUTES) },
            ],
            exceptions: vec![DateException { date: NaiveDate::default(), hours: vec![], note: Some("away".into()) }],
            slot_minutes: 20,
            notice_minutes: 120,
            horizon_days: 60,
        }
    }

    #[test]
    fn saved_hours_come_back_from_the_form_as_they_were() {
        assert_eq!(Draft::of(&saved()).calendar(Berlin), Ok(saved()));
    }

    #[test]
    fn half_a_window_and_one_that_ends_before_it_starts_are_named_by_field() {
        let mut draft = Draft::of(&saved());
        draft.fields.0.push(("tue-1-from".into(), "09:00".into()));
        draft.fields.0.push(("wed-2-from".into(), "12:00".into()));
        draft.fields.0.push(("wed-2-until".into(), "11:00".into()));
        let wrong = draft.calendar(Berlin).expect_err("is wrong");
        let fields: Vec<&str> = wrong.0.iter().map(|p| &*p.field).collect();
        assert_eq!(fields, ["tue-1-until", "wed-2-until"]);
    }
}
