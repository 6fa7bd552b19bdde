//! From what a form says to an entry, and back to the fields that are wrong.

use crate::{
    ctx::Ctx,
    fields::Fields,
    ui::{Field, Kind, Select, TextArea, TextField, options, time},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::record::{Coding, Measure, NewRecord, NewResult, Record, RecordType, TEXT_MAX, decimal, measures};
use domain::{Problems, RecordId};
use leptos::prelude::*;
use service::Error;
use std::borrow::Cow;

/// What is measured with a pound, an inch and degrees Fahrenheit by those who grew up with them.
const CUSTOMARY: [(&str, &str); 4] = [("29463-7", "[lb_av]"), ("8302-2", "[in_i]"), ("8280-0", "[in_i]"), ("8310-5", "[degF]")];

/// An entry, and the fields that its values come from.
pub(crate) struct Filled {
    pub(crate) new: NewRecord,
    names: Vec<&'static str>,
}

/// Reads a form.
///
/// * `old` – the entry that is corrected: what nobody touches of it stays, each value with all its digits and its own range
/// * errors: at `date`, `time` and the codes of values
pub(crate) fn read(fields: &Fields, kind: RecordType, zone: Tz, old: Option<&Record>) -> Result<Filled, Problems> {
    let mut wrong = Problems::default();
    let recorded_at = instant(fields.text("date"), fields.text("time"), zone, &mut wrong);
    let (mut results, mut names) = (Vec::new(), Vec::new());
    let customary = fields.text("units") == "customary";
    for known in measures(kind).filter(|_| kind.is_measured()) {
        let text = fields.text(known.code).trim();
        if text.is_empty() {
            continue;
        }
        let (value, unit) = match amount(text) {
            Ok(read) => read,
            Err(message) => {
                wrong.add(known.code, message);
                continue;
            }
        };
        let other = CUSTOMARY.iter().find(|(code, _)| customary && *code == known.code).map(|(_, unit)| *unit);
        let unit = if unit.is_empty() { other.unwrap_or_default() } else { unit };
        let was = old.and_then(|old| old.content.results.iter().find(|one| one.code == known.code)).filter(|_| unit.is_empty());
        let value = was.filter(|was| known.number(was.value) == text).map_or(value, |was| was.value);
        let range = was.and_then(|was| was.reference);
        let (low, high) = (range.and_then(|range| range.low), range.and_then(|range| range.high));
        results.push(NewResult {
            code: known.code.to_owned(),
            value,
            unit: if unit.is_empty() { known.unit } else { unit }.to_owned(),
            low,
            high,
        });
        names.push(known.code);
    }
    let (system, code) = (fields.text("system").trim(), fields.text("code").trim());
    let coding =
        (!code.is_empty()).then(|| Coding { system: if system.is_empty() { "ICD-10" } else { system }.to_owned(), code: code.to_owned() });
    let text = |name: &str| fields.text(name).to_owned();
    match recorded_at {
        Some(recorded_at) if wrong.is_empty() => {
            let new = NewRecord { record_type: kind, recorded_at, title: text("title"), text: text("text"), coding, results };
            Ok(Filled { new, names })
        }
        _ => Err(wrong),
    }
}

/// "38.5", "38,5", "101.3 °F": a number, and the unit where one is written behind it.
fn amount(text: &str) -> Result<(f64, &str), Cow<'static, str>> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Ok((decimal(number)?, unit.trim()))
}

fn instant(date: &str, at: &str, zone: Tz, wrong: &mut Problems) -> Option<DateTime<Utc>> {
    let date = wrong.take("date", date.trim().parse::<NaiveDate>().map_err(|_| "Please choose a date."));
    let at = if at.trim().is_empty() { "12:00" } else { at.trim() };
    let at = NaiveTime::parse_from_str(at, "%H:%M").or_else(|_| NaiveTime::parse_from_str(at, "%H:%M:%S"));
    let at = wrong.take("time", at.map_err(|_| "Please write the time like 08:30."));
    let local = date?.and_time(at?);
    let found = zone.from_local_datetime(&local).earliest().map(|at| at.with_timezone(&Utc));
    wrong.take("time", found.ok_or("The clocks skip this time on that day."))
}

impl Filled {
    /// What the rules found, at the fields of the form.
    pub(crate) fn place(&self, error: Error) -> Error {
        let Error::Invalid(problems) = error else { return error };
        let mut placed = Problems::default();
        for problem in problems.0 {
            let field = match &*problem.field {
                "recorded_at" => "date".to_owned(),
                "coding.code" => "code".to_owned(),
                "coding.system" => "system".to_owned(),
                "results" => String::new(),
                field => match field.strip_prefix("results[").and_then(|rest| rest.split_once(']')) {
                    Some((n, _)) => {
                        n.parse::<usize>().ok().and_then(|n| self.names.get(n)).map_or_else(String::new, |name| (*name).to_owned())
                    }
                    None => field.to_owned(),
                },
            };
            placed.add(field, problem.message);
        }
        Error::Invalid(placed)
    }
}

