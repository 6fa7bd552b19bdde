//! What opens a patient's data to a doctor, and what closes it.

use crate::at;
use chrono::TimeDelta;
use domain::{
    Code, PatientId,
    access::{AFTER_VISIT, Basis, Category},
    appointment::Status,
};
use service::{
    Error, Services,
    access::{self, Emergency, Opener},
};
use testkit::{Database, TestDoctor, TestPatient, Visit};

async fn sees(db: &Database, doctor: &TestDoctor, patient: &TestPatient, category: Category) -> Option<Basis> {
    let (services, caller) = (db.services(), doctor.caller);
    match access::basis(&services.read(&caller), &caller, services.now(), patient.id, category).await {
        Ok(basis) => Some(basis),
        Err(error) => {
            assert_eq!(error.code(), Code::NotFound);
            None
        }
    }
}

#[tokio::test]
async fn a_visit_opens_everything_from_booking_until_thirty_days_after_it() {
    let db = Database::fresh().await;
    let (ann, treating, other) = (db.patient().await, db.doctor().await, db.doctor().await);
    assert_eq!(sees(&db, &treating, &ann, Category::Profile).await, None);
    let visit = Visit::new(&treating, &ann, at(12, 0));
    db.visit(&visit).await;
    db.visit(&Visit { status: Status::Cancelled, ..Visit::new(&other, &ann, at(14, 0)) }).await;
    for category in Category::ALL {
        assert_eq!(sees(&db, &treating, &ann, category).await, Some(Basis::Appointment));
        assert_eq!(sees(&db, &other, &ann, category).await, None);
    }
    db.set_now(at(12, 0) + AFTER_VISIT - TimeDelta::minutes(1));
    assert_eq!(sees(&db, &treating, &ann, Category::Laboratory).await, Some(Basis::Appointment));
    db.set_now(at(13, 0) + AFTER_VISIT);
    assert_eq!(sees(&db, &treating, &ann, Category::Laboratory).await, None);
}

#[tokio::test]
async fn what_is_shared_is_open_until_its_day_is_over_or_it_is_taken_back() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    let day = db.now().date_naive() + TimeDelta::days(2);
    access::share(&services, &ann.caller, doctor.id, &[Category::Laboratory, Category::Profile], Some(day)).await.unwrap();
    assert_eq!(sees(&db, &doctor, &ann, Category::Laboratory).await, Some(Basis::Consent));
    assert_eq!(sees(&db, &doctor, &ann, Category::ClinicalNote).await, None);
    let caller = doctor.caller;
    let may = access::writing(&services.read(&caller), &caller, services.now(), ann.id).await;
    assert_eq!(may.unwrap_err().code(), Code::Forbidden, "what is shared is for reading");

    access::share(&services, &ann.caller, doctor.id, &[Category::Profile], Some(day)).await.unwrap();
    assert_eq!(sees(&db, &doctor, &ann, Category::Laboratory).await, None, "what is not chosen again ends");
    let shares = access::shares(&services, &ann.caller).await.unwrap();
    assert_eq!((shares.len(), shares[0].doctor, shares[0].categories.clone()), (1, doctor.id, vec![Category::Profile]));

    db.advance(TimeDelta::days(3));
    assert_eq!(sees(&db, &doctor, &ann, Category::Profile).await, None);
    assert!(access::shares(&services, &ann.caller).await.unwrap().is_empty());
    access::share(&services, &ann.caller, doctor.id, &[Category::Profile], None).await.unwrap();
    assert_eq!(sees(&db, &doctor, &ann, Category::Profile).await, Some(Basis::Consent));
    access::stop(&services, &ann.caller, doctor.id).await.unwrap();
    access::stop(&services, &ann.caller, doctor.id).await.unwrap();
    assert_eq!(sees(&db, &doctor, &ann, Category::Profile).await, None);
}

