use crate::{at, code, problems, wish};
use domain::Code;
use sea_orm::{EntityTrait, PaginatorTrait};
use service::appointment;
use std::sync::Arc;
use testkit::{Database, Visit};
use tokio::{sync::Barrier, task::JoinSet};

async fn stored(db: &Database) -> u64 {
    entity::appointment::Entity::find().count(db.connection()).await.unwrap()
}

#[tokio::test]
async fn a_repeated_key_gets_the_first_answer_whatever_happened_since() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let first = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), Some("key-1")).await.unwrap();
    appointment::cancel(&services, &patient.caller, first.id).await.unwrap();
    db.set_now(at(12, 0));
    let again = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), Some("key-1")).await.unwrap();
    assert_eq!((again, stored(&db).await), (first, 1));
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), Some("key-1")).await.unwrap();
    let other = appointment::book(&services, &patient.caller, &wish(&doctor, at(12, 0)), Some("key-1")).await;
    assert_eq!((code(other), stored(&db).await), (Code::IdempotencyMismatch, 1));
}

#[tokio::test]
async fn two_people_with_the_same_key_do_not_meet() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctors, patients) = ([db.doctor().await, db.doctor().await], db.patients(2).await);
    let one = appointment::book(&services, &patients[0].caller, &wish(&doctors[0], at(11, 0)), Some("key-1")).await.unwrap();
    let two = appointment::book(&services, &patients[1].caller, &wish(&doctors[1], at(11, 0)), Some("key-1")).await.unwrap();
    assert_ne!(one.id, two.id);
    assert_eq!(two.patient.id, patients[1].id);
}

#[tokio::test]
async fn a_refusal_does_not_use_up_the_key() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    let visit = db.visit(&Visit::new(&doctor, &patients[1], at(11, 0))).await;
    let wished = wish(&doctor, at(11, 0));
    assert_eq!(code(appointment::book(&services, &patients[0].caller, &wished, Some("key-1")).await), Code::SlotTaken);
    appointment::cancel(&services, &patients[1].caller, visit).await.unwrap();
    assert!(appointment::book(&services, &patients[0].caller, &wished, Some("key-1")).await.is_ok());
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    for key in ["", "with space", "line\nbreak", "ключ", &"k".repeat(201)] {
        let refused = appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), Some(key)).await;
        assert!(problems(refused).of("Idempotency-Key").is_some(), "{key:?}");
    }
    let longest = "k".repeat(200);
    assert!(appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), Some(&longest)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_repetitions_at_once_have_one_effect_and_equal_answers() {
    let db = Database::fresh().await;
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let barrier = Arc::new(Barrier::new(200));
    let mut all = JoinSet::new();
    for _ in 0..200 {
        let (services, barrier, caller, wished) = (db.services(), barrier.clone(), patient.caller, wish(&doctor, at(11, 0)));
        all.spawn(async move {
            barrier.wait().await;
            appointment::book(&services, &caller, &wished, Some("key-1")).await
        });
    }
    let answers: Vec<_> = all.join_all().await.into_iter().map(|answer| answer.expect("the first answer")).collect();
    assert!(answers.windows(2).all(|w| w[0] == w[1]));
    assert_eq!(stored(&db).await, 1);
}
