use crate::{at, day_at, wish};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Code, appointment::Status, booking::Move};
use entity::appointment as table;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait, QueryFilter, RuntimeErr};
use service::{Error, appointment};
use std::future::Future;
use std::sync::Arc;
use std::time::Instant;
use testkit::{Database, NewDoctor, Visit, every_day};
use tokio::{
    sync::{Barrier, Mutex},
    task::JoinSet,
};

const ROUNDS: i64 = 20;

/// Does all of it at once: every task waits at one barrier.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(all: Vec<F>) -> Vec<T> {
    let barrier = Arc::new(Barrier::new(all.len()));
    let mut tasks = JoinSet::new();
    for work in all {
        let barrier = barrier.clone();
        tasks.spawn(async move {
            barrier.wait().await;
            work.await
        });
    }
    tasks.join_all().await
}

async fn blocking(db: &Database, start: DateTime<Utc>) -> u64 {
    let blocking: Vec<_> = Status::ALL.into_iter().filter(|s| s.blocks()).map(Status::code).collect();
    let query = table::Entity::find().filter(table::Column::StartsAt.eq(start)).filter(table::Column::Status.is_in(blocking));
    query.count(db.connection()).await.unwrap()
}

fn open() -> NewDoctor {
    NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_hundred_patients_on_one_slot_exactly_one_gets_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor_with(open()).await, db.patients(200).await);
    let begun = Instant::now();
    for round in 1..=ROUNDS {
        let wished = wish(&doctor, day_at(round, 12));
        let racers = patients.iter().map(|patient| {
            let (services, caller, wished) = (services.clone(), patient.caller, wished.clone());
            async move { appointment::book(&services, &caller, &wished, None).await }
        });
        let mut winners = 0;
        for outcome in at_once(racers.collect()).await {
            match outcome {
                Ok(booked) => winners += u32::from(booked.period.start() == wished.start),
                Err(Error::SlotTaken(free)) => {
                    assert!((1..=3).contains(&free.len()), "{free:?}");
                    assert!(free.iter().all(|slot| slot.start() != wished.start && slot.start() > db.now()));
                }
                Err(other) => panic!("round {round}: {other:?}"),
            }
        }
        assert_eq!((winners, blocking(&db, wished.start).await), (1, 1), "round {round}");
    }
    eprintln!("200 patients, one slot, {ROUNDS} rounds: one winner each, {} losers told so, {:?}", 199 * ROUNDS, begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_booking_and_a_move_to_the_same_slot_do_not_both_succeed() {
    let db = Database::fresh().await;
    let services = db.services();
    let patients = db.patients(40).await;
    let (mut moved, mut booked) = (0, 0);
    for round in 1..=ROUNDS {
        // Another doctor each time: with one, nobody may have that many appointments.
        let doctor = db.doctor_with(open()).await;
        let target = day_at(round, 12);
        // Twenty have an appointment on the same day and want to move it, twenty have none.
        let visits: Vec<Visit> =
            (0i64..).zip(&patients[..20]).map(|(n, p)| Visit::new(&doctor, p, day_at(round, 0) + TimeDelta::minutes(30 * n))).collect();
        let ids = db.visits(&visits).await;
        let racers = (0..40).map(|n| {
            let (services, caller, wished, id) = (services.clone(), patients[n].caller, wish(&doctor, target), ids.get(n).copied());
            async move {
                match id {
                    Some(appointment) => {
                        let moved = appointment::reschedule(&services, &caller, &Move { appointment, start: wished.start }).await;
                        moved.map(|_| true)
                    }
                    None => appointment::book(&services, &caller, &wished, None).await.map(|_| false),
                }
            }
        });
        let outcomes = at_once(racers.collect()).await;
        let winners: Vec<bool> = outcomes.iter().filter_map(|o| o.as_ref().ok().copied()).collect();
        assert!(outcomes.iter().all(|o| matches!(o, Ok(_) | Err(Error::SlotTaken(_)))), "{outcomes:?}");
        assert_eq!((winners.len(), blocking(&db, target).await), (1, 1), "round {round}");
        if winners[0] { moved += 1 } else { booked += 1 }
    }
    eprintln!("20 bookings × 20 moves on one slot, {ROUNDS} rounds: {booked} booked, {moved} moved, never both");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_patient_cannot_be_at_two_doctors_at_once() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctors = db.doctors_with(vec![open(); 20]).await;
    let patient = db.patient().await;
    for round in 1..=ROUNDS {
        let start = day_at(round, 12);
        let racers = doctors.iter().map(|doctor| {
            let (services, wished) = (services.clone(), wish(doctor, start));
            async move { appointment::book(&services, &patient.caller, &wished, None).await }
        });
        let outcomes = at_once(racers.collect()).await;
        let busy = outcomes.iter().filter(|o| matches!(o, Err(Error::Refused(Code::PatientBusy)))).count();
        assert_eq!((busy, blocking(&db, start).await), (19, 1), "round {round}: {outcomes:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn confirming_and_calling_off_one_hold_end_in_one_story() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor_with(open()).await, db.patient().await);
    for round in 1..=ROUNDS {
        let held = appointment::book(&services, &patient.caller, &crate::hold(&doctor, day_at(round, 12)), None).await.unwrap();
        let racers = (0..10).map(|n| {
            let (services, caller) = (services.clone(), patient.caller);
            async move {
                match n % 2 {
                    0 => appointment::confirm(&services, &caller, held.id, "").await.map(|_| Status::Booked),
                    _ => appointment::cancel(&services, &caller, held.id).await.map(|_| Status::Cancelled),
                }
            }
        });
        let outcomes = at_once(racers.collect()).await;
        let count = |status| outcomes.iter().filter(|o| matches!(o, Ok(s) if *s == status)).count();
        assert!(count(Status::Booked) <= 1 && count(Status::Cancelled) == 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|o| o.is_ok() || matches!(o, Err(Error::Refused(Code::IllegalMove | Code::Expired)))), "{outcomes:?}");
    }
}

fn sqlstate(error: &DbErr) -> String {
    let (DbErr::Exec(RuntimeErr::SqlxError(driver)) | DbErr::Query(RuntimeErr::SqlxError(driver))) = error else { panic!("{error:?}") };
    driver.as_database_error().and_then(|e| e.code().map(|code| code.into_owned())).unwrap_or_default()
}

/// Inserts as a program would that knows nothing of the rules; a deadlock is tried again, as Postgres asks for.
///
/// Who lost a deadlock waits for their turn: all at once they would only run into each other anew, on a busy machine for minutes.
async fn insert(db: DatabaseConnection, visit: Visit, now: DateTime<Utc>, turns: Arc<Mutex<()>>) -> Result<(), String> {
    let mut turn = None;
    loop {
        match table::Entity::insert(visit.row(now).1).exec_without_returning(&db).await {
            Ok(_) => return Ok(()),
            Err(error) => match sqlstate(&error).as_str() {
                "40P01" if turn.is_none() => turn = Some(turns.lock().await),
                "40P01" => {}
                code => return Err(code.to_owned()),
            },
        }
    }
}

async fn raw(db: &Database, visits: Vec<Visit>) -> (usize, usize) {
    let count = visits.len();
    let turns = Arc::new(Mutex::new(()));
    let racers = visits.into_iter().map(|visit| insert(db.connection().clone(), visit, db.now(), turns.clone()));
    let outcomes = at_once(racers.collect()).await;
    let stored = outcomes.iter().filter(|o| o.is_ok()).count();
    let excluded = outcomes.iter().filter(|o| matches!(o, Err(code) if code == "23P01")).count();
    assert_eq!(stored + excluded, count, "{outcomes:?}");
    (stored, excluded)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_table_refuses_a_doctors_double_booking_without_the_service() {
    let db = Database::fresh().await;
    let (doctor, patients) = (db.doctor().await, db.patients(100).await);
    let begun = Instant::now();
    for round in 0..5 {
        // Overlapping, not equal: 20-minute visits that start minute by minute within 20.
        let visits = (0i64..).zip(&patients);
        let visits = visits.map(|(n, p)| Visit { minutes: 20, ..Visit::new(&doctor, p, day_at(round, 12) + TimeDelta::minutes(n % 20)) });
        assert_eq!(raw(&db, visits.collect()).await, (1, 99), "round {round}");
    }
    eprintln!("100 raw inserts, 5 rounds: one row each, {} times 23P01, {:?}", 99 * 5, begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_table_refuses_a_patients_double_booking_without_the_service() {
    let db = Database::fresh().await;
    let doctors = db.doctors_with(vec![NewDoctor::default(); 50]).await;
    let patient = db.patient().await;
    for round in 0..5 {
        let visits = doctors.iter().map(|doctor| Visit::new(doctor, &patient, day_at(round, 12)));
        assert_eq!(raw(&db, visits.collect()).await, (1, 49), "round {round}");
    }
}

#[tokio::test]
async fn touching_ends_and_freed_times_are_no_double_booking() {
    let db = Database::fresh().await;
    let (doctor, patients) = (db.doctor().await, db.patients(4).await);
    let visits = [
        Visit::new(&doctor, &patients[0], at(12, 0)),
        Visit::new(&doctor, &patients[0], at(12, 30)),
        Visit { status: Status::Cancelled, ..Visit::new(&doctor, &patients[1], at(12, 0)) },
        Visit { overbooked: true, ..Visit::new(&doctor, &patients[2], at(12, 0)) },
        Visit { status: Status::Noshow, ..Visit::new(&doctor, &patients[3], at(12, 0)) },
    ];
    assert_eq!(db.visits(&visits).await.len(), 5);
}
