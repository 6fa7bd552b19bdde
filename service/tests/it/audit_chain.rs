//! Whoever can write the whole database, its triggers switched off, still cannot change the audit unseen.

use crate::{at, wish};
use domain::{UserId, booking::NewAppointment};
use entity::{audit, audit_head};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use service::{
    Keys, Services, appointment,
    audit::{Anchor, Broken, Kind, verify},
};
use std::time::Instant;
use testkit::{Database, NewDoctor, every_day};

/// A database with eight entries.
async fn eight() -> (Database, Services) {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor_with(NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }).await;
    for (hour, patient) in (11..).zip(db.patients(8).await) {
        appointment::book(&services, &patient.caller, &wish(&doctor, at(hour, 0)), None).await.unwrap();
    }
    (db, services)
}

/// As a superuser, without triggers.
async fn tamper(db: &Database, sql: &str) {
    let all = format!("set session_replication_role = replica; {sql}; set session_replication_role = origin");
    db.connection().execute_unprepared(&all).await.unwrap();
}

const FREE: &str = "alter table audit drop constraint audit_pkey; alter table audit drop constraint audit_id_key";
const FORGED: &str = "insert into audit select {seq}, gen_random_uuid(), at, user_id, patient_id, 'forged', object, why, key_id, {prev}, mac from audit where seq = 4";

fn forged(seq: &str, prev: &str) -> String {
    FORGED.replace("{seq}", seq).replace("{prev}", prev)
}

#[tokio::test]
async fn a_chain_that_nobody_touched_is_whole_and_without_a_gap() {
    let (db, services) = eight().await;
    let found = verify(&services, None).await.unwrap();
    assert_eq!((found.good, found.broken), (8, None));
    let rows = audit::Entity::find().order_by_asc(audit::Column::Seq).all(db.connection()).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    assert_eq!(found.last.as_slice(), rows[7].mac);
    let head = audit_head::Entity::find().one(db.connection()).await.unwrap().unwrap();
    assert_eq!((head.count, head.mac), (8, rows[7].mac.clone()));
    let fresh = Database::fresh().await;
    assert_eq!(verify(&fresh.services(), None).await.unwrap().broken, None, "an empty one is whole too");
}

#[tokio::test]
async fn every_kind_of_tampering_is_found_and_named_where_it_begins() {
    let gap = "delete from audit where seq = 4; update audit set seq = -seq where seq > 4; update audit set seq = -seq - 1 where seq < 0";
    let room = "update audit set seq = -seq where seq > 4; update audit set seq = 1 - seq where seq < 0";
    let cases: [(&str, String, i64, Kind); 17] = [
        ("a word changed", "update audit set action = 'nothing' where seq = 5".into(), 5, Kind::Changed),
        ("somebody else blamed", "update audit set user_id = gen_random_uuid() where seq = 3".into(), 3, Kind::Changed),
        ("nobody blamed", "update audit set user_id = null where seq = 1".into(), 1, Kind::Changed),
        ("a time moved by a microsecond", "update audit set at = at + interval '1 microsecond' where seq = 8".into(), 8, Kind::Changed),
        ("a code copied", "update audit set mac = (select mac from audit where seq = 2) where seq = 6".into(), 6, Kind::Changed),
        ("one removed", "delete from audit where seq = 4".into(), 4, Kind::Removed),
        ("the first removed", "delete from audit where seq = 1".into(), 1, Kind::Removed),
        ("one removed, the rest renumbered", gap.into(), 4, Kind::Removed),
        ("one pushed in, the rest renumbered", format!("{room}; {}", forged("5", "mac")), 5, Kind::Inserted),
        ("one beside another", format!("{FREE}; {}", forged("5", "prev")), 5, Kind::Inserted),
        ("one behind the end", forged("9", "(select mac from audit where seq = 8)"), 9, Kind::Inserted),
        (
            "two swapped",
            "update audit set seq = -seq where seq in (5, 6); update audit set seq = 11 + seq where seq < 0".into(),
            5,
            Kind::Reordered,
        ),
        (
            "two far apart swapped",
            "update audit set seq = -seq where seq in (2, 7); update audit set seq = 9 + seq where seq < 0".into(),
            2,
            Kind::Reordered,
        ),
        ("the end cut off", "delete from audit where seq > 6".into(), 7, Kind::Truncated),
        (
            "the end cut off and the count with it",
            "delete from audit where seq > 6; update audit_head set count = 6, mac = (select mac from audit where seq = 6)".into(),
            7,
            Kind::HeadForged,
        ),
        ("the anchor removed", "delete from audit_head".into(), 9, Kind::HeadForged),
        ("a key that never was", "update audit set key_id = 7 where seq = 2".into(), 2, Kind::KeyMissing),
    ];
    for (what, sql, seq, kind) in cases {
        let (db, services) = eight().await;
        tamper(&db, &sql).await;
        let found = verify(&services, None).await.unwrap();
        assert_eq!(found.broken, Some(Broken { seq, kind }), "{what}");
        assert!(found.good < seq || what == "one beside another", "{what}");
    }
}

