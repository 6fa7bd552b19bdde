//! Accounts, profiles and administration over REST.

use crate::rest_site::Site;
use serde_json::{Value, json};
use testkit::{NewDoctor, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_signs_in_and_out() {
    let site = Site::new().await;
    let new =
        json!({ "email": "Ann@Example.org", "password": PASSWORD, "user_type": "patient", "name": "Ann", "time_zone": "Europe/London" });
    let made = site.post("/api/auth/register/").json(&new).told().await;
    assert_eq!((made.status.as_u16(), made.data()), (201, json!({ "email": "ann@example.org", "user_type": "patient" })));
    let again = site.post("/api/auth/register/").json(&new).told().await;
    assert_eq!(again.lasting(), made.lasting(), "nobody learns who is registered");
    let cookie = site.cookie("ann@example.org").await;
    let me = site.get("/api/users/me/").by(&cookie).told().await.data();
    assert_eq!((&me["email"], &me["user_type"], &me["time_zone"]), (&json!("ann@example.org"), &json!("patient"), &json!("Europe/London")));
    assert!(me["patient"].is_string() && me["doctor"].is_null());
    let out = site.post("/api/auth/logout/").by(&cookie).told().await;
    assert_eq!((out.status.as_u16(), out.data()), (200, Value::Null));
    assert_eq!(site.get("/api/users/me/").by(&cookie).told().await.error().0, 401);
    assert_eq!(site.post("/api/auth/logout/").told().await.status, 200, "twice does no harm");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_names_every_wrong_field() {
    let site = Site::new().await;
    let told = site.post("/api/auth/register/").json(json!({ "user_type": "doctor", "specialization": "magic" })).told().await.json();
    let named: Vec<&str> = told["error"]["fields"].as_array().expect("fields").iter().filter_map(|f| f["field"].as_str()).collect();
    for field in ["email", "password", "name", "specialty", "license_number", "license_issuer", "license_expires", "clinic"] {
        assert!(named.contains(&field), "{field}: {told}");
    }
    for (body, field) in
        [(json!({ "user_type": "admin" }), "user_type"), (json!({ "is_active": true }), "is_active"), (json!({ "name": 1 }), "name")]
    {
        assert!(site.post("/api/auth/register/").json(&body).told().await.body.contains(&format!("\"{field}\"")), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_accounts_of_the_other_kind_have_must_be_readable_as_well() {
    let site = Site::new().await;
    let patient = |more: Value| {
        let mut body = json!({ "email": "jo@example.org", "password": PASSWORD, "user_type": "patient", "name": "Jo" });
        body.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        body
    };
    for (more, field) in [
        (json!({ "specialty": "AAA" }), "specialty"),
        (json!({ "specialization": "" }), "specialization"),
        (json!({ "date_of_birth": "" }), "date_of_birth"),
        (json!({ "sex": "" }), "sex"),
        (json!({ "license_expires": "tomorrow" }), "license_expires"),
        (json!({ "clinic": "the one nearby" }), "clinic"),
        (json!({ "license_number": "9".repeat(61) }), "license_number"),
        (json!({ "user_type": "doctor", "date_of_birth": "long ago" }), "date_of_birth"),
        (json!({ "user_type": "doctor", "sex": "AAA" }), "sex"),
    ] {
        let told = site.post("/api/auth/register/").json(patient(more.clone())).told().await;
        assert_eq!(told.status, 400, "{more} {told:?}");
        assert!(told.body.contains(&format!("\"{field}\"")), "{more} {told:?}");
    }
    let told = site.post("/api/auth/register/").json(patient(json!({ "specialty": "AAA", "email": "nobody" }))).told().await;
    assert!(told.body.contains("\"email\"") && told.body.contains("\"specialty\""), "all at once: {told:?}");
    let read = json!({ "specialty": "cardiology", "license_expires": "2000-01-01", "clinic": uuid::Uuid::nil() });
    assert_eq!(site.post("/api/auth/register/").json(patient(read)).told().await.status, 201, "and is ignored");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_address_and_wrong_password_are_answered_alike_and_counted() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let (wrong, unknown) = (site.login(&patient.email, "not the password").await, site.login("nobody@example.org", "x").await);
    assert_eq!(wrong.lasting(), unknown.lasting());
    assert_eq!(wrong.error(), (401, "UNAUTHENTICATED".into(), None));
    assert!(!wrong.headers.contains_key("set-cookie"));
    for _ in 0..9 {
        site.login(&patient.email, "not the password").await;
    }
    let told = site.login(&patient.email, PASSWORD).await;
    assert_eq!(told.error(), (429, "RATE_LIMITED".into(), None));
    assert!(told.header("retry-after").and_then(|s| s.parse::<u32>().ok()).is_some_and(|s| (1..=900).contains(&s)), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_gives_a_new_session_and_everywhere_ends_them_all() {
    let site = Site::new().await;
    let patient = site.db.patient().await;
    let first = site.cookie(&patient.email).await;
    let body = json!({ "email": patient.email, "password": PASSWORD });
    let again = site.post("/api/auth/login/").by(&first).json(body).told().await;
    let set = again.headers["set-cookie"].to_str().expect("a cookie").to_owned();
    assert!(!set.starts_with(&format!("{first};")), "a new id");
    assert_eq!(site.get("/api/users/me/").by(&first).told().await.error().0, 401, "the old one is worthless");
    let (one, two) = (site.cookie(&patient.email).await, site.cookie(&patient.email).await);
    assert_eq!(site.post("/api/auth/logout-everywhere/").by(&one).told().await.status, 200);
    for cookie in [&one, &two] {
        assert_eq!(site.get("/api/users/me/").by(cookie).told().await.error().0, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_verifies_a_doctor_who_can_then_be_found() {
    let site = Site::new().await;
    let doctor = site.db.doctor_with(NewDoctor { verified: false, name: "Dr Vera New".into(), ..NewDoctor::default() }).await;
    let admin = site.cookie(&site.db.admin().await.email).await;
    let found =
        async || site.get("/api/doctors/?specialization=general-practice&q=vera").told().await.data()["items"].as_array().map(Vec::len);
    assert_eq!(found().await, Some(0));
    let waiting = site.get("/api/doctors/unverified/").by(&admin).told().await.data();
    assert_eq!(waiting["items"][0]["id"], json!(doctor.id));
    let verify = format!("/api/doctors/{}/verify/", doctor.id);
    assert_eq!(site.post(&verify).by(&admin).told().await.status, 200);
    assert_eq!(site.post(&verify).by(&admin).told().await.error(), (409, "CONFLICT".into(), None));
    assert_eq!(found().await, Some(1));
    for (query, field) in [("limit=0", "limit"), ("after=x", "after"), ("q=x", "q")] {
        let told = site.get(format!("/api/doctors/unverified/?{query}")).by(&admin).told().await;
        assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{query}");
    }
    let profile = site.get(format!("/api/doctors/{}/", doctor.id)).told().await.data();
    assert_eq!(
        (&profile["name"], &profile["bookable"], &profile["clinic"]["city"]),
        (&json!("Dr Vera New"), &json!(true), &json!("Testville"))
    );
    assert!(profile.get("license").is_none() && profile["slots"].as_array().is_some_and(|s| !s.is_empty()));
    let own = site.get("/api/doctors/me/").by(&site.cookie(&doctor.email).await).told().await.data();
    assert_eq!((&own["verified"], &own["license"]["issuer"]), (&json!(true), &json!("Test Medical Council")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_account_is_out_at_once() {
    let site = Site::new().await;
    let (patient, admin) = (site.db.patient().await, site.db.admin().await);
    let (theirs, cookie) = (site.cookie(&patient.email).await, site.cookie(&admin.email).await);
    let listed = site.get(format!("/api/users/?q={}&limit=1", patient.email)).by(&cookie).told().await.data();
    assert_eq!(listed["items"][0]["id"], json!(patient.user));
    assert!(!listed.to_string().contains("argon2"));
    assert_eq!(site.post(format!("/api/users/{}/deactivate/", patient.user)).by(&cookie).told().await.status, 200);
    assert_eq!(site.get("/api/users/me/").by(&theirs).told().await.error().0, 401);
    assert_eq!(site.login(&patient.email, PASSWORD).await.error().0, 401);
    assert_eq!(site.post(format!("/api/users/{}/activate/", patient.user)).by(&cookie).told().await.status, 200);
    assert_eq!(site.login(&patient.email, PASSWORD).await.status, 200);
    assert_eq!(site.post(format!("/api/users/{}/deactivate/", admin.user)).by(&cookie).told().await.error().0, 403, "not oneself");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_reads_back_as_it_was_written() {
    let site = Site::new().await;
    let cookie = site.cookie(&site.db.patient().await.email).await;
    let put = async |body: &Value| site.ask("PUT", "/api/patients/me/").by(&cookie).json(body).told().await;
    let profile = json!({
        "name": "Pat Ö. Patient", "date_of_birth": "1980-05-31", "sex": "other", "blood_group": "AB-",
        "allergies": [{ "substance": "penicillin", "reaction": "rash", "severity": "mild" }],
        "conditions": ["asthma", "migraine"], "medications": ["salbutamol"], "emergency_contact": "Kim, 555",
        "language": "en", "country": "GB", "time_zone": "Europe/London",
    });
    let written = put(&profile).await.data();
    let read = site.get("/api/patients/me/").by(&cookie).told().await.data();
    assert_eq!(read, written);
    for (name, value) in profile.as_object().expect("an object") {
        assert_eq!(&read[name], value, "{name}");
    }
    for (name, value) in [
        ("name", json!("x".repeat(121))),
        ("date_of_birth", json!("2026-03-03")),
        ("blood_group", json!("C")),
        ("conditions", json!(["a\nb"])),
        ("medications", json!(vec!["x"; 51])),
        ("country", json!("Utopia")),
        ("time_zone", json!("Mars/Base")),
        ("is_admin", json!(true)),
    ] {
        let mut bad = profile.clone();
        bad[name] = value;
        assert_eq!(put(&bad).await.error(), (400, "VALIDATION_ERROR".into(), Some(name.into())), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctors_hours_read_back_as_they_were_written() {
    let site = Site::new().await;
    let cookie = site.cookie(&site.db.doctor().await.email).await;
    let put = async |body: &Value| site.ask("PUT", "/api/doctors/me/availability/").by(&cookie).json(body).told().await;
    let mut hours = site.get("/api/doctors/me/availability/").by(&cookie).told().await.data();
    assert_eq!(hours["weekly"][0], json!({ "weekday": "Mon", "from": "09:00", "until": "17:00" }));
    hours["exceptions"] = json!([{ "date": "2026-03-04", "hours": [], "note": "conference" }]);
    assert_eq!(put(&hours).await.data(), hours);
    assert_eq!(site.get("/api/doctors/me/availability/").by(&cookie).told().await.data(), hours);
    for (name, value, field) in [
        ("slot_minutes", json!(4), "slot_minutes"),
        ("slot_minutes", json!(-1), "slot_minutes"),
        ("horizon_days", json!(366), "horizon_days"),
        ("time_zone", json!("Asia/Tokyo"), "time_zone"),
        ("weekly", json!([{ "weekday": "Mon", "from": "12:00", "until": "09:00" }]), "weekly"),
        ("weekly", json!([{ "weekday": "Mon", "from": "9", "until": "10:00" }]), "weekly[0].from"),
        ("weekly", json!([{ "weekday": "Someday", "from": "09:00", "until": "10:00" }]), "weekly[0].weekday"),
        ("exceptions", json!([{ "date": "2026-03-04", "note": "a\u{0}b" }]), "exceptions[0].note"),
        ("exceptions", json!([{ "date": "+262142-12-31" }]), "exceptions"),
        ("doctor", json!("x"), "doctor"),
    ] {
        let mut bad = hours.clone();
        bad[name] = value;
        assert_eq!(put(&bad).await.error(), (400, "VALIDATION_ERROR".into(), Some(field.into())), "{bad}");
    }
}
