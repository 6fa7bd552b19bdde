//! What readers say of an article, and what administrators take out of sight.

use super::row::sql;
use crate::rate::{self, Rate, Try};
use crate::{Error, Services, audit, ids};
use chrono::{DateTime, Utc};
use domain::blog::{Comment, Commenter, comment_text, why};
use domain::page::{LIMIT_MAX, Page};
use domain::{Caller, Code, CommentId, PostId, Problems, UserId};
use entity::{blog_article, blog_comment};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Value,
    prelude::Uuid,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How often somebody may comment.
const RATE: Rate = Rate { most: 10, period: Duration::from_secs(3_600) };
/// Most comments of one person that are shown at once.
const OWN_MAX: i64 = 20_001;

/// Which comments administrators look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentsOf {
    /// Those that readers reported and nobody judged since; the oldest first.
    #[default]
    Reported,
    /// The newest.
    Newest,
    /// Those out of sight; newest first.
    Hidden,
}

/// Title and address are those that readers see; of an article that was withdrawn they are gone.
const SELECT: &str = "select c.id, c.post_id, coalesce(a.slug, '') as slug, coalesce(a.title, '') as post_title, c.user_id, c.text, c.created_at,
        c.hidden_why, c.reports, c.reported_at is not null as is_reported, d.name as doctor, coalesce(a.author_id = d.id, false) as is_author
    from blog_comment c left join blog_article a on a.id = c.post_id
        left join doctor d on d.user_id = c.user_id and d.verified_at is not null";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    post_id: Uuid,
    slug: String,
    post_title: String,
    user_id: Uuid,
    text: String,
    created_at: DateTime<Utc>,
    hidden_why: Option<String>,
    reports: i32,
    is_reported: bool,
    doctor: Option<String>,
    is_author: bool,
}

impl Row {
    fn read(self, caller: &Caller) -> Comment {
        let sees_reports = matches!(caller, Caller::Admin { .. }) && self.is_reported;
        Comment {
            id: CommentId(self.id),
            post: PostId(self.post_id),
            slug: self.slug,
            post_title: self.post_title,
            by: Commenter { doctor: self.doctor, is_author: self.is_author, is_self: caller.user() == Some(UserId(self.user_id)) },
            text: self.text,
            created_at: self.created_at,
            hidden_why: self.hidden_why,
            reports: if sees_reports { self.reports } else { 0 },
        }
    }
}

async fn find(
    db: &impl ConnectionTrait,
    caller: &Caller,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Comment>, Error> {
    let rows = Row::find_by_statement(sql(format!("{SELECT} {rest}"), values)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.read(caller)).collect())
}

/// Comments of an article that everybody may read, and the caller's own; newest first. One statement. An article that readers do not see has none.
pub async fn comments(
    services: &Services,
    caller: &Caller,
    slug: &str,
    after: Option<CommentId>,
    limit: u16,
) -> Result<Page<Comment>, Error> {
    let limit = limit.clamp(1, LIMIT_MAX);
    let beyond = if after.is_some() { "and c.id < $4" } else { "" };
    let rest = format!(
        "where c.post_id = (select x.id from blog_article x where x.slug = $1) and (c.hidden_at is null or c.user_id = $3) {beyond}
         order by c.id desc limit $2"
    );
    let values = [slug.into(), (i64::from(limit) + 1).into(), caller.user().map(|user| user.0).into()];
    let values = values.into_iter().chain(after.map(|id| id.0.into()));
    let rows = find(&services.read(caller), caller, &rest, values).await?;
    Ok(Page::from_rows(rows, limit, |comment| comment.id.to_string()))
}

/// Says something of an article; for everybody who is signed in, ten times an hour.
///
/// Errors: `NOT_FOUND`; [`Error::Invalid`] at `text`; [`Error::RateLimited`].
pub async fn comment(services: &Services, caller: &Caller, slug: &str, text: &str) -> Result<Comment, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let text = comment_text(text).map_err(|why| Problems::one("text", why))?;
    let tx = services.begin(caller).await?;
    let post = blog_article::Entity::find().filter(blog_article::Column::Slug.eq(slug)).one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let who = user.to_string();
    if let Some(seconds) = rate::count(services, &[Try { kind: "blog.comment", who: &who, rate: RATE }]).await? {
        return Err(Error::RateLimited(seconds));
    }
    let (id, now) = (ids::new(), services.now());
    let row = blog_comment::ActiveModel {
        id: Set(id),
        post_id: Set(post.id),
        user_id: Set(user.0),
        text: Set(text),
        created_at: Set(now),
        reports: Set(0),
        ..Default::default()
    };
    blog_comment::Entity::insert(row).exec_without_returning(&tx).await?;
    let said = one(&tx, caller, CommentId(id)).await?;
    audit::note(&tx, caller, now, None, "blog.comment", id).await?;
    tx.commit().await?;
    Ok(said)
}

