//! Whose a database is: each test program holds a lock on a file of its own, which ends with the program however it ends.

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, Statement};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// This test program as an owner of databases.
pub(crate) struct Owner {
    token: String,
    made: AtomicU32,
    dropped: Mutex<Sender<String>>,
    _lock: File,
}

impl Owner {
    /// Makes the owner's file in `files`, and drops what dead owners have left, beside the tests.
    pub(crate) fn new(files: PathBuf, admin_url: String) -> io::Result<Self> {
        std::fs::create_dir_all(&files)?;
        let token = service::ids::secret().map_err(|e| io::Error::other(e.to_string()))?.simple().to_string();
        let token = token[..12].to_owned();
        let lock = File::create(files.join(&token))?;
        lock.lock()?;
        let (dropped, names) = channel();
        std::thread::Builder::new().name("drop databases".to_owned()).spawn(move || sweep(&files, &admin_url, &names))?;
        Ok(Self { token, made: AtomicU32::new(0), dropped: Mutex::new(dropped), _lock: lock })
    }

    /// The name of the next database.
    pub(crate) fn next_name(&self) -> String {
        format!("{}{}", prefix(&self.token), self.made.fetch_add(1, Ordering::Relaxed))
    }

    /// Has a database dropped, some time soon.
    pub(crate) fn forget(&self, name: &str) {
        let _ = self.dropped.lock().unwrap_or_else(PoisonError::into_inner).send(name.to_owned());
    }
}

fn prefix(token: &str) -> String {
    format!("shs_test_{token}_")
}

/// First the databases of the dead, then those of our tests that have passed.
fn sweep(files: &Path, admin_url: &str, names: &Receiver<String>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let mut options = ConnectOptions::new(admin_url);
        options.max_connections(1).sqlx_logging(false);
        let Ok(admin) = sea_orm::Database::connect(options).await else { return };
        for file in std::fs::read_dir(files).into_iter().flatten().flatten() {
            // Nobody is hurt by what stays: the next program tries again.
            let _ = bury(&admin, &file.path()).await;
        }
        while let Ok(name) = names.recv() {
            let _ = drop_database(&admin, &name).await;
        }
    });
}

async fn bury(admin: &DatabaseConnection, file: &Path) -> Result<(), DbErr> {
    let Ok(lock) = File::open(file) else { return Ok(()) };
    let token = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Held: its owner lives, or somebody else is just burying it.
    if lock.try_lock().is_err() {
        return Ok(());
    }
    let sql = "select datname from pg_database where starts_with(datname, $1)";
    let left = Statement::from_sql_and_values(admin.get_database_backend(), sql, [prefix(&token).into()]);
    for row in admin.query_all_raw(left).await? {
        drop_database(admin, &row.try_get::<String>("", "datname")?).await?;
    }
    let _ = std::fs::remove_file(file);
    Ok(())
}

async fn drop_database(admin: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    admin.execute_unprepared(&format!("drop database if exists \"{name}\" with (force)")).await.map(drop)
}
