//! Who is asking.

use crate::{DoctorId, PatientId, UserId};
use serde::{Deserialize, Serialize};

/// The person (or nobody) behind a request, as established by the session. Services decide with it what may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Caller {
    /// Not signed in.
    Anonymous,
    /// A signed-in patient.
    Patient {
        /// The account.
        user: UserId,
        /// The patient of the account.
        patient: PatientId,
    },
    /// A signed-in doctor, verified or not.
    Doctor {
        /// The account.
        user: UserId,
        /// The doctor of the account.
        doctor: DoctorId,
    },
    /// A signed-in administrator.
    Admin {
        /// The account.
        user: UserId,
    },
}

impl Caller {
    /// The account, or `None` for an anonymous caller.
    pub fn user(&self) -> Option<UserId> {
        match *self {
            Self::Anonymous => None,
            Self::Patient { user, .. } | Self::Doctor { user, .. } | Self::Admin { user } => Some(user),
        }
    }

    /// The patient, when the caller is one.
    pub fn patient(&self) -> Option<PatientId> {
        match *self {
            Self::Patient { patient, .. } => Some(patient),
            _ => None,
        }
    }

    /// The doctor, when the caller is one.
    pub fn doctor(&self) -> Option<DoctorId> {
        match *self {
            Self::Doctor { doctor, .. } => Some(doctor),
            _ => None,
        }
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.user().is_some()
    }
}
