//! Writing: drafts, what is saved of them, handing in.

use super::markdown;
use super::row::{self, LISTED, ListedRow, sql};
use crate::{Error, Services, audit, ids, tx::Tx};
use domain::blog::{BODY_MAX, Draft, PostContent, PostEdit, PostRow, PostStatus, RESERVED, slug};
use domain::page::{LIMIT_MAX, Page};
use domain::{Caller, Code, DoctorId, ImageId, PostId, Problems, text};
use entity::{blog_image, blog_post, doctor};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, prelude::Json,
};

/// The calling doctor, whose licence was checked.
///
/// Errors: `UNAUTHENTICATED`; `FORBIDDEN` for everybody else.
pub(super) async fn author(db: &impl ConnectionTrait, caller: &Caller) -> Result<DoctorId, Error> {
    let id = doctor_of(caller)?;
    let row = doctor::Entity::find_by_id(id.0).one(db).await?.ok_or(Error::FORBIDDEN)?;
    if row.verified_at.is_some() { Ok(id) } else { Err(Error::FORBIDDEN) }
}

fn doctor_of(caller: &Caller) -> Result<DoctorId, Error> {
    match caller {
        Caller::Doctor { doctor, .. } => Ok(*doctor),
        Caller::Anonymous => Err(Error::UNAUTHENTICATED),
        _ => Err(Error::FORBIDDEN),
    }
}

/// Begins an article; for verified doctors. It may be unfinished.
///
/// Errors: `FORBIDDEN`; [`Error::Invalid`] field by field.
pub async fn create(services: &Services, caller: &Caller, edit: &PostEdit) -> Result<Draft, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let content = edit.parse()?;
    own_cover(&tx, doctor, content.cover).await?;
    let id = ids::new();
    let post = blog_post::ActiveModel {
        id: Set(id),
        author_id: Set(doctor.0),
        slug: Set(free_slug(&tx, &content.title, PostId(id)).await?),
        status: Set(PostStatus::Draft.code().to_owned()),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..filled(&content)?
    };
    blog_post::Entity::insert(post).exec_without_returning(&tx).await?;
    finish(tx, services, caller, PostId(id), "blog.create").await
}

/// What is written of a text whenever it is saved.
fn filled(content: &PostContent) -> Result<blog_post::ActiveModel, Error> {
    let sources: Json = serde_json::to_value(&content.sources).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(blog_post::ActiveModel {
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        body: Set(content.body.clone()),
        tags: Set(content.tags.clone()),
        sources: Set(sources),
        cover_id: Set(content.cover.map(|id| id.0)),
        ..Default::default()
    })
}

/// A picture at the head is one of the author's own.
async fn own_cover(tx: &Tx, doctor: DoctorId, cover: Option<ImageId>) -> Result<(), Error> {
    let Some(cover) = cover else { return Ok(()) };
    let own = blog_image::Entity::find_by_id(cover.0).filter(blog_image::Column::AuthorId.eq(doctor.0)).one(tx).await?;
    if own.is_some() { Ok(()) } else { Err(Problems::one("cover", "Please choose one of your pictures.").into()) }
}

#[derive(FromQueryResult)]
struct Taken {
    is_taken: bool,
}

/// The address that the title makes; with the end of the id behind it where another text has that address. Two that are begun with the same
/// title at the very same time are told apart by the index: the second is a conflict, and finds its address when it is sent again.
async fn free_slug(tx: &Tx, title: &str, id: PostId) -> Result<String, Error> {
    let wanted = slug(title);
    let text = "select blog_slug_is_taken($1, $2) as is_taken";
    let found = Taken::find_by_statement(sql(text, [wanted.clone().into(), id.0.into()])).one(tx).await?;
    if title.is_empty() || RESERVED.contains(&wanted.as_str()) || found.is_some_and(|found| found.is_taken) {
        let tail = id.0.simple().to_string();
        return Ok(format!("{wanted}-{}", &tail[tail.len() - 8..]));
    }
    Ok(wanted)
}

/// The caller's own text, locked.
async fn own(tx: &Tx, doctor: DoctorId, id: PostId) -> Result<blog_post::Model, Error> {
    let own = blog_post::Entity::find_by_id(id.0).filter(blog_post::Column::AuthorId.eq(doctor.0));
    own.lock_exclusive().one(tx).await?.ok_or(Error::NOT_FOUND)
}

/// Errors: `CONFLICT` where it is not this version any more.
pub(super) fn seen(post: &blog_post::Model, version: i32) -> Result<(), Error> {
    if post.version == version { Ok(()) } else { Err(Code::Conflict.into()) }
}

/// Saves the author's text. Of what is published or in review it makes a draft again; readers keep what they see.
///
/// * `version` – the one that the author saw
///
/// Errors: `CONFLICT` where somebody saved since: [`draft`] is then what they saved; `NOT_FOUND`; [`Error::Invalid`].
pub async fn save(services: &Services, caller: &Caller, id: PostId, version: i32, edit: &PostEdit) -> Result<Draft, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let post = own(&tx, doctor, id).await?;
    seen(&post, version)?;
    let content = edit.parse()?;
    let before = row::draft(&tx, id).await?;
    if before.content == content {
        // Nothing was changed: it stays what it was, and who saves by the minute makes no versions.
        tx.commit().await?;
        return Ok(before);
    }
    own_cover(&tx, doctor, content.cover).await?;
    let is_address_fixed = post.published_at.is_some() || post.title == content.title;
    let slug = if is_address_fixed { post.slug } else { free_slug(&tx, &content.title, id).await? };
    let change = blog_post::ActiveModel {
        id: Set(id.0),
        slug: Set(slug),
        status: Set(PostStatus::Draft.code().to_owned()),
        version: Set(post.version + 1),
        updated_at: Set(now),
        ..filled(&content)?
    };
    change.update(&tx).await?;
    finish(tx, services, caller, id, "blog.save").await
}

