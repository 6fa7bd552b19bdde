//! The second factor of an account: set up, confirmed, renewed, taken away.
//!
//! The seed is sealed at its place; recovery codes are kept as HMACs under a key of the ring, so that a copy of the table is no use for
//! trying codes out.

mod check;
mod totp;

pub(crate) use check::check;

use crate::keys::{Keys, Place};
use crate::mail::{self, Letter};
use crate::{Error, Services, account, audit, passkey, sealed, token, tx::Tx};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::second_factor::{RECOVERY_CODES, recovery_code};
use domain::{Caller, Code, UserId};
use entity::{account_totp as factor, recovery_code as recovery, session};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Statement,
    prelude::{Expr, Uuid},
};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Who the codes are for, in the person's app.
const ISSUER: &str = "Smart Health";

/// What a device needs to work out codes.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The seed, to type in.
    pub secret: String,
    /// The same for a QR code (`otpauth:`).
    pub uri: String,
}

/// Never the seed.
impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

/// Where an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Without.
    Off,
    /// Begun: a device can be set up and has not shown a code yet. It counts for nothing. The seed is told once, to whoever gave the password for
    /// it: another open session must not come to a device of its own.
    Begun,
    /// On.
    On {
        /// Since when.
        since: DateTime<Utc>,
        /// Recovery codes that were not used.
        codes: u64,
    },
}

/// The caller's second factor.
pub async fn state(services: &Services, caller: &Caller) -> Result<State, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let db = &services.read(caller);
    let Some(row) = factor::Entity::find_by_id(user.0).one(db).await? else { return Ok(State::Off) };
    match row.confirmed_at {
        None => Ok(State::Begun),
        Some(since) => {
            let left = recovery::Entity::find().filter(recovery::Column::UserId.eq(user.0)).filter(recovery::Column::UsedAt.is_null());
            Ok(State::On { since, codes: left.count(db).await? })
        }
    }
}

/// Whether the caller is asked for a code. One statement.
pub async fn asks(services: &Services, caller: &Caller) -> Result<bool, Error> {
    is_on(&services.read(caller), caller.user().ok_or(Error::UNAUTHENTICATED)?).await
}

/// Whether an account asks for a code.
pub(crate) async fn is_on(db: &impl ConnectionTrait, user: UserId) -> Result<bool, Error> {
    let on = factor::Entity::find_by_id(user.0).filter(factor::Column::ConfirmedAt.is_not_null());
    Ok(on.one(db).await?.is_some())
}

/// Draws a seed, told here and never again. It counts once a device has shown that it knows it; until then it can be drawn anew.
///
/// * `enough` – whether the caller has shown all that their account must show
///
/// Errors: [`Error::Invalid`] at `password`; `CONFLICT` where there is one already.
pub async fn begin(services: &Services, caller: &Caller, password: &str, enough: bool) -> Result<Enrolment, Error> {
    let owner = account::confirm(services, caller, password, "password").await?;
    passkey::not_around(services, caller, enough).await?;
    let mut seed = Zeroizing::new([0; totp::SEED]);
    getrandom::fill(seed.as_mut_slice())?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let sql = "insert into account_totp as t (user_id, seed, label, created_at) values ($1, $2, $3, $4)
               on conflict (user_id) do update set seed = excluded.seed, label = excluded.label, created_at = excluded.created_at
               where t.confirmed_at is null";
    let sealed = services.keys().seal(place(owner.id), seed.as_slice())?;
    let values = [owner.id.into(), sealed.into(), owner.email.clone().into(), now.into()];
    let begun = tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    if begun.rows_affected() == 0 {
        return Err(Code::Conflict.into());
    }
    audit::note(&tx, caller, now, None, "second-factor.begin", UserId(owner.id)).await?;
    tx.commit().await?;
    Ok(enrolment(seed.as_slice(), &owner.email))
}

/// Turns the second factor on with a code of the device; gives the recovery codes, told here and never again.
///
/// Errors: [`Error::Invalid`] at `code`; `CONFLICT` where nothing was begun or it is on already.
pub async fn confirm(services: &Services, caller: &Caller, code: &str) -> Result<Vec<String>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    account::count_code(services, user).await?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let row = factor::Entity::find_by_id(user.0).lock_exclusive().one(&tx).await?;
    let row = row.filter(|row| row.confirmed_at.is_none()).ok_or(Code::Conflict)?;
    let step = match domain::second_factor::Code::parse(code) {
        Ok(domain::second_factor::Code::Device(written)) => totp::accepts(&seed_of(services.keys(), &row)?, written, now, row.last_step),
        _ => None,
    };
    let step = step.ok_or_else(check::wrong)?;
    let on = factor::Entity::update_many()
        .col_expr(factor::Column::ConfirmedAt, Expr::value(now))
        .col_expr(factor::Column::LastStep, Expr::value(step));
    on.filter(factor::Column::UserId.eq(user.0)).exec(&tx).await?;
    let codes = draw_codes(&tx, services.keys(), user).await?;
    tell(&tx, services, user, |at, zone| Letter::SecondFactorOn { at, zone }).await?;
    audit::note(&tx, caller, now, None, "second-factor.on", user).await?;
    tx.commit().await?;
    account::clear_code(services, user).await?;
    Ok(codes)
}

