//! The second wall: with the queries' own scope left out, the database itself shows and changes nobody else's rows.

use crate::at;
use domain::Caller;
use entity::{idempotency, login_throttle, session};
use sea_orm::{
    ActiveValue::Set, ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QueryResult, Statement, TransactionTrait,
};
use service::{Services, System, tx::Tx};
use testkit::{Database, TestDoctor, TestPatient, Visit};

/// Every table that holds what belongs to people, and the condition for what is Ann's.
const TABLES: [(&str, &str); 27] = [
    ("account", "id = '{user}'"),
    ("patient", "user_id = '{user}'"),
    ("appointment", "patient_id = '{patient}'"),
    ("symptom_report", "patient_id = '{patient}'"),
    ("session", "user_id = '{user}'"),
    ("idempotency", "user_id = '{user}'"),
    ("audit", "patient_id = '{patient}'"),
    ("mail", "user_id = '{user}'"),
    ("account_token", "user_id = '{user}'"),
    ("device", "user_id = '{user}'"),
    ("login_throttle", "true"),
    ("access_grant", "user_id = '{user}'"),
    ("refresh_token", "hash = sha256('hers')"),
    ("account_totp", "user_id = '{user}'"),
    ("recovery_code", "user_id = '{user}'"),
    ("passkey", "user_id = '{user}'"),
    ("rate_limit", "true"),
    ("consent", "user_id = '{user}'"),
    ("prescription", "patient_id = '{patient}'"),
    ("account_deletion", "user_id = '{user}'"),
    ("legal_hold", "user_id = '{user}'"),
    ("share", "patient_id = '{patient}'"),
    ("emergency_access", "patient_id = '{patient}'"),
    ("health_record", "patient_id = '{patient}'"),
    ("attachment", "patient_id = '{patient}'"),
    ("note_draft", "patient_id = '{patient}'"),
    ("blog_report", "user_id = '{user}'"),
];

struct World {
    db: Database,
    services: Services,
    ann: TestPatient,
    treating: TestDoctor,
}

