//! The way to the database: a pool that survives its server, and the schema.

use crate::settings;
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::{self, Connection, PgConnection};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, TransactionTrait};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Every instance that migrates takes this lock first ("shs" in ASCII).
const MIGRATION_LOCK: i64 = 0x0073_6873;
/// A connection that rested longer is asked whether it still lives before it is used; busy ones are not.
const PING_AFTER: Duration = Duration::from_secs(1);
/// How long it has to answer: a wire that carries nothing any more gives no sign of it. What is left of the wait is for a new connection.
const PING_WITHIN: Duration = Duration::from_millis(600);
/// How long a connection has that comes back, perhaps in the middle of a statement that nobody waits for any more. The pool itself would wait
/// for as long as the system believes in the wire, which is a quarter of an hour, and lend the place to nobody.
const BACK_WITHIN: Duration = Duration::from_secs(2);

/// The pool. Connects when it is first needed, so that the server starts, and says "unavailable", while the database is down.
pub async fn connect(url: &str, settings: &settings::Database) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .connect_lazy(true)
        .max_connections(settings.pool)
        .acquire_timeout(settings.acquire_timeout)
        .connect_timeout(settings.acquire_timeout)
        .idle_timeout(Duration::from_secs(600))
        .max_lifetime(Duration::from_secs(1_800))
        .statement_timeout(settings.statement_timeout)
        .set_application_name("smart-health")
        .test_before_acquire(false)
        .record_stmt_in_spans(false)
        .sqlx_logging(false);
    options.map_sqlx_postgres_opts(|options| {
        options.options([("lock_timeout", "2000"), ("idle_in_transaction_session_timeout", "10000"), ("timezone", "UTC")])
    });
    options.map_sqlx_postgres_before_acquire(|connection, state| {
        Box::pin(async move { if state.idle_for < PING_AFTER { Ok(true) } else { lives(connection, PING_WITHIN).await } })
    });
    options.map_sqlx_postgres_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(lives(connection, BACK_WITHIN))));
    Database::connect(options).await
}

/// Whether a connection answers in time; one that does not is thrown away.
async fn lives(connection: &mut PgConnection, within: Duration) -> Result<bool, sqlx::Error> {
    match tokio::time::timeout(within, connection.ping()).await {
        Ok(answered) => answered.map(|()| true),
        Err(_) => Err(sqlx::Error::PoolTimedOut),
    }
}

/// Brings the schema up to date. Instances that start together do it one after the other.
///
/// Uses connections of its own, without the time limit of ordinary statements.
pub async fn migrate(url: &str) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(2).acquire_timeout(Duration::from_secs(5)).connect_timeout(Duration::from_secs(5));
    options.set_application_name("smart-health migration").sqlx_logging(false);
    let db = Database::connect(options).await?;
    let done = migrate_alone(&db).await;
    let _ = db.close().await;
    done
}

async fn migrate_alone(db: &DatabaseConnection) -> Result<(), DbErr> {
    let lock = db.begin().await?;
    lock.execute_unprepared(&format!("select pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    Migrator::up(db, None).await?;
    lock.rollback().await
}

/// Whether the schema is up to date; set once, read by `/api/health/ready`.
#[derive(Debug, Default)]
pub struct Migrated(AtomicBool);

impl Migrated {
    /// Whether it is.
    pub fn is_done(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Migrates, and tries again for as long as it takes: a database that is down comes back one day.
    pub async fn achieve(&self, url: &str) {
        let mut pause = Duration::from_millis(200);
        while let Err(error) = migrate(url).await {
            tracing::error!(%error, "the schema could not be brought up to date; trying again in {pause:?}");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
        self.0.store(true, Ordering::Release);
        tracing::info!("the schema is up to date");
    }
}

/// Whether the database answers within `limit`.
pub async fn answers(db: &DatabaseConnection, limit: Duration) -> bool {
    matches!(tokio::time::timeout(limit, db.ping()).await, Ok(Ok(())))
}
