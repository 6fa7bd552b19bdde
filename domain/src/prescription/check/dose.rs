//! Is it more than the highest dose?

use super::{Check, Checked, Gap, Severity, Warning, begun, slug};
use crate::prescription::formulary::Found;
use crate::prescription::{Medication, Medicine, Quantity, Unit};

/// Highest doses are about people of this age on.
const ADULT: u16 = 18;
/// From so many times the highest dose on, a slip of the pen is likely.
const SLIP: f64 = 2.0;

pub(super) fn look(found: &Found<'_>, medication: &Medication, age: Option<u16>, checked: &mut Checked) {
    let mut gap = |why: String| {
        let id = format!("dose-{}", slug(&medication.name));
        checked.gaps.push(Gap {
            id,
            checks: vec![Check::Dose],
            why: format!("The dose of {} was not checked: {why}.", medication.name),
            needs_reason: false,
        });
    };
    let medicine = match found.medicines.as_slice() {
        [] => return,
        [one] => *one,
        _ => return gap("it holds several substances".to_owned()),
    };
    let limits = [
        (medicine.most_a_day(), medication.frequency.per_day(), "a day"),
        (medicine.most_a_week(), medication.frequency.per_week(), "a week"),
    ];
    if limits.iter().all(|(most, ..)| most.is_none()) {
        return gap("the list names no highest dose of it".to_owned());
    }
    if !medication.route.is_systemic() {
        return gap(format!("the list names none for this way ({})", medication.route.words()));
    }
    match age {
        None => return gap("the patient's age is not known, and the list is about adults".to_owned()),
        Some(years) if years < ADULT => return gap(format!("the patient is {years} years old, and the list is about adults")),
        Some(_) => {}
    }
    for (most, times, span) in limits {
        let Some((most, unit)) = most else { continue };
        match at_once(medication, unit) {
            Some(dose) => checked.warnings.extend(over(medicine, dose * times, most, unit, span)),
            None => {
                let what = format!("“{}” says nothing of {}; please add how much is in one", medication.dose.words(), unit.words(false));
                return gap(what);
            }
        }
    }
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

fn over(medicine: &Medicine, taken: f64, most: f64, unit: Unit, span: &str) -> Option<Warning> {
    // Sums of fractions are not exact.
    if taken <= most * (1.0 + 1e-9) {
        return None;
    }
    let severity = if taken >= most * SLIP { Severity::Interrupt } else { Severity::Serious };
    let words = |value: f64| Quantity { value: (value * 1_000.0).round() / 1_000.0, unit }.words();
    Some(Warning {
        id: format!("dose-{}-{}", slug(&medicine.name), slug(span)),
        check: Check::Dose,
        severity,
        title: format!("More than the highest dose: {}", medicine.name),
        text: format!("{} comes to {} {span}; the highest for adults is {}.", begun(&medicine.name), words(taken), words(most)),
        source: "FDA labels and EMA product information".to_owned(),
    })
}
