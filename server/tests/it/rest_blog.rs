//! The blog over REST, and what of it is no page.

use crate::rest_site::{Site, Told};
use serde_json::{Value, json};

fn text(title: &str) -> Value {
    json!({
        "title": title, "summary": "Short.", "body": "Drink *water*.", "tags": ["cardiology"],
        "sources": [{ "title": "WHO & others", "url": "https://www.who.int/x" }],
    })
}

struct Doctors {
    author: String,
    reviewer: String,
}

async fn doctors(site: &Site) -> Doctors {
    let (author, reviewer) = (site.db.doctor().await, site.db.doctor().await);
    Doctors { author: site.cookie(&author.email).await, reviewer: site.cookie(&reviewer.email).await }
}

async fn step(site: &Site, id: &str, what: &str, cookie: &str, body: Value) -> Told {
    site.post(format!("/api/blogs/drafts/{id}/{what}/")).by(cookie).json(body).told().await
}

async fn published(site: &Site, by: &Doctors, title: &str) -> Value {
    let begun = site.post("/api/blogs/").by(&by.author).json(text(title)).told().await;
    assert_eq!(begun.status, 201, "{begun:?}");
    let begun = begun.data();
    let id = begun["id"].as_str().expect("an id");
    let waiting = step(site, id, "submit", &by.author, json!({ "version": 1 })).await.data();
    let approved = step(site, id, "approve", &by.reviewer, json!({ "version": waiting["version"] })).await;
    assert_eq!(approved.status, 200, "{approved:?}");
    approved.data()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_written_reviewed_read_found_and_withdrawn() {
    let site = Site::new().await;
    let by = doctors(&site).await;
    let post = published(&site, &by, "Kidney stones <hurt>").await;
    let (id, slug) = (post["id"].as_str().expect("an id"), post["slug"].as_str().expect("a slug"));
    assert_eq!(slug, "kidney-stones-hurt");
    let article = site.get(format!("/api/blogs/{slug}/")).told().await.data();
    assert_eq!(article["html"].as_str().map(str::trim), Some("<p>Drink <em>water</em>.</p>"));
    let list = |query: &str| site.get(format!("/api/blogs/{query}"));
    assert_eq!(list("?tag=cardiology&limit=1").told().await.data()["items"][0]["slug"], slug);
    assert_eq!(list("?tag=skin").told().await.data()["items"], json!([]));
    let found = list("?q=watre").told().await.json();
    assert_eq!(found["data"]["items"][0]["snippet"][1], json!({ "text": "water", "marked": true }));
    assert!(found["message"].as_str().is_some_and(|message| message.contains("“water”")), "{found}");
    for (query, field) in [("?q=a&tag=b", "tag"), ("?q=a&after=x", "after"), ("?after=x", "after"), ("?limit=0", "limit")] {
        assert_eq!(list(query).told().await.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{query}");
    }
    let change = json!({ "version": post["version"], "text": text("Stones") });
    let draft = || site.ask("PUT", format!("/api/blogs/drafts/{id}/")).by(&by.author);
    let saved = draft().json(&change).told().await.data();
    assert_eq!((saved["status"].as_str(), saved["slug"].as_str()), (Some("draft"), Some(slug)));
    assert_eq!(draft().json(&change).told().await.error().0, 409);
    let mine = site.get("/api/blogs/drafts/").by(&by.author).told().await.data();
    assert_eq!(mine["items"][0]["title"], "Stones");
    let version = step(&site, id, "submit", &by.author, json!({ "version": saved["version"] })).await.data()["version"].clone();
    assert_eq!(site.get("/api/blogs/to-review/").by(&by.reviewer).told().await.data()["items"][0]["id"], id);
    let own = step(&site, id, "approve", &by.author, json!({ "version": version })).await;
    assert_eq!(own.error().0, 403, "four eyes");
    let back = step(&site, id, "send-back", &by.reviewer, json!({ "version": version, "remark": "Which stones?" })).await;
    assert_eq!(back.data()["remark"], "Which stones?");
    let gone = step(&site, id, "withdraw", &by.author, json!({ "reason": "Outdated." })).await;
    assert_eq!(gone.data()["withdrawn_why"], "Outdated.");
    assert_eq!(site.get(format!("/api/blogs/{slug}/")).told().await.error().0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_are_written_reported_judged_and_taken_back() {
    let site = Site::new().await;
    let by = doctors(&site).await;
    published(&site, &by, "Flu").await;
    let (ann, admin) = (site.db.patient().await, site.db.admin().await);
    let (ann, admin) = (site.cookie(&ann.email).await, site.cookie(&admin.email).await);
    let place = "/api/blogs/flu/comments/";
    assert_eq!(site.post(place).json(json!({ "text": "x" })).told().await.error().0, 401);
    let said = site.post(place).by(&ann).json(json!({ "text": "I had that." })).told().await;
    assert_eq!((said.status.as_u16(), said.data()["doctor"].clone()), (201, Value::Null));
    let said = said.data();
    let id = said["id"].as_str().expect("an id");
    let to = |what: &str| format!("/api/blogs/comments/{id}/{what}");
    assert_eq!(site.post(to("report/")).by(&by.author).told().await.status, 200);
    assert_eq!(site.get("/api/blogs/comments/").by(&admin).told().await.data()["items"][0]["reports"], 1);
    assert_eq!(site.post(to("hide/")).by(&admin).json(json!({ "why": "Rude." })).told().await.data()["hidden_why"], "Rude.");
    assert_eq!(site.get(place).told().await.data()["items"], json!([]));
    assert_eq!(site.get(place).by(&ann).told().await.data()["items"][0]["hidden_why"], "Rude.");
    assert_eq!(site.get("/api/blogs/comments/?of=hidden").by(&admin).told().await.data()["items"][0]["id"], id);
    assert_eq!(site.get("/api/blogs/comments/?of=x").by(&admin).told().await.error().2.as_deref(), Some("of"));
    assert_eq!(site.post(to("show/")).by(&admin).told().await.status, 200);
    assert_eq!(site.ask("DELETE", to("")).by(&by.author).told().await.error().0, 404);
    assert_eq!(site.ask("DELETE", to("")).by(&ann).told().await.status, 200);
    assert_eq!(site.get(place).told().await.data()["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_sent_in_and_given_to_everybody_for_long() {
    let site = Site::new().await;
    let by = doctors(&site).await;
    // All of its bytes are text, so that the test can read them.
    let webp = [&b"RIFF"[..], &16u32.to_le_bytes(), b"WEBPVP8 ", &4u32.to_le_bytes(), b"abcd"].concat();
    let sent = site.post("/api/blogs/images/").by(&by.author).raw("image/webp", webp).told().await;
    assert_eq!(sent.status, 201, "{sent:?}");
    let url = sent.data()["url"].as_str().expect("an address").to_owned();
    let got = site.get(&url).told().await;
    assert_eq!((got.status.as_u16(), got.header("content-type")), (200, Some("image/webp")));
    assert!(got.header("cache-control").is_some_and(|keep| keep.contains("immutable")) && got.header("set-cookie").is_none());
    let tag = got.header("etag").expect("a tag");
    assert_eq!(site.get(&url).header("if-none-match", tag).told().await.status, 304);
    let not = site.post("/api/blogs/images/").by(&by.author).raw("image/png", b"<svg onload=x>".to_vec()).told().await;
    assert_eq!(not.error().1, "UNSUPPORTED_MEDIA_TYPE");
    // As large as the page promises, and no larger.
    for (bytes, status) in [(4 << 20, 201), (6 << 20, 413)] {
        let size = u32::try_from(bytes).expect("small");
        let large = [&b"RIFF"[..], &(size + 12).to_le_bytes(), b"WEBPVP8 ", &size.to_le_bytes(), &vec![1; bytes]].concat();
        let sent = site.post("/api/blogs/images/").by(&by.author).raw("image/webp", large).told().await;
        assert_eq!(sent.status, status, "{bytes}");
    }
    let png = |side: u32| {
        let chunk = |kind: &[u8], data: &[u8]| [&u32::try_from(data.len()).expect("small").to_be_bytes()[..], kind, data, &[0; 4]].concat();
        let head = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
        let end = [&[0; 4][..], b"IEND", &[0xae, 0x42, 0x60, 0x82]].concat();
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", b"x"), &end].concat()
    };
    for (side, status) in [(7_000, 201), (60_000, 400)] {
        let sent = site.post("/api/blogs/images/").by(&by.author).raw("image/png", png(side)).told().await;
        assert_eq!(sent.status, status, "{side}: {sent:?}");
    }
    for absent in ["/blog/images/x", "/blog/images/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(site.get(absent).told().await.status, 404, "{absent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_and_the_map_tell_of_what_everybody_can_read() {
    let site = Site::new().await;
    let by = doctors(&site).await;
    published(&site, &by, "Salt & <pepper>").await;
    let feed = site.get("/blog/feed.xml").told().await;
    assert!(feed.header("content-type").is_some_and(|kind| kind.starts_with("application/atom+xml")));
    assert!(feed.body.contains("<title>Salt &amp; &lt;pepper&gt;</title>") && feed.body.contains("/blog/salt-pepper\""), "{}", feed.body);
    assert!(feed.header("set-cookie").is_none());
    let tag = feed.header("etag").expect("a tag");
    assert_eq!(site.get("/blog/feed.xml").header("if-none-match", tag).told().await.status, 304);
    let map = site.get("/sitemap.xml").told().await;
    assert!(map.body.contains("/sitemap/pages.xml</loc>") && map.body.contains("/sitemap/blog-0.xml</loc>"), "{}", map.body);
    let part = site.get("/sitemap/blog-0.xml").told().await;
    assert!(part.body.contains("/blog/salt-pepper</loc><lastmod>2026-"), "{}", part.body);
    assert!(site.get("/sitemap/pages.xml").told().await.body.contains("/doctors</loc>"));
    let robots = site.get("/robots.txt").told().await.body;
    assert!(
        robots.contains("/sitemap.xml\n") && robots.contains("Disallow: /records\n") && !robots.contains("Disallow: /blog"),
        "{robots}"
    );
    for absent in ["/sitemap/blog-7.xml", "/sitemap/blog--1.xml", "/sitemap/x.xml", "/sitemap/blog-99999999999.xml"] {
        assert_eq!(site.get(absent).told().await.status, 404, "{absent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_waits_for_data_says_in_its_head_what_it_is_every_time() {
    let site = Site::new().await;
    published(&site, &doctors(&site).await, "Salt").await;
    for path in ["/blog", "/blog/salt"] {
        let first = site.get(path).told().await.body;
        assert!(first.contains("rel=\"canonical\"") && first.contains("name=\"description\""), "{first}");
        for _ in 0..20 {
            assert_eq!(site.get(path).told().await.body, first);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_may_be_as_long_in_any_script_as_is_said() {
    let site = Site::new().await;
    let by = doctors(&site).await;
    for letter in ["x", "я", "心", "🫀"] {
        let mut draft = text("Long");
        draft["body"] = letter.repeat(domain::blog::BODY_MAX).into();
        let made = site.post("/api/blogs/").by(&by.author).json(draft).told().await;
        assert_eq!(made.status, 201, "{letter}");
    }
}
