//! What somebody writes into a record, before it is checked.

use super::{Coding, Content, Measurement, PANEL_PRESSURE, Range, RecordType, VERSION, measure, unit};
use crate::{
    Problems,
    patient::{Sex, age},
    text,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::borrow::Cow;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 10_000;
/// Most values of one entry.
const RESULTS_MAX: usize = 60;
/// Longest part of a code, in characters.
const CODE_MAX: usize = 40;
/// Clocks that run ahead are forgiven so much.
const AHEAD: TimeDelta = TimeDelta::minutes(10);

/// What reference ranges hang on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Person {
    /// Date of birth, where it is known.
    pub born: Option<NaiveDate>,
    /// Sex, where it is known.
    pub sex: Option<Sex>,
}

/// A value as it is given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewResult {
    /// LOINC code.
    pub code: String,
    /// The value.
    pub value: f64,
    /// Unit; the catalogue's where it is empty. Laboratory values that are given in several units need it.
    pub unit: String,
    /// The laboratory's own range.
    pub low: Option<f64>,
    /// Its other end.
    pub high: Option<f64>,
}

/// An entry as it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// What kind.
    pub record_type: RecordType,
    /// When it was so.
    pub recorded_at: DateTime<Utc>,
    /// In a few words; for measured values worked out where it is empty.
    pub title: String,
    /// More; empty for nothing.
    pub text: String,
    /// A code of another system.
    pub coding: Option<Coding>,
    /// Measured values.
    pub results: Vec<NewResult>,
}

impl NewRecord {
    /// Checks everything at once.
    ///
    /// * `person` – whose record it is, for ranges
    /// * errors: at `recorded_at`, `title`, `text`, `coding.…`, `results`, `results[0].value` and so on
    pub fn parse(&self, person: &Person, now: DateTime<Utc>) -> Result<Content, Problems> {
        let mut wrong = Problems::default();
        wrong.take("recorded_at", self.instant(person, now));
        let results = self.results(person, &mut wrong);
        let title = match (self.title.trim(), self.record_type.is_measured()) {
            ("", true) => Some(title_of(&results)),
            (given, _) => wrong.take("title", text::line(given, TITLE_MAX)),
        };
        let needs_text = usize::from(self.record_type == RecordType::ClinicalNote);
        let text = wrong.take("text", text::bounded(&self.text, needs_text, TEXT_MAX));
        let coding = self.coding.as_ref().and_then(|coding| {
            let system = wrong.take("coding.system", text::line(&coding.system, CODE_MAX));
            let code = wrong.take("coding.code", text::line(&coding.code, CODE_MAX));
            Some(Coding { system: system?, code: code? })
        });
        match (title, text) {
            (Some(title), Some(text)) if wrong.is_empty() => {
                Ok(Content { v: VERSION, title, text: Some(text).filter(|text| !text.is_empty()), coding, results })
            }
            _ => Err(wrong),
        }
    }

    fn instant(&self, person: &Person, now: DateTime<Utc>) -> Result<(), Cow<'static, str>> {
        if self.recorded_at > now + AHEAD {
            return Err("This lies in the future. Please check date and time.".into());
        }
        let first = person.born.or(NaiveDate::from_ymd_opt(1900, 1, 1)).and_then(|day| day.pred_opt());
        match first.is_some_and(|first| self.recorded_at.date_naive() < first) {
            true if person.born.is_some() => Err("This lies before the date of birth.".into()),
            true => Err("Please choose a date after the year 1900.".into()),
            false => Ok(()),
        }
    }

    fn results(&self, person: &Person, wrong: &mut Problems) -> Vec<Measurement> {
        match (self.record_type.is_measured(), self.results.len()) {
            (true, 0) => wrong.add("results", "Please give at least one value."),
            (false, 1..) => wrong.add("results", "This kind of entry holds no measured values."),
            (_, n) if n > RESULTS_MAX => wrong.add("results", format!("Please give at most {RESULTS_MAX} values at once.")),
            _ => {}
        }
        let years = person.born.map(|born| age(born, self.recorded_at.date_naive()));
        let mut all: Vec<Measurement> = Vec::new();
        for (n, given) in self.results.iter().enumerate().take(RESULTS_MAX) {
            match read(given, self.record_type, years, person.sex) {
                Ok(one) if all.iter().any(|other| other.code == one.code) => {
                    wrong.add(format!("results[{n}].code"), "This stands here twice.")
                }
                Ok(one) => all.push(one),
                Err((field, message)) => wrong.add(format!("results[{n}].{field}"), message),
            }
        }
        let of = |code: &str| all.iter().find(|one| one.code == code).map(|one| one.value);
        if let (Some(systolic), Some(diastolic)) = (of("8480-6"), of("8462-4"))
            && systolic <= diastolic
        {
            let at = self.results.iter().position(|one| one.code == "8462-4").unwrap_or_default();
            wrong.add(format!("results[{at}].value"), "The lower (diastolic) value must be below the upper (systolic) one.");
        }
        all
    }
}

