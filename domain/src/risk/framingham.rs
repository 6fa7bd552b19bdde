//! Ten-year risk of cardiovascular disease by the Framingham equation of 2008 (with lipids).

use super::{
    BirthSex, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step, of_a_hundred, percent},
};

/// Risk in per cent of a first coronary, cerebrovascular or peripheral event or heart failure within ten years, for people of 30–74
/// without cardiovascular disease.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Framingham2008,
    name: "Framingham 2008",
    topic: "Heart and blood vessels, older equation",
    about: "The Framingham score tells how likely a first heart or blood vessel disease is within ten years. Newer scores, such as \
            PREVENT and SCORE2, fit most people better.",
    for_whom: "People of 30 to 74 without a disease of heart or arteries. You need your blood pressure and cholesterol.",
    unit: "%",
    decimals: 1,
    fields: &[
        Field::age(30.0, 74.0, 50.0),
        Field::sex(),
        Field::number("total_cholesterol_mg_dl", "Total cholesterol", "mg/dL", (100.0, 405.0), 1.0, 200.0)
            .help("If your result is in mmol/L, divide it by 0.02586."),
        Field::number("hdl_mg_dl", "HDL cholesterol", "mg/dL", (10.0, 99.0), 1.0, 50.0)
            .help("If your result is in mmol/L, divide it by 0.02586."),
        Field::whole("systolic_mmhg", "Systolic blood pressure", "mmHg", (90.0, 200.0), 120.0),
        Field::yes_no("blood_pressure_medicine", "Do you take medicine for high blood pressure?"),
        Field::yes_no("smoker", "Do you smoke?"),
        Field::yes_no("diabetes", "Do you have diabetes?"),
        Field::only(
            "cardiovascular_disease",
            "Ever a heart attack, stroke, heart failure or narrowed arteries?",
            false,
            "it foretells a first event; after one your risk counts as high",
        ),
    ],
    citation: "D'Agostino RB et al. General cardiovascular risk profile for use in primary care: the Framingham Heart Study. \
               Circulation 2008;117:743–753. Bands: Pearson GJ et al., Can J Cardiol 2021;37:1129–1150.",
    outcome,
};

/// What the risk is worked out from.
struct Inputs {
    /// Years, 30–74.
    age: f64,
    sex: BirthSex,
    /// mg/dL, 100–405.
    total_cholesterol_mg_dl: f64,
    /// mg/dL, 10–99.
    hdl_mg_dl: f64,
    /// mmHg, 90–200.
    systolic_mmhg: f64,
    /// Whether the pressure is one under treatment.
    treated: bool,
    smoker: bool,
    diabetes: bool,
}

/// Regression coefficients of one sex.
struct Equation {
    ln_age: f64,
    ln_total_cholesterol: f64,
    ln_hdl: f64,
    ln_systolic_untreated: f64,
    ln_systolic_treated: f64,
    smoker: f64,
    diabetes: f64,
    /// Sum of coefficient times mean.
    mean: f64,
    /// Survival without an event at ten years at the means.
    baseline: f64,
}

// Source of both: D'Agostino et al. 2008, table 2. (0.8893 for men, seen in places, is this figure cut short.)
const MALE: Equation = Equation {
    ln_age: 3.06117,
    ln_total_cholesterol: 1.1237,
    ln_hdl: -0.93263,
    ln_systolic_untreated: 1.93303,
    ln_systolic_treated: 1.99881,
    smoker: 0.65451,
    diabetes: 0.57367,
    mean: 23.9802,
    baseline: 0.88936,
};
const FEMALE: Equation = Equation {
    ln_age: 2.32888,
    ln_total_cholesterol: 1.20904,
    ln_hdl: -0.70833,
    ln_systolic_untreated: 2.76157,
    ln_systolic_treated: 2.82263,
    smoker: 0.52873,
    diabetes: 0.69154,
    mean: 26.1931,
    baseline: 0.95012,
};

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            age: checked.number("age")?,
            sex: checked.sex()?,
            total_cholesterol_mg_dl: checked.number("total_cholesterol_mg_dl")?,
            hdl_mg_dl: checked.number("hdl_mg_dl")?,
            systolic_mmhg: checked.number("systolic_mmhg")?,
            treated: checked.yes("blood_pressure_medicine")?,
            smoker: checked.yes("smoker")?,
            diabetes: checked.yes("diabetes")?,
        })
    }

    /// Probability in [0, 1]: `1 − S₀^exp(Σ βx − mean)`.
    fn risk(&self) -> f64 {
        let beta = match self.sex {
            BirthSex::Female => &FEMALE,
            BirthSex::Male => &MALE,
        };
        let systolic = if self.treated { beta.ln_systolic_treated } else { beta.ln_systolic_untreated };
        let x = beta.ln_age * self.age.ln()
            + beta.ln_total_cholesterol * self.total_cholesterol_mg_dl.ln()
            + beta.ln_hdl * self.hdl_mg_dl.ln()
            + systolic * self.systolic_mmhg.ln()
            + if self.smoker { beta.smoker } else { 0.0 }
            + if self.diabetes { beta.diabetes } else { 0.0 };
        1.0 - beta.baseline.powf((x - beta.mean).exp())
    }
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let value = percent(Inputs::read(checked)?.risk());
    let lead = of_a_hundred(value, "get a first heart or blood vessel disease within 10 years");
    Some(Outcome { lead, ..Outcome::new(value, BANDS.of(value)) })
}

static BANDS: Bands = Bands {
    below: &[
        (
            10.0,
            Step {
                code: "low",
                name: "Low",
                concern: Concern::Low,
                meaning: "That is a low risk.",
                advice: &["Do not smoke, stay active, and have your blood pressure and cholesterol checked every few years."],
            },
        ),
        (
            20.0,
            Step {
                code: "intermediate",
                name: "Intermediate",
                concern: Concern::Raised,
                meaning: "That is an intermediate risk.",
                advice: &[
                    "Make an appointment to talk about blood pressure and cholesterol: medicines may be worth it.",
                    "If you smoke, stopping lowers your risk more than anything else.",
                ],
            },
        ),
    ],
    top: Step {
        code: "high",
        name: "High",
        concern: Concern::High,
        meaning: "That is a high risk.",
        advice: &[
            "Make an appointment soon: medicines for cholesterol, and often for blood pressure, are generally recommended.",
            "If you smoke, stopping lowers your risk more than anything else.",
        ],
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_are_met_to_two_decimals() {
        // R package CVrisk, reference page of `ascvd_10y_frs`: 13.53 %.
        let man = Inputs {
            age: 55.0,
            sex: BirthSex::Male,
            total_cholesterol_mg_dl: 213.0,
            hdl_mg_dl: 50.0,
            systolic_mmhg: 140.0,
            treated: false,
            smoker: false,
            diabetes: false,
        };
        assert!((man.risk() * 100.0 - 13.53).abs() < 0.005, "{}", man.risk());
        // The paper's example of a woman of 61, as commonly quoted: 10.48 %.
        let woman = Inputs {
            age: 61.0,
            sex: BirthSex::Female,
            total_cholesterol_mg_dl: 180.0,
            hdl_mg_dl: 47.0,
            systolic_mmhg: 124.0,
            smoker: true,
            ..man
        };
        assert!((woman.risk() * 100.0 - 10.48).abs() < 0.005, "{}", woman.risk());
    }
}
