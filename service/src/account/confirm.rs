//! The caller's password once more, before something that a borrowed session must not do.

use super::{by_user, password, throttle};
use crate::{Error, Services};
use domain::{Caller, Problems, UserId};
use entity::account;

/// Checks the caller's password; gives the account as it was before.
///
/// Errors: [`Error::Invalid`] at `field`.
pub(crate) async fn confirm(services: &Services, caller: &Caller, given: &str, field: &'static str) -> Result<account::Model, Error> {
    let row = by_user(services, caller).await?;
    if given.is_empty() {
        return Err(Problems::one(field, "Please write your password.").into());
    }
    throttle::confirmations(services, UserId(row.id)).await?;
    if row.is_active && services.passwords().verify(password::bounded(given), Some(row.password_hash.clone())).await? {
        return Ok(row);
    }
    Err(Problems::one(field, "This is not your password.").into())
}
