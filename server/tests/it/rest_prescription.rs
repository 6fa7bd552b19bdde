//! Prescriptions over both doors.

use crate::rest_site::{Site, Told};
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use service::prescription::Medicines;
use testkit::{Database, TestDoctor, TestPatient, Visit};

struct World {
    site: Site,
    ann: TestPatient,
    treating: TestDoctor,
    /// Cookies of Ann, of the doctor who treats her, and of another patient, another doctor, an administrator.
    by_ann: String,
    by_treating: String,
    strangers: [String; 3],
}

async fn world() -> World {
    let site = Site::new().await;
    let (ann, other, treating, far, admin) =
        (site.db.patient().await, site.db.patient().await, site.db.doctor().await, site.db.doctor().await, site.db.admin().await);
    site.db.visit(&Visit::new(&treating, &ann, site.db.now() + TimeDelta::hours(3))).await;
    let (by_ann, by_treating) = (site.cookie(&ann.email).await, site.cookie(&treating.email).await);
    let strangers = [site.cookie(&other.email).await, site.cookie(&far.email).await, site.cookie(&admin.email).await];
    World { site, ann, treating, by_ann, by_treating, strangers }
}

fn medicine(name: &str, value: f64) -> Value {
    json!({
        "name": name, "dose": { "value": value, "unit": "mg" }, "form": "tablet", "route": "oral",
        "frequency": { "times": 2, "period": 1, "unit": "d" }, "days": 5,
    })
}

impl World {
    async fn post(&self, path: &str, body: Value) -> Told {
        self.site.post(format!("/api/prescriptions/{path}")).by(&self.by_treating).json(body).told().await
    }

    async fn draft(&self, names: &[&str]) -> Value {
        let medications: Vec<Value> = names.iter().map(|name| medicine(name, 10.0)).collect();
        let told = self.post("", json!({ "patient": self.ann.id, "medications": medications })).await;
        assert_eq!(told.status, StatusCode::CREATED, "{told:?}");
        told.data()
    }

    async fn issued(&self, names: &[&str]) -> String {
        let id = self.draft(names).await["id"].as_str().expect("an id").to_owned();
        let told = self.post(&format!("{id}/issue/"), json!({})).await;
        assert_eq!((told.status, told.data()["status"].as_str()), (StatusCode::OK, Some("active")));
        id
    }

    async fn page(&self, path: &str) -> String {
        let told = self.site.get(path).by(&self.by_treating).told().await;
        assert_eq!(told.status, StatusCode::OK, "{told:?}");
        told.body
    }

