//! A PostgreSQL server of our own, for those who have not set up one: found on the machine, run as a private process on a
//! loopback port, kept alive, stopped with us.

mod cluster;
mod find;
mod pidfile;
mod roles;
mod user;

pub use find::{INSTALL, Programs, programs};
pub use pidfile::Postmaster;
pub use user::{RunAs, is_root};

use crate::settings::{Secret, Settings};
use cluster::Cluster;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Child;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The database in the private server.
pub const DATABASE: &str = "smart_health";
/// The role that requests come as: it owns nothing, so row-level security holds for it.
pub const APPLICATION: &str = "smart_health_app";

/// Why the private server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No programs.
    #[error("{0}")]
    NotFound(String),
    /// A file or directory.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// `initdb` refused.
    #[error("initdb could not make {data} (its user must be able to reach every directory above):\n{said}")]
    Init {
        /// Where.
        data: PathBuf,
        /// Its words.
        said: String,
    },
    /// The server ended at once.
    #[error("the private PostgreSQL in {data} did not start:\n{said}")]
    Died {
        /// Where.
        data: PathBuf,
        /// End of its log.
        said: String,
    },
    /// The server takes too long.
    #[error("the private PostgreSQL in {data} was not ready within a minute:\n{said}")]
    Slow {
        /// Where.
        data: PathBuf,
        /// End of its log.
        said: String,
    },
    /// The database or its role could not be made.
    #[error("the database could not be created: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// No randomness.
    #[error("no random numbers: {0}")]
    Random(String),
}

impl StartError {
    fn at(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

/// A running private server.
#[derive(Debug)]
pub struct Postgres {
    url: Secret,
    application_url: Secret,
    admin_url: Secret,
    started: bool,
    stop: watch::Sender<bool>,
    keeper: JoinHandle<()>,
}

/// A server process: ours, or one that an earlier life of ours has left.
enum Process {
    Started(Child),
    Found(u32),
}

impl Postgres {
    /// Starts the private server of `settings`, or takes over one that is already serving its data.
    ///
    /// * the first time it makes the data (seconds); later it takes a quarter of a second
    pub async fn start(settings: &Settings) -> Result<Self, StartError> {
        Self::start_in(&settings.database.data_dir, settings.database.pg_bin.as_deref()).await
    }

    /// As [`Postgres::start`], under the directory `home`.
    pub async fn start_in(home: &Path, bin: Option<&Path>) -> Result<Self, StartError> {
        let programs = programs(bin).map_err(StartError::NotFound)?;
        let alone = lock(home).await?;
        let cluster = Cluster::prepare(home, programs).await?;
        let (process, port) = process(&cluster, None).await?;
        let password = cluster.password()?;
        let application_password = derived(&password);
        let url = |role: &str, password: &str, database: &str| {
            Secret::new(format!("postgres://{role}:{password}@127.0.0.1:{port}/{database}?sslmode=disable"))
        };
        let admin_url = url("postgres", &password, "postgres");
        roles::create(admin_url.reveal(), &password, &application_password).await?;
        drop(alone);
        let started = matches!(process, Process::Started(_));
        tracing::info!(data = %cluster.data.display(), port, started, "the private PostgreSQL is ready");
        let (stop, stopped) = watch::channel(false);
        let keeper = tokio::spawn(keep(cluster, process, port, stopped));
        let application_url = url(APPLICATION, &application_password, DATABASE);
        Ok(Self { url: url(DATABASE, &password, DATABASE), application_url, admin_url, started, stop, keeper })
    }

    /// Where migrations connect: owner of the database, no superuser.
    pub fn url(&self) -> &Secret {
        &self.url
    }

    /// Where requests connect: owner of nothing.
    pub fn application_url(&self) -> &Secret {
        &self.application_url
    }

    /// The superuser's way into the server, for tests and repairs.
    pub fn admin_url(&self) -> &Secret {
        &self.admin_url
    }

    /// Whether this process started the server, rather than found it running.
    pub fn started(&self) -> bool {
        self.started
    }

    /// Ends the server if we started it.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.keeper.await;
    }
}

async fn process(cluster: &Cluster, port: Option<u16>) -> Result<(Process, u16), StartError> {
    if let Some(found) = settled(&cluster.data).await {
        return Ok((Process::Found(found.pid), found.port));
    }
    let crashed = Postmaster::written(&cluster.data).is_some();
    pidfile::forget_stranger(&cluster.data);
    let mut tries = 0;
    loop {
        match cluster.launch(port).await {
            Ok((child, port)) => return Ok((Process::Started(child), port)),
            // The backends of a killed postmaster need a moment to notice; PostgreSQL does not start beside them, and must not.
            Err(StartError::Died { .. }) if crashed && tries < 40 => tries += 1,
            Err(error) => return Err(error),
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// A live postmaster of `data` once it is ready; one that is just going down is waited for.
async fn settled(data: &Path) -> Option<Postmaster> {
    for _ in 0..3_000 {
        match Postmaster::alive(data) {
            Some(master) if master.ready => return Some(master),
            Some(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            None => return None,
        }
    }
    None
}

/// Restarts the server whenever it ends, on the same port, until told to stop: requests fail meanwhile, we do not.
async fn keep(cluster: Cluster, mut process: Process, port: u16, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = ended(&cluster, &mut process) => tracing::error!("the private PostgreSQL has ended; starting it again"),
        }
        let mut pause = Duration::from_millis(100);
        process = loop {
            match self::process(&cluster, Some(port)).await {
                Ok((again, _)) => break again,
                Err(error) => tracing::error!(%error, "the private PostgreSQL did not start; trying again"),
            }
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(Duration::from_secs(5)),
            }
        };
        tracing::info!(port, "the private PostgreSQL is ready again");
    }
    if let Process::Started(mut child) = process {
        cluster.stop().await;
        let _ = tokio::time::timeout(Duration::from_secs(2), child.wait()).await;
    }
}

async fn ended(cluster: &Cluster, process: &mut Process) {
    match process {
        Process::Started(child) => drop(child.wait().await),
        Process::Found(pid) => {
            while Postmaster::alive(&cluster.data).is_some_and(|m| m.pid == *pid) {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

/// The application's password: who knows it does not know the owner's.
fn derived(password: &str) -> String {
    let digest = Sha256::new().chain_update("application:").chain_update(password).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps two of us from making or starting the same data at once; let go when the file is dropped.
async fn lock(home: &Path) -> Result<std::fs::File, StartError> {
    let home = home.to_owned();
    let path = home.join("start.lock");
    let at = path.clone();
    let locked = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&home)?;
        let file = std::fs::File::create(&path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    let locked = locked.await.unwrap_or_else(|e| Err(std::io::Error::other(e)));
    locked.map_err(|e| StartError::at(&at, e))
}