/// A value of the catalogue, or the field that is wrong and why.
fn read(
    given: &NewResult,
    kind: RecordType,
    years: Option<u16>,
    sex: Option<Sex>,
) -> Result<Measurement, (&'static str, Cow<'static, str>)> {
    let known = measure(given.code.trim()).filter(|known| known.kind == kind);
    let known = known.ok_or(("code", Cow::Borrowed("We do not know this LOINC code for this kind of entry.")))?;
    if !given.value.is_finite() {
        return Err(("value", "Please write a number.".into()));
    }
    let value = unit::convert(known, given.value, &given.unit).map_err(|message| ("unit", message))?;
    let (least, most) = known.possible;
    if !(least..=most).contains(&value) {
        let message = format!(
            "{} of {} {} is not possible; {} to {} is. Please check it.",
            known.name,
            if value.abs() < 1e9 { known.number(value) } else { format!("{value:e}") },
            known.shown,
            least,
            most
        );
        return Err(("value", message.into()));
    }
    let own = own_range(given, known)?;
    let reference = own.or_else(|| known.reference(years, sex));
    let converted = (given.value - value).abs() > f64::EPSILON;
    Ok(Measurement {
        code: known.code.to_owned(),
        name: known.name.to_owned(),
        value,
        unit: known.unit.to_owned(),
        reference,
        interpretation: reference.map(|range| range.judge(value)),
        given: converted.then(|| (given.value, given.unit.trim().chars().take(CODE_MAX).collect())),
    })
}

fn own_range(given: &NewResult, known: &super::Measure) -> Result<Option<Range>, (&'static str, Cow<'static, str>)> {
    let end = |value: Option<f64>| value.map(|value| unit::convert(known, value, &given.unit)).transpose();
    let low = end(given.low).map_err(|message| ("unit", message))?;
    let high = end(given.high).map_err(|message| ("unit", message))?;
    let (least, most) = known.possible;
    // "Below 5" is often written as a range from nought.
    let is_possible = |end: Option<f64>, least: f64| end.is_none_or(|end| (least..=most).contains(&end));
    match (low, high) {
        (None, None) => Ok(None),
        (Some(low), Some(high)) if low > high => Err(("reference", "The range ends below where it begins.".into())),
        (low, high) if is_possible(low, least.min(0.0)) && is_possible(high, least) => Ok(Some(Range { low, high })),
        _ => Err(("reference", format!("A reference range lies within {least} to {most} {}. Please check it.", known.shown).into())),
    }
}

/// What measured values are called together.
fn title_of(results: &[Measurement]) -> String {
    let has = |code: &str| results.iter().any(|one| one.code == code);
    let pressure = has("8480-6") && has("8462-4");
    let rest = results.iter().filter(|one| !pressure || !["8480-6", "8462-4"].contains(&&*one.code)).map(|one| one.name.as_str());
    let mut names: Vec<&str> = pressure.then_some("Blood pressure").into_iter().chain(rest).collect();
    if names.len() > 3 {
        let more = format!("{} and {} more", names[..2].join(", "), names.len() - 2);
        return more;
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last.to_owned() } else { format!("{} and {last}", names.join(", ")) }
}

