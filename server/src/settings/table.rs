//! Every setting: where it is written, what it is without being written, what it means.

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Table in `Leptos.toml`.
    pub table: &'static str,
    /// Key in that table.
    pub key: &'static str,
    /// Environment variable; wins over the file.
    pub variable: &'static str,
    /// Value where neither says anything; empty means "worked out at start" and the meaning says how.
    pub default: &'static str,
    /// Never printed, and read from the environment only.
    pub secret: bool,
    /// One sentence for `shs --help`.
    pub meaning: &'static str,
}

const fn public(table: &'static str, key: &'static str, variable: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { table, key, variable, default, secret: false, meaning }
}

const fn secret(table: &'static str, key: &'static str, variable: &'static str, meaning: &'static str) -> Setting {
    Setting { table, key, variable, default: "", secret: true, meaning }
}

/// All settings, in the order of `--help`.
pub const SETTINGS: &[Setting] = &[
    public("server", "addr", "SHS_ADDR", "", "Address and port to listen on. Default: site-addr of the leptos block, 127.0.0.1:3000."),
    public(
        "server",
        "base-url",
        "SHS_BASE_URL",
        "",
        "Address that people type, without a path. Default: http://<addr>, https with a certificate.",
    ),
    public("server", "trusted-origins", "SHS_TRUSTED_ORIGINS", "", "Other origins whose pages may post here, separated by commas."),
    public(
        "server",
        "cookie-secure",
        "SHS_COOKIE_SECURE",
        "auto",
        "true, false or auto: secure cookies (__Host-) unless base-url is http on a loopback host.",
    ),
    public("server", "body-limit", "SHS_BODY_LIMIT", "262144", "Largest request body in bytes."),
    public("server", "request-timeout-ms", "SHS_REQUEST_TIMEOUT_MS", "4000", "Longest time until an answer begins; then it is 503."),
    public(
        "server",
        "header-timeout-ms",
        "SHS_HEADER_TIMEOUT_MS",
        "10000",
        "Longest time for a client to send its headers, or to agree on TLS.",
    ),
    public("server", "first-byte-timeout-ms", "SHS_FIRST_BYTE_TIMEOUT_MS", "5000", "Longest silence of a new connection."),
    public("server", "body-timeout-ms", "SHS_BODY_TIMEOUT_MS", "15000", "Longest time for a client to send a body; then it is 408."),
    public(
        "server",
        "upload-timeout-ms",
        "SHS_UPLOAD_TIMEOUT_MS",
        "120000",
        "Longest time for a client to send a file; a body that stands still is given up as before.",
    ),
    public("server", "keep-alive-ms", "SHS_KEEP_ALIVE_MS", "60000", "Longest rest of a connection between two requests."),
    public("server", "write-timeout-ms", "SHS_WRITE_TIMEOUT_MS", "30000", "Longest time in which a client takes nothing of its answer."),
    public("server", "header-limit", "SHS_HEADER_LIMIT", "32768", "Largest headers of a request in bytes; more is answered 431."),
    public("server", "drain-ms", "SHS_DRAIN_MS", "10000", "Longest wait for running requests at shutdown."),
    public("server", "max-connections", "SHS_MAX_CONNECTIONS", "4096", "Most open client connections; more wait in the system's queue."),
    public(
        "server",
        "max-connections-per-address",
        "SHS_MAX_CONNECTIONS_PER_ADDRESS",
        "512",
        "Most open connections of one address (of IPv6: of one /64); this machine and trusted proxies may have any number.",
    ),
    public(
        "server",
        "trusted-proxies",
        "SHS_TRUSTED_PROXIES",
        "",
        "Proxies that are believed about where requests come from: addresses and blocks like 10.0.0.0/8, separated by commas. Empty: nobody.",
    ),
    public(
        "server",
        "forwarded-header",
        "SHS_FORWARDED_HEADER",
        "x-forwarded-for",
        "What those proxies write: x-forwarded-for (with x-forwarded-proto) or forwarded (RFC 7239). The other one is never read.",
    ),
    public(
        "server",
        "cors-origins",
        "SHS_CORS_ORIGINS",
        "",
        "Other origins whose pages may call /api/ as programs do, without cookies; separated by commas. Empty: none.",
    ),
    public(
        "server",
        "tls-cert",
        "SHS_TLS_CERT",
        "",
        "File with the certificate and its chain (PEM); with it the server speaks https. SIGHUP reads it anew.",
    ),
    public("server", "tls-key", "SHS_TLS_KEY", "", "File with the certificate's key (PEM)."),
    public("server", "tls-versions", "SHS_TLS_VERSIONS", "1.3", "1.3, or 1.2+ to let older clients in as well."),
    public(
        "server",
        "country",
        "SHS_COUNTRY",
        "",
        "ISO 3166-1 alpha-2 country whose emergency numbers are shown where no other is known; empty shows 112.",
    ),
    secret("database", "url", "DATABASE_URL", "PostgreSQL 15 or newer; without it a private server is started."),
    secret(
        "database",
        "owner-url",
        "DATABASE_OWNER_URL",
        "The same database for the role that owns its tables and changes the schema. Default: DATABASE_URL, whose role then owns them.",
    ),
    public("database", "pg-bin", "SHS_PG_BIN", "", "Directory with initdb and postgres for the private server. Default: searched for."),
    public(
        "database",
        "data-dir",
        "SHS_DATA_DIR",
        "",
        "Where the private server keeps its data. Default: /var/lib/smart-health for root, else $XDG_DATA_HOME/smart-health or ~/.local/share/smart-health.",
    ),
    public("database", "pool", "SHS_DB_POOL", "16", "Most connections to the database."),
    public("database", "statement-timeout-ms", "SHS_DB_STATEMENT_TIMEOUT_MS", "4000", "Longest time of one statement."),
    public("database", "acquire-timeout-ms", "SHS_DB_ACQUIRE_TIMEOUT_MS", "1000", "Longest wait for a connection, at most 3000."),
    secret(
        "keys",
        "ring",
        "SHS_KEYS",
        "Secret keys as NUMBER:64 hexadecimal digits, separated by commas; the highest number is in use. `shs keys new` draws one.",
    ),
    public("keys", "file", "SHS_KEYS_FILE", "", "File with the same, a key a line. Default: keys in data-dir, made at the first start."),
    public("session", "idle-minutes", "SHS_SESSION_IDLE_MINUTES", "720", "Minutes without a request after which a patient is signed out."),
    public("session", "idle-staff-minutes", "SHS_SESSION_IDLE_STAFF_MINUTES", "15", "The same for doctors and administrators."),
    public("session", "absolute-hours", "SHS_SESSION_ABSOLUTE_HOURS", "12", "Hours after which everybody signs in again."),
    public(
        "session",
        "require-second-factor",
        "SHS_REQUIRE_SECOND_FACTOR",
        "none",
        "Who must have a second factor to do anything: none, staff (doctors and administrators) or all.",
    ),
    public("session", "hashes-at-once", "SHS_HASHES_AT_ONCE", "2", "Most password hashes (argon2, 19 MiB each) computed at the same time."),
    public(
        "account",
        "breached-file",
        "SHS_BREACHED_FILE",
        "",
        "File of leaked passwords that are refused, one a line: as they are, or beginnings of 16 to 40 hexadecimal digits of their SHA-1. Eight bytes of memory for each.",
    ),
    secret(
        "mail",
        "smtp-url",
        "SHS_SMTP_URL",
        "Mail server, like smtps://user:password@mail.example.org or smtp://…?tls=required; without it mails stay in the outbox.",
    ),
    public("mail", "smtp-plain", "SHS_SMTP_PLAIN", "false", "Whether mails may go to another machine in the open: true or false."),
    public("mail", "from", "SHS_MAIL_FROM", "", "Sender of mails, like Smart Health <no-reply@clinic.example>; needed with SHS_SMTP_URL."),
    public(
        "ai",
        "encoder-dir",
        "SHS_ENCODER_DIR",
        "",
        "Directory with model.safetensors and tokenizer.json. Default: all-minilm-l6-v2 in $SHS_TOOLS, $XDG_CACHE_HOME/smart-health or ~/.cache/smart-health.",
    ),
    public("ai", "threads", "SHS_AI_THREADS", "2", "Threads that read, embed and weigh what people describe, 1 to 16."),
    public(
        "ai",
        "queue",
        "SHS_AI_QUEUE",
        "32",
        "Requests that may wait for the model, each one place however many sentences it has; more are answered 503 at once. As many as \
         the threads answer within request-timeout-ms: more would only wait to be refused later.",
    ),
    public(
        "limit",
        "general",
        "SHS_LIMIT_GENERAL",
        "6000/1m",
        "Requests of one address to one process, as most/period (s, m, h), or off. This machine itself is not counted here.",
    ),
    public(
        "limit",
        "register",
        "SHS_LIMIT_REGISTER",
        "60/1h",
        "Registrations of one address. This and what follows is counted in the database, over all processes.",
    ),
    public(
        "limit",
        "login",
        "SHS_LIMIT_LOGIN",
        "100/15m",
        "Sign-ins of one address, beside the ten an account has in a quarter of an hour.",
    ),
    public("limit", "engine", "SHS_LIMIT_ENGINE", "60/1m", "Descriptions of symptoms of one account."),
    public("limit", "engine-address", "SHS_LIMIT_ENGINE_ADDRESS", "600/1m", "Descriptions of symptoms of one address."),
    public("limit", "export", "SHS_LIMIT_EXPORT", "10/1h", "Copies of everything that are made for one account."),
    public("limit", "upload", "SHS_LIMIT_UPLOAD", "120/1h", "Files, pictures and tables of values that one account sends."),
    public("limit", "booking", "SHS_LIMIT_BOOKING", "60/1h", "Holds, bookings and moves of one account."),
    public("limit", "booking-address", "SHS_LIMIT_BOOKING_ADDRESS", "600/1h", "Holds, bookings and moves of one address."),
    public(
        "privacy",
        "grace-days",
        "SHS_GRACE_DAYS",
        "30",
        "Days in which somebody who asked for the end of their account can take it back.",
    ),
    public(
        "files",
        "folder",
        "SHS_FILES_DIR",
        "",
        "Where files of health records are kept, encrypted. Several instances share it. Default: files in data-dir.",
    ),
    public(
        "files",
        "bucket",
        "SHS_FILES_BUCKET",
        "",
        "Bucket of a store that speaks S3, where they are kept instead; it is there already and nobody else can read it.",
    ),
    public(
        "files",
        "endpoint",
        "SHS_FILES_ENDPOINT",
        "",
        "Address of that store, like https://s3.example.org, without the bucket. Default: Amazon's of the region.",
    ),
    public("files", "region", "SHS_FILES_REGION", "us-east-1", "Region of the bucket, as requests are signed for."),
    public(
        "files",
        "plain",
        "SHS_FILES_PLAIN",
        "false",
        "Whether an endpoint on another machine may be http: true or false. Files are encrypted before they go, but who listens on the way sees when.",
    ),
    secret("files", "key-id", "SHS_FILES_KEY_ID", "Access key of the bucket."),
    secret("files", "key", "SHS_FILES_KEY", "Its secret key."),
    public(
        "files",
        "key-file",
        "SHS_FILES_KEY_FILE",
        "",
        "File with the two instead: a line with the access key, a line with the secret key.",
    ),
    public("privacy", "report-days", "SHS_REPORT_DAYS", "365", "Days for which symptom reports are kept that went with no visit."),
    public("privacy", "unclaimed-report-days", "SHS_UNCLAIMED_REPORT_DAYS", "30", "Days for which symptom reports of nobody are kept."),
    public("privacy", "mail-days", "SHS_MAIL_DAYS", "30", "Days for which it is remembered that a mail was sent; its text goes at once."),
    public(
        "prescription",
        "medicines-file",
        "SHS_MEDICINES_FILE",
        "",
        "File with the list of medicines that prescriptions are checked against. Default: the one that comes with the program. One that cannot be read leaves prescriptions unchecked, and every page says so.",
    ),
    public("log", "format", "SHS_LOG_FORMAT", "text", "text or json."),
    public(
        "log",
        "filter",
        "SHS_LOG",
        "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,tower_sessions_core=error",
        "What to log, in tracing's filter language.",
    ),
];

/// The settings as `shs --help` shows them.
pub fn help() -> String {
    let mut text = String::from(
        "Settings (built-in default, then Leptos.toml or the file named by SHS_CONFIG, then the environment;\nLEPTOS_* variables override the leptos block):\n",
    );
    for s in SETTINGS {
        let place = if s.secret { "environment only".to_owned() } else { format!("[{}] {}", s.table, s.key) };
        let default = if s.default.is_empty() { String::new() } else { format!(" [default: {}]", s.default) };
        text.push_str(&format!("\n  {}  ({place}){default}\n      {}\n", s.variable, s.meaning));
    }
    text
}