#[tokio::test]
async fn a_share_needs_something_to_share_a_day_to_come_and_a_verified_doctor() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    let unverified = db.doctor_with(testkit::NewDoctor { verified: false, ..Default::default() }).await;
    let share = async |doctor, categories: &[Category], day| {
        access::share(&services, &ann.caller, doctor, categories, day).await.map_err(|error| error.code())
    };
    let today = db.now().date_naive();
    assert_eq!(share(doctor.id, &[], None).await, Err(Code::ValidationError));
    assert_eq!(share(doctor.id, &[Category::Profile], today.pred_opt()).await, Err(Code::ValidationError));
    assert_eq!(share(doctor.id, &[Category::Profile], today.checked_add_days(chrono::Days::new(9_999))).await, Err(Code::ValidationError));
    assert_eq!(share(unverified.id, &[Category::Profile], None).await, Err(Code::NotFound));
    assert_eq!(share(doctor.id, &[Category::Profile], Some(today)).await, Ok(()));
    let by_doctor = access::share(&services, &doctor.caller, doctor.id, &[Category::Profile], None).await;
    assert_eq!(by_doctor.unwrap_err().code(), Code::Forbidden);
}

fn emergency(email: &str, born: &str) -> Emergency {
    Emergency { email: email.into(), date_of_birth: born.into(), reason: "Found unconscious at home, medicines not known.".into() }
}

#[tokio::test]
async fn an_emergency_opens_a_record_for_a_day_and_the_patient_reads_who_and_why() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    let ann = born(&db).await;
    let break_glass = async |what: &Emergency| access::break_glass(&services, &doctor.caller, what).await.map_err(|error| error.code());
    assert_eq!(break_glass(&emergency(&ann.email, "1980-02-30")).await, Err(Code::ValidationError));
    assert_eq!(
        break_glass(&Emergency { reason: "urgent".into(), ..emergency(&ann.email, "1980-02-29") }).await,
        Err(Code::ValidationError)
    );
    assert_eq!(break_glass(&emergency(&ann.email, "1981-02-28")).await, Err(Code::NotFound));
    assert_eq!(break_glass(&emergency("nobody@example.org", "1980-02-29")).await, Err(Code::NotFound));
    assert_eq!(break_glass(&emergency(&ann.email, "1980-02-29")).await, Ok(ann.id));
    assert_eq!(sees(&db, &doctor, &ann, Category::ClinicalNote).await, Some(Basis::BreakGlass));

    let seen = access::opened(&services, &ann.caller, None, 10).await.unwrap().items;
    assert_eq!(seen.len(), 1);
    assert!(matches!(&seen[0].by, Opener::Doctor { id, .. } if *id == doctor.id));
    assert_eq!(seen[0].basis, Some(Basis::BreakGlass));
    assert_eq!(seen[0].reason.as_deref(), Some("Found unconscious at home, medicines not known."));
    assert!(mailed(&services).await.contains(&"A doctor opened your record".to_owned()));

    db.advance(TimeDelta::hours(25));
    assert_eq!(sees(&db, &doctor, &ann, Category::ClinicalNote).await, None);
}

#[tokio::test]
async fn glass_is_broken_by_verified_doctors_and_not_without_end() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    let unverified = db.doctor_with(testkit::NewDoctor { verified: false, ..Default::default() }).await;
    let ann = born(&db).await;
    let what = emergency(&ann.email, "1980-02-29");
    for caller in [unverified.caller, ann.caller, db.admin().await.caller, domain::Caller::Anonymous] {
        assert_eq!(access::break_glass(&services, &caller, &what).await.unwrap_err().code(), Code::Forbidden);
    }
    for _ in 0..10 {
        access::break_glass(&services, &doctor.caller, &what).await.unwrap();
    }
    assert_eq!(access::break_glass(&services, &doctor.caller, &what).await.unwrap_err().code(), Code::RateLimited);
}

#[tokio::test]
async fn nobody_else_reads_who_opened_a_record() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    let (ann, bob) = (born(&db).await, db.patient().await);
    access::break_glass(&services, &doctor.caller, &emergency(&ann.email, "1980-02-29")).await.unwrap();
    assert!(access::opened(&services, &bob.caller, None, 10).await.unwrap().items.is_empty());
    let refused = access::opened(&services, &doctor.caller, None, 10).await;
    assert_eq!(refused.map_err(|error: Error| error.code()).unwrap_err(), Code::Forbidden);
}