/// Ann has a row in every table.
async fn world() -> World {
    let db = Database::fresh().await;
    let services = db.services();
    let (ann, treating, other) = (db.patient().await, db.doctor().await, db.patient().await);
    let report = db.report(Some(&ann)).await;
    let visit = db.visit(&Visit { report: Some(report), ..Visit::new(&treating, &ann, at(12, 0)) }).await;
    db.visit(&Visit::new(&treating, &other, at(13, 0))).await;
    let now = db.now();
    let row = session::ActiveModel {
        id_hash: Set(vec![7; 32]),
        user_id: Set(Some(ann.user.0)),
        data: Set(serde_json::json!({})),
        public_id: Set(service::ids::new()),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now),
    };
    session::Entity::insert(row).exec_without_returning(db.connection()).await.unwrap();
    let row = idempotency::ActiveModel {
        user_id: Set(ann.user.0),
        key: Set("k".into()),
        request_hash: Set(vec![1]),
        created_at: Set(now),
        answer_sealed: Set(None),
    };
    idempotency::Entity::insert(row).exec_without_returning(db.connection()).await.unwrap();
    let row = login_throttle::ActiveModel { key: Set(vec![1]), window_start: Set(now), tries: Set(1) };
    login_throttle::Entity::insert(row).exec_without_returning(db.connection()).await.unwrap();
    let user = ann.user;
    let rows = format!(
        "insert into mail (id, user_id, recipient, subject, created_at, due_at) values (gen_random_uuid(), '{user}', 'a@b.example', 'x', now(), now());
         insert into account_token values ('x', '{user}', 'verify-email', 'a@b.example', now());
         insert into device values ('{user}', 'x', now(), now());
         insert into access_grant (id, user_id, kind, name, scope, epoch, created_at, expires_at)
         values ('{user}', '{user}', 'sign-in', '', 'read', 0, now(), now());
         insert into refresh_token (hash, grant_id, created_at) values (sha256('hers'), '{user}', now());
         insert into account_totp (user_id, seed, label, created_at) values ('{user}', 'x', 'x', now());
         insert into recovery_code (user_id, hash) values ('{user}', sha256('hers'));
         insert into passkey values (gen_random_uuid(), '{user}', 'hers', 'key', 0, false, 'Phone', now());
         insert into rate_limit values ('x', now(), 1);
         insert into consent (id, user_id, kind, version, act, at) values (gen_random_uuid(), '{user}', 'terms', '1', 'given', now());
         insert into prescription (id, patient_id, doctor_id, status, content, created_at, updated_at, issued_at, digest, signature, key_id)
         values (gen_random_uuid(), '{patient}', '{doctor}', 'active', '', now(), now(), now(), sha256('x'), sha512('x'), 1);
         insert into account_deletion values ('{user}', now(), now() + interval '1 day');
         insert into legal_hold values ('{user}', 'x', '{user}', now());
         insert into share values (gen_random_uuid(), '{patient}', '{doctor}', 'profile', now());
         insert into emergency_access values (gen_random_uuid(), '{doctor}', '{patient}', 'x', now(), now() + interval '1 day');
         insert into health_record (id, patient_id, author_user_id, record_type, recorded_at, created_at, content)
         values ('{user}', '{patient}', '{user}', 'document', now(), now(), 'x');
         insert into attachment (id, record_id, patient_id, author_user_id, media_type, size, sha256, created_at, content)
         values ('{user}', '{user}', '{patient}', '{user}', 'image/png', 1, sha256('x'), now(), 'x');
         insert into note_draft values (gen_random_uuid(), '{doctor}', '{patient}', 'x', 1, now());
         insert into blog_post (id, author_id, slug, status, version, title, summary, body, tags, sources, created_at, updated_at, submitted_at)
         values ('{user}', '{doctor}', 'a', 'draft', 1, 'x', 'x', 'x', '{{}}', '[]', now(), now(), now());
         insert into blog_comment (id, post_id, user_id, text, created_at) values ('{user}', '{user}', '{user}', 'x', now());
         insert into blog_report values ('{user}', '{user}', now())",
        patient = ann.id,
        doctor = treating.id,
    );
    db.connection().execute_unprepared(&rows).await.unwrap();
    service::appointment::get(&services, &treating.caller, visit).await.unwrap();
    World { db, services, ann, treating }
}

impl World {
    fn hers(&self, condition: &str) -> String {
        condition.replace("{user}", &self.ann.user.to_string()).replace("{patient}", &self.ann.id.to_string())
    }
}

