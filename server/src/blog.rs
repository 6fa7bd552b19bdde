//! What of the blog is no page: pictures, the feed, and the map for search engines. Everybody's, the same for all, so it runs without sessions and
//! can be kept on the way.

use crate::layer::refusal;
use crate::state::AppState;
use app::PageEntry;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::SecondsFormat;
use domain::policy::Who;
use domain::{Code, ImageId, blog::PostCard};
use service::Error;
use service::blog::{self, Entry};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Articles in the feed.
const FEED: u16 = 50;
/// Pages that are everybody's, for search engines.
const PAGES: [&str; 5] = ["/", "/about", "/blog", "/doctors", "/symptoms"];
/// How long the feed and the map may be kept.
const SOON: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// A picture never changes.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The addresses.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/blog/images/{id}", get(image))
        .route("/blog/feed.xml", get(feed))
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(map))
        .route("/sitemap/pages.xml", get(pages))
        .route("/sitemap/{part}", get(part))
}

async fn image(State(state): State<AppState>, Path(raw): Path<String>, headers: HeaderMap) -> Response {
    let id = raw.parse::<ImageId>().ok().filter(|id| id.to_string() == raw);
    let Some(id) = id else { return refusal::answer("/blog/images", Code::NotFound) };
    match blog::image(&state.services, id).await {
        Ok(picture) => kept(&headers, &picture.sha256, FOREVER, picture.media.code(), picture.bytes),
        Err(error) => failed(&error),
    }
}

fn failed(error: &Error) -> Response {
    let code = error.code();
    if code.status() >= 500 {
        tracing::error!(%error, "what is public of the blog could not be given");
    }
    refusal::answer("/blog", code)
}

/// An answer that can be kept, or only its tag for who has it already.
fn kept(asked: &HeaderMap, version: &str, keep: HeaderValue, kind: &'static str, body: impl IntoResponse) -> Response {
    let tag = format!("\"{version}\"");
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    let is_known = known.map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*");
    let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\"")));
    headers.insert(header::CACHE_CONTROL, keep);
    if !is_known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        // Whatever stands in it, it runs nothing.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"));
    }
    response
}

fn xml(asked: &HeaderMap, kind: &'static str, text: String) -> Response {
    kept(asked, &version(&text), SOON, kind, text)
}

fn version(text: &str) -> String {
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// RFC 4287.
async fn feed(State(state): State<AppState>, headers: HeaderMap) -> Response {
    match blog::feed(&state.services, FEED).await {
        Ok(posts) => xml(&headers, "application/atom+xml; charset=utf-8", atom(&base(&state), &posts)),
        Err(error) => failed(&error),
    }
}

fn base(state: &AppState) -> String {
    state.settings.base.to_string().trim_end_matches('/').to_owned()
}

fn atom(base: &str, posts: &[PostCard]) -> String {
    let entries: String = posts.iter().map(|post| entry(base, post)).collect();
    let newest = posts.iter().map(|post| post.updated_at).max().unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Smart Health Synchronizer: articles</title>\
         <id>{base}/blog</id><link href=\"{base}/blog\"/><link rel=\"self\" href=\"{base}/blog/feed.xml\"/><updated>{newest}</updated>\n{entries}</feed>\n"
    )
}

fn entry(base: &str, post: &PostCard) -> String {
    let tags: String = post.tags.iter().map(|tag| format!("<category term=\"{}\"/>", escaped(tag))).collect();
    let at = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!(
        "<entry><title>{}</title><id>urn:uuid:{}</id><link href=\"{base}/blog/{}\"/><published>{}</published><updated>{}</updated>\
         <author><name>{}</name></author>{tags}<summary>{}</summary></entry>\n",
        escaped(&post.title),
        post.id,
        escaped(&post.slug),
        at(post.published_at),
        at(post.updated_at),
        escaped(&post.author.name),
        escaped(&post.summary),
    )
}

/// Text of ours that was typed by somebody; XML cannot bear control characters at all.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// RFC 9309: what is somebody's own is for no search engine. Not a wall: the walls are elsewhere.
async fn robots(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let own: String = own().iter().map(|part| format!("Disallow: /{part}\n")).collect();
    let text = format!("User-agent: *\n{own}Disallow: /symptoms/\n\nSitemap: {}/sitemap.xml\n", base(&state));
    kept(&headers, &version(&text), SOON, "text/plain; charset=utf-8", text)
}

/// First parts of addresses under which no page is everybody's.
fn own() -> BTreeSet<&'static str> {
    let first = |page: &'static PageEntry| page.path.split('/').nth(1).unwrap_or_default();
    let public: BTreeSet<_> = app::PAGES.iter().filter(|page| page.policy.who == Who::Anyone).map(first).collect();
    app::PAGES.iter().map(first).filter(|part| !public.contains(part)).collect()
}

const SITEMAP: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The parts of the map: one of the pages, and one for each ten thousand articles.
async fn map(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let parts = match blog::map(&state.services).await {
        Ok(parts) => parts,
        Err(error) => return failed(&error),
    };
    let base = base(&state);
    let named = std::iter::once("pages".to_owned()).chain((0..parts).map(|part| format!("blog-{part}")));
    let named: String = named.map(|name| format!("<sitemap><loc>{base}/sitemap/{name}.xml</loc></sitemap>\n")).collect();
    let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex {SITEMAP}>\n{named}</sitemapindex>\n");
    xml(&headers, "application/xml; charset=utf-8", text)
}

async fn pages(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let base = base(&state);
    let all = PAGES.iter().map(|page| format!("<url><loc>{base}{page}</loc></url>\n")).collect();
    xml(&headers, "application/xml; charset=utf-8", urls(all))
}

async fn part(State(state): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let number = name.strip_prefix("blog-").and_then(|rest| rest.strip_suffix(".xml")).and_then(|number| number.parse().ok());
    let Some(number) = number else { return refusal::answer("/sitemap", Code::NotFound) };
    match blog::map_part(&state.services, number).await {
        Ok(entries) if entries.is_empty() => refusal::answer("/sitemap", Code::NotFound),
        Ok(entries) => {
            let base = base(&state);
            let url = |Entry { slug, updated_at }: &Entry| {
                format!("<url><loc>{base}/blog/{}</loc><lastmod>{}</lastmod></url>\n", escaped(slug), updated_at.format("%Y-%m-%d"))
            };
            xml(&headers, "application/xml; charset=utf-8", urls(entries.iter().map(url).collect()))
        }
        Err(error) => failed(&error),
    }
}

fn urls(all: String) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset {SITEMAP}>\n{all}</urlset>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_typed_stays_text() {
        assert_eq!(escaped("a<b> & \"c\"\u{1}\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
