//! Passkeys: a person's device signs instead of a password (WebAuthn Level 2). The device asks the person who they are – a finger, a face, a PIN –,
//! so a passkey is two factors at once.
//!
//! A question is a signed token that lives for minutes and is stored nowhere; its answer is remembered for as long, so that it counts once.

mod webauthn;

use crate::account::{self, Proven, who};
use crate::mail::{self, Letter};
use crate::token::Jws;
use crate::{Error, Services, System, audit, ids, second_factor};
use base64ct::{Base64UrlUnpadded, Encoding};
use chrono::{DateTime, TimeDelta, Utc};
use domain::passkey::{
    ANSWER_SECONDS, Assertion, Creation, Descriptor, MOST, NAME_MAX, Parameter, Party, Passkey, Registration, Request, Selection, User,
};
use domain::{Caller, Code, PasskeyId, Problems, UserId, text};
use entity::passkey::{ActiveModel, Column, Entity, Model};
use entity::{account as accounts, passkey_answer};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use uuid::Uuid;
use webauthn::{ALGORITHMS, Asked, Wrong};

/// What devices call this site.
const SITE: &str = "Smart Health";
const KIND: &str = "public-key";
const REQUIRED: &str = "required";

/// A question to a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<T> {
    /// To come back with the answer; by itself it opens nothing.
    pub question: String,
    /// What the device is to do.
    pub public_key: T,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    /// For whom a key is to be made; nobody where somebody signs in.
    sub: Option<Subject>,
    exp: i64,
    jti: Uuid,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    user: Uuid,
    /// Of their tokens.
    epoch: i32,
    /// Whether they have shown a code.
    coded: bool,
}

/// The caller's passkeys, oldest first. One statement.
pub async fn list(services: &Services, caller: &Caller) -> Result<Vec<Passkey>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let rows = of(user).order_by_asc(Column::Id).limit(MOST as u64).all(&services.read(caller)).await?;
    Ok(rows.into_iter().map(shown).collect())
}

/// Asks whoever is there to sign in.
///
/// Errors: [`Error::Internal`] without randomness, or without a domain.
pub fn ask(services: &Services) -> Result<Question<Request>, Error> {
    let question = question(services, None)?;
    let public_key =
        Request { challenge: challenge(&question), timeout: ANSWER_SECONDS * 1000, rp_id: site(services)?.1, user_verification: REQUIRED };
    Ok(Question { question, public_key })
}

/// Asks the caller's device to make a key. A session left open must not become something that outlives it, nor a way around the second factor:
/// the password is asked for, and the code where there is one.
///
/// * `enough` – whether the caller has shown all that their account must show
///
/// Errors: [`Error::Invalid`] at `password` or `code`, and where there are as many as there can be.
pub async fn ask_new(services: &Services, caller: &Caller, password: &str, code: &str, enough: bool) -> Result<Question<Creation>, Error> {
    let owner = account::confirm(services, caller, password, "password").await?;
    let user = UserId(owner.id);
    not_around(services, caller, enough).await?;
    let coded = second_factor::is_on(&services.read(caller), user).await?;
    if coded {
        second_factor::check(services, user, code).await?;
    }
    let known = of(user).all(&services.read(caller)).await?;
    full(known.len())?;
    let question = question(services, Some(Subject { user: owner.id, epoch: owner.token_epoch, coded }))?;
    let public_key = Creation {
        rp: Party { id: site(services)?.1, name: SITE },
        user: User { id: encoded(owner.id.as_bytes()), name: owner.email.clone(), display_name: owner.email },
        challenge: challenge(&question),
        pub_key_cred_params: ALGORITHMS.map(|alg| Parameter { kind: KIND, alg }).into(),
        timeout: ANSWER_SECONDS * 1000,
        exclude_credentials: known.iter().map(|row| Descriptor { kind: KIND, id: encoded(&row.credential_id) }).collect(),
        authenticator_selection: Selection { resident_key: REQUIRED, user_verification: REQUIRED },
        attestation: "none",
    };
    Ok(Question { question, public_key })
}

