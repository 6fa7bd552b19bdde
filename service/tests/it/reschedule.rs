use crate::{at, code, day_at, hold, wish};
use chrono::TimeDelta;
use domain::{Code, appointment::Status, booking::Move};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use service::{Error, appointment, availability};
use testkit::{Database, TestPatient, Visit};

#[tokio::test]
async fn moving_keeps_the_status_and_frees_the_old_time() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    let booked = appointment::book(&services, &patients[0].caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    let wished = Move { appointment: booked.id, start: at(14, 0) };
    let moved = appointment::reschedule(&services, &patients[0].caller, &wished).await.unwrap();
    assert_eq!((moved.id, moved.status, moved.period.start(), moved.version), (booked.id, Status::Booked, at(14, 0), 2));
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
    let back = Move { appointment: booked.id, start: at(11, 0) };
    assert!(matches!(appointment::reschedule(&services, &patients[0].caller, &back).await, Err(Error::SlotTaken(_))));
    let by_doctor = Move { appointment: booked.id, start: at(15, 0) };
    assert_eq!(appointment::reschedule(&services, &doctor.caller, &by_doctor).await.unwrap().period.start(), at(15, 0));
}

#[tokio::test]
async fn a_move_ignores_its_own_time() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let booked = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 30)), None).await.unwrap();
    let mut calendar = availability::mine(&services, &doctor.caller).await.unwrap();
    calendar.slot_minutes = 60;
    availability::set(&services, &doctor.caller, &calendar).await.unwrap();
    // From 11:30–12:00 to 11:00–12:00, which overlaps it.
    let moved = appointment::reschedule(&services, &patient.caller, &Move { appointment: booked.id, start: at(11, 0) }).await.unwrap();
    assert_eq!((moved.period.start(), moved.period.end()), (at(11, 0), at(12, 0)));
}

#[tokio::test]
async fn a_move_is_checked_like_a_booking() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, other, patients) = (db.doctor().await, db.doctor().await, db.patients(2).await);
    let booked = appointment::book(&services, &patients[0].caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    db.visit(&Visit::new(&doctor, &patients[1], at(12, 0))).await;
    db.visit(&Visit::new(&other, &patients[0], at(13, 0))).await;
    for (start, expected) in [
        (at(8, 0), Code::StartInPast),
        (at(9, 30), Code::TooSoon),
        (day_at(61, 9), Code::TooFar),
        (at(10, 15), Code::NotASlot),
        (at(13, 0), Code::PatientBusy),
        (at(12, 0), Code::SlotTaken),
    ] {
        let wished = Move { appointment: booked.id, start };
        assert_eq!(code(appointment::reschedule(&services, &patients[0].caller, &wished).await), expected, "{start}");
    }
    assert_eq!(appointment::get(&services, &patients[0].caller, booked.id).await.unwrap(), booked);
}

#[tokio::test]
async fn what_is_over_or_called_off_or_only_held_cannot_be_moved() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let booked = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    appointment::cancel(&services, &patient.caller, booked.id).await.unwrap();
    let held = appointment::book(&services, &patient.caller, &hold(&doctor, at(12, 0)), None).await.unwrap();
    for id in [booked.id, held.id] {
        let wished = Move { appointment: id, start: at(14, 0) };
        assert_eq!(code(appointment::reschedule(&services, &patient.caller, &wished).await), Code::IllegalMove);
    }
}

#[tokio::test]
async fn holds_that_ran_out_are_in_nobodys_way() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, other, patients) = (db.doctor().await, db.doctor().await, db.patients(2).await);
    let booked = appointment::book(&services, &patients[0].caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    // The patient's own, with another doctor, and another patient's with this one.
    appointment::book(&services, &patients[0].caller, &hold(&other, at(14, 0)), None).await.unwrap();
    appointment::book(&services, &patients[1].caller, &hold(&doctor, at(15, 0)), None).await.unwrap();
    db.advance(TimeDelta::minutes(5));
    for start in [at(15, 0), at(14, 0)] {
        let moved = appointment::reschedule(&services, &patients[0].caller, &Move { appointment: booked.id, start }).await;
        assert_eq!(moved.map(|m| m.period.start()).map_err(|e| e.code()), Ok(start));
    }
}

#[tokio::test]
async fn a_visit_whose_time_has_come_is_not_moved_so_that_nobody_opens_a_record_anew() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(3).await);
    let long_ago = db.visit(&Visit::new(&doctor, &patients[0], at(12, 0) - TimeDelta::days(700))).await;
    let asked = Visit { status: Status::Pending, ..Visit::new(&doctor, &patients[1], at(12, 0) - TimeDelta::days(40)) };
    let never_accepted = db.visit(&asked).await;
    let begun = db.visit(&Visit::new(&doctor, &patients[2], db.now())).await;
    for appointment in [long_ago, never_accepted, begun] {
        let wished = Move { appointment, start: at(14, 0) };
        assert_eq!(code(appointment::reschedule(&services, &doctor.caller, &wished).await), Code::IllegalMove);
    }
    let wished = Move { appointment: begun, start: at(14, 0) };
    assert_eq!(code(appointment::reschedule(&services, &patients[2].caller, &wished).await), Code::IllegalMove);
}

/// Subject and text of the mails to a patient, oldest first.
async fn letters(db: &Database, to: &TestPatient) -> Vec<(String, String)> {
    let mut all = service::mail::waiting(&db.services()).await.unwrap();
    all.reverse();
    all.into_iter().filter(|mail| mail.recipient == to.email).map(|mail| (mail.subject, mail.body)).collect()
}

async fn reached(db: &Database, patient: &TestPatient) {
    let row = entity::account::ActiveModel { id: Set(patient.user.0), email_verified_at: Set(Some(db.now())), ..Default::default() };
    row.update(db.connection()).await.unwrap();
}

#[tokio::test]
async fn a_patient_is_told_by_mail_what_the_doctor_does_with_their_visit_and_nothing_of_what_they_do_themselves() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    reached(&db, &patient).await;
    let booked = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    let step = |start| Move { appointment: booked.id, start };
    appointment::reschedule(&services, &patient.caller, &step(at(12, 0))).await.unwrap();
    assert_eq!(letters(&db, &patient).await, []);
    appointment::reschedule(&services, &doctor.caller, &step(at(12, 0))).await.unwrap();
    assert_eq!(letters(&db, &patient).await, [], "nor of a move that moves nothing");
    appointment::reschedule(&services, &doctor.caller, &step(at(14, 0))).await.unwrap();
    appointment::cancel(&services, &doctor.caller, booked.id).await.unwrap();
    let asked = Visit { status: Status::Pending, ..Visit::new(&doctor, &patient, at(15, 0)) };
    let asked = db.visit(&asked).await;
    appointment::act(&services, &doctor.caller, asked, domain::appointment::Act::Accept).await.unwrap();
    let told = letters(&db, &patient).await;
    let subjects: Vec<&str> = told.iter().map(|(subject, _)| &**subject).collect();
    assert_eq!(subjects, ["Your visit was moved", "Your visit was called off", "Your visit is agreed"]);
    assert!(told[0].1.contains("12:00") && told[0].1.contains("14:00"), "{}", told[0].1);
    assert!(
        told.iter().all(|(_, text)| !text.contains("Doctor ") && !text.contains(&doctor.id.to_string())),
        "a mail does not say whom one sees"
    );
}

#[tokio::test]
async fn an_address_that_nobody_has_shown_to_be_theirs_reads_of_no_visits() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let booked = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    appointment::cancel(&services, &doctor.caller, booked.id).await.unwrap();
    assert_eq!(letters(&db, &patient).await, []);
}
