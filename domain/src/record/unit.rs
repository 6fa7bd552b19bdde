//! Units: UCUM codes as they are stored, the ways in which people write them, and what can be converted.

use super::{Measure, RecordType};
use std::borrow::Cow;

/// How people write a unit, and its UCUM code.
#[rustfmt::skip]
const WRITTEN: &[(&str, &str)] = &[
    ("mmHg", "mm[Hg]"), ("mm Hg", "mm[Hg]"), ("bpm", "/min"), ("beats/min", "/min"), ("breaths/min", "/min"), ("1/min", "/min"),
    ("{beats}/min", "/min"), ("{breaths}/min", "/min"), ("°C", "Cel"), ("C", "Cel"), ("°F", "[degF]"), ("F", "[degF]"),
    ("lb", "[lb_av]"), ("lbs", "[lb_av]"), ("in", "[in_i]"), ("inch", "[in_i]"), ("kg/m²", "kg/m2"), ("kg/m^2", "kg/m2"),
    ("µmol/L", "umol/L"), ("μmol/L", "umol/L"), ("µg/L", "ug/L"), ("μg/L", "ug/L"), ("10^3/µL", "10*3/uL"), ("10^3/uL", "10*3/uL"),
    ("10*3/µL", "10*3/uL"), ("10^9/L", "10*9/L"), ("G/L", "10*9/L"), ("mIU/L", "m[IU]/L"), ("mU/L", "m[IU]/L"), ("µIU/mL", "u[IU]/mL"),
    ("uIU/mL", "u[IU]/mL"), ("IU/L", "U/L"), ("[IU]/L", "U/L"), ("mL/min/1.73 m²", "mL/min/{1.73_m2}"), ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
    ("INR", "{INR}"), ("1", "{INR}"), ("kPa", "kPa"), ("st", "[stone_av]"),
];

/// The UCUM code of what was written.
fn ucum(written: &str) -> &str {
    let written = written.trim();
    WRITTEN.iter().find(|(people, _)| *people == written).map_or(written, |(_, code)| code)
}

/// The value in the measure's own unit; the measure's unit where nothing was written. What laboratories give in several units needs one: 5.5 may
/// be a good blood sugar in mmol/L, and in mg/dL a deadly one.
///
/// Errors: a sentence that says which units there are.
pub(super) fn convert(measure: &Measure, value: f64, written: &str) -> Result<f64, Cow<'static, str>> {
    let unit = ucum(written);
    if unit == measure.unit || (unit.is_empty() && !measure.needs_unit()) {
        return Ok(value);
    }
    match measure.others.iter().find(|(other, ..)| *other == unit) {
        Some((_, factor, offset)) => Ok(tidy(value * factor + offset)),
        None => {
            let all: Vec<&str> = std::iter::once(measure.unit).chain(measure.others.iter().map(|(other, ..)| *other)).collect();
            Err(format!("Please give this in one of these units: {}.", all.join(", ")).into())
        }
    }
}

impl Measure {
    /// Whether a number alone says nothing.
    pub fn needs_unit(&self) -> bool {
        let differs = |(_, factor, offset): &(&str, f64, f64)| (factor - 1.0).abs() > f64::EPSILON || *offset != 0.0;
        self.kind == RecordType::Laboratory && self.others.iter().any(differs)
    }
}

/// Without the tail that a conversion leaves; more digits than any device measures.
fn tidy(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::super::measure;
    use super::*;

    fn to(code: &str, value: f64, unit: &str) -> Result<f64, Cow<'static, str>> {
        convert(measure(code).expect("a measure"), value, unit)
    }

    #[test]
    fn what_people_write_is_understood_and_converted() {
        for (code, value, unit, converted) in [
            ("8480-6", 128.0, "mmHg", 128.0),
            ("8480-6", 128.0, "", 128.0),
            ("8310-5", 101.3, "°F", 38.5),
            ("29463-7", 150.0, "lb", 68.0389),
            ("2093-3", 5.0, "mmol/L", 193.35),
            ("4548-4", 48.0, "mmol/mol", 6.543),
            ("2160-0", 88.42, "µmol/L", 1.0),
        ] {
            let found = to(code, value, unit).expect("converted");
            assert!((found - converted).abs() < 1e-3, "{code} {value} {unit}: {found}");
        }
    }

    #[test]
    fn what_laboratories_give_in_several_units_needs_one() {
        for code in ["2345-7", "13457-7", "2160-0", "4548-4"] {
            assert!(to(code, 6.0, " ").expect_err("refused").contains("mmol") || code == "2160-0", "{code}");
        }
        // Those of which a number says the same in each unit, and what people measure at home.
        for code in ["2823-3", "2276-4", "29463-7"] {
            assert_eq!(to(code, 60.0, "").expect("taken"), 60.0, "{code}");
        }
    }

    #[test]
    fn another_unit_is_refused_and_the_answer_names_those_that_are_known() {
        let told = to("8310-5", 38.0, "mmHg").expect_err("refused");
        assert!(told.contains("Cel") && told.contains("[degF]"), "{told}");
    }
}
