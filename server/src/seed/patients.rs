//! Two hundred patients of all ages.

use super::dice::Dice;
use super::names::NAMES;
use super::places::CITIES;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use domain::patient::{Allergy, BLOOD_GROUPS, Sex};

/// How many.
pub(super) const COUNT: usize = 200;
/// The number of `patient@demo.example` among them.
pub(super) const DEMO: usize = 0;
/// Their accounts are numbered from here.
pub(super) const FIRST_ACCOUNT: usize = 1_000;

/// A patient of the demonstration.
#[derive(Debug)]
pub(super) struct Patient {
    pub(super) number: usize,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) born: NaiveDate,
    pub(super) sex: Option<Sex>,
    pub(super) blood_group: Option<&'static str>,
    pub(super) allergies: Vec<Allergy>,
    pub(super) conditions: Vec<&'static str>,
    pub(super) medications: Vec<&'static str>,
    pub(super) emergency_contact: Option<String>,
    pub(super) language: &'static str,
    pub(super) city: usize,
}

/// Substance, reaction, severity.
const ALLERGIES: [(&str, &str, &str); 8] = [
    ("penicillin", "rash", "moderate"),
    ("birch pollen", "sneezing", "mild"),
    ("peanuts", "swelling of the throat", "severe"),
    ("latex", "itching", "mild"),
    ("ibuprofen", "wheezing", "moderate"),
    ("wasp venom", "faintness", "severe"),
    ("cow's milk", "stomach pain", "mild"),
    ("codeine", "vomiting", "moderate"),
];

/// A condition, from which age on, and what is usually taken for it.
const CONDITIONS: [(&str, i32, &str); 9] = [
    ("Asthma", 5, "Salbutamol 100 µg inhaler, when needed"),
    ("High blood pressure", 40, "Ramipril 5 mg, once a day"),
    ("Type 2 diabetes", 45, "Metformin 1000 mg, twice a day"),
    ("Underactive thyroid", 30, "Levothyroxine 75 µg, once a day"),
    ("Migraine", 14, "Sumatriptan 50 mg, when needed"),
    ("Hay fever", 6, "Cetirizine 10 mg, in spring"),
    ("Knee osteoarthritis", 55, "Paracetamol 1 g, when needed"),
    ("Atrial fibrillation", 65, "Apixaban 5 mg, twice a day"),
    ("Depression", 18, "Sertraline 50 mg, once a day"),
];

/// All of them; ages are counted from `now`.
pub(super) fn all(now: DateTime<Utc>) -> Vec<Patient> {
    let mut dice = Dice::new(0x9A7);
    let mut all: Vec<Patient> = (0..COUNT).map(|number| someone(&mut dice, number, now)).collect();
    if let Some(demo) = all.get_mut(DEMO) {
        *demo = demo_patient();
    }
    all
}

fn someone(dice: &mut Dice, number: usize, now: DateTime<Utc>) -> Patient {
    let city = dice.below(CITIES.len());
    let is_woman = dice.chance(52);
    let names = &NAMES[city];
    let first = *dice.one(if is_woman { names.women } else { names.men });
    let family = *dice.one(names.family);
    let age = *dice.one(&[2, 7, 13, 19, 24, 29, 31, 36, 38, 42, 47, 51, 56, 60, 64, 69, 73, 78, 85]) + dice.between(-1, 2);
    let born = now.date_naive().with_day(1).unwrap_or_default() - TimeDelta::days(i64::from(age) * 365 + i64::from(dice.between(1, 360)));
    let mut conditions: Vec<&'static (&str, i32, &str)> = CONDITIONS.iter().filter(|c| age >= c.1 && dice.chance(14)).collect();
    conditions.truncate(3);
    Patient {
        number,
        email: format!("patient{number}@demo.example"),
        name: format!("{first} {family}"),
        born,
        sex: if dice.chance(3) { None } else { Some(if is_woman { Sex::Female } else { Sex::Male }) },
        blood_group: if dice.chance(70) { Some(*dice.one(&BLOOD_GROUPS)) } else { None },
        allergies: ALLERGIES.iter().filter(|_| dice.chance(6)).map(|a| allergy(*a)).collect(),
        conditions: conditions.iter().map(|c| c.0).collect(),
        medications: conditions.iter().map(|c| c.2).collect(),
        emergency_contact: dice.chance(60).then(|| format!("{} {family}", dice.one(names.men))),
        language: CITIES[city].languages[0],
        city,
    }
}

fn demo_patient() -> Patient {
    Patient {
        number: DEMO,
        email: "patient@demo.example".to_owned(),
        name: "Alex Morgan".to_owned(),
        born: NaiveDate::from_ymd_opt(1988, 4, 12).unwrap_or_default(),
        sex: Some(Sex::Female),
        blood_group: Some("A+"),
        allergies: vec![allergy(ALLERGIES[0]), allergy(ALLERGIES[1])],
        conditions: vec!["Migraine"],
        medications: vec!["Sumatriptan 50 mg, when needed"],
        emergency_contact: Some("Sam Morgan, +44 20 7946 0018".to_owned()),
        language: "en",
        city: 0,
    }
}

fn allergy((substance, reaction, severity): (&str, &str, &str)) -> Allergy {
    Allergy { substance: substance.to_owned(), reaction: reaction.to_owned(), severity: severity.to_owned() }
}
