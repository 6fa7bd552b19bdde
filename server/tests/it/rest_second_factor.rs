//! The second step of signing in, over REST and on pages.

use crate::rest_site::{Site, Told};
use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use serde_json::{Value, json};
use server::rest::ROUTES;
use testkit::{Device, PASSWORD, totp};

const MINE: &str = "/api/users/me/second-factor/";
const PASSKEYS: &str = "/api/users/me/passkeys/";

async fn post(site: &Site, path: &str, cookie: &str, body: Value) -> Told {
    site.post(path).by(cookie).json(body).told().await
}

fn cookie_of(told: &Told) -> String {
    let set = told.headers[header::SET_COOKIE].to_str().expect("a cookie");
    set.split(';').next().expect("a pair").to_owned()
}

/// Sets a second factor up for whom the cookie stands; gives the secret, the recovery codes, and the session's new cookie.
async fn enrol(site: &Site, cookie: &str) -> (String, Vec<Value>, String) {
    let begun = post(site, MINE, cookie, json!({ "password": PASSWORD })).await.data();
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    let confirmed = post(site, &format!("{MINE}confirm/"), cookie, json!({ "code": totp(&secret, site.db.now()) })).await;
    let codes = confirmed.data()["recovery_codes"].as_array().expect("codes").clone();
    site.db.advance(TimeDelta::seconds(30));
    (secret, codes, cookie_of(&confirmed))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_alone_gives_no_session_and_the_second_step_does() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let first = site.cookie(&patient.email).await;
    let (secret, codes, second) = enrol(&site, &first).await;
    assert_eq!(site.get("/api/users/me/").by(&first).told().await.error().0, 401, "the session's id has changed");
    assert_eq!(site.get(MINE).by(&second).told().await.data()["recovery_codes_left"], json!(10));
    let told = site.login(&patient.email, PASSWORD).await;
    assert_eq!(told.error(), (401, "SECOND_FACTOR_REQUIRED".into(), None));
    assert!(!told.headers.contains_key("set-cookie"));
    let mfa = told.json()["error"]["mfa_token"].as_str().expect("a token").to_owned();
    let bearer = site.get("/api/users/me/").header("authorization", &format!("Bearer {mfa}")).told().await;
    assert_eq!(bearer.error().0, 401, "it opens nothing");
    let step = async |code: &str| post(&site, "/api/auth/second-factor/", "", json!({ "mfa_token": mfa, "code": code })).await;
    assert_eq!(step("000000").await.error(), (400, "VALIDATION_ERROR".into(), Some("code".into())));
    let code = totp(&secret, site.db.now());
    let done = step(&code).await;
    assert_eq!(done.data()["email"], json!(patient.email));
    assert_eq!(site.get("/api/users/me/").by(&cookie_of(&done)).told().await.status, 200);
    assert_eq!(step(&code).await.error().0, 400, "a code counts once");
    assert_eq!(step(codes[0].as_str().expect("a code")).await.status, 200);
    let forged = post(&site, "/api/auth/second-factor/", "", json!({ "mfa_token": "a.b.c", "code": code })).await;
    assert_eq!(forged.error(), (410, "EXPIRED".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_need_the_second_step_too() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let (secret, ..) = enrol(&site, &site.cookie(&patient.email).await).await;
    let asked = site.post("/api/auth/token/").json(json!({ "email": patient.email, "password": PASSWORD })).told().await;
    assert_eq!(asked.error().1, "SECOND_FACTOR_REQUIRED");
    let body = json!({ "mfa_token": asked.json()["error"]["mfa_token"], "code": totp(&secret, site.db.now()), "scope": "read" });
    let tokens = site.post("/api/auth/token/second-factor/").json(body).told().await.data();
    let access = format!("Bearer {}", tokens["access_token"].as_str().expect("a token"));
    assert_eq!(site.get("/api/users/me/").header("authorization", &access).told().await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_taken_away_by_its_owner_or_reset_by_an_administrator() {
    let site = Site::new().await;
    let (patient, admin) = (site.db.patient().await, site.db.admin().await);
    let (secret, _, cookie) = enrol(&site, &site.cookie(&patient.email).await).await;
    let body = json!({ "password": PASSWORD, "code": totp(&secret, site.db.now()) });
    assert_eq!(post(&site, &format!("{MINE}remove/"), &cookie, body).await.status, 200);
    assert_eq!(site.get("/api/users/me/").by(&cookie).told().await.error().0, 401, "signed out everywhere");
    enrol(&site, &site.cookie(&patient.email).await).await;
    let staff = site.cookie(&admin.email).await;
    let listed = site.get(format!("/api/users/?q={}", patient.email)).by(&staff).told().await.data();
    assert_eq!(listed["items"][0]["second_factor"], json!(true));
    let reset = format!("/api/users/{}/second-factor/reset/", patient.user);
    assert_eq!(post(&site, &reset, &staff, json!({})).await.status, 200);
    assert_eq!(post(&site, &reset, &staff, json!({})).await.error().0, 404);
    assert_eq!(site.login(&patient.email, PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_asks_for_the_code_after_the_password_and_says_what_is_wrong_with_it() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let (secret, ..) = enrol(&site, &site.cookie(&patient.email).await).await;
    let form = async |body: String| {
        site.post("/login").header("sec-fetch-site", "same-origin").raw("application/x-www-form-urlencoded", body).told().await
    };
    let first = form(format!("email={}&password={}", patient.email, PASSWORD.replace(' ', "+"))).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(!first.headers.contains_key("set-cookie") && first.body.contains("one-time-code"), "{first:?}");
    let pending = first.body.split("name=\"pending\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a field").to_owned();
    let wrong = form(format!("act=code&pending={pending}&code=000000")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("This code is not right") && wrong.body.contains(&pending) && !wrong.body.contains("name=\"password\""));
    let done = form(format!("act=code&pending={pending}&code={}", totp(&secret, site.db.now()))).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, Some("/")));
    assert_eq!(site.get("/settings").by(&cookie_of(&done)).told().await.status, StatusCode::OK);
    let late = form("act=code&pending=a.b.c&code=123456".to_owned()).await;
    assert_eq!((late.status, late.header("location")), (StatusCode::SEE_OTHER, Some("/login")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_must_have_one_is_led_there_and_can_do_nothing_else_meanwhile() {
    let site = Site::strict("staff").await;
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    let free = site.cookie(&patient.email).await;
    assert_eq!(site.get("/settings").by(&free).told().await.status, StatusCode::OK, "patients are not staff");
    let cookie = site.cookie(&doctor.email).await;
    let bearer = async || {
        let body = json!({ "email": doctor.email, "password": PASSWORD, "scope": "read write" });
        let told = site.post("/api/auth/token/").json(body).told().await.data();
        format!("Bearer {}", told["access_token"].as_str().expect("a token"))
    };
    let token = bearer().await;
    for path in ["/", "/dashboard", "/settings", "/doctors"] {
        let told = site.get(path).by(&cookie).told().await;
        assert_eq!((told.status, told.header("location")), (StatusCode::SEE_OTHER, Some("/settings/second-factor")), "{path}");
    }
    for route in ROUTES {
        let open = route.path == "/api/users/me/"
            || route.path.starts_with("/api/auth/logout")
            || route.path == "/api/auth/revoke/"
            || [MINE, "/api/users/me/second-factor/confirm/", PASSKEYS, "/api/users/me/passkeys/question/"].contains(&route.path);
        let path = route.path.replace("{id}", "01890000-0000-7000-8000-000000000000");
        if open {
            continue;
        }
        for told in [
            site.ask(route.method.as_str(), &path).by(&cookie).told().await,
            site.ask(route.method.as_str(), &path).header("authorization", &token).told().await,
        ] {
            assert_eq!(told.error(), (403, "SECOND_FACTOR_MISSING".into(), None), "{}", route.path);
        }
    }
    assert_eq!(site.get("/live").by(&cookie).told().await.status, 403);
    let page = site.get("/settings/second-factor").by(&cookie).told().await;
    assert!(page.status == StatusCode::OK && page.body.contains("Your account needs this"), "{page:?}");
    // A passkey is two factors at once.
    assert!(page.body.contains("Use a passkey instead"));
    let added = add_passkey(&site, &cookie, &mut Device::new(HERE, -7)).await;
    assert_eq!(site.get("/dashboard").by(&cookie_of(&added)).told().await.status, StatusCode::OK);
    // From now on the password alone neither makes another nor takes this one away.
    let alone = site.cookie(&doctor.email).await;
    let other = post(&site, "/api/users/me/passkeys/question/", &alone, json!({ "password": PASSWORD })).await;
    assert_eq!(other.error(), (400, "VALIDATION_ERROR".into(), Some("password".into())));
    let form = format!("act=remove&passkey={}", added.data()["id"].as_str().expect("an id"));
    let removed = site.post("/settings/passkeys").by(&alone).raw("application/x-www-form-urlencoded", form).told().await;
    assert_eq!(removed.status, StatusCode::FORBIDDEN);
    let reset = format!("/api/users/{}/second-factor/reset/", doctor.user);
    let (_, _, staff) = enrol(&site, &site.cookie(&site.db.admin().await.email).await).await;
    assert_eq!(post(&site, &reset, &staff, json!({})).await.status, 200);
    let (cookie, token) = (site.cookie(&doctor.email).await, bearer().await);
    let (_, _, cookie) = enrol(&site, &cookie).await;
    assert_eq!(site.get("/dashboard").by(&cookie).told().await.status, StatusCode::OK);
    let mine = async |token: &str| site.get("/api/doctors/me/").header("authorization", token).told().await.status;
    assert_eq!(mine(&token).await, 403, "it was given for the password alone");
    // Who sets one up with a token has shown it for that token.
    assert_eq!(post(&site, &reset, &staff, json!({})).await.status, 200);
    let (token, other) = (bearer().await, bearer().await);
    let ask = |path: &str, body| site.post(path).header("authorization", &token).json(body).told();
    let secret = ask(MINE, json!({ "password": PASSWORD })).await.data()["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(ask(&format!("{MINE}confirm/"), json!({ "code": totp(&secret, site.db.now()) })).await.status, 200);
    assert_eq!((mine(&token).await, mine(&other).await), (StatusCode::OK, StatusCode::FORBIDDEN));
}

/// The tests' site, as a browser writes it.
const HERE: &str = "http://localhost:3000";

/// Adds a passkey as a program does that has a device.
async fn add_passkey(site: &Site, cookie: &str, device: &mut Device) -> Told {
    let asked = post(site, "/api/users/me/passkeys/question/", cookie, json!({ "password": PASSWORD })).await.data();
    device.owner = asked["public_key"]["user"]["id"].as_str().map(str::to_owned);
    let credential = device.make(asked["public_key"]["challenge"].as_str().expect("a challenge"));
    post(site, PASSKEYS, cookie, json!({ "question": asked["question"], "name": "Phone", "credential": credential })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_over_rest_and_on_the_page_and_is_listed_and_removed() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let (cookie, mut device) = (site.cookie(&patient.email).await, Device::new(HERE, -8));
    let wrong = post(&site, "/api/users/me/passkeys/question/", &cookie, json!({ "password": "a guess" })).await;
    assert_eq!(wrong.error(), (400, "VALIDATION_ERROR".into(), Some("password".into())));
    let added = add_passkey(&site, &cookie, &mut device).await;
    assert_eq!((added.status, &added.data()["name"]), (StatusCode::CREATED, &json!("Phone")));
    let cookie = cookie_of(&added);
    let answer = async || {
        let asked = post(&site, "/api/auth/passkey/question/", "", json!({})).await.data();
        (asked["question"].clone(), device.sign(asked["public_key"]["challenge"].as_str().expect("a challenge")))
    };
    let (question, credential) = answer().await;
    let body = json!({ "question": question, "credential": credential });
    let done = post(&site, "/api/auth/passkey/", "", body.clone()).await;
    assert_eq!(done.data()["email"], json!(patient.email));
    assert_eq!(site.get("/api/users/me/").by(&cookie_of(&done)).told().await.status, 200);
    assert_eq!(post(&site, "/api/auth/passkey/", "", body).await.error(), (410, "EXPIRED".into(), None), "an answer counts once");
    let (question, credential) = answer().await;
    let credential = serde_json::to_string(&credential).expect("JSON");
    let fields = [("act", "passkey"), ("question", question.as_str().expect("text")), ("credential", &credential)];
    let form = site.post("/login?next=/settings/passkeys").header("sec-fetch-site", "same-origin");
    let body = app::path::with("", &fields).trim_start_matches('?').to_owned();
    let done = form.raw("application/x-www-form-urlencoded", body).told().await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, Some("/settings/passkeys")));
    let listed = site.get(PASSKEYS).by(&cookie).told().await.data();
    assert!(listed["items"].as_array().is_some_and(|keys| keys.len() == 1 && !keys[0]["last_used_at"].is_null()), "{listed}");
    let one = format!("{PASSKEYS}{}/", listed["items"][0]["id"].as_str().expect("an id"));
    assert_eq!(site.ask("DELETE", &one).by(&site.cookie(&site.db.patient().await.email).await).told().await.status, 404);
    assert_eq!(site.ask("DELETE", &one).by(&cookie).told().await.status, 200);
    let (question, credential) = answer().await;
    let late = post(&site, "/api/auth/passkey/", "", json!({ "question": question, "credential": credential })).await;
    assert_eq!(late.error(), (400, "VALIDATION_ERROR".into(), Some("credential".into())));
}
