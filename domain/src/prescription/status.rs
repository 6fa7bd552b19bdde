//! The status machine of a prescription.

use serde::{Deserialize, Serialize};

/// Where a prescription stands (FHIR R4 `medicationrequest-status`, reduced).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PrescriptionStatus))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written; only doctors see it.
    Draft,
    /// Issued. It never changes again.
    Active,
    /// Called off.
    Cancelled,
    /// Dispensed or over.
    Completed,
}

/// What can be done to a prescription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Write on it.
    Edit,
    /// Sign it and give it to the patient.
    Issue,
    /// Call it off; a draft is thrown away.
    Cancel,
    /// Note that it is done with.
    Complete,
}

/// There is no such move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{act:?} is not possible from {from:?}")]
pub struct IllegalAct {
    /// Where it stands.
    pub from: Status,
    /// What was asked.
    pub act: Act,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Active, Self::Cancelled, Self::Completed];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
        }
    }

    /// The status with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Active => "Active",
            Self::Cancelled => "Cancelled",
            Self::Completed => "Completed",
        }
    }

    /// Where `act` leads from here.
    ///
    /// Errors: there is no such move.
    pub fn after(self, act: Act) -> Result<Self, IllegalAct> {
        match (self, act) {
            (Self::Draft, Act::Edit) => Ok(Self::Draft),
            (Self::Draft, Act::Issue) => Ok(Self::Active),
            (Self::Draft | Self::Active, Act::Cancel) => Ok(Self::Cancelled),
            (Self::Active, Act::Complete) => Ok(Self::Completed),
            (from, act) => Err(IllegalAct { from, act }),
        }
    }
}
