//! What stands in a mailed link: 256 random bits, kept as a digest, good once and not for long.

use crate::Error;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Code, UserId};
use entity::account_token::{ActiveModel, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement, prelude::Uuid,
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    VerifyEmail,
    ResetPassword,
    ChangeEmail,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify-email",
            Self::ResetPassword => "reset-password",
            Self::ChangeEmail => "change-email",
        }
    }

    fn life(self) -> TimeDelta {
        match self {
            Self::VerifyEmail | Self::ChangeEmail => TimeDelta::hours(24),
            Self::ResetPassword => TimeDelta::minutes(30),
        }
    }
}

/// Whose link it is, and the address that it was sent to.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Holder {
    user_id: Uuid,
    pub(super) email: String,
}

impl Holder {
    pub(super) fn user(&self) -> UserId {
        UserId(self.user_id)
    }
}

/// 256 random bits in hexadecimal.
pub(super) fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// What is stored of it. So many random bits need no slow hash.
pub(super) fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// Makes a link's token; for nobody the same work is done for a token that opens nothing.
pub(super) async fn issue(
    db: &impl ConnectionTrait,
    user: Option<UserId>,
    purpose: Purpose,
    email: &str,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let secret = random()?;
    let row = ActiveModel {
        hash: Set(digest(&secret)),
        user_id: Set(user.map(|user| user.0)),
        purpose: Set(purpose.code().to_owned()),
        email: Set(email.to_owned()),
        expires_at: Set(now + purpose.life()),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(secret)
}

/// Whose token it is, without using it up.
pub(super) async fn holder(db: &impl ConnectionTrait, secret: &str, purpose: Purpose, now: DateTime<Utc>) -> Result<Holder, Error> {
    find(db, "select user_id, email from account_token", "", secret, purpose, now).await
}

/// Uses a token up: of all who try at once, exactly one gets it.
///
/// Errors: `EXPIRED` where it is unknown, used or too old; the three are not told apart.
pub(super) async fn redeem(db: &impl ConnectionTrait, secret: &str, purpose: Purpose, now: DateTime<Utc>) -> Result<Holder, Error> {
    find(db, "delete from account_token", "returning user_id, email", secret, purpose, now).await
}

async fn find(
    db: &impl ConnectionTrait,
    what: &str,
    returning: &str,
    secret: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Holder, Error> {
    let sql = format!("{what} where hash = $1 and purpose = $2 and expires_at > $3 and user_id is not null {returning}");
    let values = [digest(secret).into(), purpose.code().into(), now.into()];
    let found = Holder::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).one(db).await?;
    found.ok_or(Error::Refused(Code::Expired))
}

/// Takes back every link of an account that has not been used.
pub(super) async fn forget(db: &impl ConnectionTrait, user: UserId) -> Result<(), Error> {
    Entity::delete_many().filter(Column::UserId.eq(user.0)).exec(db).await?;
    Ok(())
}

/// Deletes what has run out.
pub(super) async fn sweep(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), Error> {
    Entity::delete_many().filter(Column::ExpiresAt.lt(now)).exec(db).await?;
    Ok(())
}
