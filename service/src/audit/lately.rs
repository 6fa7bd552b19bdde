//! Who was noted lately for what: a page that keeps itself fresh looks at the same day again and again, and the audit need not say so each time.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{PatientId, UserId};
use hashlink::LruCache;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// A look that follows another so soon is the same look.
const SAME_LOOK: TimeDelta = TimeDelta::minutes(15);
/// How many are remembered; of more, the oldest are noted again.
const KEPT: usize = 20_000;

/// Looks of this process that are in the audit. Another process, and this one after a restart, notes its own.
pub(crate) struct Lately(Mutex<LruCache<(UserId, Uuid), DateTime<Utc>>>);

impl Default for Lately {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Lately {
    /// Those of `seen` that `viewer` was not noted for within the last quarter of an hour.
    pub(crate) fn without(&self, viewer: UserId, mut seen: Vec<(PatientId, Uuid)>, now: DateTime<Utc>) -> Vec<(PatientId, Uuid)> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|(_, object)| kept.get(&(viewer, *object)).is_none_or(|at| now - *at >= SAME_LOOK));
        seen
    }

    /// Remembers what was noted. Only once it is written: what was undone must be noted the next time.
    pub(crate) fn remember(&self, viewer: UserId, noted: &[(PatientId, Uuid)], now: DateTime<Utc>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, object) in noted {
            kept.insert((viewer, *object), now);
        }
    }
}
