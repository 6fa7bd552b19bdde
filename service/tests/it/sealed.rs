//! Health data is sealed at rest: what was plain becomes sealed, keys change beside writers, damage is told and nothing else is.

use crate::{at, wish};
use domain::{Code, booking::NewAppointment, patient::PatientEdit};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use service::{
    Error, Keys, Services, appointment, patient,
    sealed::{self, Report, RingError},
    symptom,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use testkit::{Database, NewDoctor, TestPatient, Visit, every_day};
use tokio::task::JoinSet;

/// The ring of the test kit and two more.
const ONE: &str = "1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const TWO: &str = "2:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
const OTHER: &str = "1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn ring(keys: &[&str]) -> Keys {
    Keys::parse(&keys.join(",")).unwrap()
}

fn profile(words: &str) -> PatientEdit {
    PatientEdit { name: "Pat".into(), language: "en".into(), time_zone: "UTC".into(), conditions: words.into(), ..PatientEdit::default() }
}

async fn number(db: &impl ConnectionTrait, sql: &str) -> i64 {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn sealed_with(db: &Database, key: u32) -> i64 {
    let sql = format!("select count(*) from patient where substring(health from 1 for 5) = decode('01{key:08x}', 'hex')");
    number(db.connection(), &sql).await
}

fn anew(report: &Report) -> u64 {
    report.lines.iter().map(|line| line.resealed).sum()
}

#[tokio::test]
async fn what_was_written_in_the_clear_is_sealed_in_steps_and_reads_as_before() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(250).await);
    let ann = &patients[0];
    let report = db.report(Some(ann)).await;
    let visit = db.visit(&Visit { report: Some(report), ..Visit::new(&doctor, ann, at(12, 0)) }).await;
    let booked = appointment::book(&services, &ann.caller, &wish(&doctor, at(14, 0)), Some("k")).await.unwrap();
    let kept = serde_json::to_string(&booked).unwrap();
    let plain = format!(
        "update patient set health = null, blood_group = 'A+', allergies = '[]', conditions = '[\"asthma\"]', medications = '[]', emergency_contact = 'Kim';
         update symptom_report set content = null, level = null, text = 'itchy skin', answers = '[]', assessment =
             '{{\"assessable\":true,\"reason\":null,\"findings\":[],\"conditions\":[],\"triage\":{{\"level\":\"self_care\",\"root_cause\":\"self_care_sufficient\",\"red_flags\":[]}},
               \"specialties\":[],\"crisis\":false,\"model\":\"old\"}}';
         update appointment set reason = 'itchy skin' where id = '{visit}';
         update idempotency set answer_sealed = null, answer = '{kept}'"
    );
    db.connection().execute_unprepared(&plain).await.unwrap();
    let waiting = appointment::get(&services, &ann.caller, visit).await.unwrap_err();
    assert!(matches!(waiting, Error::Unavailable(_)), "not sealed yet is no empty value: {waiting:?}");
    assert_eq!(sealed::adopt(db.connection(), services.keys()).await.unwrap(), 250 + 1 + 1 + 1);
    assert_eq!(sealed::adopt(db.connection(), services.keys()).await.unwrap(), 0);
    for table in ["patient", "symptom_report", "appointment", "idempotency"] {
        let plain = number(db.connection(), &format!("select count(*) from {table} t where t::text ~ 'asthma|itchy|Kim|Testville'")).await;
        assert_eq!(plain, 0, "{table}");
    }
    let read = patient::mine(&services, &patients[249].caller).await.unwrap();
    assert_eq!((read.conditions, read.emergency_contact, read.blood_group), (vec!["asthma".into()], Some("Kim".into()), Some("A+".into())));
    let seen = appointment::get(&services, &ann.caller, visit).await.unwrap();
    assert_eq!(seen.reason.as_deref(), Some("itchy skin"));
    let level = |triage: Option<domain::triage::Triage>| triage.map(|level| level.code());
    assert_eq!(level(seen.report.unwrap().triage), Some("self_care"));
    assert_eq!(symptom::report(&services, &ann.caller, report).await.unwrap().text, "itchy skin");
    assert_eq!(appointment::book(&services, &ann.caller, &wish(&doctor, at(14, 0)), Some("k")).await.unwrap(), booked);
}

/// Writes a profile again and again until told to stop; the last words that were acknowledged.
async fn writes(services: Services, patient: TestPatient, stop: Arc<AtomicBool>, name: usize) -> (TestPatient, String) {
    let mut last = String::new();
    for round in 0.. {
        if stop.load(Ordering::Relaxed) && round > 0 {
            break;
        }
        let words = format!("words {name} {round}");
        patient::edit(&services, &patient.caller, &profile(&words)).await.unwrap();
        last = words;
    }
    (patient, last)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn beside_writers_with_the_old_and_the_new_key_a_change_of_keys_loses_nothing() {
    let db = Database::fresh().await;
    let (both, two) = (db.services_with_keys(ring(&[ONE, TWO])), db.services_with_keys(ring(&[TWO])));
    // Has learnt the new key and does not use it yet, as an instance that was started before.
    let waiting = db.services_with_keys(ring(&[ONE, &format!("~{TWO}")]));
    let (doctor, patients) = (db.doctor_with(NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }).await, db.patients(300).await);
    sealed::record(db.connection(), both.keys()).await.unwrap();
    let new = NewAppointment { reason: Some("a cough".into()), ..wish(&doctor, at(12, 0)) };
    let booked = appointment::book(&waiting, &patients[0].caller, &new, Some("k")).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for (n, patient) in patients.iter().take(8).enumerate() {
        let services = if n % 2 == 0 { waiting.clone() } else { both.clone() };
        writers.spawn(writes(services, patient.clone(), stop.clone(), n));
    }
    let mut beside = 0;
    for _ in 0..3 {
        beside += anew(&sealed::reseal(&both).await.unwrap());
    }
    stop.store(true, Ordering::Relaxed);
    let written = writers.join_all().await;
    assert!(beside >= 292, "{beside}");
    let report = sealed::reseal(&both).await.unwrap();
    assert!(report.lines.iter().all(|line| (line.damaged, line.busy) == (0, 0)), "{report:?}");
    assert_eq!((report.retired.clone(), report.uses[&1].sealed, report.uses[&2].sealed), (vec![1], 0, 302));
    assert!(report.uses[&1].audited > 0, "the audit still needs it");
    assert_eq!(anew(&sealed::reseal(&both).await.unwrap()), 0, "a second run has nothing to do");
    // The old key is left out.
    sealed::agrees(db.connection(), two.keys()).await.unwrap();
    for (patient, words) in written {
        assert_eq!(patient::mine(&two, &patient.caller).await.unwrap().conditions, [words]);
    }
    for patient in &patients[8..] {
        assert!(patient::mine(&two, &patient.caller).await.unwrap().conditions.is_empty());
    }
    assert_eq!(appointment::get(&two, &patients[0].caller, booked.id).await.unwrap().reason.as_deref(), Some("a cough"));
}

