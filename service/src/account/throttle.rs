//! Sign-in tries, counted in the database so that restarts and further instances do not forget them.

use super::{Whence, device, token};
use crate::rate::{self, Try};
use crate::{Error, Services, System};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{UserId, account::Email};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Something that is counted: its name among the keys, and how often it may be in one window.
struct Kind(&'static str, i32, Window);

/// When a window ends.
enum Window {
    /// A quarter of an hour after its first try: who shares an address with many is never kept out for long.
    Fixed,
    /// After a quarter of an hour without a try that counted, so that guesses around its end are not twice as many.
    Quiet,
}

/// Tries for an account that reach the hash.
const ACCOUNT: Kind = Kind("account", 10, Window::Quiet);
/// Tries for an account on a device that it knows.
const DEVICE: Kind = Kind("device", 10, Window::Quiet);
/// Confirmations with the password by whoever is signed in.
const CONFIRMATIONS: Kind = Kind("confirmations", 10, Window::Quiet);
/// Mails to one address that anybody can ask for.
const MAILS: Kind = Kind("mails", 3, Window::Fixed);
/// Links asked for from a network address.
const ASKS: Kind = Kind("asks", 20, Window::Fixed);
/// Codes of a second factor for an account: who tries them knows the password already.
const CODES: Kind = Kind("code", 5, Window::Quiet);
const WINDOW_MINUTES: i64 = 15;

#[derive(FromQueryResult)]
struct Count {
    tries: i32,
    window_start: DateTime<Utc>,
}

/// Counts a try to sign in. On a device that the account knows it is counted by itself, so that strangers who use up the account's tries,
/// or those of a network address, do not lock its owner out. Says whether the device is known.
pub(super) async fn count(services: &Services, email: &Email, from: &Whence<'_>) -> Result<bool, Error> {
    if let Some(secret) = from.device
        && device::is_known(services, email, secret).await?
    {
        let (secret, email) = (token::digest(secret), email.as_str());
        one(services, &DEVICE, &[email.as_bytes(), &[0], &secret].concat()).await?;
        return Ok(true);
    }
    if let Some((address, rate)) = from.address.zip(services.sign_ins()) {
        let tries = [Try { kind: "login", who: &address.to_string(), rate }];
        rate::count(services, &tries).await?.map_or(Ok(()), |seconds| Err(Error::RateLimited(seconds)))?;
    }
    one(services, &ACCOUNT, email.as_str().as_bytes()).await?;
    Ok(false)
}

/// Counts a confirmation with the password by whoever is signed in.
pub(super) async fn confirmations(services: &Services, user: UserId) -> Result<(), Error> {
    one(services, &CONFIRMATIONS, user.to_string().as_bytes()).await
}

/// Counts a mail to an address that somebody asks for.
pub(super) async fn mails(services: &Services, email: &Email) -> Result<(), Error> {
    one(services, &MAILS, email.as_str().as_bytes()).await
}

/// Counts somebody who asks for a mail without being signed in.
pub(super) async fn asks(services: &Services, from: Option<IpAddr>) -> Result<(), Error> {
    match from {
        Some(address) => one(services, &ASKS, address.to_string().as_bytes()).await,
        None => Ok(()),
    }
}

/// Counts a try of a second factor's code.
pub(crate) async fn count_code(services: &Services, user: UserId) -> Result<(), Error> {
    one(services, &CODES, user.to_string().as_bytes()).await
}

/// Forgets an account's tries of codes after one was right.
pub(crate) async fn clear_code(services: &Services, user: UserId) -> Result<(), Error> {
    let key = key(CODES.0, user.to_string().as_bytes());
    entity::login_throttle::Entity::delete_by_id(key).exec(&services.read_as(System::Identity)).await?;
    Ok(())
}

/// Forgets an account's tries after it signed in.
pub(super) async fn clear(services: &Services, email: &Email) -> Result<(), Error> {
    let db = &services.read_as(System::Identity);
    entity::login_throttle::Entity::delete_by_id(key(ACCOUNT.0, email.as_str().as_bytes())).exec(db).await?;
    Ok(())
}

/// Forgets the tries on a known device after the account signed in there.
pub(super) async fn clear_device(services: &Services, email: &Email, secret: &str) -> Result<(), Error> {
    let value = [email.as_str().as_bytes(), &[0], &token::digest(secret)].concat();
    entity::login_throttle::Entity::delete_by_id(key(DEVICE.0, &value)).exec(&services.read_as(System::Identity)).await?;
    Ok(())
}

/// Deletes counts of long ago.
pub(super) async fn sweep(services: &Services) -> Result<(), Error> {
    let before = services.now() - TimeDelta::minutes(WINDOW_MINUTES);
    let old = entity::login_throttle::Entity::delete_many().filter(entity::login_throttle::Column::WindowStart.lt(before));
    old.exec(&services.read_as(System::Identity)).await?;
    Ok(())
}

/// Counts in one statement, so that parallel guesses cannot slip past each other.
async fn one(services: &Services, kind: &Kind, value: &[u8]) -> Result<(), Error> {
    let moves = if matches!(kind.2, Window::Quiet) { kind.1 } else { 0 };
    let count = bump(services, key(kind.0, value), moves).await?;
    if count.tries <= kind.1 {
        return Ok(());
    }
    let left = (count.window_start + TimeDelta::minutes(WINDOW_MINUTES) - services.now()).num_seconds();
    Err(Error::RateLimited(u32::try_from(left).unwrap_or(1).max(1)))
}

/// `moves` – so many tries begin the window anew.
async fn bump(services: &Services, key: Vec<u8>, moves: i32) -> Result<Count, Error> {
    let now = services.now();
    let sql = "insert into login_throttle as t (key, window_start, tries) values ($1, $2, 1)
               on conflict (key) do update set
                   tries = case when t.window_start < $3 then 1 else t.tries + 1 end,
                   window_start = case when t.window_start < $3 or t.tries < $4 then $2 else t.window_start end
               returning tries, window_start";
    let expired = now - TimeDelta::minutes(WINDOW_MINUTES);
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [key.into(), now.into(), expired.into(), moves.into()]);
    let row = services.read_as(System::Identity).query_one_raw(statement).await?;
    let row = row.ok_or_else(|| Error::Internal("login_throttle returned nothing".into()))?;
    Ok(Count::from_query_result(&row, "")?)
}

/// Digests only: the table must not be a list of who has an account.
fn key(kind: &str, value: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(value).finalize().to_vec()
}
