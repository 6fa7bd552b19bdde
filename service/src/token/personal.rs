//! Personal tokens: for scripts, made by hand, shown once.

use super::secret::{PERSONAL, Secret};
use super::tidy;
use crate::{Error, Services, account, audit, ids};
use chrono::{DateTime, TimeDelta, Utc};
use domain::token::{NewToken, Scopes, TOKENS_MAX, TokenWish};
use domain::{Caller, Problems, TokenId};
use entity::access_grant as grant;
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
    prelude::{Expr, Uuid},
};

/// A personal token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalToken {
    /// Id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was used last, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Listed {
    id: Uuid,
    name: String,
    scope: String,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
}

/// Makes a personal token; the text is told here and never again. The password is asked for once more: a session left open must not
/// become something that outlives it.
///
/// * `second_factor` – whether the caller has shown one: the token has no more of it than who makes it
///
/// Errors: [`Error::Invalid`] naming every wrong field.
pub async fn create(
    services: &Services,
    caller: &Caller,
    new: &NewToken,
    password: &str,
    second_factor: bool,
) -> Result<(PersonalToken, String), Error> {
    let wish = new.parse()?;
    let owner = account::confirm(services, caller, password, "password").await?;
    let (secret, now) = (Secret::draw()?, services.now());
    let tx = services.begin(caller).await?;
    // One after the other, so that neither the limit nor a name is passed by two at once.
    let locked = entity::account::Entity::find_by_id(owner.id).lock_exclusive().one(&tx).await?;
    if locked.is_none_or(|row| row.token_epoch != owner.token_epoch) {
        return Err(Error::UNAUTHENTICATED);
    }
    tidy(&tx, owner.id, now).await?;
    let personal = grant::Entity::find().filter(grant::Column::UserId.eq(owner.id)).filter(grant::Column::Kind.eq("personal"));
    let others = personal.all(&tx).await?;
    if others.iter().any(|other| other.name == wish.name) {
        return Err(Problems::one("name", "You have a token of this name already.").into());
    }
    if others.len() as u64 >= TOKENS_MAX {
        return Err(Problems::one("name", format!("You have {TOKENS_MAX} tokens. Please revoke one that you do not need first.")).into());
    }
    let row = grant::Model { second_factor, ..row(&wish, &secret, &owner, now) };
    let made = row.clone();
    grant::Entity::insert(grant::ActiveModel::from(row)).exec_without_returning(&tx).await?;
    audit::note(&tx, caller, now, None, "token.create", TokenId(made.id)).await?;
    tx.commit().await?;
    let token = PersonalToken {
        id: TokenId(made.id),
        name: wish.name,
        scopes: wish.scopes,
        created_at: now,
        last_used_at: None,
        expires_at: made.expires_at,
    };
    Ok((token, secret.told(PERSONAL)))
}

fn row(wish: &TokenWish, secret: &Secret, owner: &entity::account::Model, now: DateTime<Utc>) -> grant::Model {
    grant::Model {
        id: ids::new(),
        user_id: owner.id,
        kind: "personal".to_owned(),
        name: wish.name.clone(),
        scope: wish.scopes.to_string(),
        secret_hash: Some(secret.hash()),
        epoch: owner.token_epoch,
        created_at: now,
        last_used_at: None,
        expires_at: now + TimeDelta::days(i64::from(wish.days)),
        revoked_at: None,
        second_factor: false,
    }
}

/// The caller's personal tokens, newest first.
pub async fn list(services: &Services, caller: &Caller) -> Result<Vec<PersonalToken>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let sql = "select g.id, g.name, g.scope, g.created_at, g.last_used_at, g.expires_at
               from access_grant g join account a on a.id = g.user_id
               where g.user_id = $1 and g.kind = 'personal' and g.revoked_at is null and g.expires_at > $2 and g.epoch = a.token_epoch
               order by g.id desc";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [user.0.into(), services.now().into()]);
    let rows = Listed::find_by_statement(statement).all(&services.read(caller)).await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Listed) -> Result<PersonalToken, Error> {
    let Listed { id, name, scope, created_at, last_used_at, expires_at } = row;
    let scopes = scope.parse().map_err(|e| Error::corrupt("access_grant", e))?;
    Ok(PersonalToken { id: TokenId(id), name, scopes, created_at, last_used_at, expires_at })
}

/// Ends one of the caller's personal tokens.
///
/// Errors: `NOT_FOUND`.
pub async fn revoke_own(services: &Services, caller: &Caller, token: TokenId) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let ended = grant::Entity::update_many()
        .col_expr(grant::Column::RevokedAt, Expr::value(now))
        .filter(grant::Column::Id.eq(token.0))
        .filter(grant::Column::UserId.eq(user.0))
        .filter(grant::Column::Kind.eq("personal"))
        .filter(grant::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    if ended.rows_affected == 0 {
        return Err(Error::NOT_FOUND);
    }
    audit::note(&tx, caller, now, None, "token.revoke", token).await?;
    tx.commit().await
}
