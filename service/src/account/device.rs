//! Devices that an account knows: each bears a cookie of 256 random bits, of which a digest is kept.
//!
//! A sign-in from another one is told to the owner by mail. And on a known one the owner gets in, however many wrong passwords strangers
//! have tried meanwhile.

use super::token::{digest, random};
use crate::{
    Error, Services, System, audit,
    mail::{self, Letter},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Caller, UserId,
    account::{Account, Email},
};
use entity::device;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement, prelude::Expr,
    sea_query::OnConflict,
};

/// Days after which a device that was not used is no longer known; its cookie lives as long.
pub const REMEMBERED_DAYS: i64 = 400;
/// A new account's first device is nothing to be told of.
const NEW: TimeDelta = TimeDelta::days(1);

/// Knows no device of the account any more.
pub(super) async fn forget(db: &impl ConnectionTrait, user: UserId) -> Result<(), Error> {
    device::Entity::delete_many().filter(device::Column::UserId.eq(user.0)).exec(db).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Seen {
    here: bool,
    /// Whether any account knows the cookie: then it was we who made it.
    ours: bool,
    any: bool,
    created_at: DateTime<Utc>,
}

/// Notes that the account signs in on a device and tells its owner where it is a new one.
///
/// * `secret` – the device's cookie, if it has one
/// * `name` – the device in words of ours
/// * returns a cookie to give to the device
pub async fn arrive(services: &Services, account: &Account, secret: Option<&str>, name: &str) -> Result<Option<String>, Error> {
    let now = services.now();
    let hash = digest(secret.unwrap_or_default());
    let seen = seen(services, account.id, hash.clone()).await?;
    if secret.is_some() && seen.here {
        touch(services, account.id, hash, now).await?;
        return Ok(None);
    }
    let secret = own(secret, &seen)?;
    let tx = services.begin(&account.caller).await?;
    keep(&tx, account.id, &secret, now).await?;
    audit::note(&tx, &account.caller, now, None, "account.new-device", account.id).await?;
    if seen.any || seen.created_at < now - NEW {
        let letter = Letter::SignIn { device: name, at: now, zone: account.zone };
        mail::post(&tx, services, account.id, &account.email, &letter).await?;
    }
    tx.commit().await?;
    Ok(Some(secret))
}

/// Makes the device known on which the account's owner has shown that the account is theirs, so that they get in from there.
pub async fn introduce(services: &Services, user: UserId, secret: Option<&str>) -> Result<String, Error> {
    let now = services.now();
    let seen = seen(services, user, digest(secret.unwrap_or_default())).await?;
    let secret = own(secret, &seen)?;
    let tx = services.begin_as(System::Identity).await?;
    keep(&tx, user, &secret, now).await?;
    audit::note(&tx, &Caller::Anonymous, now, None, "account.new-device", user).await?;
    tx.commit().await?;
    Ok(secret)
}

/// The device's cookie where we have made it, else a new one: one that nobody knows may have been planted.
fn own(secret: Option<&str>, seen: &Seen) -> Result<String, Error> {
    match secret.filter(|_| seen.ours) {
        Some(ours) => Ok(ours.to_owned()),
        None => random(),
    }
}

async fn keep(db: &impl ConnectionTrait, user: UserId, secret: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let row = device::ActiveModel { user_id: Set(user.0), hash: Set(digest(secret)), created_at: Set(now), last_seen_at: Set(now) };
    let known = OnConflict::columns([device::Column::UserId, device::Column::Hash]).do_nothing().to_owned();
    device::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

async fn seen(services: &Services, user: UserId, hash: Vec<u8>) -> Result<Seen, Error> {
    let sql = "select exists (select from device where user_id = $1 and hash = $2) as here,
                      exists (select from device where hash = $2) as ours,
                      exists (select from device where user_id = $1) as any,
                      created_at
               from account where id = $1";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [user.0.into(), hash.into()]);
    Seen::find_by_statement(statement).one(&services.read_as(System::Identity)).await?.ok_or(Error::UNAUTHENTICATED)
}

async fn touch(services: &Services, user: UserId, hash: Vec<u8>, now: DateTime<Utc>) -> Result<(), Error> {
    let touched = device::Entity::update_many().col_expr(device::Column::LastSeenAt, Expr::value(now));
    let touched = touched.filter(device::Column::UserId.eq(user.0)).filter(device::Column::Hash.eq(hash));
    touched.exec(&services.read_as(System::Identity)).await?;
    Ok(())
}

/// Whether the account with this address knows the device.
pub(super) async fn is_known(services: &Services, email: &Email, secret: &str) -> Result<bool, Error> {
    let sql = "select exists (select from device d join account u on u.id = d.user_id
                              where lower(u.email) = $1 and d.hash = $2 and d.last_seen_at > $3) as known";
    let since = services.now() - TimeDelta::days(REMEMBERED_DAYS);
    let values = [email.as_str().into(), digest(secret).into(), since.into()];
    let row = services.read_as(System::Identity).query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(match row {
        Some(row) => row.try_get("", "known")?,
        None => false,
    })
}

/// Forgets what was not used for long.
pub(super) async fn sweep(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), Error> {
    device::Entity::delete_many().filter(device::Column::LastSeenAt.lt(now - TimeDelta::days(REMEMBERED_DAYS))).exec(db).await?;
    Ok(())
}
