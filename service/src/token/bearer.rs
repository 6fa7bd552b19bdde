//! Who a presented token stands for.

use super::secret::{PERSONAL, Secret};
use super::{Claims, Jws};
use crate::account::{COLUMNS, FROM, Row};
use crate::{Error, Services, System};
use chrono::{DateTime, TimeDelta, Utc};
use domain::token::Scopes;
use domain::{TokenId, account::Account};
use entity::access_grant as grant;
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryResult, Statement, Value};

/// A personal token in use is marked so at most this often.
const SEEN_EVERY: TimeDelta = TimeDelta::hours(1);

/// Somebody who came with a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Bearer {
    /// For whom it acts.
    pub account: Account,
    /// What it may do.
    pub scopes: Scopes,
    /// The grant that it belongs to.
    pub grant: TokenId,
    /// Whether its owner showed a second factor for it.
    pub second_factor: bool,
}

/// The bearer of an access token or a personal token; one statement.
///
/// Errors: `UNAUTHENTICATED` for everything that is no such token or no longer one.
pub async fn bearer(services: &Services, token: &str) -> Result<Bearer, Error> {
    let now = services.now();
    if token.starts_with(PERSONAL) {
        let secret = Secret::read(PERSONAL, token).ok_or(Error::UNAUTHENTICATED)?;
        let found = find(services, "g.kind = 'personal' and g.secret_hash = $1", secret.hash().into(), now).await?;
        let found = found.ok_or(Error::UNAUTHENTICATED)?;
        seen(services, &found, now).await;
        return found.bearer();
    }
    let claims: Claims = Jws::ACCESS.open(services.keys(), token).ok_or(Error::UNAUTHENTICATED)?;
    if !claims.count(now) {
        return Err(Error::UNAUTHENTICATED);
    }
    let found = find(services, "g.kind = 'sign-in' and g.id = $1", claims.sid.into(), now).await?;
    let found = found.filter(|found| found.scope == claims.scope).ok_or(Error::UNAUTHENTICATED)?.bearer()?;
    if found.account.id.0 == claims.sub { Ok(found) } else { Err(Error::UNAUTHENTICATED) }
}

struct Found {
    grant: Uuid,
    scope: String,
    last_used_at: Option<DateTime<Utc>>,
    second_factor: bool,
    account: Row,
}

impl Found {
    fn bearer(self) -> Result<Bearer, Error> {
        let scopes = self.scope.parse().map_err(|e| Error::corrupt("access_grant", e))?;
        Ok(Bearer { account: self.account.read()?, scopes, grant: TokenId(self.grant), second_factor: self.second_factor })
    }
}

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            grant: row.try_get(pre, "grant_id")?,
            scope: row.try_get(pre, "scope")?,
            last_used_at: row.try_get(pre, "last_used_at")?,
            second_factor: row.try_get(pre, "second_factor")?,
            account: Row::from_query_result(row, pre)?,
        })
    }
}

/// The grant that stands and fits `which`, with its account.
async fn find(services: &Services, which: &str, value: Value, now: DateTime<Utc>) -> Result<Option<Found>, Error> {
    let sql = format!(
        "select {COLUMNS}, g.id as grant_id, g.scope, g.last_used_at, g.second_factor
         from {FROM} join access_grant g on g.user_id = a.id
         where {which} and g.revoked_at is null and g.expires_at > $2 and g.epoch = a.token_epoch and a.is_active"
    );
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [value, now.into()]);
    Ok(Found::find_by_statement(statement).one(&services.read_as(System::Identity)).await?)
}

/// Notes that a personal token is in use, so that people see which ones they need no more. A failure only leaves an older time there.
async fn seen(services: &Services, found: &Found, now: DateTime<Utc>) {
    if found.last_used_at.is_some_and(|at| now - at < SEEN_EVERY) {
        return;
    }
    let update =
        grant::Entity::update_many().col_expr(grant::Column::LastUsedAt, Expr::value(now)).filter(grant::Column::Id.eq(found.grant));
    if let Err(error) = update.exec(&services.read_as(System::Identity)).await {
        tracing::warn!(%error, "a token's use could not be noted");
    }
}
