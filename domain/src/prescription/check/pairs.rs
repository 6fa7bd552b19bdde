//! The same twice, and what does not go together.

use super::{Check, Checked, Known, Origin, Severity, Warning, begun, id_of};
use crate::prescription::{Formulary, Medicine};

/// Every two of which at least one is new, each two once.
fn twos<'a, 'b>(known: &'a [Known<'b>]) -> impl Iterator<Item = (&'a Known<'b>, &'a Known<'b>)> {
    let after = |n: usize| known.iter().skip(n + 1);
    known.iter().enumerate().flat_map(move |(n, one)| after(n).map(move |other| (one, other))).filter(|(one, other)| {
        // The substances of one fixed combination belong together.
        (one.new.is_some() || other.new.is_some()) && (one.new.is_none() || one.new != other.new)
    })
}

pub(super) fn duplicates(list: &Formulary, known: &[Known<'_>], checked: &mut Checked) {
    for (one, other) in twos(known) {
        let (a, b) = (one.medicine, other.medicine);
        // People name what they take in their own words, and often it is the very medicine that is renewed.
        let severity = if other.origin == Some(Origin::Told) { Severity::Note } else { Severity::Serious };
        let warning = if a.name == b.name {
            let text = match other.origin {
                None => "It stands on this prescription twice.".to_owned(),
                Some(_) => format!("The patient has it already: {}.", other.words()),
            };
            Some((format!("Twice the same: {}", a.name), text))
        } else if let Some(substance) = a.shares(b) {
            Some((format!("Twice the same: {substance}"), format!("{} and {} both hold it.", begun(&one.words()), other.words())))
        } else {
            shared(list, a, b).map(|class| {
                let text = format!("{} and {} are both {class}.", begun(&one.words()), other.words());
                (format!("Twice of a kind: {} and {}", a.name, b.name), text)
            })
        };
        let Some((title, text)) = warning else { continue };
        let source = "the list of medicines".to_owned();
        checked.warnings.push(Warning { id: id_of("duplicate", &a.name, &b.name), check: Check::Duplicate, severity, title, text, source });
    }
}

fn shared<'a>(list: &'a Formulary, a: &Medicine, b: &Medicine) -> Option<&'a str> {
    let both = a.classes.iter().filter(|code| b.classes.contains(code));
    both.filter_map(|code| list.class(code)).find(|class| class.duplicate).map(|class| class.name.as_str())
}

pub(super) fn interactions(list: &Formulary, known: &[Known<'_>], checked: &mut Checked) {
    for (one, other) in twos(known).filter(|(one, other)| one.medicine.shares(other.medicine).is_none()) {
        let (a, b) = (one.medicine, other.medicine);
        for pair in list.pairs() {
            if !((a.is_in(&pair.a) && b.is_in(&pair.b)) || (b.is_in(&pair.a) && a.is_in(&pair.b))) {
                continue;
            }
            let severity = match (pair.high_priority, pair.note) {
                (true, _) => Severity::Interrupt,
                (_, true) => Severity::Note,
                _ => Severity::Serious,
            };
            checked.warnings.push(Warning {
                id: id_of(&pair.id, &a.name, &b.name),
                check: Check::Interaction,
                severity,
                title: format!("{} with {}", begun(&one.words()), other.words()),
                text: format!("{} {}", pair.what, pair.advice),
                source: pair.source.clone(),
            });
        }
    }
}