/// Keeps the key that the caller's device has made, and tells them by mail.
///
/// Errors: `EXPIRED` where the question is too long ago, was answered, or the account has changed since; [`Error::Invalid`].
pub async fn add(services: &Services, caller: &Caller, asked: &str, name: &str, answer: &Registration) -> Result<Passkey, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let name = text::bounded(name, 1, NAME_MAX).map_err(|why| Problems::one("name", why))?;
    let (claims, now) = (opened(services, asked)?, services.now());
    let asked_for = claims.sub.as_ref().filter(|subject| subject.user == user.0).ok_or(Code::Expired)?;
    let (origin, party) = site(services)?;
    let made = Asked { origin: &origin, party: &party, challenge: &challenge(asked) }.made(&answer.response).map_err(told)?;
    once(services, &claims, now).await?;
    let tx = services.begin(caller).await?;
    // One after the other, so that the limit holds.
    let row = accounts::Entity::find_by_id(user.0).lock_exclusive().one(&tx).await?;
    let row = row.filter(|row| row.is_active && row.token_epoch == asked_for.epoch).ok_or(Code::Expired)?;
    // A code may be asked for only since.
    if !asked_for.coded && second_factor::is_on(&tx, user).await? {
        return Err(Code::Expired.into());
    }
    full(of(user).all(&tx).await?.len())?;
    let passkey = Model {
        id: ids::new(),
        user_id: user.0,
        credential_id: made.id,
        public_key: made.key,
        sign_count: made.count.into(),
        synced: made.synced,
        name,
        created_at: now,
        last_used_at: None,
    };
    let new =
        Entity::insert(ActiveModel::from(passkey.clone())).on_conflict(OnConflict::column(Column::CredentialId).do_nothing().to_owned());
    if new.exec_without_returning(&tx).await? == 0 {
        return Err(Problems::one("credential", "This passkey is in use already.").into());
    }
    audit::note(&tx, caller, now, None, "passkey.add", PasskeyId(passkey.id)).await?;
    let zone = mail::clock_of(&row.time_zone);
    mail::post(&tx, services, user, &row.email, &Letter::PasskeyAdded { at: now, zone }).await?;
    tx.commit().await?;
    Ok(shown(passkey))
}

/// Who must have a second factor and has a passkey comes in with it: the password alone makes no other way in.
///
/// Errors: [`Error::Invalid`] at `password`.
pub(crate) async fn not_around(services: &Services, caller: &Caller, enough: bool) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    if enough || of(user).count(&services.read(caller)).await? == 0 {
        return Ok(());
    }
    let words = "Your account has a passkey: please sign in with it. If you have lost it, an administrator can help.";
    Err(Problems::one("password", words).into())
}

/// Takes one of the caller's passkeys away, and tells them by mail.
///
/// * `enough` – whether the caller has shown all that their account must show
///
/// Errors: `SECOND_FACTOR_MISSING`; `NOT_FOUND` for one that is not theirs.
pub async fn remove(services: &Services, caller: &Caller, id: PasskeyId, enough: bool) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    if !enough {
        return Err(Code::SecondFactorMissing.into());
    }
    let tx = services.begin(caller).await?;
    let gone = Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::UserId.eq(user.0)).exec(&tx).await?;
    if gone.rows_affected == 0 {
        return Err(Error::NOT_FOUND);
    }
    let now = services.now();
    audit::note(&tx, caller, now, None, "passkey.remove", id).await?;
    if let Some(row) = accounts::Entity::find_by_id(user.0).one(&tx).await? {
        let zone = mail::clock_of(&row.time_zone);
        mail::post(&tx, services, user, &row.email, &Letter::PasskeyRemoved { at: now, zone }).await?;
    }
    tx.commit().await
}

/// Signs in with a passkey. There is nothing to guess, so no tries are counted.
///
/// Errors: `EXPIRED` where the question is too long ago or was answered; [`Error::Invalid`] at `credential`, whatever is wrong with it.
pub async fn sign_in(services: &Services, asked: &str, answer: &Assertion) -> Result<Proven, Error> {
    let (claims, now) = (opened(services, asked)?, services.now());
    if claims.sub.is_some() {
        return Err(Code::Expired.into());
    }
    let row = known(services, answer).await?.ok_or_else(unknown)?;
    let (origin, party) = site(services)?;
    let signed = Asked { origin: &origin, party: &party, challenge: &challenge(asked) };
    let signed = signed.signed(&row.public_key, &answer.response).map_err(told)?;
    once(services, &claims, now).await?;
    used(services, &row, signed.count.into(), signed.synced, now).await?;
    let owner = accounts::Entity::find_by_id(row.user_id).one(&services.read_as(System::Identity)).await?.ok_or_else(unknown)?;
    let account = who(services, UserId(row.user_id)).await?.ok_or_else(unknown)?;
    Ok(Proven { account, epoch: owner.token_epoch, second_factor: true })
}

