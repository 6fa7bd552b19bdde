//! A thousand words that only a patient could have written, sent through every text field of the real program: afterwards none of them is in
//! a dump of the database, in its files, or in the log at its most talkative.

use crate::drill::{Instance, client, json_of, sign_in};
use reqwest::Client;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};
use server::postgres::Postgres;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

/// What every canary begins with; nothing else does.
const CANARY: &str = "zqcanary";
/// What is said in public, and why it is taken out of sight: it stands in the table of reviews, and nowhere else.
const PUBLIC: &str = "zqpublic";
/// What is put where nothing is sealed: the search must find it.
const CONTROL: &str = "zqcontrol";
/// People who write, with a hundred and one words each.
const PEOPLE: usize = 10;

/// Makes canaries, each another one.
#[derive(Default)]
struct Nest(usize);

impl Nest {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("{CANARY}{:04}", self.0)
    }

    fn many(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.next()).collect()
    }
}

/// The places that hold a needle, in the clear or as hexadecimal digits.
fn found(what: &str, bytes: &[u8], needle: &str) -> Vec<String> {
    let hex: String = needle.bytes().map(|byte| format!("{byte:02x}")).collect();
    let text = String::from_utf8_lossy(bytes);
    if text.contains(needle) || text.contains(&hex) { vec![what.to_owned()] } else { Vec::new() }
}

/// Every file below `folder` that holds it.
fn in_files(folder: &Path, needle: &str) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(in_files(&path, needle));
        } else if let Ok(bytes) = std::fs::read(&path) {
            all.extend(found(&path.display().to_string(), &bytes, needle));
        }
    }
    all
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.expect("rows");
    rows.iter().map(|row| row.try_get_by_index(0).expect("text")).collect()
}

/// Every table that holds it in any column, as a dump writes it.
async fn in_dump(db: &DatabaseConnection, needle: &str) -> Vec<String> {
    let mut all = Vec::new();
    for table in texts(db, "select tablename::text from pg_tables where schemaname = 'public'").await {
        let rows = texts(db, &format!("select t::text from \"{table}\" t")).await;
        all.extend(found(&table, rows.join("\n").as_bytes(), needle));
    }
    all
}

/// One person of the demonstration data who writes wherever one can.
struct Writer<'a> {
    client: &'a Client,
    instance: &'a Instance,
    cookie: String,
    number: usize,
}

