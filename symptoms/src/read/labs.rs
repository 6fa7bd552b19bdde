//! What laboratory values say of the blood: "platelets 64", "ferritin 1,350", "Hb came back at 8.9".

use super::numbers::Measured;
use super::segment::{bare, one_of};
use super::words::Token;

/// How far before its number a value may be named.
const NEAR: usize = 6;

/// A value with the limits beyond which it is a finding, in the unit of the limits.
struct Value {
    /// Words that name it.
    names: &'static str,
    /// Above this the number is in a unit a thousand (or ten) times smaller, and what to divide by.
    larger_unit: (f32, f32),
    /// Below the number it cannot wait: the finding.
    lowest: Option<(f32, &'static str)>,
    /// Below the number: the finding.
    low: Option<(f32, &'static str)>,
    /// Above the number: the finding.
    high: Option<(f32, &'static str)>,
    /// What the number can be at all.
    possible: (f32, f32),
}

/// Limits of adults, wide enough that a healthy person of either sex lies within (WHO 2024 for haemoglobin; usual laboratory ranges).
const VALUES: [Value; 6] = [
    Value {
        names: "platelet platelets plt thrombocytes",
        larger_unit: (5000.0, 1000.0),
        lowest: None,
        low: Some((130.0, "platelets-low")),
        high: Some((450.0, "platelets-high")),
        possible: (1.0, 4000.0),
    },
    Value {
        names: "haemoglobin hemoglobin hb hgb",
        larger_unit: (26.0, 10.0),
        lowest: Some((7.0, "haemoglobin-very-low")),
        low: Some((11.5, "haemoglobin-low")),
        high: Some((17.5, "haemoglobin-high")),
        possible: (2.0, 26.0),
    },
    Value {
        names: "ferritin",
        larger_unit: (f32::MAX, 1.0),
        lowest: None,
        low: Some((15.0, "iron-low")),
        high: Some((400.0, "ferritin-high")),
        possible: (0.5, 60_000.0),
    },
    Value {
        names: "wbc wcc leucocytes leukocytes cells",
        larger_unit: (1000.0, 1000.0),
        lowest: None,
        low: None,
        high: Some((11.5, "white-cells-high")),
        possible: (0.1, 900.0),
    },
    Value {
        names: "neutrophil neutrophils anc",
        larger_unit: (100.0, 1000.0),
        lowest: None,
        low: Some((1.0, "neutrophils-low")),
        high: None,
        possible: (0.0, 90.0),
    },
    Value {
        names: "mcv",
        larger_unit: (f32::MAX, 1.0),
        lowest: None,
        low: Some((78.0, "red-cells-small")),
        high: Some((101.0, "red-cells-large")),
        possible: (40.0, 160.0),
    },
];

/// Ids that this file names; the checker sees to it that the base has them.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    VALUES.iter().flat_map(|value| [value.lowest, value.low, value.high]).flatten().map(|(_, id)| id)
}

/// The finding that a number speaks for, where it is a value of the blood.
pub(super) fn read(words: &[Token], at: usize, number: f32) -> Option<Measured> {
    let value = named(words, at)?;
    let next = words.get(at + 1).map(|t| bare(&t.word)).unwrap_or_default();
    if one_of("years year yrs weeks week months month days day percent", next) {
        return None;
    }
    let number = if one_of("thousand k", next) { number * 1000.0 } else { number };
    let number = if number > value.larger_unit.0 { number / value.larger_unit.1 } else { number };
    if !(value.possible.0..=value.possible.1).contains(&number) {
        return None;
    }
    let lowest = value.lowest.filter(|(limit, _)| number < *limit);
    let low = value.low.filter(|(limit, _)| number < *limit);
    let high = value.high.filter(|(limit, _)| number > *limit);
    let (_, id) = lowest.or(low).or(high)?;
    Some(Measured { id, present: true, first: at, last: at })
}

/// The value whose name stands last before a number, with no other number and no end of a sentence between.
fn named(words: &[Token], at: usize) -> Option<&'static Value> {
    let before = words[at.saturating_sub(NEAR)..at].iter().rev();
    let parts = |t: &Token| (t.kind.is_mark() && t.word != ":") || t.word.starts_with(|c: char| c.is_ascii_digit());
    let own = before.take_while(|t| !parts(t));
    let value = own.clone().find_map(|t| VALUES.iter().find(|value| one_of(value.names, bare(&t.word))))?;
    // "cells" alone can be red ones.
    let white = value.names.ends_with("cells") && !own.clone().any(|t| one_of("white wbc wcc leucocytes leukocytes", bare(&t.word)));
    (!white).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::super::{numbers::measured, words::tokens};

    fn ids(text: &str) -> Vec<&'static str> {
        measured(&tokens(text)).into_iter().filter(|m| m.present).map(|m| m.id).collect()
    }

    #[test]
    fn values_of_the_blood_are_read_in_either_unit() {
        for (text, id) in [
            ("platelets 64 at the last test", "platelets-low"),
            ("Platelet count came back at 38,000", "platelets-low"),
            ("platelets: 720", "platelets-high"),
            ("my Hb is 8.9", "haemoglobin-low"),
            ("haemoglobin 84 g/l", "haemoglobin-low"),
            ("Hb was 5.9 this morning", "haemoglobin-very-low"),
            ("haemoglobin 62", "haemoglobin-very-low"),
            ("a haemoglobin of 188", "haemoglobin-high"),
            ("ferritin 1350", "ferritin-high"),
            ("ferritin of 6", "iron-low"),
            ("white cells 34 thousand", "white-cells-high"),
            ("WBC 19.4", "white-cells-high"),
            ("neutrophils 0.4", "neutrophils-low"),
            ("MCV 112", "red-cells-large"),
        ] {
            assert_eq!(ids(text), [id], "{text}");
        }
    }

    #[test]
    fn healthy_values_and_other_numbers_say_nothing() {
        for text in
            ["platelets 210", "Hb 13.4", "haemoglobin 141", "ferritin 80", "white cells 6.1", "red cells 5", "platelets for 3 weeks"]
        {
            assert!(ids(text).is_empty(), "{text}");
        }
    }
}
