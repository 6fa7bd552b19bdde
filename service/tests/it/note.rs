//! Notes: kept while they are written, by two tabs as well, and put into the record.

use crate::{at, code, problems};
use chrono::TimeDelta;
use domain::{
    Code, PatientId,
    access::{AFTER_VISIT, Category},
    note::Words,
    record::{NewRecord, RecordType},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use service::{
    Services, access,
    note::{self, Draft, Kept},
    privacy, record,
};
use testkit::{Database, PASSWORD, TestDoctor, TestPatient, Visit};
use tokio::task::JoinSet;

async fn world(db: &Database) -> (Services, TestDoctor, TestPatient) {
    let (doctor, ann) = (db.doctor().await, db.patient().await);
    db.visit(&Visit::new(&doctor, &ann, at(12, 0))).await;
    (db.services(), doctor, ann)
}

fn words(text: &str) -> Words {
    Words { title: "Cough".into(), text: text.into() }
}

async fn keep(services: &Services, doctor: &TestDoctor, patient: PatientId, from: i32, text: &str) -> Kept {
    note::keep(services, &doctor.caller, patient, from, &words(text)).await.unwrap()
}

fn entry(services: &Services, text: &str) -> NewRecord {
    NewRecord {
        record_type: RecordType::ClinicalNote,
        recorded_at: services.now(),
        title: "Cough".into(),
        text: text.into(),
        coding: None,
        results: Vec::new(),
    }
}

async fn drafts(db: &Database) -> i64 {
    let sql = Statement::from_string(DbBackend::Postgres, "select count(*) from note_draft");
    db.connection().query_one_raw(sql).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn a_draft_is_kept_sealed_and_comes_back_to_its_doctor_and_nobody_else() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    assert_eq!(note::draft(&services, &doctor.caller, ann.id).await.unwrap(), Draft::default());
    assert_eq!(keep(&services, &doctor, ann.id, 0, "Coughs for a week.").await, Kept::Saved(1));
    assert_eq!(keep(&services, &doctor, ann.id, 1, "Coughs for a week. ").await, Kept::Saved(2));
    let draft = note::draft(&services, &doctor.caller, ann.id).await.unwrap();
    assert_eq!(draft, Draft { words: words("Coughs for a week. "), version: 2 }, "a space at the end stays while somebody writes");
    let sql = Statement::from_string(DbBackend::Postgres, "select 1 from note_draft n where n::text ilike '%cough%'");
    assert!(db.connection().query_all_raw(sql).await.unwrap().is_empty(), "it lies sealed");

    let colleague = db.doctor().await;
    assert_eq!(code(note::keep(&services, &colleague.caller, ann.id, 0, &words("x")).await), Code::NotFound);
    db.visit(&Visit::new(&colleague, &ann, at(14, 0))).await;
    assert_eq!(note::draft(&services, &colleague.caller, ann.id).await.unwrap(), Draft::default(), "each has their own");
    assert_eq!(code(note::keep(&services, &ann.caller, ann.id, 0, &words("x")).await), Code::Forbidden);
    let shown = db.doctor().await;
    access::share(&services, &ann.caller, shown.id, &[Category::ClinicalNote], None).await.unwrap();
    assert_eq!(code(note::keep(&services, &shown.caller, ann.id, 0, &words("x")).await), Code::Forbidden);
    let long = Words { title: String::new(), text: "x".repeat(domain::record::TEXT_MAX + 1) };
    assert!(problems(note::keep(&services, &doctor.caller, ann.id, 2, &long).await).of("text").is_some());
}

#[tokio::test]
async fn the_second_of_two_tabs_is_shown_what_the_first_kept_and_nothing_is_lost() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    assert_eq!(keep(&services, &doctor, ann.id, 0, "Coughs.").await, Kept::Saved(1));
    assert_eq!(keep(&services, &doctor, ann.id, 1, "Coughs. No fever.").await, Kept::Saved(2), "the first tab");
    let other = Kept::Other(Draft { words: words("Coughs. No fever."), version: 2 });
    assert_eq!(keep(&services, &doctor, ann.id, 1, "Coughs. Lungs clear.").await, other, "the second tab");
    assert_eq!(note::draft(&services, &doctor.caller, ann.id).await.unwrap().words, words("Coughs. No fever."));
    let both = words("Coughs. Lungs clear.").with(&words("Coughs. No fever."));
    assert_eq!(note::keep(&services, &doctor.caller, ann.id, 2, &both).await.unwrap(), Kept::Saved(3));
    assert_eq!(note::keep(&services, &doctor.caller, ann.id, 1, &both).await.unwrap(), Kept::Saved(3), "the same words are no other text");
}

#[tokio::test]
async fn of_many_first_drafts_at_once_one_is_kept_and_the_others_are_told_of_it() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    let mut tabs = JoinSet::new();
    for n in 0..8 {
        let (services, caller, patient) = (services.clone(), doctor.caller, ann.id);
        tabs.spawn(async move { note::keep(&services, &caller, patient, 0, &words(&format!("text {n}"))).await.unwrap() });
    }
    let outcomes = tabs.join_all().await;
    let saved = outcomes.iter().filter(|kept| matches!(kept, Kept::Saved(1))).count();
    let kept = note::draft(&services, &doctor.caller, ann.id).await.unwrap();
    assert_eq!((saved, kept.version), (1, 1), "{outcomes:?}");
    assert!(outcomes.iter().all(|one| matches!(one, Kept::Saved(_)) || *one == Kept::Other(kept.clone())));
}

