//! Where requests come from, how often they may, and what the edges refuse.

use crate::rest_site::{Ask, Site, Told};
use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::Future;

async fn login(site: &Site, from: &str, forwarded: Option<&str>) -> Told {
    let body = json!({ "email": "nobody@example.org", "password": "x" });
    let ask = site.post("/api/auth/login/").from(from).json(body);
    forwarded.into_iter().fold(ask, |ask, list| ask.header("x-forwarded-for", list)).told().await
}

fn cross(ask: Ask<'_>) -> Ask<'_> {
    ask.header("origin", "https://app.example").header("sec-fetch-site", "cross-site")
}

async fn statuses(answers: impl IntoIterator<Item = impl Future<Output = Told>>) -> BTreeMap<u16, usize> {
    let mut counted = BTreeMap::new();
    for told in join_all(answers).await {
        *counted.entry(told.status.as_u16()).or_default() += 1;
    }
    counted
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_asks_too_often_is_told_when_to_come_back_and_others_are_served() {
    let site = Site::told(&[("SHS_LIMIT_LOGIN", "5/15m")]).await;
    // Connections are there before: what cannot be counted in time is let by.
    statuses((0..12).map(|_| site.get("/api/doctors/").told())).await;
    let many = statuses((0..12).map(|_| login(&site, "203.0.113.1", None))).await;
    assert_eq!(many, BTreeMap::from([(401, 5), (429, 7)]), "exactly so many, however many come at once");
    let told = login(&site, "203.0.113.1", None).await;
    assert_eq!(told.error(), (429, "RATE_LIMITED".into(), None));
    assert!(told.header("retry-after").and_then(|s| s.parse::<u32>().ok()).is_some_and(|s| (1..=900).contains(&s)), "{told:?}");
    assert_eq!(login(&site, "203.0.113.2", None).await.status, 401);
    let page =
        site.post("/login").from("203.0.113.1").raw("application/x-www-form-urlencoded", "email=b%40example.org&password=b").told().await;
    assert_eq!((page.status.as_u16(), page.headers.contains_key("retry-after")), (429, true), "pages and API share their counts");
    site.db.advance(TimeDelta::minutes(15));
    assert_eq!(login(&site, "203.0.113.1", None).await.status, 401);
    assert_eq!(service::rate::sweep(&site.db.services()).await.expect("swept"), 0);
    site.db.advance(TimeDelta::hours(26));
    assert!(service::rate::sweep(&site.db.services()).await.expect("swept") > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_from_mails_have_a_count_of_their_own_which_keeps_nobody_from_signing_in() {
    let site = Site::told(&[("SHS_LIMIT_LOGIN", "3/15m")]).await;
    let owner = site.db.patient().await;
    let follow = async || site.post("/api/auth/verify-email/").from("203.0.113.1").json(json!({ "token": "rubbish" })).told().await;
    let told = [follow().await, follow().await, follow().await, follow().await].map(|told| told.status.as_u16());
    assert_eq!((told[2] < 429, told[3]), (true, 429));
    let body = json!({ "email": owner.email, "password": testkit::PASSWORD });
    assert_eq!(site.post("/api/auth/login/").from("203.0.113.1").json(body).told().await.status, 200);
    let passkey = site.post("/api/auth/passkey/").from("203.0.113.1").json(json!({})).told().await;
    assert_ne!(passkey.status, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_instances_count_together() {
    let first = Site::told(&[("SHS_LIMIT_LOGIN", "5/15m")]).await;
    let second = first.second(&[("SHS_LIMIT_LOGIN", "5/15m")]);
    let both = (0..10).map(|n| login(if n % 2 == 0 { &first } else { &second }, "2001:db8:1:2::1", None));
    assert_eq!(statuses(both).await, BTreeMap::from([(401, 5), (429, 5)]));
    assert_eq!(login(&second, "2001:db8:1:2:ffff::9", None).await.status, 429, "the same household");
    assert_eq!(login(&second, "2001:db8:1:3::1", None).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_books_too_often_waits_wherever_it_is() {
    let site = Site::told(&[("SHS_LIMIT_BOOKING", "3/1h")]).await;
    let (one, other) = (site.db.patient().await, site.db.patient().await);
    let (cookie, others) = (site.cookie(&one.email).await, site.cookie(&other.email).await);
    let book = async |cookie: &str, n: u8| {
        let body = json!({ "doctor": uuid::Uuid::now_v7(), "start": "2026-03-03T10:00:00Z" });
        site.post("/api/appointments/").from(&format!("203.0.113.{n}")).by(cookie).json(body).told().await
    };
    let mut told = Vec::new();
    for n in 0..5 {
        told.push(book(&cookie, n).await.status.as_u16());
    }
    assert_eq!(told, [404, 404, 404, 429, 429]);
    assert_eq!(book(&others, 1).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_count_among_the_files_of_an_account_through_either_door() {
    let site = Site::told(&[("SHS_LIMIT_UPLOAD", "2/1h")]).await;
    let (author, other) = (site.db.doctor().await, site.db.doctor().await);
    let draft = service::blog::create(&site.services, &author.caller, &domain::blog::PostEdit::default()).await.expect("a draft").id;
    let (cookie, others) = (site.cookie(&author.email).await, site.cookie(&other.email).await);
    let editor = format!("/dashboard/blog/{draft}");
    let by_page = async || {
        let body = "--x\r\ncontent-disposition: form-data; name=\"act\"\r\n\r\npicture\r\n--x\r\n\
                    content-disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nno picture\r\n--x--\r\n";
        site.post(&editor).by(&cookie).raw("multipart/form-data; boundary=x", body).told().await.status
    };
    let by_rest = async |cookie: &str| site.post("/api/blogs/images/").by(cookie).raw("image/png", "no picture").told().await.status;
    let first = [by_page().await, by_rest(&cookie).await].map(|status| status.as_u16());
    assert!(first.iter().all(|status| ![404, 429].contains(status)), "{first:?}");
    assert_eq!((by_page().await.as_u16(), by_rest(&cookie).await.as_u16()), (429, 429));
    assert_ne!(by_rest(&others).await, 429, "another account");
    let saved = site.post(&editor).by(&cookie).raw("application/x-www-form-urlencoded", "title=Cough").told().await;
    assert_ne!(saved.status, 429, "words are no file");
    let entry =
        site.post(format!("/api/health-records/{}/attachments/", uuid::Uuid::now_v7())).by(&cookie).raw("image/png", "x").told().await;
    assert_eq!(entry.status, 429, "one count for all files");
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_ones_data_are_counted_together_through_either_door() {
    let site = Site::told(&[("SHS_LIMIT_EXPORT", "2/1h")]).await;
    let (one, other) = (site.db.patient().await, site.db.patient().await);
    let (cookie, others) = (site.cookie(&one.email).await, site.cookie(&other.email).await);
    let by_page = async |cookie: &str, form: &str| {
        site.post("/settings/privacy").by(cookie).raw("application/x-www-form-urlencoded", form).told().await
    };
    let by_rest = async || site.post("/api/users/me/export/").by(&cookie).json(json!({ "password": "a guess" })).told().await;
    let ask = "act=export&password=a+guess";
    assert_eq!((by_page(&cookie, ask).await.status.as_u16(), by_rest().await.error().0), (400, 400));
    let told = by_page(&cookie, ask).await;
    assert!(told.status == 429 && told.header("retry-after").is_some_and(|s| s.parse::<u32>().is_ok_and(|s| s > 2)), "{told:?}");
    assert_eq!(by_rest().await.error(), (429, "RATE_LIMITED".into(), None));
    assert_eq!(by_page(&others, ask).await.status, 400, "another account");
    let consent = by_page(&cookie, "act=give&kind=improve-symptom-check").await;
    assert_eq!(consent.status, 303, "what else is done on the page");
    site.db.advance(TimeDelta::hours(1));
    assert_eq!(by_page(&cookie, ask).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_trusted_proxies_say_whom_they_speak_for() {
    let site = Site::told(&[("SHS_LIMIT_LOGIN", "2/15m"), ("SHS_TRUSTED_PROXIES", "10.0.0.0/8")]).await;
    let spoofed = (0..4).map(|n| {
        let site = &site;
        async move { login(site, "203.0.113.1", Some(&format!("198.51.100.{n}"))).await }
    });
    assert_eq!(statuses(spoofed).await, BTreeMap::from([(401, 2), (429, 2)]), "a stranger's header is nobody's word");
    let behind = (0..4).map(|n| {
        let site = &site;
        async move { login(site, "10.0.0.1", Some(&format!("6.6.6.{n}, 192.0.2.5"))).await }
    });
    assert_eq!(statuses(behind).await, BTreeMap::from([(401, 2), (429, 2)]), "what the proxy wrote itself counts");
    let https = site.get("/api/doctors/").from("10.0.0.1").header("x-forwarded-proto", "https").told().await;
    let http = site.get("/api/doctors/").from("203.0.113.1").header("x-forwarded-proto", "https").told().await;
    let told = |told: &Told| told.headers.contains_key("strict-transport-security");
    assert_eq!((told(&https), told(&http)), (true, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_names_one_site() {
    let site = Site::new().await;
    let ask = async |hosts: &[&str]| hosts.iter().fold(site.get("/api/doctors/"), |ask, host| ask.header("host", host)).told().await;
    assert_eq!(ask(&["clinic.example"]).await.status, 200);
    assert_eq!(ask(&["clinic.example", "other.example"]).await.error(), (400, "VALIDATION_ERROR".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_together_is_counted_in_the_process_and_this_machine_is_not() {
    let site = Site::told(&[("SHS_LIMIT_GENERAL", "5/1h")]).await;
    let get = async |from: &'static str| site.get("/api/ai/scores/").from(from).told().await;
    assert_eq!(statuses((0..8).map(|_| get("203.0.113.1"))).await, BTreeMap::from([(200, 5), (429, 3)]));
    assert_eq!(statuses((0..8).map(|_| get("127.0.0.1"))).await, BTreeMap::from([(200, 8)]));
    let told = get("203.0.113.1").await;
    assert!(told.header("retry-after").is_some_and(|s| s.parse::<u32>().is_ok()) && told.headers.contains_key("x-request-id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_origins_read_the_api_only_where_they_are_named_and_never_with_a_cookie() {
    let closed = Site::new().await;
    let told = closed.get("/api/doctors/").header("origin", "https://app.example").told().await;
    assert!(!told.headers.keys().any(|name| name.as_str().starts_with("access-control")));

    let site = Site::told(&[("SHS_CORS_ORIGINS", "https://app.example")]).await;
    let preflight = async |path: &str, origin: &str| {
        site.ask("OPTIONS", path).header("origin", origin).header("access-control-request-method", "POST").told().await
    };
    let told = preflight("/api/auth/login/", "https://app.example").await;
    assert_eq!((told.status.as_u16(), told.header("access-control-allow-origin")), (204, Some("https://app.example")));
    assert!(told.header("access-control-allow-headers").is_some_and(|h| h.contains("authorization") && h.contains("idempotency-key")));
    for told in [preflight("/api/auth/login/", "https://evil.example").await, preflight("/login", "https://app.example").await] {
        assert!(!told.headers.contains_key("access-control-allow-origin"), "{told:?}");
    }
    let told = cross(site.post("/api/ai/assess-risk/")).json("{}").told().await;
    assert_eq!((told.error().0, told.header("access-control-allow-origin")), (400, Some("https://app.example")));
    assert!(!told.headers.contains_key("access-control-allow-credentials") && told.header("vary").is_some_and(|v| v.contains("origin")));
    let cookie = site.cookie(&site.db.patient().await.email).await;
    let told = cross(site.post("/api/auth/logout/")).header("cookie", &cookie).told().await;
    assert_eq!(told.error().0, 403, "a session is not another origin's to use");
    assert_eq!(cross(site.post("/login")).raw("application/x-www-form-urlencoded", "email=a").told().await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_refused_and_never_breaks_anything() {
    let site = Site::new().await;
    let cookie = site.cookie(&site.db.patient().await.email).await;
    let form = "application/x-www-form-urlencoded";
    for body in ["email=a%00b&password=c", "email=%ff&password=c", "%00=a", "email=%ed%a0%80"] {
        let told = site.post("/login").raw(form, body).told().await;
        assert!(told.status.is_client_error() || told.status == 200, "{body}: {told:?}");
    }
    let many = vec!["a=b"; 1_001].join("&");
    assert_eq!(site.post("/login").raw(form, many).told().await.status, 413);
    for path in ["/doctors?text=%00", "/doctors?city=%ed%a0%80", "/symptoms?text=%00", "/risk/bmi?age=%00"] {
        assert_eq!(site.get(path).told().await.status, 400, "{path}");
    }
    let many: Vec<String> = (0..101).map(|n| format!("x{n}=1")).collect();
    assert_eq!(site.get(format!("/api/doctors/?{}", many.join("&"))).told().await.error().0, 400);
    let strange = ["\u{202e}evil", "\u{feff}a", "a\u{200b}b", "\u{fdd0}", "\u{10ffff}", &"e\u{301}".repeat(100), "👩‍👩‍👧‍👦", "\u{1}", "\r\n"];
    for text in strange {
        let body = json!({ "name": text, "language": "en", "time_zone": "UTC" });
        let told = site.ask("PUT", "/api/patients/me/").by(&cookie).json(&body).told().await;
        assert!([200, 400].contains(&told.status.as_u16()), "{text:?}: {told:?}");
        let read = site.get("/api/patients/me/").by(&cookie).told().await.data();
        assert!(read["name"].as_str().is_some_and(|name| !name.trim().is_empty() && !name.contains('\u{1}')), "{text:?} {read}");
    }
    for lone in [r#"{"email":"\ud800","password":"x"}"#, r#"{"email":"\udc00a","password":"x"}"#] {
        assert_eq!(site.post("/api/auth/login/").json(lone).told().await.error().0, 400, "{lone}");
    }
    assert_eq!(site.post("/api/ai/assess-risk/").json(json!({ "score": "bmi", "inputs": { "age": "40" } })).told().await.error().0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_quotation_marks_is_no_number() {
    let site = Site::new().await;
    let ask = async |age: Value| {
        let inputs = json!({ "age": age, "height_cm": 180, "weight_kg": 97.2 });
        site.post("/api/ai/assess-risk/").json(json!({ "score": "bmi", "inputs": inputs })).told().await
    };
    assert_eq!(ask(json!(40)).await.status, 200);
    assert_eq!(ask(json!("40")).await.error(), (400, "VALIDATION_ERROR".into(), Some("age".into())));
}
