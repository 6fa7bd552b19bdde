//! Slots around every change of every IANA zone from 2020 to 2035.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use domain::{
    Period,
    calendar::{Availability, DAY_MINUTES, DateException, Hours, WeeklyHours, day},
};
use proptest::prelude::*;

fn instant(year: i32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().expect("an instant")
}

/// Every instant of 2020–2035 (to within a minute) at which a zone's offset changes.
fn transitions(zone: Tz) -> Vec<DateTime<Utc>> {
    let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    let (mut at, end, mut found) = (instant(2020), instant(2036), Vec::new());
    while at < end {
        let next = at + TimeDelta::days(1);
        if offset(at) != offset(next) {
            let (mut before, mut after) = (at, next);
            while after - before > TimeDelta::minutes(1) {
                let middle = before + (after - before) / 2;
                if offset(middle) == offset(before) { before = middle } else { after = middle }
            }
            found.push(after);
        }
        at = next;
    }
    found
}

fn every_day(zone: Tz, hours: Vec<Hours>, slot_minutes: u16) -> Availability {
    let weekly = (0..7u8)
        .flat_map(|d| hours.iter().map(move |h| (d, *h)))
        .filter_map(|(d, hours)| Some(WeeklyHours { weekday: chrono::Weekday::try_from(d).ok()?, hours }))
        .collect();
    Availability { zone, weekly, exceptions: Vec::new(), slot_minutes, notice_minutes: 0, horizon_days: 365 }
}

fn minute_of_day(local: &DateTime<Tz>) -> u16 {
    u16::try_from(local.hour() * 60 + local.minute()).expect("a minute of a day")
}

/// What must hold for the slots of any calendar in any window.
fn check(calendar: &Availability, hours: &[Hours], window: Period) {
    let slots = calendar.slots(window);
    let mut seen = std::collections::BTreeSet::new();
    for slot in &slots {
        let (start, end) = (slot.start().with_timezone(&calendar.zone), slot.end().with_timezone(&calendar.zone));
        assert_eq!(slot.minutes(), i64::from(calendar.slot_minutes), "a slot lasts as long as it says");
        assert!(window.contains(slot.start()));
        let from = minute_of_day(&start);
        let inside = hours.iter().find(|h| h.from <= from && from < h.until).expect("a slot starts inside the hours");
        assert_eq!((from - inside.from) % calendar.slot_minutes, 0, "a slot starts on the grid: {start}");
        let close = start.date_naive().and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(inside.until));
        assert!(end.naive_local() <= close, "{} ends after closing time", start);
        assert!(seen.insert(start.naive_local()), "a repeated local time exists once: {start}");
    }
    assert!(slots.windows(2).all(|w| w[0].end() <= w[1].start()), "slots never overlap");
}

#[test]
fn slots_stay_true_through_every_transition_of_every_zone() {
    let mut changes = 0;
    for zone in TZ_VARIANTS {
        for at in transitions(zone) {
            changes += 1;
            let window = Period::new(at - TimeDelta::days(2), at + TimeDelta::days(2)).expect("a window");
            for (hours, minutes) in [
                (vec![Hours { from: 0, until: DAY_MINUTES }], 45),
                (vec![Hours { from: 30, until: 300 }, Hours { from: 540, until: 1020 }], 20),
            ] {
                check(&every_day(zone, hours.clone(), minutes), &hours, window);
            }
        }
    }
    assert!(changes > 3_000, "only {changes} transitions were seen");
}

#[test]
fn a_local_day_is_as_long_as_the_clock_makes_it() {
    let berlin: Tz = "Europe/Berlin".parse().expect("a zone");
    let hours = |y, m, d| day(berlin, NaiveDate::from_ymd_opt(y, m, d).expect("a date")).minutes() / 60;
    assert_eq!((hours(2026, 3, 29), hours(2026, 10, 25), hours(2026, 6, 1)), (23, 25, 24));
}

#[test]
fn the_skipped_hour_has_no_slots_and_the_repeated_one_has_them_once() {
    let berlin: Tz = "Europe/Berlin".parse().expect("a zone");
    let calendar = every_day(berlin, vec![Hours { from: 60, until: 240 }], 30);
    let starts = |y, m, d| -> Vec<u16> {
        let date = NaiveDate::from_ymd_opt(y, m, d).expect("a date");
        calendar.slots(day(berlin, date)).iter().map(|s| minute_of_day(&s.start().with_timezone(&berlin))).collect()
    };
    assert_eq!(starts(2026, 3, 29), [60, 90, 180, 210]);
    assert_eq!(starts(2026, 10, 25), [60, 90, 120, 150, 180, 210]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_calendar_keeps_the_rules_in_any_zone(
        zone in 0..TZ_VARIANTS.len(), day_number in 0i64..5_800, from in 0u16..1_200, length in 30u16..600, slot in 5u16..=240,
    ) {
        let hours = vec![Hours { from, until: (from + length).min(DAY_MINUTES) }];
        let start = instant(2020) + TimeDelta::days(day_number);
        let window = Period::new(start, start + TimeDelta::days(3)).expect("a window");
        check(&every_day(TZ_VARIANTS[zone], hours.clone(), slot), &hours, window);
    }

    #[test]
    fn free_slots_are_slots_that_touch_nothing_busy_and_respect_notice_and_horizon(
        zone in 0..TZ_VARIANTS.len(), busy_at in 0i64..2_000, busy_for in 1u16..600, notice in 0u32..3_000, horizon in 1u16..6,
    ) {
        let now = instant(2026) + TimeDelta::minutes(7);
        let mut calendar = every_day(TZ_VARIANTS[zone], vec![Hours { from: 480, until: 1080 }], 30);
        calendar.notice_minutes = notice;
        calendar.horizon_days = horizon;
        let busy = [Period::starting(now + TimeDelta::minutes(busy_at), busy_for)];
        let window = Period::new(now - TimeDelta::days(1), now + TimeDelta::days(9)).expect("a window");
        let all = calendar.slots(window);
        let free = calendar.free(window, &busy, now);
        for slot in &all {
            let open = slot.start() >= now + TimeDelta::minutes(i64::from(notice)) && slot.start() < now + TimeDelta::days(i64::from(horizon));
            prop_assert_eq!(free.contains(slot), open && !slot.overlaps(&busy[0]));
            prop_assert_eq!(calendar.slot_at(slot.start(), now).is_ok(), open && slot.start() > now);
        }
        prop_assert!(free.iter().all(|slot| all.contains(slot)));
    }
}

#[test]
fn an_exception_replaces_the_weekly_hours_of_its_date_only() {
    let zone = chrono_tz::UTC;
    let date = NaiveDate::from_ymd_opt(2026, 5, 4).expect("a date");
    let mut calendar = every_day(zone, vec![Hours { from: 540, until: 600 }], 30);
    calendar.exceptions = vec![
        DateException { date, hours: Vec::new(), note: None },
        DateException { date: date + TimeDelta::days(1), hours: vec![Hours { from: 0, until: 30 }], note: None },
    ];
    let count = |d: NaiveDate| calendar.slots(day(zone, d)).len();
    assert_eq!((count(date), count(date + TimeDelta::days(1)), count(date + TimeDelta::days(2))), (0, 1, 2));
    assert_eq!(calendar.check(), Ok(()));
    assert_eq!(date.weekday(), chrono::Weekday::Mon);
}
