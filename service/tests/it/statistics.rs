//! A doctor's visits in numbers.

use crate::{at, code};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    Code,
    appointment::{Act, Status},
};
use sea_orm::ConnectionTrait;
use service::{appointment, statistics};
use testkit::{Database, Visit};

#[tokio::test]
async fn visits_are_counted_by_what_became_of_them_in_the_month_of_the_clinic() {
    let db = Database::fresh().await;
    let (services, doctor, other, ann) = (db.services(), db.doctor().await, db.doctor().await, db.patient().await);
    let visit = |days: i64, status: Status| Visit { status, minutes: 5, ..Visit::new(&doctor, &ann, at(8, 0) - TimeDelta::days(days)) };
    db.visits(&[
        visit(1, Status::Fulfilled),
        visit(2, Status::Fulfilled),
        visit(3, Status::Noshow),
        visit(4, Status::Cancelled),
        visit(40, Status::Fulfilled),
        visit(500, Status::Fulfilled),
        visit(-3, Status::Booked),
        Visit { hold_until: Some(at(7, 0)), ..visit(5, Status::Cancelled) },
        Visit { status: Status::Fulfilled, ..Visit::new(&other, &ann, at(6, 0)) },
    ])
    .await;
    let (found, sql) = db.count(statistics::mine(&services, &doctor.caller)).await;
    let found = found.unwrap();
    assert_eq!(sql.len(), 1, "{sql:#?}");
    assert_eq!((found.all.visits, found.all.no_shows, found.all.cancelled), (3, 1, 1), "neither holds, nor others', nor what is to come");
    assert_eq!(found.all.no_show_rate(), Some(0.25));
    assert_eq!(found.months.len(), 12);
    let sum: u32 = found.months.iter().map(|month| month.tally.visits).sum();
    assert_eq!(sum, 3);
    let day: NaiveDate = db.now().date_naive();
    assert!(found.months[11].first <= day && (day - found.months[11].first).num_days() < 31);
    assert_eq!(code(statistics::mine(&services, &ann.caller).await), Code::Forbidden);
}

#[tokio::test]
async fn a_doctor_without_visits_has_twelve_empty_months() {
    let db = Database::fresh().await;
    let doctor = db.doctor().await;
    let found = statistics::mine(&db.services(), &doctor.caller).await.unwrap();
    assert_eq!((found.months.len(), found.all.total(), found.all.waited_minutes), (12, 0, None));
}

#[tokio::test]
async fn waiting_runs_from_check_in_to_being_called_in_and_lead_from_the_booking() {
    let db = Database::fresh().await;
    let (services, doctor, patients) = (db.services(), db.doctor().await, db.patients(3).await);
    for (n, patient) in patients.iter().enumerate() {
        let id = db.visit(&Visit::new(&doctor, patient, at(12 + i64::try_from(n).unwrap(), 0))).await;
        db.set_now(at(12 + i64::try_from(n).unwrap(), 0));
        appointment::act(&services, &patient.caller, id, Act::CheckIn).await.unwrap();
        db.advance(TimeDelta::minutes([4, 10, 25][n]));
        appointment::act(&services, &doctor.caller, id, Act::Arrive).await.unwrap();
    }
    let sql = "update appointment set created_at = starts_at - interval '36 hours'";
    db.connection().execute_unprepared(sql).await.unwrap();
    let all = statistics::mine(&services, &doctor.caller).await.unwrap().all;
    assert_eq!((all.visits, all.waited_visits, all.waited_minutes, all.lead_days), (3, 3, Some(10.0), Some(1.5)));
}
