//! Ten-year risk of cardiovascular disease in Europe (SCORE2).

use super::{
    BirthSex, Choice, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step, of_a_hundred, percent},
};

/// Risk in per cent of a first fatal or non-fatal heart attack or stroke within ten years, for people of 40–69 without
/// cardiovascular disease or diabetes. SCORE2-OP (70 and above) and SCORE2-Diabetes are other equations and are not worked out here.
/// The paper limits the age; the measurements are limited to what its charts and common calculators cover.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Score2,
    name: "SCORE2",
    topic: "Heart attack and stroke, Europe",
    about: "SCORE2 tells how likely a first heart attack or stroke is within ten years, if you live in or near Europe.",
    for_whom: "People of 40 to 69 without diabetes or a disease of heart or arteries. You need your blood pressure and cholesterol.",
    unit: "%",
    decimals: 1,
    fields: &[
        Field::age(40.0, 69.0, 50.0).help("From 70 on, other tables (SCORE2-OP) are used."),
        Field::sex(),
        Field::choice("region", "Risk region of your country", REGIONS)
            .help("As listed by the European Society of Cardiology in 2021 from how often people die of heart disease and stroke."),
        Field::yes_no("smoker", "Do you smoke?"),
        Field::whole("systolic_mmhg", "Systolic blood pressure", "mmHg", (90.0, 200.0), 120.0),
        Field::number("total_cholesterol_mmol_l", "Total cholesterol", "mmol/L", (3.0, 9.0), 0.1, 5.0)
            .help("If your result is in mg/dL, multiply it by 0.02586."),
        Field::number("hdl_mmol_l", "HDL cholesterol", "mmol/L", (0.7, 2.5), 0.1, 1.3)
            .help("If your result is in mg/dL, multiply it by 0.02586."),
        Field::only("diabetes", "Do you have diabetes?", false, "it was made for people without diabetes; ask about SCORE2-Diabetes"),
        Field::only(
            "cardiovascular_disease",
            "Ever a heart attack, stroke or narrowed arteries?",
            false,
            "it foretells a first event; after one your risk counts as very high",
        ),
    ],
    citation: "SCORE2 working group and ESC Cardiovascular risk collaboration. Eur Heart J 2021;42:2439–2454. \
               Bands: Visseren FLJ et al., ESC guidelines on prevention. Eur Heart J 2021;42:3227–3337.",
    outcome,
};

const REGIONS: &[Choice] = &[
    Choice {
        code: "low",
        label: "Low: Belgium, Denmark, France, Israel, Luxembourg, Netherlands, Norway, Spain, Switzerland, United Kingdom",
    },
    Choice {
        code: "moderate",
        label: "Moderate: Austria, Cyprus, Finland, Germany, Greece, Iceland, Ireland, Italy, Malta, Portugal, San Marino, Slovenia, Sweden",
    },
    Choice {
        code: "high",
        label: "High: Albania, Bosnia and Herzegovina, Croatia, Czechia, Estonia, Hungary, Kazakhstan, Poland, Slovakia, Türkiye",
    },
    Choice {
        code: "very-high",
        label: "Very high: Algeria, Armenia, Azerbaijan, Belarus, Bulgaria, Egypt, Georgia, Kyrgyzstan, Latvia, Lebanon, Libya, Lithuania, \
                Moldova, Montenegro, Morocco, North Macedonia, Romania, Russia, Serbia, Syria, Tunisia, Ukraine, Uzbekistan",
    },
];

/// What the risk is worked out from.
struct Inputs {
    /// Years, 40–69.
    age: f64,
    sex: BirthSex,
    /// Position in [`REGIONS`].
    region: usize,
    smoker: bool,
    /// mmHg, 90–200.
    systolic_mmhg: f64,
    /// mmol/L, 3–9.
    total_cholesterol_mmol_l: f64,
    /// mmol/L, 0.7–2.5.
    hdl_mmol_l: f64,
}

/// Log subdistribution hazard ratios, baseline survival and regional recalibration of one sex.
struct Equation {
    /// Age (per 5 years from 60), smoker, systolic pressure (per 20 mmHg from 120), total cholesterol (per mmol/L from 6), HDL (per
    /// 0.5 mmol/L from 1.3); then age times each of the last four. The terms for diabetes are left out: it is always absent here.
    beta: [f64; 9],
    /// Survival without an event at ten years with all terms zero.
    baseline: f64,
    /// Shift and stretch on the log-log scale, in the order of [`REGIONS`].
    scales: [(f64, f64); 4],
}

