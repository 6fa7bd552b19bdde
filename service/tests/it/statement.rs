use crate::{at, day_at, wish};
use chrono::TimeDelta;
use domain::{Period, doctor::DoctorSearch};
use service::{
    Error, Services,
    appointment::{self, List},
    doctor,
};
use std::future::Future;
use testkit::{Database, NewDoctor, Visit, every_day};

/// The number of statements of `work`, which must succeed.
async fn statements<T: std::fmt::Debug>(db: &Database, work: impl Future<Output = Result<T, Error>>) -> usize {
    let (done, statements) = db.count(work).await;
    done.unwrap();
    statements.len()
}

/// As many doctors, and one of them with as many appointments, as `rows` says.
async fn database(rows: usize) -> (Database, Services, testkit::TestDoctor, testkit::TestPatient) {
    let db = Database::fresh().await;
    let doctors = db.doctors_with(vec![NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }; rows]).await;
    let patient = db.patient().await;
    let visits: Vec<Visit> =
        (1i64..).zip(&doctors).map(|(n, _)| Visit::new(&doctors[0], &patient, at(9, 0) + TimeDelta::minutes(30 * n))).collect();
    db.visits(&visits).await;
    let services = db.services();
    (db, services, doctors[0].clone(), patient)
}

#[tokio::test]
async fn search_profile_list_and_agenda_take_one_statement_whatever_the_number_of_rows() {
    for rows in [10, 200] {
        let (db, services, doctor, patient) = database(rows).await;
        let search = DoctorSearch { limit: 100, ..DoctorSearch::default() };
        let on_date = DoctorSearch { free_on: Some(day_at(1, 0).date_naive()), limit: 100, ..DoctorSearch::default() };
        let (window, list) = (Period::new(day_at(0, 0), day_at(7, 0)).unwrap(), List { limit: 100, ..List::default() });
        assert_eq!(statements(&db, doctor::search(&services, &search)).await, 1, "search of {rows}");
        assert_eq!(statements(&db, doctor::search(&services, &on_date)).await, 1, "search by date of {rows}");
        assert_eq!(statements(&db, doctor::profile(&services, doctor.id, window)).await, 1, "profile with {rows}");
        assert_eq!(statements(&db, doctor::slots(&services, doctor.id, window)).await, 1, "slots with {rows}");
        assert_eq!(statements(&db, appointment::list(&services, &patient.caller, &list)).await, 1, "list of {rows}");
        // And two that note whose appointments the doctor saw.
        assert_eq!(statements(&db, appointment::agenda(&services, &doctor.caller, window)).await, 3, "agenda of {rows}");
        assert_eq!(statements(&db, appointment::next(&services, &patient.caller)).await, 1, "next of {rows}");
        let agenda = appointment::agenda(&services, &doctor.caller, window).await.unwrap();
        assert_eq!(agenda.len(), rows);
    }
}

#[tokio::test]
async fn a_booking_takes_the_same_few_statements_whatever_the_number_of_rows() {
    let mut counts = Vec::new();
    for rows in [10, 200] {
        let (db, services, doctor, _) = database(rows).await;
        let wished = wish(&doctor, day_at(20, 12));
        let newcomer = db.patient().await;
        counts.push(statements(&db, appointment::book(&services, &newcomer.caller, &wished, None)).await);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0] <= 10, "{counts:?}");
    eprintln!("statements of a booking: {}", counts[0]);
}
