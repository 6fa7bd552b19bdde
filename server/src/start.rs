//! The order of starting and stopping: port, model, database, schema, doors; and back.

use crate::database::{self, Migrated, Schema};
use crate::keyring;
use crate::mail::{self, Post};
use crate::postgres::{Postgres, StartError};
use crate::serve;
use crate::session::{self, Store};
use crate::settings::{Secret, Settings};
use crate::state::AppState;
use sea_orm::{DatabaseConnection, DbErr};
use service::prescription::Medicines;
use service::sealed::{self, RingError};
use service::{Breached, Clock, Keys, Services, privacy, rate, repeat};
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How often kept answers and counts are swept out.
const SWEEP: Duration = Duration::from_secs(600);
/// Files that are younger may still be waiting for their row.
const ARRIVING: chrono::TimeDelta = chrono::TimeDelta::minutes(10);
/// How soon it is tried again where the database was not ready.
const AGAIN: Duration = Duration::from_secs(5);
/// Accounts whose end has come that are done with at once.
const ENDED_AT_ONCE: u32 = 50;

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken, or not ours to take.
    #[error("cannot listen on {0}: {1}")]
    Listen(std::net::SocketAddr, std::io::Error),
    /// The private server.
    #[error(transparent)]
    Postgres(#[from] StartError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] serve::TlsError),
    /// The database.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// The schema.
    #[error("database: {0}")]
    Schema(#[from] database::SchemaError),
    /// The secret keys are not those of the database.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// A use case.
    #[error("{0}")]
    Service(#[from] service::Error),
    /// The secret keys.
    #[error(transparent)]
    Keys(#[from] keyring::Error),
    /// The list of leaked passwords.
    #[error("SHS_BREACHED_FILE={0}: {1}")]
    Breached(String, std::io::Error),
    /// The terminal.
    #[error("{0}")]
    Terminal(#[from] std::io::Error),
}

/// Where the data is: a server somebody runs, or a private one that this value keeps.
#[derive(Debug)]
pub struct Source {
    private: Option<Postgres>,
    /// Where requests connect.
    pub url: Secret,
    /// Where the owner of the tables connects.
    pub owner: Secret,
    /// The pool; connects when first used.
    pub db: DatabaseConnection,
}

impl Source {
    /// Opens `DATABASE_URL`, or starts the private server.
    pub async fn open(settings: &Settings) -> Result<Self, Error> {
        let (private, url, owner) = match &settings.database.url {
            Some(url) => (None, url.clone(), settings.database.owner_url.clone().unwrap_or_else(|| url.clone())),
            None => {
                let private = Postgres::start(settings).await?;
                let (url, owner) = (private.application_url().clone(), private.url().clone());
                (Some(private), url, owner)
            }
        };
        let db = database::connect(url.reveal(), &settings.database).await?;
        Ok(Self { private, url, owner, db })
    }

    /// How its schema is brought up to date.
    pub fn schema(&self, keys: Keys) -> Schema {
        Schema { owner: self.owner.clone(), application: self.url.clone(), keys }
    }

    /// Closes the pool, and the private server if we started it.
    pub async fn close(self) {
        let _ = tokio::time::timeout(Duration::from_secs(2), self.db.close()).await;
        if let Some(private) = self.private {
            private.stop().await;
        }
    }
}

/// The use cases over `db`; the text model begins to load, on a thread of its own.
///
/// Errors: there are no secret keys.
pub fn services(settings: &Settings, db: DatabaseConnection, model: ai::Worker) -> Result<Services, Error> {
    let engine = service::Engine::new(model);
    let services = Services::new(db, Clock::System, engine, keyring::load(settings)?, settings.session.hashes_at_once);
    Ok(services
        .reached_at(settings.base.to_string())
        .allowing(settings.limits.login)
        .keeping(settings.retention)
        .prescribing(medicines(settings)))
}

/// Where files are kept.
fn store(files: &crate::settings::Files) -> Result<service::record::Files, Error> {
    use service::record::{Bucket, Files};
    let Some(bucket) = &files.bucket else { return Ok(Files::folder(&files.folder)?) };
    let crate::settings::Bucket { name, endpoint, region, key_id, key } = bucket.clone();
    let (key_id, key) = (key_id.reveal().to_owned(), key.reveal().to_owned().into());
    Ok(Files::bucket(&Bucket { name, endpoint, region, key_id, key })?)
}

/// The list of medicines. One that cannot be read is no reason not to start: prescriptions then say that nothing was checked.
fn medicines(settings: &Settings) -> Medicines {
    match &settings.medicines_file {
        None => Medicines::own(),
        Some(path) => match std::fs::read_to_string(path) {
            Ok(text) => Medicines::read(&text),
            Err(error) => Medicines::off(format!("SHS_MEDICINES_FILE={}: {error}", path.display())),
        },
    }
}

/// Starts loading the text model.
pub fn model(settings: &Settings) -> ai::Worker {
    ai::Worker::start(settings.ai.encoder_dir.clone(), settings.ai.threads, settings.ai.queue)
}

/// Serves until told to stop. `demo` writes demonstration data first.
///
/// * `out` – where the address is told to the person at the terminal
pub async fn serve(settings: Settings, demo: bool, out: &mut impl Write) -> Result<(), Error> {
    let listener = TcpListener::bind(settings.addr).await.map_err(|e| Error::Listen(settings.addr, e))?;
    let tls = settings.tls.as_ref().map(serve::Tls::read).transpose()?.map(Arc::new);
    let model = model(&settings);
    let source = Source::open(&settings).await?;
    let files = store(&settings.files)?;
    let services = services(&settings, source.db.clone(), model.clone())?.refusing(breached(&settings).await?).storing(files);
    if let Err(error) = known(&source, &services).await {
        source.close().await;
        return Err(error.into());
    }
    let schema = source.schema(services.keys().clone());
    let state = AppState::new(Arc::new(settings), services, model, source.db.clone());
    let sessions = Store::new(source.db.clone(), state.settings.session.absolute, Clock::System);
    let (refused, wrong) = oneshot::channel();
    if demo {
        migrate(state.migrated.clone(), schema, source.db.clone()).await?;
        crate::seed::demo(&state.services).await?;
    } else {
        let work = migrate(state.migrated.clone(), schema, source.db.clone());
        tokio::spawn(async move {
            if let Err(error) = work.await {
                let _ = refused.send(error);
            }
        });
    }
    let sweep = tokio::spawn(sweep(sessions.clone(), state.services.clone()));
    let mails = tokio::spawn(mail::run(state.services.clone(), Post::new(&state.settings.mail)));
    if let Some(tls) = &tls {
        tokio::spawn(tls.clone().renew());
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    writeln!(out, "Smart Health Synchronizer listens on {scheme}://{}", listener.local_addr()?)?;
    if demo {
        writeln!(out, "{}", crate::seed::LOGINS)?;
    }
    out.flush()?;
    let app = crate::router(&state, sessions);
    let mut end = Ok(());
    let stop = async {
        tokio::select! {
            () = serve::stop_signal() => {}
            error = told(wrong) => end = Err(Error::Ring(error)),
        }
    };
    serve::serve(listener, app, &state.settings, tls, stop).await;
    sweep.abort();
    mails.abort();
    source.close().await;
    end
}

/// Refuses to start with the wrong secret keys. A database that does not answer now is asked again once it does.
async fn known(source: &Source, services: &Services) -> Result<(), RingError> {
    match sealed::agrees(&source.db, services.keys()).await {
        Err(error) if error.is_final() => Err(error),
        _ => Ok(()),
    }
}

/// The error, should there ever be one.
async fn told(wrong: oneshot::Receiver<RingError>) -> RingError {
    match wrong.await {
        Ok(error) => error,
        Err(_) => std::future::pending().await,
    }
}

/// Reads the list of leaked passwords, away from the async workers.
async fn breached(settings: &Settings) -> Result<Breached, Error> {
    let Some(path) = settings.breached_file.clone() else { return Ok(Breached::default()) };
    let place = path.display().to_string();
    let read = tokio::task::spawn_blocking(move || std::fs::File::open(path).and_then(Breached::read)).await.map_err(std::io::Error::other);
    let list = read.and_then(|list| list).map_err(|e| Error::Breached(place, e))?;
    tracing::info!(passwords = list.len(), "leaked passwords are refused");
    Ok(list)
}

/// Sweeps out what is over – sessions, kept answers, counts – for as long as the server runs.
async fn sweep(sessions: Store, services: Services) {
    let others = async {
        loop {
            tokio::time::sleep(SWEEP).await;
            let swept = [
                ("kept answers", repeat::sweep(&services).await),
                ("counts", rate::sweep(&services).await),
                ("old data", privacy::forget_old(&services).await),
                ("ended accounts", privacy::erase_due(&services, ENDED_AT_ONCE).await.map(u64::from)),
            ];
            for (what, swept) in swept {
                if let Err(error) = swept {
                    tracing::warn!(%error, what, "what is over could not be swept out");
                }
            }
        }
    };
    tokio::join!(session::sweep(sessions), others, sweep_files(&services));
}

/// Deletes files that no row knows, at the start and then like everything else.
async fn sweep_files(services: &Services) {
    loop {
        let pause = match service::record::sweep(services, services.now() - ARRIVING).await {
            Ok(0) => SWEEP,
            Ok(files) => {
                tracing::info!(files, "files without an entry were deleted");
                SWEEP
            }
            Err(error) => {
                tracing::debug!(%error, "files could not be swept");
                AGAIN
            }
        };
        if let Err(error) = service::blog::sweep_images(services, services.now() - ARRIVING).await {
            tracing::debug!(%error, "pictures could not be swept");
        }
        tokio::time::sleep(pause).await;
    }
}

async fn migrate(migrated: Arc<Migrated>, schema: Schema, db: DatabaseConnection) -> Result<(), RingError> {
    migrated.achieve(&schema).await?;
    if let Ok(false) = database::row_security(&db).await {
        tracing::warn!(
            "the database's row-level security does not hold for the role of DATABASE_URL, which is a superuser or has BYPASSRLS; \
             give the server a role of its own, and the owner's in DATABASE_OWNER_URL"
        );
    }
    Ok(())
}
