//! Changing a password.

use super::{by_user, sessions, throttle, token};
use crate::{
    Error, Services, System, audit,
    mail::{self, Letter},
};
use domain::{
    Caller, Problems, UserId,
    account::{Email, NewPassword},
};
use entity::{account, session};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, prelude::Expr};

/// Changes the caller's password and ends all their sessions; `current` must match. The door then begins a new one here, of the epoch that is given.
///
/// Errors: [`Error::Invalid`] naming `current_password` or `password`; [`Error::RateLimited`].
pub async fn change_password(services: &Services, caller: &Caller, current: &str, new: &str) -> Result<i32, Error> {
    let row = by_user(services, caller).await?;
    confirm(services, &row, current).await?;
    let hash = hash_of(services, &row, new).await?;
    let tx = services.begin(caller).await?;
    let epoch = set(&tx, services, caller, &row, hash).await?;
    audit::note(&tx, caller, services.now(), None, "account.password", row.id).await?;
    tx.commit().await?;
    Ok(epoch)
}

/// Whether whoever is signed in knows the password. Tries are counted for the account by themselves: a stranger's at the sign-in page do
/// not take them away.
pub(super) async fn confirm(services: &Services, row: &account::Model, current: &str) -> Result<(), Error> {
    throttle::confirmations(services, UserId(row.id)).await?;
    if services.passwords().verify(bounded(current), Some(row.password_hash.clone())).await? {
        return Ok(());
    }
    Err(Problems::one("current_password", "This is not your current password.").into())
}

/// No password is longer; hashing more would only cost time.
pub(super) fn bounded(password: &str) -> String {
    password.chars().take(domain::password::MOST + 1).collect()
}

/// The hash of a new password for this account.
pub(super) async fn hash_of(services: &Services, row: &account::Model, new: &str) -> Result<String, Error> {
    let email = Email::parse(&row.email).map_err(|e| Error::corrupt("account", e))?;
    let name = super::who(services, UserId(row.id)).await?.map(|account| account.name).unwrap_or_default();
    let new = NewPassword::of(new, Some(&email), &name).map_err(|message| Problems::one("password", message))?;
    services.breached().check(&new)?;
    services.passwords().hash(new.reveal().to_owned()).await
}

/// Writes the hash, ends every session and every link of the account, and tells its owner. The account's new epoch.
pub(super) async fn set(
    db: &impl ConnectionTrait,
    services: &Services,
    caller: &Caller,
    row: &account::Model,
    hash: String,
) -> Result<i32, Error> {
    let user = UserId(row.id);
    let set = account::Entity::update_many().col_expr(account::Column::PasswordHash, Expr::value(hash));
    let set = set.filter(account::Column::Id.eq(row.id)).filter(account::Column::IsActive.eq(true));
    // Of two who change it at once, the one who proved the older password comes too late. A link from a mail proves none.
    let proven = caller.is_signed_in().then(|| account::Column::PasswordHash.eq(&row.password_hash));
    let set = proven.into_iter().fold(set, |set, proven| set.filter(proven)).exec_with_returning(db).await?;
    let late = || if caller.is_signed_in() { Error::UNAUTHENTICATED } else { domain::Code::Expired.into() };
    let epoch = set.first().ok_or_else(late)?.token_epoch;
    session::Entity::delete_many().filter(session::Column::UserId.eq(row.id)).exec(db).await?;
    token::forget(db, user).await?;
    let zone = mail::clock_of(&row.time_zone);
    mail::post(db, services, user, &row.email, &Letter::PasswordChanged { at: services.now(), zone }).await?;
    Ok(epoch)
}

/// Notes that the account's address is theirs, where it was not known.
pub(super) async fn mark_reached(db: &impl ConnectionTrait, services: &Services, user: UserId) -> Result<(), Error> {
    let reached = account::Entity::update_many().col_expr(account::Column::EmailVerifiedAt, Expr::value(services.now()));
    reached.filter(account::Column::Id.eq(user.0)).filter(account::Column::EmailVerifiedAt.is_null()).exec(db).await?;
    Ok(())
}

/// Writes an imported hash anew, now that the password is known for a moment. Says whether it did; the account's tokens are then of a new epoch.
pub(super) async fn renew(services: &Services, row: &account::Model, password: String) -> Result<bool, Error> {
    if !crate::password::is_outdated(&row.password_hash) {
        return Ok(false);
    }
    let hash = services.passwords().hash(password).await?;
    let tx = services.begin_as(System::Identity).await?;
    let renewed = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(row.id))
        // Unless it was changed meanwhile.
        .filter(account::Column::PasswordHash.eq(&row.password_hash))
        .exec(&tx)
        .await?;
    if renewed.rows_affected == 1 {
        sessions::keep(&tx, UserId(row.id)).await?;
        audit::note(&tx, &Caller::Anonymous, services.now(), None, "account.rehash", row.id).await?;
    }
    tx.commit().await?;
    Ok(renewed.rows_affected == 1)
}
