//! A copy of everything, consents and the end of an account, over both doors.

use crate::rest_site::Site;
use serde_json::json;
use testkit::PASSWORD;

const PLACE: &str = "/api/users/me";

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_given_for_the_password_and_not_without_end() {
    let site = Site::told(&[("SHS_LIMIT_EXPORT", "2/1h")]).await;
    let cookie = site.cookie(&site.db.patient().await.email).await;
    let ask = async |password: &str| site.post(format!("{PLACE}/export/")).by(&cookie).json(json!({ "password": password })).told().await;
    assert_eq!(ask("a guess").await.error(), (400, "VALIDATION_ERROR".into(), Some("password".into())));
    let copy = ask(PASSWORD).await;
    assert_eq!((copy.status.as_u16(), copy.header("content-type")), (200, Some("application/zip")));
    assert!(copy.header("content-disposition").is_some_and(|said| said.contains("smart-health-") && said.contains(".zip")));
    assert_eq!(ask(PASSWORD).await.error().0, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_gives_the_copy_as_a_file_that_nothing_on_the_way_keeps() {
    let site = Site::new().await;
    let cookie = site.cookie(&site.db.patient().await.email).await;
    let form = async |password: &str| {
        let body = format!("act=export&password={password}");
        site.post("/settings/privacy").by(&cookie).raw("application/x-www-form-urlencoded", body).told().await
    };
    assert_eq!(form("no").await.status, 400);
    let told = form("correct+horse+battery").await;
    assert_eq!(
        (told.status.as_u16(), told.header("content-type"), told.header("cache-control")),
        (200, Some("application/zip"), Some("no-store"))
    );
    assert!(told.header("content-disposition").is_some_and(|said| said.starts_with("attachment; filename=\"smart-health-")));
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_are_given_and_taken_back_and_what_comes_with_the_account_stays() {
    let site = Site::new().await;
    let cookie = site.cookie(&site.db.patient().await.email).await;
    let act = async |kind: &str, act: &str| {
        site.post(format!("{PLACE}/consents/")).by(&cookie).json(json!({ "kind": kind, "act": act })).told().await
    };
    assert_eq!(act("improve-symptom-check", "given").await.status, 200);
    assert_eq!(act("improve-symptom-check", "withdrawn").await.status, 200);
    assert_eq!(act("terms", "withdrawn").await.error(), (400, "VALIDATION_ERROR".into(), Some("kind".into())));
    let all = site.get(format!("{PLACE}/consents/")).by(&cookie).told().await.data();
    let acts: Vec<_> = all["items"].as_array().expect("a list").iter().map(|item| item["act"].clone()).collect();
    assert_eq!(acts, ["withdrawn", "given"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_is_asked_for_taken_back_after_signing_in_and_held() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    let place = format!("{PLACE}/deletion/");
    assert_eq!(site.get(&place).by(&cookie).told().await.data(), json!({ "asked_at": null, "due_at": null }));
    let asked = site.post(&place).by(&cookie).json(json!({ "password": PASSWORD })).told().await.data();
    assert!(asked["due_at"].is_string());
    assert_eq!(site.get(&place).by(&cookie).told().await.status, 401, "signed out everywhere");
    let admin = site.cookie(&site.db.admin().await.email).await;
    let hold = format!("/api/users/{}/hold/", patient.user);
    for none in [json!({}), json!({ "reason": "" }), json!({ "reason": " " })] {
        assert_eq!(site.post(&hold).by(&admin).json(&none).told().await.error(), (400, "VALIDATION_ERROR".into(), Some("reason".into())));
    }
    assert_eq!(site.post(&hold).by(&admin).json(json!({ "reason": "A dispute." })).told().await.status, 200);
    let cookie = site.cookie(&patient.email).await;
    assert_eq!(site.post(&hold).by(&cookie).json(json!({ "reason": "Me." })).told().await.status, 403);
    assert_eq!(site.ask("DELETE", &hold).by(&admin).told().await.status, 200);
    assert_eq!(site.get(&place).by(&cookie).told().await.data(), asked);
    assert_eq!(site.ask("DELETE", &place).by(&cookie).told().await.status, 200);
    assert_eq!(site.ask("DELETE", &place).by(&cookie).told().await.error().0, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_tells_the_durations_of_the_settings() {
    let site = Site::new().await;
    let told = site.get("/privacy").told().await;
    assert_eq!(told.status, 200);
    for said in ["365 days without a visit", "30 days after you ask for its end", "without names"] {
        assert!(told.body.contains(said), "{said}");
    }
}