#[tokio::test]
async fn a_note_that_is_put_into_the_record_ends_its_draft_and_no_other() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    keep(&services, &doctor, ann.id, 0, "Coughs.").await;
    keep(&services, &doctor, ann.id, 1, "Coughs. No fever.").await;
    let written = note::finish(&services, &doctor.caller, ann.id, 1, &entry(&services, "From an old tab.")).await.unwrap();
    assert_eq!(written.content.text.as_deref(), Some("From an old tab."));
    assert_eq!(note::draft(&services, &doctor.caller, ann.id).await.unwrap().version, 2, "what the other tab kept stays");
    let wrong = problems(note::finish(&services, &doctor.caller, ann.id, 2, &entry(&services, "")).await);
    assert!(wrong.of("text").is_some());
    assert_eq!(drafts(&db).await, 1, "what is refused ends nothing");
    note::finish(&services, &doctor.caller, ann.id, 2, &entry(&services, "Coughs. No fever.")).await.unwrap();
    assert_eq!(drafts(&db).await, 0);
    let list = record::List { patient: Some(ann.id), limit: 10, ..record::List::default() };
    assert_eq!(record::list(&services, &doctor.caller, &list).await.unwrap().items.len(), 2);
    assert_eq!(keep(&services, &doctor, ann.id, 2, "More, from a tab that was left open.").await, Kept::Saved(3), "typed is typed");
}

#[tokio::test]
async fn a_draft_is_thrown_away_by_who_saw_it_last_and_by_emptying_it() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    keep(&services, &doctor, ann.id, 0, "a").await;
    keep(&services, &doctor, ann.id, 1, "b").await;
    assert!(!note::throw(&services, &doctor.caller, ann.id, 1).await.unwrap());
    assert!(note::throw(&services, &doctor.caller, ann.id, 2).await.unwrap());
    assert_eq!(drafts(&db).await, 0);
    keep(&services, &doctor, ann.id, 0, "c").await;
    assert_eq!(note::keep(&services, &doctor.caller, ann.id, 1, &Words::default()).await.unwrap(), Kept::Saved(0));
    assert_eq!(drafts(&db).await, 0);
}

#[tokio::test]
async fn a_draft_is_in_the_patients_copy_and_goes_after_thirty_days_and_with_the_account() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    keep(&services, &doctor, ann.id, 0, "Coughs.").await;
    let copy = privacy::export(&services, &ann.caller, PASSWORD).await.unwrap();
    let files = crate::privacy::unzip(copy).await;
    let told: serde_json::Value = serde_json::from_slice(&files["unfinished-notes.json"]).unwrap();
    assert_eq!((&told[0]["words"]["text"], &told[0]["doctor"]), (&serde_json::json!("Coughs."), &serde_json::json!(doctor.id)));

    db.advance(TimeDelta::days(29));
    privacy::forget_old(&services).await.unwrap();
    assert_eq!(drafts(&db).await, 1);
    db.advance(TimeDelta::days(2));
    privacy::forget_old(&services).await.unwrap();
    assert_eq!(drafts(&db).await, 0);
}

#[tokio::test]
async fn who_treats_a_patient_no_more_writes_no_more_notes_about_them() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    keep(&services, &doctor, ann.id, 0, "Coughs.").await;
    db.set_now(at(12, 30) + AFTER_VISIT + TimeDelta::minutes(1));
    assert_eq!(code(note::draft(&services, &doctor.caller, ann.id).await), Code::NotFound);
    assert_eq!(code(note::keep(&services, &doctor.caller, ann.id, 1, &words("more")).await), Code::NotFound);
}

#[tokio::test]
async fn what_is_kept_again_and_again_is_one_act_in_the_audit() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    for (from, text) in ["a", "ab", "abc"].into_iter().enumerate() {
        keep(&services, &doctor, ann.id, i32::try_from(from).unwrap(), text).await;
    }
    let seen = access::opened(&services, &ann.caller, None, 10).await.unwrap().items;
    assert_eq!(seen.iter().map(|one| one.action.as_str()).collect::<Vec<_>>(), ["note.draft"]);
}

#[tokio::test]
async fn a_note_that_is_sent_twice_is_in_the_record_once() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = world(&db).await;
    let note = entry(&services, "Coughs. No fever.");
    let finish = || note::finish(&services, &doctor.caller, ann.id, 0, &note);
    let (first, second) = tokio::join!(finish(), finish());
    assert_eq!(first.unwrap().id, second.unwrap().id);
    let other = note::finish(&services, &doctor.caller, ann.id, 0, &entry(&services, "Coughs. Fever.")).await.unwrap();
    assert_ne!(other.id, finish().await.unwrap().id);
}
