//! Tokens over REST: who comes with one is judged by it alone, at the API alone.

use crate::rest_site::{Site, Told};
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use server::rest::ROUTES;
use testkit::PASSWORD;

async fn tokens(site: &Site, email: &str, scope: &str) -> Value {
    let body = json!({ "email": email, "password": PASSWORD, "scope": scope });
    site.post("/api/auth/token/").json(body).told().await.data()
}

fn bearer(tokens: &Value) -> String {
    format!("Bearer {}", tokens["access_token"].as_str().expect("a token"))
}

fn is_refused_as_no_token(told: &Told) -> bool {
    told.error().1 == "UNAUTHENTICATED" && told.header("www-authenticate") == Some("Bearer realm=\"smart-health\", error=\"invalid_token\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_signs_in_books_nothing_it_may_not_refreshes_and_ends() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let told = site.post("/api/auth/token/").json(json!({ "email": patient.email, "password": PASSWORD })).told().await;
    assert!(!told.headers.contains_key("set-cookie"), "a program has no session");
    let first = told.data();
    assert_eq!((&first["scope"], &first["token_type"], &first["expires_in"]), (&json!("read"), &json!("Bearer"), &json!(900)));
    let me = site.get("/api/users/me/").header("authorization", &bearer(&first)).told().await;
    assert_eq!(me.data()["email"], json!(patient.email));
    let second = site.post("/api/auth/refresh/").json(json!({ "refresh_token": first["refresh_token"] })).told().await.data();
    site.db.advance(TimeDelta::minutes(15));
    assert!(is_refused_as_no_token(&site.get("/api/users/me/").header("authorization", &bearer(&first)).told().await));
    let third = site.post("/api/auth/refresh/").json(json!({ "refresh_token": second["refresh_token"] })).told().await.data();
    assert_eq!(site.post("/api/auth/revoke/").json(json!({ "token": third["refresh_token"] })).told().await.status, 200);
    assert!(is_refused_as_no_token(&site.get("/api/users/me/").header("authorization", &bearer(&third)).told().await));
    let ended = site.post("/api/auth/refresh/").json(json!({ "refresh_token": third["refresh_token"] })).told().await;
    assert_eq!(ended.error().0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_for_tokens_and_for_sessions_are_counted_together_and_answered_alike() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let try_token =
        async |password: &str| site.post("/api/auth/token/").json(json!({ "email": patient.email, "password": password })).told().await;
    assert_eq!(try_token("a guess").await.lasting(), site.login(&patient.email, "a guess").await.lasting());
    for _ in 0..4 {
        assert_eq!(try_token("a guess").await.status, 401);
        assert_eq!(site.login(&patient.email, "a guess").await.status, 401);
    }
    assert_eq!(try_token(PASSWORD).await.error(), (429, "RATE_LIMITED".into(), None));
    let unknown = site.post("/api/auth/token/").json(json!({ "email": "nobody@example.org", "password": "a guess" })).told().await;
    assert_eq!(unknown.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_opens_exactly_its_own_half_of_every_address() {
    let site = Site::new().await;
    let people = [site.db.patient().await.email, site.db.doctor().await.email, site.db.admin().await.email];
    for email in &people {
        for (scope, other) in [("read", "write"), ("write", "read")] {
            for route in ROUTES {
                // Anew each time: some of the addresses end all tokens.
                let given = tokens(&site, email, scope).await;
                let path = route.path.replace("{id}", "01890000-0000-7000-8000-000000000000");
                let ask = site.ask(route.method.as_str(), path).header("authorization", &bearer(&given));
                let told = if route.method == "GET" { ask.told().await } else { ask.json("{}").told().await };
                let case = format!("{scope} {} {}: {told:?}", route.method, route.path);
                let insufficient = format!("Bearer realm=\"smart-health\", error=\"insufficient_scope\", scope=\"{other}\"");
                let is_needed = route.scope().is_none_or(|needed| needed.code() == scope);
                assert_ne!(told.status, 401, "{case}");
                if told.header("www-authenticate").is_some() {
                    assert_eq!((told.header("www-authenticate"), is_needed), (Some(&*insufficient), false), "{case}");
                } else {
                    assert!(is_needed || told.status == 403, "{case}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_never_falls_back_to_the_cookie() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    let good = bearer(&tokens(&site, &patient.email, "read write").await);
    for bad in ["Bearer", "Bearer ", "Bearer x", "bearer a.b.c", "Bearer shs_AAAA", &good[..good.len() - 1], &format!("{good}x")] {
        for path in ["/api/users/me/", "/api/doctors/", "/api/auth/logout/"] {
            let method = if path.contains("auth") { "POST" } else { "GET" };
            let told = site.ask(method, path).by(&cookie).header("authorization", bad).told().await;
            assert!(is_refused_as_no_token(&told), "{bad} {path} {told:?}");
        }
    }
    let twice = site.get("/api/users/me/").by(&cookie).header("authorization", &good).header("authorization", "Bearer x").told().await;
    assert!(is_refused_as_no_token(&twice), "{twice:?}");
    assert_eq!(site.get("/api/users/me/").by(&cookie).told().await.status, 200, "the session is untouched");
    let proxy = site.get("/api/users/me/").by(&cookie).header("authorization", "Basic eDp5").told().await;
    assert_eq!(proxy.status, 200, "another scheme is somebody else's affair");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_cookie_and_a_token_the_token_alone_counts() {
    let site = Site::new().await;
    let (patient, doctor) = (site.db.patient().await, site.db.doctor().await);
    let cookie = site.cookie(&patient.email).await;
    let good = bearer(&tokens(&site, &doctor.email, "read write").await);
    let me = site.get("/api/users/me/").by(&cookie).header("authorization", &good).told().await.data();
    assert_eq!(me["email"], json!(doctor.email));
    let out = site.post("/api/auth/logout/").header("cookie", &cookie).header("authorization", &good).told().await;
    assert_eq!(out.status, 200);
    assert_eq!(site.get("/api/users/me/").by(&cookie).told().await.data()["email"], json!(patient.email), "whose session is still theirs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_come_from_anywhere_and_a_cookie_may_not() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    let good = bearer(&tokens(&site, &patient.email, "write").await);
    let everywhere = || site.post("/api/auth/logout/").header("sec-fetch-site", "cross-site").header("origin", "https://app.example");
    assert_eq!(everywhere().header("authorization", &good).told().await.status, 200);
    assert_eq!(everywhere().header("cookie", &cookie).told().await.error().0, 403);
    let no_token = everywhere().header("cookie", &cookie).header("authorization", "Basic eDp5").told().await;
    assert_eq!(no_token.error().0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_live_events_do_not_know_tokens() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let good = bearer(&tokens(&site, &patient.email, "read write").await);
    for path in ["/settings", "/appointments"] {
        assert_eq!(site.get(path).header("authorization", &good).told().await.status, StatusCode::SEE_OTHER, "{path}");
    }
    assert_eq!(site.get("/live").header("authorization", &good).told().await.status, 401);
    let cookie = site.cookie(&patient.email).await;
    assert_eq!(site.get("/settings").by(&cookie).header("authorization", "Bearer x").told().await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_token_is_made_used_listed_and_revoked() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    let wish = |name: &str, password: &str| json!({ "name": name, "scope": "read write", "days": 30, "password": password });
    let make = async |body: Value| site.post("/api/users/me/tokens/").by(&cookie).json(body).told().await;
    assert_eq!(make(wish("backup", "a guess")).await.error(), (400, "VALIDATION_ERROR".into(), Some("password".into())));
    let bad = make(json!({ "name": "", "scope": "admin", "days": 366, "password": PASSWORD })).await.json();
    let fields: Vec<_> = bad["error"]["fields"].as_array().expect("fields").iter().filter_map(|f| f["field"].as_str()).collect();
    assert_eq!(fields, ["name", "scope", "days"]);
    let made = make(wish("backup", PASSWORD)).await;
    assert_eq!(made.status, 201);
    let text = format!("Bearer {}", made.data()["token"].as_str().expect("a token"));
    let listed = site.get("/api/users/me/tokens/").header("authorization", &text).told().await;
    assert!(!listed.body.contains("shs_"), "{listed:?}");
    assert_eq!(listed.data()["items"][0]["id"], made.data()["personal"]["id"]);
    let again = site.post("/api/users/me/tokens/").header("authorization", &text).json(wish("more", "a guess")).told().await;
    assert_eq!(again.error().0, 400, "a token makes no token without the password");
    let path = format!("/api/users/me/tokens/{}/revoke/", made.data()["personal"]["id"].as_str().expect("an id"));
    let stranger = site.cookie(&site.db.patient().await.email).await;
    assert_eq!(site.post(&path).by(&stranger).told().await.error().0, 404);
    assert_eq!(site.post(&path).by(&cookie).told().await.status, 200);
    assert!(is_refused_as_no_token(&site.get("/api/users/me/").header("authorization", &text).told().await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_with_a_token_spends_one_statement_on_knowing_who_asks() {
    let site = Site::new().await;
    let good = bearer(&tokens(&site, &site.db.patient().await.email, "read").await);
    let (told, sql) = site.db.count(site.get("/api/users/me/").header("authorization", &good).told()).await;
    assert_eq!((told.status.as_u16(), sql.len()), (200, 1), "{sql:?}");
}
