//! Health records over both doors: entries, files, tables.

use crate::rest_site::{Site, Told};
use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{TestPatient, Visit};

const PLACE: &str = "/api/health-records/";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\nxref\n%%EOF\n";

fn pressure() -> Value {
    json!({
        "record_type": "vital-signs",
        "recorded_at": "2026-03-01T07:30:00Z",
        "results": [{ "code": "8480-6", "value": 152, "unit": "mmHg" }, { "code": "8462-4", "value": 84 }],
    })
}

async fn patient(site: &Site) -> (TestPatient, String) {
    let patient = site.db.patient().await;
    let cookie = site.cookie(&patient.email).await;
    (patient, cookie)
}

async fn written(site: &Site, cookie: &str) -> String {
    let told = site.post(PLACE).by(cookie).json(pressure()).told().await;
    assert_eq!(told.status, 201, "{told:?}");
    told.header("location").expect("a place").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_written_read_corrected_and_taken_back() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    let place = written(&site, &cookie).await;
    let first = site.get(&place).by(&cookie).told().await;
    let data = first.data();
    assert_eq!((data["title"].as_str(), data["panel"].as_str()), (Some("Blood pressure"), Some("85354-9")));
    assert_eq!((data["results"][0]["interpretation"].as_str(), data["results"][0]["unit"].as_str()), (Some("H"), Some("mm[Hg]")));
    let tag = first.header("etag").expect("a tag");
    assert_eq!(site.get(&place).by(&cookie).header("if-none-match", tag).told().await.status, 304);
    let told = site.post(format!("{place}correct/")).by(&cookie).json(pressure()).told().await;
    let second = told.data();
    assert_eq!(format!("{PLACE}{}/", second["corrects"].as_str().expect("an id")), place);
    assert_eq!(site.post(format!("{place}correct/")).by(&cookie).json(pressure()).told().await.error().0, 409);
    let next = told.header("location").expect("a place");
    let gone = site.post(format!("{next}retract/")).by(&cookie).json(json!({ "reason": "Not mine." })).told().await;
    assert_eq!((gone.status.as_u16(), gone.data()["retracted"].as_bool()), (201, Some(true)));
    let list = site.get(format!("{PLACE}?type=vital-signs&code=8480-6&from=2026-01-01T00:00:00Z&limit=1")).by(&cookie).told().await.data();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    assert!(list["next"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_is_told_at_its_field() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    let ask = async |change: fn(&mut Value)| {
        let mut body = pressure();
        change(&mut body);
        site.post(PLACE).by(&cookie).json(body).told().await.error()
    };
    let at = |field: &str| (400, "VALIDATION_ERROR".to_owned(), Some(field.to_owned()));
    assert_eq!(ask(|body| body["results"][0]["value"] = json!(900)).await, at("results[0].value"));
    assert_eq!(ask(|body| body["results"][0]["unit"] = json!("kg")).await, at("results[0].unit"));
    assert_eq!(ask(|body| body["results"][0]["code"] = json!("nonsense")).await, at("results[0].code"));
    assert_eq!(ask(|body| body["recorded_at"] = json!("2026-03-05T00:00:00Z")).await, at("recorded_at"));
    assert_eq!(ask(|body| body["results"] = json!([])).await, at("results"));
    assert_eq!(ask(|body| body["record_type"] = json!("horoscope")).await, at("record_type"));
    assert_eq!(ask(|body| body["colour"] = json!("red")).await, at("colour"));
    assert_eq!(ask(|body| body["record_type"] = json!("laboratory")).await, (403, "FORBIDDEN".to_owned(), None));
    for query in ["type=mood", "code=1", "from=today", "patient=me", "after=1", "limit=0"] {
        let field = query.split('=').next().expect("a name");
        assert_eq!(site.get(format!("{PLACE}?{query}")).by(&cookie).told().await.error(), at(field), "{query}");
    }
}

async fn upload(site: &Site, place: &str, cookie: &str, name: &str, bytes: Vec<u8>) -> Told {
    let ask =
        site.post(format!("{place}attachments/")).by(cookie).header("content-disposition", &format!("attachment; filename=\"{name}\""));
    ask.raw("application/octet-stream", bytes).told().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_given_back_as_a_file_and_never_as_a_page() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    let place = written(&site, &cookie).await;
    let told = upload(&site, &place, &cookie, "Befund.html", PDF.to_vec()).await;
    let file = told.data();
    assert_eq!(
        (told.status.as_u16(), file["media_type"].as_str(), file["name"].as_str()),
        (201, Some("application/pdf"), Some("Befund.html.pdf"))
    );
    let listed = site.get(format!("{place}attachments/")).by(&cookie).told().await.data();
    assert_eq!(listed["items"], json!([file]));
    let address = format!("/api/attachments/{}/", file["id"].as_str().expect("an id"));
    let told = site.get(&address).by(&cookie).told().await;
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename=\"Befund.html.pdf\"; filename*=UTF-8''Befund.html.pdf"),
        ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("content-length", &PDF.len().to_string()),
    ] {
        assert_eq!(told.header(name), Some(value), "{name}");
    }
    let other = site.cookie(&site.db.patient().await.email).await;
    assert_eq!(site.get(&address).by(&other).told().await.error().0, 404);
    assert_eq!(site.get(&address).told().await.error().0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_something_else_is_refused_while_it_arrives() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    let place = written(&site, &cookie).await;
    let large = [PDF, &vec![b' '; 11 << 20]].concat();
    let told = upload(&site, &place, &cookie, "a.pdf", large.clone()).await;
    assert_eq!(told.error(), (413, "TOO_LARGE".into(), None));
    assert!(told.body.contains("larger than 10 MB"), "{}", told.body);
    let declared = site.post(format!("{place}attachments/")).by(&cookie).header("content-length", "209715200");
    assert_eq!(declared.raw("application/pdf", PDF).told().await.error().0, 413);
    for other in [b"PK\x03\x04bombs away, says the zip".to_vec(), b"<svg onload='alert(1)' xmlns='x'></svg>".to_vec()] {
        assert_eq!(upload(&site, &place, &cookie, "a.pdf", other).await.error(), (415, "UNSUPPORTED_MEDIA_TYPE".into(), None));
    }
    assert_eq!(upload(&site, &place, &cookie, "a.pdf", Vec::new()).await.error(), (400, "VALIDATION_ERROR".into(), Some("file".into())));
    // Nothing but files may be as long.
    let long = site.post(PLACE).by(&cookie).raw("application/json", vec![b' '; 300_000]).told().await;
    assert!(long.error().0 == 413 && long.body.contains("the most is 256 kB"), "{}", long.body);
    assert_eq!(site.get(&place).by(&cookie).told().await.data()["files"], 0);
}

/// A form of several parts, as browsers send it.
fn parts(act: &str, field: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\n{act}\r\n--xyz\r\nContent-Disposition: form-data; name=\"{field}\"; \
         filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--xyz--\r\n"].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_hands_its_file_on_while_it_arrives_and_says_what_is_wrong_with_it() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    let page = written(&site, &cookie).await.replace("/api/health-records/", "/records/").trim_end_matches('/').to_owned();
    let kind = "multipart/form-data; boundary=xyz";
    let send = async |to: &str, body: Vec<u8>| site.post(to).by(&cookie).raw(kind, body).told().await;
    let done = send(&page, parts("attach", "file", "x.pdf", PDF)).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, Some(&*format!("{page}#files"))), "{done:?}");
    let shown = site.get(&page).by(&cookie).told().await;
    assert!(shown.body.contains("x.pdf") && shown.body.contains("152 mmHg") && shown.body.contains("/api/attachments/"));
    for (body, words) in [
        (parts("attach", "file", "x.pdf", b"PK\x03\x04bombs away, says the zip"), "judged by its content"),
        (parts("attach", "file", "x.pdf", &[PDF, &vec![b' '; 10 << 20]].concat()), "larger than 10 MB"),
        (parts("attach", "file", "", b""), "Please choose a file"),
    ] {
        let told = send(&page, body).await;
        assert!(told.status == 400 && told.body.contains(words), "{words}: {} {}", told.status, told.body.len());
    }
    let huge = parts("attach", "file", "x.pdf", &vec![b' '; 12 << 20]);
    assert!([400, 413].contains(&send(&page, huge).await.status.as_u16()));
    let other = site.cookie(&site.db.patient().await.email).await;
    assert_eq!(site.post(&page).by(&other).raw(kind, parts("attach", "file", "x.pdf", PDF)).told().await.status, 404);
    let stranger = site.post(&page).raw(kind, parts("attach", "file", "x.pdf", PDF)).told().await;
    assert!(stranger.header("location").is_some_and(|to| to.starts_with("/login")), "{stranger:?}");
    assert_eq!(
        site.post("/settings").by(&cookie).raw(kind, parts("profile", "name", "x.pdf", PDF)).told().await.status,
        415,
        "no place for files"
    );
    let csv = b"recorded_at,code,value\n2026-03-01,8867-4,70\n2026-03-01,8480-6,20\n";
    let looked = send("/records/import", parts("file", "csv", "pulse.csv", csv)).await;
    assert!(
        looked.status == 200 && looked.body.contains("1 entry, 1 row left out") && looked.body.contains("Write 1 entry into the record"),
        "{}",
        looked.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_sends_so_many_files_and_tables_an_hour_by_both_doors_and_others_send_theirs() {
    let site = Site::told(&[("SHS_LIMIT_UPLOAD", "3/1h")]).await;
    let (_, cookie) = patient(&site).await;
    let place = written(&site, &cookie).await;
    assert_eq!(upload(&site, &place, &cookie, "a.pdf", PDF.to_vec()).await.status, 201);
    let csv = json!({ "csv": "recorded_at,code,value\n2026-03-01,8867-4,70\n", "preview": true });
    assert_eq!(site.post(format!("{PLACE}import/")).by(&cookie).json(csv.clone()).told().await.status, 200);
    let page = place.replace("/api/health-records/", "/records/").trim_end_matches('/').to_owned();
    let form = async || {
        let parts = parts("attach", "file", "b.pdf", PDF);
        site.post(&page).by(&cookie).raw("multipart/form-data; boundary=xyz", parts).told().await
    };
    assert_eq!(form().await.status, 303);
    let told = upload(&site, &place, &cookie, "c.pdf", PDF.to_vec()).await;
    assert_eq!(told.error(), (429, "RATE_LIMITED".into(), None));
    assert!(told.header("retry-after").and_then(|wait| wait.parse::<u32>().ok()).is_some_and(|wait| (1..=3600).contains(&wait)));
    assert_eq!(site.post(format!("{PLACE}import/")).by(&cookie).json(csv).told().await.error().0, 429);
    assert_eq!(form().await.status, 429);
    assert_eq!(site.get(&place).by(&cookie).told().await.data()["files"], 2);
    // What else is done on that page is not counted, and another account has its own three.
    let retract = site.post(&page).by(&cookie).raw("application/x-www-form-urlencoded", "act=retract&reason=Measured+on+somebody+else");
    assert_ne!(retract.told().await.status, 429);
    let (_, other) = patient(&site).await;
    let theirs = written(&site, &other).await;
    assert_eq!(upload(&site, &theirs, &other, "a.pdf", PDF.to_vec()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_looked_at_taken_and_given_out() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    let csv = "recorded_at,code,value,unit\n2026-03-01 08:00,8867-4,64,\n2026-03-01 08:00,8310-5,101.3,°F\nsoon,8867-4,64,\n";
    let import = async |preview: bool| {
        let body = json!({ "csv": csv, "preview": preview, "time_zone": "Europe/Berlin" });
        site.post(format!("{PLACE}import/")).by(&cookie).json(body).told().await.data()
    };
    let look = import(true).await;
    assert_eq!((look["rows"].as_u64(), look["entries"].as_u64(), look["added"].as_u64()), (Some(3), Some(1), Some(0)));
    assert_eq!(look["errors"][0]["line"], 4);
    assert_eq!((import(false).await["added"].as_u64(), import(false).await["added"].as_u64()), (Some(1), Some(0)));
    let out = site.get(format!("{PLACE}export/?type=vital-signs")).by(&cookie).told().await.data();
    let table = out["csv"].as_str().expect("a table");
    assert!(table.contains("2026-03-01T07:00:00Z,vital-signs,8310-5,Body temperature,38.5,Cel"), "{table}");
    let taken = site.post("/records").by(&cookie).raw("application/x-www-form-urlencoded", "act=export").told().await;
    assert_eq!(taken.header("content-type"), Some("text/csv; charset=utf-8"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_sees_the_record_of_whom_they_treat_and_its_pages() {
    let site = Site::new().await;
    let (patient, cookie) = patient(&site).await;
    let doctor = site.db.doctor().await;
    site.db.visit(&Visit::new(&doctor, &patient, site.db.now() + TimeDelta::hours(3))).await;
    let place = written(&site, &cookie).await;
    let by = site.cookie(&doctor.email).await;
    let list = site.get(format!("{PLACE}?patient={}", patient.id)).by(&by).told().await.data();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(site.get(PLACE).by(&by).told().await.error(), (400, "VALIDATION_ERROR".into(), Some("patient".into())));
    let new = json!({
        "patient": patient.id, "record_type": "condition", "recorded_at": "2026-03-01T09:00:00Z", "title": "High blood pressure",
        "coding": { "system": "ICD-10", "code": "I10" },
    });
    assert_eq!(site.post(PLACE).by(&by).json(new).told().await.status, 201);
    for page in ["", "/vitals", "/labs", "/new", "/new?type=laboratory"] {
        let told = site.get(format!("/patients/{}/records{page}", patient.id)).by(&by).told().await;
        assert_eq!(told.status, 200, "{page}");
    }
    let entry = place.replace("/api/health-records/", "/records/").trim_end_matches('/').to_owned();
    assert_eq!(site.get(&entry).by(&by).told().await.status, 200);
    let stranger = site.cookie(&site.db.doctor().await.email).await;
    for page in [format!("/patients/{}/records", patient.id), entry] {
        assert_eq!(site.get(page).by(&stranger).told().await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_is_filled_in_from_the_record_and_says_where_from() {
    let site = Site::new().await;
    let (_, cookie) = patient(&site).await;
    written(&site, &cookie).await;
    let told = site.get("/risk/score2").by(&cookie).told().await;
    assert!(
        told.body.contains("Filled in from your health record") && told.body.contains("Systolic blood pressure: 152 mmHg"),
        "{}",
        told.body
    );
    assert!(told.body.contains("Not in your record, or too long ago: Total cholesterol, HDL cholesterol."));
    assert!(!site.get("/risk/score2").told().await.body.contains("Filled in from"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_says_how_each_value_may_be_sent_and_what_is_refused() {
    let site = Site::new().await;
    let told = site.get(format!("{PLACE}measures/")).told().await.data();
    let all = told["items"].as_array().expect("measures");
    assert_eq!((all.len(), &told["next"]), (domain::record::MEASURES.len(), &Value::Null), "the whole list, without signing in");
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    site.db.visit(&Visit::new(&doctor, &patient, site.db.now() - TimeDelta::days(1))).await;
    let cookie = site.cookie(&doctor.email).await;
    let write = async |measure: &Value, value: &Value, unit: Option<&Value>| {
        let mut result = json!({ "code": measure["code"], "value": value });
        if let Some(unit) = unit {
            result["unit"] = unit.clone();
        }
        let body = json!({
            "patient": patient.id, "record_type": measure["record_type"], "recorded_at": "2026-03-01T07:30:00Z", "results": [result],
        });
        site.post(PLACE).by(&cookie).json(body).told().await
    };
    for measure in all {
        let (min, max) = (&measure["possible"]["min"], &measure["possible"]["max"]);
        let taken = write(measure, max, Some(&measure["unit"])).await;
        assert_eq!(taken.data()["results"][0]["unit"], measure["unit"], "{measure}");
        let beyond = json!(min.as_f64().expect("a number") - 0.01);
        assert_eq!(write(measure, &beyond, Some(&measure["unit"])).await.error().0, 400, "{measure}");
        let bare = write(measure, max, None).await.status;
        assert_eq!(bare == 400, measure["unit_required"] == true, "{measure}: {bare}");
        for unit in measure["other_units"].as_array().expect("units") {
            // Taken or beyond what is possible, but known.
            let told = write(measure, min, Some(unit)).await;
            assert!(!told.body.contains("one of these units"), "{measure}: {told:?}");
        }
        let strange = write(measure, max, Some(&json!("furlong"))).await;
        assert!(strange.body.contains("one of these units"), "{strange:?}");
    }
}
