//! Where a text stands, in words, and taking it from its readers.

use super::parts;
use crate::{
    act::Done,
    ctx::Ctx,
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Fact, Facts, Form, Look, TextArea, Tone, When, time},
};
use domain::PostId;
use domain::blog::{Draft, PostStatus, WHY_MAX, is_overdue};
use leptos::prelude::*;
use service::{Error, blog};

/// Everything that is known of a text beside what is in it.
pub(super) fn facts(of: &Draft, ctx: &Ctx) -> impl IntoView + use<> {
    let saved = of.updated_at;
    let handed = of.submitted_at.filter(|_| of.status == PostStatus::InReview);
    let handed = handed.map(|at| view! { <Fact label="Handed in"><When at=at dated=true/></Fact> });
    let public = of.published.clone().map(|public| {
        let (href, now) = (path::article(&of.slug), ctx.now());
        let due = time::date(public.review_due);
        let due = if is_overdue(public.review_due, now) { format!("{due} – overdue") } else { due };
        view! {
            <Fact label="Readers see"><a class="link" href=href>"the text approved on "{time::date(public.reviewed_at.date_naive())}</a></Fact>
            <Fact label="Reviewed by">{public.reviewer.name}</Fact>
            <Fact label="Next review">{due}</Fact>
        }
    });
    let (status, author) = (parts::status(of.status), of.author.name.clone());
    view! {
        <Facts columns=true>
            <Fact label="Status">{status}</Fact>
            <Fact label="Author">{author}</Fact>
            <Fact label="Saved"><When at=saved dated=true/></Fact>
            {handed}
            {public}
        </Facts>
    }
}

/// What happened to it that its author must know.
pub(super) fn news(of: &Draft) -> impl IntoView + use<> {
    let remark = of.remark.clone().map(|remark| {
        let title = format!("{} sent it back", remark.by);
        view! {
            <Banner tone=Tone::Attention title=title>
                <p class="whitespace-pre-line">{remark.text}</p>
                <p class="text-sm"><When at=remark.at dated=true/></p>
            </Banner>
        }
    });
    let withdrawn = of.withdrawn.clone().map(|gone| {
        view! {
            <Banner tone=Tone::Attention title="It was taken from its readers">
                <p class="whitespace-pre-line">{gone.why}</p>
                <p class="text-sm"><When at=gone.at dated=true/> ". It can be handed in again."</p>
            </Banner>
        }
    });
    view! { {remark} {withdrawn} }
}

/// The form that takes an article from its readers, within an address of its own.
pub(super) fn withdrawal(to: &str) -> impl IntoView + use<> {
    let to = to.to_owned();
    view! {
        <details class="disclosure print:hidden">
            <summary class="opener">"Take it from its readers"</summary>
            <Form to=to act="withdraw" label="Take it from its readers">
                <p>"Nobody can open it any more, and searches do not find it. Its author keeps the text and can hand it in again."</p>
                <TextArea name="reason" label="Reason" max=WHY_MAX hint="Its author and administrators read it." required=true/>
                <Button look=Look::Danger>"Take it from its readers"</Button>
            </Form>
        </details>
    }
}

/// From where its author works.
pub async fn withdraw(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id: PostId = ctx.param("post")?;
    blog::withdraw(&ctx.services, &ctx.caller(), id, fields.text("reason")).await?;
    Ok(Done::to(path::draft(id)).saying(Notice::ArticleWithdrawn))
}

/// From where everybody reads.
pub async fn withdraw_published(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let slug: String = ctx.param("slug")?;
    let id = blog::read(&ctx.services, &slug).await?.card.id;
    blog::withdraw(&ctx.services, &ctx.caller(), id, fields.text("reason")).await?;
    Ok(Done::to("/blog").saying(Notice::ArticleWithdrawn))
}
