use crate::{at, code, day_at, problems, wish};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    Code, DoctorId, Period, Specialty,
    appointment::Status,
    calendar::DateException,
    doctor::{DoctorCard, DoctorEdit, DoctorSearch, DoctorSelf},
};
use service::{Meant, Services, appointment, doctor};
use std::collections::HashSet;
use testkit::{Database, NewDoctor, Visit, every_day, workdays};

fn everything() -> DoctorSearch {
    DoctorSearch { limit: 50, ..DoctorSearch::default() }
}

fn named(name: &str) -> NewDoctor {
    NewDoctor { name: name.into(), ..NewDoctor::default() }
}

/// Every page of the search, with a look at the cursors.
async fn all(services: &Services, search: &DoctorSearch) -> Vec<DoctorCard> {
    let (mut found, mut search) = (Vec::new(), search.clone());
    loop {
        let page = doctor::search(services, &search).await.unwrap();
        assert!(page.items.len() <= usize::from(search.limit));
        found.extend(page.items);
        match page.next {
            Some(next) => search.after = Some(next),
            None => return found,
        }
    }
}

async fn names(services: &Services, search: &DoctorSearch) -> Vec<String> {
    all(services, search).await.into_iter().map(|card| card.name).collect()
}

#[tokio::test]
async fn each_filter_finds_those_who_match_and_no_other() {
    let db = Database::fresh().await;
    let services = db.services();
    db.doctors_with(vec![
        NewDoctor { specialty: Specialty::Cardiology, ..named("Heart") },
        NewDoctor { city: "Málaga".into(), ..named("South") },
        NewDoctor { languages: vec!["en".into(), "ja".into()], ..named("Polyglot") },
        NewDoctor { telehealth: true, ..named("Video") },
    ])
    .await;
    for (search, expected) in [
        (DoctorSearch { specialty: Some(Specialty::Cardiology), ..everything() }, vec!["Heart"]),
        (DoctorSearch { city: Some("MALAGA".into()), ..everything() }, vec!["South"]),
        (DoctorSearch { language: Some("ja".into()), ..everything() }, vec!["Polyglot"]),
        (DoctorSearch { telehealth: true, ..everything() }, vec!["Video"]),
        (DoctorSearch { telehealth: true, language: Some("ja".into()), ..everything() }, vec![]),
        (everything(), vec!["Heart", "Polyglot", "South", "Video"]),
    ] {
        assert_eq!(names(&services, &search).await, expected, "{search:?}");
    }
}

#[tokio::test]
async fn words_are_found_in_name_specialty_clinic_city_and_biography_whatever_their_accents() {
    let db = Database::fresh().await;
    let services = db.services();
    db.doctors_with(vec![
        NewDoctor { bio: "Treats migraine.".into(), specialty: Specialty::Neurology, ..named("Dr José Ñúñez") },
        NewDoctor { clinic_name: "Łódź Clinic".into(), city: "Łódź".into(), ..named("Dr Jane Smith") },
    ])
    .await;
    for (text, expected) in [
        ("jose nunez", "Dr José Ñúñez"),
        ("JOSÉ", "Dr José Ñúñez"),
        ("MIGRAINE", "Dr José Ñúñez"),
        ("neurology", "Dr José Ñúñez"),
        ("lodz", "Dr Jane Smith"),
        ("smith łódź", "Dr Jane Smith"),
    ] {
        assert_eq!(names(&services, &DoctorSearch { text: Some(text.into()), ..everything() }).await, [expected], "{text}");
    }
    assert!(names(&services, &DoctorSearch { text: Some("jose smith".into()), ..everything() }).await.is_empty());
}

