//! The list of medicines: what is known of them, and how their names are found in words.

use super::Unit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest name in words.
const LONGEST: usize = 5;
/// Words that stand beside a name and are no medicine.
const BESIDE: &[&str] = &[
    "hydrochloride",
    "hcl",
    "sodium",
    "potassium",
    "calcium",
    "tartrate",
    "succinate",
    "maleate",
    "mesylate",
    "besylate",
    "fumarate",
    "sulfate",
    "sulphate",
    "phosphate",
    "citrate",
    "acetate",
    "bromide",
    "hydrobromide",
    "dihydrate",
    "trihydrate",
    "monohydrate",
    "magnesium",
    "tablet",
    "tablets",
    "capsule",
    "capsules",
    "daily",
    "day",
    "once",
    "twice",
    "three",
    "times",
    "morning",
    "evening",
    "night",
    "week",
    "weekly",
    "every",
    "mg",
    "mcg",
    "microgram",
    "micrograms",
    "gram",
    "units",
    "with",
    "food",
    "needed",
    "when",
    "as",
    "and",
    "the",
    "for",
    "a",
    "in",
    "of",
    "at",
    "extended",
    "release",
    "prolonged",
    "modified",
    "drops",
    "cream",
    "gel",
    "spray",
    "inhaler",
    "injection",
    "depot",
    "acid",
    "oral",
    "puffs",
    "hours",
    "since",
    "low",
    "dose",
    "bedtime",
];

/// Version and date of a list of medicines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListInfo {
    /// Version.
    pub version: String,
    /// When it was last read through.
    pub date: NaiveDate,
}

/// A class that medicines belong to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Code.
    pub code: String,
    /// In words, plural.
    pub name: String,
    /// Words by which people name it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether two of it together are seldom meant.
    #[serde(default)]
    pub duplicate: bool,
    /// Whether an allergy to one member counts against the others.
    #[serde(default)]
    pub allergy: bool,
}

/// A substance, or a fixed combination of some.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// International non-proprietary name.
    pub name: String,
    /// ATC.
    pub atc: String,
    /// Codes of classes.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Other names of the same.
    #[serde(default)]
    pub also: Vec<String>,
    /// What a fixed combination holds, by name.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Highest dose of a day for adults, as `4 g`.
    #[serde(default)]
    pub max_day: Option<String>,
    /// Highest dose of a week.
    #[serde(default)]
    pub max_week: Option<String>,
    /// Whether it is only taken once a week.
    #[serde(default)]
    pub weekly: bool,
}

/// Two sides that must not, or should not, go together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Id.
    pub id: String,
    /// Codes of classes, or names of medicines.
    pub a: Vec<String>,
    /// The same, of the other side.
    pub b: Vec<String>,
    /// Whether it is one of the ONC list.
    #[serde(default)]
    pub high_priority: bool,
    /// Whether it is only to be known.
    #[serde(default)]
    pub note: bool,
    /// What happens.
    pub what: String,
    /// What to do.
    pub advice: String,
    /// Who says so.
    pub source: String,
}

/// An allergy to one class says something of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cross {
    /// The class of the allergy.
    pub of: String,
    /// The class that is prescribed.
    pub to: String,
    /// What is known.
    pub note: String,
}

/// The list of medicines, as its file is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formulary {
    version: String,
    date: NaiveDate,
    sources: Vec<String>,
    class: Vec<Class>,
    medicine: Vec<Medicine>,
    pair: Vec<Pair>,
    cross: Vec<Cross>,
    #[serde(skip)]
    index: BTreeMap<String, usize>,
    #[serde(skip)]
    words: BTreeMap<String, usize>,
}

/// What was found in a line of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Found<'a> {
    pub(super) medicines: Vec<&'a Medicine>,
    pub(super) classes: Vec<&'a Class>,
    /// Words that may name something else.
    pub(super) rest: Vec<String>,
}

impl Formulary {
    /// The list, ready to be asked.
    ///
    /// Errors: what does not fit together, in a sentence for operators.
    pub fn ready(mut self) -> Result<Self, String> {
        if self.medicine.is_empty() || self.pair.is_empty() || self.class.is_empty() {
            return Err("a part of it is empty".to_owned());
        }
        for (n, medicine) in self.medicine.iter().enumerate() {
            for name in std::iter::once(&medicine.name).chain(&medicine.also) {
                // Two spellings of one name are one.
                if self.index.insert(key(name), n).is_some_and(|other| other != n) {
                    return Err(format!("{name} is there twice"));
                }
            }
            for max in [&medicine.max_day, &medicine.max_week].into_iter().flatten() {
                most(max).ok_or_else(|| format!("{max} of {} cannot be read", medicine.name))?;
            }
        }
        for (n, class) in self.class.iter().enumerate() {
            for name in [&class.name, &class.code].into_iter().chain(&class.also) {
                self.words.insert(key(name), n);
            }
        }
        let is_class = |code: &String| self.class.iter().any(|class| class.code == *code);
        let is_known = |side: &String| is_class(side) || self.medicine.iter().any(|medicine| medicine.name == *side);
        let of_classes = self.medicine.iter().flat_map(|medicine| &medicine.classes).chain(self.cross.iter().flat_map(|c| [&c.of, &c.to]));
        if let Some(code) = of_classes.into_iter().find(|code| !is_class(code)) {
            return Err(format!("there is no class {code}"));
        }
        for pair in &self.pair {
            if pair.a.is_empty() || pair.b.is_empty() {
                return Err(format!("pair {} has an empty side", pair.id));
            }
            if let Some(side) = pair.a.iter().chain(&pair.b).find(|side| !is_known(side)) {
                return Err(format!("pair {}: there is no {side}", pair.id));
            }
        }
        Ok(self)
    }