impl Content {
    /// The LOINC code of the whole: of the blood pressure panel where both are there.
    pub fn panel(&self) -> Option<&'static str> {
        let has = |code: &str| self.results.iter().any(|one| one.code == code);
        (has("8480-6") && has("8462-4")).then_some(PANEL_PRESSURE)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Interpretation;
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().expect("an instant")
    }

    fn adult() -> Person {
        Person { born: NaiveDate::from_ymd_opt(1980, 5, 31), sex: Some(Sex::Female) }
    }

    fn vitals(results: &[(&str, f64, &str)]) -> NewRecord {
        let results = results.iter().map(|(code, value, unit)| NewResult {
            code: (*code).to_owned(),
            value: *value,
            unit: (*unit).to_owned(),
            ..NewResult::default()
        });
        NewRecord {
            record_type: RecordType::VitalSigns,
            recorded_at: now(),
            title: String::new(),
            text: String::new(),
            coding: None,
            results: results.collect(),
        }
    }

    #[test]
    fn a_value_is_judged_by_its_range_and_keeps_how_it_was_given() {
        let content =
            vitals(&[("8480-6", 150.0, "mmHg"), ("8462-4", 80.0, ""), ("8310-5", 101.3, "°F")]).parse(&adult(), now()).expect("right");
        assert_eq!(content.title, "Blood pressure and Body temperature");
        assert_eq!(content.panel(), Some(PANEL_PRESSURE));
        let judged: Vec<_> = content.results.iter().map(|one| one.interpretation).collect();
        assert_eq!(judged, [Some(Interpretation::H), Some(Interpretation::N), Some(Interpretation::H)]);
        assert_eq!((content.results[2].value, content.results[2].given.clone()), (38.5, Some((101.3, "°F".to_owned()))));
        assert_eq!(content.results[0].shown(), "150 mmHg");
    }

    #[test]
    fn what_is_impossible_in_the_future_or_in_a_wrong_unit_is_told_field_by_field() {
        let mut new = vitals(&[("8867-4", 900.0, "/min"), ("8310-5", 38.0, "mmHg"), ("1-1", 5.0, ""), ("8480-6", f64::NAN, "")]);
        new.recorded_at = now() + TimeDelta::days(1);
        let wrong = new.parse(&adult(), now()).expect_err("wrong");
        for field in ["recorded_at", "results[0].value", "results[1].unit", "results[2].code", "results[3].value"] {
            assert!(wrong.of(field).is_some(), "{field}: {wrong:?}");
        }
        assert!(wrong.of("results[0].value").is_some_and(|message| message.contains("900") && message.contains("300")));
        let turned = vitals(&[("8480-6", 80.0, ""), ("8462-4", 120.0, "")]).parse(&adult(), now()).expect_err("turned round");
        assert!(turned.of("results[1].value").is_some());
        let mut old = vitals(&[("8867-4", 70.0, "")]);
        old.recorded_at = "1975-01-01T00:00:00Z".parse().expect("an instant");
        assert!(old.parse(&adult(), now()).is_err_and(|wrong| wrong.of("recorded_at").is_some()));
        assert!(vitals(&[]).parse(&adult(), now()).is_err_and(|wrong| wrong.of("results").is_some()));
        assert!(vitals(&[("8867-4", 70.0, ""), ("8867-4", 71.0, "")]).parse(&adult(), now()).is_err());
    }

    #[test]
    fn the_laboratorys_own_range_counts_before_ours() {
        let mut new = vitals(&[]);
        new.record_type = RecordType::Laboratory;
        new.results = vec![NewResult { code: "2823-3".into(), value: 5.1, low: Some(3.5), high: Some(5.0), ..NewResult::default() }];
        let content = new.parse(&Person::default(), now()).expect("right");
        assert_eq!(content.results[0].interpretation, Some(Interpretation::H));
        new.results[0].low = Some(9.0);
        assert!(new.parse(&Person::default(), now()).is_err());
        for (low, high) in [(-1e308, 1e308), (0.0, 1e6), (f64::NAN, 5.0), (1.0, f64::INFINITY)] {
            (new.results[0].low, new.results[0].high) = (Some(low), Some(high));
            assert!(new.parse(&Person::default(), now()).is_err_and(|wrong| wrong.of("results[0].reference").is_some()), "{low} {high}");
        }
        (new.results[0].low, new.results[0].high) = (Some(0.0), Some(5.0));
        assert!(new.parse(&Person::default(), now()).is_ok());
    }

    #[test]
    fn what_is_not_measured_needs_a_title_and_a_note_needs_words() {
        let mut new = vitals(&[]);
        new.record_type = RecordType::ClinicalNote;
        let wrong = new.parse(&adult(), now()).expect_err("empty");
        assert!(wrong.of("title").is_some() && wrong.of("text").is_some());
        new.title = "Follow-up".into();
        new.text = "Feels better.".into();
        assert!(new.parse(&adult(), now()).is_ok());
    }
}
