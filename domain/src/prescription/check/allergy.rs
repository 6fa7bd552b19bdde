//! Is the patient allergic to it, to its class, or to a class that cross-reacts?

use super::{Check, Checked, Gap, Known, Severity, Warning, begun, slug};
use crate::patient::Allergy;
use crate::prescription::{Class, Formulary, Medicine};

/// What an allergy is to, as far as the list knows it.
struct Against<'a> {
    allergy: &'a Allergy,
    medicines: Vec<&'a Medicine>,
    classes: Vec<&'a Class>,
}

pub(super) fn look(list: &Formulary, known: &[Known<'_>], allergies: &[Allergy], checked: &mut Checked) {
    let mut left = Vec::new();
    for allergy in allergies {
        let found = list.find(&allergy.substance);
        if found.medicines.is_empty() && found.classes.is_empty() || !found.rest.is_empty() {
            left.push(allergy.substance.as_str());
        }
        let own = found.medicines.iter().flat_map(|medicine| &medicine.classes).filter_map(|code| list.class(code)).filter(|c| c.allergy);
        let classes = found.classes.iter().copied().chain(own).collect();
        let against = Against { allergy, medicines: found.medicines.clone(), classes };
        for one in known.iter().filter(|one| one.new.is_some()) {
            checked.warnings.extend(against.to(list, one.medicine));
        }
    }
    if !left.is_empty() {
        let why = format!("Allergies that the list does not know wholly, and that were not compared: {}.", left.join("; "));
        checked.gaps.push(Gap { id: "allergies".to_owned(), checks: vec![Check::Allergy], why, needs_reason: false });
    }
}

impl Against<'_> {
    fn to(&self, list: &Formulary, medicine: &Medicine) -> Option<Warning> {
        let id = format!("allergy-{}-{}", slug(&medicine.name), slug(&self.allergy.substance));
        let warning = |severity, title: String, text: String, source: &str| {
            let source = source.to_owned();
            Some(Warning { id: id.clone(), check: Check::Allergy, severity, title, text, source })
        };
        let record = "the patient's own record";
        let told = self.told();
        if let Some(shared) = self.medicines.iter().find_map(|one| one.shares(medicine)) {
            let held = if shared == medicine.name { String::new() } else { format!("It holds {shared}. ") };
            return warning(Severity::Interrupt, format!("Allergy: {}", medicine.name), format!("{held}Recorded: {told}."), record);
        }
        if let Some(class) = self.classes.iter().find(|class| medicine.classes.contains(&class.code)) {
            let text = format!("{} belongs to the {}. Recorded: {told}.", begun(&medicine.name), class.name);
            return warning(Severity::Interrupt, format!("Allergy: {} and {}", self.allergy.substance, medicine.name), text, record);
        }
        let crosses = list.crosses().iter().filter(|cross| self.classes.iter().any(|class| class.code == cross.of));
        let cross = crosses.into_iter().find(|cross| medicine.classes.contains(&cross.to))?;
        // After a severe reaction, even a small risk is to be weighed.
        let severity = if self.allergy.severity == "mild" { Severity::Note } else { Severity::Serious };
        let title = format!("May cross-react: {} and {}", self.allergy.substance, medicine.name);
        warning(severity, title, format!("{} Recorded: {told}.", cross.note), list.sources().last().map_or("", String::as_str))
    }

    fn told(&self) -> String {
        self.allergy.line()
    }
}
