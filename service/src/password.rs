//! Password hashes: argon2id, away from the async workers, at most so many at once.

use crate::Error;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Hashes and checks passwords with bounded memory: each costs 19 MiB (OWASP's argon2id minimum: m = 19 MiB, t = 2, p = 1).
pub(crate) struct Hasher {
    threads: Threads,
    /// Checked against when an account does not exist, so that known and unknown take equally long.
    decoy: tokio::sync::OnceCell<String>,
}

impl Hasher {
    pub(crate) fn new(parallel: usize) -> Self {
        Self { threads: Threads::new(parallel.max(1)), decoy: tokio::sync::OnceCell::new() }
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
        self.threads.run(work).await
    }
}

/// A few threads of their own, always the same ones: hashing takes no more cores and no more memory at a time than it was given.
struct Threads(Option<Runtime>);

/// How long a thread waits for more work.
const KEPT: Duration = Duration::from_hours(24);

impl Threads {
    fn new(count: usize) -> Self {
        let mut threads = Builder::new_current_thread();
        let threads = threads.max_blocking_threads(count).thread_keep_alive(KEPT).thread_name("password");
        let threads = threads.build();
        if let Err(error) = &threads {
            tracing::warn!(%error, "no threads of their own for passwords: the common ones take their work");
        }
        Self(threads.ok())
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let done = match &self.0 {
            Some(own) => own.spawn_blocking(work),
            None => tokio::task::spawn_blocking(work),
        };
        done.await.map_err(|e| Error::Internal(format!("hashing: {e}")))
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // A runtime that is dropped waits for its threads, which async code must not do.
        if let Some(own) = self.0.take() {
            own.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[tokio::test]
    async fn all_work_goes_to_the_same_few_threads() {
        let threads = Threads::new(2);
        let mut seen = HashSet::new();
        for _ in 0..10 {
            let (one, two, three) = tokio::join!(
                threads.run(|| std::thread::current().id()),
                threads.run(|| std::thread::current().id()),
                threads.run(|| std::thread::current().id()),
            );
            seen.extend([one, two, three].map(|id| id.expect("no panic")));
        }
        assert!(seen.len() <= 2, "{seen:?}");
    }
}
