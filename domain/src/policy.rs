//! Who may use an address at all. Whose data they may then touch is decided by the service, once.

use crate::Caller;
use serde::{Deserialize, Serialize};

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Everybody with an account.
    SignedIn,
    /// Patients.
    Patient,
    /// Doctors, verified or not.
    Doctor,
    /// Administrators.
    Admin,
}

/// Whose data is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Whose {
    /// Nobody's: public.
    Public,
    /// Only the caller's own.
    Own,
    /// The caller's own, or a patient's through an appointment with the caller.
    OwnOrTreated,
    /// The same; and any for an administrator, who takes out what was entered in error.
    OwnTreatedOrAdmin,
    /// Everybody's.
    Everyones,
}

/// The policy of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Policy {
    /// Who may come in.
    pub who: Who,
    /// Whose data is touched.
    pub whose: Whose,
}

impl Policy {
    /// Open to all, nobody's data.
    pub const PUBLIC: Self = Self { who: Who::Anyone, whose: Whose::Public };

    /// A policy.
    pub const fn new(who: Who, whose: Whose) -> Self {
        Self { who, whose }
    }
}

impl Who {
    /// Whether the caller is one of them.
    pub fn admits(self, caller: &Caller) -> bool {
        match self {
            Self::Anyone => true,
            Self::SignedIn => caller.is_signed_in(),
            Self::Patient => matches!(caller, Caller::Patient { .. }),
            Self::Doctor => matches!(caller, Caller::Doctor { .. }),
            Self::Admin => matches!(caller, Caller::Admin { .. }),
        }
    }
}
