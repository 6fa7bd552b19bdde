//! Booking over REST.

use crate::rest_site::{Site, Told};
use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{NewDoctor, TestDoctor, Visit};

/// A slot of every test doctor: Tuesday, 3 March 2026.
const START: &str = "2026-03-03T10:00:00Z";

struct Scene {
    site: Site,
    doctor: TestDoctor,
    /// Of a patient.
    cookie: String,
}

async fn scene() -> Scene {
    let site = Site::new().await;
    let doctor = site.db.doctor().await;
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    Scene { site, doctor, cookie }
}

impl Scene {
    fn wish(&self) -> Value {
        json!({ "doctor": self.doctor.id, "start": START })
    }

    async fn book(&self, body: &Value) -> Told {
        self.site.post("/api/appointments/").by(&self.cookie).json(body).told().await
    }

    async fn act(&self, place: &str, act: &str, cookie: &str) -> Told {
        self.site.post(format!("{place}{act}/")).by(cookie).told().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_has_an_address_and_a_version() {
    let scene = scene().await;
    let made = scene.book(&scene.wish()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let data = made.data();
    let place = format!("/api/appointments/{}/", data["id"].as_str().expect("an id"));
    assert_eq!((made.header("location"), made.header("etag")), (Some(&*place), Some("\"1\"")));
    assert_eq!((&data["start"], &data["end"]), (&json!(START), &json!("2026-03-03T10:30:00Z")));
    assert_eq!((&data["status"], &data["mode"]), (&json!("booked"), &json!("in-person")));
    assert_eq!(data["doctor"]["specialty"], json!({ "code": "general-practice", "name": "General practice" }));

    let read = scene.site.get(&place).by(&scene.cookie).told().await;
    assert_eq!(read.data(), data);
    let known = scene.site.get(&place).by(&scene.cookie).header("if-none-match", "W/\"1\"").told().await;
    assert_eq!((known.status.as_u16(), &*known.body, known.header("etag")), (304, "", Some("\"1\"")));

    let stale = scene.site.post(format!("{place}cancel/")).by(&scene.cookie).header("if-match", "\"7\"").told().await;
    assert_eq!(stale.error(), (412, "PRECONDITION_FAILED".into(), None));
    let done = scene.site.post(format!("{place}cancel/")).by(&scene.cookie).header("if-match", "\"1\"").told().await;
    assert_eq!((done.data()["status"].as_str(), done.header("etag")), (Some("cancelled"), Some("\"2\"")));
    assert_eq!(scene.act(&place, "cancel", &scene.cookie).await.error(), (422, "ILLEGAL_MOVE".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_booking_has_a_code_of_its_own() {
    let scene = scene().await;
    let hidden = scene.site.db.doctor_with(NewDoctor { verified: false, ..NewDoctor::default() }).await.id;
    let absent = uuid::Uuid::now_v7();
    for (change, status, code, field) in [
        (json!({ "start": "2026-03-01T10:00:00Z" }), 422, "START_IN_PAST", None),
        (json!({ "start": "0001-01-01T00:00:00Z" }), 422, "START_IN_PAST", None),
        (json!({ "start": "2026-03-02T09:30:00Z" }), 422, "TOO_SOON", None),
        (json!({ "start": "2027-03-03T10:00:00Z" }), 422, "TOO_FAR", None),
        (json!({ "start": "9999-12-31T23:59:59Z" }), 422, "TOO_FAR", None),
        (json!({ "start": "2026-03-03T10:01:00Z" }), 422, "NOT_A_SLOT", None),
        (json!({ "start": "2026-03-03" }), 400, "VALIDATION_ERROR", Some("start")),
        (json!({ "start": null }), 400, "VALIDATION_ERROR", Some("start")),
        (json!({ "doctor": absent }), 404, "NOT_FOUND", None),
        (json!({ "doctor": "x" }), 400, "VALIDATION_ERROR", Some("doctor")),
        (json!({ "doctor": hidden }), 422, "DOCTOR_NOT_BOOKABLE", None),
        (json!({ "report": absent }), 404, "NOT_FOUND", None),
        (json!({ "mode": "telehealth" }), 400, "VALIDATION_ERROR", Some("mode")),
        (json!({ "mode": "letter" }), 400, "VALIDATION_ERROR", Some("mode")),
        (json!({ "reason": "x".repeat(501) }), 400, "VALIDATION_ERROR", Some("reason")),
        (json!({ "reason": "a\u{0}b" }), 400, "VALIDATION_ERROR", Some("reason")),
        (json!({ "hold": "yes" }), 400, "VALIDATION_ERROR", Some("hold")),
        (json!({ "patient": absent }), 400, "VALIDATION_ERROR", Some("patient")),
    ] {
        let mut body = scene.wish();
        body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let told = scene.book(&body).await;
        assert_eq!(told.error(), (status, code.to_owned(), field.map(str::to_owned)), "{change} {told:?}");
    }
    let both = scene.book(&json!({})).await.json();
    assert_eq!(both["error"]["fields"].as_array().map(Vec::len), Some(2), "{both}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_doctor_is_gone_for_new_bookings() {
    let scene = scene().await;
    let admin = scene.site.cookie(&scene.site.db.admin().await.email).await;
    let told = scene.site.post(format!("/api/users/{}/deactivate/", scene.doctor.user)).by(&admin).told().await;
    assert_eq!(told.status, 200, "{told:?}");
    assert_eq!(scene.book(&scene.wish()).await.error(), (422, "DOCTOR_NOT_BOOKABLE".into(), None));
    assert_eq!(scene.site.get(format!("/api/doctors/{}/", scene.doctor.id)).told().await.error().0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_second_is_told_the_nearest_free_times() {
    let scene = scene().await;
    let other = scene.site.db.patient().await;
    scene.site.db.visit(&Visit::new(&scene.doctor, &other, START.parse().expect("a time"))).await;
    let told = scene.book(&scene.wish()).await;
    assert_eq!(told.error(), (409, "SLOT_TAKEN".into(), None));
    let free = told.json()["error"]["alternatives"].clone();
    assert_eq!(free.as_array().map(Vec::len), Some(3), "{free}");
    assert!(free[0]["start"].is_string() && free[0]["end"].is_string());
    let next = scene.book(&json!({ "doctor": scene.doctor.id, "start": free[0]["start"] })).await;
    assert_eq!(next.status, 201, "{next:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_gives_the_first_answer_and_another_body_is_refused() {
    let scene = scene().await;
    let keyed = async |body: &Value, key: &str| {
        scene.site.post("/api/appointments/").by(&scene.cookie).header("idempotency-key", key).json(body).told().await
    };
    let (first, second) = (keyed(&scene.wish(), "key-1").await, keyed(&scene.wish(), "key-1").await);
    assert_eq!(first.lasting(), second.lasting());
    assert_eq!(first.status, 201);
    let other = json!({ "doctor": scene.doctor.id, "start": "2026-03-03T11:00:00Z" });
    assert_eq!(keyed(&other, "key-1").await.error(), (422, "IDEMPOTENCY_MISMATCH".into(), None));
    for bad in ["", "a b", &"x".repeat(201)] {
        assert_eq!(keyed(&other, bad).await.error(), (400, "VALIDATION_ERROR".into(), Some("Idempotency-Key".into())), "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_becomes_a_visit_step_by_step() {
    let scene = scene().await;
    let mut wish = scene.wish();
    wish["hold"] = json!(true);
    let held = scene.book(&wish).await;
    assert_eq!(held.data()["status"], "proposed");
    let place = held.header("location").expect("a place").to_owned();
    let confirm = scene.site.post(format!("{place}confirm/")).by(&scene.cookie);
    let booked = confirm.json(json!({ "reason": "a cough" })).told().await.data();
    assert_eq!((&booked["status"], &booked["reason"], &booked["hold_until"]), (&json!("booked"), &json!("a cough"), &Value::Null));
    let moving = scene.site.post(format!("{place}reschedule/")).by(&scene.cookie);
    let moved = moving.json(json!({ "start": "2026-03-02T11:00:00Z" })).told().await.data();
    assert_eq!((&moved["start"], &moved["status"]), (&json!("2026-03-02T11:00:00Z"), &json!("booked")));
    let doctor = scene.site.cookie(&scene.doctor.email).await;
    assert_eq!(scene.act(&place, "no-show", &doctor).await.error().1, "ILLEGAL_MOVE", "before it begins");
    for (act, cookie, status) in
        [("check-in", &scene.cookie, "checked-in"), ("arrive", &doctor, "arrived"), ("complete", &doctor, "fulfilled")]
    {
        let told = scene.act(&place, act, cookie).await;
        assert_eq!(told.data()["status"], status, "{told:?}");
    }
    let told = scene.site.post(format!("{place}cancel/")).by(&doctor).json(json!({ "why": "x" })).told().await;
    assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some("why".into())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_ran_out_has_expired() {
    let scene = scene().await;
    let mut wish = scene.wish();
    wish["hold"] = json!(true);
    let place = scene.book(&wish).await.header("location").expect("a place").to_owned();
    scene.site.db.advance(TimeDelta::minutes(6));
    assert_eq!(scene.act(&place, "confirm", &scene.cookie).await.error(), (410, "EXPIRED".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_who_asks_first_accepts() {
    let scene = scene().await;
    let asking = scene.site.db.doctor_with(NewDoctor { asks_first: true, ..NewDoctor::default() }).await;
    let made = scene.book(&json!({ "doctor": asking.id, "start": START })).await;
    assert_eq!(made.data()["status"], "pending");
    let place = made.header("location").expect("a place").to_owned();
    let told = scene.act(&place, "accept", &scene.site.cookie(&asking.email).await).await;
    assert_eq!(told.data()["status"], "booked");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_turns_its_pages_and_parts_past_from_upcoming() {
    let scene = scene().await;
    for hour in 10..13 {
        let told = scene.book(&json!({ "doctor": scene.doctor.id, "start": format!("2026-03-03T{hour}:00:00Z") })).await;
        assert_eq!(told.status, 201, "{told:?}");
    }
    let page = async |query: &str| scene.site.get(format!("/api/appointments/?{query}")).by(&scene.cookie).told().await;
    let first = page("limit=2").await.data();
    let next = first["next"].as_str().expect("more").to_owned();
    let second = page(&format!("limit=2&after={next}")).await.data();
    let starts = |page: &Value| page["items"].as_array().expect("items").iter().map(|a| a["start"].clone()).collect::<Vec<_>>();
    assert_eq!([starts(&first), starts(&second)].concat().len(), 3);
    assert_eq!((starts(&second), &second["next"]), (vec![json!("2026-03-03T12:00:00Z")], &Value::Null));
    assert_eq!(starts(&page("when=past").await.data()), Vec::<Value>::new());
    let span = "from=2026-03-03T11:00:00Z&until=2026-03-03T13:00:00%2B01:00";
    assert_eq!(starts(&page(span).await.data()), [json!("2026-03-03T11:00:00Z")], "the end is not in it");
    let last = page(&format!("from=2026-03-03T11:00:00Z&limit=1&after={next}")).await.data();
    assert_eq!((starts(&last), &last["next"]), (vec![json!("2026-03-03T12:00:00Z")], &Value::Null));
    let wrong = [
        ("when=now", "when"),
        ("from=today", "from"),
        ("until=1", "until"),
        ("limit=0", "limit"),
        ("after=1", "after"),
        ("before=1", "before"),
    ];
    for (query, field) in wrong {
        assert_eq!(page(query).await.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{query}");
    }
}
