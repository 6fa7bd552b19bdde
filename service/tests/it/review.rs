//! What patients say of doctors.

use crate::at;
use chrono::TimeDelta;
use domain::page::Page;
use domain::{
    Code,
    appointment::Status,
    review::{Review, ReviewEdit},
};
use service::review;
use testkit::{Database, Visit};

fn edit(rating: &str, text: &str) -> ReviewEdit {
    ReviewEdit { rating: rating.into(), text: text.into() }
}

#[tokio::test]
async fn a_review_comes_after_a_visit_once_and_can_be_changed() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    db.visit(&Visit::new(&doctor, &ann, at(12, 0))).await;
    let write = async |text: &ReviewEdit| review::write(&services, &ann.caller, doctor.id, text).await.map_err(|error| error.code());
    assert_eq!(write(&edit("5", "kind")).await.unwrap_err(), Code::ValidationError, "the visit is still to come");
    db.visit(&Visit { status: Status::Fulfilled, ..Visit::new(&doctor, &ann, at(8, 0)) }).await;
    assert_eq!(write(&edit("0", "")).await.unwrap_err(), Code::ValidationError);
    let first = write(&edit("5", "kind")).await.unwrap();
    let second = write(&edit("2", "late")).await.unwrap();
    assert_eq!((first.id, second.rating, second.text.as_str()), (second.id, 2, "late"));
    let all = review::list(&services, &domain::Caller::Anonymous, doctor.id, None, 10).await.unwrap();
    assert_eq!(all.items.len(), 1);
    assert_eq!(rating(&db, doctor.id).await, (2, 1));
    let other = review::write(&services, &doctor.caller, doctor.id, &edit("5", "")).await;
    assert_eq!(other.unwrap_err().code(), Code::Forbidden);
    let absent = review::write(&services, &ann.caller, domain::DoctorId(service::ids::new()), &edit("5", "")).await;
    assert_eq!(absent.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn the_doctor_answers_and_changes_no_word_of_it() {
    let db = Database::fresh().await;
    let (services, ann, doctor, other) = (db.services(), db.patient().await, db.doctor().await, db.doctor().await);
    db.visit(&Visit { status: Status::Fulfilled, ..Visit::new(&doctor, &ann, at(8, 0)) }).await;
    let said = review::write(&services, &ann.caller, doctor.id, &edit("3", "a long wait")).await.unwrap();
    assert_eq!(review::answer(&services, &other.caller, said.id, "x").await.unwrap_err().code(), Code::NotFound);
    let answered = review::answer(&services, &doctor.caller, said.id, "I am sorry.").await.unwrap();
    assert_eq!(answered.answer.as_deref(), Some("I am sorry."));
    assert_eq!(review::answer(&services, &doctor.caller, said.id, " ").await.unwrap().answer, None);
    use sea_orm::ConnectionTrait;
    let tx = services.begin(&doctor.caller).await.unwrap();
    let past = tx.execute_unprepared(&format!("update review set rating = 5 where id = '{}'", said.id)).await;
    assert!(past.is_err(), "the database holds the stars to the patient");
}

#[tokio::test]
async fn what_an_administrator_takes_out_of_sight_counts_no_more_and_its_author_reads_why() {
    let db = Database::fresh().await;
    let (services, ann, doctor, admin) = (db.services(), db.patient().await, db.doctor().await, db.admin().await);
    db.visit(&Visit { status: Status::Fulfilled, ..Visit::new(&doctor, &ann, at(8, 0)) }).await;
    let said = review::write(&services, &ann.caller, doctor.id, &edit("1", "names the nurse")).await.unwrap();
    for caller in [ann.caller, doctor.caller] {
        assert_eq!(review::hide(&services, &caller, said.id, Some("x")).await.unwrap_err().code(), Code::Forbidden);
    }
    assert_eq!(review::hide(&services, &admin.caller, said.id, Some(" ")).await.unwrap_err().code(), Code::ValidationError);
    review::hide(&services, &admin.caller, said.id, Some("It names a person.")).await.unwrap();
    assert!(review::list(&services, &ann.caller, doctor.id, None, 10).await.unwrap().items.is_empty());
    assert_eq!(rating(&db, doctor.id).await, (0, 0));
    let mine = review::mine(&services, &ann.caller).await.unwrap();
    assert_eq!(mine[0].hidden_why.as_deref(), Some("It names a person."));
    assert_eq!(review::get(&services, &db.patient().await.caller, said.id).await.unwrap_err().code(), Code::NotFound);
    review::hide(&services, &admin.caller, said.id, None).await.unwrap();
    assert_eq!(rating(&db, doctor.id).await, (1, 1));
    assert_eq!(review::newest(&services, &admin.caller, None, 10).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn reviews_are_turned_page_by_page() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    for n in 0..5 {
        let patient = db.patient().await;
        db.visit(&Visit { status: Status::Fulfilled, minutes: 5, ..Visit::new(&doctor, &patient, at(7, n * 5)) }).await;
        review::write(&services, &patient.caller, doctor.id, &edit("4", &format!("n{n}"))).await.unwrap();
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = review::list(&services, &domain::Caller::Anonymous, doctor.id, after.as_deref(), 2).await.unwrap();
        seen.extend(page.items.into_iter().map(|review| review.text));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["n4", "n3", "n2", "n1", "n0"]);
}

#[tokio::test]
async fn who_turns_pages_misses_nothing_when_the_last_row_changes_or_goes_out_of_sight() {
    let db = Database::fresh().await;
    let (services, doctor, admin) = (db.services(), db.doctor().await, db.admin().await);
    let mut patients = Vec::new();
    for n in 0..4 {
        let patient = db.patient().await;
        db.visit(&Visit { status: Status::Fulfilled, minutes: 5, ..Visit::new(&doctor, &patient, at(7, n * 5)) }).await;
        review::write(&services, &patient.caller, doctor.id, &edit("4", &format!("n{n}"))).await.unwrap();
        patients.push(patient);
    }
    let (anybody, texts) =
        (domain::Caller::Anonymous, |page: &Page<Review>| page.items.iter().map(|one| one.text.clone()).collect::<Vec<_>>());
    let first = review::list(&services, &anybody, doctor.id, None, 2).await.unwrap();
    let judged = review::newest(&services, &admin.caller, None, 2).await.unwrap();
    assert_eq!((texts(&first), texts(&judged)), (vec!["n3".to_owned(), "n2".to_owned()], vec!["n3".to_owned(), "n2".to_owned()]));
    db.advance(TimeDelta::minutes(5));
    review::write(&services, &patients[2].caller, doctor.id, &edit("5", "n2, later")).await.unwrap();
    review::hide(&services, &admin.caller, first.items[1].id, Some("It names a person.")).await.unwrap();
    let rest = review::list(&services, &anybody, doctor.id, first.next.as_deref(), 2).await.unwrap();
    assert_eq!(texts(&rest), ["n1", "n0"]);
    let rest = review::newest(&services, &admin.caller, judged.next.as_deref(), 2).await.unwrap();
    assert_eq!(texts(&rest), ["n1", "n0"]);
    for wrong in ["x", &first.items[0].id.to_string()] {
        assert_eq!(review::list(&services, &anybody, doctor.id, Some(wrong), 2).await.unwrap_err().code(), Code::ValidationError);
    }
}

async fn rating(db: &Database, doctor: domain::DoctorId) -> (i32, i32) {
    use sea_orm::EntityTrait;
    let row = entity::doctor::Entity::find_by_id(doctor.0).one(db.connection()).await.unwrap().unwrap();
    (row.rating_sum, row.rating_count)
}
