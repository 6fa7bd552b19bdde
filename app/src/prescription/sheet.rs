//! The fields of a sheet, and the sheet that they describe.

use crate::fields::Fields;
use domain::{
    Problems,
    prescription::{Form, Frequency, Kept, MOST, Medication, Quantity, Route, Sheet, Unit},
};

/// Fields in which it is said why somebody goes on begin so.
const REASON: &str = "reason-";

/// Ways to say how often that are offered.
pub(super) const OFTEN: [&str; 14] =
    ["1/1d", "2/1d", "3/1d", "4/1d", "1/4h", "1/6h", "1/8h", "1/12h", "1/2d", "1/3d", "1/1wk", "2/1wk", "3/1wk", "1/1mo"];

/// What was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) fields: Fields,
    pub(super) problems: Problems,
}

/// Name of a field of the nth medicine.
pub(super) fn name(n: usize, field: &str) -> String {
    format!("m{n}-{field}")
}

impl Draft {
    /// The fields of a sheet.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut fields = Vec::new();
        for (n, one) in sheet.medications.iter().enumerate() {
            let mut put = |field: &str, value: String| fields.push((name(n, field), value));
            put("name", one.name.clone());
            quantity(&mut put, "dose", Some(one.dose));
            quantity(&mut put, "strength", one.strength);
            put("form", one.form.code().to_owned());
            put("route", one.route.code().to_owned());
            put("often", one.frequency.code());
            if one.frequency.as_needed {
                put("needed", "yes".to_owned());
            }
            put("days", one.days.map(|days| days.to_string()).unwrap_or_default());
            quantity(&mut put, "quantity", one.quantity);
            put("refills", if one.refills == 0 { String::new() } else { one.refills.to_string() });
            put("instructions", one.instructions.clone().unwrap_or_default());
        }
        fields.push(("notes".to_owned(), sheet.notes.clone().unwrap_or_default()));
        fields.extend(sheet.reasons.iter().map(|kept| (format!("{REASON}{}", kept.id), kept.reason.clone())));
        Self { fields: Fields(fields), problems: Problems::default() }
    }

    /// The text of a field.
    pub(super) fn text(&self, field: &str) -> String {
        self.fields.text(field).to_owned()
    }

    fn is_used(&self, n: usize) -> bool {
        ["name", "dose"].iter().any(|field| !self.fields.text(&name(n, field)).trim().is_empty())
    }

    /// How many rows are filled, counted to the last one.
    pub(super) fn filled(&self) -> usize {
        (0..MOST).rev().find(|n| self.is_used(*n)).map_or(0, |last| last + 1)
    }

    /// Why the doctor goes on, by the id of a warning.
    pub(super) fn reasons(&self) -> Vec<(String, String)> {
        let of = |(name, value): &(String, String)| name.strip_prefix(REASON).map(|id| (id.to_owned(), value.trim().to_owned()));
        self.fields.0.iter().filter_map(of).filter(|(_, reason)| !reason.is_empty()).collect()
    }

    /// What is wrong with the reasons, by the id of a warning.
    pub(super) fn wrong_reasons(&self) -> Vec<(String, String)> {
        let of = |p: &domain::FieldProblem| p.field.strip_prefix(REASON).map(|id| (id.to_owned(), p.message.to_string()));
        self.problems.0.iter().filter_map(of).collect()
    }

    /// The sheet that the fields describe.
    ///
    /// Errors: everything that is wrong, by field.
    pub(super) fn sheet(&self) -> Result<Sheet, Problems> {
        let mut wrong = Problems::default();
        let rows: Vec<usize> = (0..MOST).filter(|n| self.is_used(*n)).collect();
        if rows.is_empty() {
            wrong.add(name(0, "name"), "Please add a medicine.");
        }
        let mut medications = Vec::new();
        for n in rows {
            let mut own = Problems::default();
            let read = self.medication(n, &mut own).and_then(|one| one.parse("m", &mut own));
            medications.extend(read);
            wrong.0.extend(own.0.into_iter().map(|mut problem| {
                // `m.dose.value` of the rules is `m0-dose` of the form.
                if let Some(field) = problem.field.strip_prefix("m.") {
                    let field = field.trim_end_matches(".value");
                    problem.field = name(n, if field == "frequency" { "often" } else { field }).into();
                }
                problem
            }));
        }
        let reasons = self.reasons().into_iter().map(|(id, reason)| Kept { id, reason }).collect();
        let sheet = Sheet { medications, notes: Some(self.text("notes")), reasons };
        if wrong.is_empty() { sheet.parse() } else { Err(wrong) }
    }

    /// What can be checked of a sheet that is still being written: rows with a name. Names of those whose dose is still to come.
    pub(super) fn so_far(&self) -> (Vec<Medication>, Vec<String>) {
        let (mut medications, mut unfinished) = (Vec::new(), Vec::new());
        for n in (0..MOST).filter(|n| !self.fields.text(&name(*n, "name")).trim().is_empty()) {
            let mut wrong = Problems::default();
            let read = self.medication(n, &mut wrong).and_then(|one| one.parse("m", &mut wrong));
            if let Some(one) = read.filter(|_| wrong.is_empty()) {
                medications.push(one);
                continue;
            }
            let placeholder = Medication {
                name: self.text(&name(n, "name")),
                code: None,
                dose: Quantity { value: 1.0, unit: Unit::Package },
                strength: None,
                form: Form::Other,
                route: Route::Oral,
                frequency: Frequency::daily(1),
                days: None,
                quantity: None,
                refills: 0,
                instructions: None,
            };
            if let Some(one) = placeholder.parse("m", &mut Problems::default()) {
                unfinished.push(one.name.clone());
                medications.push(one);
            }
        }
        (medications, unfinished)
    }

    fn medication(&self, n: usize, wrong: &mut Problems) -> Option<Medication> {
        let text = |field: &str| self.fields.text(&name(n, field)).trim().to_owned();
        let dose = self.quantity(n, "dose", wrong);
        if text("dose").is_empty() {
            wrong.add(name(n, "dose"), "Please write how much is taken at once.");
        }
        let (strength, handed_out) = (self.quantity(n, "strength", wrong), self.quantity(n, "quantity", wrong));
        let mut need = |field: &str, is_there: bool, message: &'static str| {
            if !is_there {
                wrong.add(name(n, field), message);
            }
        };
        let (form, route, often) = (Form::of(&text("form")), Route::of(&text("route")), Frequency::of(&text("often")));
        need("form", form.is_some(), "Please choose from the list.");
        need("route", route.is_some(), "Please choose from the list.");
        need("often", often.is_some(), "Please choose how often.");
        let number = |field: &str| (!text(field).is_empty()).then(|| text(field).parse::<u16>());
        let (days, refills) = (number("days"), number("refills"));
        need("days", !matches!(days, Some(Err(_))), "Please write a whole number of days.");
        need("refills", !matches!(refills, Some(Err(_))), "Please write a number from 0 to 12.");
        Some(Medication {
            name: text("name"),
            code: None,
            dose: dose?,
            strength,
            form: form?,
            route: route?,
            frequency: Frequency { as_needed: !text("needed").is_empty(), ..often? },
            days: days.and_then(Result::ok),
            quantity: handed_out,
            refills: refills.and_then(Result::ok).map_or(0, |n| u8::try_from(n).unwrap_or(u8::MAX)),
            instructions: Some(text("instructions")),
        })
    }

    /// A quantity; none where nothing is said.
    fn quantity(&self, n: usize, field: &str, wrong: &mut Problems) -> Option<Quantity> {
        let raw = self.fields.text(&name(n, field)).trim();
        if raw.is_empty() {
            return None;
        }
        let Some(unit) = Unit::of(self.fields.text(&name(n, &format!("{field}-unit")))) else {
            wrong.add(name(n, field), "Please choose a unit.");
            return None;
        };
        Quantity::read(raw, unit).map_err(|message| wrong.add(name(n, field), message)).ok()
    }
}

