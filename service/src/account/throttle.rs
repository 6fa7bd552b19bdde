//! Sign-in tries, counted in the database so that restarts and further instances do not forget them.

use crate::{Error, Services, System};
use chrono::{DateTime, TimeDelta, Utc};
use domain::account::Email;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Statement};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Tries per account in one window that reach the hash.
const TRIES_PER_ACCOUNT: i32 = 10;
/// Tries per network address in one window; many people can share one.
const TRIES_PER_ADDRESS: i32 = 100;
const WINDOW_MINUTES: i64 = 15;

#[derive(FromQueryResult)]
struct Count {
    tries: i32,
    window_start: DateTime<Utc>,
}

/// Counts one try in one statement per key, so that parallel guesses cannot slip past each other.
pub(super) async fn count(services: &Services, email: &Email, from: Option<IpAddr>) -> Result<(), Error> {
    let account = (key("account", email.as_str()), TRIES_PER_ACCOUNT);
    let address = from.map(|ip| (key("address", &ip.to_string()), TRIES_PER_ADDRESS));
    for (key, most) in address.into_iter().chain([account]) {
        let count = bump(services, key).await?;
        if count.tries > most {
            let left = (count.window_start + TimeDelta::minutes(WINDOW_MINUTES) - services.now()).num_seconds();
            return Err(Error::RateLimited(u32::try_from(left).unwrap_or(1).max(1)));
        }
    }
    Ok(())
}

/// Forgets an account's tries after it signed in.
pub(super) async fn clear(services: &Services, email: &Email) -> Result<(), Error> {
    let db = services.read_as(System::Identity);
    entity::login_throttle::Entity::delete_by_id(key("account", email.as_str())).exec(&db).await?;
    Ok(())
}

async fn bump(services: &Services, key: Vec<u8>) -> Result<Count, Error> {
    let now = services.now();
    let sql = "insert into login_throttle as t (key, window_start, tries) values ($1, $2, 1)
               on conflict (key) do update set
                   tries = case when t.window_start < $3 then 1 else t.tries + 1 end,
                   window_start = case when t.window_start < $3 then $2 else t.window_start end
               returning tries, window_start";
    let expired = now - TimeDelta::minutes(WINDOW_MINUTES);
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [key.into(), now.into(), expired.into()]);
    let row = services.read_as(System::Identity).query_one_raw(statement).await?;
    let row = row.ok_or_else(|| Error::Internal("login_throttle returned nothing".into()))?;
    Ok(Count::from_query_result(&row, "")?)
}

/// Digests only: the table must not be a list of who has an account.
fn key(kind: &str, value: &str) -> Vec<u8> {
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(value).finalize().to_vec()
}
