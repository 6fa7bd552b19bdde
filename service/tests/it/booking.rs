use crate::{at, code, day_at, problems, wish};
use chrono::NaiveDate;
use domain::{
    AppointmentId, Caller, Code, DoctorId, SymptomReportId,
    appointment::{Mode, Status},
    booking::NewAppointment,
    calendar::DateException,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use service::{Error, appointment, doctor, symptom};
use testkit::{Database, NewDoctor, TestDoctor, Visit};

#[tokio::test]
async fn a_patient_books_a_slot_and_both_sides_see_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let new = NewAppointment { reason: Some("  a \u{202e}cough\u{200b}  ".into()), ..wish(&doctor, at(10, 30)) };
    let booked = appointment::book(&services, &patient.caller, &new, None).await.unwrap();
    assert_eq!((booked.status, booked.period.start(), booked.period.minutes()), (Status::Booked, at(10, 30), 30));
    assert_eq!((booked.reason.as_deref(), booked.hold_until, booked.version), (Some("a cough"), None, 1));
    for caller in [patient.caller, doctor.caller, db.admin().await.caller] {
        assert_eq!(appointment::get(&services, &caller, booked.id).await.unwrap(), booked);
    }
    assert_eq!(appointment::next(&services, &patient.caller).await.unwrap(), Some(booked));
}

#[tokio::test]
async fn who_may_not_book_learns_so_first() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor().await;
    let nonsense = NewAppointment { doctor: DoctorId(service::ids::new()), ..wish(&doctor, at(3, 7)) };
    for (caller, expected) in
        [(Caller::Anonymous, Code::Unauthenticated), (doctor.caller, Code::Forbidden), (db.admin().await.caller, Code::Forbidden)]
    {
        assert_eq!(code(appointment::book(&services, &caller, &nonsense, Some("bad key")).await), expected);
    }
}

#[tokio::test]
async fn each_check_has_its_code() {
    let db = Database::fresh().await;
    let services = db.services();
    let patient = db.patient().await;
    let off = DateException { date: NaiveDate::from_ymd_opt(2026, 3, 3).unwrap(), hours: vec![], note: None };
    let doctor = db.doctor_with(NewDoctor { exceptions: vec![off], horizon_days: 14, ..NewDoctor::default() }).await;
    for (start, expected) in [
        (at(8, 30), Code::StartInPast),
        (at(9, 0), Code::StartInPast),
        (at(9, 30), Code::TooSoon),
        (day_at(14, 9), Code::TooFar),
        (at(10, 15), Code::NotASlot),
        (at(17, 0), Code::NotASlot),
        (day_at(1, 10), Code::NotASlot),
        (day_at(5, 10), Code::NotASlot),
    ] {
        assert_eq!(code(appointment::book(&services, &patient.caller, &wish(&doctor, start), None).await), expected, "{start}");
    }
    let video = NewAppointment { mode: Mode::Telehealth, ..wish(&doctor, at(10, 0)) };
    assert!(problems(appointment::book(&services, &patient.caller, &video, None).await).of("mode").is_some());
    let long = NewAppointment { reason: Some("x".repeat(501)), ..wish(&doctor, at(10, 0)) };
    assert!(problems(appointment::book(&services, &patient.caller, &long, None).await).of("reason").is_some());
    assert_eq!(entity::appointment::Entity::find().count(db.connection()).await.unwrap(), 0);
}

#[tokio::test]
async fn the_checks_answer_in_their_order() {
    let db = Database::fresh().await;
    let services = db.services();
    let patients = db.patients(2).await;
    let (doctor, other) = (db.doctor().await, db.doctor().await);
    let book = async |doctor: &TestDoctor, start| code(appointment::book(&services, &patients[0].caller, &wish(doctor, start), None).await);
    let absent = NewAppointment { doctor: DoctorId(service::ids::new()), ..wish(&doctor, at(8, 0)) };
    assert_eq!(code(appointment::book(&services, &patients[0].caller, &absent, None).await), Code::NotFound);
    for closed in [
        NewDoctor { verified: false, ..NewDoctor::default() },
        NewDoctor { is_active: false, ..NewDoctor::default() },
        NewDoctor { license_expires: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), ..NewDoctor::default() },
    ] {
        // Not bookable comes before the past.
        let closed = db.doctor_with(closed).await;
        assert_eq!(book(&closed, at(8, 0)).await, Code::DoctorNotBookable);
    }
    db.visit(&Visit::new(&doctor, &patients[1], at(11, 0))).await;
    assert_eq!(book(&doctor, at(11, 0)).await, Code::SlotTaken);
    // The patient's own clash comes before the taken slot.
    db.visit(&Visit::new(&other, &patients[0], at(11, 0))).await;
    assert_eq!(book(&doctor, at(11, 0)).await, Code::PatientBusy);
    // A slot that is none comes before both.
    assert_eq!(book(&doctor, at(11, 15)).await, Code::NotASlot);
}

