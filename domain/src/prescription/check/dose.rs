//! Is it more than the highest dose?

use super::{Check, Checked, Gap, Severity, Warning, begun, slug};
use crate::prescription::formulary::Found;
use crate::prescription::{Medication, Medicine, Quantity, Unit};

/// Highest doses are about people of this age on.
const ADULT: u16 = 18;
/// From so many times the highest dose on, a slip of the pen is likely.
const SLIP: f64 = 2.0;

/// A line of the prescription that was compared.
pub(super) struct Line<'a> {
    medicine: &'a Medicine,
    sums: Vec<Sum>,
}

/// What a line comes to in a span of time, and the most that is usual.
struct Sum {
    span: &'static str,
    taken: f64,
    most: f64,
    unit: Unit,
}

impl Sum {
    fn over(&self, medicine: &Medicine) -> Option<Warning> {
        // Sums of fractions are not exact.
        if self.taken <= self.most * (1.0 + 1e-9) {
            return None;
        }
        let severity = if self.taken >= self.most * SLIP { Severity::Interrupt } else { Severity::Serious };
        let words = |value: f64| Quantity { value: (value * 1_000.0).round() / 1_000.0, unit: self.unit }.words();
        let (taken, most) = (words(self.taken), words(self.most));
        Some(Warning {
            id: format!("dose-{}-{}", slug(&medicine.name), slug(self.span)),
            check: Check::Dose,
            severity,
            title: format!("More than the highest dose: {}", medicine.name),
            text: format!("{} comes to {taken} {}; the highest for adults is {most}.", begun(&medicine.name), self.span),
            source: "FDA labels and EMA product information".to_owned(),
        })
    }
}

/// The same medicine in several lines – as people write a different dose for the morning and the evening – is one dose.
pub(super) fn together(lines: &[Line<'_>], checked: &mut Checked) {
    for (n, first) in lines.iter().enumerate() {
        let same: Vec<_> = lines.iter().filter(|line| line.medicine.name == first.medicine.name).collect();
        let is_first = lines.iter().take(n).all(|line| line.medicine.name != first.medicine.name);
        if same.len() < 2 || !is_first {
            continue;
        }
        for sum in &first.sums {
            let all = same.iter().flat_map(|line| &line.sums).filter(|other| other.span == sum.span);
            let whole = Sum { taken: all.map(|one| one.taken).sum(), ..*sum };
            // What all lines come to says more than what one of them does.
            if let Some(warning) = whole.over(first.medicine) {
                checked.warnings.retain(|one| one.id != warning.id);
                checked.warnings.push(warning);
            }
        }
    }
}

pub(super) fn look<'a>(found: &Found<'a>, medication: &Medication, age: Option<u16>, checked: &mut Checked) -> Option<Line<'a>> {
    let mut gap = |why: &str, needs_reason: bool| {
        let id = format!("dose-{}", slug(&medication.name));
        let why = format!("The dose of {} was not checked: {why}.", medication.name);
        checked.gaps.push(Gap { id, checks: vec![Check::Dose], why, needs_reason });
    };
    let line = match compared(found, medication) {
        Ok(line) => line?,
        Err(Uncompared { why, could_be }) => {
            gap(&why, could_be);
            return None;
        }
    };
    // What is too much for an adult is too much; what is not says nothing of a child.
    match age {
        None => gap("the patient's age is not known, and the list is about adults", false),
        Some(years) if years < ADULT => gap(&format!("the patient is {years} years old, and the list is about adults"), true),
        Some(_) => {}
    }
    let is_child = age.is_some_and(|years| years < ADULT);
    let loud = |warning: Warning| if is_child { Warning { severity: Severity::Interrupt, ..warning } } else { warning };
    checked.warnings.extend(line.sums.iter().filter_map(|sum| sum.over(line.medicine)).map(loud));
    checked.warnings.extend(too_often(line.medicine, medication));
    Some(line)
}

/// Why a dose cannot be compared.
struct Uncompared {
    why: String,
    /// Whether the list has a highest dose and only the prescription does not say enough.
    could_be: bool,
}

/// None where the medicine is not known at all, which is told elsewhere.
fn compared<'a>(found: &Found<'a>, medication: &Medication) -> Result<Option<Line<'a>>, Uncompared> {
    let not = |why: String| Err(Uncompared { why, could_be: false });
    let medicine = match found.medicines.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        _ => return not("it holds several substances".to_owned()),
    };
    let limits = [
        (medicine.most_a_day(), medication.frequency.per_day(), "a day"),
        (medicine.most_a_week(), medication.frequency.per_week(), "a week"),
    ];
    if limits.iter().all(|(most, ..)| most.is_none()) {
        return not("the list names no highest dose of it".to_owned());
    }
    if !medication.route.is_systemic() {
        return not(format!("the list names none for this way ({})", medication.route.words()));
    }
    let mut sums = Vec::new();
    for (most, times, span) in limits {
        let Some((most, unit)) = most else { continue };
        let Some(once) = at_once(medication, unit) else {
            let why = format!("“{}” says nothing of {}; please add how much is in one", medication.dose.words(), unit.words(false));
            return Err(Uncompared { why, could_be: true });
        };
        sums.push(Sum { span, taken: once * times, most, unit });
    }
    Ok(Some(Line { medicine, sums }))
}

/// What is taken once a week and was meant so kills when it is taken daily, in doses that are small for a day.
fn too_often(medicine: &Medicine, medication: &Medication) -> Option<Warning> {
    if !medicine.weekly || !medication.route.is_systemic() || medication.frequency.per_week() <= 1.0 {
        return None;
    }
    let (name, often) = (begun(&medicine.name), medication.frequency.words());
    Some(Warning {
        id: format!("weekly-{}", slug(&medicine.name)),
        check: Check::Dose,
        severity: Severity::Interrupt,
        title: format!("Taken once a week: {}", medicine.name),
        text: format!("{name} is for once a week; here it is “{often}”. Taken daily by mistake, it has killed."),
        source: "EMA, Methotrexate: measures to avoid dosing errors, 2019".to_owned(),
    })
}

/// What is taken at once, in `unit`.
fn at_once(medication: &Medication, unit: Unit) -> Option<f64> {
    in_unit(medication.dose, unit).or_else(|| in_unit(medication.strength?, unit).map(|one| one * medication.dose.value))
}

fn in_unit(quantity: Quantity, unit: Unit) -> Option<f64> {
    if quantity.unit == unit {
        return Some(quantity.value);
    }
    Some(quantity.value * quantity.unit.milligrams()? / unit.milligrams()?)
}
