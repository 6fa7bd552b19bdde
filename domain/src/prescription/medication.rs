//! One medicine on a prescription.

use super::{Frequency, Quantity};
use crate::{Problems, text};
use serde::{Deserialize, Serialize};

/// Most medicines on one prescription.
pub const MOST: usize = 12;
/// Longest instruction, in characters.
const INSTRUCTIONS_MAX: usize = 300;

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($variant:ident $code:literal $words:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = $schema))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $(#[doc = $words] $variant,)+
        }

        impl $name {
            /// All of them, as they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored and sent.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// In words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }

            /// The one with this code.
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

choices! {
    /// In what shape it comes.
    Form as DoseForm {
        Tablet "tablet" "tablet",
        Capsule "capsule" "capsule",
        Solution "solution" "solution",
        Suspension "suspension" "suspension",
        Drops "drops" "drops",
        Injection "injection" "injection",
        Inhaler "inhaler" "inhaler",
        Spray "spray" "spray",
        Cream "cream" "cream",
        Ointment "ointment" "ointment",
        Gel "gel" "gel",
        Patch "patch" "patch",
        Suppository "suppository" "suppository",
        Powder "powder" "powder",
        Other "other" "other form",
    }
}

choices! {
    /// The way into the body.
    Route as DoseRoute {
        Oral "oral" "by mouth",
        Sublingual "sublingual" "under the tongue",
        Intravenous "intravenous" "into a vein",
        Intramuscular "intramuscular" "into a muscle",
        Subcutaneous "subcutaneous" "under the skin",
        Inhalation "inhalation" "to breathe in",
        Nasal "nasal" "into the nose",
        Topical "topical" "on the skin",
        Transdermal "transdermal" "through the skin",
        Ophthalmic "ophthalmic" "into the eye",
        Otic "otic" "into the ear",
        Rectal "rectal" "into the rectum",
        Vaginal "vaginal" "into the vagina",
    }
}

impl Route {
    /// Whether the highest doses of the list of medicines are about it.
    pub fn is_systemic(self) -> bool {
        matches!(self, Self::Oral | Self::Sublingual | Self::Intravenous | Self::Intramuscular | Self::Subcutaneous | Self::Rectal)
    }

    /// Whether hardly anything of it gets beyond where it is put.
    pub fn is_local(self) -> bool {
        matches!(self, Self::Topical | Self::Ophthalmic | Self::Otic)
    }
}

/// One medicine on a prescription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Medication {
    /// The substance.
    pub name: String,
    /// ATC, where the list of medicines knows it.
    #[serde(default)]
    pub code: Option<String>,
    /// What is taken at once.
    pub dose: Quantity,
    /// How much substance is in one of what the dose counts: 500 mg in a tablet.
    #[serde(default)]
    pub strength: Option<Quantity>,
    /// In what shape.
    pub form: Form,
    /// How.
    pub route: Route,
    /// How often.
    pub frequency: Frequency,
    /// For how many days; for now where nothing is said.
    #[serde(default)]
    pub days: Option<u16>,
    /// How much is handed out.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// How often it may be handed out again.
    #[serde(default)]
    pub refills: u8,
    /// For the patient.
    #[serde(default)]
    pub instructions: Option<String>,
}

impl Medication {
    /// The same, cleaned; what is wrong is added under `at`.
    pub fn parse(self, at: &str, wrong: &mut Problems) -> Option<Self> {
        let before = wrong.0.len();
        let mut no = |field: &str, message: &str| wrong.add(format!("{at}.{field}"), message.to_owned());
        let name = text::line(&self.name, text::NAME_MAX).map_err(|message| no("name", &message)).ok();
        for (field, quantity) in [("dose", Some(self.dose)), ("strength", self.strength), ("quantity", self.quantity)] {
            if let Some(Err(message)) = quantity.map(Quantity::checked) {
                no(&format!("{field}.value"), message);
            }
        }
        if let Err(message) = self.frequency.check() {
            no("frequency", message);
        }
        if self.days.is_some_and(|days| !(1..=730).contains(&days)) {
            no("days", "Please write 1 to 730 days, or leave it empty.");
        }
        if self.refills > 12 {
            no("refills", "Please write a number from 0 to 12.");
        }
        let instructions = text::optional(self.instructions.as_deref().unwrap_or_default(), INSTRUCTIONS_MAX);
        let instructions = instructions.map_err(|message| no("instructions", &message)).ok();
        if wrong.0.len() > before { None } else { Some(Self { name: name?, instructions: instructions?, ..self }) }
    }

    /// How it is taken, in a line: "500 mg by mouth 3 times a day for 7 days".
    pub fn how(&self) -> String {
        let strength = self.strength.map(|one| format!(" of {}", one.words())).unwrap_or_default();
        let days = match self.days {
            None => String::new(),
            Some(1) => " for 1 day".to_owned(),
            Some(days) => format!(" for {days} days"),
        };
        format!("{}{strength} {} {}{days}", self.dose.words(), self.route.words(), self.frequency.words())
    }

    /// What is handed out, in a line.
    pub fn handed_out(&self) -> String {
        let enough = || match self.days {
            None => "not said".to_owned(),
            Some(1) => "enough for 1 day".to_owned(),
            Some(days) => format!("enough for {days} days"),
        };
        let quantity = self.quantity.map_or_else(enough, Quantity::words);
        match self.refills {
            0 => quantity,
            1 => format!("{quantity}, once more"),
            n => format!("{quantity}, {n} times more"),
        }
    }
}
