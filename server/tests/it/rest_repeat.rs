//! A request that got lost is sent again with its key, and is done once.

use crate::rest_site::{Site, Told};
use chrono::TimeDelta;
use futures::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use server::rest::ROUTES;
use testkit::Visit;

async fn keyed(site: &Site, path: &str, cookie: &str, key: &str, body: &Value) -> Told {
    site.post(path).by(cookie).header("idempotency-key", key).json(body).told().await
}

/// A booked visit of a patient, with its address and the patient's cookie.
async fn visit(site: &Site) -> (String, String) {
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    let start = "2026-03-03T10:00:00Z".parse().expect("a time");
    let visit = site.db.visit(&Visit::new(&doctor, &patient, start)).await;
    (format!("/api/appointments/{visit}/"), site.cookie(&patient.email).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_gives_the_first_answer_to_the_byte_whatever_happened_since() {
    let site = Site::new().await;
    let (place, cookie) = visit(&site).await;
    let (reschedule, cancel) = (format!("{place}reschedule/"), format!("{place}cancel/"));
    let body = json!({ "start": "2026-03-03T11:00:00Z" });
    let first = keyed(&site, &reschedule, &cookie, "move-1", &body).await;
    assert_eq!(first.data()["version"], 2, "{first:?}");
    assert_eq!(keyed(&site, &cancel, &cookie, "cancel-1", &json!({})).await.data()["status"], "cancelled");
    let again = keyed(&site, &reschedule, &cookie, "move-1", &body).await;
    assert_eq!(again.lasting(), first.lasting());
    assert_eq!(keyed(&site, &cancel, &cookie, "cancel-1", &json!({})).await.status, 200);
    let without = site.post(&cancel).by(&cookie).told().await;
    assert_eq!(without.error(), (422, "ILLEGAL_MOVE".into(), None), "without a key it is another request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_with_another_body_or_address_is_refused_and_each_account_has_keys_of_its_own() {
    let site = Site::new().await;
    let ((place, cookie), (other, others)) = (visit(&site).await, visit(&site).await);
    let body = |hour: u32| json!({ "start": format!("2026-03-03T{hour}:00:00Z") });
    let moved = keyed(&site, &format!("{place}reschedule/"), &cookie, "key-1", &body(11)).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    for (path, body) in
        [(format!("{place}reschedule/"), body(12)), (format!("{place}cancel/"), json!({})), ("/api/appointments/".into(), body(11))]
    {
        let mut body = body;
        if path == "/api/appointments/" {
            body["doctor"] = json!(uuid::Uuid::now_v7());
        }
        assert_eq!(keyed(&site, &path, &cookie, "key-1", &body).await.error(), (422, "IDEMPOTENCY_MISMATCH".into(), None), "{path}");
    }
    assert_eq!(keyed(&site, &format!("{other}cancel/"), &others, "key-1", &json!({})).await.data()["status"], "cancelled");
    for bad in ["", "a b", &"x".repeat(201)] {
        let told = keyed(&site, &format!("{place}cancel/"), &cookie, bad, &json!({})).await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some("Idempotency-Key".into())), "{bad}");
        let told = keyed(&site, "/api/ai/recommend-doctor/", "", bad, &json!({ "text": "a cough" })).await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some("Idempotency-Key".into())), "of a stranger too: {bad}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_does_not_use_a_key_up() {
    let site = Site::new().await;
    let (place, cookie) = visit(&site).await;
    let moved = async |start: &str| keyed(&site, &format!("{place}reschedule/"), &cookie, "key-1", &json!({ "start": start })).await;
    assert_eq!(moved("2026-03-03T10:01:00Z").await.error(), (422, "NOT_A_SLOT".into(), None));
    assert_eq!(moved("2026-03-03T11:00:00Z").await.data()["version"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_repetitions_at_once_have_one_effect_and_equal_answers() {
    let site = Site::new().await;
    let (place, cookie) = visit(&site).await;
    let path = format!("{place}cancel/");
    let nothing = json!({});
    let answers = join_all((0..40).map(|_| keyed(&site, &path, &cookie, "key-1", &nothing))).await;
    for told in &answers {
        assert_eq!(told.lasting(), answers[0].lasting());
    }
    assert_eq!(answers[0].data()["version"], 2, "{:?}", answers[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_kept_for_a_day() {
    let site = Site::new().await;
    let (place, cookie) = visit(&site).await;
    let path = format!("{place}cancel/");
    assert_eq!(keyed(&site, &path, &cookie, "key-1", &json!({})).await.status, 200);
    let kept = async || entity::idempotency::Entity::find().count(site.db.connection()).await.expect("counted");
    site.db.advance(TimeDelta::hours(23));
    assert_eq!((service::repeat::sweep(&site.db.services()).await.expect("swept"), kept().await), (0, 1));
    site.db.advance(TimeDelta::hours(2));
    assert_eq!((service::repeat::sweep(&site.db.services()).await.expect("swept"), kept().await), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_died_with_its_server_is_done_by_the_next_request() {
    use service::repeat::{Claim, claim};
    let site = Site::new().await;
    let (services, patient) = (site.db.services(), site.db.patient().await);
    let ask = async || claim(&services, &patient.caller, "key-1", b"digest").await.expect("a claim");
    assert_eq!((ask().await, ask().await), (Claim::First, Claim::AtWork));
    site.db.advance(TimeDelta::seconds(16));
    assert_eq!((ask().await, ask().await), (Claim::First, Claim::AtWork));
}

#[test]
fn whatever_changes_something_for_somebody_can_be_repeated() {
    // Signing in, out and up do no harm twice; these keep nothing; booking keeps its own answer.
    let harmless = [
        "auth/register",
        "auth/login",
        "auth/logout",
        "ai/predict-disease",
        "ai/interview",
        "ai/assess-risk",
        "appointments",
        "prescriptions/check",
    ];
    // Strangers have no keys: who has the link, the token or the code may come again.
    let strangers = [
        "auth/verify-email",
        "auth/password-reset",
        "auth/password-reset/confirm",
        "auth/email/confirm",
        "auth/token",
        "auth/second-factor",
        "auth/token/second-factor",
        "auth/passkey",
        "auth/passkey/question",
        "auth/refresh",
        "auth/revoke",
    ];
    // Neither the digest of a request with a password or a code in it, nor an answer with a secret, is kept.
    let secret = [
        "users/me/email",
        "users/me/password",
        "users/me/tokens",
        "users/me/second-factor",
        "users/me/second-factor/confirm",
        "users/me/second-factor/recovery-codes",
        "users/me/second-factor/remove",
        "users/me/passkeys",
        "users/me/passkeys/question",
        "users/me/export",
        "users/me/deletion",
    ];
    // A file is too long to be kept for comparison; sent twice, it is there twice and can be seen.
    let files = ["health-records/{id}/attachments", "blogs/images"];
    let others = [&harmless[..], &strangers, &secret, &files].concat();
    for route in ROUTES.iter().filter(|route| route.method == "POST") {
        let is_other = others.iter().any(|other| route.path == format!("/api/{other}/"));
        assert_eq!(route.repeatable, !is_other, "{}", route.path);
    }
}