/// When it was: now, or when the entry that is corrected says.
pub(crate) fn when_fields(at: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let local = at.with_timezone(&zone);
    let (date, clock) = (local.format("%Y-%m-%d").to_string(), local.format("%H:%M").to_string());
    let hint = format!("{} time.", time::town(zone));
    view! {
        <div class="flex flex-wrap items-start gap-x-6 gap-y-4">
            <Field name="date" label="Date" kind=Kind::Date value=date hint=hint.clone() required=true/>
            <Field name="time" label="Time" kind=Kind::Time value=clock hint="Hours and minutes."/>
        </div>
    }
}

/// A field for each measure; empty ones are not sent on.
pub(crate) fn value_fields(kind: RecordType, old: Option<&Record>) -> impl IntoView + use<> {
    let values: Vec<(&'static Measure, String)> = measures(kind)
        .map(|known| {
            let one = old.and_then(|old| old.content.results.iter().find(|one| one.code == known.code));
            (known, one.map(|one| known.number(one.value)).unwrap_or_default())
        })
        .collect();
    let is_vital = kind == RecordType::VitalSigns;
    let input = if is_vital { Kind::Number } else { Kind::Text };
    let fields = values.into_iter().map(|(known, value)| {
        let unit = if known.shown.is_empty() { "No unit".to_owned() } else { known.shown.to_owned() };
        let other = known.others.first().filter(|_| !is_vital).map(|(unit, ..)| format!(" or {unit}, written behind the number"));
        let hint = format!("{unit}{}.", other.unwrap_or_default());
        view! { <Field name=known.code label=known.name kind=input value=value hint=hint optional=true/> }
    });
    let units = is_vital.then(|| {
        let choices = options([("metric", "kg, cm, °C"), ("customary", "lb, in, °F")]);
        view! { <Select name="units" label="Weight, height, waist and temperature in" options=choices value="metric"/> }
    });
    view! {
        <div class="grid items-start gap-4 sm:grid-cols-2">{fields.collect_view()}</div>
        {units}
    }
}

/// Words instead of values.
pub(crate) fn word_fields(kind: RecordType, old: Option<&Record>) -> impl IntoView + use<> {
    let content = old.map(|old| old.content.clone());
    let title = content.as_ref().map(|content| content.title.clone()).unwrap_or_default();
    let text = content.as_ref().and_then(|content| content.text.clone()).unwrap_or_default();
    let coding = content.and_then(|content| content.coding);
    let coded = matches!(kind, RecordType::Condition | RecordType::Immunization | RecordType::Procedure).then(|| {
        let (system, code) = coding.map(|coding| (coding.system, coding.code)).unwrap_or_default();
        view! {
            <div class="grid items-start gap-4 sm:grid-cols-2">
                <TextField name="code" label="Code" value=code optional=true/>
                <TextField name="system" label="System of the code" hint="ICD-10 where nothing is said." value=system optional=true/>
            </div>
        }
    });
    view! {
        <TextField name="title" label="Title" hint=hint(kind) value=title required=true/>
        {coded}
        <TextArea name="text" label="More about it" max=TEXT_MAX value=text optional=true/>
    }
}

fn hint(kind: RecordType) -> &'static str {
    match kind {
        RecordType::Imaging => "Such as: chest X-ray, two views.",
        RecordType::Immunization => "Such as: tetanus booster.",
        RecordType::Condition => "Such as: essential hypertension.",
        RecordType::Procedure => "Such as: removal of a mole.",
        RecordType::ClinicalNote => "Such as: follow-up visit.",
        _ => "Such as: letter of the hospital.",
    }
}

/// The entry that a page is about.
pub(super) fn entry(ctx: &Ctx) -> Result<RecordId, Error> {
    ctx.param("record")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn numbers_are_read_as_they_are_written_with_their_units() {
        let form = fields(&[
            ("date", "2026-03-01"),
            ("time", "08:30"),
            ("8310-5", "38,5"),
            ("29463-7", "150"),
            ("8867-4", ""),
            ("units", "customary"),
        ]);
        let filled = read(&form, RecordType::VitalSigns, chrono_tz::Europe::Berlin, None).expect("read");
        assert_eq!(filled.new.recorded_at.to_rfc3339(), "2026-03-01T07:30:00+00:00");
        let read: Vec<(&str, f64, &str)> = filled.new.results.iter().map(|one| (&*one.code, one.value, &*one.unit)).collect();
        assert_eq!(read, [("8310-5", 38.5, "[degF]"), ("29463-7", 150.0, "[lb_av]")]);
        assert_eq!(amount("5.2 mmol/L"), Ok((5.2, "mmol/L")));
        assert!(amount("high").is_err() && amount("1,200").is_err());
    }

    #[test]
    fn what_the_rules_find_stands_at_the_fields_of_the_form() {
        let form = fields(&[("date", "2026-03-01"), ("time", ""), ("8867-4", "900")]);
        let filled = read(&form, RecordType::VitalSigns, Tz::UTC, None).expect("read");
        let Error::Invalid(placed) = filled.place(Problems::one("results[0].value", "x").into()) else { panic!("another error") };
        assert_eq!(placed.of("8867-4"), Some("x"));
        assert!(
            read(&fields(&[("date", ""), ("8867-4", "x")]), RecordType::VitalSigns, Tz::UTC, None).is_err_and(|wrong| wrong.0.len() == 2)
        );
    }
}
