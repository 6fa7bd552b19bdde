//! `/api/blogs/`: reviewed articles, how they are written and reviewed, and what readers say.

mod shape;

use super::extract::Slug;
use super::transfer::{self, Shown, Upload};
use super::user::{cursor, given};
use super::{By, Id, Json, List, Maybe, Nothing, Outcome, Query, ok};
use axum::extract::State;
use domain::page::{self, Page};
use domain::{CommentId, PostId, Problems, blog as rules};
use serde::Deserialize;
use service::Services;
use service::blog::{self, CommentsOf, Listing};
use shape::{
    ApprovalIn, ArticleOut, CommentIn, CommentOut, DraftOut, HidingIn, ImageOut, PostOut, RemarkIn, RowOut, SaveIn, TextIn, VersionIn,
    WithdrawalIn,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PostsQuery {
    q: String,
    tag: String,
    after: String,
    limit: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DraftsQuery {
    after: String,
    limit: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CommentsQuery {
    of: String,
    after: String,
    limit: String,
}

fn rows(wrong: &mut Problems, raw: &str) -> u16 {
    wrong.take("limit", domain::doctor::limit(raw)).unwrap_or(page::LIMIT_DEFAULT)
}

/// `GET /api/blogs/`
pub(super) async fn list(State(services): State<Services>, Query(query): Query<PostsQuery>) -> Outcome<List<PostOut>> {
    let mut wrong = Problems::default();
    let limit = rows(&mut wrong, &query.limit);
    if query.tag.len() > rules::TAG_MAX {
        wrong.add("tag", "Please use a tag of an article.");
    }
    if query.q.chars().count() > 200 {
        wrong.add("q", "Please keep this under 200 characters.");
    }
    let looks = !query.q.trim().is_empty();
    if looks && !query.tag.is_empty() {
        wrong.add("tag", "Please look for words or for a tag, not for both.");
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    if looks {
        let found = blog::search(&services, &query.q, given(&query.after), limit).await?;
        let meant = found.meant.map(|words| format!("Nothing was found for these words; this is for “{words}”."));
        let Page { items, next } = found.page;
        return Ok(ok(List::page(Page { items, next })).saying(meant.unwrap_or_else(|| "OK".to_owned())));
    }
    let listing = Listing { tag: given(&query.tag).map(str::to_owned), after: given(&query.after).map(str::to_owned), limit };
    Ok(ok(List::page(blog::list(&services, &listing).await?)))
}

/// `GET /api/blogs/{id}/`
pub(super) async fn get(State(services): State<Services>, Slug(slug): Slug) -> Outcome<ArticleOut> {
    Ok(ok(blog::read(&services, &slug).await?.into()))
}

/// `POST /api/blogs/`
pub(super) async fn create(State(services): State<Services>, By(caller): By, Json(text): Json<TextIn>) -> Outcome<DraftOut, 201> {
    Ok(ok(DraftOut::from(blog::create(&services, &caller, &text.into()).await?)).created().saying("The draft is kept."))
}

/// `GET /api/blogs/drafts/`
pub(super) async fn mine(State(services): State<Services>, By(caller): By, Query(query): Query<DraftsQuery>) -> Outcome<List<RowOut>> {
    let mut wrong = Problems::default();
    let limit = rows(&mut wrong, &query.limit);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(blog::mine(&services, &caller, given(&query.after), limit).await?)))
}

/// `GET /api/blogs/to-review/`
pub(super) async fn to_review(State(services): State<Services>, By(caller): By, Query(query): Query<DraftsQuery>) -> Outcome<List<RowOut>> {
    let mut wrong = Problems::default();
    let limit = rows(&mut wrong, &query.limit);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(blog::to_review(&services, &caller, given(&query.after), limit).await?)))
}

/// `GET /api/blogs/drafts/{id}/`
pub(super) async fn draft(State(services): State<Services>, By(caller): By, Id(id): Id<PostId>) -> Outcome<DraftOut> {
    Ok(ok(blog::draft(&services, &caller, id).await?.into()))
}

/// `PUT /api/blogs/drafts/{id}/`
pub(super) async fn save(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PostId>,
    Json(SaveIn { version, text }): Json<SaveIn>,
) -> Outcome<DraftOut> {
    Ok(ok(blog::save(&services, &caller, id, version, &text.into()).await?.into()).saying("The draft is kept."))
}

/// `POST /api/blogs/drafts/{id}/submit/`
pub(super) async fn submit(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PostId>,
    Json(VersionIn { version }): Json<VersionIn>,
) -> Outcome<DraftOut> {
    Ok(ok(blog::submit(&services, &caller, id, version).await?.into()).saying("Another doctor reviews it now."))
}

