//! A database of its own for each test.

use crate::server::Server;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ConnectOptions, DatabaseConnection};
use service::{Clock, Engine, Services};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Most connections of a test: enough for a race, too few for each racer.
const POOL: u32 = 16;

/// A migrated, empty database with a clock that stands still. It lives as long as this value or any connection or services made of
/// it, and is then dropped, unless the test is failing.
#[derive(Debug)]
pub struct Database {
    url: String,
    application_url: String,
    connection: DatabaseConnection,
    application: DatabaseConnection,
    clock: Clock,
    log: Log,
}

/// Statements sent while somebody counts.
type Log = Arc<Mutex<Option<Vec<String>>>>;

/// Drops the database with the last handle to it.
struct Guard {
    name: String,
    server: &'static Server,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.server.owner.forget(&self.name);
        }
    }
}

/// Monday, 2 March 2026, 09:00 UTC: where every test's clock stands at first.
pub fn monday() -> DateTime<Utc> {
    let date = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    date.and_hms_opt(9, 0, 0).expect("a time").and_utc()
}

impl Database {
    /// A new database. Panics where there is no server to make it on.
    pub async fn fresh() -> Self {
        let server = Server::get().await;
        let (name, url, application_url) = server.create().await.expect("a database for the test");
        let log = Log::default();
        let guard = Arc::new(Guard { name, server });
        let connection = connect(&url, &log, &guard).await;
        let application = connect(&application_url, &log, &guard).await;
        Self { url, application_url, connection, application, clock: Clock::fixed(monday()), log }
    }

    /// Where to connect, for those who need a pool of their own.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same for the application's role.
    pub fn application_url(&self) -> &str {
        &self.application_url
    }

    /// A pool of at most 16 connections of a superuser, for what a test prepares and looks at.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// A pool of at most 16 connections of the application's role, for which row-level security holds: what services use.
    pub fn application(&self) -> &DatabaseConnection {
        &self.application
    }

    /// The clock of all services made here.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Sets the clock.
    pub fn set_now(&self, to: DateTime<Utc>) {
        self.clock.set(to);
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.clock.set(self.clock.now() + by);
    }

    /// The use cases over this database, with an engine that is off.
    pub fn services(&self) -> Services {
        self.services_with(crate::no_engine())
    }

    /// The use cases over this database with `engine`.
    pub fn services_with(&self, engine: Engine) -> Services {
        Services::new(self.application.clone(), self.clock.clone(), engine, crate::keys(), 2)
    }

    /// The use cases over this database with another ring of keys.
    pub fn services_with_keys(&self, keys: service::Keys) -> Services {
        Services::new(self.application.clone(), self.clock.clone(), crate::no_engine(), keys, 2)
    }

    /// Does `work`, and gives the SQL of every statement sent meanwhile over [`Database::connection`] and its services. `BEGIN` with
    /// the context that follows it, `COMMIT` and `ROLLBACK` are not among them.
    pub async fn count<T>(&self, work: impl Future<Output = T>) -> (T, Vec<String>) {
        self.set_log(Some(Vec::new()));
        let done = work.await;
        (done, self.set_log(None).unwrap_or_default())
    }

    fn set_log(&self, to: Option<Vec<String>>) -> Option<Vec<String>> {
        std::mem::replace(&mut *self.log.lock().unwrap_or_else(PoisonError::into_inner), to)
    }
}

async fn connect(url: &str, log: &Log, guard: &Arc<Guard>) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POOL)
        .connect_timeout(Duration::from_secs(10))
        // On a machine that compiles meanwhile, a hundred racers wait longer for their turn than people ever would.
        .acquire_timeout(Duration::from_secs(60))
        .test_before_acquire(false)
        .sqlx_logging(false);
    let mut connection = sea_orm::Database::connect(options).await.expect("a connection to the test's database");
    let (log, guard) = (Arc::clone(log), Arc::clone(guard));
    connection.set_metric_callback(move |info| {
        // Moves the guard in here: every clone of the connection keeps it.
        let _kept = &guard;
        if let Some(log) = log.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            // The context goes with BEGIN.
            if !info.statement.sql.starts_with("select set_config('app.role'") {
                log.push(info.statement.sql.clone());
            }
        }
    });
    connection
}
