//! Where somebody is signed in. A session is shown by a random name of its own; what its cookie holds is never told.

use crate::{Error, Services, audit, token};
use chrono::{DateTime, Utc};
use domain::{Caller, SessionId, TokenId, UserId};
use entity::session;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement, prelude::Uuid};

/// A sign-in that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// "Firefox on Linux".
    pub device: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was last in use, to a minute.
    pub last_seen: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

#[derive(FromQueryResult)]
struct Row {
    public_id: Uuid,
    device: String,
    since: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    is_this: bool,
}

/// Where the caller is signed in: this session first, then those used last; at most 100.
///
/// * `this` – digest of the session that asks
pub async fn list(services: &Services, caller: &Caller, this: Option<&[u8]>) -> Result<Vec<Session>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let sql = "select public_id, coalesce(data ->> 'device', 'An unknown device') as device, id_hash = $3 as is_this, last_seen_at,
                      coalesce(to_timestamp((data ->> 'born')::double precision), created_at) as since
               from session
               where user_id = $1 and expires_at > $2
                 and last_seen_at + coalesce((data ->> 'idle')::double precision, 1e9) * interval '1 second' > $2
               order by is_this desc, last_seen_at desc limit 100";
    let values = [user.0.into(), services.now().into(), this.unwrap_or_default().to_vec().into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).all(&services.read(caller)).await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Row) -> Session {
    let Row { public_id, device, since, last_seen_at, is_this } = row;
    Session { id: SessionId(public_id), device, since, last_seen: last_seen_at, is_this }
}

/// Lets the sessions that an account still has go on after a change that ends everything else: they are of its new epoch.
pub(super) async fn keep(db: &impl ConnectionTrait, user: UserId) -> Result<(), Error> {
    let sql = "update session s set data = jsonb_set(s.data, '{epoch}', to_jsonb(a.token_epoch))
               from account a where a.id = $1 and s.user_id = a.id and s.data ? 'epoch'";
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [user.0.into()])).await?;
    Ok(())
}

/// Ends one of the caller's sessions.
///
/// Errors: `NOT_FOUND` where it is not theirs or has ended.
pub async fn end(services: &Services, caller: &Caller, id: SessionId) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let tx = services.begin(caller).await?;
    let ended = session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).filter(session::Column::PublicId.eq(id.0));
    if ended.exec(&tx).await?.rows_affected == 0 {
        return Err(Error::NOT_FOUND);
    }
    audit::note(&tx, caller, services.now(), None, "account.end-session", user).await?;
    tx.commit().await
}

/// Ends every session of the caller, and every sign-in of a program, but the one that asks: a session by its digest, a program by its grant.
pub async fn end_others(services: &Services, caller: &Caller, this: Option<&[u8]>, program: Option<TokenId>) -> Result<(), Error> {
    let (user, now) = (caller.user().ok_or(Error::UNAUTHENTICATED)?, services.now());
    let tx = services.begin(caller).await?;
    token::end_others(&tx, user, program, now).await?;
    let others = session::Entity::delete_many().filter(session::Column::UserId.eq(user.0));
    others.filter(session::Column::IdHash.ne(this.unwrap_or_default().to_vec())).exec(&tx).await?;
    audit::note(&tx, caller, now, None, "account.end-other-sessions", user).await?;
    tx.commit().await
}