impl Writer<'_> {
    async fn send(&self, method: reqwest::Method, path: &str, body: &Value) -> Value {
        for _ in 0..500 {
            let request = self.client.request(method.clone(), self.instance.url(path)).header("cookie", &self.cookie);
            let request = request.header("sec-fetch-site", "same-origin").header("idempotency-key", format!("k{}-{path}", self.number));
            let answer = request.json(body).send().await.expect("an answer");
            let (status, told) = (answer.status(), answer.text().await.expect("text"));
            // An engine with much to do asks to come again.
            if status == reqwest::StatusCode::SERVICE_UNAVAILABLE {
                continue;
            }
            assert!(status.is_success(), "{path}: {status} {told}");
            return serde_json::from_str::<Value>(&told).expect("JSON")["data"].take();
        }
        panic!("{path}: never anything but 503");
    }

    async fn read(&self, path: &str) -> Value {
        let request = self.client.get(self.instance.url(path)).header("cookie", &self.cookie);
        request.send().await.expect("an answer").json::<Value>().await.expect("JSON")["data"].take()
    }

    async fn profile(&self, nest: &mut Nest) {
        let allergies: Vec<Value> =
            (0..9).map(|_| json!({ "substance": nest.next(), "reaction": nest.next(), "severity": "mild" })).collect();
        let body = json!({
            "name": "Pat Patient", "language": "en", "time_zone": "UTC", "allergies": allergies, "conditions": nest.many(38),
            "medications": nest.many(38), "emergency_contact": nest.next(),
        });
        let told = self.send(reqwest::Method::PUT, "/api/patients/me/", &body).await;
        assert!(told.to_string().contains(CANARY));
    }

    async fn symptoms(&self, nest: &mut Nest) {
        let text = format!("I have a fever and a cough since yesterday {} {}", nest.next(), nest.next());
        let told = self.send(reqwest::Method::POST, "/api/ai/recommend-doctor/", &json!({ "text": text, "age": 34 })).await;
        assert!(told["report"].is_string(), "{told}");
        let form = format!("text=my+knee+hurts+{}", nest.next());
        let page = self.client.post(self.instance.url("/symptoms")).header("cookie", &self.cookie).header("sec-fetch-site", "same-origin");
        let page = page.header("content-type", "application/x-www-form-urlencoded").body(form).send().await.expect("an answer");
        assert!(page.status().is_success() || page.status().is_redirection(), "{}", page.status());
    }

    /// Entries, what corrects them and takes them back, files with their names, tables with what is wrong in them.
    async fn record(&self, nest: &mut Nest) {
        let entry = |nest: &mut Nest| {
            json!({
                "record_type": "document", "recorded_at": "2026-01-05T10:00:00Z", "title": nest.next(), "text": nest.next(),
                "coding": { "system": nest.next(), "code": nest.next() },
            })
        };
        let post = reqwest::Method::POST;
        let told = self.send(post.clone(), "/api/health-records/", &entry(nest)).await;
        let id = told["id"].as_str().expect("an id").to_owned();
        self.upload(nest, &id).await;
        let told = self.send(post.clone(), &format!("/api/health-records/{id}/correct/"), &entry(nest)).await;
        let id = told["id"].as_str().expect("an id");
        let taken_back = format!("/api/health-records/{id}/retract/");
        self.send(post.clone(), &taken_back, &json!({ "reason": nest.next() })).await;
        let csv = format!("recorded_at,name,value,unit\n2026-01-05,{},1,\n{},Pulse,70,{}\n", nest.next(), nest.next(), nest.next());
        let told = self.send(post, "/api/health-records/import/", &json!({ "csv": csv, "preview": false })).await;
        assert!(told["errors"].to_string().contains(CANARY), "{told}");
        for query in [format!("code={}", nest.next()), format!("type={}", nest.next())] {
            let page = self.client.get(self.instance.url(&format!("/api/health-records/?{query}"))).header("cookie", &self.cookie);
            page.send().await.expect("an answer");
        }
    }

    /// A file by either door: its name, and what is in it.
    async fn upload(&self, nest: &mut Nest, entry: &str) {
        let file = |nest: &mut Nest| format!("%PDF-1.7\n{}\n%%EOF\n", nest.next());
        let to = |path: String| {
            self.client.post(self.instance.url(&path)).header("cookie", &self.cookie).header("sec-fetch-site", "same-origin")
        };
        let request = to(format!("/api/health-records/{entry}/attachments/")).body(file(nest));
        let named = format!("attachment; filename=\"{}.pdf\"", nest.next());
        let told = request.header("content-disposition", named).send().await.expect("an answer");
        assert!(told.status().is_success(), "{}", told.status());
        let form = format!(
            "--x\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nattach\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"{}.pdf\"\r\n\r\n{}\r\n--x--\r\n",
            nest.next(),
            file(nest)
        );
        let request = to(format!("/records/{entry}")).header("content-type", "multipart/form-data; boundary=x");
        let told = request.body(form).send().await.expect("an answer");
        assert!(told.status().is_redirection() || told.status().is_success(), "{}", told.status());
    }

    /// What a doctor writes about a patient: an entry, a prescription, why a record had to be opened.
    async fn care(&self, nest: &mut Nest, patient: &Value) {
        let post = reqwest::Method::POST;
        let note = json!({
            "patient": patient, "record_type": "clinical-note", "recorded_at": "2026-01-05T10:00:00Z", "title": nest.next(), "text": nest.next(),
        });
        self.send(post.clone(), "/api/health-records/", &note).await;
        let medicine = json!({
            "name": nest.next(), "dose": { "value": 5, "unit": "mg" }, "form": "tablet", "route": "oral",
            "frequency": { "times": 1, "period": 1, "unit": "d" }, "days": 5, "instructions": nest.next(),
        });
        let draft = json!({ "patient": patient, "medications": [medicine], "notes": nest.next() });
        self.send(post.clone(), "/api/prescriptions/", &draft).await;
        let favourite = draft["medications"][0].clone();
        self.send(post.clone(), "/api/prescriptions/favourites/", &favourite).await;
        let opening = json!({
            "email": "patient@demo.example", "date_of_birth": "1988-04-12", "reason": format!("Unconscious in the emergency room {}", nest.next()),
        });
        self.send(post, "/api/patients/emergency/", &opening).await;
    }

    /// Public words, and the reason why they are taken out of sight.
    async fn review(&self, by: &Writer<'_>, doctor: &str) {
        let body = json!({ "rating": 2, "text": format!("Waited long {PUBLIC}") });
        let told = self.send(reqwest::Method::PUT, &format!("/api/doctors/{doctor}/review/"), &body).await;
        let hide = format!("/api/reviews/{}/hide/", told["id"].as_str().expect("an id"));
        by.send(reqwest::Method::POST, &hide, &json!({ "why": format!("It names a person {PUBLIC}") })).await;
    }

    async fn visits(&self, nest: &mut Nest, doctor: &str) {
        let slots = json_of(self.client, self.instance.url(&format!("/api/doctors/{doctor}/slots/"))).await;
        let start = |n: usize| slots["items"][n]["start"].clone();
        let body = json!({ "doctor": doctor, "start": start(self.number * 2), "reason": nest.next() });
        let booked = self.send(reqwest::Method::POST, "/api/appointments/", &body).await;
        let off = format!("/api/appointments/{}/cancel/", booked["id"].as_str().expect("an id"));
        self.send(reqwest::Method::POST, &off, &json!({ "reason": nest.next() })).await;
        let hold = json!({ "doctor": doctor, "start": start(self.number * 2 + 1), "hold": true });
        let request = self.client.post(self.instance.url("/api/appointments/")).header("cookie", &self.cookie);
        let held = request.header("sec-fetch-site", "same-origin").json(&hold).send().await.expect("an answer");
        let held: Value = held.json().await.expect("JSON");
        let confirm = format!("/api/appointments/{}/confirm/", held["data"]["id"].as_str().unwrap_or_else(|| panic!("{held}")));
        self.send(reqwest::Method::POST, &confirm, &json!({ "reason": nest.next() })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_words_of_patients_are_in_no_dump_no_file_and_no_log() {
    let (mut instance, client) = (Instance::seeded("canary"), client());
    let log = instance.home.join("log");
    let mut command = instance.command(&["serve"]);
    command.env("SHS_LOG", "debug").stderr(Stdio::from(std::fs::File::create(&log).expect("a log")));
    match std::env::var_os("SHS_ENCODER_DIR") {
        Some(dir) => command.env("SHS_ENCODER_DIR", dir),
        None => command.env_remove("SHS_ENCODER_DIR"),
    };
    for limit in ["SHS_LIMIT_ENGINE", "SHS_LIMIT_ENGINE_ADDRESS", "SHS_LIMIT_LOGIN", "SHS_LIMIT_GENERAL"] {
        command.env(limit, "off");
    }
    instance.server = Some(command.spawn().expect("the server starts"));
    instance.until_ready(&client, Instant::now()).await;
    instance.until_engine(&client).await;
    let doctors = json_of(&client, instance.url("/api/doctors/?specialty=general-practice")).await;
    let doctor = doctors["items"][0]["id"].as_str().expect("a doctor").to_owned();
    let mut nest = Nest::default();
    for number in 0..PEOPLE {
        let cookie = sign_in(&client, &instance, &format!("patient{}@demo.example", 20 + number)).await;
        let writer = Writer { client: &client, instance: &instance, cookie, number };
        writer.profile(&mut nest).await;
        writer.symptoms(&mut nest).await;
        writer.visits(&mut nest, &doctor).await;
        writer.record(&mut nest).await;
    }
    let writer = async |email: &str| Writer {
        client: &client,
        instance: &instance,
        cookie: sign_in(&client, &instance, email).await,
        number: PEOPLE,
    };
    let treating = writer("doctor@demo.example").await;
    let patients = treating.read("/api/patients/").await;
    treating.care(&mut nest, &patients["items"][0]["id"]).await;
    let own = treating.read("/api/doctors/me/").await["id"].as_str().expect("an id").to_owned();
    writer("patient@demo.example").await.review(&writer("admin@demo.example").await, &own).await;
    assert!(nest.0 >= 1_000, "{}", nest.0);
    let request = client.get(instance.url("/api/doctors/")).header("x-request-id", format!("{CONTROL}-1"));
    request.send().await.expect("an answer");

    let postgres = Postgres::start_in(&instance.home, None).await.expect("the server that runs");
    let db = Database::connect(postgres.admin_url().reveal().replace("/postgres?", "/smart_health?")).await.expect("a connection");
    // The controls: the same search finds what is not sealed.
    db.execute_unprepared(&format!("update doctor set bio = '{CONTROL}' where id = '{doctor}'")).await.expect("a control");
    db.execute_unprepared("checkpoint").await.expect("everything is in the files");
    assert_eq!(in_dump(&db, CONTROL).await, ["doctor"], "the search finds what is in the clear");
    let files = in_files(&instance.data(), CONTROL);
    assert!(files.iter().any(|path| path.contains("pg_wal")) && files.iter().any(|path| path.contains("/base/")), "{files:?}");
    let written = std::fs::read(&log).expect("the log");
    assert!(!found("log", &written, CONTROL).is_empty() && String::from_utf8_lossy(&written).contains("DEBUG"));

    assert_eq!(in_dump(&db, CANARY).await, [""; 0], "{} canaries", nest.0);
    assert_eq!(in_files(&instance.data(), CANARY), [""; 0]);
    assert_eq!(found("log", &written, CANARY), [""; 0]);
    assert_eq!(in_dump(&db, PUBLIC).await, ["review"], "words that are meant for others stand where they are shown");
    assert_eq!(found("log", &written, PUBLIC), [""; 0], "and are nobody's business in a log");
    eprintln!("{} canaries, none found", nest.0);
    db.close().await.expect("closed");
    postgres.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_other_keys_the_server_does_not_start_and_says_why() {
    let instance = Instance::seeded("other-keys");
    let other = service::Keys::draw(1).expect("a key");
    let missing = service::Keys::draw(2).expect("a key");
    for (ring, why) in [(other, "these are the keys of another installation"), (missing, "secret key 1 (fingerprint ")] {
        for words in [&["serve"][..], &["migrate"], &["keys", "reseal"]] {
            let told = instance.command(words).env("SHS_KEYS", &ring).stderr(Stdio::piped()).output().expect("the program runs");
            let said = String::from_utf8_lossy(&told.stderr).into_owned();
            assert!(!told.status.success() && said.contains(why), "{words:?}: {said}");
        }
    }
    let two = service::Keys::draw(2).expect("a key");
    let one = std::fs::read_to_string(instance.home.join("keys")).expect("the keys");
    let both = format!("{}\n{two}", one.lines().last().expect("a key"));
    let told = instance.command(&["keys", "reseal"]).env("SHS_KEYS", &both).stdout(Stdio::piped()).output().expect("the program runs");
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    // What was signed with it is checked with it: the key is needed as long as there are prescriptions of it.
    assert!(told.status.success() && said.contains("): 0 sealed values, ") && !said.contains("No sealed value needs key 1"), "{said}");
    assert!(said.contains(" signed prescriptions\nkey 2") && !said.contains(" 0 signed prescriptions\nkey 2"), "{said}");
    let told = instance.command(&["migrate"]).env("SHS_KEYS", &two).stderr(Stdio::piped()).output().expect("the program runs");
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(!told.status.success() && said.contains("key 1 (fingerprint "), "{said}");
}
