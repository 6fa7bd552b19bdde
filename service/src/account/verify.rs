//! Whether the address is theirs: a link in a mail says so.

use super::token::{self, Purpose};
use super::{by_user, throttle};
use crate::{
    Error, Services, System, audit,
    mail::{self, Letter},
};
use chrono::{DateTime, Utc};
use domain::{Caller, Code, UserId, account::Email};
use entity::account;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, prelude::Expr};

/// How an account is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The address.
    pub email: String,
    /// Whether a link sent there was followed.
    pub verified: bool,
}

/// How the caller is reached.
pub async fn contact(services: &Services, caller: &Caller) -> Result<Contact, Error> {
    let row = by_user(services, caller).await?;
    Ok(Contact { email: row.email, verified: row.email_verified_at.is_some() })
}

/// Sends a link to the address of a new account, in the transaction that makes it.
pub(super) async fn ask(db: &impl ConnectionTrait, services: &Services, user: UserId, email: &str) -> Result<(), Error> {
    let token = token::issue(db, Some(user), Purpose::VerifyEmail, email, services.now()).await?;
    mail::post(db, services, user, email, &Letter::Verify { token: &token }).await
}

/// Sends another link to the caller's address; to one that is verified already, nothing.
///
/// Errors: [`Error::RateLimited`].
pub async fn ask_again(services: &Services, caller: &Caller) -> Result<(), Error> {
    let row = by_user(services, caller).await?;
    if row.email_verified_at.is_some() {
        return Ok(());
    }
    let email = Email::parse(&row.email).map_err(|e| Error::corrupt("account", e))?;
    throttle::mails(services, &email).await?;
    let tx = services.begin(caller).await?;
    ask(&tx, services, UserId(row.id), &row.email).await?;
    audit::note(&tx, caller, services.now(), None, "account.ask-verification", row.id).await?;
    tx.commit().await
}

/// Notes that the address is theirs. Whoever has the link may; nobody need be signed in.
///
/// Errors: `EXPIRED` where the link is unknown, used or too old, or the account has another address by now.
pub async fn verify_email(services: &Services, token: &str) -> Result<(), Error> {
    let now = services.now();
    let tx = services.begin_as(System::Identity).await?;
    let holder = token::redeem(&tx, token, Purpose::VerifyEmail, now).await?;
    if !mark(&tx, holder.user(), &holder.email, now).await? {
        return Err(Code::Expired.into());
    }
    audit::note(&tx, &Caller::Anonymous, now, None, "account.verify-email", holder.user()).await?;
    tx.commit().await
}

/// Marks the address of an account as theirs while it still is that address.
async fn mark(db: &impl ConnectionTrait, user: UserId, email: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let marked = account::Entity::update_many()
        .col_expr(account::Column::EmailVerifiedAt, Expr::value(now))
        .filter(account::Column::Id.eq(user.0))
        .filter(account::Column::Email.eq(email))
        .exec(db)
        .await?;
    Ok(marked.rows_affected == 1)
}
