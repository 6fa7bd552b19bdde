//! Signing in, in one step or two; both doors, and tokens of programs, come through here.

use crate::account::{Proven, Whence, prove, who};
use crate::token::Jws;
use crate::{Error, Services, System, ids, second_factor};
use chrono::TimeDelta;
use domain::{Code, UserId};
use entity::account;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long the second step may take.
const PENDING: TimeDelta = TimeDelta::minutes(10);

/// What came of the first step.
#[derive(Debug)]
pub enum Step {
    /// Signed in.
    Done(Proven),
    /// The password was right, and the account asks for more: come back with this and a code. By itself it opens nothing.
    Code(Pending),
}

/// Shows that somebody knew the password a moment ago.
#[derive(Clone)]
pub struct Pending(pub String);

/// Never the text.
impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending(…)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    sub: Uuid,
    epoch: i32,
    exp: i64,
    jti: Uuid,
}

/// The first step: see [`prove`].
pub async fn password(services: &Services, email: &str, password: &str, from: &Whence<'_>) -> Result<Step, Error> {
    let proven = prove(services, email, password, from).await?;
    let user = proven.account.id;
    if !second_factor::is_on(&services.read_as(System::Identity), user).await? {
        return Ok(Step::Done(proven));
    }
    let exp = (services.now() + PENDING).timestamp();
    let claims = Claims { sub: user.0, epoch: proven.epoch, exp, jti: ids::secret()? };
    Ok(Step::Code(Pending(Jws::PENDING.sign(services.keys(), &claims)?)))
}

/// The second step.
///
/// Errors: `EXPIRED` where the first is too long ago, or the account has changed since; [`Error::Invalid`] at `code`.
pub async fn code(services: &Services, pending: &str, code: &str) -> Result<Proven, Error> {
    let claims: Claims = Jws::PENDING.open(services.keys(), pending).ok_or(Code::Expired)?;
    if claims.exp <= services.now().timestamp() {
        return Err(Code::Expired.into());
    }
    let user = UserId(claims.sub);
    let row = account::Entity::find_by_id(user.0).one(&services.read_as(System::Identity)).await?;
    if !row.is_some_and(|row| row.is_active && row.token_epoch == claims.epoch) {
        return Err(Code::Expired.into());
    }
    second_factor::check(services, user, code).await.map_err(|error| match error.code() {
        // Taken away meanwhile: begin anew.
        Code::Conflict => Code::Expired.into(),
        _ => error,
    })?;
    let account = who(services, user).await?.ok_or(Code::Expired)?;
    Ok(Proven { account, epoch: claims.epoch, second_factor: true })
}
