//! The catalogue of what can be measured: LOINC code, UCUM unit, what is possible at all, and the reference range of adults with its source.
//!
//! LOINC® is of Regenstrief Institute, UCUM of the same and the UCUM Organization. A range that a laboratory gives with its result counts
//! before the one here.

use super::RecordType;
use crate::patient::Sex;
use serde::{Deserialize, Serialize};

/// LOINC code of a blood pressure panel, which systolic and diastolic pressure are members of.
pub const PANEL_PRESSURE: &str = "85354-9";

/// From where to where; either end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferenceRange))]
pub struct Range {
    /// Lowest; null where the range is open.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub low: Option<f64>,
    /// Highest; null where the range is open.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub high: Option<f64>,
}

impl Range {
    /// Whether the value lies above, in or below it.
    pub fn judge(&self, value: f64) -> super::Interpretation {
        match (self.low, self.high) {
            (Some(low), _) if value < low => super::Interpretation::L,
            (_, Some(high)) if value > high => super::Interpretation::H,
            _ => super::Interpretation::N,
        }
    }
}

/// The range of adults.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Adults {
    /// None that fits all.
    None,
    /// The same for all.
    All(Range),
    /// Of women, of men.
    BySex(Range, Range),
}

/// Something that can be measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// LOINC code.
    pub code: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Vital sign or laboratory.
    pub kind: RecordType,
    /// UCUM unit in which it is stored.
    pub unit: &'static str,
    /// The same unit as people write it.
    pub shown: &'static str,
    /// Decimal places to show.
    pub decimals: u8,
    /// What is possible in a person who lives; beyond it somebody mistyped.
    pub possible: (f64, f64),
    /// Other UCUM units with factor and offset to the own one.
    pub others: &'static [(&'static str, f64, f64)],
    /// Where the reference range is from; empty where there is none.
    pub source: &'static str,
    adults: Adults,
}

impl Measure {
    /// The reference range of an adult; for children and where nothing is known of the person's age there is none. Where ranges of women
    /// and men differ and neither is known, the wider one.
    pub fn reference(&self, age: Option<u16>, sex: Option<Sex>) -> Option<Range> {
        age.filter(|age| *age >= 18)?;
        match (self.adults, sex) {
            (Adults::None, _) => None,
            (Adults::All(range), _) => Some(range),
            (Adults::BySex(women, _), Some(Sex::Female)) => Some(women),
            (Adults::BySex(_, men), Some(Sex::Male)) => Some(men),
            (Adults::BySex(women, men), _) => {
                Some(Range { low: least(women.low, men.low, f64::min), high: least(women.high, men.high, f64::max) })
            }
        }
    }

    /// A value with the decimals that it is given with.
    pub fn number(&self, value: f64) -> String {
        let rounded = format!("{value:.*}", usize::from(self.decimals));
        // What was given finer stays as it was given.
        if (value - rounded.parse::<f64>().unwrap_or(value)).abs() > 1e-9 { shorter(value, self.decimals) } else { rounded }
    }
}

/// At most one decimal place more than usual.
fn shorter(value: f64, decimals: u8) -> String {
    format!("{value:.*}", usize::from(decimals) + 1).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn least(one: Option<f64>, other: Option<f64>, which: fn(f64, f64) -> f64) -> Option<f64> {
    Some(which(one?, other?))
}

/// The measure with this LOINC code.
pub fn measure(code: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.code == code)
}

/// Those of a kind.
pub fn measures(kind: RecordType) -> impl Iterator<Item = &'static Measure> {
    MEASURES.iter().filter(move |measure| measure.kind == kind)
}

type Others = &'static [(&'static str, f64, f64)];
type Named = (&'static str, &'static str, &'static str, &'static str, u8);

const fn range(low: f64, high: f64) -> Range {
    Range { low: Some(low), high: Some(high) }
}

const fn up_to(high: f64) -> Adults {
    Adults::All(Range { low: None, high: Some(high) })
}

const fn from(low: f64) -> Adults {
    Adults::All(Range { low: Some(low), high: None })
}

const fn within(low: f64, high: f64) -> Adults {
    Adults::All(range(low, high))
}

