//! What belongs to a person: consents, a copy of everything, the end of an account.

use crate::{at, code, problems};
use chrono::TimeDelta;
use domain::{
    Caller, Code,
    account::NewAccount,
    consent::{Act, Kind},
    patient::PatientEdit,
    record::{Coding, NewRecord, RecordType},
};
use entity::{account as accounts, audit as entries};
use futures::TryStreamExt;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryResult, Statement};
use service::{
    Services, account, appointment, audit, mail,
    privacy::{self, Export, consent, deletion, improve},
    record,
    sealed::{HEALTH, Health},
};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use testkit::{Database, NewPatient, PASSWORD, TestDoctor, TestPatient, Visit};
use tokio::{sync::Barrier, task::JoinSet};

const GRACE: TimeDelta = TimeDelta::days(30);
const NAME: &str = "Zefira Canarywood";
const EMAIL: &str = "zefira.canarywood@example.org";

async fn zefira(db: &Database) -> TestPatient {
    db.patient_with(NewPatient { email: Some(EMAIL.into()), name: NAME.into(), ..NewPatient::default() }).await
}

async fn rows(db: &Database, sql: &str) -> Vec<QueryResult> {
    db.connection().query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap()
}

/// The tables in which a text is found anywhere, in whatever case.
async fn found_in(db: &Database, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows(db, "select tablename::text from pg_tables where schemaname = 'public'").await {
        let table: String = row.try_get_by_index(0).unwrap();
        let sql = format!("select 1 from \"{table}\" t where to_jsonb(t)::text ilike '%{text}%' limit 1");
        if !rows(db, &sql).await.is_empty() {
            found.push(table);
        }
    }
    found
}

/// What is in a copy that is taken to its end.
pub(crate) async fn unzip(copy: Export) -> BTreeMap<String, Vec<u8>> {
    let pieces: Vec<bytes::Bytes> = copy.zip.try_collect().await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(pieces.concat())).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        files.insert(name, bytes);
    }
    files
}

#[tokio::test]
async fn what_comes_with_an_account_is_agreed_to_with_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let new = NewAccount {
        email: "jo@example.org".into(),
        password: PASSWORD.into(),
        user_type: "patient".into(),
        name: "Jo Miller".into(),
        ..NewAccount::default()
    };
    account::register(&services, &new).await.unwrap();
    let jo = account::login(&services, "jo@example.org", PASSWORD, None).await.unwrap().caller;
    let history = consent::history(&services, &jo).await.unwrap();
    let mut kinds: Vec<_> = history.iter().map(|c| (c.kind.code(), c.act, c.version.as_str(), c.at)).collect();
    kinds.sort_by_key(|kind| kind.0);
    let version = Kind::Terms.version();
    assert_eq!(kinds, [("privacy-notice", Act::Given, version, db.now()), ("terms", Act::Given, version, db.now())]);
}

#[tokio::test]
async fn a_consent_is_given_once_and_taken_back_once_and_both_stay_to_be_seen() {
    let db = Database::fresh().await;
    let (services, ann) = (db.services(), db.patient().await);
    consent::withdraw(&services, &ann.caller, Kind::ImproveSymptomCheck).await.unwrap();
    assert!(consent::history(&services, &ann.caller).await.unwrap().is_empty(), "nothing was given");
    for _ in 0..2 {
        consent::give(&services, &ann.caller, Kind::ImproveSymptomCheck).await.unwrap();
    }
    db.advance(TimeDelta::minutes(1));
    for _ in 0..2 {
        consent::withdraw(&services, &ann.caller, Kind::ImproveSymptomCheck).await.unwrap();
    }
    let history = consent::history(&services, &ann.caller).await.unwrap();
    assert_eq!(history.iter().map(|c| c.act).collect::<Vec<_>>(), [Act::Withdrawn, Act::Given]);
    let latest = consent::latest(&history);
    assert_eq!(latest[2].1.map(|c| c.act), Some(Act::Withdrawn));
    assert_eq!(code(consent::withdraw(&services, &ann.caller, Kind::Terms).await), Code::Conflict);
    assert_eq!(code(consent::give(&services, &Caller::Anonymous, Kind::Terms).await), Code::Unauthenticated);
    let other = db.patient().await;
    assert!(consent::history(&services, &other.caller).await.unwrap().is_empty());
    let rewritten = db.connection().execute_unprepared("update consent set act = 'given'").await;
    assert!(rewritten.unwrap_err().to_string().contains("never rewritten"));
}

