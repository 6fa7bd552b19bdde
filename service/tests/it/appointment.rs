use crate::{at, code, day_at, hold, wish};
use chrono::TimeDelta;
use domain::{
    AppointmentId, Caller, Code, Period,
    appointment::{Act, Appointment, MOST_COMING, MOST_COMING_WITH_ONE, Status},
};
use sea_orm::EntityTrait;
use service::{
    Services,
    appointment::{self, Between, List, When},
};
use testkit::{Database, NewDoctor, TestDoctor, TestPatient, Visit, every_day};

async fn all(services: &Services, caller: &Caller, when: When, limit: u16) -> Vec<Appointment> {
    all_between(services, caller, when, limit, Between::default()).await
}

async fn all_between(services: &Services, caller: &Caller, when: When, limit: u16, span: Between) -> Vec<Appointment> {
    let (mut found, mut list) = (Vec::new(), List { when, after: None, limit });
    loop {
        let page = appointment::list_between(services, caller, &list, span).await.unwrap();
        found.extend(page.items);
        match page.next {
            Some(next) => list.after = Some(next),
            None => return found,
        }
    }
}

#[tokio::test]
async fn calling_off_frees_the_time_at_once() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    for by in [patients[0].caller, doctor.caller] {
        let booked = appointment::book(&services, &patients[0].caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
        let off = appointment::cancel(&services, &by, booked.id).await.unwrap();
        assert_eq!((off.status, off.version), (Status::Cancelled, 2));
        assert_eq!(code(appointment::cancel(&services, &by, booked.id).await), Code::IllegalMove);
    }
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
}

#[tokio::test]
async fn who_calls_off_may_say_why_and_both_read_it_and_nobody_else_does() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, ann, other) = (db.doctor().await, db.patient().await, db.patient().await);
    let booked = appointment::book(&services, &ann.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    let long = "x".repeat(domain::text::REASON_MAX + 1);
    let refused = appointment::cancel_saying(&services, &ann.caller, booked.id, &long).await;
    assert!(crate::problems(refused).of("reason").is_some());
    let off = appointment::cancel_saying(&services, &ann.caller, booked.id, " I feel well again ").await.unwrap();
    assert_eq!(off.cancel_reason.as_deref(), Some("I feel well again"));
    for reader in [&ann.caller, &doctor.caller] {
        let read = appointment::get(&services, reader, booked.id).await.unwrap();
        assert_eq!(read.cancel_reason.as_deref(), Some("I feel well again"));
    }
    assert_eq!(code(appointment::get(&services, &other.caller, booked.id).await), Code::NotFound);
    let row = entity::appointment::Entity::find_by_id(booked.id.0).one(db.connection()).await.unwrap().unwrap();
    let lying = row.cancel_reason.unwrap();
    assert!(!lying.windows(4).any(|four| four == b"well"), "it lies sealed");
    let again = appointment::book(&services, &ann.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    assert_eq!(appointment::cancel(&services, &ann.caller, again.id).await.unwrap().cancel_reason, None, "nobody has to say why");
}

#[tokio::test]
async fn a_hold_that_was_called_off_cannot_be_confirmed() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let held = appointment::book(&services, &patient.caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    assert_eq!(appointment::cancel(&services, &patient.caller, held.id).await.unwrap().status, Status::Cancelled);
    assert!(appointment::confirm(&services, &patient.caller, held.id, "").await.is_err());
}

#[tokio::test]
async fn a_visit_goes_its_way_step_by_step() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let id = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.unwrap().id;
    for (by, act, expected) in [
        (patient.caller, Act::CheckIn, Status::CheckedIn),
        (doctor.caller, Act::Arrive, Status::Arrived),
        (doctor.caller, Act::Complete, Status::Fulfilled),
    ] {
        assert_eq!(appointment::act(&services, &by, id, act).await.unwrap().status, expected);
    }
    assert_eq!(appointment::get(&services, &patient.caller, id).await.unwrap().version, 4);
    for act in Act::ALL {
        assert_eq!(code(appointment::act(&services, &doctor.caller, id, act).await), Code::IllegalMove, "{act:?}");
    }
}

