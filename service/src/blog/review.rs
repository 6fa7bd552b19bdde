//! Reviewing: another doctor approves a text, or says what is to be mended; what is wrong is taken from its readers.

use super::markdown;
use super::row::{self, LISTED, ListedRow, sql};
use super::write::{author, finish, seen};
use crate::{Error, Services, tx::Tx};
use chrono::{DateTime, Days, Utc};
use domain::blog::{self, Draft, PostRow, PostStatus};
use domain::page::{LIMIT_MAX, Page};
use domain::{Caller, Code, DoctorId, PostId, Problems};
use entity::{blog_article, blog_post};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, FromQueryResult, QuerySelect, sea_query::OnConflict};

/// How long before a review runs out others are asked for the next one, in days.
const SOON: u64 = 30;

#[derive(FromQueryResult)]
struct WaitingRow {
    #[sea_orm(nested)]
    post: ListedRow,
    /// Since when it waits; what was handed in comes before what is due, which waits since long after.
    place: DateTime<Utc>,
}

/// Other doctors' texts that wait for a review, the longest waiting first, then published ones whose review is due within a month or overdue; for
/// verified doctors. `after` – the cursor of the page before.
pub async fn to_review(services: &Services, caller: &Caller, after: Option<&str>, limit: u16) -> Result<Page<PostRow>, Error> {
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let after = after.map(crate::cursor::read).transpose()?;
    let soon = services.now().date_naive().checked_add_days(Days::new(SOON)).ok_or_else(|| Error::Internal("no such day".to_owned()))?;
    let beyond = if after.is_some() { "and (w.place, w.id) > ($4, $5)" } else { "" };
    // What is due is put a thousand years behind what was handed in.
    let text = format!(
        "select {LISTED}, w.place from (
             (select p.id, p.submitted_at as place from blog_post p where p.status = 'in-review' and p.author_id <> $1)
             union all
             (select a.id, a.review_due::timestamptz + interval '1000 years' from blog_article a join blog_post p on p.id = a.id
              where a.review_due <= $3 and a.author_id <> $1 and p.status = 'published')) w
         join blog_post p on p.id = w.id join doctor d on d.id = p.author_id left join blog_article a on a.id = p.id
         where true {beyond} order by w.place, w.id limit $2"
    );
    let values = [doctor.0.into(), (i64::from(limit) + 1).into(), soon.into()];
    let beyond = after.into_iter().flat_map(|(at, id)| [at.into(), id.into()]);
    let rows = WaitingRow::find_by_statement(sql(text, values.into_iter().chain(beyond))).all(&tx).await?;
    tx.commit().await?;
    let page = Page::from_rows(rows, limit, |row| crate::cursor::written(row.place, row.post.id));
    let next = page.next;
    let items = page.items.into_iter().map(|row| row.post.read()).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// Another doctor's text, locked, that was handed in.
async fn others(tx: &Tx, doctor: DoctorId, id: PostId) -> Result<blog_post::Model, Error> {
    let post = blog_post::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?.ok_or(Error::NOT_FOUND)?;
    if post.author_id == doctor.0 {
        return Err(Error::FORBIDDEN);
    }
    // Who writes is seen by nobody until they hand it in.
    if post.submitted_at.is_some() { Ok(post) } else { Err(Error::NOT_FOUND) }
}

/// Approves what was handed in: readers see it from now on. Of what is published already, renews the review.
///
/// * `version` – what was read
/// * `due` – ISO date until which the review is to hold; empty: a year
///
/// Errors: `FORBIDDEN` for one's own; `CONFLICT` for another version; `ILLEGAL_MOVE`; [`Error::Invalid`] at `review_due`.
pub async fn approve(services: &Services, caller: &Caller, id: PostId, version: i32, due: &str) -> Result<Draft, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let post = others(&tx, doctor, id).await?;
    seen(&post, version)?;
    let due = blog::parse_review_due(due, now.date_naive()).map_err(|why| Problems::one("review_due", why))?;
    let review = blog_article::ActiveModel {
        id: Set(id.0),
        reviewer_id: Set(doctor.0),
        reviewed_at: Set(now),
        review_due: Set(due),
        ..Default::default()
    };
    let status = PostStatus::with(&post.status).ok_or_else(|| Error::corrupt("blog_post", &post.status))?;
    let action = match status {
        PostStatus::InReview => {
            publish(&tx, post, review, now).await?;
            "blog.approve"
        }
        PostStatus::Published if post.withdrawn_at.is_none() => {
            review.update(&tx).await?;
            "blog.renew"
        }
        _ => return Err(Code::IllegalMove.into()),
    };
    finish(tx, services, caller, id, action).await
}