#[tokio::test]
async fn a_copy_holds_everything_about_its_owner_and_nothing_of_others_and_no_secret() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), zefira(&db).await, db.doctor().await);
    let other = db.patient_with(NewPatient { name: "Otto Otherman".into(), ..NewPatient::default() }).await;
    let report = db.report(Some(&ann)).await;
    let visit = db.visit(&Visit { report: Some(report), ..Visit::new(&doctor, &ann, at(12, 0)) }).await;
    db.visit(&Visit::new(&doctor, &other, at(13, 0))).await;
    let entry = db.entries(&ann, 1).await[0];
    db.entries(&other, 1).await;
    appointment::get(&services, &doctor.caller, visit).await.unwrap();
    consent::give(&services, &ann.caller, Kind::ImproveSymptomCheck).await.unwrap();
    account::ask_email(&services, &ann.caller, PASSWORD, "new@example.org").await.unwrap();

    let wrong = problems(privacy::export(&services, &ann.caller, "not it").await);
    assert!(wrong.of("password").is_some());
    let copy = privacy::export(&services, &ann.caller, PASSWORD).await.unwrap();
    assert!(copy.name.ends_with(".zip"));
    let files = unzip(copy).await;
    let names = [
        "account.json",
        "appointments.ics",
        "appointments.json",
        "articles.json",
        "comments.json",
        "consents.json",
        "favourites.json",
        "files.json",
        "health-record.json",
        "mails.json",
        "prescriptions.json",
        "profile.json",
        "reviews.json",
        "sessions-and-devices.json",
        "sharing.json",
        "summary.pdf",
        "symptom-reports.json",
        "tokens.json",
        "unfinished-notes.json",
        "who-did-what.json",
    ];
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), names);
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        if name.ends_with(".json") {
            let _: serde_json::Value = serde_json::from_slice(bytes).expect(name);
        }
        for foreign in ["Otto", "argon2", "token=", &other.user.to_string(), &other.id.to_string()] {
            assert!(!text.contains(foreign), "{foreign} in {name}: {text}");
        }
    }
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert!(text("account.json").contains(EMAIL) && text("profile.json").contains(NAME));
    assert!(text("appointments.json").contains(&visit.to_string()));
    assert!(text("symptom-reports.json").contains(&report.to_string()));
    assert!(text("health-record.json").contains(&entry.to_string()) && text("health-record.json").contains("8867-4"));
    assert!(text("who-did-what.json").contains("appointment.read") && text("who-did-what.json").contains(&doctor.user.to_string()));
    assert!(text("mails.json").contains("e-mail address"));
    let calendar = text("appointments.ics");
    assert!(
        calendar.starts_with("BEGIN:VCALENDAR\r\n")
            && calendar.contains("SUMMARY:Appointment\r\n")
            && calendar.contains(&visit.to_string())
    );
    assert!(calendar.lines().all(|line| line.len() <= 75), "RFC 5545, 3.1");
    assert!(!calendar.contains("report") && !calendar.contains(NAME));
    assert!(files["summary.pdf"].starts_with(b"%PDF-"));
    let noted = entries::Entity::find().filter(entries::Column::Action.eq("account.export")).count(db.connection()).await.unwrap();
    assert_eq!(noted, 1);
}

#[tokio::test]
async fn a_doctors_copy_has_no_patient_in_it() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), zefira(&db).await, db.doctor().await);
    let visit = db.visit(&Visit::new(&doctor, &ann, at(12, 0))).await;
    appointment::get(&services, &doctor.caller, visit).await.unwrap();
    let files = unzip(privacy::export(&services, &doctor.caller, PASSWORD).await.unwrap()).await;
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(NAME) && !text.contains(&ann.id.to_string()) && !text.contains(&visit.to_string()), "{name}");
    }
}

#[tokio::test]
async fn who_asks_for_the_end_is_signed_out_and_can_think_better_of_it() {
    let db = Database::fresh().await;
    let (services, ann) = (db.services(), zefira(&db).await);
    assert!(problems(deletion::ask(&services, &ann.caller, "no").await).of("password").is_some());
    let asked = deletion::ask(&services, &ann.caller, PASSWORD).await.unwrap();
    assert_eq!(asked.due_at, db.now() + GRACE);
    assert_eq!(code(deletion::ask(&services, &ann.caller, PASSWORD).await), Code::Conflict);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 0, "not yet");
    db.advance(TimeDelta::days(29));
    let back = account::login(&services, EMAIL, PASSWORD, None).await.expect("she can sign in").caller;
    assert_eq!(deletion::state(&services, &back).await.unwrap(), Some(asked));
    deletion::cancel(&services, &back).await.unwrap();
    assert_eq!(code(deletion::cancel(&services, &back).await), Code::Conflict);
    db.advance(GRACE);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 0);
    let subjects: Vec<String> = mail::waiting(&services).await.unwrap().into_iter().map(|mail| mail.subject).collect();
    assert!(subjects.contains(&"Your account is going to be deleted".into()) && subjects.contains(&"Your account stays".into()));
}

