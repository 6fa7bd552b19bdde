//! `/blog/{slug}`: an article as everybody reads it, and what is said of it.

use super::{comment, head, parts, stand};
use crate::{
    appointment::Refused,
    ctx::{Ctx, ctx, load},
    path,
    ui::{Banner, LinkButton, Look, Page, Section, Tone, time},
};
use chrono::{DateTime, Utc};
use domain::Caller;
use domain::blog::{Article, Source, is_overdue};
use leptos::prelude::*;
use service::{Error, blog};

/// `/blog/{slug}?after=…`
#[component]
pub fn ArticlePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let slug: String = ctx.param("slug")?;
        let article = blog::read(&ctx.services, &slug).await?;
        let said = comment::section(&ctx, &slug).await?;
        let (title, about) = (article.card.title.clone(), article.card.summary.clone());
        let takes_back = matches!(ctx.caller(), Caller::Admin { .. }).then(|| stand::withdrawal(&path::article(&slug)));
        Ok::<_, Error>(view! {
            <Page title=title about=about bare=true>
                {head::article(&ctx, &article)}
                <Refused/>
                {written(&article, ctx.now())}
                {sources(&article.sources)}
                {next(&ctx, &article)}
                {takes_back}
                {said}
            </Page>
        })
    })
}

/// Title, who wrote and who reviewed it, text.
fn written(of: &Article, now: DateTime<Utc>) -> impl IntoView + use<> {
    let card = &of.card;
    let changed =
        (card.updated_at.date_naive() > card.published_at.date_naive()).then(|| view! { ", changed " {parts::day(card.updated_at)} });
    let cover = card.cover.map(|id| view! { <img class="cover" src=path::picture(id) alt="" width="1200" height="600"/> });
    let (title, summary) = (card.title.clone(), card.summary.clone());
    view! {
        <article class="space-y-8">
            <header class="space-y-4">
                <h1 class="text-3xl font-semibold text-balance">{title}</h1>
                <p class="max-w-prose text-lg text-muted">{summary}</p>
                <div class="space-y-1 text-sm text-muted">
                    <p>"By " {parts::name(&card.author)} ", " {card.author.specialty.name()} " · " {parts::day(card.published_at)} {changed}</p>
                    <p>"Reviewed by " {parts::name(&of.reviewer)} ", " {of.reviewer.specialty.name()} " · " {parts::day(of.reviewed_at)}</p>
                </div>
                {standing(of, now)}
                {parts::tags(&card.tags)}
            </header>
            {cover}
            {parts::text(of.html.clone())}
        </article>
    }
}

/// How long the review holds; readers are warned where it does not any more.
fn standing(of: &Article, now: DateTime<Utc>) -> impl IntoView + use<> {
    let due = time::date(of.card.review_due);
    if !is_overdue(of.card.review_due, now) {
        return view! { <p class="text-sm text-muted">{format!("The next review is due on {due}.")}</p> }.into_any();
    }
    view! {
        <Banner tone=Tone::Attention title="Review overdue">
            <p>{format!("A doctor should have looked at this again by {due}. Some of it may be out of date. Please ask a doctor before you rely on it.")}</p>
        </Banner>
    }
    .into_any()
}

/// Where it is from.
pub(super) fn sources(all: &[Source]) -> impl IntoView + use<> {
    let rows = all.iter().map(|source| {
        let (title, url) = (source.title.clone(), source.url.clone());
        view! { <li><a class="link break-words" href=url rel="nofollow noopener">{title}</a></li> }
    });
    let rows = rows.collect_view();
    (!all.is_empty()).then(|| view! { <Section title="Sources" id="sources"><ol class="list-decimal space-y-2 ps-6">{rows}</ol></Section> })
}

/// What can be done now.
fn next(ctx: &Ctx, of: &Article) -> impl IntoView + use<> {
    let specialty = of.card.author.specialty;
    let doctors = path::with("/doctors", &[("specialty", specialty.code())]);
    let own = of.card.author.doctor.is_some() && ctx.caller().doctor() == of.card.author.doctor;
    let (edit, review) = (path::draft(of.card.id), path::draft_review(of.card.id));
    let work = match ctx.caller() {
        Caller::Doctor { .. } if own => {
            Some(view! { <LinkButton href=edit look=Look::Quiet>"Change this article"</LinkButton> }.into_any())
        }
        Caller::Doctor { .. } => Some(view! { <LinkButton href=review look=Look::Quiet>"Review it again"</LinkButton> }.into_any()),
        _ => None,
    };
    view! {
        <div class="space-y-4 print:hidden">
            <p class="max-w-prose text-muted">
                "This article tells what is known in general. It does not replace a doctor who knows you. "
                <a class="link" href="/symptoms">"Check your symptoms"</a> " or "
                <a class="link" href=doctors>{format!("find a doctor for {}", specialty.name().to_lowercase())}</a> "."
            </p>
            {work}
            {parts::back("/blog", "All articles")}
        </div>
    }
}