    async fn form(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Told {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", app::path::encode(value))).collect();
        self.site.post(path).by(cookie).raw("application/x-www-form-urlencoded", pairs.join("&")).told().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prescription_goes_its_way_over_rest_and_a_second_issue_is_answered_with_the_first() {
    let world = world().await;
    let draft = world.draft(&["amoxicillin"]).await;
    assert_eq!((draft["status"].as_str(), draft["medications"][0]["code"].as_str()), (Some("draft"), Some("J01CA04")));
    let id = draft["id"].as_str().expect("an id");
    let place = format!("/api/prescriptions/{id}/");
    assert_eq!(world.site.get(&place).by(&world.by_ann).told().await.error().0, 404, "a patient sees no draft");
    let edit = |version: &str| {
        let body = json!({ "medications": [medicine("doxycycline", 100.0)] });
        world.site.ask("PUT", place.clone()).by(&world.by_treating).header("if-match", version).json(body)
    };
    assert_eq!(edit("\"1\"").told().await.data()["version"], 2);
    assert_eq!(edit("\"1\"").told().await.error(), (412, "PRECONDITION_FAILED".into(), None));
    let issue = async || world.post(&format!("{id}/issue/"), json!({})).await.data();
    let (first, second) = (issue().await, issue().await);
    assert_eq!(first, second);
    assert_eq!(first["checked"]["clear"], json!(["dose"]));
    let seen = world.site.get(&place).by(&world.by_ann).told().await.data();
    assert_eq!(
        (&seen["status"], &seen["checked"], &seen["medications"][0]["name"]),
        (&json!("active"), &Value::Null, &json!("doxycycline"))
    );
    assert_eq!(edit("*").told().await.error().1, "ILLEGAL_MOVE");
    assert_eq!(world.post(&format!("{id}/complete/"), json!({})).await.data()["status"], "completed");
    assert_eq!(world.post(&format!("{id}/cancel/"), json!({})).await.error().1, "ILLEGAL_MOVE");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_must_have_a_reason_and_what_was_not_looked_at_is_not_clear() {
    let world = world().await;
    let check =
        async |medications: Value| world.post("check/", json!({ "patient": world.ann.id, "medications": medications })).await.data();
    let found = check(json!([medicine("sertraline", 50.0), medicine("phenelzine", 15.0)])).await;
    assert_eq!((&found["warnings"][0]["severity"], &found["warnings"][0]["check"]), (&json!("interrupt"), &json!("interaction")));
    assert_eq!(found["list"]["date"], "2026-11-29");
    let found = check(json!([medicine("wonderpill", 50.0)])).await;
    assert_eq!((&found["clear"], &found["gaps"][0]["needs_reason"]), (&json!([]), &json!(true)));
    let id = world.draft(&["sertraline", "phenelzine"]).await["id"].as_str().expect("an id").to_owned();
    let refused = world.post(&format!("{id}/issue/"), json!({})).await.error();
    let warning = "onc-ssri-maoi-phenelzine-sertraline";
    assert_eq!(refused, (400, "VALIDATION_ERROR".into(), Some(format!("reasons.{warning}"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reaches_a_prescription_by_id_list_filter_pdf_or_page() {
    let world = world().await;
    let id = world.issued(&["amoxicillin"]).await;
    for cookie in &world.strangers {
        for path in ["", "pdf/"] {
            let told = world.site.get(format!("/api/prescriptions/{id}/{path}")).by(cookie).told().await;
            assert_eq!(told.error(), (404, "NOT_FOUND".into(), None), "{path}");
        }
        let told = world.site.get(format!("/api/prescriptions/?patient={}", world.ann.id)).by(cookie).told().await;
        assert_eq!(told.error().0, 404);
        let told = world.site.get("/api/prescriptions/").by(cookie).told().await;
        assert_eq!(told.data()["items"], json!([]));
        for page in
            [format!("/prescriptions/{id}"), format!("/dashboard/prescriptions/{id}"), format!("/patients/{}/prescriptions", world.ann.id)]
        {
            let told = world.site.get(&page).by(cookie).told().await;
            assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&told.status), "{page}: {}", told.status);
            assert!(!told.body.contains("amoxicillin"));
        }
        let told = world.form(&format!("/prescriptions/{id}"), cookie, &[("act", "print")]).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&told.status), "{}", told.status);
    }
    let told = world.site.get(format!("/api/prescriptions/?patient={}&status=active", world.ann.id)).by(&world.by_treating).told().await;
    assert_eq!(told.data()["items"][0]["id"], id.as_str());
    assert_eq!(world.site.get("/api/prescriptions/?status=none").by(&world.by_treating).told().await.error().0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_to_print_comes_by_both_doors_and_its_code_tells_nothing_but_whether_it_holds() {
    let world = world().await;
    let id = world.issued(&["amoxicillin"]).await;
    let by_program = world.site.get(format!("/api/prescriptions/{id}/pdf/")).by(&world.by_ann).told().await;
    let by_page = world.form(&format!("/prescriptions/{id}"), &world.by_ann, &[("act", "print")]).await;
    for told in [by_program, by_page] {
        assert_eq!(
            (told.status, told.header("content-type"), told.header("cache-control")),
            (StatusCode::OK, Some("application/pdf"), Some("no-store"))
        );
    }
    let code = world.code(&id).await;
    let other = if code.ends_with('A') { 'B' } else { 'A' };
    for (path, words) in [
        (format!("/verify/{code}"), "Valid"),
        (format!("/verify/{}{other}", &code[..code.len() - 1]), "Not one of ours"),
        ("/verify/x".into(), "Not one of ours"),
    ] {
        let told = world.site.get(&path).told().await;
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.body.contains(words), "{path}");
        for secret in ["amoxicillin", "Pat Patient", "Dora", &id, &world.treating.id.to_string(), &world.ann.id.to_string()] {
            assert!(!told.body.contains(secret), "{secret}");
        }
    }
    world.post(&format!("{id}/cancel/"), json!({})).await;
    assert!(world.site.get(format!("/verify/{code}")).told().await.body.contains("Cancelled"));
}

impl World {
    async fn code(&self, id: &str) -> String {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        use sea_orm::EntityTrait;
        let id: uuid::Uuid = id.parse().expect("an id");
        let row = entity::prescription::Entity::find_by_id(id).one(self.site.db.connection()).await.expect("a query").expect("a row");
        let key = u32::try_from(row.key_id.expect("a key")).expect("a number").to_be_bytes();
        URL_SAFE_NO_PAD.encode([&id.as_bytes()[..], &key, &row.signature.expect("a signature")].concat())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_a_doctor_writes_sees_the_warning_gives_a_reason_and_issues() {
    let world = world().await;
    let new = format!("/patients/{}/prescriptions/new", world.ann.id);
    let sheet = |reason: Option<&'static str>| {
        let mut fields = vec![
            ("m0-name", "sertraline"),
            ("m0-dose", "50"),
            ("m0-dose-unit", "mg"),
            ("m0-form", "tablet"),
            ("m0-route", "oral"),
            ("m0-often", "1/1d"),
            ("m1-name", "tramadol"),
            ("m1-dose", "50"),
            ("m1-dose-unit", "mg"),
            ("m1-form", "capsule"),
            ("m1-route", "oral"),
            ("m1-often", "1/8h"),
        ];
        fields.extend(reason.map(|reason| ("reason-tramadol-antidepressant-sertraline-tramadol", reason)));
        fields
    };
    let told = world.form(&new, &world.by_treating, &[("m0-name", "sertraline")]).await;
    assert_eq!(told.status, StatusCode::BAD_REQUEST);
    assert!(
        told.body.contains("Please write how much is taken at once.") && told.body.contains("value=\"sertraline\""),
        "nothing typed is lost"
    );
    let told = world.form(&new, &world.by_treating, &sheet(None)).await;
    let place = told.header("location").expect("a place").to_owned();
    let page = world.site.get(&place).by(&world.by_treating).told().await;
    assert!(page.body.contains("Serotonin syndrome") && page.body.contains("29 Nov 2026"), "{}", page.body);
    let with = |then: &'static str, version: &'static str, reason| {
        let mut fields = sheet(reason);
        fields.extend([("then", then), ("version", version)]);
        fields
    };
    let told = world.form(&place, &world.by_treating, &with("issue", "1", None)).await;
    assert_eq!(told.status, StatusCode::BAD_REQUEST);
    assert!(told.body.contains("Please say why you go on"), "{}", told.body);
    // Somebody with an older version of the sheet: it is not kept, and nothing of it is lost.
    let told = world.form(&place, &world.by_treating, &with("save", "1", None)).await;
    assert_eq!(told.status, StatusCode::PRECONDITION_FAILED);
    assert!(told.body.contains("This draft was saved meanwhile") && told.body.contains("value=\"2\""));
    let told = world.form(&place, &world.by_treating, &with("issue", "2", Some("Has taken both for years"))).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let again = world.form(&place, &world.by_treating, &with("issue", "2", Some("Has taken both for years"))).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "pressed twice");
    let page = world.site.get(&place).by(&world.by_treating).told().await;
    assert!(page.body.contains("Has taken both for years") && page.body.contains("Page to print"));
    let page = world.site.get(place.replace("/dashboard", "")).by(&world.by_ann).told().await;
    assert!(page.body.contains("tramadol") && !page.body.contains("Has taken both for years"));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_somebody_types_the_checks_answer_a_doctor_who_treats_and_nobody_else() {
    let world = world().await;
    let ask = async |cookie: &str| {
        let fields = format!(
            "patient={}&without=&fields[0][0]=m0-name&fields[0][1]=tramadol&fields[1][0]=m1-name&fields[1][1]=phenelzine",
            world.ann.id
        );
        world
            .site
            .post("/fn/prescription-check")
            .by(cookie)
            .header("accept", "application/json")
            .raw("application/x-www-form-urlencoded", fields)
            .told()
            .await
    };
    let told = ask(&world.by_treating).await;
    assert!(
        told.status == StatusCode::OK && told.body.contains("onc-opioid-maoi") && told.body.contains("still to be written"),
        "{told:?}"
    );
    assert_eq!(ask(&world.strangers[1]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask(&world.strangers[0]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_list_of_medicines_the_page_refuses_to_say_that_there_is_nothing() {
    let db = Database::fresh().await;
    let services = db.services().prescribing(Medicines::off("a test"));
    let site = Site::with(db, services);
    let (ann, doctor) = (site.db.patient().await, site.db.doctor().await);
    site.db.visit(&Visit::new(&doctor, &ann, site.db.now() + TimeDelta::hours(3))).await;
    let cookie = site.cookie(&doctor.email).await;
    let body = json!({ "patient": ann.id, "medications": [medicine("amoxicillin", 500.0)] });
    let checked = site.post("/api/prescriptions/check/").by(&cookie).json(&body).told().await.data();
    assert_eq!((&checked["list"], &checked["clear"]), (&Value::Null, &json!([])));
    let id = site.post("/api/prescriptions/").by(&cookie).json(&body).told().await.data()["id"].as_str().expect("an id").to_owned();
    let page = site.get(format!("/dashboard/prescriptions/{id}")).by(&cookie).told().await.body;
    assert!(page.contains("Nothing was checked") && !page.contains("Nothing found"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_without_a_visit_is_found_from_the_patients_page() {
    let world = world().await;
    let draft = world.draft(&["ibuprofen"]).await["id"].as_str().expect("an id").to_owned();
    let issued = world.issued(&["paracetamol"]).await;
    let drafts = format!("/patients/{}/prescriptions?status=draft", world.ann.id);
    assert!(world.page(&format!("/patients/{}", world.ann.id)).await.contains(&format!("href=\"{drafts}\"")));
    let (shown, all) = (world.page(&drafts).await, world.page(&format!("/patients/{}/prescriptions", world.ann.id)).await);
    assert!(shown.contains(&format!("/dashboard/prescriptions/{draft}")) && !shown.contains(&issued), "{shown}");
    assert!(all.contains(&draft) && all.contains(&issued));
}
