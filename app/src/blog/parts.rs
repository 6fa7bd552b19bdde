//! What lists and articles have in common.

use crate::{
    path,
    ui::{Badge, Chip, Icon, Tone, time},
};
use chrono::{DateTime, Utc};
use domain::blog::{Byline, PostCard, PostStatus, Tag, is_overdue};
use leptos::prelude::*;

/// A doctor's name, and the way to them while they are here.
pub(super) fn name(of: &Byline) -> AnyView {
    let name = of.name.clone();
    match of.doctor {
        Some(doctor) => view! { <a class="link" href=path::doctor(doctor)>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    }
}

/// "3 March 2026", for programs too.
pub(super) fn day(at: DateTime<Utc>) -> impl IntoView {
    view! { <time datetime=time::machine(at)>{time::date(at.date_naive())}</time> }
}

/// Tags as ways to more of them.
pub(super) fn tags(all: &[String]) -> impl IntoView + use<> {
    let chips = all.iter().map(|tag| {
        let (href, words) = (path::tagged(tag), Tag::words(tag));
        view! { <li><Chip href=href>{words}</Chip></li> }
    });
    let chips = chips.collect_view();
    (!all.is_empty()).then(|| view! { <ul class="flex flex-wrap gap-2" aria-label="Tags">{chips}</ul> })
}

/// Says that nobody has looked at it for too long.
pub(super) fn overdue(card: &PostCard, now: DateTime<Utc>) -> impl IntoView + use<> {
    is_overdue(card.review_due, now).then(|| view! { <Badge tone=Tone::Attention>"Review overdue"</Badge> })
}

/// How far a text is.
pub(super) fn status(of: PostStatus) -> impl IntoView {
    let tone = match of {
        PostStatus::Draft => Tone::Attention,
        PostStatus::InReview => Tone::Info,
        PostStatus::Published => Tone::Done,
    };
    view! { <Badge tone=tone>{of.words()}</Badge> }
}

/// A text that is safe HTML already: of `service::blog` only.
pub(super) fn text(html: String) -> impl IntoView {
    view! { <div class="written" inner_html=html></div> }
}

/// An article in a list; `words` – what is said of it.
pub(super) fn card(card: &PostCard, now: DateTime<Utc>, words: AnyView) -> impl IntoView + use<> {
    let href = path::article(&card.slug);
    let title = card.title.clone();
    let about = format!("{} · {}", card.author.name, time::date(card.published_at.date_naive()));
    let cover = card.cover.map(|id| {
        view! { <img class="thumb" src=path::picture(id) alt="" loading="lazy" width="160" height="120"/> }
    });
    view! {
        <li class="flex flex-col gap-4 py-6 sm:flex-row sm:items-start">
            {cover}
            <article class="min-w-0 flex-1 space-y-2">
                <h2 class="text-xl font-semibold"><a class="link" href=href>{title}</a></h2>
                <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">{about} {overdue(card, now)}</p>
                {words}
                <p class="text-sm text-muted">{card.tags.iter().map(|tag| Tag::words(tag)).collect::<Vec<_>>().join(" · ")}</p>
            </article>
        </li>
    }
}

/// A link with an icon that leads back.
pub(super) fn back(href: &'static str, words: &'static str) -> impl IntoView {
    view! { <p><a class="link inline-flex items-center gap-2" href=href><Icon icon=icondata_hi::HiArrowLeftOutlineLg/> {words}</a></p> }
}
