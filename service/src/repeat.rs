//! Answers kept for requests that are sent again: the same key with the same request has one effect and one answer.
//!
//! Booking keeps its answer in its own transaction ([`crate::appointment::book`]). Everything else is kept here in two steps: the key is
//! taken before the work and the answer is laid beside it after. Between the two lies the work itself, whose rules refuse to be done twice.

use crate::{Error, Keys, Services, System, sealed, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Caller, Code, Problems, UserId};
use entity::idempotency::{Column, Entity};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement, prelude::Expr};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How long an answer is kept.
pub const KEPT_HOURS: i64 = 24;
/// Work that has not ended by then died with its server: the next request with the key does it.
const AT_WORK_SECONDS: i64 = 15;

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers that belong to what was done, such as the version.
    pub headers: Vec<(String, String)>,
    /// The body, to the byte.
    pub body: String,
}

/// What a key stands for.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nothing yet: the caller does the work, then calls [`keep`] or [`forget`].
    First,
    /// Work that has this answer.
    Done(Answer),
    /// Work that somebody is doing at this moment.
    AtWork,
}

/// Takes `key` for the request with this digest, or tells what became of the first one.
///
/// Errors: `UNAUTHENTICATED` for strangers; [`Error::Invalid`] for a key that is none; `IDEMPOTENCY_MISMATCH` where it came with another request.
pub async fn claim(services: &Services, caller: &Caller, key: &str, request: &[u8]) -> Result<Claim, Error> {
    let user = user(caller)?;
    check(key)?;
    let tx = services.begin(caller).await?;
    let request = hash(services.keys(), request)?;
    let claim = take(&tx, services.keys(), user, key, &request, services.now()).await?;
    tx.commit().await?;
    Ok(claim)
}

async fn take(tx: &Tx, keys: &Keys, user: UserId, key: &str, request: &[u8], now: DateTime<Utc>) -> Result<Claim, Error> {
    let sql = "insert into idempotency as i (user_id, key, request_hash, created_at) values ($1, $2, $3, $4)
        on conflict (user_id, key) do update set request_hash = $3, answer = null, answer_sealed = null, created_at = $4
        where i.created_at < $5 or (i.answer is null and i.answer_sealed is null and i.request_hash = $3 and i.created_at < $6)";
    let (old, dead) = (now - TimeDelta::hours(KEPT_HOURS), now - TimeDelta::seconds(AT_WORK_SECONDS));
    let values = [user.0.into(), key.into(), request.into(), now.into(), old.into(), dead.into()];
    let done = tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    if done.rows_affected() == 1 {
        return Ok(Claim::First);
    }
    // Gone again: the first request was refused meanwhile and forgot its key.
    let Some(first) = Entity::find_by_id((user.0, key.to_owned())).one(tx).await? else { return Ok(Claim::AtWork) };
    if first.request_hash != request {
        return Err(Code::IdempotencyMismatch.into());
    }
    match first.answer_sealed {
        Some(answer) => Ok(Claim::Done(sealed::ANSWER.open(keys, row(user.0, key), Some(&answer))?)),
        None => Ok(Claim::AtWork),
    }
}

/// Keeps the answer of work that was done.
pub async fn keep(services: &Services, caller: &Caller, key: &str, answer: &Answer) -> Result<(), Error> {
    let user = user(caller)?;
    let answer = sealed::ANSWER.seal(services.keys(), row(user.0, key), answer)?;
    let tx = services.begin(caller).await?;
    let mine = Entity::update_many().filter(Column::UserId.eq(user.0)).filter(Column::Key.eq(key));
    mine.col_expr(Column::AnswerSealed, Expr::value(answer)).exec(&tx).await?;
    tx.commit().await
}

/// Lets go of a key whose work was refused: put right, the request can be sent with it again.
pub async fn forget(services: &Services, caller: &Caller, key: &str) -> Result<(), Error> {
    let tx = services.begin(caller).await?;
    let mine = Entity::delete_many().filter(Column::UserId.eq(user(caller)?.0)).filter(Column::Key.eq(key));
    mine.filter(Column::AnswerSealed.is_null()).exec(&tx).await?;
    tx.commit().await
}

/// Deletes what was kept long enough; how many there were.
pub async fn sweep(services: &Services) -> Result<u64, Error> {
    let tx = services.begin_as(System::Sweep).await?;
    let before = services.now() - TimeDelta::hours(KEPT_HOURS);
    let gone = Entity::delete_many().filter(Column::CreatedAt.lt(before)).exec(&tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}

/// What a kept answer is bound to: the two columns of its primary key as one id.
pub fn row(user: Uuid, key: &str) -> Uuid {
    let digest = Sha256::new().chain_update(user.as_bytes()).chain_update(key).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// What is kept of a request: a code under a secret key, for its words could be guessed from a plain digest. The oldest key of the ring
/// makes it, so that a new one changes nothing for requests that are on their way.
pub(crate) fn hash(keys: &Keys, request: &[u8]) -> Result<Vec<u8>, Error> {
    let key = keys.ids().next().and_then(|oldest| keys.derive(oldest, "repeat"));
    let key = key.ok_or_else(|| Error::Internal("the ring lacks its own key".into()))?;
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).map_err(|e| Error::Internal(format!("hmac: {e}")))?;
    Ok(mac.chain_update(request).finalize().into_bytes().to_vec())
}

/// Whether a key is one.
///
/// Errors: [`Error::Invalid`].
pub fn check(key: &str) -> Result<(), Error> {
    let plain = (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if plain { Ok(()) } else { Err(Problems::one("Idempotency-Key", "Please use 1 to 200 visible ASCII characters.").into()) }
}

fn user(caller: &Caller) -> Result<UserId, Error> {
    caller.user().ok_or(Error::UNAUTHENTICATED)
}
