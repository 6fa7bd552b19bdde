//! The private server: first start, later starts, and what a crash leaves behind.

use crate::site::Directory;
use sea_orm::{ConnectionTrait, Database, Statement};
use server::postgres::{Postgres, Postmaster};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

async fn start(home: &Path) -> Postgres {
    let begun = Instant::now();
    let postgres = Postgres::start_in(home, None).await.expect("the private server starts");
    eprintln!("start: {:?}, ours: {}", begun.elapsed(), postgres.started());
    postgres
}

async fn run(postgres: &Postgres, sql: &str) {
    let db = Database::connect(postgres.url().reveal()).await.expect("a connection");
    db.execute_unprepared(sql).await.expect("the statement runs");
    db.close().await.expect("closed");
}

async fn text(postgres: &Postgres, sql: &str) -> String {
    let db = Database::connect(postgres.url().reveal()).await.expect("a connection");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("the query runs");
    let text = row.expect("a row").try_get_by_index(0).expect("a text");
    db.close().await.expect("closed");
    text
}

fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().expect("kill runs").success());
}

fn data(home: &Path) -> std::path::PathBuf {
    let entries = std::fs::read_dir(home).expect("the directory").flatten();
    let found = entries.map(|e| e.path()).find(|p| p.join("PG_VERSION").exists());
    found.expect("a data directory").canonicalize().expect("its path")
}

fn alive(home: &Path) -> Postmaster {
    Postmaster::alive(&data(home)).expect("a live postmaster")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_finds_the_data_of_the_first() {
    let home = Directory::new("twice");
    let first = start(&home).await;
    assert_eq!(text(&first, "show server_encoding").await, "UTF8");
    assert_eq!(text(&first, "show fsync").await, "on");
    assert_eq!(text(&first, "select rolsuper::text from pg_roles where rolname = current_user").await, "false");
    assert_eq!(text(&first, "select lower('ÄÉŁ')").await, "äéł");
    run(&first, "create extension btree_gist; create extension pg_trgm; create extension unaccent").await;
    run(&first, "create table kept (word text); insert into kept values ('still here')").await;
    first.stop().await;
    assert!(Postmaster::alive(&data(&home)).is_none(), "it stopped with us");
    let second = start(&home).await;
    assert_eq!(text(&second, "select word from kept").await, "still here");
    second.stop().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Directory::new("password");
    let postgres = start(&home).await;
    let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(&data(&home).with_extension("password")), 0o600);
    assert_eq!(mode(&data(&home)), 0o700);
    let secret = std::fs::read_to_string(data(&home).with_extension("password")).expect("the password");
    assert!(!format!("{postgres:?}").contains(secret.trim()));
    let without = postgres.url().reveal().replace(secret.trim(), "wrong");
    assert!(Database::connect(without).await.is_err(), "a wrong password is refused");
    postgres.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_left_running_is_taken_over_and_left_running() {
    let home = Directory::new("orphan");
    let first = start(&home).await;
    let pid = alive(&home).pid;
    let second = start(&home).await;
    assert!(!second.started());
    assert_eq!(second.url(), first.url());
    assert_eq!(text(&second, "select 1::text").await, "1");
    second.stop().await;
    assert_eq!(alive(&home).pid, pid, "not ours to stop");
    first.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_is_started_again_on_the_same_port_with_its_data() {
    let home = Directory::new("killed");
    let postgres = start(&home).await;
    run(&postgres, "create table kept (word text); insert into kept values ('survived')").await;
    for _ in 0..3 {
        let before = alive(&home);
        kill(before.pid);
        let begun = Instant::now();
        while Postmaster::alive(&data(&home)).is_none_or(|m| !m.ready || m.pid == before.pid) {
            assert!(begun.elapsed() < Duration::from_secs(30), "it did not come back");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        eprintln!("back after kill -9: {:?}", begun.elapsed());
        assert_eq!(alive(&home).port, before.port);
        assert_eq!(text(&postgres, "select word from kept").await, "survived");
    }
    postgres.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_pid_file_does_not_keep_the_server_from_starting() {
    let home = Directory::new("stale");
    let first = start(&home).await;
    first.stop().await;
    // The process number is that of this test by now, as it happens in containers.
    let stale = format!("{}\n{}\n1\n5432\n\n127.0.0.1\n  1  2\nready   \n", std::process::id(), data(&home).display());
    std::fs::write(data(&home).join("postmaster.pid"), stale).expect("written");
    let second = start(&home).await;
    assert!(second.started());
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_server_is_explained() {
    let home = Directory::new("missing");
    let error = Postgres::start_in(&home, Some(Path::new("/nonexistent"))).await.expect_err("there is none");
    assert!(error.to_string().contains("SHS_PG_BIN"), "{error}");
}
