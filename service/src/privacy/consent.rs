//! Consents: rows are only added, the latest of a kind counts.

use crate::{Error, Services, audit, ids};
use chrono::{DateTime, Utc};
use domain::{
    Caller, Code, UserId,
    consent::{Act, Kind},
};
use entity::consent::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// Most entries that are shown.
const MOST: u64 = 1_000;

/// Something that was done about a consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// To what.
    pub kind: Kind,
    /// Which version of its text.
    pub version: String,
    /// Given or taken back.
    pub act: Act,
    /// When.
    pub at: DateTime<Utc>,
}

/// All that the caller did about consents, newest first.
pub async fn history(services: &Services, caller: &Caller) -> Result<Vec<Consent>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let query = Entity::find().filter(Column::UserId.eq(user.0)).order_by_desc(Column::Id).limit(MOST);
    query.all(&services.read(caller)).await?.into_iter().map(read).collect()
}

/// The latest of each kind.
pub fn latest(history: &[Consent]) -> Vec<(Kind, Option<&Consent>)> {
    Kind::ALL.into_iter().map(|kind| (kind, history.iter().find(|consent| consent.kind == kind))).collect()
}

/// Gives a consent to the text as it is now. A second time nothing more is written.
pub async fn give(services: &Services, caller: &Caller, kind: Kind) -> Result<(), Error> {
    act(services, caller, kind, Act::Given).await
}

/// Takes a consent back; what was done with it before stays lawful. A second time nothing more is written.
///
/// Errors: `CONFLICT` for what comes with the account: it ends with that.
pub async fn withdraw(services: &Services, caller: &Caller, kind: Kind) -> Result<(), Error> {
    if !kind.is_free() {
        return Err(Code::Conflict.into());
    }
    act(services, caller, kind, Act::Withdrawn).await
}

async fn act(services: &Services, caller: &Caller, kind: Kind, act: Act) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    // One after the other, so that the history has no twins.
    entity::account::Entity::find_by_id(user.0).lock_exclusive().one(&tx).await?.ok_or(Error::UNAUTHENTICATED)?;
    let mine = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::Kind.eq(kind.code())).order_by_desc(Column::Id);
    let is_so = match mine.one(&tx).await? {
        Some(last) => last.act == act.code() && (act == Act::Withdrawn || last.version == kind.version()),
        None => act == Act::Withdrawn,
    };
    if is_so {
        return Ok(());
    }
    record(&tx, user, kind, act, now).await?;
    let action = if act == Act::Given { "consent.give" } else { "consent.withdraw" };
    audit::note(&tx, caller, now, caller.patient(), action, kind.code()).await?;
    tx.commit().await
}

/// Writes what came with a new account, in the transaction that makes it.
pub(crate) async fn with_account(db: &impl ConnectionTrait, user: UserId, now: DateTime<Utc>) -> Result<(), Error> {
    for kind in Kind::WITH_ACCOUNT {
        record(db, user, kind, Act::Given, now).await?;
    }
    Ok(())
}

async fn record(db: &impl ConnectionTrait, user: UserId, kind: Kind, act: Act, now: DateTime<Utc>) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(ids::new()),
        user_id: Set(user.0),
        kind: Set(kind.code().to_owned()),
        version: Set(kind.version().to_owned()),
        act: Set(act.code().to_owned()),
        at: Set(now),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

fn read(row: Model) -> Result<Consent, Error> {
    let corrupt = || Error::corrupt("consent", "an unknown word");
    Ok(Consent {
        kind: Kind::of(&row.kind).ok_or_else(corrupt)?,
        version: row.version,
        act: Act::of(&row.act).ok_or_else(corrupt)?,
        at: row.at,
    })
}
