//! The shapes of the engine's answers, on the real model.

use crate::rest_site::Site;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::path::PathBuf;
use testkit::{Database, NewDoctor, Visit, every_day};
use uuid::Uuid;

/// Where the encoder lies: `SHS_ENCODER_DIR`, or where `script/bootstrap` puts it.
fn encoder_dir() -> PathBuf {
    let set = |name| std::env::var_os(name).map(PathBuf::from);
    set("SHS_ENCODER_DIR").unwrap_or_else(|| {
        let cache = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))).expect("a home");
        set("SHS_TOOLS").unwrap_or_else(|| cache.join("smart-health")).join("all-minilm-l6-v2")
    })
}

async fn site() -> Site {
    let db = Database::fresh().await;
    let engine = service::Engine::new(ai::Worker::start(encoder_dir(), 2, 64));
    engine.ready().await;
    engine.state().expect("the engine runs: script/bootstrap fetches the encoder");
    let services = db.services_with(engine);
    Site::with(db, services)
}

fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_have_the_documented_shape() {
    let site = site().await;
    let weekly = every_day(0, 24);
    let doctors: Vec<NewDoctor> = domain::Specialty::bookable()
        .map(|specialty| NewDoctor { specialty, weekly: weekly.clone(), city: "Leeds".into(), ..NewDoctor::default() })
        .collect();
    site.db.doctors_with(doctors).await;

    let ask = json!({ "text": "I have a fever and a cough since yesterday", "age": 34, "sex": "female" });
    let told = site.post("/api/ai/predict-disease/").json(ask).told().await.data();
    assert_eq!(told["assessable"], true, "{told}");
    for name in ["conditions", "triage", "specialties", "findings", "assessable", "model"] {
        assert!(told.get(name).is_some(), "{name}: {told}");
    }
    let condition = &told["conditions"][0];
    for name in ["code", "name", "probability", "triage", "evidence_for", "evidence_against", "not_told"] {
        assert!(condition.get(name).is_some(), "{name}: {condition}");
    }
    assert_eq!(names(&told["triage"]), ["level", "red_flags", "root_cause"]);
    assert_eq!(names(&told["specialties"][0]), ["code", "name", "probability"]);
    assert_eq!(names(&told["findings"][0]), ["id", "name", "span", "state"]);

    let body =
        json!({ "text": "I have a fever and a cough since yesterday", "age": 34, "location": { "latitude": 53.8, "longitude": -1.5 } });
    let told = site.post("/api/ai/recommend-doctor/").json(body).told().await.data();
    assert!(told["report"].is_string() && told["assessable"] == true && told.get("emergency").is_none(), "{told}");
    let best = &told["doctors"][0];
    for name in ["id", "name", "specialty", "clinic", "score", "reasons", "slots"] {
        assert!(best.get(name).is_some(), "{name}: {best}");
    }
    assert!(best["reasons"].to_string().contains("in Leeds"), "the nearest city counts: {best}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_names_no_city_is_shown_doctors_of_their_own_country_first() {
    let site = site().await;
    for (city, country) in [("Berlin", "DE"), ("Leeds", "GB"), ("Boston", "US")] {
        site.db.doctor_with(NewDoctor { city: city.into(), country: country.into(), ..NewDoctor::default() }).await;
    }
    let body = json!({ "text": "I have a fever and a cough since yesterday", "age": 34 });
    for (language, country) in [("de-DE", "DE"), ("en-GB,en;q=0.9", "GB"), ("en-US", "US")] {
        let ask = site.post("/api/ai/recommend-doctor/").header("accept-language", language).json(&body);
        let told = ask.told().await.data();
        assert_eq!(told["doctors"].as_array().map(Vec::len), Some(3), "the others are shown too: {told}");
        assert_eq!(told["doctors"][0]["clinic"]["country"], country, "{language}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_gives_a_number_and_no_doctors() {
    let site = site().await;
    site.db.doctor_with(NewDoctor { city: "Leeds".into(), ..NewDoctor::default() }).await;
    let body = json!({ "text": "crushing chest pain spreading to my left arm, sweating and short of breath", "age": 60, "sex": "male" });
    let told = site.post("/api/ai/recommend-doctor/").json(&body).told().await.data();
    assert!(told["triage"]["level"].as_str().is_some_and(|level| level.starts_with("emergency")), "{told}");
    assert_eq!((&told["doctors"], &told["emergency"]["ambulance"]), (&json!([]), &json!("112")));
    let body = json!({ "text": body["text"], "location": { "city": "leeds" } });
    let told = site.post("/api/ai/recommend-doctor/").json(body).told().await.data();
    assert_eq!(told["emergency"]["ambulance"], "999", "the city tells the country");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_that_somebody_typed_decides_the_number_on_every_page_from_then_on() {
    let site = site().await;
    site.db.doctor_with(NewDoctor { city: "Leeds".into(), ..NewDoctor::default() }).await;
    let sent = "text=crushing+chest+pain+spreading+to+my+left+arm,+sweating&city=Leeds";
    let told = site.post("/symptoms").raw("application/x-www-form-urlencoded", sent).told().await;
    let cookie = told.header("set-cookie").and_then(|set| set.split(';').next()).map(str::to_owned).expect("a country");
    assert_eq!(cookie, "country=GB");
    for path in [told.header("location").expect("the result"), "/about", "/doctors"] {
        let page = site.get(path).header("cookie", &cookie).told().await;
        assert!(page.body.contains("tel:999") && !page.body.contains("tel:112"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_without_a_doctor_is_not_passed_over_in_silence() {
    let site = site().await;
    site.db.doctor().await;
    let body = json!({ "text": "I have a fever and a cough since yesterday", "location": { "city": "Nowhere" } });
    let told = site.post("/api/ai/recommend-doctor/").json(body).told().await.json();
    assert!(told["message"].as_str().is_some_and(|message| message.contains("Nowhere")), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_symptom_is_not_guessed_at() {
    let site = site().await;
    let told = site.post("/api/ai/predict-disease/").json(json!({ "text": "What is the capital of France?" })).told().await;
    let data = told.data();
    assert_eq!((&data["assessable"], &data["conditions"]), (&json!(false), &json!([])), "{data}");
    assert!(data["reason"].is_string());
    let all = site.get("/api/ai/conditions/").told().await.data();
    let items = all["items"].as_array().expect("items");
    assert!(items.len() > 50 && items.iter().all(|c| names(c) == ["code", "name"]), "{}", items.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_report_tells_again_what_was_told_and_found() {
    let site = site().await;
    let cookie = site.cookie(&site.db.patient().await.email).await;
    for text in ["I have a fever and a cough since yesterday", "crushing chest pain spreading to my left arm, sweating"] {
        let evidence = json!([{ "id": "runny-nose", "state": "absent" }]);
        let body = json!({ "text": text, "age": 34, "sex": "female", "evidence": evidence });
        let mut kept = site.post("/api/ai/recommend-doctor/").by(&cookie).json(body).told().await.data();
        let place = format!("/api/symptom-reports/{}/", kept["report"].as_str().expect("an id"));
        let told = site.get(&place).by(&cookie).told().await.data();
        assert_eq!(
            (&told["text"], &told["age"], &told["sex"], &told["evidence"]),
            (&json!(text), &json!(34.0), &json!("female"), &evidence)
        );
        assert!(told["created_at"].is_string() && told.get("doctors").is_none(), "{told}");
        // Everything but the doctors, whose free times change.
        kept.as_object_mut().expect("an object").remove("doctors");
        for (name, value) in kept.as_object().expect("an object") {
            assert_eq!(&told[name], value, "{name}");
        }
        assert_eq!(told.get("emergency"), kept.get("emergency"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_its_patients_and_the_doctors_whom_it_goes_to_and_absent_for_others() {
    let site = Site::new().await;
    let (doctor, owner) = (site.db.doctor().await, site.db.patient().await);
    let report = site.db.report(Some(&owner)).await;
    let (own, theirs) = (site.cookie(&owner.email).await, site.cookie(&doctor.email).await);
    let ask = async |id: Uuid, cookie: &str| site.get(format!("/api/symptom-reports/{id}/")).by(cookie).told().await;
    assert_eq!((ask(report.0, &own).await.status.as_u16(), ask(report.0, &theirs).await.status.as_u16()), (200, 404));
    site.db.visit(&Visit { report: Some(report), ..Visit::new(&doctor, &owner, site.db.now() + TimeDelta::days(1)) }).await;
    assert_eq!(ask(report.0, &theirs).await.data()["report"], json!(report));
    let (stranger, other, admin) = (site.db.patient().await, site.db.doctor().await, site.db.admin().await);
    for email in [String::new(), stranger.email, other.email, admin.email] {
        let cookie = if email.is_empty() { String::new() } else { site.cookie(&email).await };
        let (foreign, absent) = (ask(report.0, &cookie).await, ask(Uuid::now_v7(), &cookie).await);
        assert_eq!(foreign.lasting(), absent.lasting(), "{email}");
        assert_eq!(foreign.error().0, 404);
    }
    let nobodys = site.db.report(None).await;
    for cookie in ["", &own, &theirs] {
        assert_eq!(ask(nobodys.0, cookie).await.status, 200, "who knows the id");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_asks_the_engine_tells_whom_to_call_in_an_emergency_and_otherwise_nobody() {
    let site = site().await;
    let pain = "crushing chest pain spreading to my left arm, sweating and short of breath";
    let ask = async |path: &str, language: &str, text: &str| {
        let body = json!({ "text": text, "age": 60, "sex": "male" });
        site.post(path).header("accept-language", language).json(body).told().await.data()
    };
    for path in ["/api/ai/predict-disease/", "/api/ai/interview/", "/api/ai/recommend-doctor/"] {
        for (language, number) in [("en", "112"), ("en-GB,en;q=0.9", "999"), ("en-US", "911")] {
            assert_eq!(ask(path, language, pain).await["emergency"], json!({ "ambulance": number }), "{path} {language}");
        }
        let told = ask(path, "en-US", "I want to end my life").await["emergency"].clone();
        assert_eq!(told["ambulance"], "911", "{path}");
        assert!(told["crisis"].as_str().is_some_and(|line| line.starts_with("988")), "{path} {told}");
        let calm = ask(path, "en-US", "I have had a runny nose and I sneeze since yesterday").await;
        assert!(calm.is_object() && calm.get("emergency").is_none(), "{path} {calm}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_country_of_the_profile_decides_the_number_before_the_browsers_language() {
    let site = site().await;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    let profile = json!({ "name": "Jo", "language": "en", "country": "AU", "time_zone": "UTC" });
    assert_eq!(site.ask("PUT", "/api/patients/me/").by(&cookie).json(profile).told().await.status, 200);
    let body = json!({ "text": "crushing chest pain spreading to my left arm, sweating", "age": 60 });
    let told = site.post("/api/ai/predict-disease/").by(&cookie).header("accept-language", "en-US").json(body).told().await.data();
    assert_eq!(told["emergency"]["ambulance"], "000");
}
