//! What patients wrote before they booked, and what the engine might have answered: written by hand, in the shape of the engine's
//! own answers and with the ids of its knowledge.

use domain::{
    Specialty,
    assessment::{Assessment, RankedCondition, RankedSpecialty, ReadFinding, State, TriageResult},
    triage::{RootCause, Triage},
};

/// A complaint with its answer.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) text: &'static str,
    /// The same as a patient would say it in the booking form.
    pub(super) reason: &'static str,
    /// Finding, its name, the words it was read from, whether it is there.
    findings: &'static [(&'static str, &'static str, &'static str, bool)],
    /// ICD-10, name, probability, self care, when to come sooner.
    conditions: &'static [(&'static str, &'static str, f32, &'static str, &'static str)],
    level: Triage,
    specialties: &'static [(Specialty, f32)],
}

/// Model and knowledge of the stored answers.
pub(super) const MODEL: &str = "demonstration";

pub(super) const CASES: [Case; 6] = [
    Case {
        text: "Since yesterday I have a throbbing headache on one side and bright light makes it worse. No fever.",
        reason: "Throbbing headache on one side, worse in bright light",
        findings: &[
            ("headache-throbbing", "throbbing headache", "throbbing headache", true),
            ("headache-one-sided", "headache on one side", "on one side", true),
            ("light-sensitivity", "sensitivity to light", "bright light makes it worse", true),
            ("fever", "fever", "fever", false),
        ],
        conditions: &[
            (
                "G43.9",
                "Migraine",
                0.71,
                "Rest in a dark, quiet room and drink enough.",
                "Get help at once if the pain comes like a thunderclap or you feel weak on one side.",
            ),
            (
                "G44.2",
                "Tension-type headache",
                0.16,
                "Loosen neck and shoulders; a short walk often helps.",
                "See a doctor if it comes more often or changes.",
            ),
        ],
        level: Triage::Consultation,
        specialties: &[(Specialty::Neurology, 0.66), (Specialty::GeneralPractice, 0.34)],
    },
    Case {
        text: "My lower back hurts after lifting boxes, the pain does not go into the legs. I can feel my legs and go to the toilet normally.",
        reason: "Low back pain after lifting",
        findings: &[
            ("low-back-pain", "low back pain", "lower back hurts", true),
            ("leg-weakness", "weak legs", "can feel my legs", false),
            ("bowel-control-loss", "loss of control of bladder or bowel", "go to the toilet normally", false),
        ],
        conditions: &[(
            "M54.5",
            "Low back pain",
            0.82,
            "Keep moving within what is bearable; warmth helps many.",
            "Go to an emergency department if your legs go numb or you cannot hold urine.",
        )],
        level: Triage::SelfCare,
        specialties: &[(Specialty::Orthopaedics, 0.6), (Specialty::GeneralPractice, 0.4)],
    },
    Case {
        text: "Dry, itchy skin in the bends of my elbows for three weeks, it keeps me awake at night.",
        reason: "Itchy rash in the bends of the elbows",
        findings: &[
            ("skin-dry", "dry skin", "Dry, itchy skin", true),
            ("rash-flexures", "rash in the bends of elbows or knees", "in the bends of my elbows", true),
        ],
        conditions: &[
            (
                "L20.9",
                "Atopic eczema",
                0.74,
                "Use an unscented emollient twice a day and lukewarm water.",
                "See a doctor soon if it weeps, crusts or you have a fever.",
            ),
            (
                "L23.9",
                "Allergic contact dermatitis",
                0.12,
                "Leave off new creams, detergents and jewellery.",
                "See a doctor if it spreads.",
            ),
        ],
        level: Triage::Consultation,
        specialties: &[(Specialty::Dermatology, 0.79), (Specialty::GeneralPractice, 0.21)],
    },
    Case {
        text: "Burning behind the breastbone after meals and when I lie down, sour taste in the mouth. It is not worse when I climb stairs.",
        reason: "Heartburn after meals",
        findings: &[
            ("heartburn", "heartburn", "Burning behind the breastbone after meals", true),
            ("chest-pain-exertion", "chest pain on effort", "worse when I climb stairs", false),
        ],
        conditions: &[
            (
                "K21.9",
                "Reflux disease",
                0.77,
                "Smaller meals, nothing three hours before bed, raise the head of the bed.",
                "Call an ambulance for pressing pain in the chest that lasts.",
            ),
            (
                "K29.7",
                "Gastritis",
                0.11,
                "Leave off ibuprofen, aspirin and alcohol.",
                "Go to an emergency department for black stools or vomiting blood.",
            ),
        ],
        level: Triage::Consultation,
        specialties: &[(Specialty::Gastroenterology, 0.58), (Specialty::GeneralPractice, 0.42)],
    },
    Case {
        text: "It burns when I pass water and I have to go all the time since this morning. No pain in my side, no fever.",
        reason: "Burning when passing water",
        findings: &[
            ("urination-painful", "pain when passing urine", "burns when I pass water", true),
            ("urination-urgent", "having to go often", "have to go all the time", true),
            ("flank-pain", "pain in the side", "pain in my side", false),
            ("fever", "fever", "fever", false),
        ],
        conditions: &[(
            "N30.0",
            "Bladder infection",
            0.84,
            "Drink enough and empty the bladder often.",
            "Get help the same day for fever, shivering or pain in the side.",
        )],
        level: Triage::Consultation24,
        specialties: &[(Specialty::Urology, 0.52), (Specialty::GeneralPractice, 0.48)],
    },
    Case {
        text: "I wheeze and cough at night since I have been out in the pollen. I can speak whole sentences, my inhaler helps.",
        reason: "Cough and wheezing at night",
        findings: &[
            ("wheezing", "wheezing", "wheeze", true),
            ("cough-night", "cough at night", "cough at night", true),
            ("inhaler-not-helping", "inhaler does not help", "my inhaler helps", false),
        ],
        conditions: &[
            (
                "J45.9",
                "Asthma",
                0.69,
                "Use the inhaler as agreed and keep windows shut while pollen flies.",
                "Call an ambulance if you cannot finish a sentence or your lips turn blue.",
            ),
            (
                "J30.1",
                "Hay fever",
                0.2,
                "Rinse the nose with salt water; wash your hair before bed.",
                "See a doctor if you become short of breath.",
            ),
        ],
        level: Triage::Consultation24,
        specialties: &[(Specialty::Pulmonology, 0.63), (Specialty::GeneralPractice, 0.37)],
    },
];