#[tokio::test]
async fn a_forged_end_is_not_made_good_by_what_is_written_after_it() {
    let (db, services) = eight().await;
    tamper(&db, "delete from audit where seq > 6; update audit_head set count = 6, mac = (select mac from audit where seq = 6)").await;
    service::account::create_admin(&services, "root@b.example", "a long password").await.unwrap();
    let found = verify(&services, None).await.unwrap();
    assert_eq!(found.broken, Some(Broken { seq: 8, kind: Kind::HeadForged }));
}

#[tokio::test]
async fn an_older_state_that_was_put_back_whole_is_shown_by_an_anchor_from_outside() {
    let (db, services) = eight().await;
    let kept = verify(&services, None).await.unwrap();
    let anchor = Some(Anchor { seq: kept.good, mac: kept.last });
    assert_eq!(verify(&services, anchor).await.unwrap().broken, None);
    service::account::create_admin(&services, "root@b.example", "a long password").await.unwrap();
    assert_eq!(verify(&services, anchor).await.unwrap().broken, None, "the chain grew");
    // The head as it was after five entries, with the seal that it had then.
    let (older, with) = eight().await;
    tamper(&older, "delete from audit; update audit_head set count = 0, mac = decode(repeat('00', 32), 'hex'), key_id = 0, seal = ''")
        .await;
    assert_eq!(verify(&with, None).await.unwrap().broken, None, "from within nothing is to be seen");
    assert_eq!(verify(&with, anchor).await.unwrap().broken, Some(Broken { seq: 1, kind: Kind::Truncated }));
    service::account::create_admin(&with, "root@b.example", "a long password").await.unwrap();
    let first = Some(Anchor { seq: 1, mac: kept.last });
    assert_eq!(verify(&with, first).await.unwrap().broken, Some(Broken { seq: 1, kind: Kind::NotAnchored }));
    drop(db);
}

#[tokio::test]
async fn another_ring_and_a_ring_without_the_key_say_so() {
    let (db, _) = eight().await;
    let other = Keys::parse(&Keys::draw(1).unwrap()).unwrap();
    let found = verify(&db.services_with_keys(other), None).await.unwrap();
    assert_eq!(found.broken, Some(Broken { seq: 1, kind: Kind::WrongKey }));
    let later = Keys::parse(&Keys::draw(2).unwrap()).unwrap();
    let found = verify(&db.services_with_keys(later), None).await.unwrap();
    assert_eq!(found.broken, Some(Broken { seq: 1, kind: Kind::KeyMissing }));
}

#[tokio::test]
async fn the_chain_goes_on_with_a_new_key_and_the_old_part_still_verifies() {
    let (db, _) = eight().await;
    let second = Keys::draw(2).unwrap();
    let both = Keys::parse(&format!("1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,{second}")).unwrap();
    let services = db.services_with_keys(both);
    service::account::create_admin(&services, "root@b.example", "a long password").await.unwrap();
    let found = verify(&services, None).await.unwrap();
    assert_eq!((found.good, found.broken), (9, None));
    let rows = audit::Entity::find().order_by_asc(audit::Column::Seq).all(db.connection()).await.unwrap();
    assert_eq!((rows[7].key_id, rows[8].key_id), (1, 2));
}

