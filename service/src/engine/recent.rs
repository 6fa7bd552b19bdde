//! Embeddings of the texts that came in last.

use hashlink::LruCache;
use sha2::{Digest, Sha256};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many are kept: about 2 MB.
const KEPT: usize = 1024;

/// A text by its digest: what people wrote is not kept.
type Key = [u8; 32];

/// Embeddings of late, by text. A text gives the same bits whether it was kept or not.
pub(super) struct Recent(Mutex<LruCache<Key, ai::Embedding>>);

impl Default for Recent {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Recent {
    /// The numbers of some texts, in their order; only those not kept are computed.
    ///
    /// Errors: as for [`ai::Lent::embed`].
    pub(super) fn embed(&self, texts: &[String], model: ai::Lent) -> Result<Vec<Vec<f32>>, ai::EmbedError> {
        let mut found = self.find(texts);
        let missing: Vec<&String> = texts.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(text, _)| text).collect();
        if !missing.is_empty() {
            let fresh = model.embed(&missing)?;
            self.keep(missing.into_iter().zip(&fresh));
            let mut fresh = fresh.into_iter();
            found.iter_mut().filter(|found| found.is_none()).for_each(|found| *found = fresh.next());
        }
        Ok(found.into_iter().flatten().map(|embedding| embedding.values().to_vec()).collect())
    }

    fn find(&self, texts: &[String]) -> Vec<Option<ai::Embedding>> {
        let mut kept = self.lock();
        texts.iter().map(|text| kept.get(&key(text)).cloned()).collect()
    }

    /// Keeps some, and lets go of those that nobody has asked for the longest.
    fn keep<'a>(&self, all: impl Iterator<Item = (&'a String, &'a ai::Embedding)>) {
        let mut kept = self.lock();
        for (text, embedding) in all {
            kept.insert(key(text), embedding.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<Key, ai::Embedding>> {
        // Nothing here can be half done: a thread that panicked leaves a whole cache.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(text: &str) -> Key {
    Sha256::digest(text).into()
}
