//! What the server is told at start: built-in defaults, `Leptos.toml`, the environment, in this order.

mod edge;
mod layers;
mod origin;
mod parse;
mod secret;
mod table;

pub use edge::{Limits, Tls};
pub use layers::Source;
pub use origin::Origin;
pub use secret::{Secret, without_password};
pub use table::{SETTINGS, Setting, help};

use layers::Layers;
use leptos::config::LeptosOptions;
use lettre::message::Mailbox;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// The file that the built-in defaults are compiled from.
const BUILT_IN: &str = include_str!("../../Leptos.toml");

/// Everything the server is told. Held behind an `Arc`; never changes while it runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port to listen on.
    pub addr: SocketAddr,
    /// The address people type.
    pub base: Origin,
    /// Other origins whose pages may post here.
    pub trusted_origins: Vec<Origin>,
    /// Whether cookies are for https only.
    pub cookie_secure: bool,
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// Longest time until an answer begins.
    pub request_timeout: Duration,
    /// Longest time for a client to send its headers.
    pub header_timeout: Duration,
    /// Longest silence of a new connection.
    pub first_byte_timeout: Duration,
    /// Longest time for a client to send a body.
    pub body_timeout: Duration,
    /// Longest time for a client to send a file.
    pub upload_timeout: Duration,
    /// Longest rest of a connection between two requests.
    pub keep_alive: Duration,
    /// Longest time in which a client takes nothing of its answer.
    pub write_timeout: Duration,
    /// Largest headers of a request in bytes.
    pub header_limit: usize,
    /// Longest wait for running requests at shutdown.
    pub drain: Duration,
    /// Most open client connections.
    pub max_connections: usize,
    /// Most of them from one place.
    pub max_connections_per_address: usize,
    /// Who is believed about where requests come from.
    pub proxies: crate::client::Proxies,
    /// Other origins whose pages may read the API.
    pub cors_origins: Vec<Origin>,
    /// Certificate and key; `None` speaks plain http.
    pub tls: Option<Tls>,
    /// How often somebody may ask for what.
    pub limits: Limits,
    /// ISO country for emergency numbers; may be empty.
    pub country: String,
    /// The database.
    pub database: Database,
    /// Where files of health records are kept.
    pub files: Files,
    /// The secret keys.
    pub keys: Keys,
    /// Sessions.
    pub session: Session,
    /// Leaked passwords to refuse.
    pub breached_file: Option<PathBuf>,
    /// The list of medicines; `None` is the one that comes with the program.
    pub medicines_file: Option<PathBuf>,
    /// Mails.
    pub mail: Mail,
    /// How long things are kept.
    pub retention: service::privacy::Retention,
    /// The text model.
    pub ai: Ai,
    /// Logs.
    pub log: Log,
    /// What leptos reads.
    pub leptos: LeptosOptions,
}

/// `[database]`
#[derive(Debug, Clone)]
pub struct Database {
    /// A server somebody else runs; `None` starts a private one.
    pub url: Option<Secret>,
    /// The same database for the owner of its tables.
    pub owner_url: Option<Secret>,
    /// Where `initdb` and `postgres` are.
    pub pg_bin: Option<PathBuf>,
    /// Where the private server keeps its data.
    pub data_dir: PathBuf,
    /// Most connections.
    pub pool: u32,
    /// Longest time of one statement.
    pub statement_timeout: Duration,
    /// Longest wait for a connection.
    pub acquire_timeout: Duration,
}

/// `[files]`
#[derive(Debug, Clone)]
pub struct Files {
    /// The folder, where there is no bucket.
    pub folder: PathBuf,
    /// A bucket that speaks S3.
    pub bucket: Option<Bucket>,
}

/// A bucket of `[files]`.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The store's address; `None` is Amazon's of the region.
    pub endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// Which key.
    pub key_id: Secret,
    /// The key.
    pub key: Secret,
}

/// `[keys]`
#[derive(Debug, Clone)]
pub struct Keys {
    /// The ring itself; wins over the file.
    pub ring: Option<Secret>,
    /// The file that holds it.
    pub file: PathBuf,
}

