use super::*;

fn read(file: &str, environment: &[(&str, &str)]) -> Read {
    let environment: Vec<(String, String)> =
        environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).chain([("HOME".into(), "/home/ann".into())]).collect();
    Settings::from_text(file, move |name| environment.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()))
}

fn with(tables: &str) -> String {
    let (_, leptos) = BUILT_IN.split_at(BUILT_IN.find("[[workspace").unwrap_or_default());
    format!("{tables}\n{leptos}")
}

fn accepted(read: Read) -> Settings {
    match read.settings {
        Ok(settings) => settings,
        Err(errors) => panic!("refused: {errors:?}"),
    }
}

#[test]
fn the_defaults_are_for_a_laptop() {
    let settings = accepted(read(BUILT_IN, &[]));
    assert_eq!(settings.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(settings.base.to_string(), "http://127.0.0.1:3000");
    assert!(!settings.cookie_secure);
    assert!(settings.database.url.is_none());
    assert_eq!(settings.ai.encoder_dir, PathBuf::from("/home/ann/.cache/smart-health/all-minilm-l6-v2"));
    assert_eq!(&*settings.leptos.output_name, "smart-health");
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = with("[database]\npool = 7\nacquire-timeout-ms = 500");
    let settings = accepted(read(&file, &[("SHS_DB_POOL", "9")]));
    assert_eq!(settings.database.pool, 9);
    assert_eq!(settings.database.acquire_timeout, Duration::from_millis(500));
    assert_eq!(settings.database.statement_timeout, Duration::from_secs(4));
}

#[test]
fn every_error_is_reported_at_once() {
    let file = with("[server]\nbody-limit = 1\ncolour = \"red\"\n[database]\nurl = \"postgres://x\"");
    let Err(errors) = read(&file, &[("SHS_DB_POOL", "many"), ("SHS_BASE_URL", "clinic")]).settings else { panic!("was accepted") };
    for part in ["body-limit", "colour", "DATABASE_URL", "SHS_DB_POOL", "SHS_BASE_URL"] {
        assert_eq!(errors.iter().filter(|e| e.contains(part)).count(), 1, "{part} in {errors:?}");
    }
}

#[test]
fn cookies_are_secure_unless_the_site_is_http_on_this_machine() {
    for (base, secure) in [
        ("http://localhost:3000", false),
        ("http://[::1]:3000", false),
        ("https://localhost", true),
        ("http://clinic.example", true),
        ("https://clinic.example", true),
    ] {
        assert_eq!(accepted(read(BUILT_IN, &[("SHS_BASE_URL", base)])).cookie_secure, secure, "{base}");
    }
}

#[test]
fn the_password_of_the_database_is_printed_nowhere() {
    let read = read(BUILT_IN, &[("DATABASE_URL", "postgres://ann:s3cret@db/x")]);
    assert!(!read.table().contains("s3cret"));
    assert!(!format!("{:?}", read.settings).contains("s3cret"));
    assert!(read.table().contains("postgres://ann:…@db/x"));
}

#[test]
fn a_mail_server_needs_a_sender_and_its_password_is_printed_nowhere() {
    let url = ("SHS_SMTP_URL", "smtps://ann:s3cret@mail.example");
    for (environment, wrong) in [
        (vec![url], "SHS_MAIL_FROM"),
        (vec![url, ("SHS_MAIL_FROM", "nobody")], "SHS_MAIL_FROM"),
        (vec![("SHS_SMTP_URL", "mail:s3cret@example"), ("SHS_MAIL_FROM", "a@clinic.example")], "SHS_SMTP_URL"),
        (vec![("SHS_SMTP_URL", "smtp://ann:s3cret@mail.example"), ("SHS_MAIL_FROM", "a@clinic.example")], "SHS_SMTP_URL"),
    ] {
        let read = read(BUILT_IN, &environment);
        assert!(!read.table().contains("s3cret") && !format!("{:?}", read.settings).contains("s3cret"));
        let Err(errors) = read.settings else { panic!("{environment:?} was accepted") };
        assert!(errors.len() == 1 && errors[0].contains(wrong), "{errors:?}");
    }
    let settings = accepted(read(BUILT_IN, &[url, ("SHS_MAIL_FROM", "Smart Health <no-reply@clinic.example>")]));
    assert!(settings.mail.smtp.is_some() && !format!("{settings:?}").contains("s3cret"));
    assert!(accepted(read(BUILT_IN, &[])).mail.smtp.is_none());
    let open = [("SHS_SMTP_URL", "smtp://mail.example"), ("SHS_MAIL_FROM", "a@clinic.example"), ("SHS_SMTP_PLAIN", "true")];
    assert!(accepted(read(BUILT_IN, &open)).mail.smtp.is_some());
}

#[test]
fn a_bucket_needs_its_keys_and_they_are_printed_nowhere() {
    let bucket = ("SHS_FILES_BUCKET", "records");
    let keys = [("SHS_FILES_KEY_ID", "ann"), ("SHS_FILES_KEY", "s3cret")];
    for (environment, wrong) in [
        (vec![bucket], "SHS_FILES_KEY"),
        (vec![bucket, keys[0]], "SHS_FILES_KEY"),
        (vec![bucket, ("SHS_FILES_KEY_FILE", "/nowhere/s3")], "SHS_FILES_KEY_FILE"),
        (vec![bucket, keys[0], keys[1], ("SHS_FILES_ENDPOINT", "s3.example.org")], "SHS_FILES_ENDPOINT"),
        (vec![bucket, keys[0], keys[1], ("SHS_FILES_ENDPOINT", "https://ann:pass@s3.example.org")], "SHS_FILES_ENDPOINT"),
        (vec![bucket, keys[0], keys[1], ("SHS_FILES_ENDPOINT", "http://s3.example.org")], "SHS_FILES_ENDPOINT"),
        (vec![("SHS_FILES_BUCKET", "Up/there"), keys[0], keys[1]], "SHS_FILES_BUCKET"),
        (keys.to_vec(), "SHS_FILES_BUCKET"),
    ] {
        let read = read(BUILT_IN, &environment);
        assert!(!read.table().contains("s3cret") && !format!("{:?}", read.settings).contains("s3cret"));
        let Err(errors) = read.settings else { panic!("{environment:?} was accepted") };
        assert!(errors.len() == 1 && errors[0].contains(wrong), "{errors:?}");
    }
    for endpoint in ["", "https://s3.example.org", "http://127.0.0.1:9000", "http://[::1]:9000"] {
        let settings = accepted(read(BUILT_IN, &[bucket, keys[0], keys[1], ("SHS_FILES_ENDPOINT", endpoint)]));
        assert!(!format!("{settings:?}").contains("s3cret"));
        let bucket = settings.files.bucket.unwrap_or_else(|| panic!("no bucket at {endpoint:?}"));
        assert_eq!(
            (bucket.endpoint.unwrap_or_default().as_str(), bucket.region.as_str(), bucket.key.reveal()),
            (endpoint, "us-east-1", "s3cret")
        );
    }
    let open = [bucket, keys[0], keys[1], ("SHS_FILES_ENDPOINT", "http://store:9000"), ("SHS_FILES_PLAIN", "true")];
    assert!(accepted(read(BUILT_IN, &open)).files.bucket.is_some());
    let file = std::env::temp_dir().join(format!("shs-bucket-{}", std::process::id()));
    std::fs::write(&file, "ann\ns3cret\n").unwrap_or_else(|error| panic!("{error}"));
    let named = file.to_string_lossy().into_owned();
    let settings = accepted(read(BUILT_IN, &[bucket, ("SHS_FILES_KEY_FILE", named.as_str())]));
    std::fs::remove_file(&file).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        settings.files.bucket.map(|bucket| (bucket.key_id.reveal().to_owned(), bucket.key.reveal().to_owned())),
        Some(("ann".into(), "s3cret".into()))
    );
    assert!(accepted(read(BUILT_IN, &[])).files.bucket.is_none());
}