async fn publish(tx: &Tx, post: blog_post::Model, review: blog_article::ActiveModel, now: DateTime<Utc>) -> Result<(), Error> {
    let first = post.published_at.unwrap_or(now);
    let article = blog_article::ActiveModel {
        author_id: Set(post.author_id),
        slug: Set(post.slug),
        version: Set(post.version + 1),
        words: Set(markdown::plain(&post.body)),
        title: Set(post.title),
        summary: Set(post.summary),
        body: Set(post.body),
        tags: Set(post.tags),
        sources: Set(post.sources),
        cover_id: Set(post.cover_id),
        published_at: Set(first),
        updated_at: Set(now),
        ..review
    };
    use blog_article::Column as A;
    let changed = [
        A::Version,
        A::Title,
        A::Summary,
        A::Body,
        A::Words,
        A::Tags,
        A::Sources,
        A::CoverId,
        A::UpdatedAt,
        A::ReviewerId,
        A::ReviewedAt,
        A::ReviewDue,
    ];
    let replaced = OnConflict::column(A::Id).update_columns(changed).to_owned();
    blog_article::Entity::insert(article).on_conflict(replaced).exec_without_returning(tx).await?;
    let change = blog_post::ActiveModel {
        id: Set(post.id),
        status: Set(PostStatus::Published.code().to_owned()),
        version: Set(post.version + 1),
        published_at: Set(Some(first)),
        withdrawn_at: Set(None),
        withdrawn_why: Set(None),
        ..Default::default()
    };
    change.update(tx).await?;
    Ok(())
}

/// Sends a text back to its author with a remark.
///
/// Errors: as [`approve`]; [`Error::Invalid`] at `remark`.
pub async fn send_back(services: &Services, caller: &Caller, id: PostId, version: i32, remark: &str) -> Result<Draft, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let post = others(&tx, doctor, id).await?;
    seen(&post, version)?;
    let remark = blog::why(remark).map_err(|why| Problems::one("remark", why))?;
    if post.status != PostStatus::InReview.code() {
        return Err(Code::IllegalMove.into());
    }
    let change = blog_post::ActiveModel {
        id: Set(id.0),
        status: Set(PostStatus::Draft.code().to_owned()),
        version: Set(post.version + 1),
        remark: Set(Some(remark)),
        remark_by: Set(Some(doctor.0)),
        remarked_at: Set(Some(now)),
        ..Default::default()
    };
    change.update(&tx).await?;
    finish(tx, services, caller, id, "blog.send-back").await
}

/// Takes an article from its readers; for its author and administrators. It can be handed in again.
///
/// Errors: `NOT_FOUND`; `ILLEGAL_MOVE` where readers see nothing of it; [`Error::Invalid`] at `reason`.
pub async fn withdraw(services: &Services, caller: &Caller, id: PostId, reason: &str) -> Result<Draft, Error> {
    let now = services.now();
    match caller {
        Caller::Doctor { .. } | Caller::Admin { .. } => {}
        Caller::Anonymous => return Err(Error::UNAUTHENTICATED),
        Caller::Patient { .. } => return Err(Error::FORBIDDEN),
    }
    let tx = services.begin(caller).await?;
    let post = blog_post::Entity::find_by_id(id.0).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    if caller.doctor().is_some_and(|doctor| doctor.0 != post.author_id) {
        return Err(if post.submitted_at.is_some() { Error::FORBIDDEN } else { Error::NOT_FOUND });
    }
    let reason = blog::why(reason).map_err(|why| Problems::one("reason", why))?;
    row::draft(&tx, id).await?.published.ok_or(Error::from(Code::IllegalMove))?;
    blog_article::Entity::delete_by_id(id.0).exec(&tx).await?;
    let change = blog_post::ActiveModel {
        id: Set(id.0),
        version: Set(post.version + 1),
        withdrawn_at: Set(Some(now)),
        withdrawn_why: Set(Some(reason)),
        ..Default::default()
    };
    change.update(&tx).await?;
    finish(tx, services, caller, id, "blog.withdraw").await
}
