//! Risk of stroke in atrial fibrillation (CHA₂DS₂-VASc).

use super::{
    BirthSex, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step},
};

/// Points, 0–9, for adults with atrial fibrillation that is not caused by a heart valve.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Cha2ds2Vasc,
    name: "CHA₂DS₂-VASc",
    topic: "Stroke with atrial fibrillation",
    about: "If you have atrial fibrillation, this score tells how likely a stroke is and whether a blood thinner is worth it.",
    for_whom: "Adults with atrial fibrillation whose heart valves are not its cause. You need no measurements.",
    unit: "points",
    decimals: 0,
    fields: &[
        Field::only(
            "atrial_fibrillation",
            "Do you have atrial fibrillation or flutter?",
            true,
            "it was made for people with atrial fibrillation",
        ),
        Field::only(
            "valve_disease",
            "Do you have a mechanical heart valve or marked mitral stenosis?",
            false,
            "with such a valve a blood thinner is needed whatever the score",
        ),
        Field::age(18.0, 120.0, 65.0),
        Field::sex(),
        Field::yes_no("heart_failure", "Heart failure or a weak heart?"),
        Field::yes_no("hypertension", "High blood pressure, treated or not?"),
        Field::yes_no("diabetes", "Diabetes?"),
        Field::yes_no("stroke", "Ever a stroke, a transient ischaemic attack or a clot that travelled?"),
        Field::yes_no("vascular_disease", "Ever a heart attack, narrowed leg arteries or plaque in the aorta?"),
    ],
    citation: "Lip GYH, Nieuwlaat R, Pisters R, Lane DA, Crijns HJGM. Chest 2010;137:263–272. \
               Bands by sex: Hindricks G et al., ESC guidelines on atrial fibrillation. Eur Heart J 2021;42:373–498.",
    outcome,
};

/// What the points are given for.
struct Inputs {
    /// Years, 18–120.
    age: f64,
    sex: BirthSex,
    heart_failure: bool,
    hypertension: bool,
    diabetes: bool,
    stroke: bool,
    vascular_disease: bool,
}

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            age: checked.number("age")?,
            sex: checked.sex()?,
            heart_failure: checked.yes("heart_failure")?,
            hypertension: checked.yes("hypertension")?,
            diabetes: checked.yes("diabetes")?,
            stroke: checked.yes("stroke")?,
            vascular_disease: checked.yes("vascular_disease")?,
        })
    }

    /// Points without the one for sex, 0–8 (Lip 2010): the bands by sex differ by just that point.
    fn points_without_sex(&self) -> u8 {
        let age = match self.age {
            a if a < 65.0 => 0,
            a if a < 75.0 => 1,
            _ => 2,
        };
        let ones = [self.heart_failure, self.hypertension, self.diabetes, self.vascular_disease];
        age + ones.map(u8::from).iter().sum::<u8>() + if self.stroke { 2 } else { 0 }
    }
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let inputs = Inputs::read(checked)?;
    let points = inputs.points_without_sex();
    let value = f64::from(points + u8::from(inputs.sex == BirthSex::Female));
    Some(Outcome::new(value, BANDS.of(f64::from(points))))
}

/// Over the points without sex: 0 (men 0, women 1), 1 (men 1, women 2), 2 and more (men 2, women 3).
static BANDS: Bands = Bands {
    below: &[
        (
            1.0,
            Step {
                code: "low",
                name: "Low",
                concern: Concern::Low,
                meaning: "Your risk of a stroke from atrial fibrillation is low.",
                advice: &[
                    "A blood thinner is usually not needed now.",
                    "Have this looked at again every year and when your health changes.",
                ],
            },
        ),
        (
            2.0,
            Step {
                code: "intermediate",
                name: "Intermediate",
                concern: Concern::Raised,
                meaning: "Your risk of a stroke from atrial fibrillation is somewhat raised.",
                advice: &["Talk with a doctor about whether a blood thinner would help you more than it could harm."],
            },
        ),
    ],
    top: Step {
        code: "high",
        name: "High",
        concern: Concern::High,
        meaning: "Your risk of a stroke from atrial fibrillation is high.",
        advice: &[
            "A blood thinner is recommended for most people like you: if you take none, make an appointment soon.",
            "Do not stop a blood thinner on your own.",
            "A drooping face, a weak arm or slurred speech: call your emergency number at once.",
        ],
    },
};
