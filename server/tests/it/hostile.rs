//! Hostile words in every field of every body, every parameter, every header: whatever they are, the answer is a refusal or an ordinary
//! one, never a failure. Made of the API's document and of the tables, so that a new field is tried without anybody thinking of it.

use crate::rest_site::{Site, Told};
use app::{PAGES, acts};
use chrono::TimeDelta;
use domain::policy::{Policy, Who};
use serde_json::{Value, json};
use server::rest::ROUTES;
use testkit::{NewDoctor, Visit};

/// Words that break programs: NUL, directions and joints that are not seen, what is no character, formats, patterns, sizes.
fn words() -> Vec<String> {
    let fixed = [
        "",
        " ",
        "\0",
        "a\0b",
        "\u{1}\u{2}\u{1f}",
        "\u{7f}\u{9f}",
        "\r\nSet-Cookie: a=b",
        "\u{202e}evil",
        "\u{2066}a\u{2069}",
        "\u{feff}",
        "a\u{200b}b",
        "\u{fdd0}\u{ffff}\u{10ffff}",
        "\u{e000}",
        "\u{1f469}\u{200d}\u{1f467}",
        "\u{fdfa}",
        "\u{130}\u{131}\u{17f}\u{212a}",
        "\u{1f3f4}\u{e0067}\u{e007f}",
        "\u{85}\u{2028}\u{2029}",
        "' or 1=1 --",
        "'; drop table account; --",
        "%",
        "_",
        "\\",
        "%s%n%x",
        "{{7*7}}",
        "${7*7}",
        "../../../../etc/hosts",
        "null",
        "NaN",
        "Infinity",
        "-1",
        "1e400",
        "9223372036854775808",
        "0000-00-00",
        "2026-02-30",
        "99999-12-31",
        "2026-03-05T25:61:00Z",
        "true",
        "[]",
        "{}",
    ];
    let long = ["x".repeat(10_000), "e\u{301}".repeat(2_000), format!("a{}", "\u{300}".repeat(5_000)), "'".repeat(300)];
    fixed.iter().map(|word| (*word).to_owned()).chain(long).collect()
}

fn is_fine(told: &Told, case: impl Fn() -> String) {
    let status = told.status.as_u16();
    // Without an engine some addresses say so.
    assert!(status < 500 || status == 503, "{}: {told:?}", case());
    let mut cookies = told.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    assert!(cookies.all(|cookie| !cookie.starts_with("a=b")), "{}: {told:?}", case());
}

/// Where the leaves of a value are.
fn leaves(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| leaves(field, format!("{at}/{name}"), all)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| leaves(item, format!("{at}/{n}"), all)),
        _ => all.push(at),
    }
}

/// A site without limits, with people who may do things at its addresses.
struct World {
    site: Site,
    /// Cookies of a patient, a doctor and an administrator.
    cookies: [String; 3],
    visit: String,
}

impl World {
    async fn new() -> Self {
        let off = ["GENERAL", "REGISTER", "LOGIN", "ENGINE", "ENGINE_ADDRESS", "BOOKING", "BOOKING_ADDRESS"];
        let off = off.map(|name| format!("SHS_LIMIT_{name}"));
        let off: Vec<(&str, &str)> = off.iter().map(|name| (&**name, "off")).collect();
        let site = Site::told(&off).await;
        let (patient, doctor, admin) = (site.db.patient().await, site.db.doctor().await, site.db.admin().await);
        let visit = site.db.visit(&Visit::new(&doctor, &patient, site.db.now() + TimeDelta::days(2))).await.to_string();
        let cookies = [site.cookie(&patient.email).await, site.cookie(&doctor.email).await, site.cookie(&admin.email).await];
        Self { site, cookies, visit }
    }

    fn cookie(&self, policy: Policy) -> &str {
        match policy.who {
            Who::Doctor => &self.cookies[1],
            Who::Admin => &self.cookies[2],
            _ => &self.cookies[0],
        }
    }

