//! Links by mail, passwords, addresses and sessions, over REST and on pages.

use crate::rest_site::{Site, Told};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use testkit::PASSWORD;

const NEW: &str = "three quiet otters";
const FORM: &str = "application/x-www-form-urlencoded";

/// The token of the newest mail to an address.
async fn token(site: &Site, to: &str) -> String {
    let all = service::mail::waiting(&site.db.services()).await.expect("the outbox");
    let mail = all.into_iter().find(|mail| mail.recipient == to && mail.body.contains("token=")).expect("a mail with a link");
    mail.body.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a token").to_owned()
}

async fn subjects(site: &Site, to: &str) -> Vec<String> {
    let all = service::mail::waiting(&site.db.services()).await.expect("the outbox");
    all.into_iter().filter(|mail| mail.recipient == to).map(|mail| mail.subject).collect()
}

/// The cookie of this name that an answer sets.
fn set(told: &Told, name: &str) -> Option<String> {
    let all = told.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let found = all.map(|line| line.split(';').next().unwrap_or_default()).find(|pair| pair.split('=').next() == Some(name));
    found.filter(|pair| !pair.ends_with('=')).map(str::to_owned)
}

async fn who(site: &Site, cookie: &str) -> Option<String> {
    let told = site.get("/api/users/me/").by(cookie).told().await;
    (told.status == StatusCode::OK).then(|| told.data()["email"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_confirms_its_address() {
    let site = Site::new().await;
    let new = json!({ "email": "jo@example.org", "password": PASSWORD, "user_type": "patient", "name": "Jo" });
    assert_eq!(site.post("/api/auth/register/").json(&new).told().await.status, StatusCode::CREATED);
    let cookie = site.cookie("jo@example.org").await;
    let email = async || site.get("/api/users/me/email/").by(&cookie).told().await.data();
    assert_eq!(email().await, json!({ "email": "jo@example.org", "verified": false }));
    assert!(site.get("/account").by(&cookie).told().await.body.contains("Please confirm your e-mail address"));
    assert_eq!(site.post("/api/auth/verify-email/resend/").by(&cookie).told().await.status, StatusCode::OK);
    let token = token(&site, "jo@example.org").await;
    let verify = async |token: &str| site.post("/api/auth/verify-email/").json(json!({ "token": token })).told().await;
    assert_eq!(verify("made up").await.error(), (410, "EXPIRED".into(), None));
    assert_eq!(verify(&token).await.status, StatusCode::OK);
    assert_eq!(verify(&token).await.error().0, 410);
    assert_eq!(email().await["verified"], true);
    assert!(!site.get("/account").by(&cookie).told().await.body.contains("Please confirm"));
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_links_page_uses_nothing_up_and_its_button_does() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let told = site.post("/account/forgot").raw(FORM, format!("email={}", owner.email)).told().await;
    assert_eq!((told.status, told.header("location")), (StatusCode::SEE_OTHER, Some("/login")));
    let token = token(&site, &owner.email).await;
    for _ in 0..3 {
        let page = site.get(format!("/account/reset?token={token}")).told().await;
        assert!(page.status == StatusCode::OK && page.body.contains(&token), "{page:?}");
    }
    let reset = async |password: &str| {
        site.post("/account/reset").raw(FORM, format!("token={token}&password={}", password.replace(' ', "+"))).told().await
    };
    let weak = reset("password1234").await;
    assert_eq!(weak.status, StatusCode::BAD_REQUEST);
    assert!(weak.body.contains("too easy to guess") && weak.body.contains(&token), "the link is kept for the next try");
    let done = reset(NEW).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, Some("/login")));
    assert!(set(&done, "device").is_some(), "who can read the mails is known here");
    let again = reset(NEW).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("This has expired"), "{again:?}");
    assert_eq!(site.login(&owner.email, NEW).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_addresses_are_answered_alike_when_a_password_is_forgotten() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let cookie = site.cookie(&owner.email).await;
    let ask = async |email: &str| site.post("/api/auth/password-reset/").json(json!({ "email": email })).told().await;
    let (known, unknown) = (ask(&owner.email).await, ask("nobody@example.org").await);
    assert_eq!(known.lasting(), unknown.lasting());
    let body = json!({ "token": token(&site, &owner.email).await, "password": NEW });
    let done = site.post("/api/auth/password-reset/confirm/").json(&body).told().await;
    assert_eq!((done.status, set(&done, "device").is_some()), (StatusCode::OK, true));
    assert_eq!(who(&site, &cookie).await, None, "every session has ended");
    assert_eq!(site.login(&owner.email, PASSWORD).await.error().0, 401);
    assert_eq!(site.login(&owner.email, NEW).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_keeps_this_session_under_a_new_cookie_and_ends_the_others() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let (here, elsewhere) = (site.cookie(&owner.email).await, site.cookie(&owner.email).await);
    let change = async |cookie: &str, current: &str, new: &str| {
        let body = json!({ "current_password": current, "password": new });
        site.post("/api/users/me/password/").by(cookie).json(body).told().await
    };
    assert_eq!(change(&here, "wrong", NEW).await.error(), (400, "VALIDATION_ERROR".into(), Some("current_password".into())));
    let told = change(&here, PASSWORD, NEW).await;
    let renewed = set(&told, "shs").expect("a new cookie");
    assert_eq!(who(&site, &renewed).await, Some(owner.email.clone()));
    assert_eq!((who(&site, &here).await, who(&site, &elsewhere).await), (None, None));
    assert!(subjects(&site, &owner.email).await.contains(&"Your password was changed".to_owned()));
    let form = format!("act=password&current_password={}&password=four+loud+herons", NEW.replace(' ', "+"));
    let told = site.post("/account").by(&renewed).raw(FORM, form).told().await;
    assert_eq!((told.status, told.header("location")), (StatusCode::SEE_OTHER, Some("/account")), "{told:?}");
    let last = set(&told, "shs").expect("a new cookie");
    assert_eq!((who(&site, &renewed).await, who(&site, &last).await), (None, Some(owner.email)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_gets_another_address_by_the_link_that_went_there() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let (cookie, elsewhere) = (site.cookie(&owner.email).await, site.cookie(&owner.email).await);
    let body = json!({ "current_password": PASSWORD, "email": "New@Example.org" });
    assert_eq!(site.post("/api/users/me/email/").by(&cookie).json(body).told().await.status, StatusCode::OK);
    let link = json!({ "token": token(&site, "new@example.org").await });
    let page = site.get(format!("/account/email?token={}", link["token"].as_str().unwrap_or_default())).told().await;
    assert!(page.status == StatusCode::OK && page.body.contains("Use this address"));
    assert_eq!(site.post("/api/auth/email/confirm/").by(&cookie).json(&link).told().await.status, StatusCode::OK);
    assert_eq!(who(&site, &cookie).await.as_deref(), Some("new@example.org"), "where the link is followed it is known at once");
    assert_eq!(who(&site, &elsewhere).await, None, "elsewhere one signs in with it");
    assert_eq!(site.post("/api/auth/email/confirm/").json(&link).told().await.error().0, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sees_and_ends_their_sessions_by_names_that_open_nothing() {
    let site = Site::new().await;
    let (owner, other) = (site.db.patient().await, site.db.patient().await);
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let body = json!({ "email": owner.email, "password": PASSWORD });
    let told = site.post("/api/auth/login/").header("user-agent", agent).json(body).told().await;
    let here = set(&told, "shs").expect("a cookie");
    let (elsewhere, foreign) = (site.cookie(&owner.email).await, site.cookie(&other.email).await);
    let list = async |cookie: &str| site.get("/api/users/me/sessions/").by(cookie).told().await.data()["items"].take();
    let all = list(&here).await;
    let shown: Vec<(&Value, &Value)> = all.as_array().expect("a list").iter().map(|s| (&s["device"], &s["is_this"])).collect();
    assert_eq!(shown, [(&json!("Firefox on Linux"), &json!(true)), (&json!("An unknown device"), &json!(false))]);
    let page = site.get("/account").by(&here).told().await;
    let (secret, id) = (here.trim_start_matches("shs="), all[1]["id"].as_str().expect("an id"));
    assert!(page.body.contains("Firefox on Linux") && page.body.contains(id) && !page.body.contains(secret));
    let end = async |cookie: &str| site.ask("DELETE", format!("/api/users/me/sessions/{id}/")).by(cookie).told().await;
    assert_eq!(end(&foreign).await.error().0, 404, "another's session is absent");
    assert_eq!(end(&here).await.status, StatusCode::OK);
    assert_eq!((who(&site, &elsewhere).await, who(&site, &here).await), (None, Some(owner.email.clone())));
    let again = site.cookie(&owner.email).await;
    assert_eq!(site.ask("DELETE", "/api/users/me/sessions/").by(&here).told().await.status, StatusCode::OK);
    assert_eq!((who(&site, &again).await, list(&here).await.as_array().map(Vec::len)), (None, Some(1)));
    let third = site.cookie(&owner.email).await;
    let id = list(&third).await[1]["id"].as_str().expect("an id").to_owned();
    let told = site.post("/account").by(&third).raw(FORM, format!("act=end&session={id}")).told().await;
    assert_eq!((told.status, who(&site, &here).await), (StatusCode::SEE_OTHER, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_known_again_and_its_owner_is_not_locked_out_by_strangers() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let login = async |cookie: &str, password: &str| {
        let body = json!({ "email": owner.email, "password": password });
        site.post("/api/auth/login/").by(cookie).json(body).told().await
    };
    let notices = async || subjects(&site, &owner.email).await.iter().filter(|s| s.starts_with("A new device")).count();
    let device = set(&login("", PASSWORD).await, "device").expect("a cookie");
    let before = notices().await;
    let again = login(&device, PASSWORD).await;
    assert_eq!((again.status, set(&again, "device"), notices().await), (StatusCode::OK, None, before));
    assert!(login("", PASSWORD).await.status == StatusCode::OK && notices().await == before + 1);
    for _ in 0..11 {
        login("", "not the password").await;
    }
    assert_eq!(login("", PASSWORD).await.error().0, 429);
    assert_eq!(login(&device, PASSWORD).await.status, StatusCode::OK);
    let form = format!("email={}&password={}", owner.email, PASSWORD.replace(' ', "+"));
    let page = site.post("/login").by(&device).raw(FORM, form).told().await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_devices_cookie_is_for_this_host_and_out_of_reach_of_scripts() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let told = site.login(&owner.email, PASSWORD).await;
    let lines: Vec<&str> = told.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()).collect();
    let line = lines.iter().find(|line| line.starts_with("device=")).expect("a cookie");
    assert!(["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=34560000"].iter().all(|part| line.contains(part)), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_was_on_its_way_while_the_password_changed_comes_too_late() {
    use tower_sessions::{SessionStore, session::Record};
    let site = Site::new().await;
    let (services, owner) = (site.db.services(), site.db.patient().await);
    let store = server::session::Store::new(site.db.application().clone(), std::time::Duration::from_secs(3_600), site.db.clock().clone());
    let begin = async |epoch: i32| {
        let (id, expiry_date) = (tower_sessions::session::Id::default(), time::OffsetDateTime::now_utc() + time::Duration::HOUR);
        let data = [("user".to_owned(), json!(owner.user.0)), ("epoch".to_owned(), json!(epoch))].into_iter().collect();
        store.create(&mut Record { id, data, expiry_date }).await
    };
    let proven = service::account::prove(&services, &owner.email, PASSWORD, &service::account::Whence::default()).await.expect("proven");
    begin(proven.epoch).await.expect("a session");
    let now = service::account::change_password(&services, &owner.caller, PASSWORD, NEW).await.expect("changed");
    assert!(begin(proven.epoch).await.is_err(), "what was proven was another password");
    begin(now).await.expect("a session");
    // However the two fall together: once everything has ended, nothing of before is there.
    for round in now..now + 20 {
        let (_, ended) = tokio::join!(begin(round), service::account::logout_everywhere(&services, &owner.caller));
        ended.expect("ended");
        let open = service::account::sessions::list(&services, &owner.caller, None).await.expect("sessions");
        assert_eq!(open.len(), 0, "round {round}");
    }
    let now = now + 20;
    let boss = site.db.admin().await;
    service::admin::set_active(&services, &boss.caller, owner.user, false).await.expect("out");
    assert!(begin(now + 1).await.is_err(), "who is kept out does not come in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_stays_through_a_change_of_address_can_still_gain_a_second_factor() {
    let site = Site::new().await;
    let owner = site.db.patient().await;
    let cookie = site.cookie(&owner.email).await;
    let wish = json!({ "email": "new@example.org", "current_password": PASSWORD });
    assert_eq!(site.post("/api/users/me/email/").by(&cookie).json(&wish).told().await.status, StatusCode::OK);
    let link = json!({ "token": token(&site, "new@example.org").await });
    assert_eq!(site.post("/api/auth/email/confirm/").by(&cookie).json(&link).told().await.status, StatusCode::OK);
    let ask = |path: &str, body| site.post(path).by(&cookie).json(body).told();
    let begun = ask("/api/users/me/second-factor/", json!({ "password": PASSWORD })).await.data();
    let code = testkit::totp(begun["secret"].as_str().expect("a secret"), site.db.now());
    let confirmed = ask("/api/users/me/second-factor/confirm/", json!({ "code": code })).await;
    assert_eq!(confirmed.data()["recovery_codes"].as_array().map(Vec::len), Some(10));
    let stronger = set(&confirmed, "shs").expect("a session");
    assert_eq!(who(&site, &stronger).await.as_deref(), Some("new@example.org"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_comes_too_late_is_let_go_and_not_tried_again_with_the_answer() {
    use tower_sessions::{Session, SessionStore, session::Record};
    let site = Site::new().await;
    let (services, owner) = (site.db.services(), site.db.patient().await);
    let store = server::session::Store::new(site.db.application().clone(), std::time::Duration::from_secs(3_600), site.db.clock().clone());
    let (id, expiry_date) = (tower_sessions::session::Id::default(), time::OffsetDateTime::now_utc() + time::Duration::HOUR);
    let data = [("user".to_owned(), json!(owner.user.0)), ("epoch".to_owned(), json!(0))].into_iter().collect();
    let mut record = Record { id, data, expiry_date };
    store.create(&mut record).await.expect("a session");
    let session = Session::new(Some(record.id), std::sync::Arc::new(store), None);
    assert_eq!(session.get::<i32>("epoch").await.expect("loaded"), Some(0));
    let first = service::account::change_password(&services, &owner.caller, PASSWORD, NEW).await.expect("changed");
    service::account::change_password(&services, &owner.caller, NEW, "four loud herons").await.expect("changed");
    let late = server::session::renew(&session, first).await.expect_err("another change came after it");
    assert_eq!((late.code(), session.is_empty().await, session.id()), (domain::Code::Expired, true, None));
}
