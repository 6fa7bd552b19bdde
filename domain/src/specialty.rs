//! The specialties that doctors have and the engine recommends.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! specialties {
    ($($variant:ident $code:tt $name:literal $help:tt;)+) => {
        /// A medical specialty. Codes are kebab-case English and stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Specialty {
            $(#[doc = $help] #[serde(rename = $code)] $variant,)+
        }

        impl Specialty {
            /// Every specialty, in the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The plain English name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What the specialist looks after, in a few lay words.
            pub fn cares_for(self) -> &'static str {
                match self { $(Self::$variant => $help),+ }
            }
        }
    };
}

specialties! {
    GeneralPractice "general-practice" "General practice" "everyday illness and the first look at anything";
    Cardiology "cardiology" "Cardiology" "heart and blood pressure";
    Pulmonology "pulmonology" "Pulmonology" "lungs and breathing";
    Gastroenterology "gastroenterology" "Gastroenterology" "stomach, bowel and liver";
    Neurology "neurology" "Neurology" "brain, nerves and headaches";
    Psychiatry "psychiatry" "Psychiatry" "mood, thoughts and sleep";
    Dermatology "dermatology" "Dermatology" "skin, hair and nails";
    Ophthalmology "ophthalmology" "Ophthalmology" "eyes and sight";
    Otolaryngology "otolaryngology" "Ear, nose and throat" "ears, nose, throat and balance";
    Orthopaedics "orthopaedics" "Orthopaedics" "bones, injuries and the back";
    Rheumatology "rheumatology" "Rheumatology" "inflamed joints and autoimmune disease";
    Endocrinology "endocrinology" "Endocrinology" "hormones, thyroid and diabetes";
    Urology "urology" "Urology" "bladder, prostate and urinary stones";
    Nephrology "nephrology" "Nephrology" "kidneys";
    Gynaecology "gynaecology" "Gynaecology" "women's health and pregnancy";
    Paediatrics "paediatrics" "Paediatrics" "babies, children and teenagers";
    Haematology "haematology" "Haematology" "blood and lymph nodes";
    EmergencyMedicine "emergency-medicine" "Emergency medicine" "what cannot wait";
}

impl Specialty {
    /// Whether doctors of this specialty take appointments; emergency care is not booked.
    pub fn is_bookable(self) -> bool {
        self != Self::EmergencyMedicine
    }

    /// The specialties that take appointments.
    pub fn bookable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|s| s.is_bookable())
    }
}

impl fmt::Display for Specialty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No specialty has this code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Please choose a specialty from the list.")]
pub struct UnknownSpecialty;

impl FromStr for Specialty {
    type Err = UnknownSpecialty;
    fn from_str(code: &str) -> Result<Self, UnknownSpecialty> {
        Self::ALL.iter().copied().find(|s| s.code() == code).ok_or(UnknownSpecialty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_matches_its_json() {
        for &s in Specialty::ALL {
            assert_eq!(s.code().parse(), Ok(s));
            assert_eq!(serde_json::to_string(&s).expect("serialises"), format!("{:?}", s.code()));
        }
    }
}
