//! `/dashboard/blog/{post}/review`: another doctor reads, approves, or says what is to be mended.

use super::{article::sources, difference, parts, stand};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Card, Field, Form, Hidden, Kind, LinkButton, Look, Page, Section, TextArea},
};
use domain::PostId;
use domain::blog::{Article, Draft, PostContent, PostStatus, WHY_MAX, review_due};
use leptos::prelude::*;
use service::{Error, blog};

/// `/dashboard/blog/{post}/review`
#[component]
pub fn ReviewPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let id: PostId = ctx.param("post")?;
        let of = blog::draft(&ctx.services, &ctx.caller(), id).await?;
        let html = blog::preview(&ctx.caller(), &of.content.body)?;
        let changed = match of.published {
            Some(_) if of.status == PostStatus::InReview => Some(blog::read(&ctx.services, &of.slug).await?),
            _ => None,
        };
        let changes = changed.map(|before| changes(before, &of));
        let (title, summary) = (named(&of), of.content.summary.clone());
        let cover = of.content.cover.map(|id| view! { <img class="cover" src=path::picture(id) alt="" width="1200" height="600"/> });
        let facts = stand::facts(&of, &ctx);
        Ok::<_, Error>(view! {
            <Page title=title lead=summary>
                <Card>{facts}</Card>
                {stand::news(&of)}
                {parts::tags(&of.content.tags)}
                {changes}
                {cover}
                {parts::text(html)}
                {sources(&of.content.sources)}
                {judging(&ctx, &of)}
                {parts::back("/dashboard/blog", "All articles")}
            </Page>
        })
    })
}

fn named(of: &Draft) -> String {
    if of.content.title.is_empty() { "Untitled".to_owned() } else { of.content.title.clone() }
}

/// What is new in it for readers.
fn changes(before: Article, now: &Draft) -> impl IntoView + use<> {
    let card = before.card;
    let before = PostContent {
        title: card.title,
        summary: card.summary,
        body: before.body,
        tags: card.tags,
        sources: before.sources,
        cover: card.cover,
    };
    let lines = difference::lines(
        &difference::whole(&before.edit()),
        &difference::whole(&now.content.edit()),
        ["what readers see", "the new text"],
    );
    view! { <Section title="What changes for readers">{lines}</Section> }
}

/// The forms, where there is something to decide.
fn judging(ctx: &Ctx, of: &Draft) -> AnyView {
    if ctx.caller().doctor() == of.author.doctor {
        let edit = path::draft(of.id);
        return view! {
            <Banner title="Another doctor reviews this"><p>"You wrote it, so you cannot approve it."</p></Banner>
            <p><LinkButton href=edit look=Look::Quiet>"Back to writing"</LinkButton></p>
        }
        .into_any();
    }
    let again = of.status == PostStatus::Published;
    if of.status == PostStatus::Draft {
        return view! { <Banner title="It is not handed in"><p>"Its author is still writing. You find it in your list once it is."</p></Banner> }.into_any();
    }
    let lead = if again {
        "Is it still right? Then it holds for another while."
    } else {
        "Are the facts right, the sources good, the words plain? Your name stands beside it."
    };
    let (version, due) = (of.version.to_string(), review_due(ctx.today()).to_string());
    let title = if again { "Review it again" } else { "Approve it" };
    let button = if again { "Renew the review" } else { "Approve and publish" };
    view! {
        <Section title=title lead=lead>
            <Form act="approve" label=title>
                <Hidden name="version" value=version.clone()/>
                <Field name="review_due" label="To be looked at again by" kind=Kind::Date value=due.clone() hint="A year is usual; three are the most."/>
                <Button>{button}</Button>
            </Form>
        </Section>
        {(!again).then(|| sending_back(of))}
    }
    .into_any()
}

fn sending_back(of: &Draft) -> impl IntoView + use<> {
    let version = of.version.to_string();
    view! {
        <Section title="Or send it back" lead="Its author reads what is to be mended and can hand it in again.">
            <Form act="send-back" label="Send it back">
                <Hidden name="version" value=version.clone()/>
                <TextArea name="remark" label="What is to be mended" max=WHY_MAX required=true/>
                <Button look=Look::Quiet>"Send it back"</Button>
            </Form>
        </Section>
    }
}

/// What the reviewer has read.
fn read(ctx: &Ctx, fields: &Fields) -> Result<(PostId, i32), Error> {
    Ok((ctx.param("post")?, fields.text("version").parse().unwrap_or(0)))
}

/// Approves.
pub async fn approve(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let (id, version) = read(&ctx, &fields)?;
    let of = blog::approve(&ctx.services, &ctx.caller(), id, version, fields.text("review_due")).await?;
    Ok(Done::to(path::article(&of.slug)).saying(Notice::ArticleApproved))
}

/// Sends it back.
pub async fn send_back(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let (id, version) = read(&ctx, &fields)?;
    blog::send_back(&ctx.services, &ctx.caller(), id, version, fields.text("remark")).await?;
    Ok(Done::to("/dashboard/blog").saying(Notice::ArticleSentBack))
}
