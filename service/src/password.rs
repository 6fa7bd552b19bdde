//! Password hashes: argon2id, away from the async workers, at most so many at once.

use crate::Error;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes and checks passwords with bounded memory: each costs 19 MiB (OWASP's argon2id minimum: m = 19 MiB, t = 2, p = 1).
pub(crate) struct Hasher {
    slots: Arc<Semaphore>,
    /// Checked against when an account does not exist, so that known and unknown take equally long.
    decoy: tokio::sync::OnceCell<String>,
}

impl Hasher {
    pub(crate) fn new(parallel: usize) -> Self {
        Self { slots: Arc::new(Semaphore::new(parallel.max(1))), decoy: tokio::sync::OnceCell::new() }
    }

    /// The PHC string of a new password.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Error> {
        self.run(move || {
            let hash = Argon2::default().hash_password(password.as_bytes());
            hash.map(|h| h.to_string()).map_err(|e| Error::Internal(format!("argon2: {e}")))
        })
        .await?
    }

    /// Whether `password` belongs to `hash`; without a hash the same work is done and the answer is no.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => self.decoy.get_or_try_init(|| self.hash("nobody's password".into())).await?.clone(),
        };
        let matches = self.run(move || {
            let parsed = PasswordHash::new(&hash).map_err(|e| Error::corrupt("account", e))?;
            Ok::<_, Error>(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
        });
        Ok(matches.await?? && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let slot = self.slots.clone().acquire_owned().await.map_err(|e| Error::Internal(e.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            work()
        });
        done.await.map_err(|e| Error::Internal(format!("hashing: {e}")))
    }
}