async fn born(db: &Database) -> TestPatient {
    let ann = db.patient_with(testkit::NewPatient { date_of_birth: "1980-02-29".parse().ok(), ..Default::default() }).await;
    let _: PatientId = ann.id;
    ann
}

async fn mailed(services: &Services) -> Vec<String> {
    let mut subjects = Vec::new();
    while let Some(due) = service::mail::next_due(services).await.unwrap() {
        subjects.push(due.subject);
    }
    subjects
}

#[tokio::test]
async fn a_doctor_finds_whom_they_treat_by_a_name_with_a_slip_and_nobody_else() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    let named = async |name: &str| db.patient_with(testkit::NewPatient { name: name.into(), ..Default::default() }).await;
    let (jane, joao, other) = (named("Jane Whitfield").await, named("João Carvalho").await, named("Jane Whitmore").await);
    for (n, patient) in [&jane, &joao].into_iter().enumerate() {
        db.visit(&Visit::new(&doctor, patient, at(12 + i64::try_from(n).unwrap(), 0))).await;
    }
    let find = async |name: &str| {
        let find = service::patient::Find { name: name.into(), after: None, limit: 10 };
        let found = service::patient::treated(&services, &doctor.caller, &find).await.unwrap();
        found.items.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(find("").await, ["Jane Whitfield", "João Carvalho"]);
    assert_eq!(find("whitfeild").await, ["Jane Whitfield"]);
    assert_eq!(find("joao").await, ["João Carvalho"]);
    assert!(!find("whitmore").await.contains(&"Jane Whitmore".to_owned()));
    access::share(&services, &other.caller, doctor.id, &[Category::Laboratory], None).await.unwrap();
    assert!(find("whitmore").await.contains(&"Jane Whitmore".to_owned()));
    let both = service::patient::Find { name: "jane".into(), after: Some(joao.id), limit: 1 };
    assert_eq!(service::patient::treated(&services, &doctor.caller, &both).await.unwrap().next, None, "a search has one page");
    let first =
        service::patient::treated(&services, &doctor.caller, &service::patient::Find { limit: 2, ..Default::default() }).await.unwrap();
    let after = first.next.unwrap().parse().ok();
    let rest =
        service::patient::treated(&services, &doctor.caller, &service::patient::Find { after, limit: 2, ..Default::default() }).await;
    assert_eq!(rest.unwrap().items.into_iter().map(|one| one.id).collect::<Vec<_>>(), [joao.id]);
}

#[tokio::test]
async fn a_summary_shows_what_is_open_and_no_more() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = (db.services(), db.doctor().await, db.patient().await);
    let refused = service::patient::summary(&services, &doctor.caller, ann.id).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    access::share(&services, &ann.caller, doctor.id, &[Category::Laboratory], None).await.unwrap();
    let shared = service::patient::summary(&services, &doctor.caller, ann.id).await.unwrap();
    assert!(shared.health.is_none() && shared.visits.is_empty());
    assert_eq!(shared.open, [(Category::Laboratory, Basis::Consent)]);
    db.visit(&Visit::new(&doctor, &ann, at(12, 0))).await;
    let (whole, sql) = db.count(service::patient::summary(&services, &doctor.caller, ann.id)).await;
    let whole = whole.unwrap();
    assert!(whole.health.is_some() && whole.visits.len() == 1);
    assert!(sql.len() <= 3, "{sql:#?}");
    let seen = access::opened(&services, &ann.caller, None, 10).await.unwrap().items;
    assert_eq!(
        seen.iter().map(|one| (one.action.as_str(), one.basis)).collect::<Vec<_>>(),
        [("patient.read", Some(Basis::Consent))],
        "a look soon after is the same look"
    );
}