/// Reasons of visits that no report led to.
pub(super) const REASONS: [&str; 10] = [
    "Yearly check-up",
    "Blood test results",
    "Follow-up as agreed",
    "Prescription renewal",
    "Vaccination",
    "Second opinion",
    "Blood pressure check",
    "Certificate for work",
    "Questions about a medicine",
    "Pain that comes and goes",
];

impl Case {
    /// Whether doctors of this specialty would see it.
    pub(super) fn suits(&self, specialty: Specialty) -> bool {
        self.specialties.iter().any(|(code, _)| *code == specialty)
    }

    /// The stored answer.
    pub(super) fn assessment(&self) -> Assessment {
        Assessment {
            assessable: true,
            reason: None,
            findings: self.findings.iter().map(|f| self.finding(*f)).collect(),
            conditions: self.conditions.iter().map(|c| self.condition(*c)).collect(),
            triage: Some(TriageResult {
                level: self.level,
                root_cause: match self.level {
                    Triage::SelfCare => RootCause::SelfCareSufficient,
                    _ => RootCause::ConsultationConditionLikely,
                },
                red_flags: Vec::new(),
            }),
            specialties: self
                .specialties
                .iter()
                .map(|(code, probability)| RankedSpecialty { code: *code, name: code.name().to_owned(), probability: *probability })
                .collect(),
            crisis: false,
            model: MODEL.to_owned(),
        }
    }

    fn finding(&self, (id, name, words, is_present): (&str, &str, &str, bool)) -> ReadFinding {
        // Spans count code points.
        let span = self.text.rfind(words).map(|at| {
            let start = self.text[..at].chars().count();
            (start, start + words.chars().count())
        });
        ReadFinding { id: id.to_owned(), name: name.to_owned(), state: if is_present { State::Present } else { State::Absent }, span }
    }

    fn condition(&self, (code, name, probability, self_care, safety_net): (&str, &str, f32, &str, &str)) -> RankedCondition {
        let named = |wanted: bool| self.findings.iter().filter(|f| f.3 == wanted).map(|f| f.1.to_owned()).collect();
        RankedCondition {
            code: code.to_owned(),
            name: name.to_owned(),
            probability,
            triage: self.level,
            evidence_for: named(true),
            evidence_against: named(false),
            not_told: Vec::new(),
            self_care: self_care.to_owned(),
            safety_net: safety_net.to_owned(),
        }
    }
}