#[tokio::test]
async fn the_loser_is_told_the_three_nearest_free_slots() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(4).await);
    let taken = [at(12, 0), at(12, 30), at(11, 30)];
    for (patient, start) in patients.iter().zip(taken) {
        db.visit(&Visit::new(&doctor, patient, start)).await;
    }
    let lost = appointment::book(&services, &patients[3].caller, &wish(&doctor, at(12, 0)), None).await;
    let Err(Error::SlotTaken(free)) = lost else { panic!("not taken: {lost:?}") };
    assert_eq!(free.iter().map(|slot| slot.start()).collect::<Vec<_>>(), [at(10, 30), at(11, 0), at(13, 0)]);
    assert!(appointment::book(&services, &patients[3].caller, &wish(&doctor, free[0].start()), None).await.is_ok());
}

#[tokio::test]
async fn the_first_and_last_bookable_instants_are_where_notice_and_horizon_say() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor_with(NewDoctor { horizon_days: 14, ..NewDoctor::default() }).await, db.patient().await);
    assert!(appointment::book(&services, &patient.caller, &wish(&doctor, at(10, 0)), None).await.is_ok());
    db.set_now(at(9, 30));
    assert!(appointment::book(&services, &patient.caller, &wish(&doctor, day_at(14, 9)), None).await.is_ok());
}

#[tokio::test]
async fn a_doctor_who_asks_first_gets_a_request() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor_with(NewDoctor { asks_first: true, ..NewDoctor::default() }).await, db.patient().await);
    let asked = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    assert_eq!(asked.status, Status::Pending);
    let accepted = appointment::act(&services, &doctor.caller, asked.id, domain::appointment::Act::Accept).await.unwrap();
    assert_eq!(accepted.status, Status::Booked);
}

#[tokio::test]
async fn an_overbooked_row_stands_outside_the_rules() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    db.visit(&Visit { overbooked: true, ..Visit::new(&doctor, &patients[0], at(11, 0)) }).await;
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
}

#[tokio::test]
async fn booking_claims_an_unowned_report_and_shows_it_to_the_doctor() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, stranger) = (db.doctor().await, db.doctor().await);
    let patients = db.patients(2).await;
    let report = db.report(None).await;
    let with = |report, start| NewAppointment { report: Some(report), ..wish(&doctor, start) };
    let booked = appointment::book(&services, &patients[0].caller, &with(report, at(11, 0)), None).await.unwrap();
    assert_eq!(booked.report.map(|r| r.id), Some(report));
    assert!(symptom::report(&services, &doctor.caller, report).await.is_ok());
    for caller in [Caller::Anonymous, patients[1].caller, stranger.caller] {
        assert_eq!(code(symptom::report(&services, &caller, report).await), Code::NotFound);
    }
    // Their own again: yes. Somebody else's, or none at all: no, and nothing is booked.
    assert!(appointment::book(&services, &patients[0].caller, &with(report, at(12, 0)), None).await.is_ok());
    for report in [report, SymptomReportId(service::ids::new())] {
        assert_eq!(code(appointment::book(&services, &patients[1].caller, &with(report, at(13, 0)), None).await), Code::NotFound);
    }
    let open = doctor::slots(&services, doctor.id, domain::Period::starting(at(13, 0), 30)).await.unwrap();
    assert_eq!(open.len(), 1);
}

#[tokio::test]
async fn somebody_elses_appointment_is_absent_whatever_is_asked_of_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, owner) = (db.doctor().await, db.patient().await);
    let booked = appointment::book(&services, &owner.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    let nobodys = AppointmentId(service::ids::new());
    for caller in [db.patient().await.caller, db.doctor().await.caller] {
        let mut answers = Vec::new();
        for id in [booked.id, nobodys] {
            let wish = domain::booking::Move { appointment: id, start: at(12, 0) };
            answers.push(format!(
                "{:?} {:?} {:?} {:?} {:?}",
                appointment::get(&services, &caller, id).await,
                appointment::cancel(&services, &caller, id).await,
                appointment::confirm(&services, &caller, id, "").await,
                appointment::reschedule(&services, &caller, &wish).await,
                appointment::act(&services, &caller, id, domain::appointment::Act::CheckIn).await,
            ));
        }
        assert_eq!(answers[0], answers[1]);
        let all = appointment::List { limit: 20, ..appointment::List::default() };
        assert_eq!(appointment::list(&services, &caller, &all).await.unwrap().items, []);
    }
    assert_eq!(appointment::get(&services, &owner.caller, booked.id).await.unwrap(), booked);
}
