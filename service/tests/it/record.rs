//! Health records: who writes and reads what, corrections, tables, and what a long record costs.

use crate::{at, audit::entries, code, problems};
use chrono::TimeDelta;
use domain::record::{NewRecord, NewResult, RecordType, Span};
use domain::{Caller, Code, PatientId, RecordId};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use service::record::{self, List};
use service::{Error, Services};
use testkit::{Database, TestDoctor, TestPatient, Visit};

fn entry(db: &Database, kind: RecordType, results: &[(&str, f64)]) -> NewRecord {
    let results = results.iter().map(|(code, value)| NewResult { code: (*code).to_owned(), value: *value, ..NewResult::default() });
    NewRecord {
        record_type: kind,
        recorded_at: db.now() - TimeDelta::hours(1),
        title: if kind.is_measured() { String::new() } else { "Letter of the hospital".to_owned() },
        text: "Nothing to worry about.".to_owned(),
        coding: None,
        results: results.collect(),
    }
}

pub fn pulse(db: &Database, value: f64) -> NewRecord {
    entry(db, RecordType::VitalSigns, &[("8867-4", value)])
}

fn all() -> List {
    List { limit: 100, ..List::default() }
}

/// A patient with a doctor who treats them.
pub async fn treated(db: &Database) -> (TestPatient, TestDoctor) {
    let (patient, doctor) = (db.patient().await, db.doctor().await);
    db.visit(&Visit::new(&doctor, &patient, at(12, 0))).await;
    (patient, doctor)
}

#[tokio::test]
async fn a_patient_writes_vital_signs_and_documents_and_nothing_else() {
    let db = Database::fresh().await;
    let (services, patient) = (db.services(), db.patient().await);
    let new = entry(&db, RecordType::VitalSigns, &[("8480-6", 150.0), ("8462-4", 82.0)]);
    let written = record::create(&services, &patient.caller, None, &new).await.unwrap();
    assert_eq!((written.content.title.as_str(), written.author, written.author_name.as_deref()), ("Blood pressure", patient.user, None));
    assert_eq!(record::get(&services, &patient.caller, written.id).await.unwrap(), written);
    for kind in domain::record::RECORD_TYPES {
        let new = if kind == RecordType::Laboratory { entry(&db, kind, &[("2823-3", 4.4)]) } else { entry(&db, kind, &[]) };
        let new = if kind == RecordType::VitalSigns { pulse(&db, 70.0) } else { new };
        let done = record::create(&services, &patient.caller, None, &new).await;
        if kind.is_patients() {
            done.unwrap();
        } else {
            assert_eq!(code(done), Code::Forbidden, "{kind}");
        }
    }
    let page = record::list(&services, &patient.caller, &all()).await.unwrap();
    assert_eq!(page.items.len(), 3);
    let wrong = problems(record::create(&services, &patient.caller, None, &pulse(&db, 900.0)).await);
    assert!(wrong.of("results[0].value").is_some());
    assert_eq!(record::list(&services, &patient.caller, &all()).await.unwrap().items.len(), 3);
}

#[tokio::test]
async fn a_correction_is_added_and_takes_the_place_of_the_other_once() {
    let db = Database::fresh().await;
    let (services, patient) = (db.services(), db.patient().await);
    let first = record::create(&services, &patient.caller, None, &pulse(&db, 170.0)).await.unwrap();
    let second = record::correct(&services, &patient.caller, first.id, &pulse(&db, 70.0)).await.unwrap();
    assert_eq!((second.corrects, second.corrected_by), (Some(first.id), None));
    let first = record::get(&services, &patient.caller, first.id).await.unwrap();
    assert_eq!((first.corrected_by, first.content.results[0].value), (Some(second.id), 170.0));
    assert_eq!(code(record::correct(&services, &patient.caller, first.id, &pulse(&db, 71.0)).await), Code::Conflict);
    let other = entry(&db, RecordType::Document, &[]);
    assert!(problems(record::correct(&services, &patient.caller, second.id, &other).await).of("record_type").is_some());
    let charts = record::charts(&services, &patient.caller, None, RecordType::VitalSigns, Span::All).await.unwrap();
    assert_eq!(charts.series[0].points.iter().map(|point| point.value).collect::<Vec<_>>(), [70.0]);
    let gone = record::retract(&services, &patient.caller, second.id, "Not mine.").await.unwrap();
    assert!(gone.retracted && gone.content.results.is_empty());
    assert!(record::charts(&services, &patient.caller, None, RecordType::VitalSigns, Span::All).await.unwrap().series.is_empty());
    assert_eq!(code(record::correct(&services, &patient.caller, gone.id, &pulse(&db, 71.0)).await), Code::Conflict);
    assert_eq!(record::list(&services, &patient.caller, &all()).await.unwrap().items.len(), 3, "nothing is overwritten");
}

