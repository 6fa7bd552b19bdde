//! The roles and the database of the application, made once.

use super::{APPLICATION, DATABASE};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbErr, Statement};

/// Makes the role `smart_health`, its database, and the role `smart_health_app` that requests come as, where they are missing. None of them
/// is a superuser.
pub(super) async fn create(admin_url: &str, password: &str, application_password: &str) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(admin_url);
    options.max_connections(1).sqlx_logging(false);
    let admin = Database::connect(options).await?;
    for (role, password) in [(DATABASE, password), (APPLICATION, application_password)] {
        if !exists(&admin, "select 1 from pg_roles where rolname = $1", role).await? {
            // The password is our own hexadecimal; CREATE ROLE takes no parameters.
            admin.execute_unprepared(&format!("create role {role} login nosuperuser nobypassrls password '{password}'")).await?;
        }
    }
    if !exists(&admin, "select 1 from pg_database where datname = $1", DATABASE).await? {
        admin.execute_unprepared(&format!("create database {DATABASE} owner {DATABASE} encoding 'UTF8' template template0")).await?;
    }
    admin.close().await
}

async fn exists(admin: &sea_orm::DatabaseConnection, sql: &str, name: &str) -> Result<bool, DbErr> {
    let asked = Statement::from_sql_and_values(admin.get_database_backend(), sql, [name.into()]);
    Ok(admin.query_one_raw(asked).await?.is_some())
}