#[tokio::test]
async fn when_it_is_done_no_table_knows_the_name_and_the_audit_is_whole() {
    let db = Database::fresh().await;
    let (services, ann, doctor, boss) = (db.services(), zefira(&db).await, db.doctor().await, db.admin().await);
    let edit = PatientEdit {
        name: NAME.into(),
        emergency_contact: format!("{NAME}, mother"),
        language: "en".into(),
        time_zone: "UTC".into(),
        ..PatientEdit::default()
    };
    service::patient::edit(&services, &ann.caller, &edit).await.unwrap();
    let report = db.report(Some(&ann)).await;
    let past = db.visit(&Visit { report: Some(report), ..Visit::new(&doctor, &ann, at(8, 0)) }).await;
    let ahead = db.visit(&Visit::new(&doctor, &ann, at(12, 0) + TimeDelta::days(40))).await;
    db.connection().execute_unprepared(&format!("update appointment set reason = 'I am {NAME}'")).await.unwrap();
    db.entries(&ann, 2).await;
    db.connection().execute_unprepared(&format!("update symptom_report set text = '{NAME} has a cough'")).await.unwrap();
    account::device::arrive(&services, &account::login(&services, EMAIL, PASSWORD, None).await.unwrap(), None, "Firefox").await.unwrap();
    service::admin::users(&services, &boss.caller, EMAIL, None, 10).await.unwrap();
    consent::give(&services, &ann.caller, Kind::ImproveSymptomCheck).await.unwrap();
    assert!(found_in(&db, "canarywood").await.len() > 3, "the search finds what is there");

    deletion::ask(&services, &ann.caller, PASSWORD).await.unwrap();
    db.advance(GRACE);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 1);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 0);
    assert!(rows(&db, "select 1 from health_record").await.is_empty());
    assert_eq!(found_in(&db, "canarywood").await, ["mail"], "the last mail waits");
    let due = mail::next_due(&services).await.unwrap().expect("the last mail");
    assert_eq!((due.recipient.as_str(), due.subject.as_str()), (EMAIL, "Your account is deleted"));
    mail::sent(&services, due.id).await.unwrap();
    assert!(found_in(&db, "canarywood").await.is_empty());

    assert_eq!(audit::verify(&services, None).await.unwrap().broken, None);
    let kept = appointment::get(&services, &doctor.caller, past).await.unwrap();
    assert_eq!((kept.patient.name.as_str(), kept.reason, kept.report), ("Deleted patient", None, None), "the doctor's book has the visit");
    let freed = appointment::get(&services, &doctor.caller, ahead).await.unwrap();
    assert_eq!(freed.status, domain::appointment::Status::Cancelled);
    assert_eq!(code(account::login(&services, EMAIL, PASSWORD, None).await), Code::Unauthenticated);
    assert_eq!(code(deletion::cancel(&services, &ann.caller).await), Code::Unauthenticated, "it is too late");
    assert_eq!(code(service::admin::set_active(&services, &boss.caller, ann.user, true).await), Code::Conflict);
    let row = &rows(&db, "select to_jsonb(p)::text from patient p where p.name = 'Deleted patient'").await[0];
    let row: serde_json::Value = serde_json::from_str(&row.try_get_by_index::<String>(0).unwrap()).unwrap();
    let sealed = rows(&db, "select health, id from patient where name = 'Deleted patient'").await.remove(0);
    let (health, id): (Vec<u8>, _) = (sealed.try_get_by_index(0).unwrap(), sealed.try_get_by_index(1).unwrap());
    assert_eq!(HEALTH.open::<Health>(services.keys(), id, Some(&health)).unwrap(), Health::default(), "the profile is there, and empty");
    for (column, value) in row.as_object().unwrap() {
        let is_empty = value.is_null() || value == &serde_json::json!([]);
        let stays = ["id", "user_id", "name", "language", "country", "health"].contains(&column.as_str());
        assert!(is_empty || stays, "{column}: {value}");
    }
}