#[tokio::test]
async fn wildcard_characters_in_a_search_are_taken_literally() {
    let db = Database::fresh().await;
    let services = db.services();
    db.doctors_with(vec![
        NewDoctor { bio: "plain".into(), ..named("None") },
        NewDoctor { bio: "100% there".into(), ..named("Percent") },
        NewDoctor { bio: "snake_case".into(), ..named("Underscore") },
        NewDoctor { bio: r"back\slash".into(), ..named("Backslash") },
    ])
    .await;
    // The full-width forms become their ASCII likenesses when accents are taken off.
    for (text, expected) in
        [("%", "Percent"), ("_", "Underscore"), (r"\", "Backslash"), ("％", "Percent"), ("＿", "Underscore"), ("＼", "Backslash")]
    {
        assert_eq!(names(&services, &DoctorSearch { text: Some(text.into()), ..everything() }).await, [expected], "{text}");
    }
}

#[tokio::test]
async fn the_pages_visit_every_doctor_once_and_in_order() {
    let db = Database::fresh().await;
    let services = db.services();
    // Many share a name: the cursor must not lose those who follow within it.
    db.doctors_with((0..57).map(|n| named(&format!("Dr {}", n % 5))).collect()).await;
    for limit in [1, 7, 10, 57, 100] {
        let found = all(&services, &DoctorSearch { limit, ..everything() }).await;
        let ids: HashSet<DoctorId> = found.iter().map(|card| card.id).collect();
        assert_eq!((found.len(), ids.len()), (57, 57), "{limit}");
        assert!(found.windows(2).all(|w| (&w[0].name, w[0].id) < (&w[1].name, w[1].id)), "{limit}");
    }
    let nonsense = DoctorSearch { after: Some("page-2".into()), ..everything() };
    assert!(problems(doctor::search(&services, &nonsense).await).of("after").is_some());
}

#[tokio::test]
async fn a_date_finds_those_with_a_free_slot_on_that_local_day() {
    let db = Database::fresh().await;
    let services = db.services();
    let wednesday = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
    let off = DateException { date: wednesday, hours: vec![], note: None };
    let made = db
        .doctors_with(vec![
            named("Free"),
            NewDoctor { exceptions: vec![off], ..named("Off") },
            NewDoctor { weekly: workdays(9, 10), ..named("Full") },
            NewDoctor { horizon_days: 1, ..named("Short horizon") },
            NewDoctor { zone: chrono_tz::Asia::Tokyo, weekly: workdays(6, 8), ..named("Tokyo") },
            NewDoctor { zone: chrono_tz::America::New_York, weekly: workdays(20, 24), ..named("New York") },
        ])
        .await;
    let patients = db.patients(2).await;
    db.visits(&[
        Visit::new(&made[2], &patients[0], day_at(2, 9)),
        Visit { start: day_at(2, 9) + TimeDelta::minutes(30), ..Visit::new(&made[2], &patients[1], day_at(2, 9)) },
    ])
    .await;
    for limit in [1, 50] {
        let search = DoctorSearch { free_on: Some(wednesday), limit, ..everything() };
        let found = all(&services, &search).await;
        assert_eq!(found.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["Free", "New York", "Tokyo"]);
        for card in found {
            assert!(card.slots.iter().all(|slot| slot.start().with_timezone(&card.clinic.zone).date_naive() == wednesday));
        }
    }
}

#[tokio::test]
async fn paging_by_date_visits_each_once_even_past_many_who_are_busy() {
    let db = Database::fresh().await;
    let services = db.services();
    let never = |n: usize| NewDoctor { weekly: vec![], ..named(&format!("Dr {n:03}")) };
    db.doctors_with((0..450).map(|n| if n % 90 == 0 { named(&format!("Dr {n:03}")) } else { never(n) }).collect()).await;
    let search = DoctorSearch { free_on: NaiveDate::from_ymd_opt(2026, 3, 4), limit: 2, ..everything() };
    assert_eq!(names(&services, &search).await, ["Dr 000", "Dr 090", "Dr 180", "Dr 270", "Dr 360"]);
}

#[tokio::test]
async fn who_cannot_be_booked_is_not_found_and_their_page_is_absent() {
    let db = Database::fresh().await;
    let services = db.services();
    let hidden = db
        .doctors_with(vec![
            NewDoctor { verified: false, ..named("Unverified") },
            NewDoctor { is_active: false, ..named("Disabled") },
            NewDoctor { license_expires: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), ..named("Expired") },
        ])
        .await;
    let last_day = db.doctor_with(NewDoctor { license_expires: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(), ..named("Last day") }).await;
    assert_eq!(names(&services, &everything()).await, ["Last day"]);
    let window = Period::starting(db.now(), 60);
    for id in hidden.iter().map(|d| d.id).chain([DoctorId(service::ids::new())]) {
        assert_eq!(code(doctor::profile(&services, id, window).await), Code::NotFound);
        assert_eq!(code(doctor::slots(&services, id, window).await), Code::NotFound);
    }
    assert!(doctor::profile(&services, last_day.id, window).await.unwrap().bookable);
}

#[tokio::test]
async fn a_card_shows_the_first_free_slots_and_a_hold_that_ran_out_is_free() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor_with(NewDoctor { weekly: every_day(9, 17), ..NewDoctor::default() }).await;
    let patients = db.patients(2).await;
    appointment::book(&services, &patients[0].caller, &wish(&doctor, at(10, 0)), None).await.unwrap();
    appointment::book(&services, &patients[1].caller, &crate::hold(&doctor, at(10, 30)), None).await.unwrap();
    let first = async || {
        let found = doctor::search(&services, &everything()).await.unwrap().items.remove(0);
        found.slots.iter().map(Period::start).collect::<Vec<_>>()
    };
    assert_eq!(first().await, [at(11, 0), at(11, 30), at(12, 0)]);
    db.set_now(at(9, 5));
    assert_eq!(first().await, [at(10, 30), at(11, 0), at(11, 30)]);
}

