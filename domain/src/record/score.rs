//! What a record knows of what a risk score asks.

use super::measure;
use crate::risk::{Field, Kind, ScoreId};
use chrono::{DateTime, TimeDelta, Utc};

/// A field of a score, the LOINC code that answers it, and the factor to the field's unit.
const ANSWERED: &[(&str, &str, f64)] = &[
    ("systolic_mmhg", "8480-6", 1.0),
    ("pulse", "8867-4", 1.0),
    ("respiration_rate", "9279-1", 1.0),
    ("oxygen_saturation", "59408-5", 1.0),
    ("temperature_c", "8310-5", 1.0),
    ("height_cm", "8302-2", 1.0),
    ("weight_kg", "29463-7", 1.0),
    ("waist_cm", "8280-0", 1.0),
    ("bmi", "39156-5", 1.0),
    ("total_cholesterol_mg_dl", "2093-3", 1.0),
    ("total_cholesterol_mmol_l", "2093-3", 1.0 / 38.67),
    ("hdl_mg_dl", "2085-9", 1.0),
    ("hdl_mmol_l", "2085-9", 1.0 / 38.67),
    ("creatinine_mg_dl", "2160-0", 1.0),
    ("egfr", "98979-8", 1.0),
];

/// How old a value may be: an acute score is about now, height hardly changes, the rest is asked about once a year or two.
fn lasts(score: ScoreId, code: &str) -> TimeDelta {
    match (score, code) {
        (ScoreId::News2, _) => TimeDelta::days(1),
        (_, "8302-2") => TimeDelta::days(3_650),
        _ => TimeDelta::days(730),
    }
}

/// A value that answers a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// As a form writes it, in the field's unit.
    pub value: String,
    /// When it was so.
    pub at: DateTime<Utc>,
    /// LOINC code of what it was taken from; two where it was worked out.
    pub from: Vec<&'static str>,
}

/// Whether a record can answer the field at all.
pub fn is_measured(field: &str) -> bool {
    ANSWERED.iter().any(|(id, ..)| *id == field)
}

/// The newest value that answers a field of a score.
///
/// * `newest` – the newest value of a LOINC code, in the catalogue's unit, and when it was so
pub fn answer(
    score: ScoreId,
    field: &Field,
    now: DateTime<Utc>,
    newest: impl Fn(&str) -> Option<(f64, DateTime<Utc>)>,
) -> Option<Answered> {
    let (_, code, factor) = ANSWERED.iter().find(|(id, ..)| *id == field.id)?;
    let of = |code: &str| newest(code).filter(|(_, at)| now - *at <= lasts(score, code)).zip(measure(code).map(|known| known.code));
    let direct = of(code).map(|((value, at), code)| (value * factor, at, vec![code]));
    let worked_out = || {
        let ((weight, at), weighed) = of("29463-7")?;
        let ((height, _), tall) = of("8302-2")?;
        Some((weight / (height / 100.0).powi(2), at, vec![weighed, tall]))
    };
    let (value, at, from) = if *code == "39156-5" { direct.or_else(worked_out)? } else { direct? };
    Some(Answered { value: written(field, value), at, from })
}

/// With as many decimals as the field's steps have.
fn written(field: &Field, value: f64) -> String {
    let decimals = match field.kind {
        Kind::Number { whole: true, .. } => 0,
        Kind::Number { step, .. } if step < 0.1 => 2,
        Kind::Number { step, .. } if step < 1.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().expect("an instant")
    }

    fn field(score: ScoreId, id: &str) -> &'static Field {
        score.score().field(id).expect("a field")
    }

    #[test]
    fn every_field_that_is_answered_is_asked_by_some_score_and_its_code_is_known() {
        for (id, code, _) in ANSWERED {
            assert!(ScoreId::ALL.into_iter().any(|score| score.score().field(id).is_some()), "{id}");
            assert!(measure(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_value_comes_in_the_unit_of_the_field_and_only_while_it_is_fresh() {
        let newest = |code: &str| match code {
            "2093-3" => Some((193.35, now() - TimeDelta::days(100))),
            "29463-7" => Some((81.0, now() - TimeDelta::days(10))),
            "8302-2" => Some((180.0, now() - TimeDelta::days(1_000))),
            "8480-6" => Some((131.0, now() - TimeDelta::days(3))),
            _ => None,
        };
        let value = |score, id| answer(score, field(score, id), now(), newest).map(|answered| answered.value);
        assert_eq!(value(ScoreId::Score2, "total_cholesterol_mmol_l").as_deref(), Some("5.0"));
        assert_eq!(value(ScoreId::Framingham2008, "total_cholesterol_mg_dl").as_deref(), Some("193"));
        assert_eq!(value(ScoreId::Findrisc, "bmi").as_deref(), Some("25.0"), "worked out");
        assert_eq!(value(ScoreId::Score2, "systolic_mmhg").as_deref(), Some("131"));
        assert_eq!(value(ScoreId::News2, "systolic_mmhg"), None, "three days are long in an acute illness");
        assert_eq!(value(ScoreId::Findrisc, "waist_cm"), None);
    }
}
