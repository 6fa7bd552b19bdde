//! One data directory and what is done with it: make it, serve it, stop it.

use super::{Postmaster, Programs, RunAs, StartError};
use std::fs::{File, OpenOptions};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// Longest wait for a server to become ready; recovery after a crash takes seconds.
const READY: Duration = Duration::from_secs(60);
/// A log larger than this is set aside at the next start.
const LOG_BYTES: u64 = 10 << 20;

/// A data directory with its password and log beside it.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) programs: Programs,
    pub(super) run_as: RunAs,
    /// `…/pg-15`; data of one major version does not open in another.
    pub(super) data: PathBuf,
}

impl Cluster {
    /// The cluster under `home`; makes the directory and, the first time, the data in it.
    pub(super) async fn prepare(home: &Path, programs: Programs) -> Result<Self, StartError> {
        let run_as = RunAs::choose();
        std::fs::create_dir_all(home).map_err(|e| StartError::at(home, e))?;
        let home = home.canonicalize().map_err(|e| StartError::at(home, e))?;
        let data = home.join(format!("pg-{}", programs.major));
        let cluster = Self { programs, run_as, data };
        if !cluster.data.join("PG_VERSION").exists() {
            cluster.init().await?;
        }
        Ok(cluster)
    }

    /// The password of both roles; made with the data.
    pub(super) fn password(&self) -> Result<String, StartError> {
        let file = self.beside("password");
        std::fs::read_to_string(&file).map(|p| p.trim().to_owned()).map_err(|e| StartError::at(&file, e))
    }

    fn beside(&self, kind: &str) -> PathBuf {
        self.data.with_extension(kind)
    }

    /// `initdb` into a directory beside, renamed when complete: a start that was cut off leaves nothing half made.
    async fn init(&self) -> Result<(), StartError> {
        let making = self.beside("making");
        let _ = std::fs::remove_dir_all(&making);
        self.run_as.directory(&making).map_err(|e| StartError::at(&making, e))?;
        let password = self.beside("password");
        self.run_as.private_file(&password, &new_password()?).map_err(|e| StartError::at(&password, e))?;
        let mut command = Command::new(self.programs.bin.join("initdb"));
        command.arg("-D").arg(&making).arg("--pwfile").arg(&password);
        command.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]);
        command.arg(if cfg!(target_os = "linux") { "--locale=C.UTF-8" } else { "--locale=en_US.UTF-8" });
        self.run_as.apply(&mut command);
        let output = command.stdin(Stdio::null()).output().await.map_err(|e| StartError::at(&self.programs.bin, e))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(StartError::Init { data: self.data.clone(), said });
        }
        std::fs::rename(&making, &self.data).map_err(|e| StartError::at(&self.data, e))
    }

    /// Starts a server on `port`, or a free one, and waits until it takes connections.
    pub(super) async fn launch(&self, port: Option<u16>) -> Result<(Child, u16), StartError> {
        let port = match port {
            Some(port) => port,
            None => free_port().map_err(|e| StartError::at(&self.data, e))?,
        };
        let log = self.log().map_err(|e| StartError::at(&self.beside("log"), e))?;
        let again = log.try_clone().map_err(|e| StartError::at(&self.beside("log"), e))?;
        let mut command = Command::new(self.programs.bin.join("postgres"));
        command.arg("-D").arg(&self.data).args(["-p", &port.to_string()]);
        command.args(OPTIONS.iter().flat_map(|option| ["-c", option]));
        self.run_as.apply(&mut command);
        command.stdin(Stdio::null()).stdout(log).stderr(again);
        let mut child = command.spawn().map_err(|e| StartError::at(&self.programs.bin, e))?;
        self.wait_until_ready(&mut child).await?;
        Ok((child, port))
    }

    async fn wait_until_ready(&self, child: &mut Child) -> Result<(), StartError> {
        let begun = Instant::now();
        while begun.elapsed() < READY {
            if let Ok(Some(_)) = child.try_wait() {
                return Err(StartError::Died { data: self.data.clone(), said: self.last_words() });
            }
            if Postmaster::written(&self.data).is_some_and(|m| m.ready && Some(m.pid) == child.id()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err(StartError::Slow { data: self.data.clone(), said: self.last_words() })
    }

    /// Ends the server in the way of SIGINT: transactions are rolled back, data is written, clients are sent away.
    pub(super) async fn stop(&self) {
        let mut command = Command::new(self.programs.bin.join("pg_ctl"));
        command.arg("-D").arg(&self.data).args(["stop", "-s", "-w", "-t", "15", "-m", "fast"]);
        self.run_as.apply(&mut command);
        match command.stdin(Stdio::null()).output().await {
            Ok(output) if output.status.success() => tracing::info!("the private PostgreSQL has stopped"),
            Ok(output) => tracing::warn!(said = %String::from_utf8_lossy(&output.stderr).trim(), "the private PostgreSQL did not stop"),
            Err(error) => tracing::warn!(%error, "pg_ctl could not be run"),
        }
    }

    fn log(&self) -> std::io::Result<File> {
        let path = self.beside("log");
        if std::fs::metadata(&path).is_ok_and(|m| m.len() > LOG_BYTES) {
            std::fs::rename(&path, self.beside("log.old"))?;
        }
        OpenOptions::new().create(true).append(true).open(path)
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.beside("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

/// Statements and their values are health data: `terse` leaves values out of the log, and no failed statement is written down.
const OPTIONS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=on",
    "full_page_writes=on",
    "max_connections=60",
    "shared_buffers=128MB",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "logging_collector=off",
];

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind(("127.0.0.1", 0))?.local_addr().map(|addr| addr.port())
}

fn new_password() -> Result<String, StartError> {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes).map_err(|e| StartError::Random(e.to_string()))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
