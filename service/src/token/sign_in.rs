//! Sign-ins of programs: an access token, and refresh tokens that follow each other.
//!
//! A refresh token is good once. Its successor is worked out from it with a secret key, so that a program that asks twice at the same
//! moment – two tabs, a retry – is given the same answer twice without anything to remember. After a few seconds a second use can only mean
//! that somebody has a copy, and the whole sign-in ends (RFC 9700, 4.14).

use super::secret::{REFRESH, Secret};
use super::{ACCESS_LIFE, AUDIENCE, Claims, ISSUER, Jws, tidy};
use crate::account::Proven;
use crate::keys::{KeyId, Keys};
use crate::{Error, Services, System, audit, ids, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use domain::token::Scopes;
use domain::{Caller, TokenId, UserId};
use entity::{access_grant as grant, account, refresh_token};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, prelude::Expr};
use sha2::Sha256;

/// How long a refresh token that was used answers as it did.
const GRACE: TimeDelta = TimeDelta::seconds(10);
/// A sign-in that nobody refreshes ends after this.
const IDLE: TimeDelta = TimeDelta::days(14);
/// A sign-in ends after this, whatever happens in it.
const ABSOLUTE: TimeDelta = TimeDelta::days(90);

/// What a program is given.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Shows who is asking.
    pub access: String,
    /// Seconds for which it does.
    pub expires_in: i64,
    /// Gets the next ones; good once.
    pub refresh: String,
    /// Until when.
    pub refresh_until: DateTime<Utc>,
    /// What they may do.
    pub scopes: Scopes,
}

/// Never the tokens.
impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// Tokens for somebody who has just proven who they are.
pub async fn issue(services: &Services, proven: &Proven, scopes: Scopes) -> Result<Tokens, Error> {
    let (account, now) = (&proven.account, services.now());
    let secret = Secret::draw()?;
    let row = grant::Model {
        id: ids::new(),
        user_id: account.id.0,
        kind: "sign-in".to_owned(),
        name: String::new(),
        scope: scopes.to_string(),
        secret_hash: None,
        epoch: proven.epoch,
        created_at: now,
        last_used_at: Some(now),
        expires_at: now + IDLE,
        revoked_at: None,
        second_factor: proven.second_factor,
    };
    let tx = services.begin(&account.caller).await?;
    tidy(&tx, row.user_id, now).await?;
    grant::Entity::insert(grant::ActiveModel::from(row.clone())).exec_without_returning(&tx).await?;
    keep(&tx, &secret, &row, now).await?;
    audit::note(&tx, &account.caller, now, None, "token.sign-in", TokenId(row.id)).await?;
    tx.commit().await?;
    tell(services, &row, &secret, now)
}

/// The next tokens for a refresh token.
///
/// Errors: `UNAUTHENTICATED` for one that is unknown, has run out, or was used before; the last ends the sign-in.
pub async fn refresh(services: &Services, token: &str) -> Result<Tokens, Error> {
    let now = services.now();
    let used = Secret::read(REFRESH, token).ok_or(Error::UNAUTHENTICATED)?;
    let tx = services.begin_as(System::Identity).await?;
    let row = grant_of(&tx, &used, now).await?.ok_or(Error::UNAUTHENTICATED)?;
    // Read behind the lock: whoever came first has left word here.
    let known = refresh_token::Entity::find_by_id(used.hash()).one(&tx).await?.ok_or(Error::UNAUTHENTICATED)?;
    let again = match known.replaced_at {
        Some(at) if (now - at).abs() <= GRACE => kept_successor(&tx, services.keys(), &used, &row).await?,
        _ => None,
    };
    match (known.replaced_at, again) {
        (None, _) => {
            let next = successor(services.keys(), services.keys().current(), &used)?;
            let replaced = refresh_token::ActiveModel { hash: Set(known.hash), replaced_at: Set(Some(now)), ..Default::default() };
            replaced.update(&tx).await?;
            keep(&tx, &next, &row, now).await?;
            let until = (now + IDLE).min(row.created_at + ABSOLUTE);
            let used = grant::ActiveModel { id: Set(row.id), last_used_at: Set(Some(now)), expires_at: Set(until), ..Default::default() };
            let row = used.update(&tx).await?;
            tx.commit().await?;
            tell(services, &row, &next, now)
        }
        (Some(_), Some(next)) => {
            tx.commit().await?;
            tell(services, &row, &next, now)
        }
        (Some(_), None) => {
            end(&tx, &row, now, "token.reused").await?;
            tx.commit().await?;
            tracing::warn!(grant = %row.id, "a refresh token was used twice: its sign-in is ended");
            Err(Error::UNAUTHENTICATED)
        }
    }
}

/// The caller has shown a second factor through this grant.
pub async fn strengthen(services: &Services, caller: &Caller, grant: TokenId) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let shown = grant::Entity::update_many().col_expr(grant::Column::SecondFactor, Expr::value(true));
    let own = shown.filter(grant::Column::Id.eq(grant.0)).filter(grant::Column::UserId.eq(user.0));
    own.exec(&services.read(caller)).await?;
    Ok(())
}