#[tokio::test]
async fn the_address_can_be_used_for_a_new_account_afterwards() {
    let db = Database::fresh().await;
    let (services, ann) = (db.services(), zefira(&db).await);
    deletion::ask(&services, &ann.caller, PASSWORD).await.unwrap();
    db.advance(GRACE);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 1);
    let new = NewAccount {
        email: EMAIL.into(),
        password: PASSWORD.into(),
        user_type: "patient".into(),
        name: "Z".into(),
        ..NewAccount::default()
    };
    account::register(&services, &new).await.unwrap();
    let again = account::login(&services, EMAIL, PASSWORD, None).await.unwrap();
    assert_ne!(again.id, ann.user);
}

#[tokio::test]
async fn a_hold_with_a_reason_stops_it_until_an_administrator_lets_go() {
    let db = Database::fresh().await;
    let (services, ann, boss) = (db.services(), zefira(&db).await, db.admin().await);
    deletion::ask(&services, &ann.caller, PASSWORD).await.unwrap();
    assert!(problems(deletion::hold(&services, &boss.caller, ann.user, Some(" ")).await).of("reason").is_some());
    assert_eq!(code(deletion::hold(&services, &ann.caller, ann.user, None).await), Code::Forbidden);
    assert_eq!(deletion::held(&services, &boss.caller, ann.user).await.unwrap().hold, None);
    deletion::hold(&services, &boss.caller, ann.user, Some("A dispute.")).await.unwrap();
    let held = deletion::held(&services, &boss.caller, ann.user).await.unwrap();
    assert_eq!((held.email, held.hold.map(|hold| hold.reason)), (ann.email.clone(), Some("A dispute.".to_owned())));
    assert_eq!(code(deletion::held(&services, &ann.caller, ann.user).await), Code::Forbidden);
    db.advance(GRACE);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 0);
    deletion::hold(&services, &boss.caller, ann.user, None).await.unwrap();
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 1);
}

#[tokio::test]
async fn a_doctor_for_whom_somebody_waits_cannot_leave_and_who_leaves_is_not_booked() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    let visit = db.visit(&Visit::new(&doctor, &ann, at(12, 0))).await;
    let wrong = problems(deletion::ask(&services, &doctor.caller, PASSWORD).await);
    assert!(wrong.of("password").is_some_and(|words| words.contains("visits ahead")));
    appointment::cancel(&services, &doctor.caller, visit).await.unwrap();
    deletion::ask(&services, &doctor.caller, PASSWORD).await.unwrap();
    let booked = appointment::book(&services, &ann.caller, &crate::wish(&doctor, at(15, 0)), None).await;
    assert_eq!(code(booked), Code::DoctorNotBookable);
    db.advance(GRACE);
    assert_eq!(privacy::erase_due(&services, 10).await.unwrap(), 1);
    let kept = appointment::get(&services, &ann.caller, visit).await.unwrap();
    assert_eq!(kept.doctor.name, "Former doctor");
    let boss = db.admin().await;
    assert!(problems(deletion::ask(&services, &boss.caller, PASSWORD).await).of("password").is_some());
}

#[tokio::test]
async fn taking_it_back_and_doing_it_at_once_end_with_everything_or_with_nothing() {
    for _ in 0..10 {
        let db = Database::fresh().await;
        let (services, ann) = (db.services(), zefira(&db).await);
        deletion::ask(&services, &ann.caller, PASSWORD).await.unwrap();
        db.advance(GRACE);
        let (gate, mut work) = (Arc::new(Barrier::new(3)), JoinSet::new());
        for n in 0..3 {
            let (services, gate, caller): (Services, _, _) = (db.services(), gate.clone(), ann.caller);
            work.spawn(async move {
                gate.wait().await;
                match n {
                    0 => u32::from(deletion::cancel(&services, &caller).await.is_ok()),
                    _ => privacy::erase_due(&services, 10).await.unwrap() * 10,
                }
            });
        }
        let outcome: u32 = work.join_all().await.into_iter().sum();
        assert!(outcome == 1 || outcome == 10, "{outcome}");
        let row = accounts::Entity::find_by_id(ann.user.0).one(db.connection()).await.unwrap().unwrap();
        assert_eq!((row.erased_at.is_some(), row.email != EMAIL), (outcome == 10, outcome == 10));
        assert_eq!(audit::verify(&services, None).await.unwrap().broken, None);
    }
}

