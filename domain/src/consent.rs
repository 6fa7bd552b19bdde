//! What people agree to. Kinds live here; who agreed to what, and since when, in the table `consent`.

use serde::{Deserialize, Serialize};

/// Something that can be agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConsentKind))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The terms of use.
    Terms,
    /// The privacy notice was taken note of.
    PrivacyNotice,
    /// Descriptions of symptoms, without a name, may help to check how good the symptom check is.
    ImproveSymptomCheck,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Terms, Self::PrivacyNotice, Self::ImproveSymptomCheck];

    /// What comes with an account, and ends with it.
    pub const WITH_ACCOUNT: [Self; 2] = [Self::Terms, Self::PrivacyNotice];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::PrivacyNotice => "privacy-notice",
            Self::ImproveSymptomCheck => "improve-symptom-check",
        }
    }

    /// The kind with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The version of its text that is shown now; a change of the text needs a new one.
    pub fn version(self) -> &'static str {
        match self {
            Self::Terms | Self::PrivacyNotice | Self::ImproveSymptomCheck => "2026-11-29",
        }
    }

    /// Whether it can be taken back while the account stays.
    pub fn is_free(self) -> bool {
        !Self::WITH_ACCOUNT.contains(&self)
    }

    /// What is agreed to, in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Terms => "I agree to the terms of use.",
            Self::PrivacyNotice => "I have read the privacy notice.",
            Self::ImproveSymptomCheck => {
                "My descriptions of symptoms, without my name, may be used to check how good the symptom check is."
            }
        }
    }
}

/// What was done about a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConsentAct))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// It was given.
    Given,
    /// It was taken back.
    Withdrawn,
}

impl Act {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The act with this code.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Given, Self::Withdrawn].into_iter().find(|act| act.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_is_what_serde_writes() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        assert_eq!(Act::of("withdrawn"), Some(Act::Withdrawn));
    }
}
