//! The server of the tests and the template on it.

use crate::cluster::Cluster;
use crate::owner::Owner;
use crate::programs;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, Statement};
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::time::Duration;
use tokio::sync::OnceCell;

/// Every program that makes a template takes this lock first.
const TEMPLATE_LOCK: i64 = 0x0073_6874;
/// The role that services come as: it owns nothing, so that row-level security holds for it. Its password is no secret.
const APPLICATION: &str = "shs_test_app";
/// State of the migrations when this was built.
const TEMPLATE: &str = concat!("shs_template_", env!("SCHEMA_DIGEST"));

/// Where the tests' databases are made.
pub(crate) struct Server {
    place: Place,
    pub(crate) owner: Owner,
}

enum Place {
    Given(String),
    Private(Cluster),
}

impl Place {
    fn url(&self, database: &str) -> String {
        match self {
            Self::Given(url) => with_database(url, database),
            Self::Private(cluster) => cluster.url(database),
        }
    }

    fn admin_url(&self) -> String {
        match self {
            Self::Given(url) => url.clone(),
            Self::Private(cluster) => cluster.url("postgres"),
        }
    }
}

impl Server {
    /// The server of this program: found or started once, with its template.
    pub(crate) async fn get() -> &'static Self {
        static SERVER: OnceCell<Server> = OnceCell::const_new();
        SERVER.get_or_init(|| async { Self::open().await.expect("a PostgreSQL server for the tests") }).await
    }

    async fn open() -> io::Result<Self> {
        let given = std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty());
        let (place, files) = match given {
            Some(url) => {
                let mut digest = DefaultHasher::new();
                digest.write(url.as_bytes());
                let name = format!("smart-health-test-{}-{:016x}", programs::uid(), digest.finish());
                (Place::Given(url), std::env::temp_dir().join(name))
            }
            None => {
                let cluster = tokio::task::spawn_blocking(Cluster::start).await.map_err(io::Error::other)??;
                let files = cluster.home().join("owners");
                (Place::Private(cluster), files)
            }
        };
        make_template(&place).await.map_err(|e| io::Error::other(format!("the template database: {e}")))?;
        let owner = Owner::new(files, place.admin_url())?;
        Ok(Self { place, owner })
    }

    /// Makes a database of its own for a test; its name, and where its owner and the application connect to it.
    pub(crate) async fn create(&self) -> Result<(String, String, String), DbErr> {
        if let Place::Private(cluster) = &self.place {
            let _ = cluster.touch();
        }
        let name = self.owner.next_name();
        let admin = connect(&self.place.admin_url()).await?;
        admin.execute_unprepared(&format!("create database \"{name}\" template \"{TEMPLATE}\"")).await?;
        admin.close().await?;
        let url = self.place.url(&name);
        let application = as_role(&url, APPLICATION);
        Ok((name, url, application))
    }
}

async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).connect_timeout(Duration::from_secs(30)).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

/// Migrates a database and renames it when it is complete: a program that was cut off leaves nothing half made.
async fn make_template(place: &Place) -> Result<(), DbErr> {
    let admin = connect(&place.admin_url()).await?;
    // For the session, which is the only one of this pool: ends with it.
    admin.execute_unprepared(&format!("select pg_advisory_lock({TEMPLATE_LOCK})")).await?;
    if !exists(&admin, "select 1 from pg_roles where rolname = $1", APPLICATION).await? {
        admin.execute_unprepared(&format!("create role {APPLICATION} login nosuperuser nobypassrls password '{APPLICATION}'")).await?;
    }
    if !exists(&admin, "select 1 from pg_database where datname = $1", TEMPLATE).await? {
        let making = format!("{TEMPLATE}_making");
        admin.execute_unprepared(&format!("drop database if exists \"{making}\" with (force)")).await?;
        admin.execute_unprepared(&format!("create database \"{making}\" encoding 'UTF8' template template0")).await?;
        let db = connect(&place.url(&making)).await?;
        Migrator::up(&db, None).await?;
        migration::grant(&db, APPLICATION).await?;
        db.close().await?;
        admin.execute_unprepared(&format!("alter database \"{making}\" rename to \"{TEMPLATE}\"")).await?;
    }
    admin.close().await
}

async fn exists(admin: &DatabaseConnection, sql: &str, name: &str) -> Result<bool, DbErr> {
    let asked = Statement::from_sql_and_values(admin.get_database_backend(), sql, [name.into()]);
    Ok(admin.query_one_raw(asked).await?.is_some())
}

/// The same address for another role, whose password is its name.
fn as_role(url: &str, role: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(['/', '?']).map_or(url.len(), |at| start + at);
    let host = url[start..end].rsplit('@').next().unwrap_or_default();
    format!("{}{role}:{role}@{host}{}", &url[..start], &url[end..])
}

/// The same server, another database.
fn with_database(url: &str, database: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find('/').map_or(address.len(), |at| start + at);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{database}{query}", &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_an_address_is_replaced_and_nothing_else() {
        assert_eq!(with_database("postgres://a:b@h:1/x?sslmode=disable", "y"), "postgres://a:b@h:1/y?sslmode=disable");
        assert_eq!(with_database("postgres://h", "y"), "postgres://h/y");
    }

    #[test]
    fn the_role_of_an_address_is_replaced_and_nothing_else() {
        assert_eq!(as_role("postgres://a:b@h:1/x?sslmode=disable", "y"), "postgres://y:y@h:1/x?sslmode=disable");
        assert_eq!(as_role("postgres://localhost:5432/x?host=/a", "y"), "postgres://y:y@localhost:5432/x?host=/a");
    }
}