#[tokio::test]
async fn a_date_of_birth_is_not_found_out_by_trying() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    let ann = born(&db).await;
    for day in 1..=20 {
        let what = emergency(&ann.email, &format!("1980-01-{day:02}"));
        assert_eq!(access::break_glass(&services, &doctor.caller, &what).await.unwrap_err().code(), Code::NotFound);
    }
    let what = emergency(&ann.email, "1980-02-29");
    assert_eq!(access::break_glass(&services, &doctor.caller, &what).await.unwrap_err().code(), Code::RateLimited, "the right one too");
}

#[tokio::test]
async fn a_report_closes_with_the_visit_that_it_goes_with() {
    let db = Database::fresh().await;
    let (services, ann, treating) = (db.services(), db.patient().await, db.doctor().await);
    let report = db.report(Some(&ann)).await;
    let read =
        async |doctor: &TestDoctor| service::symptom::report(&services, &doctor.caller, report).await.map(drop).map_err(|e| e.code());
    let visit = |doctor: &TestDoctor, status, hour| {
        let hold_until = (status == Status::Proposed).then(|| db.now() + TimeDelta::minutes(5));
        Visit { status, hold_until, report: Some(report), ..Visit::new(doctor, &ann, at(hour, 0)) }
    };
    assert_eq!(read(&treating).await, Err(Code::NotFound));
    let seen = db.visit(&visit(&treating, Status::Booked, 12)).await;
    assert_eq!(read(&treating).await, Ok(()));
    let shown = async || service::appointment::get(&services, &treating.caller, seen).await.unwrap().report;
    assert_eq!(shown().await.map(|shown| shown.id), Some(report));
    for (hour, status) in [(14, Status::Proposed), (15, Status::Cancelled), (16, Status::Noshow)] {
        let other = db.doctor().await;
        db.visit(&visit(&other, status, hour)).await;
        assert_eq!(read(&other).await, Err(Code::NotFound), "{status:?}");
    }
    db.set_now(at(13, 0) + AFTER_VISIT);
    assert_eq!(read(&treating).await, Err(Code::NotFound));
    assert_eq!(shown().await, None, "nor does the visit lead there");
    let own = service::appointment::get(&services, &ann.caller, seen).await.unwrap();
    assert_eq!(own.report.map(|shown| shown.id), Some(report));
}

#[tokio::test]
async fn a_report_is_opened_by_a_share_and_is_changed_by_nobody_but_the_patient() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    let report = db.report(Some(&ann)).await;
    access::share(&services, &ann.caller, doctor.id, &[Category::Laboratory], None).await.unwrap();
    assert_eq!(service::symptom::report(&services, &doctor.caller, report).await.unwrap_err().code(), Code::NotFound);
    access::share(&services, &ann.caller, doctor.id, &[Category::SymptomReport], None).await.unwrap();
    assert!(service::symptom::report(&services, &doctor.caller, report).await.is_ok());
    let opened = access::opened(&services, &ann.caller, None, 10).await.unwrap();
    assert_eq!((&*opened.items[0].action, opened.items[0].basis), ("report.read", Some(Basis::Consent)));
    let may_change = |caller| service::scope::symptom_reports_to_change(caller).all(db.connection());
    assert_eq!((may_change(&doctor.caller).await.unwrap().len(), may_change(&ann.caller).await.unwrap().len()), (0, 1));
}

#[tokio::test]
async fn a_hold_is_no_doctors_affair_yet() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    use service::appointment::{List, When, book, cancel, list};
    let held = book(&services, &ann.caller, &crate::hold(&doctor, at(12, 0)), None).await.unwrap();
    let seen = async |caller, when| list(&services, caller, &List { when, after: None, limit: 10 }).await.unwrap().items.len();
    assert_eq!((seen(&doctor.caller, When::Upcoming).await, seen(&ann.caller, When::Upcoming).await), (0, 1));
    cancel(&services, &ann.caller, held.id).await.unwrap();
    db.advance(TimeDelta::hours(1));
    assert_eq!((seen(&doctor.caller, When::Past).await, seen(&doctor.caller, When::Upcoming).await), (0, 0), "nor when it is let go");
}
