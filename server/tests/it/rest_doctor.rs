//! Doctors over REST: where they work, and their own profile.

use crate::rest_site::Site;
use serde_json::{Value, json};
use testkit::{NewDoctor, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn clinics_are_listed_once_each_by_city_and_name_however_long_a_page_is() {
    let site = Site::new().await;
    let at = |city: &str, name: &str| NewDoctor { city: city.into(), clinic_name: name.into(), ..NewDoctor::default() };
    site.db
        .doctors_with(vec![at("Leeds", "North"), at("Berlin", "Am Park"), at("Leeds", "East"), at("Leeds", "North"), at("Porto", "Foz")])
        .await;
    let page = async |limit: usize, after: &Value| {
        let cursor = after.as_str().map(|after| format!("&after={after}")).unwrap_or_default();
        site.get(format!("/api/clinics/?limit={limit}{cursor}")).told().await.data()
    };
    let whole = page(100, &Value::Null).await;
    let place = |clinic: &Value| (clinic["city"].to_string(), clinic["name"].to_string(), clinic["id"].to_string());
    let all: Vec<_> = whole["items"].as_array().expect("clinics").iter().map(place).collect();
    assert!(all.len() == 5 && all.is_sorted() && whole["next"].is_null(), "{whole}");
    for limit in [1, 2, 5] {
        let (mut found, mut after) = (Vec::new(), Value::Null);
        loop {
            let told = page(limit, &after).await;
            found.extend(told["items"].as_array().expect("clinics").iter().map(place));
            after = told["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(found, all, "{limit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_registers_in_a_clinic_of_the_list() {
    let site = Site::new().await;
    site.db.doctor().await;
    let clinic = site.get("/api/clinics/").told().await.data()["items"][0].clone();
    let body = json!({
        "email": "vera@example.org", "password": PASSWORD, "user_type": "doctor", "name": "Dr Vera New", "specialty": "cardiology",
        "license_number": "B-1", "license_issuer": "A chamber", "license_expires": "2031-12-31", "clinic": clinic["id"],
    });
    assert_eq!(site.post("/api/auth/register/").json(body).told().await.status, 201);
    let cookie = site.cookie("vera@example.org").await;
    assert_eq!(site.get("/api/doctors/me/").by(&cookie).told().await.data()["clinic"], clinic);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_changes_what_is_said_about_them_and_nothing_else() {
    let site = Site::new().await;
    let doctor = site.db.doctor().await;
    let cookie = site.cookie(&doctor.email).await;
    let put = async |body: &Value| site.ask("PUT", "/api/doctors/me/").by(&cookie).json(body).told().await;
    let before = site.get("/api/doctors/me/").by(&cookie).told().await.data();
    let change = json!({
        "experience_years": 12, "languages": ["de", "en"], "telehealth": true, "education": "Porto", "bio": "I take time.", "asks_first": true,
        "fee": { "amount_minor": 8000, "currency": before["fee"]["currency"] },
    });
    let told = put(&change).await;
    let after = told.data();
    for (name, value) in after.as_object().expect("an object") {
        assert_eq!(value, change.get(name).unwrap_or(&before[name]), "{name}");
    }
    let read = site.get("/api/doctors/me/").by(&cookie).told().await;
    assert_eq!((read.data(), read.header("etag")), (after, told.header("etag")));
    let shown = site.get(format!("/api/doctors/{}/", doctor.id)).told().await.data();
    assert_eq!((&shown["bio"], &shown["fee"]["amount_minor"]), (&json!("I take time."), &json!(8000)));

    let least = json!({ "experience_years": 12, "languages": ["en"], "fee": { "amount_minor": 0 } });
    let emptied = put(&least).await.data();
    assert_eq!((&emptied["bio"], &emptied["telehealth"], &emptied["asks_first"]), (&json!(""), &json!(false), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_of_a_doctors_profile_is_named() {
    let site = Site::new().await;
    let cookie = site.cookie(&site.db.doctor().await.email).await;
    let put = async |body: &Value| site.ask("PUT", "/api/doctors/me/").by(&cookie).json(body).told().await;
    let whole = json!({ "experience_years": 12, "languages": ["en"], "fee": { "amount_minor": 8000 } });
    for (change, field) in [
        (json!({ "experience_years": 71 }), "experience_years"),
        (json!({ "experience_years": null }), "experience_years"),
        (json!({ "languages": [] }), "languages"),
        (json!({ "languages": ["tlh"] }), "languages"),
        (json!({ "languages": ["en,de"] }), "languages"),
        (json!({ "fee": null }), "fee"),
        (json!({ "fee": { "amount_minor": 8050 } }), "fee"),
        (json!({ "fee": { "amount_minor": -100 } }), "fee"),
        (json!({ "fee": { "amount_minor": 100_000_100 } }), "fee"),
        (json!({ "fee": { "amount_minor": 8000, "currency": "XXX" } }), "fee"),
        (json!({ "bio": "x".repeat(2_001) }), "bio"),
        (json!({ "education": "x".repeat(501) }), "education"),
        (json!({ "verified": true }), "verified"),
        (json!({ "clinic": uuid::Uuid::nil() }), "clinic"),
    ] {
        let mut body = whole.clone();
        body.as_object_mut().expect("fields").extend(change.as_object().expect("fields").clone());
        assert_eq!(put(&body).await.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{change}");
    }
    let named = put(&json!({})).await.json()["error"]["fields"].as_array().map(Vec::len);
    assert_eq!(named, Some(3), "years, languages and the fee");
}
