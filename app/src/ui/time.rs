//! The one place that writes dates, times, numbers and money.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// "Tue 24 Nov"
pub fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

/// "Tuesday 24 November 2026", as it is read out.
pub fn full_day(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// "24 Nov 2026", for what is long past or far ahead.
pub fn date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// "14:30"
pub fn clock(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// "Tue 24 Nov, 14:30"
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%a %-d %b, %H:%M").to_string()
}

/// "24 Nov 2026, 14:30"
pub fn dated(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %b %Y, %H:%M").to_string()
}

/// "Tuesday 24 November 2026, 14:30", as it is read out.
pub fn full_moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%A %-d %B %Y, %H:%M").to_string()
}

/// The date on which `at` falls in `zone`.
pub fn date_in(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// For `datetime=`: RFC 3339 in UTC.
pub fn machine(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The town of a zone, "New York".
pub fn town(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// Whose clock a list of times follows: "Berlin time" where it is the clinic's, "your time (London)" else.
pub fn place(zone: Tz, clinic: Tz, city: &str) -> String {
    if zone == clinic { format!("{city} time") } else { format!("your time ({})", town(zone)) }
}

/// Whether clocks in the two zones differ at that instant.
pub fn differ(at: DateTime<Utc>, one: Tz, other: Tz) -> bool {
    let offset = |zone: Tz| zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    offset(one) != offset(other)
}

/// "in 3 days", "tomorrow", "today": how far a date is from today.
pub fn from_today(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        n if n > 1 => format!("in {n} days"),
        n => format!("{} days ago", -n),
    }
}

/// "1 minute", "5 minutes"
pub fn minutes(n: i64) -> String {
    count(n.unsigned_abs(), "minute", "minutes")
}

/// "1 year", "12 years"
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", n, if n == 1 { one } else { many })
}

/// "4 000": thousands apart by a narrow space.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// "62 %"; nothing is ever certain.
pub fn percent(share: f32) -> String {
    match share * 100.0 {
        n if n < 0.5 => "less than 1 %".into(),
        n if n > 99.5 => "more than 99 %".into(),
        n => format!("{n:.0} %"),
    }
}

/// "80 EUR", "79.50 EUR"
pub fn money(minor: i32, currency: &str) -> String {
    let (whole, rest) = (minor / 100, minor % 100);
    if rest == 0 { format!("{whole} {currency}") } else { format!("{whole}.{rest:02} {currency}") }
}

/// An age as people say it: months below two years.
pub fn age(years: f32) -> String {
    if years < 2.0 { count((years * 12.0) as u64, "month", "months") } else { count(years as u64, "year", "years") }
}

/// Monday of the week of a date.
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - chrono::Duration::days(i64::from(date.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_the_zone_of_the_reader() {
        let at: DateTime<Utc> = "2026-11-24T13:30:00Z".parse().expect("an instant");
        assert_eq!(moment(at, chrono_tz::Europe::Berlin), "Tue 24 Nov, 14:30");
        assert_eq!(full_moment(at, chrono_tz::America::New_York), "Tuesday 24 November 2026, 08:30");
        assert_eq!(town(chrono_tz::America::New_York), "New York");
        assert_eq!(place(chrono_tz::Europe::Berlin, chrono_tz::Europe::Berlin, "Munich"), "Munich time");
        assert_eq!(place(chrono_tz::Europe::London, chrono_tz::Europe::Berlin, "Munich"), "your time (London)");
        assert!(differ(at, chrono_tz::Europe::Berlin, chrono_tz::Europe::Lisbon));
        assert!(!differ(at, chrono_tz::Europe::Berlin, chrono_tz::Europe::Paris));
    }

    #[test]
    fn numbers_carry_their_units() {
        assert_eq!(number(4000), "4\u{202f}000");
        assert_eq!((money(8000, "EUR"), money(7950, "EUR")), ("80 EUR".into(), "79.50 EUR".into()));
        assert_eq!((age(0.5), age(34.0)), ("6 months".into(), "34 years".into()));
        assert_eq!(minutes(1), "1 minute");
        assert_eq!((percent(0.62), percent(0.001), percent(1.0)), ("62 %".into(), "less than 1 %".into(), "more than 99 %".into()));
    }
}
