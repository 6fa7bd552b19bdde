//! Whatever comes in, the answer is an envelope, and its status says whose fault it is.

use crate::rest_site::Site;
use axum::http::StatusCode;
use serde_json::json;
use server::rest::ROUTES;

#[tokio::test(flavor = "multi_thread")]
async fn an_address_answers_with_and_without_its_slash_and_an_unknown_one_in_the_envelope() {
    let site = Site::new().await;
    for path in ["/api/doctors/", "/api/doctors"] {
        let told = site.get(path).told().await;
        assert_eq!(told.data(), json!({ "items": [], "next": null }));
        assert!(told.headers.contains_key("x-request-id"));
    }
    for path in ["/api", "/api/", "/api/nothing", "/api/doctors/1/2/3", "/api//doctors/", "/api/%ff", "/api/doctors/me/slots/"] {
        assert_eq!(site.get(path).told().await.error(), (404, "NOT_FOUND".into(), None), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_does_not_exist_is_answered_405_with_those_that_do() {
    let site = Site::new().await;
    for route in ROUTES {
        let path = route.path.replace("{id}", &uuid::Uuid::nil().to_string());
        let told = site.ask("PATCH", &path).told().await;
        assert_eq!(told.error(), (405, "METHOD_NOT_ALLOWED".into(), None), "{path}");
        assert!(told.header("allow").is_some_and(|allow| allow.contains(route.method.as_str())), "{path} {told:?}");
    }
    assert_eq!(site.post("/api/health/live/").told().await.error(), (405, "METHOD_NOT_ALLOWED".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_parameters_that_do_not_exist_are_named() {
    let site = Site::new().await;
    for (path, field) in [
        ("/api/doctors/?colour=red", "colour"),
        ("/api/doctors/?q=a&q=b", "q"),
        ("/api/doctors/?limit=101", "limit"),
        ("/api/doctors/?limit=-1", "limit"),
        ("/api/doctors/?after=x", "after"),
        ("/api/doctors/?specialization=x", "specialization"),
        ("/api/doctors/?specialty=x", "specialty"),
        ("/api/doctors/?date=2026-02-30", "date"),
        ("/api/doctors/?free_on=%2B262142-12-31", "free_on"),
        ("/api/doctors/?q=%00", "q"),
        ("/api/doctors/?q=%ff", "q"),
        ("/api/ai/conditions/?x=1", "x"),
    ] {
        assert_eq!(site.get(path).told().await.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{path}");
    }
    for (body, field) in [
        (json!({ "email": "a@b.cd", "password": "x", "admin": true }), "admin"),
        (json!({ "email": "a@b.cd" }), "password"),
        (json!({ "email": 1, "password": "x" }), "email"),
        (json!({ "email": "a\u{0}@b.cd", "password": "x" }), "email"),
    ] {
        let told = site.post("/api/auth/login/").json(&body).told().await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_json_are_refused_and_never_break_anything() {
    let site = Site::new().await;
    let deep = [b"{\"email\":".as_slice(), &b"[".repeat(50_000)].concat();
    let big = format!("{{\"email\":\"{}\"}}", "x".repeat(1_000_000)).into_bytes();
    for (kind, body, status) in [
        ("application/json", b"{".to_vec(), 400),
        ("application/json", Vec::new(), 400),
        ("application/json", b"{\"email\":\"\xff\xfe\"}".to_vec(), 400),
        ("application/json", b"{\"email\":\"a\0b\"}".to_vec(), 400),
        ("application/json", b"[\"a@b.cd\",\"x\"]".to_vec(), 400),
        ("application/json", deep, 400),
        ("application/json", big, 413),
        ("application/x-www-form-urlencoded", b"email=a".to_vec(), 415),
        ("multipart/form-data; boundary=x", b"--x--".to_vec(), 415),
    ] {
        let told = site.post("/api/auth/login/").raw(kind, body).told().await;
        assert_eq!(told.error().0, status, "{kind} {told:?}");
    }
    let none = site.post("/api/auth/login/").told().await;
    assert_eq!(none.error().0, 415);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_id_names_nothing() {
    let site = Site::new().await;
    let upper = "AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA";
    for id in ["1", "x", "%00", "%ff", "..", "{11111111-1111-4111-8111-111111111111}", upper, "' or 1=1 --"] {
        let path = format!("/api/doctors/{}/", id.replace(' ', "%20"));
        assert_eq!(site.get(&path).told().await.error().0, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_beyond_all_calendars_are_refused() {
    let site = Site::new().await;
    let doctor = site.db.doctor().await.id;
    for (query, field) in [
        ("from=now", "from"),
        ("from=%2B262142-01-01T00:00:00Z", "from"),
        ("to=0001-01-01T00:00:00Z", "to"),
        ("from=2026-03-05T00:00:00Z&to=2026-03-05T00:00:00Z", "to"),
        ("from=2026-03-05T00:00:00Z&to=2026-06-05T00:00:00Z", "to"),
    ] {
        let told = site.get(format!("/api/doctors/{doctor}/slots/?{query}")).told().await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{query}");
    }
    let told = site.get(format!("/api/doctors/{doctor}/slots/?from=2026-03-03T00:00:00Z&to=2026-03-04T00:00:00Z")).told().await;
    assert_eq!(told.data()["items"].as_array().map(Vec::len), Some(16));
    assert_eq!(told.data()["items"][0], json!({ "start": "2026-03-03T09:00:00Z", "end": "2026-03-03T09:30:00Z" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_engine_symptoms_are_unavailable_and_never_guessed() {
    let site = Site::new().await;
    for path in ["/api/ai/predict-disease/", "/api/ai/recommend-doctor/"] {
        let told = site.post(path).json(json!({ "text": "I have a headache" })).told().await;
        assert_eq!(told.error(), (503, "UNAVAILABLE".into(), None), "{path}");
        assert!(told.headers.contains_key("retry-after") && !told.body.contains("engine"), "{told:?}");
        for (body, field) in [
            (json!({}), "text"),
            (json!({ "text": "x".repeat(4_001) }), "text"),
            (json!({ "text": "a", "age": -1 }), "age"),
            (json!({ "text": "a", "age": "old" }), "age"),
            (json!({ "text": "a", "sex": "x" }), "sex"),
            (json!({ "symptoms": [1] }), "symptoms[0]"),
        ] {
            assert_eq!(
                site.post(path).json(&body).told().await.error(),
                (400, "VALIDATION_ERROR".into(), Some(field.into())),
                "{path} {body}"
            );
        }
    }
    let location = json!({ "text": "a", "location": { "latitude": 91, "longitude": 0 } });
    let told = site.post("/api/ai/recommend-doctor/").json(location).told().await;
    assert_eq!(told.error().2.as_deref(), Some("location.latitude"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_cannot_post() {
    let site = Site::new().await;
    let told = site.post("/api/auth/login/").header("sec-fetch-site", "cross-site").json(json!({})).told().await;
    assert_eq!((told.status, told.error().1), (StatusCode::FORBIDDEN, "FORBIDDEN".into()));
}
