//! Asking for the end of an account, thinking better of it, and what stops it.

use crate::{
    Error, Services, account, admin, audit,
    mail::{self, Letter},
    tx::Tx,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Caller, Code, Problems, UserId, text};
use entity::{account as accounts, account_deletion, legal_hold, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Statement};

/// A deletion that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    /// Since when.
    pub asked_at: DateTime<Utc>,
    /// When it is done, unless it is taken back.
    pub due_at: DateTime<Utc>,
}

/// Visits that have a doctor or patient in them and are not over.
const AHEAD: &str = "select 1 from appointment a join doctor d on d.id = a.doctor_id
    where d.user_id = $1 and a.ends_at > $2 and a.status in ('pending', 'booked', 'checked-in', 'arrived', 'waitlist') limit 1";

/// The caller's deletion, if they asked for one.
pub async fn state(services: &Services, caller: &Caller) -> Result<Option<Deletion>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let row = account_deletion::Entity::find_by_id(user.0).one(&services.read(caller)).await?;
    Ok(row.map(|row| Deletion { asked_at: row.asked_at, due_at: row.due_at }))
}

/// Asks for the end of the caller's account: they are signed out everywhere, can sign in again, and have some days
/// ([`crate::privacy::Retention::grace`]) to take it back.
///
/// Errors: [`Error::Invalid`] at `password`, also for doctors with visits ahead and for administrators; `CONFLICT` where it was asked for
/// already.
pub async fn ask(services: &Services, caller: &Caller, password: &str) -> Result<Deletion, Error> {
    let row = account::confirm(services, caller, password, "password").await?;
    if matches!(caller, Caller::Admin { .. }) {
        return Err(Problems::one("password", "The account of an administrator is ended by another administrator.").into());
    }
    let now = services.now();
    let deletion = Deletion { asked_at: now, due_at: now + TimeDelta::days(i64::from(services.retention().grace)) };
    let tx = services.begin(caller).await?;
    lock(&tx, row.id).await?;
    if let Some(doctor) = caller.doctor() {
        // A booking locks this row, too.
        entity::doctor::Entity::find_by_id(doctor.0).lock_exclusive().one(&tx).await?;
    }
    if has_visits_ahead(&tx, row.id, now).await? {
        let words = "You have visits ahead. Please finish them, or call them off, so that nobody waits in vain.";
        return Err(Problems::one("password", words).into());
    }
    let asked = account_deletion::ActiveModel { user_id: Set(row.id), asked_at: Set(now), due_at: Set(deletion.due_at) };
    account_deletion::Entity::insert(asked).exec_without_returning(&tx).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(row.id)).exec(&tx).await?;
    crate::token::end_all(&tx, UserId(row.id)).await?;
    let zone = mail::clock_of(&row.time_zone);
    let letter = Letter::DeletionAsked { at: deletion.due_at, zone };
    mail::post(&tx, services, UserId(row.id), &row.email, &letter).await?;
    audit::note(&tx, caller, now, caller.patient(), "account.ask-deletion", row.id).await?;
    tx.commit().await?;
    Ok(deletion)
}

/// Takes it back.
///
/// Errors: `CONFLICT` where nothing was asked for, or it is done already.
pub async fn cancel(services: &Services, caller: &Caller) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let tx = services.begin(caller).await?;
    // Either this comes first, or the account has no data any more.
    let row = lock(&tx, user.0).await?;
    let gone = account_deletion::Entity::delete_by_id(user.0).exec(&tx).await?;
    if gone.rows_affected == 0 {
        return Err(Code::Conflict.into());
    }
    mail::post(&tx, services, user, &row.email, &Letter::DeletionCancelled).await?;
    audit::note(&tx, caller, services.now(), caller.patient(), "account.cancel-deletion", user).await?;
    tx.commit().await
}

/// Whether an account's data are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Whose data.
    pub email: String,
    /// The hold, where there is one.
    pub hold: Option<Hold>,
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Why.
    pub reason: String,
    /// Since when.
    pub set_at: DateTime<Utc>,
}

/// Whether an account's data are held, for administrators.
///
/// Errors: `NOT_FOUND`, also for an account that has no data any more.
pub async fn held(services: &Services, caller: &Caller, user: UserId) -> Result<Held, Error> {
    admin::only_admin(caller)?;
    let db = services.read(caller);
    let account = accounts::Entity::find_by_id(user.0).one(&db).await?;
    let account = account.filter(|account| account.erased_at.is_none()).ok_or(Error::NOT_FOUND)?;
    let hold = legal_hold::Entity::find_by_id(user.0).one(&db).await?;
    Ok(Held { email: account.email, hold: hold.map(|row| Hold { reason: row.reason, set_at: row.set_at }) })
}

/// Holds an account's data, or lets them go, for administrators. While they are held nothing of them is deleted.
///
/// * `reason` – why; none lets go
///
/// Errors: [`Error::Invalid`] at `reason`; `NOT_FOUND`.
pub async fn hold(services: &Services, caller: &Caller, user: UserId, reason: Option<&str>) -> Result<(), Error> {
    admin::only_admin(caller)?;
    let by = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    lock(&tx, user.0).await.map_err(|_| Error::NOT_FOUND)?;
    legal_hold::Entity::delete_by_id(user.0).exec(&tx).await?;
    let action = match reason {
        Some(reason) => {
            let reason = text::optional(reason, text::REASON_MAX).map_err(|m| Problems::one("reason", m))?;
            let reason = reason.ok_or_else(|| Problems::one("reason", "Please say why."))?;
            let row = legal_hold::ActiveModel { user_id: Set(user.0), reason: Set(reason), set_by: Set(by.0), set_at: Set(now) };
            legal_hold::Entity::insert(row).exec_without_returning(&tx).await?;
            "account.hold"
        }
        None => "account.let-go",
    };
    audit::note(&tx, caller, now, None, action, user).await?;
    tx.commit().await
}

/// Locks an account that still has data: what changes its end comes one after the other.
async fn lock(tx: &Tx, user: sea_orm::prelude::Uuid) -> Result<accounts::Model, Error> {
    let row = accounts::Entity::find_by_id(user).lock_exclusive().one(tx).await?;
    row.filter(|row| row.erased_at.is_none()).ok_or(Error::UNAUTHENTICATED)
}

/// Whether somebody waits for a visit with this doctor.
pub(super) async fn has_visits_ahead(db: &impl ConnectionTrait, user: sea_orm::prelude::Uuid, now: DateTime<Utc>) -> Result<bool, Error> {
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, AHEAD, [user.into(), now.into()]);
    Ok(db.query_one_raw(statement).await?.is_some())
}
