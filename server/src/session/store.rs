//! Sessions in the table `session`. The id itself is never stored: who reads the table cannot take over a session.

use super::data::{self, BORN, EPOCH, IDLE, USER};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use entity::session::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, QueryFilter, Statement};
use service::{System, tx::Reader};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, ExpiredDeletion, Result, SessionStore};

/// A session that was seen is marked so at most this often.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Why a session did not begin.
pub(super) const LATE: &str = "the account has changed since its owner was proven";

/// A session of an account begins only while it is as it was when its owner was proven. The lock makes the two wait for each other: a new password
/// that is on its way ends a session that was faster, and keeps out one that is slower.
const BEGIN: &str = "with holder as materialized (
        select from account where id = $2 and is_active and ($6::int is null or token_epoch = $6) for share)
    insert into session (id_hash, user_id, data, created_at, last_seen_at, expires_at)
    select $1, $2, $3, $4, $4, $5 where $2::uuid is null or exists (select from holder)";

/// The store over our own pool.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
    absolute: TimeDelta,
    clock: service::Clock,
}

impl Store {
    /// A store whose sessions end after `absolute`, whatever happens in them.
    pub fn new(db: DatabaseConnection, absolute: Duration, clock: service::Clock) -> Self {
        Self { db, absolute: TimeDelta::from_std(absolute).unwrap_or(TimeDelta::MAX), clock }
    }

    /// Ends every session of an account: after a change of password, or by an administrator.
    pub async fn delete_of(&self, user: domain::UserId) -> Result<()> {
        Entity::delete_many().filter(Column::UserId.eq(user.0)).exec(&self.by()).await.map_err(backend)?;
        Ok(())
    }

    /// Whether a session still holds, asked without using it: a page that only listens must not keep it alive.
    pub async fn lives(&self, id: &Id) -> Result<bool> {
        let Some(row) = self.row_of(id).await? else { return Ok(false) };
        let idle = row.data.get(IDLE).and_then(serde_json::Value::as_i64).and_then(TimeDelta::try_seconds).unwrap_or(self.absolute);
        let now = self.clock.now();
        Ok(now < row.expires_at && now < row.last_seen_at + idle)
    }

    /// One statement, which every request with a cookie sends: the function has the right to the row itself.
    async fn row_of(&self, id: &Id) -> Result<Option<Model>> {
        let sql = "select * from session_of($1)";
        let asked = Statement::from_sql_and_values(DbBackend::Postgres, sql, [hash(id).into()]);
        Entity::find().from_raw_sql(asked).one(&self.db).await.map_err(backend)
    }

    /// The way to the table for everything else.
    fn by(&self) -> Reader<'_> {
        service::context::read(&self.db, System::Identity)
    }

    fn row(&self, record: &Record) -> Result<ActiveModel> {
        let now = self.clock.now();
        // A new id for the same sign-in does not start the absolute time again.
        let born = data::time(record, BORN).unwrap_or(now);
        Ok(ActiveModel {
            id_hash: Set(hash(&record.id)),
            user_id: Set(data::uuid(record, USER)),
            data: Set(serde_json::to_value(&record.data).map_err(|e| Error::Encode(e.to_string()))?),
            created_at: Set(now),
            last_seen_at: Set(now),
            expires_at: Set(born + self.absolute),
            ..Default::default()
        })
    }

    /// Notes that the session is in use. A failure only ends it earlier.
    async fn seen(&self, row: &Model, now: DateTime<Utc>) {
        if now - row.last_seen_at < SEEN_EVERY {
            return;
        }
        let update = Entity::update_many().col_expr(Column::LastSeenAt, Expr::value(now)).filter(Column::IdHash.eq(row.id_hash.clone()));
        if let Err(error) = update.exec(&self.by()).await {
            tracing::warn!(%error, "a session's use could not be noted");
        }
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits: two equal ids would be a broken random source, and the primary key says so.
        let row = self.row(record)?;
        let values = [
            row.id_hash.into_value(),
            row.user_id.into_value(),
            row.data.into_value(),
            row.created_at.into_value(),
            row.expires_at.into_value(),
            Some(data::whole(record, EPOCH).into()),
        ];
        let values = values.into_iter().flatten().collect::<Vec<_>>();
        let made = self.by().execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, BEGIN, values)).await.map_err(backend)?;
        if made.rows_affected() == 0 {
            return Err(Error::Backend(LATE.into()));
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let row = self.row(record)?;
        // Never an insert: a request still running when its visitor signs out must not bring the session back.
        Entity::update_many()
            .set(ActiveModel { data: row.data, user_id: row.user_id, last_seen_at: row.last_seen_at, ..Default::default() })
            .filter(Column::IdHash.eq(hash(&record.id)))
            .exec(&self.by())
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(row) = self.row_of(id).await? else { return Ok(None) };
        let now = self.clock.now();
        let record = Record {
            id: *id,
            data: serde_json::from_value(row.data.clone()).map_err(|e| Error::Decode(e.to_string()))?,
            expiry_date: time::OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp()).map_err(|e| Error::Decode(e.to_string()))?,
        };
        let idle = data::seconds(&record, IDLE).unwrap_or(self.absolute);
        if now >= row.expires_at || now >= row.last_seen_at + idle {
            self.delete(id).await?;
            return Ok(None);
        }
        self.seen(&row, now).await;
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        Entity::delete_by_id(hash(id)).exec(&self.by()).await.map_err(backend)?;
        Ok(())
    }
}

#[async_trait]
impl ExpiredDeletion for Store {
    async fn delete_expired(&self) -> Result<()> {
        let now = self.clock.now();
        Entity::delete_many().filter(Column::ExpiresAt.lte(now)).exec(&self.by()).await.map_err(backend)?;
        Ok(())
    }
}

pub(super) fn hash(id: &Id) -> Vec<u8> {
    Sha256::digest(id.0.to_le_bytes()).to_vec()
}

fn backend(error: DbErr) -> Error {
    Error::Backend(error.to_string())
}
