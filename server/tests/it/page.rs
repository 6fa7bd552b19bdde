//! What people meet on pages, whoever they are and whatever they send.

use crate::rest_site::Site;
use axum::http::StatusCode;
use serde_json::json;
use testkit::NewDoctor;

/// The emergency numbers that a page has links for, each once where they follow each other.
fn numbers(page: &str) -> Vec<&str> {
    let mut all: Vec<&str> = page.split("href=\"tel:").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    all.dedup();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_read_the_number_of_the_country_that_is_most_likely_theirs() {
    let site = Site::new().await;
    site.db.doctor_with(NewDoctor { city: "Leeds".into(), ..NewDoctor::default() }).await;
    for (path, language, cookie, number) in [
        ("/about", "en-AU,en;q=0.9", "", "000"),
        ("/about", "en", "", "112"),
        ("/about", "en-AU", "country=US", "911"),
        ("/doctors?city=leeds", "en-AU", "country=US", "999"),
        ("/doctors?city=Atlantis", "en-AU", "", "000"),
    ] {
        let told = site.get(path).header("accept-language", language).header("cookie", cookie).told().await;
        assert_eq!(told.status, StatusCode::OK, "{told:?}");
        assert_eq!(numbers(&told.body), [number], "{path} {language} {cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_profile_reads_the_number_of_its_country_on_every_page() {
    let site = Site::new().await;
    let (patient, doctor) = (site.db.patient().await, site.db.doctor().await);
    let own = site.cookie(&patient.email).await;
    let told = site.get("/about").by(&own).header("accept-language", "en-US").told().await;
    assert_eq!(numbers(&told.body), ["911"], "the profile says nothing yet");
    let report = site.db.report(Some(&patient)).await;
    let profile = json!({ "name": "Pat", "language": "en", "country": "GB", "time_zone": "Europe/London" });
    let saved = site.ask("PUT", "/api/patients/me/").by(&own).json(profile).told().await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    for path in ["/", "/about", "/doctors", "/appointments", "/settings", "/risk", &format!("/symptoms/{report}")] {
        let told = site.get(path).by(&own).header("accept-language", "en-US").told().await;
        assert_eq!(numbers(&told.body), ["999"], "{path}");
    }
    let told = site.get("/about").by(&site.cookie(&doctor.email).await).header("accept-language", "en-US").told().await;
    assert_eq!(numbers(&told.body), ["999"], "a doctor is where the clinic is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_function_says_in_the_envelope_what_was_sent_wrongly() {
    let site = Site::new().await;
    let (patient, doctor) = (site.db.patient().await, site.db.doctor().await);
    let cookie = site.cookie(&doctor.email).await;
    for query in ["", "?date=a&date=b", "?date=zzz", "?date=", "?day=2026-03-02"] {
        let told = site.get(format!("/fn/agenda{query}")).by(&cookie).told().await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), None), "{query}");
        assert_eq!(told.header("content-type"), Some("application/json"));
    }
    let told = site.get("/fn/agenda?date=2026-03-02").by(&cookie).told().await;
    assert_eq!((told.status, told.json()["date"].as_str()), (StatusCode::OK, Some("2026-03-02")));
    let told = site.get("/fn/agenda?date=2026-03-02").by(&site.cookie(&patient.email).await).told().await;
    assert_eq!(told.error().0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_text_are_refused_beside_their_field() {
    let site = Site::new().await;
    let form = "application/x-www-form-urlencoded";
    let bodies: [(&str, &[u8]); 4] = [
        ("/symptoms", b"text=%ff%fe+headache"),
        ("/symptoms", b"text=\xff\xfe headache"),
        ("/register", b"user_type=patient&name=Eve%ff&email=x%ff@y.example&password=correct+horse+battery"),
        ("/theme", b"theme=dark&next=%ff"),
    ];
    for (path, body) in bodies {
        let told = site.post(path).raw(form, body).told().await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{path} {told:?}");
    }
    let told = site.post("/register").raw(form, "user_type=patient&name=Eve%ff").told().await;
    assert!(told.body.contains("Please remove characters that cannot be shown."), "{told:?}");
    assert_eq!(site.get("/doctors?text=%ff").told().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_who_cannot_be_booked_is_told_where_they_work() {
    let site = Site::new().await;
    let said = "Your licence is being checked";
    for (verified, told) in [(false, true), (true, false)] {
        let doctor = site.db.doctor_with(NewDoctor { verified, ..NewDoctor::default() }).await;
        let cookie = site.cookie(&doctor.email).await;
        for path in ["/dashboard", "/dashboard/availability", "/settings"] {
            assert_eq!(site.get(path).by(&cookie).told().await.body.contains(said), told, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn free_times_say_whose_clock_they_follow() {
    let site = Site::new().await;
    let berlin = NewDoctor { zone: chrono_tz::Europe::Berlin, city: "Berlin".into(), ..NewDoctor::default() };
    let doctor = site.db.doctor_with(berlin).await.id;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    for path in ["/doctors".to_owned(), format!("/doctors/{doctor}")] {
        let told = site.get(&path).told().await;
        assert!(told.body.contains("in Berlin time"), "{path} {}", told.body);
    }
    for path in ["/doctors".to_owned(), format!("/doctors/{doctor}"), format!("/book/{doctor}")] {
        let told = site.get(&path).by(&cookie).told().await;
        assert!(told.body.contains("in your time (UTC)"), "{path} {}", told.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_slash_too_many_or_from_an_older_page_still_leads_somewhere() {
    let site = Site::new().await;
    let told = site.get("/doctors/?city=Leeds").told().await;
    assert_eq!((told.status, told.header("location")), (StatusCode::PERMANENT_REDIRECT, Some("/doctors?city=Leeds")));
    for elsewhere in ["//evil.example/", "/%5Cevil.example//", "/api/nothing/"] {
        let told = site.get(elsewhere).told().await;
        assert!(told.header("location").is_none_or(|to| to.starts_with('/') && !to.starts_with("//")), "{elsewhere} {told:?}");
    }
    assert_eq!(site.get("/doctors?after=zzz").told().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_name_that_is_too_long_for_any_file_is_not_found_like_others() {
    let site = Site::new().await;
    for path in [format!("/{}", "a".repeat(300)), format!("/pkg/{}", "a".repeat(252)), format!("/fonts/{}.woff2", "%41".repeat(200))] {
        let told = site.get(&path).told().await;
        assert_eq!((told.status.as_u16(), told.header("content-type")), (404, Some("text/html; charset=utf-8")), "{path}");
    }
}

#[tokio::test]
async fn a_server_function_that_is_called_in_another_way_says_so_like_the_api() {
    let site = Site::new().await;
    let doctor = site.db.doctor().await;
    let cookie = site.cookie(&doctor.email).await;
    let told = site.get("/fn/blog-keep").by(&cookie).told().await;
    assert_eq!((told.status.as_u16(), told.json()["error"]["code"].as_str()), (405, Some("METHOD_NOT_ALLOWED")), "{}", told.body);
}
