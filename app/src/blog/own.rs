//! `/dashboard/blog`: what a doctor wrote, and what other doctors wait for.

use super::parts;
use crate::{
    ctx::{Ctx, ctx, load},
    dashboard::unchecked,
    path,
    ui::{Badge, Empty, LinkButton, More, Page, Rows, Section, Tone, When, time},
};
use chrono::{DateTime, Utc};
use domain::blog::{PostRow, PostStatus, is_overdue};
use domain::{Code, page};
use leptos::prelude::*;
use service::blog;

const ADDRESS: &str = "/dashboard/blog";
const ROWS: u16 = 10;

/// `/dashboard/blog?after=…&waiting=…`
#[component]
pub fn OwnPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let waiting = match blog::to_review(&ctx.services, &ctx.caller(), cursor(&ctx, "waiting"), ROWS).await {
            Ok(page) => Some(page),
            // Who is no verified doctor yet writes and reviews nothing.
            Err(error) if error.code() == Code::Forbidden => None,
            Err(error) => return Err(error),
        };
        let Some(waiting) = waiting else {
            return Ok(view! { <Page title="Articles">{unchecked()}</Page> }.into_any());
        };
        let mine = blog::mine(&ctx.services, &ctx.caller(), cursor(&ctx, "after"), ROWS).await?;
        Ok(view! {
            <Page title="Articles" lead="Write for patients. Every article is reviewed by another doctor before anybody reads it.">
                <p><LinkButton href="/dashboard/blog/new" icon=icondata_hi::HiPencilSquareOutlineLg>"New article"</LinkButton></p>
                {to_review(&ctx, waiting)}
                {own(&ctx, mine)}
                <p><a class="link" href="/blog">"What readers see"</a></p>
            </Page>
        }
        .into_any())
    })
}

fn cursor<'a>(ctx: &'a Ctx, name: &str) -> Option<&'a str> {
    Some(ctx.query(name)).filter(|after| !after.is_empty())
}

fn to_review(ctx: &Ctx, page: page::Page<PostRow>) -> impl IntoView + use<> {
    let more = page.next.map(|next| path::with(ADDRESS, &[("waiting", &next), ("after", ctx.query("after"))]));
    let now = ctx.now();
    let list = if page.items.is_empty() {
        view! { <p class="text-muted">"Nothing waits for a review."</p> }.into_any()
    } else {
        let rows = page.items.iter().map(|one| other(one, now)).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        <Section title="To review" lead="What other doctors handed in, and articles that should be looked at again.">
            {list}
            <More href=more label="Show more to review"/>
        </Section>
    }
}

fn other(of: &PostRow, now: DateTime<Utc>) -> impl IntoView + use<> {
    let (title, href, by) = (named(of), path::draft_review(of.id), of.author.name.clone());
    let when = match (of.status, of.submitted_at, of.review_due) {
        (PostStatus::InReview, Some(at), _) => view! { "handed in "<When at=at dated=true/> }.into_any(),
        (_, _, Some(due)) => format!("review due {}", time::date(due)).into_any(),
        _ => ().into_any(),
    };
    view! {
        <li class="space-y-1 py-4">
            <p class="text-lg font-semibold"><a class="link" href=href>{title}</a></p>
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted"><span>{by}" · "{when}</span> {late(of, now)}</p>
        </li>
    }
}

fn own(ctx: &Ctx, page: page::Page<PostRow>) -> impl IntoView + use<> {
    let more = page.next.map(|next| path::with(ADDRESS, &[("after", &next), ("waiting", ctx.query("waiting"))]));
    let now = ctx.now();
    let list = if page.items.is_empty() {
        view! {
            <Empty title="You have written nothing yet" icon=icondata_hi::HiPencilSquareOutlineLg>
                <p>"What do you explain to patients again and again? That is an article."</p>
            </Empty>
        }
        .into_any()
    } else {
        let rows = page.items.iter().map(|one| row(one, now)).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! { <Section title="Your articles">{list} <More href=more label="Show earlier articles"/></Section> }
}

fn row(of: &PostRow, now: DateTime<Utc>) -> impl IntoView + use<> {
    let (title, href, saved) = (named(of), path::draft(of.id), of.updated_at);
    let sent_back = of.is_sent_back.then(|| view! { <Badge tone=Tone::Attention>"Sent back"</Badge> });
    let withdrawn = of.is_withdrawn.then(|| view! { <Badge tone=Tone::Attention>"Withdrawn"</Badge> });
    let read = (of.is_public && of.status != PostStatus::Published)
        .then(|| view! { <Badge tone=Tone::Done>"An earlier text is published"</Badge> });
    view! {
        <li class="space-y-1 py-4">
            <p class="text-lg font-semibold"><a class="link" href=href>{title}</a></p>
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
                {parts::status(of.status)} {sent_back} {withdrawn} {read} {late(of, now)}
                <span>"saved "<When at=saved dated=true/></span>
            </p>
        </li>
    }
}

fn late(of: &PostRow, now: DateTime<Utc>) -> Option<impl IntoView + use<>> {
    of.review_due.filter(|due| is_overdue(*due, now)).map(|_| view! { <Badge tone=Tone::Attention>"Review overdue"</Badge> })
}

fn named(of: &PostRow) -> String {
    if of.title.is_empty() { "Untitled".to_owned() } else { of.title.clone() }
}