/// A visit in `status`, with a day to itself.
async fn in_status(db: &Database, doctor: &TestDoctor, patient: &TestPatient, status: Status, day: i64) -> AppointmentId {
    let hold_until = (status == Status::Proposed).then(|| db.now() + TimeDelta::minutes(5));
    db.visit(&Visit { status, hold_until, ..Visit::new(doctor, patient, day_at(-day - 1, 11)) }).await
}

#[tokio::test]
async fn the_service_makes_exactly_the_moves_of_the_table() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient, boss) = (db.doctor().await, db.patient().await, db.admin().await);
    let mut day = 0;
    for from in Status::ALL {
        for act in [Act::Accept, Act::CheckIn, Act::Arrive, Act::Complete, Act::NoShow, Act::EnterInError] {
            for (caller, actor) in [
                (patient.caller, domain::appointment::Actor::Patient),
                (doctor.caller, domain::appointment::Actor::Doctor),
                (boss.caller, domain::appointment::Actor::Admin),
            ] {
                day += 1;
                let id = in_status(&db, &doctor, &patient, from, day).await;
                let done = appointment::act(&services, &caller, id, act).await;
                let expected = from.after(act, actor, false).map_err(|_| Code::IllegalMove);
                assert_eq!(done.map(|a| a.status).map_err(|e| e.code()), expected, "{from:?} {act:?} {actor:?}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_misses_a_visit_before_it_starts_or_checks_in_or_is_seen_days_early() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let id = appointment::book(&services, &patient.caller, &wish(&doctor, day_at(1, 10)), None).await.unwrap().id;
    assert_eq!(code(appointment::act(&services, &patient.caller, id, Act::CheckIn).await), Code::IllegalMove);
    db.set_now(day_at(1, 7));
    assert_eq!(code(appointment::act(&services, &doctor.caller, id, Act::NoShow).await), Code::IllegalMove);
    assert_eq!(code(appointment::act(&services, &patient.caller, id, Act::CheckIn).await), Code::IllegalMove, "three hours before");
    db.set_now(day_at(1, 8));
    assert!(appointment::act(&services, &patient.caller, id, Act::CheckIn).await.is_ok());
    // Nor is a visit of next week over today.
    let next_week = appointment::book(&services, &patient.caller, &wish(&doctor, day_at(8, 10)), None).await.unwrap().id;
    for act in [Act::CheckIn, Act::Arrive, Act::Complete] {
        assert_eq!(code(appointment::act(&services, &doctor.caller, next_week, act).await), Code::IllegalMove, "{act:?}");
    }
    // Who has checked in can still find that it does not suit.
    assert_eq!(appointment::cancel(&services, &patient.caller, id).await.unwrap().status, Status::Cancelled);
    let late = appointment::book(&services, &patient.caller, &wish(&doctor, day_at(1, 11)), None).await.unwrap().id;
    db.set_now(day_at(1, 11));
    assert_eq!(appointment::act(&services, &doctor.caller, late, Act::NoShow).await.unwrap().status, Status::Noshow);
}

#[tokio::test]
async fn one_patient_cannot_take_all_of_a_doctors_times() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctors, patient) = (db.doctors_with(vec![NewDoctor::default(); 4]).await, db.patient().await);
    let mut booked = Vec::new();
    for (day, doctor) in (1..).zip(&doctors) {
        let mut with_one = 0;
        for slot in 0..8 {
            let start = day_at(day, 9) + TimeDelta::minutes(30 * slot);
            match appointment::book(&services, &patient.caller, &wish(doctor, start), None).await {
                Ok(_) => with_one += 1,
                Err(error) => assert_eq!(error.code(), Code::TooManyBookings),
            }
        }
        booked.push(with_one);
    }
    assert_eq!(booked, [MOST_COMING_WITH_ONE, MOST_COMING_WITH_ONE, MOST_COMING_WITH_ONE, MOST_COMING - 3 * MOST_COMING_WITH_ONE]);
}

#[tokio::test]
async fn an_entry_made_in_error_frees_its_time() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients, boss) = (db.doctor().await, db.patients(2).await, db.admin().await);
    let id = appointment::book(&services, &patients[0].caller, &wish(&doctor, at(11, 0)), None).await.unwrap().id;
    assert_eq!(code(appointment::act(&services, &doctor.caller, id, Act::EnterInError).await), Code::IllegalMove);
    appointment::act(&services, &boss.caller, id, Act::EnterInError).await.unwrap();
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
}

