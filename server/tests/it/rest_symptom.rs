//! The shapes of the engine's answers, on the real model.

use crate::rest_site::Site;
use serde_json::{Value, json};
use std::path::PathBuf;
use testkit::{Database, NewDoctor, every_day};

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
