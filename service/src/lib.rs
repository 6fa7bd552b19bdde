//! Use cases of Smart Health Synchronizer: authorise, decide, write, in one transaction.
//!
//! Both doors – pages and REST – call these functions and nothing else. Each begins with "may you?", starts from what the
//! caller may see ([`scope`]), asks a rule of `domain` and writes once.

pub mod access;
pub mod account;
pub mod admin;
pub mod appointment;
pub mod audit;
pub mod availability;
pub mod blog;
pub mod clock;
pub mod context;
mod cursor;
pub mod doctor;
pub mod engine;
pub mod error;
pub mod evaluation;
pub mod ids;
pub mod keys;
pub mod mail;
pub mod meant;
pub mod note;
pub mod passkey;
pub mod password;
pub mod patient;
pub mod prescription;
pub mod privacy;
pub mod rate;
pub mod record;
pub mod repeat;
pub mod review;
pub mod scope;
pub mod sealed;
pub mod second_factor;
pub mod sign_in;
pub mod statistics;
pub mod symptom;
pub mod token;
pub mod tx;

pub use clock::Clock;
pub use context::System;
pub use engine::Engine;
pub use error::Error;
pub use keys::Keys;
pub use meant::Meant;
pub use password::Breached;

use chrono::{DateTime, Utc};
use domain::Caller;
use sea_orm::DatabaseConnection;
use std::sync::Arc;
use tx::{Reader, Tx};

/// Everything that use cases need; cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

struct Inner {
    db: DatabaseConnection,
    clock: Clock,
    engine: Engine,
    keys: Keys,
    passwords: password::Hasher,
    /// The address that people type, for links in mails.
    base: String,
    breached: Breached,
    lately: audit::Lately,
    /// Sign-ins of one network address; many people can share one.
    sign_ins: Option<rate::Rate>,
    retention: privacy::Retention,
    files: record::Files,
    medicines: prescription::Medicines,
}

impl Services {
    /// Puts the parts together. `parallel_hashes` caps the memory of password checks (19 MiB each).
    pub fn new(db: DatabaseConnection, clock: Clock, engine: Engine, keys: Keys, parallel_hashes: usize) -> Self {
        let passwords = password::Hasher::new(parallel_hashes);
        let base = "http://localhost:3000".to_owned();
        Self {
            inner: Arc::new(Inner {
                db,
                clock,
                engine,
                keys,
                passwords,
                base,
                breached: Breached::default(),
                lately: audit::Lately::default(),
                sign_ins: Some(rate::Rate { most: 100, period: std::time::Duration::from_mins(15) }),
                retention: privacy::Retention::default(),
                files: record::Files::memory(),
                medicines: prescription::Medicines::own(),
            }),
        }
    }

    /// With the address that people type for this site, which links in mails begin with; before anything is cloned of it.
    pub fn reached_at(mut self, base: impl Into<String>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.base = base.into();
        }
        self
    }

    /// With a list of passwords that have leaked; before anything is cloned of it.
    pub fn refusing(mut self, breached: Breached) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.breached = breached;
        }
        self
    }

    /// With so many sign-ins of one network address, or as many as come; before anything is cloned of it.
    pub fn allowing(mut self, sign_ins: Option<rate::Rate>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.sign_ins = sign_ins;
        }
        self
    }

    /// With how long things are kept; before anything is cloned of it.
    pub fn keeping(mut self, retention: privacy::Retention) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.retention = retention;
        }
        self
    }

    /// With a place for files; before anything is cloned of it. Without one they are kept in memory.
    pub fn storing(mut self, files: record::Files) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.files = files;
        }
        self
    }

    /// With another list of medicines; before anything is cloned of it.
    pub fn prescribing(mut self, medicines: prescription::Medicines) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.medicines = medicines;
        }
        self
    }

    /// Where files are.
    pub(crate) fn files(&self) -> &record::Files {
        &self.inner.files
    }

    /// The list of medicines that prescriptions are checked against.
    pub fn medicines(&self) -> &prescription::Medicines {
        &self.inner.medicines
    }

    /// Sign-ins that one network address may try.
    pub(crate) fn sign_ins(&self) -> Option<rate::Rate> {
        self.inner.sign_ins
    }

    /// How long things are kept.
    pub fn retention(&self) -> &privacy::Retention {
        &self.inner.retention
    }

    /// Now, by the injected clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    /// The symptom engine.
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The secret keys.
    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// The way to single statements on behalf of `caller`. Everything that reads starts here or with [`Services::begin`], which tell the
    /// database of the caller.
    pub fn read(&self, caller: &Caller) -> Reader<'_> {
        Reader { db: &self.inner.db, context: context::of(caller, self.now()) }
    }

    /// The transaction on behalf of `caller`, for writes and for what is noted in the audit; nothing else opens one.
    pub async fn begin(&self, caller: &Caller) -> Result<Tx, Error> {
        Ok(Tx::begin(&self.inner.db, &self.inner.keys, &context::of(caller, self.now())).await?)
    }

    /// As [`Services::read`], for work that no caller does.
    pub fn read_as(&self, work: System) -> Reader<'_> {
        context::read(&self.inner.db, work)
    }

    /// As [`Services::begin`], for work that no caller does.
    pub async fn begin_as(&self, work: System) -> Result<Tx, Error> {
        Ok(context::begin(&self.inner.db, &self.inner.keys, work).await?)
    }

    /// The address that people type for this site.
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    pub(crate) fn lately(&self) -> &audit::Lately {
        &self.inner.lately
    }

    pub(crate) fn breached(&self) -> &Breached {
        &self.inner.breached
    }

    pub(crate) fn passwords(&self) -> &password::Hasher {
        &self.inner.passwords
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Services")
    }
}