#[test]
fn help_names_every_setting() {
    let help = help();
    assert!(SETTINGS.iter().all(|s| help.contains(s.variable) && help.contains(s.meaning)));
}

#[test]
fn cargo_leptos_and_the_server_read_the_same_block() {
    let block = |text: &str| {
        let table: toml::Table = text.parse().unwrap_or_default();
        table.get("workspace").and_then(|w| w.get("metadata")).and_then(|m| m.get("leptos")).and_then(|l| l.get(0)).cloned()
    };
    let cargo = block(include_str!("../../../Cargo.toml"));
    assert!(cargo.is_some(), "Cargo.toml has no [[workspace.metadata.leptos]]");
    assert_eq!(cargo, block(BUILT_IN));
}

#[test]
fn the_edges_are_closed_until_somebody_opens_them() {
    let settings = accepted(read(BUILT_IN, &[]));
    assert!(settings.tls.is_none() && settings.cors_origins.is_empty() && settings.proxies.trusted.is_empty());
    assert!(settings.limits.login.is_some() && settings.limits.engine_address.is_some() && settings.limits.general.is_some());
    let opened = [
        ("SHS_TRUSTED_PROXIES", "10.0.0.0/8, fd00::1"),
        ("SHS_FORWARDED_HEADER", "forwarded"),
        ("SHS_CORS_ORIGINS", "https://app.example, https://other.example"),
        ("SHS_TLS_CERT", "/etc/cert.pem"),
        ("SHS_TLS_KEY", "/etc/key.pem"),
        ("SHS_LIMIT_ENGINE", "off"),
    ];
    let settings = accepted(read(BUILT_IN, &opened));
    assert_eq!((settings.proxies.trusted.len(), settings.cors_origins.len()), (2, 2));
    assert!(settings.proxies.trusts([10, 1, 2, 3].into()) && settings.limits.engine.is_none());
    assert_eq!((settings.base.to_string().as_str(), settings.cookie_secure), ("https://127.0.0.1:3000", true));
}

#[test]
fn edges_that_make_no_sense_are_refused() {
    for (name, value, key) in [
        ("SHS_TRUSTED_PROXIES", "10.0.0.0/99", "trusted-proxies"),
        ("SHS_FORWARDED_HEADER", "via", "forwarded-header"),
        ("SHS_CORS_ORIGINS", "*", "cors-origins"),
        ("SHS_TLS_CERT", "/etc/cert.pem", "tls-key"),
        ("SHS_TLS_KEY", "/etc/key.pem", "tls-cert"),
        ("SHS_TLS_VERSIONS", "1.1", "tls-versions"),
        ("SHS_LIMIT_LOGIN", "many", "login"),
        ("SHS_HEADER_LIMIT", "100", "header-limit"),
    ] {
        let Err(errors) = read(BUILT_IN, &[(name, value)]).settings else { panic!("{name}={value} was accepted") };
        assert!(errors.len() == 1 && errors[0].contains(key), "{name}: {errors:?}");
    }
}
