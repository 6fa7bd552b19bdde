//! Password hashes: argon2id, away from the async workers, at most so many at once.

mod breached;
mod imported;

pub use breached::Breached;

use crate::Error;
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
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
        self.run(move || new_hash(&password).map_err(|e| Error::Internal(format!("argon2: {e}")))).await?
    }

    /// Whether `password` belongs to `hash`; without a hash the same work is done and the answer is no.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let hash = hash.filter(|hash| !imported::is_unusable(hash));
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => self.decoy.get_or_try_init(|| self.hash("nobody's password".into())).await?.clone(),
        };
        let matches = self.run(move || {
            if let Some(imported) = imported::verify(&password, &hash) {
                return imported.ok_or_else(|| Error::corrupt("account", "an imported hash"));
            }
            let parsed = PasswordHash::new(&hash).map_err(|e| Error::corrupt("account", e))?;
            let output = output(&parsed, &password).map_err(|e| Error::corrupt("account", e))?;
            // Compares in a time that does not tell how much was alike.
            Ok::<_, Error>(parsed.hash == Some(output))
        });
        Ok(matches.await?? && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        self.threads.run(work).await
    }
}

/// Whether a hash was imported from elsewhere and is to be made anew by us.
pub(crate) fn is_outdated(hash: &str) -> bool {
    !hash.starts_with("$argon2id$")
}

/// What is asked of the allocator for a hash, in bytes, however little of it is then touched: glibc keeps blocks of up to 32 MiB for
/// the next time, and a server that had seen a few sign-ins at once stayed a hundred megabytes larger. Larger ones it gives back.
const GIVEN_BACK: usize = 34 << 20;

fn new_hash(password: &str) -> password_hash::Result<String> {
    let mut hash = PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(&Params::default())?,
        salt: Some(Salt::generate()),
        hash: None,
    };
    hash.hash = Some(output(&hash, password)?);
    Ok(hash.to_string())
}

/// What a password comes to with the algorithm, parameters and salt of a hash.
fn output(hash: &PasswordHash, password: &str) -> password_hash::Result<Output> {
    let algorithm = Algorithm::try_from(hash.algorithm.as_str())?;
    let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let params = Params::try_from(hash)?;
    let salt = hash.salt.ok_or(password_hash::Error::SaltInvalid)?;
    let mut memory = Vec::with_capacity(GIVEN_BACK / Block::SIZE);
    memory.resize(params.block_count(), Block::default());
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = &mut bytes[..params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN).min(Output::MAX_LENGTH)];
    Argon2::new(algorithm, version, params).hash_password_into_with_memory(password.as_bytes(), &salt, bytes, &mut memory)?;
    Ok(Output::new(bytes)?)
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

    #[test]
    fn a_hash_is_one_that_the_library_made_and_the_other_way_round() {
        use argon2::{PasswordHasher, PasswordVerifier};
        let ours = new_hash("correct horse battery staple").expect("a hash");
        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
        Argon2::default().verify_password(b"correct horse battery staple", ours.as_str()).expect("the library agrees");
        let theirs = Argon2::default().hash_password(b"correct horse battery staple").expect("a hash");
        assert_eq!(output(&theirs, "correct horse battery staple").ok(), theirs.hash);
        assert_ne!(output(&theirs, "correct horse battery stable").ok(), theirs.hash);
        assert_ne!(ours, new_hash("correct horse battery staple").expect("a hash"), "salts differ");
    }

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
