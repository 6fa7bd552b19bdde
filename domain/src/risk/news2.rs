//! National Early Warning Score 2 (NEWS2).

use super::{
    Choice, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step, one_decimal},
};

/// Points, 0–20, for people of 16 and above who are not pregnant. The ranges are wide on purpose: a frightening measurement must
/// alarm and not be refused.
pub(super) const SCORE: Score = Score {
    id: ScoreId::News2,
    name: "NEWS2",
    topic: "Sudden illness, from vital signs",
    about: "The National Early Warning Score finds, from vital signs, people who are getting seriously ill. It is made for use by staff.",
    for_whom: "Staff, for people of 16 and above who are not pregnant. You need a thermometer and monitors for blood pressure and \
               oxygen.",
    unit: "points",
    decimals: 0,
    fields: &[
        Field::age(16.0, 120.0, 50.0),
        Field::whole("respiration_rate", "Breathing rate", "breaths/min", (0.0, 80.0), 16.0),
        Field::whole("oxygen_saturation", "Oxygen saturation (SpO₂)", "%", (40.0, 100.0), 97.0),
        Field::choice("spo2_scale", "SpO₂ scale", SCALES)
            .help("Scale 2 only where a doctor has set a target of 88–92 % because of a failing lung.")
            .optional(),
        Field::yes_no("supplemental_oxygen", "Is extra oxygen given?"),
        Field::whole("systolic_mmhg", "Systolic blood pressure", "mmHg", (0.0, 300.0), 120.0),
        Field::whole("pulse", "Pulse", "beats/min", (0.0, 300.0), 75.0),
        Field::choice("consciousness", "Consciousness", CONSCIOUSNESS),
        Field::number("temperature_c", "Temperature", "°C", (20.0, 46.0), 0.1, 37.0),
        Field::only("pregnant", "Pregnant?", false, "vital signs change in pregnancy and have scores of their own").optional(),
    ],
    citation: "Royal College of Physicians. National Early Warning Score (NEWS) 2: standardising the assessment of acute-illness \
               severity in the NHS. London: RCP, 2017.",
    outcome,
};

const SCALES: &[Choice] = &[Choice { code: "1", label: "Scale 1 (most people)" }, Choice { code: "2", label: "Scale 2 (target 88–92 %)" }];

const CONSCIOUSNESS: &[Choice] = &[
    Choice { code: "alert", label: "Alert" },
    Choice { code: "confusion", label: "New confusion" },
    Choice { code: "voice", label: "Responds to voice" },
    Choice { code: "pain", label: "Responds to pain" },
    Choice { code: "unresponsive", label: "Unresponsive" },
];

/// Which column of the chart oxygen saturation is read in, in the order of [`SCALES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    One,
    Two,
}

/// The seven signs of the chart.
struct Inputs {
    /// Breaths a minute.
    respiration_rate: f64,
    /// Per cent.
    oxygen_saturation: f64,
    scale: Scale,
    supplemental_oxygen: bool,
    /// mmHg.
    systolic_mmhg: f64,
    /// Beats a minute.
    pulse: f64,
    alert: bool,
    /// °C, to one decimal as on the chart.
    temperature_c: f64,
}

impl Inputs {
    fn read(checked: &Checked) -> Option<Self> {
        Some(Self {
            respiration_rate: checked.number("respiration_rate")?,
            oxygen_saturation: checked.number("oxygen_saturation")?,
            scale: checked.choice("spo2_scale", &[Scale::One, Scale::Two])?,
            supplemental_oxygen: checked.yes("supplemental_oxygen")?,
            systolic_mmhg: checked.number("systolic_mmhg")?,
            pulse: checked.number("pulse")?,
            alert: checked.choice("consciousness", &[true, false, false, false, false])?,
            temperature_c: one_decimal(checked.number("temperature_c")?),
        })
    }

    /// Points of each sign, 0–3 (RCP 2017, chart 1).
    fn points(&self) -> [u8; 7] {
        [
            upto(self.respiration_rate, &[(8.0, 3), (11.0, 1), (20.0, 0), (24.0, 2)], 3),
            self.oxygen_points(),
            if self.supplemental_oxygen { 2 } else { 0 },
            upto(self.systolic_mmhg, &[(90.0, 3), (100.0, 2), (110.0, 1), (219.0, 0)], 3),
            upto(self.pulse, &[(40.0, 3), (50.0, 1), (90.0, 0), (110.0, 1), (130.0, 2)], 3),
            if self.alert { 0 } else { 3 },
            upto(self.temperature_c, &[(35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1)], 2),
        ]
    }

    /// Scale 2 also punishes too much: above 92 % with extra oxygen, breathing may be driven down.
    fn oxygen_points(&self) -> u8 {
        match (self.scale, self.supplemental_oxygen) {
            (Scale::One, _) => upto(self.oxygen_saturation, &[(91.0, 3), (93.0, 2), (95.0, 1)], 0),
            (Scale::Two, false) => upto(self.oxygen_saturation, &[(83.0, 3), (85.0, 2), (87.0, 1)], 0),
            (Scale::Two, true) => upto(self.oxygen_saturation, &[(83.0, 3), (85.0, 2), (87.0, 1), (92.0, 0), (94.0, 1), (96.0, 2)], 3),
        }
    }
}

/// The points of the first range whose end, included, is not exceeded; `above` beyond them all.
fn upto(value: f64, ranges: &[(f64, u8)], above: u8) -> u8 {
    ranges.iter().find(|(end, _)| value <= *end).map_or(above, |(_, points)| *points)
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let points = Inputs::read(checked)?.points();
    let sum: u8 = points.iter().sum();
    let value = f64::from(sum);
    let step = if sum < 5 && points.contains(&3) { &SINGLE } else { BANDS.of(value) };
    Some(Outcome::new(value, step))
}

/// Three points in any single sign, whatever the sum below 5.
static SINGLE: Step = Step {
    code: "low-medium",
    name: "Low to medium",
    concern: Concern::High,
    meaning: "One of your vital signs is far from normal, although the others are not.",
    advice: &[
        "A doctor should look at you today: call your doctor or an urgent care service now.",
        "If you feel very ill, or it gets worse, call your emergency number.",
    ],
};

static BANDS: Bands = Bands {
    below: &[
        (
            1.0,
            Step {
                code: "none",
                name: "No warning",
                concern: Concern::Low,
                meaning: "All of your vital signs are in the normal range.",
                advice: &["If you feel ill all the same, do not rely on this figure: describe your symptoms or see a doctor."],
            },
        ),
        (
            5.0,
            Step {
                code: "low",
                name: "Low",
                concern: Concern::Raised,
                meaning: "Some of your vital signs are slightly off.",
                advice: &["Measure again in a few hours.", "See a doctor if you feel ill or the points rise."],
            },
        ),
        (
            7.0,
            Step {
                code: "medium",
                name: "Medium",
                concern: Concern::Emergency,
                meaning: "Your vital signs suggest that you may be getting seriously ill.",
                advice: &["Get medical help now: go to an emergency department.", "Do not drive yourself."],
            },
        ),
    ],
    top: Step {
        code: "high",
        name: "High",
        concern: Concern::Emergency,
        meaning: "Your vital signs suggest that you are seriously ill.",
        advice: &["Call your emergency number now.", "Do not stay alone."],
    },
};
