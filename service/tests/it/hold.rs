use crate::{at, code, hold, problems, wish};
use chrono::TimeDelta;
use domain::{
    Code,
    appointment::{HOLD_MINUTES, Status},
};
use service::{Error, appointment};
use testkit::{Database, NewDoctor};

#[tokio::test]
async fn a_hold_keeps_others_out_until_it_is_confirmed() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    let held = appointment::book(&services, &patients[0].caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    assert_eq!((held.status, held.hold_until), (Status::Proposed, Some(db.now() + TimeDelta::minutes(i64::from(HOLD_MINUTES)))));
    let other = appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await;
    assert!(matches!(other, Err(Error::SlotTaken(_))), "{other:?}");
    let long = appointment::confirm(&services, &patients[0].caller, held.id, &"x".repeat(501)).await;
    assert!(problems(long).of("reason").is_some());
    let booked = appointment::confirm(&services, &patients[0].caller, held.id, "a cough").await.unwrap();
    assert_eq!((booked.status, booked.hold_until, booked.reason.as_deref()), (Status::Booked, None, Some("a cough")));
    assert_eq!(code(appointment::confirm(&services, &patients[0].caller, held.id, "").await), Code::IllegalMove);
}

#[tokio::test]
async fn a_hold_with_a_doctor_who_asks_first_becomes_a_request() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor_with(NewDoctor { asks_first: true, ..NewDoctor::default() }).await, db.patient().await);
    let held = appointment::book(&services, &patient.caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    assert_eq!(appointment::confirm(&services, &patient.caller, held.id, "").await.unwrap().status, Status::Pending);
}

#[tokio::test]
async fn a_hold_runs_out_and_the_next_patient_gets_the_slot() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    let held = appointment::book(&services, &patients[0].caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    db.advance(TimeDelta::minutes(i64::from(HOLD_MINUTES)));
    assert_eq!(code(appointment::confirm(&services, &patients[0].caller, held.id, "").await), Code::Expired);
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
    assert_eq!(code(appointment::confirm(&services, &patients[0].caller, held.id, "").await), Code::Expired);
    let all = appointment::List { limit: 20, ..appointment::List::default() };
    assert_eq!(appointment::list(&services, &patients[0].caller, &all).await.unwrap().items, []);
}

#[tokio::test]
async fn holding_the_same_slot_again_keeps_the_hold_and_its_end() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let first = appointment::book(&services, &patient.caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    db.advance(TimeDelta::minutes(2));
    assert_eq!(appointment::book(&services, &patient.caller, &hold(&doctor, at(11, 0)), None).await.unwrap(), first);
}

#[tokio::test]
async fn a_patient_holds_one_slot_at_a_time() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    let first = appointment::book(&services, &patients[0].caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    appointment::book(&services, &patients[0].caller, &hold(&doctor, at(12, 0)), None).await.unwrap();
    let gone = appointment::get(&services, &patients[0].caller, first.id).await.unwrap();
    assert_eq!((gone.status, gone.version), (Status::Cancelled, first.version + 1), "who knows the old version must ask again");
    let of_hold = |entry: &&entity::audit::Model| entry.action == "appointment.expire" && entry.object == first.id.to_string();
    assert_eq!(crate::audit::entries(&db).await.iter().filter(of_hold).count(), 1);
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
}

#[tokio::test]
async fn booking_the_held_slot_directly_takes_the_hold_with_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    appointment::book(&services, &patient.caller, &hold(&doctor, at(11, 0)), None).await.unwrap();
    let booked = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.unwrap();
    assert_eq!(booked.status, Status::Booked);
}