async fn one(db: &impl ConnectionTrait, caller: &Caller, id: CommentId) -> Result<Comment, Error> {
    find(db, caller, "where c.id = $1", [id.0.into()]).await?.pop().ok_or(Error::NOT_FOUND)
}

/// Every comment that the caller wrote, newest first.
pub async fn my_comments(services: &Services, caller: &Caller) -> Result<Vec<Comment>, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    find(&services.read(caller), caller, "where c.user_id = $1 order by c.id desc limit $2", [user.0.into(), OWN_MAX.into()]).await
}

/// Deletes a comment of the caller's own.
///
/// Errors: `NOT_FOUND`, also for another person's.
pub async fn remove_comment(services: &Services, caller: &Caller, id: CommentId) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let tx = services.begin(caller).await?;
    let own = blog_comment::Entity::delete_many().filter(blog_comment::Column::Id.eq(id.0)).filter(blog_comment::Column::UserId.eq(user.0));
    if own.exec(&tx).await?.rows_affected == 0 {
        return Err(Error::NOT_FOUND);
    }
    audit::note(&tx, caller, services.now(), None, "blog.comment-remove", id).await?;
    tx.commit().await
}

/// Tells administrators of a comment, once for each reader; a second time is no error.
///
/// Errors: `NOT_FOUND`; `ILLEGAL_MOVE` for one's own.
pub async fn report_comment(services: &Services, caller: &Caller, id: CommentId) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let reported = one(&tx, caller, id).await?;
    if reported.by.is_self {
        return Err(Code::IllegalMove.into());
    }
    let text = "insert into blog_report (comment_id, user_id, at) values ($1, $2, $3) on conflict do nothing";
    let added = tx.execute_raw(sql(text, [id.0.into(), user.0.into(), now.into()])).await?.rows_affected();
    if added > 0 {
        audit::note(&tx, caller, now, None, "blog.comment-report", id).await?;
    }
    tx.commit().await
}

/// Comments of all articles; for administrators.
pub async fn to_moderate(
    services: &Services,
    caller: &Caller,
    of: CommentsOf,
    after: Option<CommentId>,
    limit: u16,
) -> Result<Page<Comment>, Error> {
    crate::admin::only_admin(caller)?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let (which, beyond, order) = match of {
        CommentsOf::Reported => ("c.reported_at is not null", ">", "asc"),
        CommentsOf::Newest => ("true", "<", "desc"),
        CommentsOf::Hidden => ("c.hidden_at is not null", "<", "desc"),
    };
    let beyond = after.map(|_| format!("and c.id {beyond} $2")).unwrap_or_default();
    let rest = format!("where {which} {beyond} order by c.id {order} limit $1");
    let values = [(i64::from(limit) + 1).into()].into_iter().chain(after.map(|id| id.0.into()));
    let rows = find(&services.read(caller), caller, &rest, values).await?;
    Ok(Page::from_rows(rows, limit, |comment| comment.id.to_string()))
}

/// Takes a comment out of sight with a reason that its author reads, or shows it (again), which answers what was reported; for administrators.
///
/// Errors: `NOT_FOUND`; [`Error::Invalid`] at `why`.
pub async fn moderate(services: &Services, caller: &Caller, id: CommentId, hide: Option<&str>) -> Result<Comment, Error> {
    crate::admin::only_admin(caller)?;
    let hide = hide.map(why).transpose().map_err(|wrong| Problems::one("why", wrong))?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    blog_comment::Entity::find_by_id(id.0).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let action = if hide.is_some() { "blog.comment-hide" } else { "blog.comment-show" };
    let row = blog_comment::ActiveModel {
        id: Set(id.0),
        hidden_at: Set(hide.as_ref().map(|_| now)),
        hidden_why: Set(hide),
        reported_at: Set(None),
        reports: Set(0),
        ..Default::default()
    };
    row.update(&tx).await?;
    // Who reports it after this judgement is heard again.
    tx.execute_raw(sql("delete from blog_report where comment_id = $1", [id.0.into()])).await?;
    let judged = one(&tx, caller, id).await?;
    audit::note(&tx, caller, now, None, action, id).await?;
    tx.commit().await?;
    Ok(judged)
}
