//! A patient at one glance.

use crate::at;
use chrono::TimeDelta;
use domain::{
    access::Category,
    note::Words,
    prescription::Status,
    record::{Coding, NewRecord, RecordType},
};
use service::{Services, access, note, patient, record};
use testkit::{Database, TestDoctor, TestPatient, Visit};

fn entry(services: &Services, record_type: RecordType, title: &str, coding: Option<Coding>) -> NewRecord {
    NewRecord { record_type, recorded_at: services.now(), title: title.into(), text: "Words.".into(), coding, results: Vec::new() }
}

/// Ann with a visit, a report, measured values, a diagnosis, a note, a prescription and a draft.
async fn whole(db: &Database) -> (Services, TestDoctor, TestPatient) {
    let (services, doctor, ann) = (db.services(), db.doctor().await, db.patient().await);
    let report = db.report(Some(&ann)).await;
    db.visit(&Visit { report: Some(report), ..Visit::new(&doctor, &ann, at(12, 0)) }).await;
    db.entries(&ann, 3).await;
    let coding = Some(Coding { system: "ICD-10".into(), code: "J45".into() });
    let asthma = entry(&services, RecordType::Condition, "Asthma", coding);
    record::create(&services, &doctor.caller, Some(ann.id), &asthma).await.unwrap();
    let noted = entry(&services, RecordType::ClinicalNote, "Follow-up", None);
    record::create(&services, &doctor.caller, Some(ann.id), &noted).await.unwrap();
    db.prescription(&doctor, &ann).await;
    db.favourite(&doctor).await;
    let words = Words { title: String::new(), text: "Coughs.".into() };
    note::keep(&services, &doctor.caller, ann.id, 0, &words).await.unwrap();
    (services, doctor, ann)
}

#[tokio::test]
async fn one_statement_finds_all_that_is_known_and_another_the_visits() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = whole(&db).await;
    let (found, sql) = db.count(patient::summary(&services, &doctor.caller, ann.id)).await;
    let found = found.unwrap();
    assert!(sql.len() <= 4, "two, and two that note the look: {sql:#?}");
    assert_eq!(found.diagnoses.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Asthma"]);
    assert_eq!(found.notes.iter().map(|one| (one.title.as_str(), one.text.as_str())).collect::<Vec<_>>(), [("Follow-up", "Words.")]);
    assert_eq!(found.prescriptions.iter().map(|one| (one.status, one.medications.len())).collect::<Vec<_>>(), [(Status::Active, 1)]);
    let pulse = &found.vitals[0];
    assert_eq!((found.vitals.len(), pulse.measure.code, pulse.points.len()), (1, "8867-4", 3));
    assert_eq!(pulse.last().map(|point| point.value), Some(60.0), "the newest is the last");
    assert!(found.report.is_some() && found.health.is_some() && found.visits.len() == 1);
    assert_eq!((found.draft.version, found.draft.words.text.as_str(), found.favourites.len()), (1, "Coughs.", 1));
    let known = found.situation(db.now().date_naive()).unwrap();
    assert_eq!(known.taken.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(), ["paracetamol"]);
}

#[tokio::test]
async fn who_is_shown_one_kind_sees_that_kind_and_nothing_else() {
    let db = Database::fresh().await;
    let (services, _, ann) = whole(&db).await;
    let shown = db.doctor().await;
    for category in Category::ALL {
        access::share(&services, &ann.caller, shown.id, &[category], None).await.unwrap();
        let found = patient::summary(&services, &shown.caller, ann.id).await.unwrap();
        let seen = [
            (Category::Profile, found.health.is_some()),
            (Category::VitalSigns, !found.vitals.is_empty()),
            (Category::Condition, !found.diagnoses.is_empty()),
            (Category::ClinicalNote, !found.notes.is_empty()),
            (Category::Prescription, !found.prescriptions.is_empty()),
            (Category::SymptomReport, found.report.is_some()),
        ];
        for (kind, is_seen) in seen {
            assert_eq!(is_seen, kind == category, "{kind:?} for {category:?}");
        }
        assert!(found.visits.is_empty() && found.draft.version == 0 && !found.may_write());
        assert!(found.situation(db.now().date_naive()).is_none(), "nobody prescribes to whom they do not treat");
    }
}

#[tokio::test]
async fn what_was_corrected_or_taken_back_does_not_count() {
    let db = Database::fresh().await;
    let (services, doctor, ann) = whole(&db).await;
    let wrong = entry(&services, RecordType::Condition, "Gout", None);
    let wrong = record::create(&services, &doctor.caller, Some(ann.id), &wrong).await.unwrap();
    db.advance(TimeDelta::minutes(1));
    record::retract(&services, &doctor.caller, wrong.id, "Of another patient.").await.unwrap();
    let found = patient::summary(&services, &doctor.caller, ann.id).await.unwrap();
    assert_eq!(found.diagnoses.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Asthma"]);
}
