//! A request that is repeated with the same key gets the first answer.

use crate::{Error, Keys, repeat, sealed};
use chrono::{DateTime, Utc};
use domain::{Code, UserId, appointment::Appointment};
use entity::idempotency::{ActiveModel, Column, Entity};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, TryInsertResult, sea_query::OnConflict};
use serde::Serialize;

/// Takes the key for this request, or gives the answer that it had before.
///
/// A second request with the key waits here until the first one's transaction has ended: that is how the unique index works.
///
/// Errors: `IDEMPOTENCY_MISMATCH` when the key came with another body.
pub(super) async fn claim(
    db: &impl ConnectionTrait,
    keys: &Keys,
    user: UserId,
    key: &str,
    body: &impl Serialize,
    now: DateTime<Utc>,
) -> Result<Option<Appointment>, Error> {
    crate::repeat::check(key)?;
    let json = serde_json::to_vec(body).map_err(|e| Error::Internal(e.to_string()))?;
    let hash = repeat::hash(keys, &json)?;
    let row = ActiveModel {
        user_id: Set(user.0),
        key: Set(key.to_owned()),
        request_hash: Set(hash.clone()),
        created_at: Set(now),
        answer_sealed: Set(None),
    };
    let nothing = OnConflict::columns([Column::UserId, Column::Key]).do_nothing().to_owned();
    // A conflict, too, comes back as inserted: with no row.
    if let TryInsertResult::Inserted(1..) = Entity::insert(row).on_conflict(nothing).try_insert().exec_without_returning(db).await? {
        return Ok(None);
    }
    let first = Entity::find_by_id((user.0, key.to_owned())).one(db).await?.ok_or(Error::Refused(Code::Conflict))?;
    if first.request_hash != hash {
        return Err(Code::IdempotencyMismatch.into());
    }
    let answer = first.answer_sealed.ok_or(Error::Refused(Code::Conflict))?;
    sealed::ANSWER.open(keys, repeat::row(user.0, key), Some(&answer)).map(Some)
}

/// Keeps the answer for repetitions; in the transaction of the act itself.
pub(super) async fn keep(db: &impl ConnectionTrait, keys: &Keys, user: UserId, key: &str, answer: &Appointment) -> Result<(), Error> {
    let answer = sealed::ANSWER.seal(keys, repeat::row(user.0, key), answer)?;
    let row = ActiveModel { user_id: Set(user.0), key: Set(key.to_owned()), answer_sealed: Set(Some(answer)), ..Default::default() };
    row.update(db).await?;
    Ok(())
}
