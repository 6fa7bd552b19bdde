//! Everything that changes something, sent as another site could make a browser send it: by form, by link, without a word of where it
//! comes from. Made of the tables of addresses, so that a new one is tried without anybody thinking of it.

use crate::rest_site::{Ask, Site, Told};
use app::{FNS, PAGES, acts};
use chrono::TimeDelta;
use sea_orm::{DbBackend, FromQueryResult, Statement};
use server::rest::ROUTES;
use testkit::Visit;
use uuid::Uuid;

const FORM: &str = "application/x-www-form-urlencoded";
const EVIL: &str = "https://evil.example";

/// What a browser sends with what another site made it do, and how that is answered: as forged, or as of a kind that nobody reads.
const FORGED: &[(&[(&str, &str)], u16)] = &[
    (&[("sec-fetch-site", "cross-site"), ("origin", EVIL)], 403),
    (&[("sec-fetch-site", "cross-site")], 403),
    (&[("sec-fetch-site", "cross-site"), ("origin", "null")], 403),
    (&[("sec-fetch-site", "same-site"), ("origin", "https://other.clinic.example")], 403),
    (&[("sec-fetch-site", "nonsense")], 403),
    (&[("origin", EVIL)], 403),
    (&[("origin", "null")], 403),
    (&[("origin", "")], 403),
    (&[("origin", EVIL), ("referer", "http://127.0.0.1:3000/")], 403),
    (&[("origin", "http://127.0.0.1:3000.evil.example")], 403),
    (&[], 403),
];

/// What forms and scripts that ask nobody's leave can send.
const KINDS: [&str; 3] = [FORM, "multipart/form-data; boundary=x", "application/json"];

struct World {
    site: Site,
    /// Cookies of a patient, a doctor and an administrator.
    cookies: [String; 3],
    visit: Uuid,
}

#[derive(FromQueryResult)]
struct Text {
    text: Option<String>,
}

impl World {
    async fn new() -> Self {
        let site = Site::told(&[("SHS_LIMIT_LOGIN", "off"), ("SHS_LIMIT_REGISTER", "off"), ("SHS_LIMIT_BOOKING", "off")]).await;
        let (patient, doctor, admin) = (site.db.patient().await, site.db.doctor().await, site.db.admin().await);
        let visit = site.db.visit(&Visit::new(&doctor, &patient, site.db.now() + TimeDelta::days(2))).await.0;
        let cookies = [site.cookie(&patient.email).await, site.cookie(&doctor.email).await, site.cookie(&admin.email).await];
        Self { site, cookies, visit }
    }

    async fn text(&self, sql: &str) -> String {
        let row = Text::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).one(self.site.db.connection()).await;
        row.expect("an answer").and_then(|row| row.text).unwrap_or_default()
    }

    /// A digest of every row of every table but those that count requests and look-ups.
    async fn state(&self) -> String {
        let counts = "'rate_limit', 'login_throttle', 'session', 'audit', 'audit_head', 'seaql_migrations'";
        let sql = format!(
            "select string_agg(table_name, ',' order by table_name) as text from information_schema.tables
             where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ({counts})"
        );
        let tables = self.text(&sql).await;
        let mut whole = self.text("select string_agg(public_id::text, ',' order by public_id) as text from session").await;
        for table in tables.split(',') {
            let sql = format!("select md5(string_agg(t::text, ',' order by t::text)) as text from \"{table}\" t");
            whole += &format!("\n{table} {}", self.text(&sql).await);
        }
        whole
    }

    fn filled(&self, path: &str) -> String {
        let names = ["{id}", "{report}", "{doctor}", "{appointment}"];
        names.iter().fold(path.replace("{score}", "findrisc"), |path, name| path.replace(name, &self.visit.to_string()))
    }

    /// Every address at which something is changed, with the fields of a form that would.
    fn changes(&self) -> Vec<(&'static str, String, String)> {
        let routes = ROUTES.iter().filter(|route| route.method != "GET").map(|route| {
            let method = if route.method == "PUT" {
                "PUT"
            } else if route.method == "DELETE" {
                "DELETE"
            } else {
                "POST"
            };
            (method, self.filled(route.path), "a=b".to_owned())
        });
        let of_acts = acts().into_iter().map(|act| {
            let fields = format!("act={}&appointment={id}&doctor={id}&user={id}&start=2026-03-05T10:00:00Z", act.name, id = self.visit);
            ("POST", self.filled(act.path), fields)
        });
        let of_fns = FNS.iter().map(|f| ("POST", f.path.to_owned(), "date=2026-03-02".to_owned()));
        let of_pages = PAGES.iter().map(|page| ("POST", self.filled(page.path), "act=cancel".to_owned()));
        routes.chain(of_acts).chain(of_fns).chain(of_pages).collect()
    }
}