#[tokio::test]
async fn of_many_corrections_at_once_one_counts() {
    let db = Database::fresh().await;
    let (services, patient) = (db.services(), db.patient().await);
    let first = record::create(&services, &patient.caller, None, &pulse(&db, 170.0)).await.unwrap();
    let tries = (0..20).map(|n| {
        let (services, new) = (services.clone(), pulse(&db, 60.0 + f64::from(n)));
        async move { record::correct(&services, &patient.caller, first.id, &new).await }
    });
    let done = futures::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
    assert!(done.into_iter().filter_map(Result::err).all(|error| error.code() == Code::Conflict));
}

#[tokio::test]
async fn a_doctor_writes_for_whom_they_treat_and_every_look_is_noted_with_its_reason() {
    let db = Database::fresh().await;
    let services = db.services();
    let (patient, doctor) = treated(&db).await;
    let new = entry(&db, RecordType::Laboratory, &[("2823-3", 6.1)]);
    let written = record::create(&services, &doctor.caller, Some(patient.id), &new).await.unwrap();
    assert_eq!(written.author_name.as_deref(), Some("Dr Dora Doctor"));
    record::get(&services, &doctor.caller, written.id).await.unwrap();
    record::list(&services, &doctor.caller, &List { patient: Some(patient.id), ..all() }).await.unwrap();
    record::charts(&services, &doctor.caller, Some(patient.id), RecordType::Laboratory, Span::Year).await.unwrap();
    record::export(&services, &doctor.caller, Some(patient.id), None).await.unwrap();
    record::get(&services, &patient.caller, written.id).await.unwrap();
    let noted: Vec<(String, bool, bool)> = entries(&db)
        .await
        .into_iter()
        .map(|e| (e.action, e.patient_id == Some(patient.id.0), e.why.is_some()))
        .filter(|(action, ..)| action.starts_with("record."))
        .collect();
    let said = |action: &str| (action.to_owned(), true, true);
    assert_eq!(noted, ["record.create", "record.read", "record.list", "record.charts", "record.export"].map(said));
    assert_eq!(code(record::correct(&services, &patient.caller, written.id, &new).await), Code::Forbidden, "what a doctor wrote");
    record::correct(&services, &doctor.caller, written.id, &new).await.unwrap();
    assert!(problems(record::list(&services, &doctor.caller, &all()).await).of("patient").is_some(), "whose?");
}

/// Everything that can be done with a record that is another's.
async fn everything(services: &Services, caller: &Caller, db: &Database, patient: PatientId, id: RecordId) -> Vec<(&'static str, Error)> {
    let new = pulse(db, 70.0);
    let list = List { patient: Some(patient), ..all() };
    let csv = "recorded_at,code,value\n2026-03-01,8867-4,70\n";
    let utc = chrono_tz::UTC;
    vec![
        ("get", record::get(services, caller, id).await.expect_err("get")),
        ("list", record::list(services, caller, &list).await.expect_err("list")),
        ("code", record::list(services, caller, &List { code: Some("8867-4".into()), ..list.clone() }).await.expect_err("code")),
        ("charts", record::charts(services, caller, Some(patient), RecordType::VitalSigns, Span::All).await.expect_err("charts")),
        ("create", record::create(services, caller, Some(patient), &new).await.expect_err("create")),
        ("correct", record::correct(services, caller, id, &new).await.expect_err("correct")),
        ("retract", record::retract(services, caller, id, "x").await.expect_err("retract")),
        ("files", record::attachments(services, caller, id).await.expect_err("files")),
        ("import", record::import(services, caller, Some(patient), csv, utc, true).await.expect_err("import")),
        ("preview", record::import(services, caller, Some(patient), csv, utc, false).await.expect_err("preview")),
        ("export", record::export(services, caller, Some(patient), None).await.expect_err("export")),
        ("writable", record::writable(services, caller, Some(patient)).await.expect_err("writable")),
    ]
}

#[tokio::test]
async fn anothers_record_is_absent_whatever_is_asked_of_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let (patient, _) = treated(&db).await;
    let id = db.entries(&patient, 3).await[0];
    let (other, stranger, boss) = (db.patient().await, db.doctor().await, db.admin().await);
    for caller in [other.caller, stranger.caller, boss.caller] {
        for (what, error) in everything(&services, &caller, &db, patient.id, id).await {
            assert_eq!(error.code(), Code::NotFound, "{what} by {caller:?}");
        }
    }
    // A cursor of another's shows nothing of it.
    db.entries(&other, 2).await;
    let page = record::list(&services, &other.caller, &List { after: Some(id), ..all() }).await.unwrap();
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn filters_narrow_together_and_pages_follow_each_other_without_gaps() {
    let db = Database::fresh().await;
    let (services, patient) = (db.services(), db.patient().await);
    db.entries(&patient, 45).await;
    let weight = entry(&db, RecordType::VitalSigns, &[("29463-7", 70.0)]);
    record::create(&services, &patient.caller, None, &weight).await.unwrap();
    record::create(&services, &patient.caller, None, &entry(&db, RecordType::Document, &[])).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = record::list(&services, &patient.caller, &List { after, limit: 10, ..List::default() }).await.unwrap();
        seen.extend(page.items.iter().map(|record| (record.recorded_at, record.id)));
        after = page.next.map(|next| next.parse().unwrap());
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 47);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
    let count = async |list: List| record::list(&services, &patient.caller, &List { limit: 100, ..list }).await.unwrap().items.len();
    assert_eq!(count(List { kind: Some(RecordType::Document), ..List::default() }).await, 1);
    assert_eq!(count(List { code: Some("29463-7".into()), ..List::default() }).await, 1);
    assert_eq!(count(List { from: Some(db.now() - TimeDelta::hours(5)), ..List::default() }).await, 8);
    assert_eq!(
        count(List { from: Some(db.now() - TimeDelta::hours(5)), until: Some(db.now()), code: Some("8867-4".into()), ..List::default() })
            .await,
        5
    );
}

