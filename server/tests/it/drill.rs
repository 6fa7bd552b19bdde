//! The real server and its private PostgreSQL, killed and frozen while people book.

use crate::site::Directory;
use domain::appointment::MOST_COMING_WITH_ONE;
use futures::future::join_all;
use reqwest::{Client, StatusCode, header};
use sea_orm::{ColumnTrait, Database, DatabaseConnection, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement};
use serde_json::{Value, json};
use server::postgres::{Postgres, Postmaster};
use std::collections::{BTreeSet, VecDeque};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Two patients compete for the free times of each doctor.
const DOCTORS: usize = 8;
/// The server, PostgreSQL and one of its sessions are killed in turn, so often; `SHS_DRILL_ROUNDS` says how often instead.
const KILLS: usize = 6;
/// Bookings acknowledged between two kills; `SHS_DRILL_BETWEEN` says how many instead.
const BETWEEN: usize = 8;

fn asked(name: &str, ordinary: usize) -> usize {
    std::env::var(name).ok().and_then(|said| said.parse().ok()).unwrap_or(ordinary)
}

/// The program with data of its own.
pub struct Instance {
    pub home: Directory,
    addr: String,
    pub server: Option<Child>,
}

impl Instance {
    pub fn new(name: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        Self { home: Directory::new(name), addr: format!("127.0.0.1:{port}"), server: None }
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shs"));
        command.args(words).env("SHS_DATA_DIR", &*self.home).env("SHS_ADDR", &self.addr).env("SHS_LOG", "error");
        // Neither the model nor the site matters here.
        command.env("SHS_ENCODER_DIR", "/nonexistent").env("LEPTOS_HASH_FILES", "false").env_remove("DATABASE_URL");
        // A drill is in more of a hurry than people are.
        command.env("SHS_LIMIT_BOOKING", "off").env("SHS_LIMIT_BOOKING_ADDRESS", "off");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    /// A fresh database with the demonstration data.
    pub fn seeded(name: &str) -> Self {
        let instance = Self::new(name);
        for words in [&["migrate"][..], &["seed", "--demo"]] {
            assert!(instance.command(words).status().expect("the program runs").success(), "{words:?}");
        }
        instance
    }

    /// Starts the server; how long it took to be ready.
    async fn serve(&mut self, client: &Client) -> Duration {
        let begun = Instant::now();
        self.server = Some(self.command(&["serve"]).spawn().expect("the server starts"));
        self.until_ready(client, begun).await
    }

    pub async fn until_ready(&self, client: &Client, since: Instant) -> Duration {
        while !client.get(self.url("/api/health/ready")).send().await.is_ok_and(|answer| answer.status().is_success()) {
            assert!(since.elapsed() < Duration::from_secs(30), "the server is not ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        since.elapsed()
    }

    /// Waits until the text model has loaded.
    pub async fn until_engine(&self, client: &Client) {
        let begun = Instant::now();
        loop {
            let told = client.get(self.url("/api/health/ready")).send().await.expect("an answer").json::<Value>().await.expect("JSON");
            if told["engine"]["state"] == "ready" {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "the engine is not ready: {told}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    pub fn data(&self) -> PathBuf {
        let inside = std::fs::read_dir(&*self.home).expect("the home");
        let folder = inside.flatten().map(|entry| entry.path()).find(|path| path.join("PG_VERSION").exists());
        folder.expect("the data of PostgreSQL")
    }

    fn postmaster(&self) -> u32 {
        Postmaster::alive(&self.data()).expect("PostgreSQL lives").pid
    }

    /// Waits until another postmaster takes connections: sessions of the dead one may answer for a moment.
    async fn until_replaced(&self, master: u32) {
        let since = Instant::now();
        while Postmaster::alive(&self.data()).is_none_or(|now| now.pid == master || !now.ready) {
            assert!(since.elapsed() < Duration::from_secs(30), "PostgreSQL is not started again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// One session of the application; there is one while people book.
    async fn session(&self) -> u32 {
        let since = Instant::now();
        loop {
            let listed = Command::new("ps").args(["-o", "pid=,args=", "--ppid", &self.postmaster().to_string()]).output().expect("ps runs");
            let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
            let mut sessions = listed.lines().filter(|line| line.contains("smart_health_app smart_health"));
            if let Some(pid) = sessions.find_map(|line| line.split_whitespace().next()?.parse().ok()) {
                return pid;
            }
            assert!(since.elapsed() < Duration::from_secs(30), "no session of the application: {listed}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn kill_server(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("killed");
            server.wait().expect("ended");
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.kill_server();
        if let Some(master) = Postmaster::alive(&self.data()) {
            signal("-QUIT", &[master.pid]);
        }
    }
}

fn signal(which: &str, pids: &[u32]) {
    if pids.is_empty() {
        return;
    }
    let pids = pids.iter().map(u32::to_string);
    assert!(Command::new("kill").arg(which).args(pids).status().expect("kill runs").success());
}

/// A process and its children.
fn family(parent: u32) -> Vec<u32> {
    let listed = Command::new("ps").args(["-o", "pid=", "--ppid", &parent.to_string()]).output().expect("ps runs");
    let children = String::from_utf8_lossy(&listed.stdout).split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>();
    std::iter::once(parent).chain(children).collect()
}

pub fn client() -> Client {
    // Speaking to a bucket leaves the choice of TLS to whoever starts first.
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    Client::builder().timeout(Duration::from_secs(6)).build().expect("a client")
}

pub async fn json_of(client: &Client, url: String) -> Value {
    client.get(url).send().await.expect("an answer").json::<Value>().await.expect("JSON")["data"].take()
}

pub async fn sign_in(client: &Client, instance: &Instance, email: &str) -> String {
    let body = json!({ "email": email, "password": server::seed::PASSWORD });
    let answer = client.post(instance.url("/api/auth/login/")).json(&body).send().await.expect("an answer");
    let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("a cookie").to_owned();
    cookie.split(';').next().expect("a pair").to_owned()
}

/// A free time that somebody wants.
#[derive(Debug, Clone)]
struct Wish {
    url: String,
    cookie: String,
    key: String,
    body: Value,
}

/// What became of a wish, told by a definite answer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Booked(String),
    Refused(u16),
}

impl Wish {
    /// Asks with the same key until there is an answer, as a phone in a tunnel does. `None` when it is time to stop.
    async fn insist(&self, client: &Client, stop: &AtomicBool) -> Option<Fate> {
        while !stop.load(Ordering::Relaxed) {
            let request = client.post(&self.url).header("cookie", &self.cookie).header("sec-fetch-site", "same-origin");
            if let Ok(answer) = request.header("idempotency-key", &self.key).json(&self.body).send().await {
                let status = answer.status();
                if status == StatusCode::CREATED {
                    let id = answer.json::<Value>().await.ok().and_then(|told| told["data"]["id"].as_str().map(str::to_owned));
                    if let Some(id) = id {
                        return Some(Fate::Booked(id));
                    }
                } else if status.is_client_error() {
                    return Some(Fate::Refused(status.as_u16()));
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        None
    }

    /// Calls a visit off, so that the next may be booked, with the same key until there is an answer: whether it was acknowledged.
    async fn give_back(&self, client: &Client, id: &str, stop: &AtomicBool) -> bool {
        while !stop.load(Ordering::Relaxed) {
            let request = client.post(format!("{}{id}/cancel/", self.url)).header("cookie", &self.cookie);
            let request = request.header("sec-fetch-site", "same-origin").header("idempotency-key", format!("off-{id}"));
            match request.json(&json!({})).send().await.map(|answer| answer.status()) {
                Ok(status) if status.is_success() => return true,
                // The first request with the key may still be at work, or have died with its server: that is told by asking again.
                Ok(status) if status.is_client_error() && status != StatusCode::CONFLICT => return false,
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        false
    }
}

/// What each of the people wants, one thing after the other, `laps` times.
async fn wishes(client: &Client, instance: &Instance, laps: usize) -> Vec<Vec<Wish>> {
    let doctors = json_of(client, instance.url("/api/doctors/?specialty=general-practice")).await;
    let mut people = Vec::new();
    for (number, doctor) in doctors["items"].as_array().expect("doctors").iter().take(DOCTORS).enumerate() {
        let id = doctor["id"].as_str().expect("an id");
        let slots = json_of(client, instance.url(&format!("/api/doctors/{id}/slots/"))).await;
        let starts: Vec<Value> = slots["items"].as_array().expect("slots").iter().map(|slot| slot["start"].clone()).collect();
        for rival in 0..2 {
            let email = format!("patient{}@demo.example", 20 + 2 * number + rival);
            let cookie = sign_in(client, instance, &email).await;
            let wish = |lap: usize, at: usize, start: &Value| Wish {
                url: instance.url("/api/appointments/"),
                cookie: cookie.clone(),
                key: format!("drill-{number}-{rival}-{lap}-{at}"),
                body: json!({ "doctor": id, "start": start }),
            };
            let lap = |lap: usize| starts.iter().enumerate().map(move |(at, start)| wish(lap, at, start)).collect::<Vec<_>>();
            people.push((0..laps).flat_map(lap).collect());
        }
    }
    people
}

#[derive(Debug, FromQueryResult)]
struct Stored {
    id: String,
    audited: i64,
    /// Whether it is called off, and how often the audit says so.
    is_off: bool,
    audited_off: i64,
}

/// How often the audit names each visit for an act.
const AUDITED: &str = "with booked as (select object, count(*) as times from audit where action = 'appointment.book' group by object),
     off as (select object, count(*) as times from audit where action = 'appointment.cancel' group by object)";

/// The visits that the answers kept for repetitions name, which are sealed.
async fn kept_ids(home: &Path, db: &DatabaseConnection) -> Vec<String> {
    let keys = std::fs::read_to_string(home.join("keys")).expect("the secret keys");
    let keys = service::Keys::parse(&keys).expect("a ring");
    let kept = entity::idempotency::Entity::find().filter(entity::idempotency::Column::Key.starts_with("drill-")).all(db).await;
    let open = |row: entity::idempotency::Model| -> Value {
        let place = service::repeat::row(row.user_id, &row.key);
        service::sealed::ANSWER.open(&keys, place, row.answer_sealed.as_deref()).expect("it opens")
    };
    kept.expect("kept answers").into_iter().map(|row| open(row)["id"].as_str().expect("an id").to_owned()).collect()
}

/// The visits that were booked with a key, and how often each is in the audit.
async fn stored(home: &Path) -> (Vec<Stored>, Vec<Stored>) {
    let postgres = Postgres::start_in(home, None).await.expect("the server that runs");
    // As the superuser: the owner, too, sees nothing without a context.
    let url = postgres.admin_url().reveal().replace("/postgres?", "/smart_health?");
    let db = Database::connect(url).await.expect("a connection");
    let rows = |sql: &str| Stored::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).all(&db);
    let ids = kept_ids(home, &db).await.join("','");
    let kept = rows(&format!(
        "{AUDITED} select k.id, coalesce(booked.times, 0) as audited, false as is_off, 0::bigint as audited_off
         from unnest(array['{ids}']) as k(id) left join booked on booked.object = k.id"
    ));
    let kept = kept.await.expect("the answers that were kept");
    let made = rows(&format!(
        "{AUDITED} select a.id::text as id, a.status = 'cancelled' as is_off, coalesce(booked.times, 0) as audited,
             coalesce(off.times, 0) as audited_off
         from unnest(array['{ids}']) as k(id) join appointment a on a.id = k.id::uuid
         left join booked on booked.object = k.id left join off on off.object = k.id
         where a.status in ('booked', 'pending', 'cancelled')"
    ));
    let made = made.await.expect("the visits");
    db.close().await.expect("closed");
    postgres.stop().await;
    (kept, made)
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_of_server_and_database_loses_no_acknowledged_write_and_leaves_none_half_there() {
    let (kills, between) = (asked("SHS_DRILL_ROUNDS", KILLS), asked("SHS_DRILL_BETWEEN", BETWEEN));
    let (mut instance, client) = (Instance::seeded("drill"), client());
    instance.serve(&client).await;
    let people = wishes(&client, &instance, 1 + kills * between / 80).await;
    let (stop, acknowledged, called_off) = (AtomicBool::new(false), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let (counted, mut count) = watch::channel(0);
    let book = async |wishes: Vec<Wish>| {
        let mut own: VecDeque<String> = VecDeque::new();
        for wish in wishes {
            if own.len() as i64 >= MOST_COMING_WITH_ONE / 2
                && let Some(id) = own.pop_front()
                && wish.give_back(&client, &id, &stop).await
            {
                called_off.lock().expect("nobody panicked").push(id);
            }
            let Some(fate) = wish.insist(&client, &stop).await else { return };
            if let Fate::Booked(id) = fate {
                own.push_back(id.clone());
                acknowledged.lock().expect("nobody panicked").push(id);
                counted.send_modify(|count| *count += 1);
            }
        }
    };
    let chaos = async {
        let mut away = Duration::ZERO;
        for round in 0..kills {
            count.wait_for(|n| *n >= (round + 1) * between).await.expect("bookings go on");
            let since = Instant::now();
            let (what, ready) = match round % 3 {
                0 => {
                    instance.kill_server();
                    ("the server: ready from its start", instance.serve(&client).await)
                }
                1 => {
                    let master = instance.postmaster();
                    signal("-KILL", &[master]);
                    instance.until_replaced(master).await;
                    ("PostgreSQL: ready from when it is back", instance.until_ready(&client, Instant::now()).await)
                }
                // All the others are broken off with it, and PostgreSQL recovers by itself.
                _ => {
                    signal("-KILL", &[instance.session().await]);
                    ("a session: ready from the kill", instance.until_ready(&client, since).await)
                }
            };
            away += since.elapsed();
            eprintln!("kill {round} of {what} in {ready:?}");
        }
        count.wait_for(|n| *n >= (kills + 1) * between).await.expect("bookings go on");
        stop.store(true, Ordering::Relaxed);
        away
    };
    let began = Instant::now();
    let (_, away) = tokio::join!(join_all(people.into_iter().map(book)), chaos);
    let took = began.elapsed();

    let acknowledged = acknowledged.into_inner().expect("nobody panicked");
    let (booked, off) = (acknowledged.len(), called_off.lock().expect("nobody panicked").len());
    let (all, there) = (took.as_secs_f64(), (took - away).as_secs_f64());
    let writes = (booked + off) as f64;
    eprintln!(
        "{kills} kills: {booked} bookings and {off} calls off acknowledged, {:.0} a second over {all:.0} s, kills included; \
         {:.0} a second if only the {there:.0} s count in which all was there",
        writes / all,
        writes / there
    );
    let distinct: BTreeSet<&str> = acknowledged.iter().map(String::as_str).collect();
    assert_eq!(distinct.len(), acknowledged.len(), "one visit for one key");
    let (kept, made) = stored(&instance.home).await;
    let ids = |rows: &[Stored]| rows.iter().map(|row| row.id.clone()).collect::<BTreeSet<_>>();
    assert!(acknowledged.iter().all(|id| ids(&made).contains(id)), "every acknowledged booking is there");
    assert_eq!(ids(&kept), ids(&made), "each kept answer has its visit");
    assert!(kept.iter().chain(&made).all(|row| row.audited == 1), "each visit is in the audit once");
    let off: BTreeSet<&str> = made.iter().filter(|row| row.is_off).map(|row| &*row.id).collect();
    let called_off = called_off.into_inner().expect("nobody panicked");
    assert!(!called_off.is_empty() && called_off.iter().all(|id| off.contains(&**id)), "what was called off is off");
    assert!(made.iter().all(|row| row.audited_off == i64::from(row.is_off)), "once in the audit, and nothing else is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_database_is_told_within_five_seconds_and_is_forgotten_when_it_thaws() {
    let (mut instance, client) = (Instance::seeded("frozen"), client());
    instance.serve(&client).await;
    let cookie = sign_in(&client, &instance, "patient@demo.example").await;
    let page = async |path: &str| {
        let begun = Instant::now();
        let answer = client.get(instance.url(path)).header("cookie", &cookie).send().await.expect("an answer");
        (answer.status(), answer.headers().contains_key(header::RETRY_AFTER), begun.elapsed())
    };
    let pages = ["/", "/doctors", "/appointments", "/api/doctors/"];
    for path in pages {
        assert_eq!(page(path).await.0, StatusCode::OK, "{path}");
    }
    let frozen = family(instance.postmaster());
    signal("-STOP", &frozen);
    for path in pages {
        let (status, again, took) = page(path).await;
        assert_eq!((status, again), (StatusCode::SERVICE_UNAVAILABLE, true), "{path}");
        assert!(took < Duration::from_secs(5), "{path} took {took:?}");
    }
    assert_eq!(page("/api/health/live").await.0, StatusCode::OK);
    signal("-CONT", &frozen);
    instance.until_ready(&client, Instant::now()).await;
    for path in pages {
        assert_eq!(page(path).await.0, StatusCode::OK, "{path}");
    }
}
