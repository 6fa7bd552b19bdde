//! A forgotten password: a link to the account's address opens the way to a new one.

use super::even::evenly;
use super::token::{self, Purpose};
use super::{by_email, device, password, throttle};
use crate::{
    Error, Services, System, audit,
    mail::{self, Letter},
    second_factor,
};
use domain::{Caller, Code, Problems, UserId, account::Email};
use entity::account;
use sea_orm::EntityTrait;
use std::net::IpAddr;

/// Sends a link to the account with this address. For an address without one the same statements are sent and nothing is mailed, so that
/// neither the answer nor its time tells who has an account. Of many requests a few are mailed; the links of all of them stay good, so
/// that nobody can keep an owner out by asking.
///
/// * `from` – the network address that asks, whose tries are counted
/// * errors: [`Error::Invalid`] for what is no address; [`Error::RateLimited`]
pub async fn ask_reset(services: &Services, email: &str, from: Option<IpAddr>) -> Result<(), Error> {
    let email = Email::parse(email).map_err(|message| Problems::one("email", message))?;
    throttle::asks(services, from).await?;
    evenly(send_reset(services, &email)).await
}

async fn send_reset(services: &Services, email: &Email) -> Result<(), Error> {
    if throttle::mails(services, email).await.is_err_and(|e| matches!(e, Error::RateLimited(_))) {
        return Ok(());
    }
    let found = by_email(services, email).await?.filter(|row| row.is_active).map(|row| UserId(row.id));
    let now = services.now();
    let tx = services.begin_as(System::Identity).await?;
    let token = token::issue(&tx, found, Purpose::ResetPassword, email.as_str(), now).await?;
    mail::post_to(&tx, services, found.map(|_| email.as_str()), &Letter::Reset { token: &token }).await?;
    let object = found.map_or_else(|| "an address without an account".to_owned(), |user| user.to_string());
    audit::note(&tx, &Caller::Anonymous, now, None, "account.ask-reset", object).await?;
    tx.commit().await
}

/// Sets a new password by a mailed link, and gives the account. Every session of the account ends, and every other link loses its use. Where this
/// is the first that is known of its owner, second factor and passkeys end too.
///
/// Errors: `EXPIRED` where the link is unknown, used or too old; [`Error::Invalid`] naming `password`, and the link stays good.
pub async fn reset_password(services: &Services, token: &str, new: &str) -> Result<UserId, Error> {
    // Looked at first, so that neither a weak password uses up the link nor a wrong link costs a hash.
    let holder = token::holder(&services.read_as(System::Identity), token, Purpose::ResetPassword, services.now()).await?;
    let row = account::Entity::find_by_id(holder.user().0).one(&services.read_as(System::Identity)).await?;
    let row = row.filter(|row| row.is_active && row.email == holder.email).ok_or(Code::Expired)?;
    let hash = password::hash_of(services, &row, new).await?;
    let tx = services.begin_as(System::Identity).await?;
    let holder = token::redeem(&tx, token, Purpose::ResetPassword, services.now()).await?;
    password::set(&tx, services, &Caller::Anonymous, &row, hash).await?;
    if row.email_verified_at.is_none() {
        // Nobody has shown yet that the address is theirs: what a stranger who registered with it has added is no way in, and keeps nobody out.
        second_factor::forget(&tx, holder.user()).await?;
        device::forget(&tx, holder.user()).await?;
    }
    // Whoever reads the mails of an address has shown that it is theirs.
    password::mark_reached(&tx, services, holder.user()).await?;
    audit::note(&tx, &Caller::Anonymous, services.now(), None, "account.reset-password", holder.user()).await?;
    tx.commit().await?;
    // The guesses of strangers do not make the owner wait now.
    if let Ok(email) = Email::parse(&holder.email) {
        throttle::clear(services, &email).await?;
    }
    Ok(holder.user())
}