    /// Version and date.
    pub fn info(&self) -> ListInfo {
        ListInfo { version: self.version.clone(), date: self.date }
    }

    /// Where its facts come from.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Every medicine.
    pub fn medicines(&self) -> &[Medicine] {
        &self.medicine
    }

    /// The pairs.
    pub fn pairs(&self) -> &[Pair] {
        &self.pair
    }

    /// What an allergy to one class says of others.
    pub fn crosses(&self) -> &[Cross] {
        &self.cross
    }

    /// The class of a code.
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.class.iter().find(|class| class.code == code)
    }

    /// The medicine that these words name, and nothing else.
    pub fn exactly(&self, name: &str) -> Option<&Medicine> {
        match self.find(name) {
            Found { medicines, rest, .. } if rest.is_empty() => match medicines.as_slice() {
                [one] => Some(one),
                _ => None,
            },
            _ => None,
        }
    }

    /// Everything that a line of words names; the longest names first.
    pub(super) fn find(&self, line: &str) -> Found<'_> {
        let all = words(line);
        let mut found = Found::default();
        let mut at = 0;
        while at < all.len() {
            let longest = (1..=LONGEST.min(all.len() - at)).rev().find_map(|length| {
                let name = all[at..at + length].join(" ");
                let medicine = self.index.get(&name).and_then(|n| self.medicine.get(*n));
                let class = self.words.get(&name).and_then(|n| self.class.get(*n));
                (medicine.is_some() || class.is_some()).then_some((length, medicine, class))
            });
            match longest {
                Some((length, medicine, class)) => {
                    for medicine in medicine.into_iter().filter(|one| !found.medicines.contains(one)).collect::<Vec<_>>() {
                        found.medicines.push(medicine);
                    }
                    for class in class.into_iter().filter(|one| !found.classes.contains(one)).collect::<Vec<_>>() {
                        found.classes.push(class);
                    }
                    at += length;
                }
                None => {
                    let word = &all[at];
                    if word.chars().count() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()) && !BESIDE.contains(&word.as_str()) {
                        found.rest.push(word.clone());
                    }
                    at += 1;
                }
            }
        }
        found
    }
}

impl Medicine {
    /// Highest dose of a day, in the unit that is compared.
    pub(super) fn most_a_day(&self) -> Option<(f64, Unit)> {
        most(self.max_day.as_deref()?)
    }

    /// Highest dose of a week.
    pub(super) fn most_a_week(&self) -> Option<(f64, Unit)> {
        most(self.max_week.as_deref()?)
    }

    /// Whether it, or something that it holds, stands on a side of a pair.
    pub(super) fn is_in(&self, side: &[String]) -> bool {
        side.iter().any(|one| *one == self.name || self.parts.contains(one) || self.classes.contains(one))
    }

    /// The substances: those of a combination, else itself.
    fn substances(&self) -> &[String] {
        if self.parts.is_empty() { std::slice::from_ref(&self.name) } else { &self.parts }
    }

    /// A substance that both hold.
    pub(super) fn shares(&self, other: &Self) -> Option<&str> {
        self.substances().iter().find(|one| other.substances().contains(one)).map(String::as_str)
    }
}

/// `4 g`
fn most(raw: &str) -> Option<(f64, Unit)> {
    let (value, unit) = raw.split_once(' ')?;
    Some((value.parse().ok().filter(|value| *value > 0.0)?, Unit::of(unit)?))
}

/// Small letters without accents' quirks, parted at what is no letter or digit.
fn words(line: &str) -> Vec<String> {
    let line = line.to_lowercase().replace(['’', '`'], "'");
    let pieces = line.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'));
    let pieces = pieces.flat_map(|piece| piece.split('-'));
    pieces.map(|piece| piece.trim_matches('\'').to_owned()).filter(|piece| !piece.is_empty()).collect()
}

fn key(name: &str) -> String {
    words(name).join(" ")
}
