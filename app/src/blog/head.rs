//! What search engines and other programs read of a page.

use crate::{ctx::Ctx, path};
use domain::blog::{Article, Byline};
use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use serde_json::{Map, Value, json};

/// The whole address of a page of this site.
fn whole(ctx: &Ctx, path: &str) -> String {
    format!("{}{path}", ctx.services.base().trim_end_matches('/'))
}

/// The one address of a page.
pub(super) fn canonical(ctx: &Ctx, path: &str) -> impl IntoView + use<> {
    view! { <Link rel="canonical" href=whole(ctx, path)/> }
}

/// Where programs learn of new articles.
pub(super) fn feed() -> impl IntoView {
    view! { <Link rel="alternate" type_="application/atom+xml" title="Health articles" href="/blog/feed.xml"/> }
}

/// Everything that an article tells programs.
pub(super) fn article(ctx: &Ctx, of: &Article) -> impl IntoView + use<> {
    let here = path::article(&of.card.slug);
    let picture = of.card.cover.map(|id| whole(ctx, &path::picture(id)));
    let (title, about) = (of.card.title.clone(), of.card.summary.clone());
    let structured = data(ctx, of);
    view! {
        {canonical(ctx, &here)}
        {feed()}
        <Meta property="og:type" content="article"/>
        <Meta property="og:site_name" content="Smart Health"/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=about/>
        <Meta property="og:url" content=whole(ctx, &here)/>
        {picture.map(|picture| view! { <Meta property="og:image" content=picture/> })}
        <Meta property="article:published_time" content=of.card.published_at.to_rfc3339()/>
        <Meta property="article:modified_time" content=of.card.updated_at.to_rfc3339()/>
        // Data, and no script: browsers run nothing of this type, so it needs no nonce.
        <script type="application/ld+json" inner_html=structured></script>
    }
}

/// The article in the words of schema.org.
fn data(ctx: &Ctx, of: &Article) -> String {
    let here = whole(ctx, &path::article(&of.card.slug));
    let mut told = Map::new();
    let mut tell = |name: &str, value: Value| {
        told.insert(name.to_owned(), value);
    };
    tell("@context", json!("https://schema.org"));
    tell("@type", json!(["MedicalWebPage", "BlogPosting"]));
    tell("@id", json!(here));
    tell("url", json!(here));
    tell("headline", json!(of.card.title));
    tell("description", json!(of.card.summary));
    tell("inLanguage", json!("en"));
    tell("keywords", json!(of.card.tags));
    tell("datePublished", json!(of.card.published_at.to_rfc3339()));
    tell("dateModified", json!(of.card.updated_at.to_rfc3339()));
    tell("lastReviewed", json!(of.reviewed_at.date_naive().to_string()));
    tell("author", person(ctx, &of.card.author));
    tell("reviewedBy", person(ctx, &of.reviewer));
    tell("publisher", json!({"@type": "Organization", "name": "Smart Health", "url": whole(ctx, "/")}));
    tell("citation", of.sources.iter().map(|source| json!({"@type": "CreativeWork", "name": source.title, "url": source.url})).collect());
    if let Some(cover) = of.card.cover {
        tell("image", json!(whole(ctx, &path::picture(cover))));
    }
    harmless(&Value::Object(told).to_string())
}

fn person(ctx: &Ctx, of: &Byline) -> Value {
    let url = of.doctor.map(|doctor| whole(ctx, &path::doctor(doctor)));
    json!({"@type": "Person", "name": of.name, "jobTitle": of.specialty.name(), "url": url})
}

/// JSON in which nothing can end the element around it: what HTML reads as markup stands there by its number.
fn harmless(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_ends_the_element_and_the_words_stay_what_they_were() {
        let title = "a </script><script>alert(1)</script> <!-- & \u{2028}\"";
        let safe = harmless(&json!({ "headline": title }).to_string());
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        let back: Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(back["headline"], title);
    }
}
