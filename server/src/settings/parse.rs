//! From text to types; every error is noted, none stops the reading.

mod edge;
mod files;
mod mail;

use super::{Ai, Database, Keys, Layers, Log, Mail, Origin, Secret, Session, Settings};
use leptos::config::{LeptosOptions, get_config_from_str};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::{fmt::Display, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

/// Reads one setting after the other and keeps what is wrong.
struct Reader<'a> {
    layers: &'a Layers,
    errors: &'a mut Vec<String>,
}

/// The typed settings; `None` only when something has been added to `errors`.
pub(super) fn settings(
    file: &str,
    layers: &Layers,
    environment: &impl Fn(&str) -> Option<String>,
    errors: &mut Vec<String>,
) -> Option<Settings> {
    let mut read = Reader { layers, errors };
    let mut leptos = read.leptos(file);
    let addr: Option<SocketAddr> = match layers.get("server", "addr") {
        "" => leptos.as_ref().map(|l| l.site_addr),
        _ => read.number("server", "addr"),
    };
    if let (Some(leptos), Some(addr)) = (&mut leptos, addr) {
        leptos.site_addr = addr;
    }
    let base = read.base(addr);
    let secure = read.cookie_secure(base.as_ref());
    let settings = Settings {
        trusted_origins: read.origins("trusted-origins"),
        cookie_secure: secure,
        body_limit: read.within("server", "body-limit", 1_024, 16 << 20) as usize,
        request_timeout: read.millis("server", "request-timeout-ms", 600_000),
        header_timeout: read.millis("server", "header-timeout-ms", 120_000),
        first_byte_timeout: read.millis("server", "first-byte-timeout-ms", 120_000),
        body_timeout: read.millis("server", "body-timeout-ms", 600_000),
        upload_timeout: read.millis("server", "upload-timeout-ms", 3_600_000),
        keep_alive: read.millis("server", "keep-alive-ms", 3_600_000),
        write_timeout: read.millis("server", "write-timeout-ms", 600_000),
        header_limit: read.within("server", "header-limit", 8_192, 1 << 20) as usize,
        drain: read.millis("server", "drain-ms", 120_000),
        max_connections: read.within("server", "max-connections", 1, 1_000_000) as usize,
        max_connections_per_address: read.within("server", "max-connections-per-address", 1, 1_000_000) as usize,
        proxies: read.proxies(),
        cors_origins: read.origins("cors-origins"),
        tls: read.tls(),
        limits: read.limits(),
        country: read.country(),
        files: read.files(environment),
        keys: read.keys(environment),
        database: read.database(environment),
        session: read.session(),
        breached_file: Some(layers.get("account", "breached-file")).filter(|path| !path.is_empty()).map(PathBuf::from),
        medicines_file: Some(layers.get("prescription", "medicines-file")).filter(|path| !path.is_empty()).map(PathBuf::from),
        mail: read.mail(),
        retention: read.retention(),
        ai: read.ai(environment),
        log: read.log(),
        base: base?,
        addr: addr?,
        leptos: leptos?,
    };
    Some(settings)
}