/// The caller's own texts, last saved first. `after` – the cursor of the page before.
pub async fn mine(services: &Services, caller: &Caller, after: Option<&str>, limit: u16) -> Result<Page<PostRow>, Error> {
    let doctor = doctor_of(caller)?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let after = after.map(crate::cursor::read).transpose()?;
    let beyond = if after.is_some() { "and (p.updated_at, p.id) < ($3, $4)" } else { "" };
    let text = format!(
        "select {LISTED} from blog_post p join doctor d on d.id = p.author_id left join blog_article a on a.id = p.id
         where p.author_id = $1 {beyond} order by p.updated_at desc, p.id desc limit $2"
    );
    let values = [doctor.0.into(), (i64::from(limit) + 1).into()];
    let beyond = after.into_iter().flat_map(|(at, id)| [at.into(), id.into()]);
    let rows = ListedRow::find_by_statement(sql(text, values.into_iter().chain(beyond))).all(&services.read(caller)).await?;
    let page = Page::from_rows(rows, limit, |row| crate::cursor::written(row.updated_at, row.id));
    let next = page.next;
    let items = page.items.into_iter().map(ListedRow::read).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// All texts that the caller wrote, whatever their status.
pub(crate) async fn every(services: &Services, caller: &Caller) -> Result<Vec<serde_json::Value>, Error> {
    let Some(doctor) = caller.doctor() else { return Ok(Vec::new()) };
    #[derive(FromQueryResult)]
    struct Own {
        own: serde_json::Value,
    }
    let text =
        "select jsonb_build_object('id', p.id, 'slug', p.slug, 'status', p.status, 'title', p.title, 'summary', p.summary, 'body', p.body,
                    'tags', p.tags, 'sources', p.sources, 'cover', p.cover_id, 'created_at', p.created_at, 'updated_at', p.updated_at,
                    'published_at', p.published_at, 'remark', p.remark, 'withdrawn_why', p.withdrawn_why, 'published_text', a.body) as own
                from blog_post p left join blog_article a on a.id = p.id where p.author_id = $1 order by p.id limit 20001";
    let rows = Own::find_by_statement(sql(text, [doctor.0.into()])).all(&services.read(caller)).await?;
    Ok(rows.into_iter().map(|row| row.own).collect())
}

/// A text as its author works on it: for its author; for verified doctors and administrators once it was handed in.
///
/// Errors: `NOT_FOUND` for everybody else.
pub async fn draft(services: &Services, caller: &Caller, id: PostId) -> Result<Draft, Error> {
    if matches!(caller, Caller::Anonymous) {
        return Err(Error::UNAUTHENTICATED);
    }
    let found = row::draft(&services.read(caller), id).await?;
    let is_own = found.author.doctor.is_some() && found.author.doctor == caller.doctor();
    let may = match caller {
        Caller::Doctor { .. } | Caller::Admin { .. } => is_own || found.submitted_at.is_some(),
        _ => false,
    };
    if may { Ok(found) } else { Err(Error::NOT_FOUND) }
}

/// How Markdown will look, as safe HTML; for doctors.
///
/// Errors: [`Error::Invalid`] at `body` for one that is too long.
pub fn preview(caller: &Caller, markdown: &str) -> Result<String, Error> {
    doctor_of(caller)?;
    let body = text::bounded(markdown, 0, BODY_MAX).map_err(|why| Problems::one("body", why))?;
    Ok(markdown::html(&body))
}

/// Hands a draft in for review.
///
/// Errors: `NOT_FOUND`; `CONFLICT` for another version; [`Error::Invalid`] with all that is missing; `ILLEGAL_MOVE`.
pub async fn submit(services: &Services, caller: &Caller, id: PostId, version: i32) -> Result<Draft, Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let post = own(&tx, doctor, id).await?;
    seen(&post, version)?;
    let is_withdrawn = post.withdrawn_at.is_some() && post.status == PostStatus::Published.code();
    if post.status != PostStatus::Draft.code() && !is_withdrawn {
        return Err(Code::IllegalMove.into());
    }
    row::draft(&tx, id).await?.content.ready()?;
    let change = blog_post::ActiveModel {
        id: Set(id.0),
        status: Set(PostStatus::InReview.code().to_owned()),
        submitted_at: Set(Some(now)),
        version: Set(post.version + 1),
        remark: Set(None),
        remark_by: Set(None),
        remarked_at: Set(None),
        ..Default::default()
    };
    change.update(&tx).await?;
    finish(tx, services, caller, id, "blog.submit").await
}

/// Notes what was done, and shows what has become of it.
pub(super) async fn finish(tx: Tx, services: &Services, caller: &Caller, id: PostId, action: &'static str) -> Result<Draft, Error> {
    let draft = row::draft(&tx, id).await?;
    audit::note(&tx, caller, services.now(), None, action, id).await?;
    tx.commit().await?;
    Ok(draft)
}
