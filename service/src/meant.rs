//! For which state of a record a change was thought out.

use crate::Error;
use domain::Code;

/// Whether the record as it is now is the one that the change was thought out for. Asked under the lock of the change itself, so that nothing
/// can come in between.
#[derive(Clone, Copy)]
pub struct Meant<'a, T>(Option<&'a (dyn Fn(&T) -> bool + Send + Sync)>);

impl<'a, T> Meant<'a, T> {
    /// Whatever it is by now.
    pub const fn any() -> Self {
        Self(None)
    }

    /// Only where this holds.
    pub fn only(holds: &'a (dyn Fn(&T) -> bool + Send + Sync)) -> Self {
        Self(Some(holds))
    }

    /// Whether nothing has to be asked.
    pub(crate) fn is_any(&self) -> bool {
        self.0.is_none()
    }

    /// Errors: `PRECONDITION_FAILED` where the record has moved on.
    pub(crate) fn check(&self, now: &T) -> Result<(), Error> {
        if self.0.is_none_or(|holds| holds(now)) { Ok(()) } else { Err(Code::PreconditionFailed.into()) }
    }
}

impl<T> std::fmt::Debug for Meant<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_any() { "Meant(any)" } else { "Meant(only)" })
    }
}
