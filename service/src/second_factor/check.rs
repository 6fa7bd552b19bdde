//! Whether a code is right; each counts once, however many send it at the same moment.

use super::{hash, seed_of, totp};
use crate::{Error, Services, System, account};
use domain::second_factor::Code;
use domain::{Problems, UserId};
use entity::{account_totp as factor, recovery_code as recovery};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, prelude::Expr};

/// Checks a code of the account's device, or one of its recovery codes, and uses it up. Tries are counted before anything is looked at.
///
/// Errors: [`Error::Invalid`] at `code`; `CONFLICT` where the account has no second factor.
pub(crate) async fn check(services: &Services, user: UserId, code: &str) -> Result<(), Error> {
    let code = Code::parse(code).map_err(|what| Problems::one("code", what))?;
    account::count_code(services, user).await?;
    let row = factor::Entity::find_by_id(user.0).one(&services.read_as(System::Identity)).await?;
    let row = row.filter(|row| row.confirmed_at.is_some()).ok_or(domain::Code::Conflict)?;
    let is_right = match code {
        Code::Device(written) => device(services, &row, written).await?,
        Code::Recovery(letters) => recovery_code(services, user, &letters).await?,
    };
    if !is_right {
        return Err(wrong());
    }
    account::clear_code(services, user).await
}

async fn device(services: &Services, row: &factor::Model, written: u32) -> Result<bool, Error> {
    let seed = seed_of(services.keys(), row)?;
    let Some(step) = totp::accepts(&seed, written, services.now(), row.last_step) else { return Ok(false) };
    // Of several that bring the same code, the database lets one by.
    let used = factor::Entity::update_many()
        .col_expr(factor::Column::LastStep, Expr::value(step))
        .filter(factor::Column::UserId.eq(row.user_id))
        // Not the seed: it may be sealed anew meanwhile.
        .filter(factor::Column::CreatedAt.eq(row.created_at))
        .filter(factor::Column::LastStep.lt(step));
    Ok(used.exec(&services.read_as(System::Identity)).await?.rows_affected == 1)
}

async fn recovery_code(services: &Services, user: UserId, letters: &str) -> Result<bool, Error> {
    let keys = services.keys();
    let hashes = keys.ids().map(|id| hash(keys, id, user, letters)).collect::<Result<Vec<_>, _>>()?;
    let used = recovery::Entity::update_many()
        .col_expr(recovery::Column::UsedAt, Expr::value(services.now()))
        .filter(recovery::Column::UserId.eq(user.0))
        .filter(recovery::Column::Hash.is_in(hashes))
        .filter(recovery::Column::UsedAt.is_null());
    Ok(used.exec(&services.read_as(System::Identity)).await?.rows_affected == 1)
}

pub(super) fn wrong() -> Error {
    Problems::one("code", "This code is not right, or was used already. Please wait for the next one.").into()
}
