use crate::{at, code, day_at, problems, wish};
use chrono::{NaiveDate, Weekday};
use domain::{
    Caller, Code, Period,
    calendar::{Availability, DateException, Hours, WeeklyHours},
};
use service::{appointment, availability, doctor};
use testkit::{Database, NewDoctor, workdays};

fn mondays() -> Availability {
    Availability {
        zone: chrono_tz::UTC,
        weekly: vec![WeeklyHours { weekday: Weekday::Mon, hours: Hours { from: 600, until: 720 } }],
        exceptions: vec![DateException {
            date: NaiveDate::from_ymd_opt(2026, 3, 9).unwrap(),
            hours: vec![],
            note: Some("conference".into()),
        }],
        slot_minutes: 60,
        notice_minutes: 30,
        horizon_days: 21,
    }
}

fn week() -> Period {
    Period::new(day_at(0, 0), day_at(22, 0)).unwrap()
}

#[tokio::test]
async fn what_a_doctor_sets_is_read_back_previewed_and_seen_by_patients() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor().await;
    availability::set(&services, &doctor.caller, &mondays()).await.unwrap();
    assert_eq!(availability::mine(&services, &doctor.caller).await.unwrap(), mondays());
    let starts = |slots: Vec<Period>| slots.iter().map(Period::start).collect::<Vec<_>>();
    let expected = [day_at(0, 10), day_at(0, 11), day_at(14, 10), day_at(14, 11)];
    assert_eq!(starts(doctor::slots(&services, doctor.id, week()).await.unwrap()), expected);
    assert_eq!(starts(availability::preview(&services, &mondays(), 22).unwrap()), expected);
}

#[tokio::test]
async fn a_calendar_that_cannot_be_is_refused_and_changes_nothing() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor().await;
    let before = availability::mine(&services, &doctor.caller).await.unwrap();
    let overlapping = WeeklyHours { weekday: Weekday::Mon, hours: Hours { from: 700, until: 800 } };
    let mut wrong = mondays();
    wrong.weekly.push(overlapping);
    wrong.exceptions.push(wrong.exceptions[0].clone());
    (wrong.slot_minutes, wrong.notice_minutes, wrong.horizon_days) = (4, 50_000, 366);
    let named = problems(availability::set(&services, &doctor.caller, &wrong).await);
    for field in ["weekly", "exceptions", "slot_minutes", "notice_minutes", "horizon_days"] {
        assert!(named.of(field).is_some(), "{field}");
    }
    assert!(availability::preview(&services, &wrong, 7).is_err());
    assert_eq!(availability::mine(&services, &doctor.caller).await.unwrap(), before);
}

#[tokio::test]
async fn nobody_touches_another_doctors_calendar() {
    let db = Database::fresh().await;
    let services = db.services();
    let (one, other) = (db.doctor().await, db.doctor().await);
    let before = availability::mine(&services, &other.caller).await.unwrap();
    availability::set(&services, &one.caller, &mondays()).await.unwrap();
    assert_eq!(availability::mine(&services, &other.caller).await.unwrap(), before);
    for caller in [Caller::Anonymous, db.patient().await.caller, db.admin().await.caller] {
        assert_eq!(code(availability::set(&services, &caller, &mondays()).await), Code::Forbidden);
        assert_eq!(code(availability::mine(&services, &caller).await), Code::Forbidden);
    }
    assert_eq!(availability::mine(&services, &other.caller).await.unwrap(), before);
}

#[tokio::test]
async fn new_hours_leave_booked_appointments_and_the_clinics_zone_as_they_are() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor_with(NewDoctor { weekly: workdays(9, 17), ..NewDoctor::default() }).await, db.patient().await);
    let booked = appointment::book(&services, &patient.caller, &wish(&doctor, at(15, 0)), None).await.unwrap();
    let elsewhere = Availability { zone: chrono_tz::Asia::Tokyo, ..mondays() };
    availability::set(&services, &doctor.caller, &elsewhere).await.unwrap();
    assert_eq!(appointment::get(&services, &patient.caller, booked.id).await.unwrap(), booked);
    assert_eq!(availability::mine(&services, &doctor.caller).await.unwrap().zone, chrono_tz::UTC);
}
