//! The way to the database: a pool that survives its server, and the schema.

use crate::settings::{self, Secret};
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, Connection, PgConnection};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, FromQueryResult, Statement, TransactionTrait};
use service::Keys;
use service::sealed::{self, RingError};
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

/// The schema: who changes it, and for whom.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where the owner of the tables connects.
    pub owner: Secret,
    /// Where the application does; the same where one role is both.
    pub application: Secret,
    /// What entries of the audit from before there was a chain are chained with.
    pub keys: Keys,
}

/// Why the schema is not up to date.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// The secret keys do not belong to it.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// What it holds could not be brought up to date.
    #[error(transparent)]
    Service(#[from] service::Error),
}

impl SchemaError {
    /// The secret keys, where they are wrong and will be as wrong next time.
    pub fn wrong_keys(self) -> Result<RingError, Self> {
        match self {
            Self::Ring(error) if error.is_final() => Ok(error),
            other => Err(other),
        }
    }
}

/// Brings the schema up to date, lets the application's role at it, chains what the audit holds from before it was a chain, and
/// seals what is still in the clear. Instances that start together do it one after the other.
///
/// Errors: the secret keys are others than the database was sealed with.
///
/// Uses connections of its own, without the time limit of ordinary statements.
pub async fn migrate(schema: &Schema) -> Result<(), SchemaError> {
    let mut options = ConnectOptions::new(schema.owner.reveal());
    options.max_connections(2).acquire_timeout(Duration::from_secs(5)).connect_timeout(Duration::from_secs(5));
    options.set_application_name("smart-health migration").sqlx_logging(false);
    let db = Database::connect(options).await?;
    let done = migrate_alone(&db, schema).await;
    let _ = db.close().await;
    done
}

async fn migrate_alone(db: &DatabaseConnection, schema: &Schema) -> Result<(), SchemaError> {
    let lock = db.begin().await?;
    lock.execute_unprepared(&format!("select pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    Migrator::up(db, None).await?;
    if let Some(role) = application_role(schema) {
        migration::grant(db, &role).await?;
    }
    sealed::record(db, &schema.keys).await?;
    let adopted = service::audit::adopt(db, &schema.keys).await?;
    if adopted > 0 {
        tracing::info!(entries = adopted, "the audit is a chain now");
    }
    let adopted = sealed::adopt(db, &schema.keys).await?;
    if adopted > 0 {
        tracing::info!(rows = adopted, "what was in the clear is sealed now; `vacuum full` clears away what dead rows still hold of it");
    }
    Ok(lock.rollback().await?)
}

/// The role of requests, where it is another than the owner's.
fn application_role(schema: &Schema) -> Option<String> {
    let name = |url: &Secret| url.reveal().parse::<PgConnectOptions>().ok().map(|options| options.get_username().to_owned());
    name(&schema.application).filter(|role| name(&schema.owner).as_ref() != Some(role))
}

#[derive(FromQueryResult)]
struct Wall {
    holds: bool,
}

/// Whether row-level security holds for the role of the pool: it neither is a superuser nor has BYPASSRLS, and the tables insist on it.
pub async fn row_security(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let sql = "select not (rolsuper or rolbypassrls)
                   and coalesce((select relrowsecurity and relforcerowsecurity from pg_class where oid = to_regclass('public.patient')), false)
                   as holds
               from pg_roles where rolname = current_user";
    let wall = Wall::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).one(db).await?;
    Ok(wall.is_some_and(|wall| wall.holds))
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
    ///
    /// Errors: the secret keys are wrong, and will be.
    pub async fn achieve(&self, schema: &Schema) -> Result<(), RingError> {
        let mut pause = Duration::from_millis(200);
        while let Err(error) = migrate(schema).await {
            let error = match error.wrong_keys() {
                Ok(wrong) => return Err(wrong),
                Err(error) => error,
            };
            tracing::error!(%error, "the schema could not be brought up to date; trying again in {pause:?}");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
        self.0.store(true, Ordering::Release);
        tracing::info!("the schema is up to date");
        Ok(())
    }
}

/// Whether the database answers within `limit`.
pub async fn answers(db: &DatabaseConnection, limit: Duration) -> bool {
    matches!(tokio::time::timeout(limit, db.ping()).await, Ok(Ok(())))
}
