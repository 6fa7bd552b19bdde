use super::{doctors, patients, reports, visits};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Period, Specialty, appointment::Status, calendar};
use sea_orm::{EntityTrait, PaginatorTrait};
use service::{Error, account, appointment};
use std::collections::HashSet;
use testkit::{Database, monday};

fn planned(now: DateTime<Utc>) -> (Vec<doctors::Doctor>, Vec<visits::Visit>) {
    let (doctors, patients) = (doctors::all(now), patients::all(now));
    let mut planner = visits::Planner::new(&doctors, &patients, now);
    planner.today();
    planner.ahead_of_demo_patient();
    planner.coming();
    let planned = std::mem::take(&mut planner.planned);
    (doctors, planned)
}

#[test]
fn every_specialty_has_three_doctors_in_two_cities_and_calendars_are_sound() {
    let all = doctors::all(monday());
    let verified: Vec<_> = all.iter().filter(|d| d.verified).collect();
    assert_eq!((verified.len(), all.len()), (60, 62));
    for specialty in Specialty::bookable() {
        let cities: Vec<usize> = verified.iter().filter(|d| d.specialty == specialty).map(|d| d.city).collect();
        assert!(cities.len() >= 3 && cities.iter().collect::<HashSet<_>>().len() >= 2, "{specialty}");
    }
    assert!(all.iter().all(|d| d.availability.check().is_ok()));
    assert_eq!(all.iter().map(|d| &d.name).collect::<HashSet<_>>().len(), 62);
    let video = verified.iter().filter(|d| d.telehealth).count();
    assert!((24..=42).contains(&video), "{video}");
    let demo = &all[doctors::DEMO];
    assert_eq!((demo.specialty, demo.email.as_str(), demo.city), (Specialty::GeneralPractice, "doctor@demo.example", 0));
}

#[test]
fn every_specialty_has_a_free_slot_within_a_day_whenever_one_asks() {
    for hours in (0..8 * 24).step_by(5) {
        let now = monday() + TimeDelta::hours(hours);
        let (doctors, planned) = planned(now);
        let window = Period::new(now, now + TimeDelta::hours(24)).expect("a day");
        for specialty in Specialty::bookable() {
            let free = doctors.iter().filter(|d| d.specialty == specialty && d.verified).any(|d| {
                let busy: Vec<Period> = planned.iter().filter(|v| v.doctor == d.number && v.status.blocks()).map(|v| v.period).collect();
                !d.availability.free(window, &busy, now).is_empty()
            });
            assert!(free, "{specialty} at {now}");
        }
    }
}

#[test]
fn the_demonstrations_doctor_has_a_full_day_on_every_day_of_the_week() {
    for day in 0..7 {
        let now = monday() + TimeDelta::days(day);
        let (doctors, planned) = planned(now);
        let zone = doctors[doctors::DEMO].availability.zone;
        let today = calendar::day(zone, now.with_timezone(&zone).date_naive());
        let agenda: Vec<_> = planned.iter().filter(|v| v.doctor == doctors::DEMO && today.contains(v.period.start())).collect();
        assert!(agenda.len() >= 20, "{}", agenda.len());
        assert!(agenda.iter().any(|v| v.status == Status::Fulfilled) && agenda.iter().any(|v| v.status == Status::Booked));
        assert!(planned.iter().filter(|v| v.patient == patients::DEMO).count() >= 2);
    }
}

#[test]
fn the_stored_answers_read_back_and_point_into_their_texts() {
    for case in &reports::CASES {
        let assessment = case.assessment();
        let json = serde_json::to_value(&assessment).expect("JSON");
        assert_eq!(serde_json::from_value::<domain::assessment::Assessment>(json).expect("an assessment"), assessment);
        assert!(assessment.findings.iter().all(|f| f.span.is_some()), "{}", case.text);
        assert!(assessment.conditions.iter().map(|c| c.probability).sum::<f32>() < 1.0);
    }
}

#[tokio::test]
async fn seeding_is_done_once_and_coming_visits_are_made_anew_after_a_day() {
    let db = Database::fresh().await;
    let services = db.services();
    let begun = std::time::Instant::now();
    super::demo(&services).await.expect("seeded");
    let first = begun.elapsed();
    let count = async || entity::appointment::Entity::find().count(db.connection()).await.expect("a count");
    let before = count().await;
    assert!((740..=780).contains(&before), "{before}");
    let begun = std::time::Instant::now();
    super::demo(&services).await.expect("nothing to do");
    let (again, unchanged) = (begun.elapsed(), count().await);
    assert_eq!(unchanged, before);
    db.advance(TimeDelta::hours(25));
    super::demo(&services).await.expect("made anew");
    assert!(count().await > before);
    for (email, kind) in [("patient@demo.example", "Patient"), ("doctor@demo.example", "Doctor"), ("admin@demo.example", "Admin")] {
        let account = account::login(&services, email, super::PASSWORD, None).await.expect(email);
        assert_eq!(format!("{:?}", account.user_type), kind);
    }
    let doctor = account::login(&services, "doctor@demo.example", super::PASSWORD, None).await.expect("the doctor").caller;
    let today = calendar::day(chrono_tz::Europe::London, db.now().date_naive());
    assert!(appointment::agenda(&services, &doctor, today).await.expect("an agenda").len() >= 20);
    assert!(appointment::next(&services, &doctor).await.expect("a list").is_some());
    eprintln!("seeding: {first:?}, again: {again:?}");
}

#[tokio::test]
async fn every_star_was_given_after_a_visit_by_somebody_whose_review_can_be_read() {
    let db = Database::fresh().await;
    let services = db.services();
    super::demo(&services).await.expect("seeded");
    let operator = services.read_as(service::System::Operator);
    let said = entity::review::Entity::find().all(&operator).await.expect("reviews");
    let visits = entity::appointment::Entity::find().all(&operator).await.expect("visits");
    assert!(said.len() >= 150, "{}", said.len());
    for review in &said {
        let visit = visits.iter().find(|visit| visit.id == review.appointment_id).expect("its visit");
        assert_eq!((visit.doctor_id, visit.patient_id, visit.status.as_str()), (review.doctor_id, review.patient_id, "fulfilled"));
        assert!(visit.ends_at < review.created_at && review.created_at < db.now(), "{}", review.id);
    }
    for doctor in entity::doctor::Entity::find().all(&operator).await.expect("doctors") {
        let theirs: Vec<i32> = said.iter().filter(|review| review.doctor_id == doctor.id).map(|review| i32::from(review.rating)).collect();
        let counted = (theirs.iter().sum::<i32>(), i32::try_from(theirs.len()).expect("few"));
        assert_eq!((doctor.rating_sum, doctor.rating_count), counted, "{}", doctor.name);
    }
    let demo = domain::DoctorId(super::id::doctor(doctors::DEMO));
    let page = service::review::list(&services, &domain::Caller::Anonymous, demo, None, 20).await.expect("a page").items;
    assert!(page.len() >= 10 && page.iter().any(|review| !review.text.is_empty()) && page.iter().any(|review| review.answer.is_some()));
}

#[tokio::test]
async fn a_database_with_accounts_of_its_own_is_left_alone() {
    let db = Database::fresh().await;
    db.patient().await;
    let refused = super::demo(&db.services()).await;
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    assert_eq!(entity::account::Entity::find().count(db.connection()).await.expect("a count"), 1);
}
