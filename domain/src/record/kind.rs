//! The kinds of entries.

use crate::access::Category;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

/// What an entry is. Codes are stable: they are stored, appear in addresses, and are the categories of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RecordType {
    /// Pulse, blood pressure, weight and the like.
    VitalSigns,
    /// Results of a laboratory.
    Laboratory,
    /// What pictures showed.
    Imaging,
    /// A vaccination.
    Immunization,
    /// A diagnosis.
    Condition,
    /// Something that was done.
    Procedure,
    /// A doctor's note.
    ClinicalNote,
    /// A document.
    Document,
}

/// Every kind, in the order in which people are offered them.
pub const RECORD_TYPES: [RecordType; 8] = [
    RecordType::VitalSigns,
    RecordType::Laboratory,
    RecordType::Imaging,
    RecordType::Immunization,
    RecordType::Condition,
    RecordType::Procedure,
    RecordType::ClinicalNote,
    RecordType::Document,
];

impl RecordType {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.category().code()
    }

    /// The category of access that it belongs to.
    pub fn category(self) -> Category {
        match self {
            Self::VitalSigns => Category::VitalSigns,
            Self::Laboratory => Category::Laboratory,
            Self::Imaging => Category::Imaging,
            Self::Immunization => Category::Immunization,
            Self::Condition => Category::Condition,
            Self::Procedure => Category::Procedure,
            Self::ClinicalNote => Category::ClinicalNote,
            Self::Document => Category::Document,
        }
    }

    /// The kind of a category; none for categories that are no kind of entry.
    pub fn of(category: Category) -> Option<Self> {
        RECORD_TYPES.into_iter().find(|kind| kind.category() == category)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::VitalSigns => "Vital signs",
            Self::Laboratory => "Laboratory",
            Self::Imaging => "Imaging",
            Self::Immunization => "Immunization",
            Self::Condition => "Condition",
            Self::Procedure => "Procedure",
            Self::ClinicalNote => "Clinical note",
            Self::Document => "Document",
        }
    }

    /// Whether it holds measured values.
    pub fn is_measured(self) -> bool {
        matches!(self, Self::VitalSigns | Self::Laboratory)
    }

    /// Whether patients write it themselves.
    pub fn is_patients(self) -> bool {
        matches!(self, Self::VitalSigns | Self::Document)
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for RecordType {
    type Err = Cow<'static, str>;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        RECORD_TYPES.into_iter().find(|kind| kind.code() == raw).ok_or_else(|| {
            let all: Vec<&str> = RECORD_TYPES.iter().map(|kind| kind.code()).collect();
            format!("Please use one of these: {}.", all.join(", ")).into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_kind_is_that_of_its_category_and_reads_back() {
        for kind in RECORD_TYPES {
            assert_eq!(kind.code().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.code());
            assert_eq!(RecordType::of(kind.category()), Some(kind));
        }
    }
}