impl Reader<'_> {
    fn wrong(&mut self, table: &str, key: &str, why: impl Display) {
        let variable = super::SETTINGS.iter().find(|s| s.table == table && s.key == key).map_or("", |s| s.variable);
        self.errors.push(format!("[{table}] {key} ({variable}): {why}"));
    }

    fn number<T: FromStr<Err: Display>>(&mut self, table: &str, key: &str) -> Option<T> {
        let raw = self.layers.get(table, key);
        raw.parse().map_err(|e| self.wrong(table, key, format!("{raw:?}: {e}"))).ok()
    }

    fn within(&mut self, table: &str, key: &str, least: u64, most: u64) -> u64 {
        let Some(n) = self.number::<u64>(table, key) else { return least };
        if !(least..=most).contains(&n) {
            self.wrong(table, key, format!("{n} is not between {least} and {most}"));
        }
        n.clamp(least, most)
    }

    fn millis(&mut self, table: &str, key: &str, most: u64) -> Duration {
        Duration::from_millis(self.within(table, key, 1, most))
    }

    fn leptos(&mut self, file: &str) -> Option<LeptosOptions> {
        get_config_from_str(file).map_err(|e| self.errors.push(format!("Leptos.toml, leptos block: {e}"))).ok()
    }

    fn base(&mut self, addr: Option<SocketAddr>) -> Option<Origin> {
        match self.layers.get("server", "base-url") {
            "" if self.layers.get("server", "tls-cert").is_empty() => format!("http://{}", addr?).parse().ok(),
            "" => format!("https://{}", addr?).parse().ok(),
            raw => raw.parse().map_err(|e: String| self.wrong("server", "base-url", e)).ok(),
        }
    }

    fn origins(&mut self, key: &str) -> Vec<Origin> {
        self.list("server", key)
    }

    fn list<T: FromStr<Err = String>>(&mut self, table: &str, key: &str) -> Vec<T> {
        let each = self.layers.get(table, key).split(',').map(str::trim).filter(|o| !o.is_empty());
        each.filter_map(|o| o.parse().map_err(|e: String| self.wrong(table, key, e)).ok()).collect()
    }

    fn cookie_secure(&mut self, base: Option<&Origin>) -> bool {
        match self.layers.get("server", "cookie-secure") {
            "true" => true,
            "false" => false,
            "auto" => base.is_none_or(|b| b.is_https() || !b.is_loopback()),
            other => {
                self.wrong("server", "cookie-secure", format!("{other:?} is not true, false or auto"));
                true
            }
        }
    }

    fn country(&mut self) -> String {
        let raw = self.layers.get("server", "country").to_ascii_uppercase();
        if !(raw.is_empty() || raw.len() == 2 && raw.chars().all(|c| c.is_ascii_uppercase())) {
            self.wrong("server", "country", format!("{raw:?} is not a code like DE"));
        }
        raw
    }

    fn database(&mut self, environment: &impl Fn(&str) -> Option<String>) -> Database {
        let url = self.postgres_url("url");
        let owner_url = self.postgres_url("owner-url");
        if url.is_none() && owner_url.is_some() {
            self.wrong("database", "owner-url", "it goes with DATABASE_URL, which is not set");
        }
        Database {
            url,
            owner_url,
            pg_bin: Some(self.layers.get("database", "pg-bin")).filter(|p| !p.is_empty()).map(PathBuf::from),
            data_dir: self.directory("database", "data-dir", || data_dir(environment)),
            pool: self.within("database", "pool", 2, 1_000) as u32,
            statement_timeout: self.millis("database", "statement-timeout-ms", 600_000),
            acquire_timeout: self.millis("database", "acquire-timeout-ms", 3_000),
        }
    }

    fn postgres_url(&mut self, key: &str) -> Option<Secret> {
        let url = self.layers.get("database", key).to_owned();
        if !(url.is_empty() || url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            self.wrong("database", key, "it has to begin with postgres://");
        }
        (!url.is_empty()).then(|| Secret::new(url))
    }

    fn directory(&mut self, table: &str, key: &str, otherwise: impl FnOnce() -> Option<PathBuf>) -> PathBuf {
        let path = match self.layers.get(table, key) {
            "" => otherwise(),
            raw => Some(PathBuf::from(raw)),
        };
        path.unwrap_or_else(|| {
            self.wrong(table, key, "neither it nor HOME is set");
            PathBuf::new()
        })
    }

    fn keys(&mut self, environment: &impl Fn(&str) -> Option<String>) -> Keys {
        let ring = self.layers.get("keys", "ring");
        let given = (!ring.is_empty()).then(|| Secret::new(ring));
        if let Some(Err(error)) = given.as_ref().map(|ring| service::Keys::parse(ring.reveal())) {
            self.wrong("keys", "ring", error);
        }
        let at = match self.layers.get("database", "data-dir") {
            "" => data_dir(environment),
            raw => Some(PathBuf::from(raw)),
        };
        // That there is no such directory, the database's settings say.
        let file = match self.layers.get("keys", "file") {
            "" => at.map(|dir| dir.join("keys")).unwrap_or_default(),
            raw => PathBuf::from(raw),
        };
        Keys { ring: given, file }
    }

    fn session(&mut self) -> Session {
        Session {
            idle: Duration::from_secs(60 * self.within("session", "idle-minutes", 1, 43_200)),
            idle_staff: Duration::from_secs(60 * self.within("session", "idle-staff-minutes", 1, 43_200)),
            absolute: Duration::from_secs(3_600 * self.within("session", "absolute-hours", 1, 720)),
            require_second_factor: self.number("session", "require-second-factor").unwrap_or_default(),
            hashes_at_once: self.within("session", "hashes-at-once", 1, 64) as usize,
        }
    }

    fn retention(&mut self) -> service::privacy::Retention {
        let mut days = |key: &str, least: u64| u32::try_from(self.within("privacy", key, least, 36_500)).unwrap_or(36_500);
        service::privacy::Retention {
            grace: days("grace-days", 0),
            reports: days("report-days", 1),
            unclaimed_reports: days("unclaimed-report-days", 1),
            mails: days("mail-days", 1),
        }
    }

    fn mail(&mut self) -> Mail {
        let (url, from) = (self.layers.get("mail", "smtp-url"), self.layers.get("mail", "from"));
        // The reasons of the reader may repeat the password.
        if !url.is_empty() && AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_err() {
            self.wrong("mail", "smtp-url", "it has to be like smtps://user:password@mail.example.org");
        } else if !url.is_empty() && !mail::is_private(url) && self.number("mail", "smtp-plain") == Some(false) {
            let why = "it does not insist on TLS, so password and mails could be read on the way: take smtps://… or smtp://…?tls=required";
            self.wrong("mail", "smtp-url", why);
        }
        let sender = match from {
            "" if url.is_empty() => None,
            "" => {
                self.wrong("mail", "from", "a mail server needs to know whom the mails come from");
                None
            }
            raw => raw.parse().map_err(|e| self.wrong("mail", "from", format!("{raw:?}: {e}"))).ok(),
        };
        Mail { smtp: (!url.is_empty()).then(|| Secret::new(url)), from: sender }
    }

    fn ai(&mut self, environment: &impl Fn(&str) -> Option<String>) -> Ai {
        Ai {
            encoder_dir: self.directory("ai", "encoder-dir", || tools_dir(environment).map(|d| d.join("all-minilm-l6-v2"))),
            threads: self.within("ai", "threads", 1, 16) as usize,
            queue: self.within("ai", "queue", 1, 10_000) as usize,
        }
    }

    fn log(&mut self) -> Log {
        let format = self.layers.get("log", "format");
        if !matches!(format, "text" | "json") {
            self.wrong("log", "format", format!("{format:?} is not text or json"));
        }
        let filter = self.layers.get("log", "filter");
        if let Err(error) = tracing_subscriber::EnvFilter::try_new(filter) {
            self.wrong("log", "filter", error);
        }
        Log { json: format == "json", filter: filter.to_owned() }
    }
}

fn data_dir(environment: &impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if crate::postgres::is_root() {
        return Some(PathBuf::from("/var/lib/smart-health"));
    }
    let share = environment("XDG_DATA_HOME").filter(|d| !d.is_empty()).map(PathBuf::from);
    share.or_else(|| home(environment).map(|h| h.join(".local/share"))).map(|d| d.join("smart-health"))
}

fn tools_dir(environment: &impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if let Some(tools) = environment("SHS_TOOLS").filter(|d| !d.is_empty()) {
        return Some(PathBuf::from(tools));
    }
    let cache = environment("XDG_CACHE_HOME").filter(|d| !d.is_empty()).map(PathBuf::from);
    cache.or_else(|| home(environment).map(|h| h.join(".cache"))).map(|d| d.join("smart-health"))
}

fn home(environment: &impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    environment("HOME").filter(|d| !d.is_empty()).map(PathBuf::from)
}