#[tokio::test]
async fn what_nobody_needs_any_more_goes_after_its_time_and_what_goes_with_a_visit_stays() {
    let db = Database::fresh().await;
    let (services, ann, doctor) = (db.services(), db.patient().await, db.doctor().await);
    let (booked, loose) = (db.report(Some(&ann)).await, db.report(Some(&ann)).await);
    let nobodys = db.report(None).await;
    db.visit(&Visit { report: Some(booked), ..Visit::new(&doctor, &ann, at(12, 0)) }).await;
    assert_eq!(privacy::forget_old(&services).await.unwrap(), 0);
    db.advance(TimeDelta::days(31));
    assert_eq!(privacy::forget_old(&services).await.unwrap(), 1);
    assert!(rows(&db, &format!("select 1 from symptom_report where id = '{nobodys}'")).await.is_empty());
    db.advance(TimeDelta::days(366));
    assert_eq!(privacy::forget_old(&services).await.unwrap(), 1);
    assert!(rows(&db, &format!("select 1 from symptom_report where id = '{loose}'")).await.is_empty());
    assert_eq!(rows(&db, "select 1 from symptom_report").await.len(), 1);
}

#[tokio::test]
async fn the_list_of_what_is_stored_names_every_column_of_the_database_and_no_other() {
    let db = Database::fresh().await;
    let sql = "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'";
    let there: std::collections::BTreeSet<(String, String)> =
        rows(&db, sql).await.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect();
    let told: std::collections::BTreeSet<(String, String)> =
        domain::privacy::STORED.iter().flat_map(|stored| stored.names().map(|name| (stored.table.to_owned(), name.to_owned()))).collect();
    let untold: Vec<_> =
        there.iter().filter(|(table, _)| !domain::privacy::OF_NOBODY.contains(&table.as_str())).filter(|c| !told.contains(c)).collect();
    assert!(untold.is_empty(), "the privacy page does not tell of {untold:?}: see domain::privacy");
    let gone: Vec<_> = told.iter().filter(|column| !there.contains(column)).collect();
    assert!(gone.is_empty(), "the privacy page tells of what is not there: {gone:?}");
}

/// A patient whose description of symptoms went with a visit, after which the doctor wrote a diagnosis.
async fn diagnosed(db: &Database, doctor: &TestDoctor, hour: i64) -> TestPatient {
    let patient = db.patient().await;
    let report = db.report(Some(&patient)).await;
    db.visit(&Visit { report: Some(report), ..Visit::new(doctor, &patient, at(hour, 0)) }).await;
    patient
}

fn diagnosis(db: &Database, system: &str, code: &str) -> NewRecord {
    NewRecord {
        record_type: RecordType::Condition,
        recorded_at: db.now(),
        title: "What it was".to_owned(),
        text: String::new(),
        coding: Some(Coding { system: system.to_owned(), code: code.to_owned() }),
        results: Vec::new(),
    }
}

#[tokio::test]
async fn what_was_described_and_found_is_read_for_the_symptom_check_only_where_its_owner_agrees_now() {
    let db = Database::fresh().await;
    let (services, doctor) = (db.services(), db.doctor().await);
    let (yes, no, back, other_code) = (
        diagnosed(&db, &doctor, 9).await,
        diagnosed(&db, &doctor, 10).await,
        diagnosed(&db, &doctor, 11).await,
        diagnosed(&db, &doctor, 12).await,
    );
    db.set_now(at(14, 0));
    for patient in [&yes, &no, &back] {
        record::create(&services, &doctor.caller, Some(patient.id), &diagnosis(&db, "ICD-10", "J06.9")).await.unwrap();
    }
    record::create(&services, &doctor.caller, Some(other_code.id), &diagnosis(&db, "SNOMED CT", "386661006")).await.unwrap();
    for patient in [&yes, &back, &other_code] {
        consent::give(&services, &patient.caller, Kind::ImproveSymptomCheck).await.unwrap();
    }
    db.advance(TimeDelta::minutes(1));
    consent::withdraw(&services, &back.caller, Kind::ImproveSymptomCheck).await.unwrap();

    let cases = improve::cases(&services).await.unwrap();
    assert_eq!(cases.iter().map(|case| case.codes.clone()).collect::<Vec<_>>(), [vec!["J06.9".to_owned()]]);
    let read = entries::Entity::find().filter(entries::Column::Action.eq("symptom-report.improve")).all(db.connection()).await.unwrap();
    let whose: Vec<_> = read.iter().map(|entry| entry.patient_id).collect();
    assert!(whose.contains(&Some(yes.id.0)) && whose.len() == 2, "{whose:?}");
    assert!(!whose.contains(&Some(no.id.0)) && !whose.contains(&Some(back.id.0)));
}