#[tokio::test]
async fn a_table_is_looked_at_then_taken_and_taken_twice_adds_nothing() {
    let db = Database::fresh().await;
    let (services, patient) = (db.services(), db.patient().await);
    let csv = "recorded_at,code,value,unit\n2026-03-01 08:00,8480-6,128,\n2026-03-01 08:00,8462-4,82,\n2026-02-28,8867-4,900,\n2026-02-27,2823-3,4.1,\n2026-02-26,29463-7,154,lb\n";
    let import = async |take: bool| record::import(&services, &patient.caller, None, csv, chrono_tz::UTC, take).await.unwrap();
    let look = import(false).await;
    assert_eq!((look.import.rows, look.import.groups.len(), look.added), (5, 2, 0));
    assert_eq!(look.import.errors.iter().map(|error| error.line).collect::<Vec<_>>(), [4, 5], "an impossible pulse, a laboratory's value");
    assert!(record::list(&services, &patient.caller, &all()).await.unwrap().items.is_empty());
    assert_eq!(import(true).await.added, 2);
    assert_eq!(import(true).await.added, 0, "they are there already");
    let written = record::list(&services, &patient.caller, &all()).await.unwrap().items;
    assert_eq!(written.len(), 2);
    assert!((written[1].content.results[0].value - 69.8532).abs() < 1e-3, "pounds are kilograms");
    let out = record::export(&services, &patient.caller, None, None).await.unwrap();
    assert_eq!(out.lines().count(), 4);
    assert!(out.contains("8480-6,Systolic blood pressure,128,mm[Hg]"));
    let again = record::import(&services, &patient.caller, None, &out, chrono_tz::UTC, false).await.unwrap();
    assert_eq!((again.import.groups.len(), again.import.errors.len()), (2, 0), "what is given out can be taken in");
}

#[tokio::test]
async fn a_page_of_five_thousand_entries_costs_the_statements_of_one_of_ten_and_uses_the_index() {
    let db = Database::fresh().await;
    let services = db.services();
    let (short, (long, doctor)) = (db.patient().await, treated(&db).await);
    db.entries(&short, 10).await;
    db.entries(&long, 5_000).await;
    db.connection().execute_unprepared("analyze health_record").await.unwrap();
    for kind in [None, Some(RecordType::VitalSigns)] {
        let list = List { kind, limit: 20, ..List::default() };
        let (_, few) = db.count(record::list(&services, &short.caller, &list)).await;
        let (page, many) = db.count(record::list(&services, &long.caller, &list)).await;
        assert_eq!((few.len(), many.len(), page.unwrap().items.len()), (1, 1, 20));
    }
    let (_, sql) = db.count(record::list(&services, &doctor.caller, &List { patient: Some(long.id), limit: 20, ..List::default() })).await;
    assert_eq!(sql.len(), 4, "what may be seen, the page, and the look is noted: {sql:#?}");
    // As the application's role, on whose queries the policies are.
    for (caller, rest) in [
        (long.caller, "true"),
        (long.caller, "r.record_type = 'vital-signs'"),
        (doctor.caller, "r.record_type = any(string_to_array('vital-signs laboratory', ' '))"),
    ] {
        let tx = services.begin(&caller).await.unwrap();
        let sql = format!(
            "explain select r.content from health_record r where r.patient_id = '{}' and {rest}
             and (r.recorded_at, r.id) < (select c.recorded_at, c.id from health_record c where c.id = '{}' and c.patient_id = r.patient_id limit 1)
             order by r.recorded_at desc, r.id desc limit 21",
            long.id, long.id
        );
        let rows = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("Index Scan using health_record_timeline") || plan.contains("Index Scan using health_record_kind"), "{plan}");
        assert!(!plan.contains("Seq Scan on health_record") && !plan.contains("Sort"), "{plan}");
    }
}

#[tokio::test]
async fn the_newest_values_are_known_for_scores_and_what_was_corrected_is_not() {
    let db = Database::fresh().await;
    let (services, patient) = (db.services(), db.patient().await);
    let old = record::create(&services, &patient.caller, None, &pulse(&db, 170.0)).await.unwrap();
    record::correct(&services, &patient.caller, old.id, &pulse(&db, 66.0)).await.unwrap();
    db.entries(&patient, 1).await;
    let known = record::known(&services, &patient.caller).await.unwrap();
    assert_eq!(known.iter().map(|known| (known.one.code.as_str(), known.one.value)).collect::<Vec<_>>(), [("8867-4", 60.0)]);
}