fn quantity(put: &mut impl FnMut(&str, String), field: &str, of: Option<Quantity>) {
    if let Some(Quantity { value, unit }) = of {
        put(field, value.to_string());
        put(&format!("{field}-unit"), unit.code().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amoxicillin() -> Sheet {
        let one = Medication {
            name: "amoxicillin".into(),
            code: None,
            dose: Quantity { value: 0.5, unit: Unit::Tablet },
            strength: Some(Quantity { value: 1.0, unit: Unit::Gram }),
            form: Form::Tablet,
            route: Route::Oral,
            frequency: Frequency { as_needed: true, ..Frequency::daily(3) },
            days: Some(7),
            quantity: None,
            refills: 1,
            instructions: Some("With food".into()),
        };
        Sheet { medications: vec![one], notes: Some("Call me".into()), reasons: vec![Kept { id: "a-b".into(), reason: "why not".into() }] }
    }

    #[test]
    fn a_sheet_comes_back_from_the_form_as_it_was() {
        assert_eq!(Draft::of(&amoxicillin()).sheet(), Ok(amoxicillin()));
    }

    #[test]
    fn what_is_wrong_is_named_by_field_and_an_empty_row_is_none() {
        let mut draft = Draft::of(&amoxicillin());
        draft.fields.0.retain(|(name, _)| name != "m0-dose");
        draft.fields.0.push(("m0-dose".into(), "much".into()));
        draft.fields.0.push(("m1-name".into(), " ".into()));
        draft.fields.0.push(("m2-name".into(), "ibuprofen".into()));
        let wrong = draft.sheet().expect_err("is wrong");
        let fields: Vec<&str> = wrong.0.iter().map(|p| &*p.field).collect();
        assert_eq!(fields, ["m0-dose", "m2-dose", "m2-form", "m2-route", "m2-often"]);
        assert_eq!(draft.filled(), 3);
    }

    #[test]
    fn a_name_is_checked_before_its_dose_is_written() {
        let draft = Draft { fields: Fields(vec![("m0-name".into(), "warfarin".into())]), problems: Problems::default() };
        let (medications, unfinished) = draft.so_far();
        assert_eq!((medications.len(), unfinished), (1, vec!["warfarin".to_owned()]));
    }
}
