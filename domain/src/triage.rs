//! How urgent it is.

use serde::{Deserialize, Serialize};

/// Levels of urgency, from least to most urgent, so that `max` is the safer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Triage {
    /// Care for it at home; see a doctor if it gets worse.
    SelfCare,
    /// Make an appointment.
    Consultation,
    /// See a doctor within 24 hours.
    #[serde(rename = "consultation_24")]
    Consultation24,
    /// Go to an emergency department now.
    Emergency,
    /// Call an ambulance now.
    EmergencyAmbulance,
}

impl Triage {
    /// All levels, least urgent first.
    pub const ALL: [Self; 5] = [Self::SelfCare, Self::Consultation, Self::Consultation24, Self::Emergency, Self::EmergencyAmbulance];

    /// Whether the level sends the person to emergency care: no booking is offered then.
    pub fn is_emergency(self) -> bool {
        self >= Self::Emergency
    }

    /// The code used in data files and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::SelfCare => "self_care",
            Self::Consultation => "consultation",
            Self::Consultation24 => "consultation_24",
            Self::Emergency => "emergency",
            Self::EmergencyAmbulance => "emergency_ambulance",
        }
    }

    /// The longest wait for an appointment that the level allows, in hours; `None` where no appointment is offered.
    pub fn within_hours(self) -> Option<u32> {
        match self {
            Self::SelfCare => Some(24 * 28),
            Self::Consultation => Some(24 * 14),
            Self::Consultation24 => Some(24),
            Self::Emergency | Self::EmergencyAmbulance => None,
        }
    }
}

/// Why the level is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RootCause {
    /// A red flag at an emergency level is present.
    EmergencyEvidencePresent,
    /// A red flag below the emergency levels is present.
    SeriousEvidencePresent,
    /// An emergency condition is the most probable one.
    EmergencyConditionLikely,
    /// An emergency condition is plausible.
    EmergencyConditionPossible,
    /// A condition that needs a doctor is likely.
    ConsultationConditionLikely,
    /// Only conditions that can be cared for at home are plausible.
    SelfCareSufficient,
    /// Too little is known to tell.
    DiagnosisUnknown,
}

/// Whom to call, by ISO 3166-1 alpha-2 country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmergencyNumbers {
    /// Ambulance.
    pub ambulance: &'static str,
    /// Crisis line for thoughts of suicide, with its name.
    pub crisis: &'static str,
}

/// The emergency numbers of a country; 112 (reachable in most of the world from mobile phones) where it is not known.
///
/// Sources: national emergency services' own pages; European Directive 2018/1972 art. 109 for 112; 988 Suicide & Crisis Lifeline (US,
/// CA); Samaritans (GB, IE); Lifeline (AU); TelefonSeelsorge (DE); 3114 (FR); Linea 024 (ES); Befrienders Worldwide elsewhere.
pub fn emergency_numbers(country: &str) -> EmergencyNumbers {
    let (ambulance, crisis) = match country.to_ascii_uppercase().as_str() {
        "US" | "CA" => ("911", "988 (Suicide & Crisis Lifeline, call or text)"),
        "GB" => ("999", "116 123 (Samaritans)"),
        "IE" => ("112", "116 123 (Samaritans)"),
        "AU" => ("000", "13 11 14 (Lifeline)"),
        "NZ" => ("111", "1737 (Need to talk?)"),
        "DE" => ("112", "0800 111 0 111 (TelefonSeelsorge)"),
        "AT" => ("144", "142 (Telefonseelsorge)"),
        "CH" => ("144", "143 (Die Dargebotene Hand)"),
        "FR" => ("15", "3114 (numéro national de prévention du suicide)"),
        "ES" => ("112", "024 (atención a la conducta suicida)"),
        "PT" => ("112", "1411 (linha de prevenção do suicídio)"),
        "NL" => ("112", "113 (Zelfmoordpreventie)"),
        "IN" => ("112", "14416 (Tele MANAS)"),
        "JP" => ("119", "0120-783-556 (Inochi no Denwa)"),
        _ => ("112", "a crisis line near you: findahelpline.com"),
    };
    EmergencyNumbers { ambulance, crisis }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_from_home_to_ambulance() {
        assert!(Triage::ALL.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn only_the_two_emergency_levels_offer_no_appointment() {
        for level in Triage::ALL {
            assert_eq!(level.within_hours().is_none(), level.is_emergency());
        }
    }
}
