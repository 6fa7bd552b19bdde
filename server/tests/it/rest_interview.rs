//! The interview and the risk scores over REST. What the engine says is tested where it is; here, what the doors do with it.

use crate::rest_site::Site;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_refuses_what_it_cannot_read_and_names_it() {
    let site = Site::new().await;
    let twice = json!([{ "id": "fever", "state": "present" }, { "id": "fever", "state": "absent" }]);
    let many: Vec<_> = (0..61).map(|n| json!({ "id": format!("f{n}"), "state": "absent" })).collect();
    for (body, field) in [
        (json!({}), "text"),
        (json!({ "text": "a cough", "evidence": twice }), "evidence"),
        (json!({ "text": "a cough", "evidence": many }), "evidence"),
        (json!({ "text": "a cough", "age": 200 }), "age"),
        (json!({ "text": "a cough", "answers": [] }), "answers"),
    ] {
        let told = site.post("/api/ai/interview/").json(&body).told().await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{body}");
    }
    let off = site.post("/api/ai/interview/").json(json!({ "text": "a cough" })).told().await;
    assert_eq!((off.status.as_u16(), off.header("retry-after").is_some()), (503, true), "without a model there is no guess: {off:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_risk_score_answers_with_its_source_and_refuses_what_is_out_of_its_range() {
    let site = Site::new().await;
    let ask = async |body: serde_json::Value| site.post("/api/ai/assess-risk/").json(&body).told().await;
    let told = ask(json!({ "score": "bmi", "inputs": { "age": 40, "height_cm": 170, "weight_kg": 72.25 } })).await;
    let data = told.data();
    assert_eq!((&data["value"], &data["unit"]), (&json!(25.0), &json!("kg/m²")), "{told:?}");
    assert!(data["citation"].as_str().is_some_and(|c| !c.is_empty()) && data["band"]["name"].is_string(), "{told:?}");

    let told = ask(json!({ "score": "bmi", "inputs": { "age": 40, "height_cm": 900, "weight_kg": 72, "shoe": 44 } })).await;
    let fields: Vec<String> = told.json()["error"]["fields"].as_array().expect("fields").iter().map(|f| f["field"].to_string()).collect();
    assert_eq!((told.status.as_u16(), fields.len()), (400, 2), "{told:?}");
    assert_eq!(ask(json!({ "score": "horoscope", "inputs": {} })).await.error().0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ninth_question_about_depression_leads_to_the_crisis_line() {
    let site = Site::new().await;
    let scores = site.get("/api/ai/scores/").told().await.data();
    let phq = scores["items"].as_array().expect("scores").iter().find(|s| s["id"] == "phq-9").expect("the PHQ-9").clone();
    let mut inputs = serde_json::Map::new();
    for field in phq["fields"].as_array().expect("fields") {
        let choices = field["choices"].as_array().expect("choices");
        inputs.insert(field["id"].as_str().expect("an id").to_owned(), choices[0]["code"].clone());
    }
    let last = phq["fields"][8]["id"].as_str().expect("the ninth").to_owned();
    let calm = site.post("/api/ai/assess-risk/").json(json!({ "score": "phq-9", "inputs": inputs })).told().await;
    assert_eq!(calm.data()["crisis"], false, "{calm:?}");
    inputs.insert(last, phq["fields"][8]["choices"][1]["code"].clone());
    let told = site.post("/api/ai/assess-risk/").json(json!({ "score": "phq-9", "inputs": inputs })).told().await;
    assert_eq!(told.data()["crisis"], true, "{told:?}");
    assert!(told.json()["message"].as_str().is_some_and(|m| m.contains("emergency number")), "{told:?}");
}
