//! What opens a patient's data to a doctor: a visit, what the patient shares, or an emergency that the doctor answers for.

use crate::appointment::Status;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// After a visit its doctor sees the patient's data for so long.
pub const AFTER_VISIT: TimeDelta = TimeDelta::days(30);
/// What an emergency opens stays open for so long.
pub const EMERGENCY: TimeDelta = TimeDelta::hours(24);
/// Longest reason for opening a record in an emergency, in characters.
pub const REASON_MAX: usize = 1_000;
/// Longest that something can be shared, in days.
pub const SHARED_DAYS_MAX: u16 = 3_660;

/// A kind of data that is opened together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AccessCategory))]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Allergies, conditions, medicines, blood group, emergency contact.
    Profile,
    /// Blood pressure, pulse, weight and the like.
    VitalSigns,
    /// Results of laboratories.
    Laboratory,
    /// Images and what was seen on them.
    Imaging,
    /// Vaccinations.
    Immunization,
    /// Diagnoses.
    Condition,
    /// Operations and other procedures.
    Procedure,
    /// Notes of doctors.
    ClinicalNote,
    /// Letters and other documents.
    Document,
    /// Prescriptions.
    Prescription,
    /// Symptom checks.
    SymptomReport,
}

impl Category {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Profile,
        Self::VitalSigns,
        Self::Laboratory,
        Self::Imaging,
        Self::Immunization,
        Self::Condition,
        Self::Procedure,
        Self::ClinicalNote,
        Self::Document,
        Self::Prescription,
        Self::SymptomReport,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::VitalSigns => "vital-signs",
            Self::Laboratory => "laboratory",
            Self::Imaging => "imaging",
            Self::Immunization => "immunization",
            Self::Condition => "condition",
            Self::Procedure => "procedure",
            Self::ClinicalNote => "clinical-note",
            Self::Document => "document",
            Self::Prescription => "prescription",
            Self::SymptomReport => "symptom-report",
        }
    }

    /// The category with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// What it holds, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Profile => "Allergies, conditions and medicines",
            Self::VitalSigns => "Vital signs",
            Self::Laboratory => "Laboratory results",
            Self::Imaging => "Images",
            Self::Immunization => "Vaccinations",
            Self::Condition => "Diagnoses",
            Self::Procedure => "Procedures",
            Self::ClinicalNote => "Doctors' notes",
            Self::Document => "Documents",
            Self::Prescription => "Prescriptions",
            Self::SymptomReport => "Symptom checks",
        }
    }
}

/// What gives the right to see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AccessBasis))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// It is one's own.
    Own,
    /// A visit, from its booking until [`AFTER_VISIT`].
    Appointment,
    /// The patient shares it.
    Consent,
    /// The doctor opened it in an emergency.
    BreakGlass,
}

impl Basis {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Appointment => "appointment",
            Self::Consent => "consent",
            Self::BreakGlass => "break-glass",
        }
    }

    /// The basis with this code.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Own, Self::Appointment, Self::Consent, Self::BreakGlass].into_iter().find(|basis| basis.code() == code)
    }

    /// Whether it gives the right to write as well: who treats somebody does, who was shown something does not.
    pub fn may_write(self) -> bool {
        matches!(self, Self::Appointment | Self::BreakGlass)
    }
}

/// What is open to a doctor of one patient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// By a visit: everything.
    pub by_visit: bool,
    /// By an emergency: everything.
    pub by_emergency: bool,
    /// What the patient shares.
    pub shared: Vec<Category>,
}

impl Granted {
    /// What opens a kind of data; `None` where it is closed. What gives the right to write comes first: who treats somebody does not lose that by
    /// being shown something as well.
    pub fn basis(&self, category: Category) -> Option<Basis> {
        self.writing().or_else(|| self.shared.contains(&category).then_some(Basis::Consent))
    }

    /// Every kind of data that is open, and what opens it.
    pub fn all(&self) -> Vec<(Category, Basis)> {
        Category::ALL.into_iter().filter_map(|category| Some((category, self.basis(category)?))).collect()
    }

    /// What gives the right to write; `None` where there is none.
    pub fn writing(&self) -> Option<Basis> {
        [(self.by_visit, Basis::Appointment), (self.by_emergency, Basis::BreakGlass)]
            .into_iter()
            .find(|(is, _)| *is)
            .map(|(_, basis)| basis)
    }

    /// Whether nothing at all is open.
    pub fn is_closed(&self) -> bool {
        !self.by_visit && !self.by_emergency && self.shared.is_empty()
    }
}

/// The states of visits that open data, from their booking until [`AFTER_VISIT`].
pub const OPENING: [Status; 5] = [Status::Pending, Status::Booked, Status::CheckedIn, Status::Arrived, Status::Fulfilled];

/// The reason for opening a record in an emergency, as it is kept.
///
/// Errors: a sentence for people.
pub fn emergency_reason(raw: &str) -> Result<String, &'static str> {
    crate::text::bounded(raw, 15, REASON_MAX)
        .map_err(|_| "Please say in a sentence, of up to 1000 characters, why you need to see this record now. The patient will read it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_is_what_serde_writes() {
        for category in Category::ALL {
            assert_eq!(Category::of(category.code()), Some(category));
            assert_eq!(serde_json::to_value(category).unwrap(), category.code());
        }
        for basis in [Basis::Own, Basis::Appointment, Basis::Consent, Basis::BreakGlass] {
            assert_eq!(Basis::of(basis.code()), Some(basis));
            assert_eq!(serde_json::to_value(basis).unwrap(), basis.code());
        }
    }

    #[test]
    fn what_is_shared_is_for_reading_and_opens_nothing_else() {
        let granted = Granted { shared: vec![Category::Laboratory], ..Granted::default() };
        assert_eq!(granted.basis(Category::Laboratory), Some(Basis::Consent));
        assert_eq!(granted.basis(Category::Profile), None);
        assert_eq!(granted.writing(), None);
        let urgent = Granted { by_emergency: true, ..granted };
        assert_eq!(
            (urgent.basis(Category::Laboratory), urgent.basis(Category::Profile)),
            (Some(Basis::BreakGlass), Some(Basis::BreakGlass))
        );
        assert_eq!(urgent.writing(), Some(Basis::BreakGlass));
        assert!(Granted::default().is_closed());
    }
}