async fn count(db: &impl ConnectionTrait, sql: &str) -> i64 {
    let row: QueryResult = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Rows that a statement touched; none where the role may not even try.
async fn touched(tx: Tx, sql: &str) -> u64 {
    let done = tx.execute_unprepared(sql).await;
    drop(tx);
    match done {
        Ok(done) => done.rows_affected(),
        Err(error) => {
            let said = error.to_string();
            assert!(said.contains("permission denied") || said.contains("row-level security"), "{sql}: {said}");
            0
        }
    }
}

#[tokio::test]
async fn every_table_with_rows_of_people_has_the_wall_and_insists_on_it() {
    let db = Database::fresh().await;
    let sql = "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
               and relname <> 'seaql_migrations' and not (relrowsecurity and relforcerowsecurity)";
    assert_eq!(count(db.connection(), sql).await, 0, "a new table needs policies");
    let sql = "select count(*) from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)";
    assert_eq!(count(db.application(), sql).await, 0);
    let sql = "select count(*) from pg_class where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) = current_user";
    assert_eq!(count(db.application(), sql).await, 0, "the application owns nothing");
}

#[tokio::test]
async fn without_the_first_wall_nobody_sees_or_changes_another_persons_rows() {
    let world = world().await;
    let (stranger, doctor) = (world.db.patient().await, world.db.doctor().await);
    let mut tried = 0;
    for caller in [Caller::Anonymous, stranger.caller, doctor.caller] {
        for (table, condition) in TABLES {
            let hers = world.hers(condition);
            let begin = async || world.services.begin(&caller).await.unwrap();
            assert_eq!(count(&begin().await, &format!("select count(*) from {table} where {hers}")).await, 0, "{table} {caller:?}");
            let column = hers.split(" = ").next().filter(|c| *c != "true").unwrap_or("tries");
            for sql in [
                format!("update {table} set {column} = {column} where {hers}"),
                format!("update {table} set {column} = {column}"),
                format!("delete from {table} where {hers}"),
                format!("delete from {table}"),
                format!("truncate {table} cascade"),
            ] {
                let own_too = sql.ends_with(table) || sql.ends_with(column);
                let done = touched(begin().await, &sql).await;
                // Without a condition it reaches one's own row of account and patient, and no further.
                assert!(done == 0 || (own_too && done == 1 && caller != Caller::Anonymous), "{sql} by {caller:?} touched {done}");
                tried += 1;
            }
        }
    }
    for (table, condition) in TABLES {
        let kept = count(world.db.connection(), &format!("select count(*) from {table} where {}", world.hers(condition))).await;
        assert!(kept >= 1, "{table}");
    }
    eprintln!("{tried} writes past the first wall, none of them of another's row");
}

#[tokio::test]
async fn nobody_writes_a_row_in_another_persons_name() {
    let world = world().await;
    let (stranger, doctor) = (world.db.patient().await, world.db.doctor().await);
    let (ann, user, with) = (world.ann.id, world.ann.user, doctor.id);
    for caller in [Caller::Anonymous, stranger.caller, doctor.caller] {
        for sql in [
            format!("insert into appointment (id, doctor_id, patient_id, status, starts_at, ends_at, created_at, updated_at)
                     values (gen_random_uuid(), '{with}', '{ann}', 'booked', now(), now() + interval '1 hour', now(), now())"),
            format!("insert into symptom_report (id, patient_id, text, assessment, model, created_at) values (gen_random_uuid(), '{ann}', 'x', '{{}}', 'x', now())"),
            format!("insert into audit (seq, id, at, user_id, action, object, key_id, prev, mac)
                     select 1000, gen_random_uuid(), now(), '{user}', 'x', 'x', 1, mac, mac from audit_head"),
            format!("insert into idempotency (user_id, key, request_hash, created_at) values ('{user}', 'y', '', now())"),
            format!("insert into session (id_hash, user_id, data, created_at, last_seen_at, expires_at) values ('x', '{user}', '{{}}', now(), now(), now())"),
            "insert into account (id, email, password_hash, user_type, created_at) values (gen_random_uuid(), 'x@y.example', '', 'admin', now())".to_owned(),
            format!("update patient set user_id = '{user}'"),
            format!("update appointment set patient_id = '{ann}'"),
            "update account set user_type = 'admin'".to_owned(),
            format!("insert into access_grant (id, user_id, kind, name, scope, epoch, created_at, expires_at)
                     values (gen_random_uuid(), '{user}', 'sign-in', '', 'read', 0, now(), now())"),
            format!("insert into refresh_token (hash, grant_id, created_at) values (sha256('x'), '{user}', now())"),
            format!("insert into account_totp (user_id, seed, label, created_at) values ('{user}', 'x', 'x', now())"),
            format!("insert into recovery_code (user_id, hash) values ('{user}', sha256('x'))"),
            format!("insert into passkey values (gen_random_uuid(), '{user}', 'x', 'key', 0, false, 'Phone', now())"),
            "insert into passkey_answer values (gen_random_uuid(), now())".to_owned(),
            "insert into rate_limit values ('y', now(), 1)".to_owned(),
            format!("insert into consent (id, user_id, kind, version, act, at) values (gen_random_uuid(), '{user}', 'terms', '1', 'given', now())"),
            format!("insert into prescription (id, patient_id, doctor_id, status, content, created_at, updated_at)
                     values (gen_random_uuid(), '{ann}', '{with}', 'draft', '', now(), now())"),
            format!("insert into prescription_favourite values (gen_random_uuid(), '{}', '', now())", world.treating.id),
            format!("insert into account_deletion values ('{user}', now(), now()) on conflict do nothing"),
            format!("insert into legal_hold values ('{user}', 'x', '{user}', now()) on conflict do nothing"),
            format!("insert into review (id, doctor_id, patient_id, appointment_id, rating, text, created_at, updated_at)
                     select gen_random_uuid(), doctor_id, '{ann}', id, 1, '', now(), now() from appointment"),
            format!("insert into share values (gen_random_uuid(), '{ann}', '{with}', 'profile', now())"),
            format!("insert into health_record (id, patient_id, author_user_id, record_type, recorded_at, created_at, content)
                     values (gen_random_uuid(), '{ann}', '{user}', 'document', now(), now(), 'x')"),
            format!("insert into health_record (id, patient_id, author_user_id, record_type, recorded_at, created_at, content)
                     values (gen_random_uuid(), '{ann}', app_user(), 'document', now(), now(), 'x')"),
            format!("insert into attachment (id, record_id, patient_id, author_user_id, media_type, size, sha256, created_at, content)
                     values (gen_random_uuid(), '{user}', '{ann}', app_user(), 'image/png', 1, sha256('x'), now(), 'x')"),
            format!("insert into note_draft values (gen_random_uuid(), '{with}', '{ann}', 'x', 1, now())"),
        ] {
            assert_eq!(touched(world.services.begin(&caller).await.unwrap(), &sql).await, 0, "{sql} by {caller:?}");
        }
    }
}

#[tokio::test]
async fn a_doctor_sees_whom_they_treat_and_what_was_attached_and_changes_no_profile() {
    let world = world().await;
    let treating = world.treating.caller;
    let begin = async || world.services.begin(&treating).await.unwrap();
    for (table, seen) in [
        ("patient", 2),
        ("appointment", 2),
        ("symptom_report", 1),
        ("prescription", 1),
        ("audit", 1),
        ("session", 0),
        ("idempotency", 0),
        ("account", 1),
    ] {
        assert_eq!(count(&begin().await, &format!("select count(*) from {table}")).await, seen, "{table}");
    }
    for sql in [
        "update patient set name = 'x'",
        "update symptom_report set model = 'x'",
        "delete from appointment",
        "update account set is_active = true where user_type = 'patient'",
    ] {
        assert_eq!(touched(begin().await, sql).await, 0, "{sql}");
    }
    for (table, _) in TABLES.iter().filter(|(table, _)| !["audit", "mail", "login_throttle", "rate_limit", "legal_hold"].contains(table)) {
        let own = count(&world.services.begin(&world.ann.caller).await.unwrap(), &format!("select count(*) from {table}")).await;
        assert_eq!(own, 1, "Ann sees her own {table}");
    }
    world.db.connection().execute_unprepared("delete from emergency_access").await.unwrap();
    world.db.advance(domain::access::AFTER_VISIT + chrono::TimeDelta::days(30));
    for table in ["symptom_report", "health_record"] {
        assert_eq!(count(&begin().await, &format!("select count(*) from {table}")).await, 0, "{table} closes with the visit");
    }
}

#[tokio::test]
async fn without_a_context_there_are_no_rows_and_with_a_systems_only_its_own() {
    let world = world().await;
    for (table, _) in TABLES {
        assert_eq!(count(world.db.application(), &format!("select count(*) from {table}")).await, 0, "{table}");
    }
    let sees = |work: System| {
        let services = &world.services;
        async move {
            let tx = services.begin_as(work).await.unwrap();
            let mut seen = Vec::new();
            for (table, _) in TABLES {
                if count(&tx, &format!("select count(*) from {table}")).await > 0 {
                    seen.push(table);
                }
            }
            seen
        }
    };
    let identity = sees(System::Identity).await;
    let hidden: Vec<_> = TABLES.iter().map(|(table, _)| table).filter(|table| !identity.contains(table)).collect();
    let others = [
        "appointment",
        "symptom_report",
        "idempotency",
        "audit",
        "prescription",
        "legal_hold",
        "share",
        "emergency_access",
        "health_record",
        "attachment",
        "note_draft",
        "blog_report",
    ];
    assert_eq!(hidden, others.iter().collect::<Vec<_>>());
    assert_eq!(sees(System::Sweep).await, ["idempotency"]);
    assert_eq!(sees(System::Calendar).await, ["account", "appointment", "account_deletion"], "the account of doctors alone");
    assert_eq!(sees(System::Audit).await, ["audit"]);
    assert_eq!(sees(System::Verify).await, ["prescription"]);
    assert_eq!(
        count(&world.services.begin_as(System::Calendar).await.unwrap(), "select count(*) from account where user_type <> 'doctor'").await,
        0
    );
}

#[tokio::test]
async fn who_knows_a_sessions_id_gets_that_row_and_no_right_beyond_it() {
    let world = world().await;
    let tx = world.db.application().begin().await.unwrap();
    let of = |byte: u8| format!("select count(*) from session_of(decode(repeat('{byte:02x}', 32), 'hex'))");
    assert_eq!((count(&tx, &of(7)).await, count(&tx, &of(8)).await), (1, 0));
    for (table, _) in TABLES {
        assert_eq!(count(&tx, &format!("select count(*) from {table}")).await, 0, "{table}, in the same transaction");
    }
}

/// A pool of one connection, so that every transaction gets the one before it.
async fn one(db: &Database) -> DatabaseConnection {
    let mut options = ConnectOptions::new(db.application_url());
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

#[tokio::test]
async fn a_pooled_connection_keeps_no_context_and_an_emptied_one_is_no_error() {
    let world = world().await;
    let pool = one(&world.db).await;
    let context = format!(
        "select set_config('app.role', 'patient', true), set_config('app.user', '{}', true), set_config('app.patient', '{}', true)",
        world.ann.user, world.ann.id
    );
    for commits in [true, false] {
        let tx = pool.begin().await.unwrap();
        tx.execute_unprepared(&context).await.unwrap();
        assert_eq!(count(&tx, "select count(*) from patient").await, 1);
        if commits {
            tx.commit().await.unwrap()
        } else {
            tx.rollback().await.unwrap()
        }
        // What was set once reads as '' from now on: a cast of that to uuid would fail.
        assert_eq!(count(&pool, "select count(*) from pg_settings where name = 'nothing'").await, 0);
        for (table, _) in TABLES {
            assert_eq!(count(&pool, &format!("select count(*) from {table}")).await, 0, "{table}");
        }
    }
    let tx = pool.begin().await.unwrap();
    tx.execute_unprepared(&context).await.unwrap();
    drop(tx);
    assert_eq!(count(&pool, "select count(*) from patient").await, 0, "dropped in the middle");
}

#[tokio::test]
async fn in_the_two_calendars_of_a_booking_nothing_can_be_done_but_let_a_hold_go() {
    let world = world().await;
    let stranger = world.db.patient().await;
    let begin = async || {
        let tx = world.services.begin(&stranger.caller).await.unwrap();
        let open =
            format!("select set_config('app.calendar', '{}', true), set_config('app.diary', '{}', true)", world.treating.id, stranger.id);
        tx.execute_unprepared(&open).await.unwrap();
        tx
    };
    for sql in [
        "update appointment set reason = 'x'",
        "update appointment set status = 'cancelled'",
        "delete from appointment",
        "update doctor set bio = 'x'",
    ] {
        assert_eq!(touched(begin().await, sql).await, 0, "{sql}");
    }
    let held = Visit {
        status: domain::appointment::Status::Proposed,
        hold_until: Some(world.db.now()),
        ..Visit::new(&world.treating, &world.ann, at(15, 0))
    };
    world.db.visit(&held).await;
    assert_eq!(touched(begin().await, "update appointment set reason = 'x'").await, 0, "it may not stay a hold");
    assert_eq!(touched(begin().await, "update appointment set status = 'cancelled'").await, 1);
    assert_eq!(count(&begin().await, "select count(*) from patient").await, 1, "calendars, not people");
}
