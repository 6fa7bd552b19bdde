//! The private server: one for all test programs of a user, made when it is first needed and reused while it lives.

use crate::programs::{self, RunAs};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest wait for the server to take connections.
const READY: Duration = Duration::from_secs(60);

const OPTIONS: &[&str] = &[
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "checkpoint_timeout=30min",
    "autovacuum=off",
    // Raw inserts that race deadlock on purpose: each is told soon.
    "deadlock_timeout=100ms",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// Ends the server `$1` when nobody has touched the file `$2` for half an hour.
const WATCH: &str = r#"while sleep 60; do
    kill -0 "$1" 2>/dev/null || exit 0
    test -n "$(find "$2" -mmin -30 2>/dev/null)" || { kill -INT "$1"; exit 0; }
done"#;

/// A running private server.
pub(crate) struct Cluster {
    home: PathBuf,
}

impl Cluster {
    /// The server, started where it does not run. Blocks; the first time for seconds.
    pub(crate) fn start() -> io::Result<Self> {
        let bin = programs::bin()?;
        let run_as = RunAs::choose();
        let home = home(&programs::major(&bin)?);
        run_as.directory(&home)?;
        let cluster = Self { home };
        // One program at a time looks and starts; let go when the file is dropped.
        let alone = File::create(cluster.home.join("start.lock"))?;
        alone.lock()?;
        cluster.touch()?;
        if !cluster.is_alive() {
            cluster.launch(&bin, run_as)?;
        }
        Ok(cluster)
    }

    /// Where to connect to `database`.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost:5432/{database}?host={}&sslmode=disable", in_query(&self.home))
    }

    /// The directory of the server.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// Tells the watch that the server is in use.
    pub(crate) fn touch(&self) -> io::Result<()> {
        std::fs::write(self.home.join("used"), "")
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Whether somebody listens and says that it is ready (line 8 of `postmaster.pid`).
    fn is_alive(&self) -> bool {
        let state = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let is_ready = state.lines().nth(7).is_some_and(|line| line.trim() == "ready");
        is_ready && UnixStream::connect(self.home.join(".s.PGSQL.5432")).is_ok()
    }

    fn launch(&self, bin: &Path, run_as: RunAs) -> io::Result<()> {
        if self.data().join("PG_VERSION").exists() && self.serve(bin, run_as).is_ok() {
            return Ok(());
        }
        // None yet, or one that does not start again: it is made anew, for there is nothing to lose.
        let _ = std::fs::remove_dir_all(self.data());
        self.init(bin, run_as)?;
        self.serve(bin, run_as)
    }

    fn init(&self, bin: &Path, run_as: RunAs) -> io::Result<()> {
        let making = self.home.join("making");
        let _ = std::fs::remove_dir_all(&making);
        let mut command = run_as.command(bin.join("initdb"));
        command.arg("-D").arg(&making).args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]);
        command.arg(if cfg!(target_os = "linux") { "--locale=C.UTF-8" } else { "--locale=en_US.UTF-8" });
        let output = command.output()?;
        if !output.status.success() {
            return Err(io::Error::other(format!("initdb: {}", String::from_utf8_lossy(&output.stderr))));
        }
        std::fs::rename(making, self.data())
    }

    fn serve(&self, bin: &Path, run_as: RunAs) -> io::Result<()> {
        let path = self.home.join("log");
        let log = OpenOptions::new().create(true).write(true).truncate(true).open(&path)?;
        let mut command = run_as.command(bin.join("postgres"));
        command.arg("-D").arg(self.data()).arg("-k").arg(&self.home).args(["-p", "5432"]);
        command.args(OPTIONS.iter().flat_map(|option| ["-c", option]));
        let mut child = command.stdout(log.try_clone()?).stderr(log).spawn()?;
        let begun = Instant::now();
        while !self.is_alive() {
            if child.try_wait()?.is_some() || begun.elapsed() > READY {
                let _ = child.kill();
                let said = std::fs::read_to_string(&path).unwrap_or_default();
                return Err(io::Error::other(format!("PostgreSQL did not start:\n{said}")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut watch = run_as.command("/bin/sh");
        watch.args(["-c", WATCH, "watch", &child.id().to_string()]).arg(self.home.join("used"));
        watch.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().map(drop)
    }
}

/// A short path: a socket's has room for about a hundred bytes.
fn home(major: &str) -> PathBuf {
    let name = format!("smart-health-test-{}-{major}", programs::uid());
    let wanted = std::env::temp_dir().join(&name);
    if wanted.as_os_str().len() < 85 { wanted } else { Path::new("/tmp").join(name) }
}

/// A path as a value in a URL's query.
fn in_query(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes.map(|&byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