/// The passkey that signed, where the device names its owner (§7.2, step 6).
async fn known(services: &Services, answer: &Assertion) -> Result<Option<Model>, Error> {
    let Ok(id) = Base64UrlUnpadded::decode_vec(&answer.id) else { return Ok(None) };
    let row = Entity::find().filter(Column::CredentialId.eq(id)).one(&services.read_as(System::Identity)).await?;
    let is_theirs = |row: &Model| answer.response.user_handle.as_ref().is_some_and(|handle| *handle == encoded(row.user_id.as_bytes()));
    Ok(row.filter(is_theirs))
}

/// Notes that a passkey was used. One that counts and has not counted on may be a copy: it is not let in, and the audit says so.
async fn used(services: &Services, row: &Model, count: i64, synced: bool, now: DateTime<Utc>) -> Result<(), Error> {
    let counts = count > 0 || row.sign_count > 0;
    let mut noted = Entity::update_many()
        .col_expr(Column::SignCount, count.into())
        .col_expr(Column::Synced, synced.into())
        .col_expr(Column::LastUsedAt, now.into())
        .filter(Column::Id.eq(row.id));
    if counts {
        noted = noted.filter(Column::SignCount.lt(count));
    }
    if noted.exec(&services.read_as(System::Identity)).await?.rows_affected == 1 {
        return Ok(());
    }
    let tx = services.begin_as(System::Identity).await?;
    audit::note(&tx, &Caller::Anonymous, now, None, "passkey.behind", PasskeyId(row.id)).await?;
    tx.commit().await?;
    Err(unknown())
}

/// Remembers that a question was answered; of several who answer it, one gets by.
async fn once(services: &Services, claims: &Claims, now: DateTime<Utc>) -> Result<(), Error> {
    let db = &services.read_as(System::Identity);
    let old = passkey_answer::Column::At.lt(now - TimeDelta::seconds(2 * i64::from(ANSWER_SECONDS)));
    passkey_answer::Entity::delete_many().filter(old).exec(db).await?;
    let row = passkey_answer::ActiveModel { question: Set(claims.jti), at: Set(now) };
    let first =
        passkey_answer::Entity::insert(row).on_conflict(OnConflict::column(passkey_answer::Column::Question).do_nothing().to_owned());
    match first.exec_without_returning(db).await? {
        0 => Err(Code::Expired.into()),
        _ => Ok(()),
    }
}

fn question(services: &Services, sub: Option<Subject>) -> Result<String, Error> {
    let exp = (services.now() + TimeDelta::seconds(ANSWER_SECONDS.into())).timestamp();
    Jws::PASSKEY.sign(services.keys(), &Claims { sub, exp, jti: ids::secret()? })
}

fn opened(services: &Services, question: &str) -> Result<Claims, Error> {
    let claims: Option<Claims> = Jws::PASSKEY.open(services.keys(), question);
    Ok(claims.filter(|claims| claims.exp > services.now().timestamp()).ok_or(Code::Expired)?)
}

/// What the device signs of a question.
fn challenge(question: &str) -> String {
    encoded(&Sha256::digest(question))
}

fn encoded(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// The site's origin as browsers write it, and its domain. An address without a name has none; this machine's is called `localhost`.
fn site(services: &Services) -> Result<(String, String), Error> {
    let none = || Error::Internal("the site's address has no domain".into());
    let (scheme, rest) = services.base().split_once("://").ok_or_else(none)?;
    let authority = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, format!(":{port}")),
        _ => (authority.as_str(), String::new()),
    };
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let domain = if address.is_some_and(|ip| ip.is_loopback()) { "localhost" } else { host };
    Ok((format!("{scheme}://{domain}{port}"), domain.to_owned()))
}

fn of(user: UserId) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::UserId.eq(user.0))
}

fn full(count: usize) -> Result<(), Error> {
    if count < MOST {
        return Ok(());
    }
    Err(Problems::one("name", format!("You have {MOST} passkeys. Please remove one that you do not need first.")).into())
}

fn shown(row: Model) -> Passkey {
    Passkey { id: PasskeyId(row.id), name: row.name, synced: row.synced, created_at: row.created_at, last_used_at: row.last_used_at }
}

fn told(wrong: Wrong) -> Error {
    tracing::info!(%wrong, "an answer of a device does not count");
    Problems::one("credential", "What your device answered could not be checked. Please try again.").into()
}

fn unknown() -> Error {
    Problems::one("credential", "This passkey does not open an account here. It may have been removed.").into()
}
