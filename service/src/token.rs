//! Tokens of programs: access tokens that live a quarter of an hour, refresh tokens that follow each other, personal tokens.
//!
//! Each belongs to a *grant*, a program's leave to act for an account. Whoever presents a token is looked up with one statement, which asks
//! whether the grant stands, whether the account is active, and whether anything has ended all its tokens since (`account.token_epoch`).

mod bearer;
mod jws;
mod personal;
mod secret;
mod sign_in;

pub use bearer::{Bearer, bearer};
pub(crate) use jws::Jws;
pub use personal::{PersonalToken, create, list, revoke_own};
pub use secret::{PERSONAL, REFRESH};
pub(crate) use sign_in::end_others;
pub use sign_in::{Tokens, issue, refresh, revoke, strengthen};

use crate::Error;
use chrono::{DateTime, TimeDelta, Utc};
use domain::UserId;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Life of an access token.
pub const ACCESS_LIFE: TimeDelta = TimeDelta::minutes(15);
/// How far the clocks of two instances may be apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
const ISSUER: &str = "smart-health";
const AUDIENCE: &str = "smart-health-api";

/// What an access token says (RFC 9068, without what only several issuers need).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    /// The account.
    sub: Uuid,
    /// The grant.
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
    scope: String,
}

impl Claims {
    /// Whether these are claims of ours that count now.
    fn count(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        let is_ours = self.iss == ISSUER && self.aud == AUDIENCE && self.exp.checked_sub(self.iat) == Some(ACCESS_LIFE.num_seconds());
        is_ours && self.iat <= now + LEEWAY.num_seconds() && now < self.exp
    }
}

/// Ends every token of an account.
pub(crate) async fn end_all(db: &impl ConnectionTrait, user: UserId) -> Result<(), Error> {
    let sql = "update account set token_epoch = token_epoch + 1 where id = $1";
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [user.0.into()])).await?;
    Ok(())
}

/// Most sign-ins of programs that an account keeps; beyond them the oldest ends.
const SIGN_INS_MAX: i64 = 100;

/// Takes out what is worth nothing any more, so that no account's rows grow without end.
async fn tidy(db: &impl ConnectionTrait, user: Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    let sql = "delete from access_grant g using account a
               where g.user_id = $1 and a.id = g.user_id and (g.expires_at <= $2 or g.revoked_at is not null or g.epoch <> a.token_epoch
                   or g.id in (select id from access_grant where user_id = $1 and kind = 'sign-in' order by id desc offset $3))";
    let values = [user.into(), now.into(), (SIGN_INS_MAX - 1).into()];
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