#[tokio::test]
async fn the_lists_show_each_appointment_once_and_in_order() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctors = db.doctors_with(vec![NewDoctor::default(); 2]).await;
    let patient = db.patient().await;
    let mut visits: Vec<Visit> = (1..=23).map(|n| Visit::new(&doctors[0], &patient, at(9, 0) + TimeDelta::hours(n))).collect();
    visits
        .extend((1..=21).map(|n| Visit { status: Status::Fulfilled, ..Visit::new(&doctors[0], &patient, at(9, 0) - TimeDelta::hours(n)) }));
    // Called off at the same instant: the id decides.
    visits.extend((0..9).map(|n| Visit { status: Status::Cancelled, ..Visit::new(&doctors[n % 2], &patient, at(12, 0)) }));
    db.visits(&visits).await;
    for limit in [1, 4, 100] {
        let upcoming = all(&services, &patient.caller, When::Upcoming, limit).await;
        assert_eq!(upcoming.len(), 23, "{limit}");
        assert!(upcoming.windows(2).all(|w| w[0].period < w[1].period));
        let past = all(&services, &patient.caller, When::Past, limit).await;
        assert_eq!(past.len(), 30, "{limit}");
        assert!(past.windows(2).all(|w| (w[0].period.start(), w[0].id) > (w[1].period.start(), w[1].id)));
    }
    assert_eq!(code(appointment::list(&services, &Caller::Anonymous, &List { limit: 5, ..List::default() }).await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_span_shows_what_begins_in_it_page_by_page_and_its_end_no_more() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let mut visits: Vec<Visit> = (1..=12).map(|n| Visit::new(&doctor, &patient, at(9, 0) + TimeDelta::hours(n))).collect();
    visits.extend((1..=12).map(|n| Visit { status: Status::Fulfilled, ..Visit::new(&doctor, &patient, at(9, 0) - TimeDelta::hours(n)) }));
    db.visits(&visits).await;
    let hours = |n: i64| Some(at(9, 0) + TimeDelta::hours(n));
    for (from, until, upcoming, past) in [
        (None, None, 12, 12),
        (hours(3), None, 10, 0),
        (None, hours(3), 2, 12),
        (hours(-5), hours(4), 3, 5),
        (hours(2), hours(2), 0, 0),
        (hours(5), hours(2), 0, 0),
    ] {
        for limit in [1, 2, 100] {
            for (when, count) in [(When::Upcoming, upcoming), (When::Past, past)] {
                let found = all_between(&services, &patient.caller, when, limit, Between { from, until }).await;
                assert_eq!(found.len(), count, "{from:?} {until:?} {when:?} {limit}");
                let is_in = |start| from.is_none_or(|from| from <= start) && until.is_none_or(|until| start < until);
                assert!(found.iter().all(|a| is_in(a.period.start())));
            }
        }
    }
}

#[tokio::test]
async fn the_agenda_shows_a_doctors_own_day_without_holds_and_what_was_called_off() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor_with(NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }).await;
    let (other, patients) = (db.doctor().await, db.patients(8).await);
    let statuses = [Status::Pending, Status::Booked, Status::CheckedIn, Status::Arrived, Status::Fulfilled, Status::Noshow];
    let mut visits: Vec<Visit> =
        (10..).zip(statuses).map(|(hour, status)| Visit { status, ..Visit::new(&doctor, &patients[0], at(hour, 0)) }).collect();
    visits.push(Visit { status: Status::Cancelled, ..Visit::new(&doctor, &patients[1], at(10, 0)) });
    visits.push(Visit { status: Status::Proposed, hold_until: Some(at(9, 5)), ..Visit::new(&doctor, &patients[2], at(17, 0)) });
    visits.push(Visit::new(&doctor, &patients[3], day_at(1, 10)));
    visits.push(Visit::new(&other, &patients[4], at(10, 0)));
    db.visits(&visits).await;
    let today = Period::new(day_at(0, 0), day_at(1, 0)).unwrap();
    let agenda = appointment::agenda(&services, &doctor.caller, today).await.unwrap();
    assert_eq!(agenda.iter().map(|a| a.status).collect::<Vec<_>>(), statuses);
    assert_eq!(code(appointment::agenda(&services, &patients[0].caller, today).await), Code::Forbidden);
}