#[tokio::test]
async fn entries_from_before_the_chain_are_chained_once() {
    let db = Database::fresh().await;
    let sql = "insert into audit_unchained select gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 minute', null, null, 'old.' || n, 'x', null
               from generate_series(1, 2500) n";
    db.connection().execute_unprepared(sql).await.unwrap();
    let services = db.services();
    assert_eq!(service::audit::adopt(db.connection(), services.keys()).await.unwrap(), 2_500);
    assert_eq!(service::audit::adopt(db.connection(), services.keys()).await.unwrap(), 0);
    let found = verify(&services, None).await.unwrap();
    assert_eq!((found.good, found.broken), (2_500, None));
    let first = audit::Entity::find_by_id(1).one(db.connection()).await.unwrap().unwrap();
    assert_eq!(first.action, "old.1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_writers_at_once_leave_one_chain() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctors = db.doctors_with(vec![NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }; 100]).await;
    let patients = db.patients(100).await;
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for (doctor, patient) in doctors.iter().zip(&patients) {
        let (services, caller) = (services.clone(), patient.caller);
        let wished: Vec<NewAppointment> = [12, 13, 14].map(|hour| wish(doctor, at(hour, 0))).to_vec();
        tasks.spawn(async move {
            for wish in wished {
                appointment::book(&services, &caller, &wish, None).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    eprintln!("300 bookings of 100 patients at 100 doctors, at once: {:?}", begun.elapsed());
    let found = verify(&services, None).await.unwrap();
    assert_eq!((found.good, found.broken), (300, None));
}

/// `cargo test -p service --test it -- --ignored a_million --nocapture`
#[tokio::test]
#[ignore = "a minute"]
async fn a_million_entries_are_verified_within_half_a_minute() {
    let db = Database::fresh().await;
    let services = db.services();
    let sql = "insert into audit_unchained select gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 second', gen_random_uuid(),
                   gen_random_uuid(), 'appointment.read', gen_random_uuid()::text, null from generate_series(1, 1000000) n";
    db.connection().execute_unprepared(sql).await.unwrap();
    db.connection().execute_unprepared("create index on audit_unchained (at, id)").await.unwrap();
    let begun = Instant::now();
    service::audit::adopt(db.connection(), services.keys()).await.unwrap();
    let (chained, begun) = (begun.elapsed(), Instant::now());
    let found = verify(&services, None).await.unwrap();
    let verified = begun.elapsed();
    assert_eq!((found.good, found.broken), (1_000_000, None));
    eprintln!("1,000,000 entries: chained in {chained:?}, verified in {verified:?}");
    assert!(verified.as_secs() <= 30, "{verified:?}");
}

#[tokio::test]
async fn administrators_search_by_who_whose_what_and_when_and_are_noted_themselves() {
    use service::audit::{Filter, list};
    let (db, services) = eight().await;
    let (boss, patient) = (db.admin().await, db.patient().await);
    let all = Filter { limit: 3, ..Filter::default() };
    let first = list(&services, &boss.caller, &all).await.unwrap();
    assert_eq!(first.items.iter().map(|e| e.seq).collect::<Vec<_>>(), [8, 7, 6]);
    let second = list(&services, &boss.caller, &Filter { after: first.next.unwrap().parse().ok(), ..all.clone() }).await.unwrap();
    assert_eq!(second.items.iter().map(|e| e.seq).collect::<Vec<_>>(), [5, 4, 3]);
    let (whose, who) = (first.items[0].patient, first.items[0].user);
    let count = async |filter: Filter| list(&services, &boss.caller, &Filter { limit: 100, ..filter }).await.unwrap().items.len();
    assert_eq!(count(Filter { patient: whose, action: Some("appointment.book".into()), ..Filter::default() }).await, 1);
    assert_eq!(count(Filter { user: who, ..Filter::default() }).await, 1);
    assert_eq!(count(Filter { action: Some("appointment.".into()), ..Filter::default() }).await, 8);
    assert_eq!(count(Filter { action: Some("appointment".into()), ..Filter::default() }).await, 0);
    assert_eq!(count(Filter { from: Some(at(9, 1)), ..Filter::default() }).await, 0);
    assert_eq!(count(Filter { to: Some(at(9, 0)), ..Filter::default() }).await, 0);
    assert_eq!(count(Filter { user: Some(UserId(boss.user.0)), ..Filter::default() }).await, 8, "each search is noted");
    assert!(list(&services, &patient.caller, &all).await.is_err());
}

#[tokio::test]
async fn an_export_holds_every_entry_once() {
    use service::audit::{Format, export};
    let (_db, services) = eight().await;
    let (mut csv, mut lines) = (Vec::new(), Vec::new());
    assert_eq!(export(&services, Format::Csv, &mut csv).await.unwrap(), 8);
    assert_eq!(export(&services, Format::JsonLines, &mut lines).await.unwrap(), 8);
    let (csv, lines) = (String::from_utf8(csv).unwrap(), String::from_utf8(lines).unwrap());
    assert_eq!((csv.lines().count(), lines.lines().count()), (9, 8));
    assert!(csv.starts_with("seq,at,user,patient,action,object,why\r\n1,2026-03-02T09:00:00.000000Z,"), "{csv}");
}
