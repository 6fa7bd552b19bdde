//! Risk of cardiovascular disease in the United States (PREVENT, base equations).

mod coefficients;

use super::{
    BirthSex, Concern, Field, Reading, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step, of_a_hundred, percent},
};
use coefficients::*;

/// Risk in per cent of a first atherosclerotic event or heart failure within ten years, for people of 30–79 without either; within
/// thirty years too for people of 30–59.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Prevent,
    name: "PREVENT",
    topic: "Heart attack, stroke and heart failure, United States",
    about: "PREVENT tells how likely a first heart attack, stroke or heart failure is within ten and thirty years. It was made in the \
            United States.",
    for_whom: "People of 30 to 79 without a disease of heart or arteries. You need your blood pressure, cholesterol and kidney function.",
    unit: "%",
    decimals: 1,
    fields: &[
        Field::age(30.0, 79.0, 50.0).help("The thirty-year figures are given up to 59."),
        Field::sex(),
        Field::number("total_cholesterol_mg_dl", "Total cholesterol", "mg/dL", (130.0, 320.0), 1.0, 200.0)
            .help("If your result is in mmol/L, divide it by 0.02586."),
        Field::number("hdl_mg_dl", "HDL cholesterol", "mg/dL", (20.0, 100.0), 1.0, 50.0)
            .help("If your result is in mmol/L, divide it by 0.02586."),
        Field::whole("systolic_mmhg", "Systolic blood pressure", "mmHg", (90.0, 180.0), 120.0),
        Field::number("bmi", "Body mass index", "kg/m²", (18.5, 39.9), 0.1, 25.0)
            .help("Weight in kilograms divided by the square of height in metres."),
        Field::number("egfr", "Kidney function (eGFR)", "mL/min/1.73 m²", (15.0, 140.0), 1.0, 90.0)
            .help("From a blood test for creatinine; the score eGFR works it out."),
        Field::yes_no("diabetes", "Do you have diabetes?"),
        Field::yes_no("smoker", "Do you smoke?"),
        Field::yes_no("blood_pressure_medicine", "Do you take medicine for high blood pressure?"),
        Field::yes_no("statin", "Do you take a statin?").help("A medicine for cholesterol, such as atorvastatin."),
        Field::only(
            "cardiovascular_disease",
            "Ever a heart attack, stroke, heart failure or narrowed arteries?",
            false,
            "it foretells a first event; after one your risk counts as high",
        ),
    ],
    citation: "Khan SS et al. Development and validation of the American Heart Association's PREVENT equations. \
               Circulation 2024;149:430–449. Bands: Arnett DK et al., ACC/AHA. Circulation 2019;140:e596–e646.",
    outcome,
};

/// Millimoles a litre of cholesterol in one mg/dL, as the reference implementation rounds it.
const MMOL_L_PER_MG_DL: f64 = 0.02586;

/// Last age, in years, at which the thirty-year equations are valid.
const THIRTY_YEARS_TO: f64 = 59.0;

/// Coefficients of one outcome, in the order of the terms.
struct Equation<const N: usize> {
    female: [f64; N],
    male: [f64; N],
}

