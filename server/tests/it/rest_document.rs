//! The API's document and the page that shows it.

use crate::rest_site::Site;
use axum::http::StatusCode;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_served_to_everybody_and_can_be_kept() {
    let site = Site::new().await;
    for path in ["/api/openapi.json", "/api/openapi.json/"] {
        let told = site.get(path).told().await;
        let document: Value = told.json();
        assert_eq!((told.status, told.header("content-type")), (StatusCode::OK, Some("application/json")), "{path}");
        assert_eq!((&document["openapi"], told.header("cache-control")), (&Value::from("3.1.0"), Some("public, no-cache")));
        let tag = told.header("etag").expect("a tag").to_owned();
        let known = site.get(path).header("if-none-match", &tag).told().await;
        assert_eq!((known.status, &*known.body, known.header("etag")), (StatusCode::NOT_MODIFIED, "", Some(&*tag)));
        assert_eq!(site.post(path).told().await.error().0, 405);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_shows_it_loads_only_this_sites_files_under_the_sites_policy() {
    let site = Site::new().await;
    for path in ["/api/docs", "/api/docs/"] {
        let told = site.get(path).told().await;
        assert_eq!(told.status, StatusCode::OK, "{told:?}");
        let policy = told.header("content-security-policy").expect("a policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(told.body.matches("<script").count(), told.body.matches(&format!("nonce=\"{nonce}\"")).count());
        assert!(!told.body.contains("//") && !told.body.contains(" style="), "{}", told.body);
        assert_ne!(site.get(path).told().await.body, told.body, "a nonce is used once");
    }
}
