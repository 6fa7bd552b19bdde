//! Keeping what was written: by a button, and while it is written.

use super::Kept;
use crate::{act::Done, ctx::Ctx, error::Failure, fields::Fields, notice::Notice, path, refusal::Refusal, ui::time};
use domain::blog::{Draft, IMAGE_MAX, PostEdit, read_sources};
use domain::record::{Media, refused};
use domain::{Code, PostId, Problems};
use leptos::prelude::use_context;
use service::{Error, blog};

/// What a form says of an article.
pub(super) fn edit(fields: &Fields) -> PostEdit {
    let text = |name: &str| fields.text(name).to_owned();
    PostEdit {
        title: text("title"),
        summary: text("summary"),
        body: text("body"),
        tags: text("tags"),
        sources: read_sources(fields.text("sources")),
        cover: text("cover"),
    }
}

/// Saves; `then` – shows how it looks without saving, or hands it in as well.
pub async fn save(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id: PostId = ctx.param("post")?;
    match fields.text("then") {
        "look" => Ok(Done::look()),
        "submit" => {
            // Nothing is saved of what cannot be handed in: the form keeps it, and the version stays the one that was seen.
            edit(&fields).parse()?.ready()?;
            let saved = keep(&ctx, id, &fields).await?;
            blog::submit(&ctx.services, &ctx.caller(), id, saved.version).await?;
            Ok(Done::to("/dashboard/blog").saying(Notice::ArticleHandedIn))
        }
        _ => {
            keep(&ctx, id, &fields).await?;
            Ok(Done::to(path::draft(id)).saying(Notice::ArticleSaved))
        }
    }
}

/// Saves. What is saved already – by the desk, a moment ago – is no conflict.
async fn keep(ctx: &Ctx, id: PostId, fields: &Fields) -> Result<Draft, Error> {
    let edit = edit(fields);
    // A form without its version has seen nothing.
    let version = fields.text("version").parse().unwrap_or(0);
    match blog::save(&ctx.services, &ctx.caller(), id, version, &edit).await {
        Err(error) if error.code() == Code::Conflict => {
            let now = blog::draft(&ctx.services, &ctx.caller(), id).await?;
            if edit.parse().is_ok_and(|mine| mine == now.content) { Ok(now) } else { Err(error) }
        }
        other => other,
    }
}

/// Takes a picture in.
pub async fn picture(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let id: PostId = ctx.param("post")?;
    // Who may not see the text is not told that a file was missing.
    blog::draft(&ctx.services, &ctx.caller(), id).await?;
    let upload = ctx.take_upload().ok_or_else(|| Problems::one("file", "Please choose a picture."))?;
    let picture = blog::add_image(&ctx.services, &ctx.caller(), upload.bytes)
        .await
        .map_err(|error| refused(error.code(), &Media::PICTURES, IMAGE_MAX).map_or(error, |words| Problems::one("file", words).into()))?;
    let there = path::with(&path::draft(id), &[("picture", &picture.to_string())]);
    Ok(Done::to(format!("{there}#pictures")).saying(Notice::PictureAdded))
}

/// The answer to a desk that asks how a text will look.
pub(super) async fn preview(body: &str) -> Result<String, Refusal> {
    let ctx = asked()?;
    blog::preview(&ctx.caller(), body).map_err(|error| refusal(&error))
}

/// The answer to a desk that keeps what is typed.
pub(super) async fn answer(post: &str, fields: Vec<(String, String)>) -> Result<Kept, Refusal> {
    let ctx = asked()?;
    let id: PostId = post.parse().map_err(|_| refusal(&Error::NOT_FOUND))?;
    match keep(&ctx, id, &Fields(fields)).await {
        Ok(now) => Ok(Kept::Saved { version: now.version, at: time::clock(now.updated_at, ctx.zone()) }),
        Err(Error::Invalid(problems)) => {
            let first = problems.0.first().map(|problem| problem.message.to_string());
            Ok(Kept::Wrong(first.unwrap_or_else(|| Code::ValidationError.message().to_owned())))
        }
        Err(error) if error.code() == Code::Conflict => Ok(Kept::Changed),
        Err(error) => Err(refusal(&error)),
    }
}

fn asked() -> Result<Ctx, Refusal> {
    use_context::<Ctx>().ok_or_else(|| refusal(&Error::Internal("no request in the context of a server function".into())))
}

fn refusal(error: &Error) -> Refusal {
    let Failure { code, message, .. } = Failure::of(error);
    Refusal::new(code, message)
}