/// What the risks are worked out from.
struct Inputs {
    /// Years, 30–79.
    age: f64,
    sex: BirthSex,
    /// mg/dL, 130–320.
    total_cholesterol_mg_dl: f64,
    /// mg/dL, 20–100.
    hdl_mg_dl: f64,
    /// mmHg, 90–180.
    systolic_mmhg: f64,
    /// kg/m², 18.5–39.9.
    bmi: f64,
    /// mL/min/1.73 m², 15–140.
    egfr: f64,
    diabetes: bool,
    smoker: bool,
    blood_pressure_medicine: bool,
    statin: bool,
}

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            age: checked.number("age")?,
            sex: checked.sex()?,
            total_cholesterol_mg_dl: checked.number("total_cholesterol_mg_dl")?,
            hdl_mg_dl: checked.number("hdl_mg_dl")?,
            systolic_mmhg: checked.number("systolic_mmhg")?,
            bmi: checked.number("bmi")?,
            egfr: checked.number("egfr")?,
            diabetes: checked.yes("diabetes")?,
            smoker: checked.yes("smoker")?,
            blood_pressure_medicine: checked.yes("blood_pressure_medicine")?,
            statin: checked.yes("statin")?,
        })
    }

    /// The terms of the ten-year equations, in the order of the published table.
    fn terms(&self) -> [f64; 23] {
        let yes = |is: bool| f64::from(u8::from(is));
        let age = (self.age - 55.0) / 10.0;
        let non_hdl = (self.total_cholesterol_mg_dl - self.hdl_mg_dl) * MMOL_L_PER_MG_DL - 3.5;
        let hdl = (self.hdl_mg_dl * MMOL_L_PER_MG_DL - 1.3) / 0.3;
        let systolic_low = (self.systolic_mmhg.min(110.0) - 110.0) / 20.0;
        let systolic_high = (self.systolic_mmhg.max(110.0) - 130.0) / 20.0;
        let bmi_low = (self.bmi.min(30.0) - 25.0) / 5.0;
        let bmi_high = (self.bmi.max(30.0) - 30.0) / 5.0;
        let egfr_low = (self.egfr.min(60.0) - 60.0) / -15.0;
        let egfr_high = (self.egfr.max(60.0) - 90.0) / -15.0;
        let (diabetes, smoker) = (yes(self.diabetes), yes(self.smoker));
        let (treated, statin) = (yes(self.blood_pressure_medicine), yes(self.statin));
        [
            age,
            non_hdl,
            hdl,
            systolic_low,
            systolic_high,
            diabetes,
            smoker,
            bmi_low,
            bmi_high,
            egfr_low,
            egfr_high,
            treated,
            statin,
            treated * systolic_high,
            statin * non_hdl,
            age * non_hdl,
            age * hdl,
            age * systolic_high,
            age * diabetes,
            age * smoker,
            age * bmi_high,
            age * egfr_low,
            1.0,
        ]
    }

    /// Probability in [0, 1] within ten years.
    fn within_10(&self, equation: &Equation<23>) -> f64 {
        logistic(dot(self.coefficients(equation), self.terms()))
    }

    /// Probability in [0, 1] within thirty years: the same terms, and age squared after age. `None` where the age is not covered.
    fn within_30(&self, equation: &Equation<24>) -> Option<f64> {
        if self.age > THIRTY_YEARS_TO {
            return None;
        }
        let [age, rest @ ..] = self.terms();
        let [beta_age, beta_age_squared, beta @ ..] = *self.coefficients(equation);
        Some(logistic(beta_age * age + beta_age_squared * age * age + dot(&beta, rest)))
    }

    fn coefficients<'a, const N: usize>(&self, equation: &'a Equation<N>) -> &'a [f64; N] {
        match self.sex {
            BirthSex::Female => &equation.female,
            BirthSex::Male => &equation.male,
        }
    }
}

fn dot<const N: usize>(beta: &[f64; N], terms: [f64; N]) -> f64 {
    beta.iter().zip(terms).map(|(beta, term)| beta * term).sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let inputs = Inputs::read(checked)?;
    let value = percent(inputs.within_10(&TOTAL_CVD_10));
    let mut lead = of_a_hundred(value, "get a first heart attack, stroke or heart failure within 10 years");
    if inputs.age > THIRTY_YEARS_TO {
        lead.push_str(" The thirty-year risk is not valid for you because it covers only 30 to 59 years.");
    }
    Some(Outcome { lead, further: further(&inputs), ..Outcome::new(value, BANDS.of(value)) })
}