const fn vital(named: Named, possible: (f64, f64), adults: Adults, source: &'static str, others: Others) -> Measure {
    let (code, name, unit, shown, decimals) = named;
    Measure { code, name, kind: RecordType::VitalSigns, unit, shown, decimals, possible, others, source, adults }
}

const fn lab(named: Named, possible: (f64, f64), adults: Adults, source: &'static str, others: Others) -> Measure {
    let (code, name, unit, shown, decimals) = named;
    Measure { code, name, kind: RecordType::Laboratory, unit, shown, decimals, possible, others, source, adults }
}

const MEDLINE: &str = "MedlinePlus Medical Encyclopedia, US National Library of Medicine";
const ATP: &str = "NCEP Adult Treatment Panel III, Circulation 2002;106:3143–3421";
const ADA: &str = "American Diabetes Association, Diabetes Care 2024;47(Suppl 1):S20–S42";
const ESH: &str = "2018 ESC/ESH Guidelines, Eur Heart J 2018;39:3021–3104 (up to \"normal\")";
const NEWS: &str = "Royal College of Physicians, NEWS2, 2017";
const GLUCOSE: &str =
    "MedlinePlus Medical Encyclopedia (high); American Diabetes Association, Diabetes Care 2024;47(Suppl 1):S111–S125 (low)";
const NO_RANGE: &str = "";

const CHOLESTEROL: Others = &[("mmol/L", 38.67, 0.0)];

