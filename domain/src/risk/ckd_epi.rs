//! Kidney function from creatinine (CKD-EPI 2021).

use super::{
    BirthSex, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step},
};

/// Estimated glomerular filtration rate in mL/min/1.73 m², for adults.
pub(super) const SCORE: Score = Score {
    id: ScoreId::CkdEpi2021,
    name: "eGFR (CKD-EPI 2021)",
    topic: "Kidney function",
    about: "The estimated glomerular filtration rate tells how well your kidneys clean the blood. It needs a blood test for creatinine.",
    for_whom: "Adults who are not pregnant. You need your creatinine from a blood test.",
    unit: "mL/min/1.73 m²",
    decimals: 0,
    fields: &[
        Field::age(18.0, 120.0, 50.0),
        Field::sex(),
        Field::number("creatinine_mg_dl", "Creatinine in blood", "mg/dL", (0.2, 20.0), 0.01, 0.9)
            .help("If your result is in µmol/L, divide it by 88.4."),
        Field::only("pregnant", "Are you pregnant?", false, "the formula fails in pregnancy").optional(),
    ],
    citation: "Inker LA et al. New creatinine- and cystatin C-based equations to estimate GFR without race. \
               N Engl J Med 2021;385:1737–1749. Bands: KDIGO 2024, Kidney Int 2024;105(4S):S117–S314.",
    outcome,
};

/// What the rate is estimated from.
struct Inputs {
    /// Years, 18–120.
    age: f64,
    sex: BirthSex,
    /// mg/dL, 0.2–20.
    creatinine_mg_dl: f64,
}

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self { age: checked.number("age")?, sex: checked.sex()?, creatinine_mg_dl: checked.number("creatinine_mg_dl")? })
    }

    /// mL/min/1.73 m²: `142 · min(cr/κ, 1)^α · max(cr/κ, 1)^−1.2 · 0.9938^age · 1.012 if female` (Inker 2021).
    fn rate(&self) -> f64 {
        let (kappa, alpha, factor): (f64, f64, f64) = match self.sex {
            BirthSex::Female => (0.7, -0.241, 1.012),
            BirthSex::Male => (0.9, -0.302, 1.0),
        };
        let ratio = self.creatinine_mg_dl / kappa;
        142.0 * ratio.min(1.0).powf(alpha) * ratio.max(1.0).powf(-1.2) * 0.9938_f64.powf(self.age) * factor
    }
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    // KDIGO: reported to the nearest whole number.
    let value = Inputs::read(checked)?.rate().round();
    Some(Outcome::new(value, BANDS.of(value)))
}

const ONCE: &str = "A single value proves nothing: kidney disease means a low value, or protein in urine, for more than three months.";
const SPARE: &str = "Avoid ibuprofen, diclofenac and similar pain killers; ask before you take any new medicine.";

static BANDS: Bands = Bands {
    below: &[
        (
            15.0,
            Step {
                code: "g5",
                name: "G5 – kidney failure",
                concern: Concern::High,
                meaning: "Your kidneys clean the blood hardly at all.",
                advice: &["See a kidney specialist at once; if you feel ill, go to an emergency department.", SPARE],
            },
        ),
        (
            30.0,
            Step {
                code: "g4",
                name: "G4 – severely decreased",
                concern: Concern::High,
                meaning: "Your kidneys clean the blood much less well than they should.",
                advice: &["Make an appointment with a kidney specialist soon.", SPARE, ONCE],
            },
        ),
        (
            45.0,
            Step {
                code: "g3b",
                name: "G3b – moderately to severely decreased",
                concern: Concern::High,
                meaning: "Your kidneys clean the blood clearly less well than they should.",
                advice: &["Make an appointment to have blood and urine tested again.", SPARE, ONCE],
            },
        ),
        (
            60.0,
            Step {
                code: "g3a",
                name: "G3a – mildly to moderately decreased",
                concern: Concern::Raised,
                meaning: "Your kidneys clean the blood somewhat less well than they should.",
                advice: &["Have blood and urine tested again within three months.", SPARE, ONCE],
            },
        ),
        (
            90.0,
            Step {
                code: "g2",
                name: "G2 – mildly decreased",
                concern: Concern::Low,
                meaning: "Your kidneys work a little less than those of a young adult; without other signs this is no disease.",
                advice: &[
                    "Keep your blood pressure and blood sugar in range.",
                    "Ask for a urine test if you have diabetes or high blood pressure.",
                ],
            },
        ),
    ],
    top: Step {
        code: "g1",
        name: "G1 – normal",
        concern: Concern::Low,
        meaning: "Your kidneys clean the blood as they should.",
        advice: &["Ask for a urine test if you have diabetes or high blood pressure: protein in urine can come first."],
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_agrees_with_the_formula_worked_out_elsewhere() {
        let rate = |sex, creatinine_mg_dl| Inputs { age: 50.0, sex, creatinine_mg_dl }.rate();
        assert!((rate(BirthSex::Female, 1.0) - 68.6).abs() < 0.05);
        assert!((rate(BirthSex::Male, 1.0) - 91.7).abs() < 0.05);
    }

    #[test]
    fn at_its_knot_the_formula_is_the_constant_and_the_age_factor() {
        for (sex, kappa, constant) in [(BirthSex::Female, 0.7, 142.0 * 1.012), (BirthSex::Male, 0.9, 142.0)] {
            let rate = Inputs { age: 60.0, sex, creatinine_mg_dl: kappa }.rate();
            assert!((rate - constant * 0.9938_f64.powi(60)).abs() < 1e-9);
        }
    }
}
