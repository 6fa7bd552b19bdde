//! Body mass index.

use super::{
    Choice, Concern, Field, Reading, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step, one_decimal},
};

/// Weight over height squared, for adults who are not pregnant.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Bmi,
    name: "BMI",
    topic: "Body weight",
    about: "Body mass index sets your weight against your height. It is meant for adults and says nothing about muscle or where fat sits.",
    for_whom: "Adults who are not pregnant. You need your height and your weight.",
    unit: "kg/m²",
    decimals: 1,
    fields: &[
        Field::age(18.0, 120.0, 40.0).help("For children and teenagers, weight is read from growth charts instead."),
        Field::number("height_cm", "Height", "cm", (100.0, 250.0), 0.5, 170.0),
        Field::number("weight_kg", "Weight", "kg", (20.0, 400.0), 0.5, 70.0),
        Field::choice("cutoffs", "Cut-off points", CUTOFFS)
            .help("In people of Asian descent, diabetes and heart disease begin at a lower BMI.")
            .optional(),
        Field::only("pregnant", "Are you pregnant?", false, "weight in pregnancy is judged by other tables").optional(),
    ],
    citation: "World Health Organization. Obesity: preventing and managing the global epidemic. Technical Report Series 894. Geneva, 2000. \
               Asian cut-off points: WHO expert consultation. Lancet 2004;363:157–163.",
    outcome,
};

const CUTOFFS: &[Choice] = &[Choice { code: "who", label: "General" }, Choice { code: "asian", label: "Asian descent" }];

/// Which cut-off points are used, in the order of [`CUTOFFS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cutoffs {
    Who,
    Asian,
}

/// What the index is worked out from.
struct Inputs {
    /// Metres, 1.0–2.5.
    height_m: f64,
    /// Kilograms, 20–400.
    weight_kg: f64,
    cutoffs: Cutoffs,
}

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            height_m: checked.number("height_cm")? / 100.0,
            weight_kg: checked.number("weight_kg")?,
            cutoffs: checked.choice("cutoffs", &[Cutoffs::Who, Cutoffs::Asian])?,
        })
    }

    /// kg/m², to one decimal.
    fn bmi(&self) -> f64 {
        one_decimal(self.weight_kg / self.height_m.powi(2))
    }

    /// The weight in kilograms at which a person of this height has the given BMI.
    fn weight_at(&self, bmi: f64) -> f64 {
        one_decimal(bmi * self.height_m.powi(2))
    }
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let inputs = Inputs::read(checked)?;
    let (bands, healthy_to) = match inputs.cutoffs {
        Cutoffs::Who => (&WHO, 24.9),
        Cutoffs::Asian => (&ASIAN, 22.9),
    };
    let value = inputs.bmi();
    let weight = |code: &'static str, name: &'static str, bmi: f64| Reading {
        code: code.into(),
        name: name.into(),
        value: inputs.weight_at(bmi),
        unit: "kg".into(),
    };
    let further = vec![
        weight("healthy-weight-from", "Healthy weight for your height, from", 18.5),
        weight("healthy-weight-to", "Healthy weight for your height, to", healthy_to),
    ];
    Some(Outcome { further, ..Outcome::new(value, bands.of(value)) })
}

const EAT_AND_MOVE: &[&str] = &[
    "Losing 5 to 10 per cent of your weight already lowers blood pressure and blood sugar.",
    "Aim for at least 150 minutes of brisk activity a week, and more vegetables, fruit and whole grains.",
    "Talk with a doctor about what would help you.",
];

const THIN: &[&str] =
    &["Make an appointment to find out why your weight is low.", "Do not diet or fast; small, frequent, energy-rich meals help."];

const UNDERWEIGHT: (f64, Step) = (
    18.5,
    Step {
        code: "mild-thinness",
        name: "Underweight",
        concern: Concern::Raised,
        meaning: "Your weight is low for your height.",
        advice: THIN,
    },
);

const NORMAL: Step = Step {
    code: "normal",
    name: "Normal weight",
    concern: Concern::Low,
    meaning: "Your weight is in the healthy range for your height.",
    advice: &["Keep your weight with regular activity and a balanced diet."],
};

const SEVERELY_THIN: (f64, Step) = (
    16.0,
    Step {
        code: "severe-thinness",
        name: "Severely underweight",
        concern: Concern::High,
        meaning: "Your weight is very low for your height. That can be dangerous.",
        advice: &["See a doctor in the next few days.", "If you feel faint or have palpitations, get help today."],
    },
);

const MODERATELY_THIN: (f64, Step) = (
    17.0,
    Step {
        code: "moderate-thinness",
        name: "Moderately underweight",
        concern: Concern::High,
        meaning: "Your weight is clearly low for your height.",
        advice: THIN,
    },
);

/// WHO Technical Report Series 894; thinness grades: Technical Report Series 854 (1995).
static WHO: Bands = Bands {
    below: &[
        SEVERELY_THIN,
        MODERATELY_THIN,
        UNDERWEIGHT,
        (25.0, NORMAL),
        (
            30.0,
            Step {
                code: "overweight",
                name: "Overweight",
                concern: Concern::Raised,
                meaning: "Your weight is above the healthy range for your height.",
                advice: EAT_AND_MOVE,
            },
        ),
        (
            35.0,
            Step {
                code: "obesity-1",
                name: "Obesity, class I",
                concern: Concern::Raised,
                meaning: "Your weight raises the risk of diabetes, high blood pressure and heart disease.",
                advice: EAT_AND_MOVE,
            },
        ),
        (
            40.0,
            Step {
                code: "obesity-2",
                name: "Obesity, class II",
                concern: Concern::High,
                meaning: "Your weight strongly raises the risk of diabetes, high blood pressure and heart disease.",
                advice: EAT_AND_MOVE,
            },
        ),
    ],
    top: Step {
        code: "obesity-3",
        name: "Obesity, class III",
        concern: Concern::High,
        meaning: "Your weight is likely to harm your health.",
        advice: &[
            "Make an appointment: medicines and surgery can help where diet alone does not.",
            "Have blood pressure and blood sugar checked.",
        ],
    },
};

/// WHO expert consultation, Lancet 2004;363:157–163: points for public health action 23 and 27.5.
static ASIAN: Bands = Bands {
    below: &[
        SEVERELY_THIN,
        MODERATELY_THIN,
        UNDERWEIGHT,
        (23.0, NORMAL),
        (
            27.5,
            Step {
                code: "increased-risk",
                name: "Increased risk",
                concern: Concern::Raised,
                meaning: "Your weight raises the risk of diabetes and heart disease.",
                advice: EAT_AND_MOVE,
            },
        ),
    ],
    top: Step {
        code: "high-risk",
        name: "High risk",
        concern: Concern::High,
        meaning: "Your weight strongly raises the risk of diabetes and heart disease.",
        advice: EAT_AND_MOVE,
    },
};