/// Everything that the catalogue knows, in the order in which people are shown it.
#[rustfmt::skip]
pub const MEASURES: &[Measure] = &[
    vital(("8480-6", "Systolic blood pressure", "mm[Hg]", "mmHg", 0), (40.0, 300.0), within(90.0, 129.0), ESH, &[("kPa", 7.500_62, 0.0)]),
    vital(("8462-4", "Diastolic blood pressure", "mm[Hg]", "mmHg", 0), (20.0, 200.0), within(60.0, 84.0), ESH, &[("kPa", 7.500_62, 0.0)]),
    vital(("8867-4", "Pulse", "/min", "beats/min", 0), (20.0, 300.0), within(60.0, 100.0), MEDLINE, &[]),
    vital(("9279-1", "Breathing rate", "/min", "breaths/min", 0), (3.0, 80.0), within(12.0, 20.0), NEWS, &[]),
    vital(("8310-5", "Body temperature", "Cel", "°C", 1), (25.0, 45.0), within(36.1, 38.0), NEWS, &[("[degF]", 5.0 / 9.0, -160.0 / 9.0)]),
    vital(("59408-5", "Oxygen saturation", "%", "%", 0), (40.0, 100.0), from(95.0), "WHO, Pulse Oximetry Training Manual, 2011", &[]),
    vital(("29463-7", "Weight", "kg", "kg", 1), (0.3, 500.0), Adults::None, NO_RANGE, &[("[lb_av]", 0.453_592_37, 0.0), ("g", 0.001, 0.0)]),
    vital(("8302-2", "Height", "cm", "cm", 0), (20.0, 260.0), Adults::None, NO_RANGE, &[("[in_i]", 2.54, 0.0), ("m", 100.0, 0.0)]),
    vital(("39156-5", "Body mass index", "kg/m2", "kg/m²", 1), (5.0, 150.0), within(18.5, 24.9), "WHO Technical Report Series 894, 2000", &[]),
    vital(("8280-0", "Waist", "cm", "cm", 0), (20.0, 300.0), Adults::None, NO_RANGE, &[("[in_i]", 2.54, 0.0)]),

    lab(("718-7", "Haemoglobin", "g/dL", "g/dL", 1), (2.0, 30.0), Adults::BySex(range(12.1, 15.1), range(13.8, 17.2)), MEDLINE, &[("g/L", 0.1, 0.0), ("mmol/L", 1.6114, 0.0)]),
    lab(("4544-3", "Haematocrit", "%", "%", 1), (5.0, 80.0), Adults::BySex(range(36.1, 44.3), range(40.7, 50.3)), MEDLINE, &[]),
    lab(("6690-2", "White blood cells", "10*3/uL", "10³/µL", 1), (0.0, 1000.0), within(4.5, 11.0), MEDLINE, &[("10*9/L", 1.0, 0.0), ("/uL", 0.001, 0.0)]),
    lab(("777-3", "Platelets", "10*3/uL", "10³/µL", 0), (0.0, 5000.0), within(150.0, 400.0), MEDLINE, &[("10*9/L", 1.0, 0.0)]),
    lab(("787-2", "Mean red cell volume", "fL", "fL", 0), (30.0, 200.0), within(80.0, 95.0), MEDLINE, &[]),
    lab(("2951-2", "Sodium", "mmol/L", "mmol/L", 0), (80.0, 220.0), within(135.0, 145.0), MEDLINE, &[("meq/L", 1.0, 0.0)]),
    lab(("2823-3", "Potassium", "mmol/L", "mmol/L", 1), (0.8, 15.0), within(3.7, 5.2), MEDLINE, &[("meq/L", 1.0, 0.0)]),
    lab(("2075-0", "Chloride", "mmol/L", "mmol/L", 0), (50.0, 180.0), within(96.0, 106.0), MEDLINE, &[("meq/L", 1.0, 0.0)]),
    lab(("17861-6", "Calcium", "mg/dL", "mg/dL", 1), (2.0, 25.0), within(8.5, 10.2), MEDLINE, &[("mmol/L", 4.008, 0.0)]),
    lab(("2160-0", "Creatinine", "mg/dL", "mg/dL", 2), (0.05, 50.0), Adults::BySex(range(0.6, 1.1), range(0.7, 1.3)), MEDLINE, &[("umol/L", 1.0 / 88.42, 0.0)]),
    lab(("3094-0", "Urea nitrogen", "mg/dL", "mg/dL", 0), (0.5, 400.0), within(6.0, 20.0), MEDLINE, &[("mmol/L", 2.8011, 0.0)]),
    lab(("98979-8", "Kidney function (eGFR)", "mL/min/{1.73_m2}", "mL/min/1.73 m²", 0), (1.0, 250.0), from(60.0), "KDIGO 2024, Kidney Int 2024;105(4S):S117–S314", &[]),
    lab(("3084-1", "Uric acid", "mg/dL", "mg/dL", 1), (0.1, 40.0), within(3.5, 7.2), MEDLINE, &[("umol/L", 1.0 / 59.48, 0.0)]),
    lab(("1558-6", "Glucose, fasting", "mg/dL", "mg/dL", 0), (10.0, 2000.0), within(70.0, 99.0), ADA, &[("mmol/L", 18.016, 0.0)]),
    lab(("2345-7", "Glucose", "mg/dL", "mg/dL", 0), (10.0, 2000.0), within(70.0, 125.0), GLUCOSE, &[("mmol/L", 18.016, 0.0)]),
    lab(("4548-4", "HbA1c", "%", "%", 1), (2.0, 25.0), within(4.0, 5.6), ADA, &[("mmol/mol", 0.091_48, 2.152)]),
    lab(("2093-3", "Total cholesterol", "mg/dL", "mg/dL", 0), (20.0, 2000.0), up_to(199.0), ATP, CHOLESTEROL),
    lab(("2085-9", "HDL cholesterol", "mg/dL", "mg/dL", 0), (2.0, 300.0), from(40.0), ATP, CHOLESTEROL),
    lab(("13457-7", "LDL cholesterol", "mg/dL", "mg/dL", 0), (2.0, 1500.0), up_to(129.0), ATP, CHOLESTEROL),
    lab(("2571-8", "Triglycerides", "mg/dL", "mg/dL", 0), (5.0, 20_000.0), up_to(149.0), ATP, &[("mmol/L", 88.57, 0.0)]),
    lab(("1742-6", "ALT", "U/L", "U/L", 0), (0.0, 30_000.0), within(4.0, 36.0), MEDLINE, &[]),
    lab(("1920-8", "AST", "U/L", "U/L", 0), (0.0, 30_000.0), within(8.0, 33.0), MEDLINE, &[]),
    lab(("6768-6", "Alkaline phosphatase", "U/L", "U/L", 0), (0.0, 10_000.0), within(44.0, 147.0), MEDLINE, &[]),
    lab(("2324-2", "Gamma-GT", "U/L", "U/L", 0), (0.0, 10_000.0), within(5.0, 40.0), MEDLINE, &[]),
    lab(("1975-2", "Bilirubin", "mg/dL", "mg/dL", 1), (0.0, 100.0), within(0.1, 1.2), MEDLINE, &[("umol/L", 1.0 / 17.104, 0.0)]),
    lab(("1751-7", "Albumin", "g/dL", "g/dL", 1), (0.5, 10.0), within(3.4, 5.4), MEDLINE, &[("g/L", 0.1, 0.0)]),
    lab(("3016-3", "TSH", "m[IU]/L", "mIU/L", 2), (0.0, 1000.0), within(0.5, 5.0), MEDLINE, &[("u[IU]/mL", 1.0, 0.0)]),
    lab(("1988-5", "C-reactive protein", "mg/L", "mg/L", 1), (0.0, 1000.0), up_to(10.0), MEDLINE, &[("mg/dL", 10.0, 0.0)]),
    lab(("2276-4", "Ferritin", "ng/mL", "ng/mL", 0), (0.0, 100_000.0), Adults::BySex(range(12.0, 150.0), range(12.0, 300.0)), MEDLINE, &[("ug/L", 1.0, 0.0)]),
    lab(("62292-8", "Vitamin D (25-OH)", "ng/mL", "ng/mL", 0), (0.0, 500.0), within(20.0, 50.0), "Institute of Medicine, Dietary Reference Intakes, 2011", &[("nmol/L", 1.0 / 2.496, 0.0)]),
    lab(("6301-6", "INR", "{INR}", "", 1), (0.3, 30.0), within(0.8, 1.1), MEDLINE, &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Interpretation;

    #[test]
    fn every_code_is_a_loinc_code_with_its_check_digit_and_stands_once() {
        // Mod 10 by Luhn (LOINC Users' Guide, appendix C).
        let is_sound = |code: &str| {
            let (digits, check) = code.split_once('-').expect("a check digit");
            let sum: u32 = digits.bytes().rev().enumerate().fold(0, |sum, (place, digit)| {
                let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
                sum + digit / 10 + digit % 10
            });
            (10 - sum % 10) % 10 == check.parse::<u32>().expect("a digit")
        };
        let mut codes: Vec<&str> = MEASURES.iter().map(|m| m.code).chain([PANEL_PRESSURE]).collect();
        assert!(codes.iter().all(|code| is_sound(code)), "{:?}", codes.iter().filter(|code| !is_sound(code)).collect::<Vec<_>>());
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }

    #[test]
    fn what_is_usual_is_possible_and_a_range_has_a_source() {
        for m in MEASURES {
            assert!(m.possible.0 < m.possible.1, "{}", m.name);
            assert_eq!(m.adults == Adults::None, m.source.is_empty(), "{}", m.name);
            for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
                let range = m.reference(Some(40), sex);
                for end in range.into_iter().flat_map(|r| [r.low, r.high]).flatten() {
                    assert!(end >= m.possible.0 && end <= m.possible.1, "{}", m.name);
                }
            }
        }
    }

    #[test]
    fn a_child_has_no_range_of_adults_and_whose_sex_is_not_known_the_wider_one() {
        let haemoglobin = measure("718-7").expect("a measure");
        assert_eq!(haemoglobin.reference(Some(17), Some(Sex::Male)), None);
        assert_eq!(haemoglobin.reference(None, Some(Sex::Male)), None);
        assert_eq!(haemoglobin.reference(Some(30), None), Some(range(12.1, 17.2)));
        assert_eq!(haemoglobin.reference(Some(30), Some(Sex::Male)).map(|r| r.judge(13.0)), Some(Interpretation::L));
    }

    #[test]
    fn values_have_the_decimals_of_their_kind_and_one_more_where_it_was_given() {
        let temperature = measure("8310-5").expect("a measure");
        assert_eq!([37.0, 36.85, 38.5].map(|value| temperature.number(value)), ["37.0", "36.85", "38.5"]);
        assert_eq!(measure("29463-7").expect("weight").number(68.0389), "68.04");
    }
}