/// New recovery codes in place of all the old ones.
///
/// Errors: [`Error::Invalid`] at `code`; `CONFLICT` where there is no second factor.
pub async fn renew(services: &Services, caller: &Caller, code: &str) -> Result<Vec<String>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    check(services, user, code).await?;
    let tx = services.begin(caller).await?;
    let codes = draw_codes(&tx, services.keys(), user).await?;
    tell(&tx, services, user, |at, zone| Letter::CodesRenewed { at, zone }).await?;
    audit::note(&tx, caller, services.now(), None, "second-factor.renew-codes", user).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes the caller's second factor away, and signs them out everywhere.
///
/// Errors: [`Error::Invalid`] at `password` or `code`.
pub async fn remove(services: &Services, caller: &Caller, password: &str, code: &str) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    account::confirm(services, caller, password, "password").await?;
    check(services, user, code).await?;
    let tx = services.begin(caller).await?;
    take_away(&tx, user).await?;
    tell(&tx, services, user, |at, zone| Letter::SecondFactorOff { at, zone }).await?;
    audit::note(&tx, caller, services.now(), None, "second-factor.off", user).await?;
    tx.commit().await
}

/// Takes somebody's second factor and passkeys away who has lost device and codes; for administrators, who have made sure who it is. Everything
/// that is signed in ends.
///
/// Errors: `NOT_FOUND`; `FORBIDDEN` for one's own.
pub async fn reset(services: &Services, caller: &Caller, user: UserId) -> Result<(), Error> {
    match caller {
        Caller::Admin { user: me } if *me != user => {}
        Caller::Anonymous => return Err(Error::UNAUTHENTICATED),
        _ => return Err(Error::FORBIDDEN),
    }
    let tx = services.begin(caller).await?;
    if forget(&tx, user).await? == 0 {
        return Err(Error::NOT_FOUND);
    }
    tell(&tx, services, user, |at, zone| Letter::SecondFactorOff { at, zone }).await?;
    audit::note(&tx, caller, services.now(), None, "second-factor.reset", user).await?;
    tx.commit().await
}

/// Tells the owner of an account of a change.
async fn tell(tx: &Tx, services: &Services, user: UserId, letter: fn(DateTime<Utc>, Tz) -> Letter<'static>) -> Result<(), Error> {
    let Some(owner) = entity::account::Entity::find_by_id(user.0).one(tx).await? else { return Ok(()) };
    let letter = letter(services.now(), mail::clock_of(&owner.time_zone));
    mail::post(tx, services, user, &owner.email, &letter).await
}

/// Takes all away that a second step or a passkey is; everything that is signed in ends. How many there were.
pub(crate) async fn forget(db: &impl ConnectionTrait, user: UserId) -> Result<u64, Error> {
    let keys = entity::passkey::Entity::delete_many().filter(entity::passkey::Column::UserId.eq(user.0)).exec(db).await?.rows_affected;
    Ok(take_away(db, user).await? + keys)
}

async fn take_away(db: &impl ConnectionTrait, user: UserId) -> Result<u64, Error> {
    // The account first: a sign-in that is on its way waits for it, and then comes too late.
    token::end_all(db, user).await?;
    let gone = factor::Entity::delete_by_id(user.0).exec(db).await?.rows_affected;
    recovery::Entity::delete_many().filter(recovery::Column::UserId.eq(user.0)).exec(db).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).exec(db).await?;
    Ok(gone)
}

async fn draw_codes(db: &impl ConnectionTrait, keys: &Keys, user: UserId) -> Result<Vec<String>, Error> {
    recovery::Entity::delete_many().filter(recovery::Column::UserId.eq(user.0)).exec(db).await?;
    let mut shown = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut random = [0; 12];
        getrandom::fill(&mut random)?;
        shown.push(recovery_code(random));
    }
    let rows = shown.iter().map(|code| {
        let hash = hash(keys, keys.current(), user, &code.replace('-', ""))?;
        let key = Some(i64::from(keys.current()));
        Ok(recovery::ActiveModel { user_id: Set(user.0), hash: Set(hash), used_at: Set(None), key_id: Set(key) })
    });
    let rows = rows.collect::<Result<Vec<_>, Error>>()?;
    recovery::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(shown)
}

fn hash(keys: &Keys, id: u32, user: UserId, code: &str) -> Result<Vec<u8>, Error> {
    let key = keys.derive(id, "recovery-code").ok_or_else(|| Error::Internal("the ring lacks its own key".into()))?;
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).map_err(|e| Error::Internal(format!("hmac: {e}")))?;
    Ok(mac.chain_update(user.0.as_bytes()).chain_update(code).finalize().into_bytes().to_vec())
}

fn place(user: Uuid) -> Place {
    sealed::SEED.place(user)
}

fn seed_of(keys: &Keys, row: &factor::Model) -> Result<Zeroizing<Vec<u8>>, Error> {
    keys.open(place(row.user_id), &row.seed).map(Zeroizing::new).map_err(|why| sealed::SEED.unreadable(row.user_id, why))
}

fn enrolment(seed: &[u8], label: &str) -> Enrolment {
    let secret = totp::base32(seed);
    let encoded = |text: &str| text.bytes().fold(String::new(), |sum, byte| sum + &percent(byte));
    let issuer = encoded(ISSUER);
    let uri = format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30", encoded(label));
    Enrolment { secret, uri }
}

fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}