// Source of both: Eur Heart J 2021;42:2439–2454 (doi 10.1093/eurheartj/ehab309), supplement; read from the R package
// `RiskScorescvd` and compared with a second implementation, which also gives the scales by region.
const MALE: Equation = Equation {
    beta: [0.3742, 0.6012, 0.2777, 0.1458, -0.2698, -0.0755, -0.0255, -0.0281, 0.0426],
    baseline: 0.9605,
    scales: [(-0.5699, 0.7476), (-0.1565, 0.8009), (0.3207, 0.936), (0.5836, 0.8294)],
};
const FEMALE: Equation = Equation {
    beta: [0.4648, 0.7744, 0.3131, 0.1002, -0.2606, -0.1088, -0.0277, -0.0226, 0.0613],
    baseline: 0.9776,
    scales: [(-0.738, 0.7019), (-0.3143, 0.7701), (0.571, 0.9369), (0.9412, 0.8329)],
};

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            age: checked.number("age")?,
            sex: checked.sex()?,
            region: checked.choice("region", &[0, 1, 2, 3])?,
            smoker: checked.yes("smoker")?,
            systolic_mmhg: checked.number("systolic_mmhg")?,
            total_cholesterol_mmol_l: checked.number("total_cholesterol_mmol_l")?,
            hdl_mmol_l: checked.number("hdl_mmol_l")?,
        })
    }

    /// Probability in [0, 1]: `1 − S₀^exp(x)`, then recalibrated to the region by `1 − exp(−exp(a + b·ln(−ln(1 − p))))`.
    fn risk(&self) -> Option<f64> {
        let equation = match self.sex {
            BirthSex::Female => &FEMALE,
            BirthSex::Male => &MALE,
        };
        let age = (self.age - 60.0) / 5.0;
        let smoker = f64::from(u8::from(self.smoker));
        let systolic = (self.systolic_mmhg - 120.0) / 20.0;
        let total = self.total_cholesterol_mmol_l - 6.0;
        let hdl = (self.hdl_mmol_l - 1.3) / 0.5;
        let terms = [age, smoker, systolic, total, hdl, age * smoker, age * systolic, age * total, age * hdl];
        let x: f64 = equation.beta.iter().zip(terms).map(|(beta, term)| beta * term).sum();
        let (shift, stretch) = *equation.scales.get(self.region)?;
        // −ln(1 − p) is −ln(S₀)·exp(x): written so, a tiny p loses no digits.
        let hazard = -equation.baseline.ln() * x.exp();
        Some(1.0 - (-(shift + stretch * hazard.ln()).exp()).exp())
    }
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let inputs = Inputs::read(checked)?;
    let value = percent(inputs.risk()?);
    let bands = if inputs.age < 50.0 { &UNDER_50 } else { &FROM_50 };
    let lead = of_a_hundred(value, "have a first heart attack or stroke within 10 years");
    Some(Outcome { lead, ..Outcome::new(value, bands.of(value)) })
}

const LOW: Step = Step {
    code: "low-to-moderate",
    name: "Low to moderate",
    concern: Concern::Low,
    meaning: "For your age that is a low to moderate risk.",
    advice: &["Do not smoke, stay active, and have your blood pressure and cholesterol checked every few years."],
};

const HIGH: Step = Step {
    code: "high",
    name: "High",
    concern: Concern::Raised,
    meaning: "For your age that is a high risk.",
    advice: &[
        "Make an appointment to talk about blood pressure and cholesterol: medicines may be worth it.",
        "If you smoke, stopping lowers your risk more than anything else.",
    ],
};

const VERY_HIGH: Step = Step {
    code: "very-high",
    name: "Very high",
    concern: Concern::High,
    meaning: "For your age that is a very high risk.",
    advice: &[
        "Make an appointment soon: medicines for blood pressure and cholesterol are generally recommended.",
        "If you smoke, stopping lowers your risk more than anything else.",
    ],
};

/// ESC guidelines 2021: younger people reach a high lifetime risk at a lower ten-year risk.
static UNDER_50: Bands = Bands { below: &[(2.5, LOW), (7.5, HIGH)], top: VERY_HIGH };
static FROM_50: Bands = Bands { below: &[(5.0, LOW), (10.0, HIGH)], top: VERY_HIGH };