/// `POST /api/blogs/drafts/{id}/approve/`
pub(super) async fn approve(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PostId>,
    Json(ApprovalIn { version, review_due }): Json<ApprovalIn>,
) -> Outcome<DraftOut> {
    let due = review_due.map(|due| due.to_string()).unwrap_or_default();
    Ok(ok(blog::approve(&services, &caller, id, version, &due).await?.into()).saying("Everybody can read it now."))
}

/// `POST /api/blogs/drafts/{id}/send-back/`
pub(super) async fn send_back(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PostId>,
    Json(RemarkIn { version, remark }): Json<RemarkIn>,
) -> Outcome<DraftOut> {
    Ok(ok(blog::send_back(&services, &caller, id, version, &remark).await?.into()).saying("Its author has it back."))
}

/// `POST /api/blogs/drafts/{id}/withdraw/`
pub(super) async fn withdraw(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PostId>,
    Json(WithdrawalIn { reason }): Json<WithdrawalIn>,
) -> Outcome<DraftOut> {
    Ok(ok(blog::withdraw(&services, &caller, id, &reason).await?.into()).saying("Readers see it no more."))
}

/// `POST /api/blogs/images/`
pub(super) async fn add_image(State(services): State<Services>, By(caller): By, upload: Upload<Shown>) -> Outcome<ImageOut, 201> {
    let id = blog::add_image(&services, &caller, upload.bytes).await.map_err(transfer::refused::<Shown>)?;
    Ok(ok(ImageOut { id, url: format!("{}{id}", blog::markdown::IMAGES) }).created().saying("The picture is stored."))
}

/// `GET /api/blogs/{id}/comments/`
pub(super) async fn comments(
    State(services): State<Services>,
    By(caller): By,
    Slug(slug): Slug,
    Query(query): Query<DraftsQuery>,
) -> Outcome<List<CommentOut>> {
    let mut wrong = Problems::default();
    let (after, limit) = (cursor(&mut wrong, &query.after), rows(&mut wrong, &query.limit));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    blog::read(&services, &slug).await?;
    Ok(ok(List::page(blog::comments(&services, &caller, &slug, after, limit).await?)))
}

/// `POST /api/blogs/{id}/comments/`
pub(super) async fn comment(
    State(services): State<Services>,
    By(caller): By,
    Slug(slug): Slug,
    Json(CommentIn { text }): Json<CommentIn>,
) -> Outcome<CommentOut, 201> {
    Ok(ok(CommentOut::from(blog::comment(&services, &caller, &slug, &text).await?)).created().saying("Thank you."))
}

/// `DELETE /api/blogs/comments/{id}/`
pub(super) async fn remove_comment(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<CommentId>,
    _: Maybe<Nothing>,
) -> Outcome<()> {
    blog::remove_comment(&services, &caller, id).await?;
    Ok(ok(()).saying("Your comment is gone."))
}

/// `POST /api/blogs/comments/{id}/report/`
pub(super) async fn report_comment(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<CommentId>,
    _: Maybe<Nothing>,
) -> Outcome<()> {
    blog::report_comment(&services, &caller, id).await?;
    Ok(ok(()).saying("Thank you. Somebody will look at it."))
}

/// `GET /api/blogs/comments/`
pub(super) async fn to_moderate(
    State(services): State<Services>,
    By(caller): By,
    Query(query): Query<CommentsQuery>,
) -> Outcome<List<CommentOut>> {
    let mut wrong = Problems::default();
    let of = match query.of.as_str() {
        "" | "reported" => CommentsOf::Reported,
        "newest" => CommentsOf::Newest,
        "hidden" => CommentsOf::Hidden,
        _ => {
            wrong.add("of", "Please use reported, newest or hidden.");
            CommentsOf::default()
        }
    };
    let (after, limit) = (cursor(&mut wrong, &query.after), rows(&mut wrong, &query.limit));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(blog::to_moderate(&services, &caller, of, after, limit).await?)))
}

/// `POST /api/blogs/comments/{id}/hide/`
pub(super) async fn hide_comment(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<CommentId>,
    Json(HidingIn { why }): Json<HidingIn>,
) -> Outcome<CommentOut> {
    Ok(ok(blog::moderate(&services, &caller, id, Some(&why)).await?.into()))
}

/// `POST /api/blogs/comments/{id}/show/`
pub(super) async fn show_comment(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<CommentId>,
    _: Maybe<Nothing>,
) -> Outcome<CommentOut> {
    Ok(ok(blog::moderate(&services, &caller, id, None).await?.into()))
}
