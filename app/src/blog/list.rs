//! `/blog`: articles, by tag or by words.

use super::{head, parts};
use crate::{
    ctx::{Ctx, ctx, load},
    path,
    ui::{Button, Chip, Empty, Field, Filter, Kind, Look, More, Page, Rows},
};
use domain::blog::{Hit, PostCard, Segment, Tag};
use domain::page;
use leptos::prelude::*;
use leptos_meta::Meta;
use service::{
    Error,
    blog::{self, Found, Listing},
};

const ADDRESS: &str = "/blog";
const ROWS: u16 = 12;
/// Tags to choose from.
const TAGS: u16 = 16;
/// Longest search, in characters.
const WORDS_MAX: usize = 200;

/// `/blog?q=…&tag=…&after=…`
#[component]
pub fn BlogPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let words: String = ctx.query("q").trim().chars().take(WORDS_MAX).collect();
        let tag = ctx.query("tag").trim().to_owned();
        let list = if words.is_empty() { newest(&ctx, &tag).await? } else { found(&ctx, &words).await? };
        let title =
            if tag.is_empty() || !words.is_empty() { "Health articles".to_owned() } else { format!("Articles: {}", Tag::words(&tag)) };
        let lead = "Written by doctors, reviewed by other doctors, with their sources.";
        // A search is nothing to be found by another search.
        let hidden = (!words.is_empty() || !ctx.query("after").is_empty()).then(|| view! { <Meta name="robots" content="noindex"/> });
        let here = if tag.is_empty() { ADDRESS.to_owned() } else { path::tagged(&tag) };
        Ok::<_, Error>(view! {
            <Page title=title lead=lead about="Articles on health, written and reviewed by doctors, with their sources.">
                {head::canonical(&ctx, &here)}
                {head::feed()}
                {hidden}
                <Filter label="Search articles" to=ADDRESS>
                    <div class="flex flex-col gap-3 sm:flex-row sm:items-end">
                        <div class="flex-1"><Field name="q" label="Search articles" kind=Kind::Search max=WORDS_MAX/></div>
                        <Button look=Look::Quiet icon=icondata_hi::HiMagnifyingGlassOutlineLg>"Search"</Button>
                    </div>
                </Filter>
                {list}
            </Page>
        })
    })
}

/// The newest, of one tag or all.
async fn newest(ctx: &Ctx, tag: &str) -> Result<AnyView, Error> {
    let listing = |after| Listing { tag: Some(tag.to_owned()).filter(|tag| !tag.is_empty()), after, limit: ROWS };
    let after = ctx.cursor("after")?;
    let page: page::Page<PostCard> = blog::list(&ctx.services, &listing(after)).await?;
    let all = blog::tags(&ctx.services, TAGS).await?;
    let more = page.next.map(|after| path::with(ADDRESS, &[("tag", tag), ("after", &after)]));
    let now = ctx.now();
    let rows = page.items.iter().map(|card| parts::card(card, now, summary(card))).collect_view();
    let list = if page.items.is_empty() { nothing(tag).into_any() } else { view! { <Rows>{rows}</Rows> }.into_any() };
    Ok(view! { {choice(&all, tag)} {list} <More href=more label="Show older articles"/> }.into_any())
}

fn summary(card: &PostCard) -> AnyView {
    view! { <p class="max-w-prose">{card.summary.clone()}</p> }.into_any()
}

/// The tags to choose from; the chosen one leads back to all.
fn choice(all: &[Tag], chosen: &str) -> impl IntoView + use<> {
    let clear = (!chosen.is_empty()).then(|| {
        let words = Tag::words(chosen);
        view! {
            <p class="flex flex-wrap items-center gap-x-4">
                <span>"Articles on "<strong>{words}</strong>"."</span>
                <a class="link" href=ADDRESS>"Show all articles"</a>
            </p>
        }
    });
    let chips = all.iter().filter(|tag| tag.tag != chosen).map(|tag| {
        let (href, words, count) = (path::tagged(&tag.tag), Tag::words(&tag.tag), format!(" ({})", tag.posts));
        view! { <li><Chip href=href>{words}<span class="text-muted">{count}</span></Chip></li> }
    });
    let chips = chips.collect_view();
    view! {
        {clear}
        {(!all.is_empty()).then(|| view! {
            <nav aria-label="Topics"><ul class="flex flex-wrap gap-2">{chips}</ul></nav>
        })}
    }
}

fn nothing(tag: &str) -> impl IntoView + use<> {
    let title = if tag.is_empty() { "No articles yet".to_owned() } else { format!("No articles on {} yet", Tag::words(tag)) };
    view! {
        <Empty title=title icon=icondata_hi::HiNewspaperOutlineLg>
            <p>"Doctors write them, and other doctors review each one before it is shown."</p>
        </Empty>
    }
}

/// What was found.
async fn found(ctx: &Ctx, words: &str) -> Result<AnyView, Error> {
    let after = Some(ctx.query("after")).filter(|after| !after.is_empty());
    let Found { page, meant } = search(ctx, words, after).await?;
    let more = page.next.map(|after| path::with(ADDRESS, &[("q", words), ("after", &after)]));
    let now = ctx.now();
    let meant = meant.filter(|_| after.is_none()).map(|meant| {
        view! {
            <p role="status">
                "Nothing says “"{words.to_owned()}"”. Did you mean " <a class="link font-semibold" href=path::with(ADDRESS, &[("q", &meant)])>{meant.clone()}</a>
                "? These articles say it."
            </p>
        }
    });
    let rows = page.items.iter().map(|hit| parts::card(&hit.card, now, snippet(hit))).collect_view();
    let list = if page.items.is_empty() {
        let title = format!("Nothing found for “{words}”");
        view! {
            <Empty title=title icon=icondata_hi::HiMagnifyingGlassOutlineLg>
                <p>"Try fewer or other words, or look through all articles."</p>
                <p><a class="link" href=ADDRESS>"Show all articles"</a></p>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <h2 class="sr-only">"Found"</h2>
            <Rows>{rows}</Rows>
        }
        .into_any()
    };
    Ok(view! { {meant} {list} <More href=more label="Show more of what was found"/> }.into_any())
}

/// From the beginning where the place in the list is none, as in an address that was cut off.
async fn search(ctx: &Ctx, words: &str, after: Option<&str>) -> Result<Found, Error> {
    match blog::search(&ctx.services, words, after, ROWS).await {
        Err(Error::Invalid(problems)) if after.is_some() && problems.of("after").is_some() => {
            blog::search(&ctx.services, words, None, ROWS).await
        }
        other => other,
    }
}

/// Where the words stand; the summary where they stand in the title alone.
fn snippet(hit: &Hit) -> AnyView {
    if hit.snippet.is_empty() {
        return summary(&hit.card);
    }
    let pieces = hit.snippet.iter().map(|Segment { text, marked }| {
        let text = text.clone();
        if *marked { view! { <mark class="found">{text}</mark> }.into_any() } else { text.into_any() }
    });
    view! { <p class="max-w-prose">{pieces.collect_view()}</p> }.into_any()
}