/// `[session]`
#[derive(Debug, Clone, Copy)]
pub struct Session {
    /// Idle time of patients.
    pub idle: Duration,
    /// Idle time of doctors and administrators.
    pub idle_staff: Duration,
    /// Life of a session whatever happens in it.
    pub absolute: Duration,
    /// Who must have a second factor.
    pub require_second_factor: domain::second_factor::Requirement,
    /// Most password hashes computed at the same time.
    pub hashes_at_once: usize,
}

/// `[mail]`
#[derive(Debug, Clone)]
pub struct Mail {
    /// The server that takes them; `None` sends nothing.
    pub smtp: Option<Secret>,
    /// Whom they come from; there where a server is.
    pub from: Option<Mailbox>,
}

/// `[ai]`
#[derive(Debug, Clone)]
pub struct Ai {
    /// Directory with the model's two files.
    pub encoder_dir: PathBuf,
    /// Threads of the model.
    pub threads: usize,
    /// Texts that may wait.
    pub queue: usize,
}

/// `[log]`
#[derive(Debug, Clone)]
pub struct Log {
    /// One JSON object a line instead of text.
    pub json: bool,
    /// tracing's filter language.
    pub filter: String,
}

/// What was read, and from where; [`Settings`] are made of it.
pub struct Read {
    /// The settings, or every error found.
    pub settings: Result<Settings, Vec<String>>,
    layers: Layers,
}

impl Settings {
    /// Reads the file named by `SHS_CONFIG`, else `Leptos.toml` here, else the built-in one, and the environment.
    pub fn read() -> Read {
        let file = match std::env::var_os("SHS_CONFIG") {
            Some(path) => std::fs::read_to_string(&path).map_err(|e| format!("SHS_CONFIG={}: {e}", PathBuf::from(&path).display())),
            None => Ok(std::fs::read_to_string("Leptos.toml").unwrap_or_else(|_| BUILT_IN.to_owned())),
        };
        match file {
            Ok(text) => Self::from_text(&text, |name| std::env::var(name).ok()),
            Err(error) => {
                let mut read = Self::from_text(BUILT_IN, |_| None);
                read.settings = Err(vec![error]);
                read
            }
        }
    }

    /// As [`Settings::read`], from the text of a file and a given environment (`LEPTOS_*` still comes from the real one).
    pub fn from_text(file: &str, environment: impl Fn(&str) -> Option<String>) -> Read {
        let mut errors = Vec::new();
        let layers = Layers::stack(file, &environment, &mut errors);
        let settings = parse::settings(file, &layers, &environment, &mut errors);
        let settings = settings.filter(|_| errors.is_empty()).ok_or(errors);
        Read { settings, layers }
    }

    /// Idle time for a kind of account.
    pub fn idle(&self, kind: domain::account::UserType) -> Duration {
        match kind {
            domain::account::UserType::Patient => self.session.idle,
            domain::account::UserType::Doctor | domain::account::UserType::Admin => self.session.idle_staff,
        }
    }
}

impl Read {
    /// The effective configuration, a setting a line, secrets redacted.
    pub fn table(&self) -> String {
        let line = |s: &Setting| {
            let value = self.layers.get(s.table, s.key);
            let shown = match (value, s.secret) {
                ("", _) => self.worked_out(s),
                (url, true) => without_password(url),
                (plain, false) => plain.to_owned(),
            };
            let source = match self.layers.source(s) {
                Source::Default => "default",
                Source::File => "Leptos.toml",
                Source::Environment => s.variable,
            };
            format!("{:<32} {shown}  ({source})\n", format!("{}.{}", s.table, s.key))
        };
        SETTINGS.iter().map(line).collect()
    }

    fn worked_out(&self, setting: &Setting) -> String {
        let Ok(settings) = &self.settings else { return "–".to_owned() };
        match (setting.table, setting.key) {
            ("server", "addr") => settings.addr.to_string(),
            ("server", "base-url") => settings.base.to_string(),
            ("database", "data-dir") => settings.database.data_dir.display().to_string(),
            ("files", "folder") => settings.files.folder.display().to_string(),
            ("keys", "ring") => format!("from {}", settings.keys.file.display()),
            ("keys", "file") => settings.keys.file.display().to_string(),
            ("ai", "encoder-dir") => settings.ai.encoder_dir.display().to_string(),
            _ => "–".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
