//! Another address for an account: the password is asked, and the new address answers for itself.

use super::even::evenly;
use super::token::{self, Purpose};
use super::{by_email, by_user, password, sessions, throttle};
use crate::{
    Error, Services, System, audit,
    mail::{self, Letter},
};
use domain::{Caller, Code, Problems, UserId, account::Email};
use entity::{account, session};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Statement,
};

/// A session carries the account, address included.
const IN_SESSIONS: &str = "update session
    set data = jsonb_set(data, '{account}', (data -> 'account') || jsonb_build_object('email', $2::text))
    where user_id = $1 and data ? 'account'";

/// Asks for another address: a link goes to it, a notice to the one that the account has. Whether another account has the address is
/// told to its owner alone.
///
/// Errors: [`Error::Invalid`] naming `email` or `current_password`; [`Error::RateLimited`].
pub async fn ask_email(services: &Services, caller: &Caller, current: &str, email: &str) -> Result<(), Error> {
    let row = by_user(services, caller).await?;
    let new = Email::parse(email).map_err(|message| Problems::one("email", message))?;
    if new.as_str() == row.email {
        return Err(Problems::one("email", "This is your address already.").into());
    }
    password::confirm(services, &row, current).await?;
    throttle::mails(services, &new).await?;
    evenly(send_link(services, caller, &row, &new)).await
}

async fn send_link(services: &Services, caller: &Caller, row: &account::Model, new: &Email) -> Result<(), Error> {
    let is_free = by_email(services, new).await?.is_none();
    let now = services.now();
    let tx = services.begin(caller).await?;
    let token = token::issue(&tx, is_free.then_some(UserId(row.id)), Purpose::ChangeEmail, new.as_str(), now).await?;
    let letter = if is_free { Letter::NewAddress { token: &token } } else { Letter::AddressTaken };
    mail::post_to(&tx, services, Some(new.as_str()), &letter).await?;
    mail::post(&tx, services, UserId(row.id), &row.email, &Letter::AddressAsked).await?;
    audit::note(&tx, caller, now, None, "account.ask-email", row.id).await?;
    tx.commit().await
}

/// Gives the account the address that the link was sent to. Whoever has the link may; nobody need be signed in. Every other session and every
/// token of the account ends.
///
/// * `this` – digest of the session in which the link is followed, which stays
///
/// Errors: `EXPIRED` where the link is unknown, used or too old; `CONFLICT` where another account has taken the address since.
pub async fn change_email(services: &Services, token: &str, this: Option<&[u8]>) -> Result<(), Error> {
    let now = services.now();
    let tx = services.begin_as(System::Identity).await?;
    let holder = token::redeem(&tx, token, Purpose::ChangeEmail, now).await?;
    let user = holder.user();
    let row = account::Entity::find_by_id(user.0).lock_exclusive().one(&tx).await?;
    let row = row.filter(|row| row.is_active).ok_or(Code::Expired)?;
    let (old, zone) = (row.email.clone(), mail::clock_of(&row.time_zone));
    let mut row: account::ActiveModel = row.into();
    row.email = Set(holder.email.clone());
    row.email_verified_at = Set(Some(now));
    row.update(&tx).await?;
    // Links to the old address have lost their use.
    token::forget(&tx, user).await?;
    let others = session::Entity::delete_many().filter(session::Column::UserId.eq(user.0));
    others.filter(session::Column::IdHash.ne(this.unwrap_or_default().to_vec())).exec(&tx).await?;
    crate::token::end_all(&tx, user).await?;
    let told = [user.0.into(), holder.email.into()];
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, IN_SESSIONS, told)).await?;
    sessions::keep(&tx, user).await?;
    mail::post(&tx, services, user, &old, &Letter::AddressChanged { at: now, zone }).await?;
    audit::note(&tx, &Caller::Anonymous, now, None, "account.change-email", user).await?;
    tx.commit().await
}