#[tokio::test]
async fn too_long_a_window_of_slots_is_refused() {
    let db = Database::fresh().await;
    let doctor = db.doctor().await;
    let long = Period::new(day_at(0, 0), day_at(63, 0)).unwrap();
    assert!(problems(doctor::slots(&db.services(), doctor.id, long).await).of("to").is_some());
}

#[tokio::test]
async fn a_doctor_changes_their_own_profile_and_nobody_elses() {
    let db = Database::fresh().await;
    let services = db.services();
    let (one, other) = (db.doctor().await, db.doctor().await);
    let edit = DoctorEdit {
        bio: "New words".into(),
        experience_years: "12".into(),
        languages: "en, de".into(),
        telehealth: "on".into(),
        fee: "80".into(),
        ..DoctorEdit::default()
    };
    doctor::edit(&services, &one.caller, &edit).await.unwrap();
    let mine = doctor::mine(&services, &one.caller).await.unwrap();
    assert_eq!((mine.profile.bio.as_str(), mine.profile.card.fee_minor, mine.verified), ("New words", 8_000, true));
    assert_eq!(doctor::mine(&services, &other.caller).await.unwrap().profile.bio, "");
    assert_eq!(code(doctor::edit(&services, &db.patient().await.caller, &edit).await), Code::Forbidden);
}

#[tokio::test]
async fn a_change_of_a_profile_is_held_against_what_is_shown_free_times_included() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    db.visit(&Visit::new(&doctor, &patients[0], day_at(1, 10))).await;
    let until = Some(db.now() + TimeDelta::minutes(5));
    let hold = Visit { status: Status::Proposed, hold_until: until, ..Visit::new(&doctor, &patients[1], day_at(1, 11)) };
    db.visit(&hold).await;
    let seen = doctor::mine(&services, &doctor.caller).await.unwrap();
    let edit = DoctorEdit { experience_years: "12".into(), languages: "en".into(), fee: "80".into(), ..DoctorEdit::default() };
    let is_seen = |now: &DoctorSelf| *now == seen;
    let edited = doctor::edit_if(&services, &doctor.caller, &edit, Meant::only(&is_seen)).await.unwrap();
    assert_eq!(edited, doctor::mine(&services, &doctor.caller).await.unwrap());
    assert_eq!(code(doctor::edit_if(&services, &doctor.caller, &edit, Meant::only(&is_seen)).await), Code::PreconditionFailed);
}