fn further(inputs: &Inputs) -> Vec<Reading> {
    let within_10 = [
        ("ascvd-10", "Heart attack or stroke within 10 years", &ASCVD_10),
        ("heart-failure-10", "Heart failure within 10 years", &HEART_FAILURE_10),
        ("chd-10", "Coronary heart disease within 10 years", &CHD_10),
        ("stroke-10", "Stroke within 10 years", &STROKE_10),
    ];
    let within_30 = [
        ("total-cvd-30", "Heart attack, stroke or heart failure within 30 years", &TOTAL_CVD_30),
        ("ascvd-30", "Heart attack or stroke within 30 years", &ASCVD_30),
        ("heart-failure-30", "Heart failure within 30 years", &HEART_FAILURE_30),
        ("chd-30", "Coronary heart disease within 30 years", &CHD_30),
        ("stroke-30", "Stroke within 30 years", &STROKE_30),
    ];
    let reading = |code: &'static str, name: &'static str, risk| Reading {
        code: code.into(),
        name: name.into(),
        value: percent(risk),
        unit: "%".into(),
    };
    let soon = within_10.map(|(code, name, equation)| Some(reading(code, name, inputs.within_10(equation))));
    let late = within_30.map(|(code, name, equation)| Some(reading(code, name, inputs.within_30(equation)?)));
    soon.into_iter().chain(late).flatten().collect()
}

const LESS_RISK: &str = "If you smoke, stopping lowers your risk more than anything else.";

/// Categories of the ACC/AHA guideline of 2019, which were cut for an older equation; the PREVENT paper itself gives none.
static BANDS: Bands = Bands {
    below: &[
        (
            5.0,
            Step {
                code: "low",
                name: "Low",
                concern: Concern::Low,
                meaning: "That is a low risk.",
                advice: &["Do not smoke, stay active, and have your blood pressure and cholesterol checked every few years."],
            },
        ),
        (
            7.5,
            Step {
                code: "borderline",
                name: "Borderline",
                concern: Concern::Low,
                meaning: "That is a borderline risk.",
                advice: &["Look at your blood pressure, weight and activity with a doctor at your next visit.", LESS_RISK],
            },
        ),
        (
            20.0,
            Step {
                code: "intermediate",
                name: "Intermediate",
                concern: Concern::Raised,
                meaning: "That is an intermediate risk.",
                advice: &["Make an appointment to talk about blood pressure and cholesterol: medicines may be worth it.", LESS_RISK],
            },
        ),
    ],
    top: Step {
        code: "high",
        name: "High",
        concern: Concern::High,
        meaning: "That is a high risk.",
        advice: &["Make an appointment soon: medicines for blood pressure and cholesterol are generally recommended.", LESS_RISK],
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_equation_agrees_with_the_figures_worked_out_elsewhere() {
        // The female figures are printed, to three decimals, in the README of `preventr`; all were worked out again independently.
        let person = |sex| Inputs {
            age: 50.0,
            sex,
            total_cholesterol_mg_dl: 200.0,
            hdl_mg_dl: 45.0,
            systolic_mmhg: 160.0,
            bmi: 35.0,
            egfr: 90.0,
            diabetes: true,
            smoker: false,
            blood_pressure_medicine: true,
            statin: false,
        };
        let female = [0.1468, 0.092, 0.0806, 0.0441, 0.054, 0.5299, 0.3543, 0.3896, 0.1982, 0.221];
        let male = [0.1632, 0.1019, 0.1059, 0.0557, 0.0521, 0.5144, 0.3486, 0.4236, 0.2157, 0.1973];
        for (sex, expected) in [(BirthSex::Female, female), (BirthSex::Male, male)] {
            let person = person(sex);
            let soon = [&TOTAL_CVD_10, &ASCVD_10, &HEART_FAILURE_10, &CHD_10, &STROKE_10].map(|e| person.within_10(e));
            let late =
                [&TOTAL_CVD_30, &ASCVD_30, &HEART_FAILURE_30, &CHD_30, &STROKE_30].map(|e| person.within_30(e).expect("an age covered"));
            for (got, expected) in soon.into_iter().chain(late).zip(expected) {
                assert!((got - expected).abs() <= 0.000_05 + 1e-9, "{sex:?}: {got} instead of {expected}");
            }
        }
    }
}