fn with<'a>(ask: Ask<'a>, headers: &[(&str, &str)]) -> Ask<'a> {
    headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value))
}

fn is_refused(told: &Told, status: u16, case: &str) {
    assert_eq!(told.status.as_u16(), status, "{case}: {told:?}");
    assert!(!told.headers.contains_key("set-cookie"), "{case}: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_by_what_another_site_makes_a_browser_send() {
    let world = World::new().await;
    let (before, mut count) = (world.state().await, 0);
    for (method, path, fields) in world.changes() {
        for cookie in &world.cookies {
            for (headers, status) in FORGED {
                for kind in KINDS {
                    let body = if kind.ends_with("json") { "{}" } else { &fields };
                    let ask = world.site.ask(method, &path).header("cookie", cookie).raw(kind, body);
                    is_refused(&with(ask, headers).told().await, *status, &format!("{method} {path} {kind} {headers:?}"));
                    count += 1;
                }
            }
            for kind in ["text/plain", "Text/Plain; charset=utf-8"] {
                let ask = world.site.ask(method, &path).by(cookie).raw(kind, "{}");
                is_refused(&ask.told().await, 415, &format!("{method} {path} {kind}"));
                count += 1;
            }
        }
        let ask = world.site.ask(method, &path).header("sec-fetch-site", "cross-site").header("origin", EVIL).raw(FORM, fields);
        is_refused(&ask.told().await, 403, &format!("{method} {path} by a stranger's browser"));
    }
    assert_eq!(world.state().await, before, "nothing was changed");
    eprintln!("{count} forged requests, all of them refused");
    assert!(count > 10_000, "{count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_by_a_link_or_by_a_method_that_is_only_claimed() {
    let world = World::new().await;
    let (before, mut count) = (world.state().await, 0);
    for (method, path, fields) in world.changes() {
        for cookie in &world.cookies {
            let link = format!("{path}?{fields}");
            let claimed = format!("{link}&_method={method}");
            for (verb, to) in [("GET", &path), ("GET", &link), ("GET", &claimed), ("HEAD", &link), ("OPTIONS", &link)] {
                let told = world.site.ask(verb, to).by(cookie).header("x-http-method-override", method).told().await;
                assert!(told.status.as_u16() < 500 || told.status == 503, "{verb} {to}: {told:?}");
                count += 1;
            }
            for verb in ["TRACE", "PATCH", "PROPFIND", "LOCK"] {
                let told = world.site.ask(verb, &path).by(cookie).raw(FORM, fields.clone()).told().await;
                assert!(told.status.is_client_error(), "{verb} {path}: {told:?}");
                count += 1;
            }
        }
    }
    assert_eq!(world.state().await, before, "nothing was changed");
    eprintln!("{count} links followed and methods claimed, nothing changed");
    // What would have changed something does so from our own page: the digest notices.
    let cancel = format!("/api/appointments/{}/cancel/", world.visit);
    assert_eq!(world.site.post(cancel).by(&world.cookies[0]).json("{}").told().await.status, 200);
    assert_ne!(world.state().await, before);
}