#[tokio::test]
async fn a_change_of_keys_that_was_cut_off_goes_on() {
    let db = Database::fresh().await;
    let both = db.services_with_keys(ring(&[ONE, TWO]));
    let patients = db.patients(250).await;
    // A row that somebody holds is passed over, and the run that waits for it is cut off.
    let held = patients[249].id;
    let holder = both.begin(&patients[249].caller).await.unwrap();
    holder.execute_unprepared(&format!("select 1 from patient where id = '{held}' for update")).await.unwrap();
    let run = tokio::spawn({
        let both = both.clone();
        async move { sealed::reseal(&both).await }
    });
    while sealed_with(&db, 2).await < 200 {
        tokio::task::yield_now().await;
    }
    run.abort();
    assert!(run.await.is_err());
    assert!(sealed_with(&db, 1).await >= 1);
    holder.rollback().await.unwrap();
    let report = sealed::reseal(&both).await.unwrap();
    assert_eq!((sealed_with(&db, 1).await, sealed_with(&db, 2).await, report.retired), (0, 250, vec![1]));
}

#[tokio::test]
async fn a_ring_that_does_not_belong_to_the_database_is_refused_and_says_why() {
    let db = Database::fresh().await;
    sealed::agrees(db.connection(), &ring(&[OTHER])).await.unwrap();
    sealed::record(db.connection(), &ring(&[ONE])).await.unwrap();
    let other = sealed::agrees(db.connection(), &ring(&[OTHER])).await.unwrap_err();
    assert!(matches!(other, RingError::Other { id: 1, .. }) && other.is_final(), "{other}");
    assert!(matches!(sealed::record(db.connection(), &ring(&[OTHER])).await, Err(RingError::Other { .. })));
    sealed::agrees(db.application(), &ring(&[TWO])).await.unwrap();
    db.patient().await;
    let missing = sealed::agrees(db.application(), &ring(&[TWO])).await.unwrap_err();
    assert!(matches!(missing, RingError::Missing { id: 1, .. }), "{missing}");
    assert!(missing.to_string().contains("secret key 1 (fingerprint ") && missing.to_string().contains("patient.health"), "{missing}");
    sealed::agrees(db.application(), &ring(&[ONE, TWO])).await.unwrap();
}

#[tokio::test]
async fn one_damaged_value_is_a_typed_error_that_repeats_nothing_and_hides_no_other() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(3).await);
    for patient in &patients {
        patient::edit(&services, &patient.caller, &profile("asthma")).await.unwrap();
    }
    let new = NewAppointment { reason: Some("a cough".into()), ..wish(&doctor, at(12, 0)) };
    let booked = appointment::book(&services, &patients[0].caller, &new, None).await.unwrap();
    let (a, b, c) = (patients[0].id, patients[1].id, patients[2].id);
    let harm = format!(
        "update patient set health = set_byte(health, 40, get_byte(health, 40) # 1) where id = '{a}';
         update patient set health = (select health from patient where id = '{c}') where id = '{b}';
         update appointment set reason_sealed = substring(reason_sealed from 1 for 20)"
    );
    db.connection().execute_unprepared(&harm).await.unwrap();
    for patient in &patients[..2] {
        let error = patient::mine(&services, &patient.caller).await.unwrap_err();
        assert_eq!(error.code(), Code::Unreadable);
        let told = error.to_string();
        assert!(told.contains(&patient.id.to_string()) && !told.contains("asthma"), "{told}");
    }
    assert_eq!(patient::mine(&services, &patients[2].caller).await.unwrap().conditions, ["asthma"]);
    let seen = appointment::get(&services, &patients[0].caller, booked.id).await.unwrap();
    assert_eq!(seen.reason.as_deref(), Some(domain::appointment::REASON_UNREADABLE));
    appointment::cancel(&services, &patients[0].caller, booked.id).await.unwrap();
    let report = sealed::reseal(&db.services_with_keys(ring(&[ONE, TWO]))).await.unwrap();
    let damaged: u64 = report.lines.iter().map(|line| line.damaged).sum();
    assert_eq!((damaged, anew(&report), report.retired), (3, 1, vec![]), "what does not open stays, and keeps its key");
    // Who writes anew mends it.
    patient::edit(&services, &patients[0].caller, &profile("asthma")).await.unwrap();
    assert_eq!(patient::mine(&services, &patients[0].caller).await.unwrap().conditions, ["asthma"]);
}