/// Ends an account's sign-ins of programs, but the one that asks. Personal tokens stay: they are listed, and ended one by one.
pub(crate) async fn end_others(tx: &Tx, user: UserId, this: Option<TokenId>, now: DateTime<Utc>) -> Result<(), Error> {
    let ended = grant::Entity::update_many()
        .col_expr(grant::Column::RevokedAt, Expr::value(now))
        .filter(grant::Column::UserId.eq(user.0))
        .filter(grant::Column::Kind.eq("sign-in"))
        .filter(grant::Column::RevokedAt.is_null());
    this.iter().fold(ended, |ended, this| ended.filter(grant::Column::Id.ne(this.0))).exec(tx).await?;
    Ok(())
}

/// Ends what a token belongs to: a sign-in with all its tokens, or a personal token. Who has a token may end it; an unknown one is
/// ended already (RFC 7009).
pub async fn revoke(services: &Services, token: &str) -> Result<(), Error> {
    let now = services.now();
    let tx = services.begin_as(System::Identity).await?;
    let found = if let Some(secret) = Secret::read(REFRESH, token) {
        grant_of(&tx, &secret, now).await?
    } else if let Some(secret) = Secret::read(super::PERSONAL, token) {
        grant::Entity::find().filter(grant::Column::SecretHash.eq(secret.hash())).lock_exclusive().one(&tx).await?
    } else if let Some(claims) = Jws::ACCESS.open::<Claims>(services.keys(), token) {
        grant::Entity::find_by_id(claims.sid).lock_exclusive().one(&tx).await?
    } else {
        None
    };
    if let Some(row) = found.filter(|row| row.revoked_at.is_none()) {
        end(&tx, &row, now, "token.revoke").await?;
    }
    tx.commit().await
}

/// The grant of a refresh token, locked, where it stands.
async fn grant_of(db: &impl ConnectionTrait, secret: &Secret, now: DateTime<Utc>) -> Result<Option<grant::Model>, Error> {
    let Some(known) = refresh_token::Entity::find_by_id(secret.hash()).one(db).await? else { return Ok(None) };
    let Some(row) = grant::Entity::find_by_id(known.grant_id).lock_exclusive().one(db).await? else { return Ok(None) };
    let owner = account::Entity::find_by_id(row.user_id).one(db).await?;
    let stands = owner.is_some_and(|owner| owner.is_active && owner.token_epoch == row.epoch);
    Ok((stands && row.revoked_at.is_none() && row.expires_at > now).then_some(row))
}

async fn keep(db: &impl ConnectionTrait, secret: &Secret, of: &grant::Model, now: DateTime<Utc>) -> Result<(), Error> {
    let row = refresh_token::ActiveModel { hash: Set(secret.hash()), grant_id: Set(of.id), created_at: Set(now), replaced_at: Set(None) };
    refresh_token::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

async fn end(tx: &Tx, row: &grant::Model, now: DateTime<Utc>, action: &'static str) -> Result<(), Error> {
    let ended = grant::Entity::update_many().col_expr(grant::Column::RevokedAt, Expr::value(now));
    ended.filter(grant::Column::Id.eq(row.id)).exec(tx).await?;
    // Nobody is signed in here: the entry names the grant, and the grant its owner.
    audit::note(tx, &Caller::Anonymous, now, None, action, TokenId(row.id)).await
}

/// The refresh token that follows `used`: nobody without the key can tell it from a random one.
fn successor(keys: &Keys, id: KeyId, used: &Secret) -> Result<Secret, Error> {
    let key = keys.derive(id, "refresh").ok_or_else(|| Error::Internal("the ring lacks its own key".into()))?;
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).map_err(|e| Error::Internal(format!("hmac: {e}")))?;
    Ok(Secret::of(mac.chain_update(used.bytes()).finalize().into_bytes().into()))
}

/// The successor that was given out already; the key in use may have changed since.
async fn kept_successor(db: &impl ConnectionTrait, keys: &Keys, used: &Secret, of: &grant::Model) -> Result<Option<Secret>, Error> {
    for id in keys.ids() {
        let next = successor(keys, id, used)?;
        let kept = refresh_token::Entity::find_by_id(next.hash()).one(db).await?;
        if kept.is_some_and(|kept| kept.grant_id == of.id && kept.replaced_at.is_none()) {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

fn tell(services: &Services, of: &grant::Model, refresh: &Secret, now: DateTime<Utc>) -> Result<Tokens, Error> {
    let iat = now.timestamp();
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: of.user_id,
        sid: of.id,
        jti: ids::secret()?,
        iat,
        exp: iat + ACCESS_LIFE.num_seconds(),
        scope: of.scope.clone(),
    };
    Ok(Tokens {
        access: Jws::ACCESS.sign(services.keys(), &claims)?,
        expires_in: ACCESS_LIFE.num_seconds(),
        refresh: refresh.told(REFRESH),
        refresh_until: of.expires_at,
        scopes: of.scope.parse().map_err(|e| Error::corrupt("access_grant", e))?,
    })
}
