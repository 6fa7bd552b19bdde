//! Mails: written in the transaction of what they tell of, sent afterwards, tried again when the way is blocked.
//!
//! A mail's text holds links that open things, so it is deleted as soon as it is sent. No mail holds health data.

mod letter;

pub(crate) use letter::Letter;

use crate::{Error, Services, System, ids};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::UserId;
use entity::mail;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    prelude::{Expr, Uuid},
};

/// Tries after which a mail is given up: the last comes about two days after the first.
const TRIES: i16 = 14;
/// Days after which a mail that was not sent is given up: its links are long of no use.
const KEPT_UNSENT: i64 = 3;

/// A mail to be sent now.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Due {
    /// Its id, the same in every try.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// What about.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Which try this is, from 1.
    pub tries: i16,
}

/// A mail that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// To whom.
    pub recipient: String,
    /// What about.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// The clock that an account's letters follow; what cannot be read is no reason to send none.
pub(crate) fn clock_of(time_zone: &str) -> Tz {
    time_zone.parse().unwrap_or(Tz::UTC)
}

/// Writes a mail to the account's address, in the transaction of what it tells of.
pub(crate) async fn post(db: &impl ConnectionTrait, services: &Services, user: UserId, to: &str, letter: &Letter<'_>) -> Result<(), Error> {
    put(db, services, Some(user), Some(to), letter, false).await
}

/// Writes the last mail to somebody whose account has no data any more; nothing is remembered of it once it is sent or given up.
pub(crate) async fn post_last(db: &impl ConnectionTrait, services: &Services, to: &str, letter: &Letter<'_>) -> Result<(), Error> {
    put(db, services, None, Some(to), letter, true).await
}

/// Writes a mail to an address that may be nobody's account; without one the same work is done and nothing is sent.
pub(crate) async fn post_to(db: &impl ConnectionTrait, services: &Services, to: Option<&str>, letter: &Letter<'_>) -> Result<(), Error> {
    put(db, services, None, to, letter, false).await
}

async fn put(
    db: &impl ConnectionTrait,
    services: &Services,
    user: Option<UserId>,
    to: Option<&str>,
    letter: &Letter<'_>,
    forget: bool,
) -> Result<(), Error> {
    let now = services.now();
    let row = mail::ActiveModel {
        id: Set(ids::new()),
        user_id: Set(user.map(|user| user.0)),
        recipient: Set(to.unwrap_or_default().to_owned()),
        subject: Set(letter.subject().to_owned()),
        body: Set(to.is_some().then(|| letter.text(services.base()))),
        created_at: Set(now),
        due_at: Set(now),
        forget: Set(forget),
        ..Default::default()
    };
    mail::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Takes the next mail that is due and sets the time of its next try, so that nobody else takes it meanwhile and a crash loses nothing.
pub async fn next_due(services: &Services) -> Result<Option<Due>, Error> {
    let sql = "update mail set tries = tries + 1, due_at = $1::timestamptz + least(power(2, tries), 360) * interval '1 minute'
               where id = (select id from mail where body is not null and due_at <= $1
                           order by due_at limit 1 for update skip locked)
               returning id, recipient, subject, body, tries";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [services.now().into()]);
    Ok(Due::find_by_statement(statement).one(&services.read_as(System::Identity)).await?)
}

/// Notes that a mail has been handed over, and deletes its text.
pub async fn sent(services: &Services, id: Uuid) -> Result<(), Error> {
    let sent = mail::Entity::update_many()
        .col_expr(mail::Column::SentAt, Expr::value(services.now()))
        .col_expr(mail::Column::Body, Expr::value(None::<String>))
        .filter(mail::Column::Id.eq(id));
    sent.exec(&services.read_as(System::Identity)).await?;
    forget(services).await
}

/// Deletes mails that are sent or given up and that nothing is to be remembered of.
async fn forget(services: &Services) -> Result<(), Error> {
    let done = mail::Entity::delete_many().filter(mail::Column::Forget.eq(true)).filter(mail::Column::Body.is_null());
    done.exec(&services.read_as(System::Identity)).await?;
    Ok(())
}

/// Notes that a mail could not be handed over; gives it up where that is `for_good` or was tried often enough. Says whether it did.
pub async fn failed(services: &Services, due: &Due, for_good: bool) -> Result<bool, Error> {
    let given_up = for_good || due.tries >= TRIES;
    if given_up {
        let gone = mail::Entity::update_many().col_expr(mail::Column::Body, Expr::value(None::<String>));
        gone.filter(mail::Column::Id.eq(due.id)).exec(&services.read_as(System::Identity)).await?;
        forget(services).await?;
    }
    Ok(given_up)
}

/// The mails that wait, newest first, for a developer's eyes: where nothing can be sent, the links are read here.
pub async fn waiting(services: &Services) -> Result<Vec<Waiting>, Error> {
    let query = mail::Entity::find().filter(mail::Column::Body.is_not_null()).order_by_desc(mail::Column::Id).limit(100);
    let rows = query.all(&services.read_as(System::Identity)).await?;
    let waiting = rows
        .into_iter()
        .filter_map(|row| row.body.map(|body| Waiting { recipient: row.recipient, subject: row.subject, body, at: row.created_at }));
    Ok(waiting.collect())
}

/// Deletes what is no longer of use.
pub async fn sweep(services: &Services) -> Result<(), Error> {
    let db = &services.read_as(System::Identity);
    let before = |days: i64| services.now() - TimeDelta::days(days);
    let given_up = mail::Entity::update_many().col_expr(mail::Column::Body, Expr::value(None::<String>));
    given_up.filter(mail::Column::Body.is_not_null()).filter(mail::Column::CreatedAt.lt(before(KEPT_UNSENT))).exec(db).await?;
    forget(services).await?;
    let kept = i64::from(services.retention().mails);
    mail::Entity::delete_many().filter(mail::Column::CreatedAt.lt(before(kept))).exec(db).await?;
    Ok(())
}