    fn filled(&self, path: &str) -> String {
        named(&path.replace("{score}", "findrisc"), &self.visit)
    }
}

fn named(path: &str, id: &str) -> String {
    ["{id}", "{report}", "{doctor}", "{appointment}", "{score}"].iter().fold(path.to_owned(), |path, name| path.replace(name, id))
}

/// Ends sessions: whoever is tried there would be a stranger afterwards.
fn ends(path: &str) -> bool {
    ["logout", "sessions"].iter().any(|part| path.contains(part))
}

fn escaped(word: &str) -> String {
    word.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_in_any_field_of_any_body_are_refused_or_kept_as_they_are() {
    let world = World::new().await;
    let document: Value = serde_json::from_str(include_str!("../../../docs/openapi.json")).expect("the document");
    let (words, mut count) = (words(), 0);
    for route in ROUTES.iter().filter(|route| route.method != "GET" && !ends(route.path)) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        let mut places = Vec::new();
        leaves(example, String::new(), &mut places);
        for place in places.iter().filter(|place| !place.is_empty()) {
            for word in &words {
                let mut body = example.clone();
                // A hash each: the field itself is tried, and else what is told apart before it.
                if place != "/password" {
                    body.as_object_mut().into_iter().for_each(|fields| drop(fields.remove("password")));
                }
                body.pointer_mut(place).into_iter().for_each(|leaf| *leaf = json!(word));
                let ask = world.site.ask(route.method.as_str(), world.filled(route.path)).by(world.cookie(route.policy));
                is_fine(&ask.json(&body).told().await, || format!("{} {} {place} {word:?}", route.method, route.path));
                count += 1;
            }
        }
    }
    eprintln!("{count} bodies");
    assert!(count > 2_000, "{count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_in_addresses_are_refused_or_not_heeded() {
    let world = World::new().await;
    let words: Vec<String> = words().iter().map(|word| escaped(word).chars().take(6_000).collect()).collect();
    let bytes = ["%FF", "%C3%28", "%ED%A0%80", "%F4%90%80%80", "%", "%zz", "+", "%2e%2e%2f"].map(str::to_owned);
    let mut count = 0;
    for route in ROUTES.iter().filter(|route| route.method == "GET") {
        for word in words.iter().chain(&bytes) {
            let mut to: Vec<String> = route.query.iter().map(|name| format!("{}?{name}={word}", world.filled(route.path))).collect();
            // Without an id it is the address of the list.
            if route.path.contains("{id}") && !word.is_empty() {
                to.push(route.path.replace("{id}", word));
            }
            for to in to.iter().filter(|to| to.parse::<axum::http::Uri>().is_ok()) {
                is_fine(&world.site.get(to).by(world.cookie(route.policy)).told().await, || to.clone());
                count += 1;
            }
        }
    }
    eprintln!("{count} addresses");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_in_headers_are_refused_or_not_heeded() {
    const NAMES: [&str; 14] = [
        "if-match",
        "if-none-match",
        "idempotency-key",
        "authorization",
        "cookie",
        "accept-language",
        "accept-encoding",
        "x-request-id",
        "x-forwarded-for",
        "forwarded",
        "host",
        "range",
        "content-encoding",
        "sec-fetch-site",
    ];
    let world = World::new().await;
    let (commas, long) = ("x,".repeat(4_000), "y".repeat(32_000));
    let words = ["", "\"", "W/", "*, *", "\u{ff}", "Bearer", "Bearer \u{ff}", "Bearer a.b.c", "gzip;q=nan", &commas, &long];
    let check_in = format!("/api/appointments/{}/check-in/", world.visit);
    for name in NAMES {
        for word in words {
            for (method, path) in [("GET", "/api/doctors/"), ("POST", &check_in), ("GET", "/doctors")] {
                let ask = world.site.ask(method, path).by(&world.cookies[0]).header(name, word).json("{}");
                is_fine(&ask.told().await, || format!("{method} {path} {name}: {word:?}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_of_any_depth_is_refused_at_every_address_that_reads_it() {
    let world = World::new().await;
    let deep = ["[".repeat(100_000), "{\"a\":".repeat(40_000), format!("{{\"text\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000))];
    for route in ROUTES.iter().filter(|route| route.method != "GET" && !ends(route.path)) {
        for body in &deep {
            let ask = world.site.ask(route.method.as_str(), world.filled(route.path)).by(world.cookie(route.policy));
            let told = ask.json(body).told().await;
            assert!(told.status.is_client_error(), "{} {}: {told:?}", route.method, route.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_a_field_of_several_lines_cannot_leave_it() {
    let world = World::new().await;
    let (text, cookie) = ("a</textarea><script>1</script>&lt;b", &world.cookies[0]);
    let profile = json!({ "name": text, "language": "en", "time_zone": "UTC", "conditions": [text], "medications": [text] });
    assert_eq!(world.site.ask("PUT", "/api/patients/me/").by(cookie).json(&profile).told().await.status, 200);
    let linked = format!("/symptoms?text={}", escaped(text));
    for path in [linked.as_str(), "/settings"] {
        let told = world.site.get(path).by(cookie).told().await;
        assert_eq!(told.status, 200, "{path}");
        assert!(!told.body.contains("</textarea><script>1"), "{path}");
        assert!(told.body.contains("a&lt;/textarea&gt;&lt;script&gt;1&lt;/script&gt;&amp;lt;b"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_cannot_leave_the_title_of_a_page() {
    let world = World::new().await;
    let name = "Dr </title><script>1</script>";
    let doctor = world.site.db.doctor_with(NewDoctor { name: name.into(), ..NewDoctor::default() }).await;
    for path in [format!("/doctors/{}", doctor.id), format!("/book/{}", doctor.id), "/doctors".to_owned()] {
        let told = world.site.get(&path).by(&world.cookies[0]).told().await;
        assert!(told.status == 200 && !told.body.contains("</title><script>1"), "{path}: {}", told.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_in_any_form_of_any_page_are_refused_or_kept_as_they_are() {
    const FIELDS: [&str; 15] = [
        "text",
        "email",
        "name",
        "start",
        "reason",
        "report",
        "city",
        "token",
        "code",
        "date_of_birth",
        "allergies",
        "age",
        "days",
        "zone",
        "note",
    ];
    let world = World::new().await;
    let mut count = 0;
    for (n, act) in
        acts().into_iter().filter(|act| !["everywhere", "others", "end"].contains(&act.name) && act.path != "/logout").enumerate()
    {
        // Each of four acts a quarter of the words: pages take their time to render.
        for word in words().into_iter().skip(n % 4).step_by(4) {
            let word: String = escaped(&word).chars().take(3_000).collect();
            let fields: Vec<String> = FIELDS.iter().map(|name| format!("{name}={word}")).collect();
            let form = format!("act={}&{}", act.name, fields.join("&"));
            let ask = world.site.post(world.filled(act.path)).by(world.cookie(act.policy));
            is_fine(&ask.raw("application/x-www-form-urlencoded", form).told().await, || format!("{} {} {word}", act.path, act.name));
            count += 1;
        }
    }
    for page in PAGES {
        for word in ["%00", "%FF", "%ED%A0%80", "%E2%80%AE", "%EF%BF%BF", "..%2f..%2f", "%27"] {
            let query = format!("?text={word}&city={word}&after={word}&token={word}&date={word}&day={word}");
            for to in [named(page.path, word), world.filled(page.path) + &query] {
                is_fine(&world.site.get(&to).by(world.cookie(page.policy)).told().await, || to.clone());
                count += 1;
            }
        }
    }
    eprintln!("{count} forms and pages");
}
