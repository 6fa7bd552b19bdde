//! Ten-year risk of type 2 diabetes by the Finnish score (FINDRISC).

use super::{
    BirthSex, Choice, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step},
};

/// Points, 0–26, for adults without diabetes; it was made from people of 35–64 and is used for all adults.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Findrisc,
    name: "FINDRISC",
    topic: "Type 2 diabetes",
    about: "The Finnish Diabetes Risk Score tells how likely you are to develop type 2 diabetes within ten years.",
    for_whom: "Adults without diabetes. You need your weight and a tape measure, no blood test.",
    unit: "points",
    decimals: 0,
    fields: &[
        Field::age(18.0, 120.0, 45.0),
        Field::sex(),
        Field::number("bmi", "Body mass index", "kg/m²", (10.0, 80.0), 0.1, 25.0)
            .help("Weight in kilograms divided by the square of height in metres."),
        Field::number("waist_cm", "Waist", "cm", (40.0, 200.0), 0.5, 85.0).help("Measured below the ribs, usually at the navel."),
        Field::yes_no("active_daily", "Are you physically active for at least 30 minutes every day?").help("At work or in your free time."),
        Field::yes_no("vegetables_daily", "Do you eat vegetables, fruit or berries every day?"),
        Field::yes_no("blood_pressure_medicine", "Have you ever taken medicine for high blood pressure regularly?"),
        Field::yes_no("high_glucose_ever", "Has your blood sugar ever been found to be high?")
            .help("At a check-up, during an illness or in a pregnancy."),
        Field::choice("family_diabetes", "Does anyone in your family have diabetes?", FAMILY)
            .help("Type 1 or type 2. If several do, choose the closest."),
        Field::only("diabetes", "Do you have diabetes?", false, "it foretells diabetes and you already have it"),
    ],
    citation: "Lindström J, Tuomilehto J. The Diabetes Risk Score: a practical tool to predict type 2 diabetes risk. \
               Diabetes Care 2003;26:725–731.",
    outcome,
};

const FAMILY: &[Choice] = &[
    Choice { code: "none", label: "No" },
    Choice { code: "second-degree", label: "A grandparent, aunt, uncle or first cousin" },
    Choice { code: "first-degree", label: "A parent, brother, sister or child" },
];

/// What the points are given for.
struct Inputs {
    /// Years, 18–120.
    age: f64,
    sex: BirthSex,
    /// kg/m², 10–80.
    bmi: f64,
    /// Centimetres, 40–200.
    waist_cm: f64,
    active_daily: bool,
    vegetables_daily: bool,
    blood_pressure_medicine: bool,
    high_glucose_ever: bool,
    /// 0, 3 or 5.
    family_points: u8,
}

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            age: checked.number("age")?,
            sex: checked.sex()?,
            bmi: checked.number("bmi")?,
            waist_cm: checked.number("waist_cm")?,
            active_daily: checked.yes("active_daily")?,
            vegetables_daily: checked.yes("vegetables_daily")?,
            blood_pressure_medicine: checked.yes("blood_pressure_medicine")?,
            high_glucose_ever: checked.yes("high_glucose_ever")?,
            family_points: checked.choice("family_diabetes", &[0, 3, 5])?,
        })
    }

    /// Points, 0–26, by the form of the Finnish Diabetes Association that the paper led to (Lindström & Tuomilehto 2003).
    fn points(&self) -> u8 {
        let waist = match self.sex {
            BirthSex::Female => (80.0, 88.0),
            BirthSex::Male => (94.0, 102.0),
        };
        let age = match self.age {
            a if a < 45.0 => 0,
            a if a < 55.0 => 2,
            a if a < 65.0 => 3,
            _ => 4,
        };
        // The middle ranges of BMI and waist include both ends: "25–30", "94–102".
        let bmi = middle(self.bmi, (25.0, 30.0), [0, 1, 3]);
        let waist = middle(self.waist_cm, waist, [0, 3, 4]);
        let habits = if self.active_daily { 0 } else { 2 } + u8::from(!self.vegetables_daily);
        let history = if self.blood_pressure_medicine { 2 } else { 0 } + if self.high_glucose_ever { 5 } else { 0 };
        age + bmi + waist + habits + history + self.family_points
    }
}

/// Points below, within (ends included) and above a range.
fn middle(value: f64, (from, to): (f64, f64), [below, within, above]: [u8; 3]) -> u8 {
    match value {
        v if v < from => below,
        v if v <= to => within,
        _ => above,
    }
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let value = f64::from(Inputs::read(checked)?.points());
    Some(Outcome::new(value, BANDS.of(value)))
}

static BANDS: Bands = Bands {
    below: &[
        (
            7.0,
            Step {
                code: "low",
                name: "Low",
                concern: Concern::Low,
                meaning: "About 1 in 100 people like you develops type 2 diabetes within 10 years.",
                advice: &["Keep up regular activity and a balanced diet.", "Answer these questions again in a few years."],
            },
        ),
        (
            12.0,
            Step {
                code: "slightly-elevated",
                name: "Slightly elevated",
                concern: Concern::Low,
                meaning: "About 1 in 25 people like you develops type 2 diabetes within 10 years.",
                advice: &["Look at your activity, diet and weight: small changes lower the risk."],
            },
        ),
        (
            15.0,
            Step {
                code: "moderate",
                name: "Moderate",
                concern: Concern::Raised,
                meaning: "About 1 in 6 people like you develops type 2 diabetes within 10 years.",
                advice: &["Talk with a doctor about your activity, diet and weight.", "Ask whether your blood sugar should be measured."],
            },
        ),
        (
            21.0,
            Step {
                code: "high",
                name: "High",
                concern: Concern::High,
                meaning: "About 1 in 3 people like you develops type 2 diabetes within 10 years.",
                advice: &[
                    "Make an appointment to have your blood sugar measured.",
                    "Losing 5 to 7 per cent of your weight and 30 minutes of activity a day can halve the risk.",
                ],
            },
        ),
    ],
    top: Step {
        code: "very-high",
        name: "Very high",
        concern: Concern::High,
        meaning: "About 1 in 2 people like you develops type 2 diabetes within 10 years. You may already have it without knowing.",
        advice: &[
            "Make an appointment soon to have your blood sugar measured.",
            "Losing 5 to 7 per cent of your weight and 30 minutes of activity a day can halve the risk.",
        ],
    },
};
