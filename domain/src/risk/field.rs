//! What a score asks, and how an answer is read.

use super::Score;
use crate::{Problems, patient::Sex};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};

/// Answers by field name.
pub type Answers = BTreeMap<Cow<'static, str>, Answer>;

/// An answer as it comes in, from JSON or from a form (where everything is text).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ScoreAnswer))]
#[serde(untagged)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// A number; for a choice its position counted from 0, for yes or no 1 or 0.
    Number(f64),
    /// The code of a choice; empty is no answer. A form also writes numbers, yes and no as text; a program sends them as what they are.
    Text(String),
}

/// One of the answers that a field offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ScoreChoice))]
pub struct Choice {
    /// The stable code.
    pub code: &'static str,
    /// In words.
    pub label: &'static str,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ScoreFieldKind))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// A number from `min` to `max`, the range in which the score is valid.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// Step of a slider; with `whole` it is 1.
        step: f64,
        /// Whether only whole numbers are taken.
        whole: bool,
    },
    /// One of a list.
    Choice {
        /// The list.
        choices: &'static [Choice],
    },
    /// Yes or no.
    YesNo,
    /// Yes or no, where the score is valid for one of them only.
    Only {
        /// The answer for which it is valid.
        valid: bool,
        /// Completes "not valid for you because …".
        because: &'static str,
    },
}

/// Something that a score asks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ScoreField))]
pub struct Field {
    /// Its name in forms and JSON.
    pub id: &'static str,
    /// What it is, or the question.
    pub label: &'static str,
    /// More about it; empty where nothing is to be said.
    pub help: &'static str,
    /// Unit; empty where there is none.
    pub unit: &'static str,
    /// What it takes.
    #[serde(flatten)]
    pub kind: Kind,
    /// The ordinary answer, as a number (of a choice its position from 0, 1 for yes): where a slider stands before anything is said, and what counts where
    /// an optional field is left out.
    pub default: f64,
    /// Whether it may be left out.
    pub optional: bool,
}

const SEXES: &[Choice] = &[Choice { code: "female", label: "Female" }, Choice { code: "male", label: "Male" }];

impl Field {
    /// A number with decimals.
    pub(super) const fn number(
        id: &'static str,
        label: &'static str,
        unit: &'static str,
        range: (f64, f64),
        step: f64,
        default: f64,
    ) -> Self {
        let kind = Kind::Number { min: range.0, max: range.1, step, whole: false };
        Self { id, label, help: "", unit, kind, default, optional: false }
    }

    /// A whole number.
    pub(super) const fn whole(id: &'static str, label: &'static str, unit: &'static str, range: (f64, f64), default: f64) -> Self {
        let kind = Kind::Number { min: range.0, max: range.1, step: 1.0, whole: true };
        Self { id, label, help: "", unit, kind, default, optional: false }
    }

    /// Completed years of age.
    pub(super) const fn age(from: f64, to: f64, default: f64) -> Self {
        Self::whole("age", "Age", "years", (from, to), default)
    }

    /// One of a list; opens with the first.
    pub(super) const fn choice(id: &'static str, label: &'static str, choices: &'static [Choice]) -> Self {
        Self { id, label, help: "", unit: "", kind: Kind::Choice { choices }, default: 0.0, optional: false }
    }

    /// Sex, where the score was published for two.
    pub(super) const fn sex() -> Self {
        Self::choice("sex", "Sex", SEXES).help("The published figures exist for these two only; choose the one recorded at your birth.")
    }

    /// Yes or no; opens with no.
    pub(super) const fn yes_no(id: &'static str, label: &'static str) -> Self {
        Self { id, label, help: "", unit: "", kind: Kind::YesNo, default: 0.0, optional: false }
    }

    /// Yes or no, where the score is valid for `valid` only; opens with it.
    pub(super) const fn only(id: &'static str, label: &'static str, valid: bool, because: &'static str) -> Self {
        let default = if valid { 1.0 } else { 0.0 };
        Self { id, label, help: "", unit: "", kind: Kind::Only { valid, because }, default, optional: false }
    }

    /// With more words.
    pub(super) const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// May be left out.
    pub(super) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Smallest, largest and step of a number, as a slider takes them; `None` for other kinds.
    pub fn range(&self) -> Option<(f64, f64, f64)> {
        match self.kind {
            Kind::Number { min, max, step, .. } => Some((min, max, step)),
            _ => None,
        }
    }

    /// The part of the range that a slider offers around a value: half of the value to either side and at least ten steps, so that a
    /// thumb can set each step of it. Limits lie on steps from the smallest value; the value lies between them if it is valid.
    pub fn window(&self, around: f64) -> Option<(f64, f64)> {
        let (min, max, step) = self.range()?;
        let around = around.clamp(min, max);
        let reach = (around / 2.0).max(10.0 * step);
        // Sums of steps leave digits that nobody wants to read: 18.900000000000002.
        let tidy = |value: f64| (value * 1e6).round() / 1e6;
        let on_step = |value: f64| tidy(min + ((value - min) / step).round() * step);
        Some((on_step(around - reach).max(min), on_step(around + reach).min(max)))
    }

    /// The answer that a number stands for; `None` where a choice has no such position.
    pub fn answer(&self, value: f64) -> Option<Answer> {
        Some(match self.kind {
            Kind::Number { .. } => Answer::Number(value),
            Kind::Choice { choices } => Answer::Text(at(choices, value)?.code.to_owned()),
            Kind::YesNo | Kind::Only { .. } => Answer::YesNo(value != 0.0),
        })
    }

    /// An answer in words, with its unit; `None` where the field does not take it.
    pub fn shown(&self, answer: &Answer) -> Option<String> {
        let value = self.value(answer).ok()??;
        Some(match self.kind {
            Kind::Number { .. } if self.unit.is_empty() => value.to_string(),
            Kind::Number { .. } => format!("{value} {}", self.unit),
            Kind::Choice { choices } => at(choices, value)?.label.to_owned(),
            Kind::YesNo | Kind::Only { .. } => if value == 0.0 { "No" } else { "Yes" }.to_owned(),
        })
    }

    /// The number that an answer stands for; `None` is no answer. Ranges are not looked at.
    pub(super) fn value(&self, answer: &Answer) -> Result<Option<f64>, &'static str> {
        if matches!(answer, Answer::Text(text) if text.trim().is_empty()) {
            return Ok(None);
        }
        let value = match self.kind {
            Kind::Number { whole, .. } => number(answer, whole)?,
            Kind::Choice { choices } => position(choices, answer).ok_or("Please choose from the list.")?,
            Kind::YesNo | Kind::Only { .. } => yes_no(answer).ok_or("Please answer yes or no.")?,
        };
        Ok(Some(value))
    }

    /// Why an answer is not of the kind that a program sends: forms write everything as text, JSON has numbers and truth of its own.
    fn mistyped(&self, answer: &Answer) -> Option<&'static str> {
        let Answer::Text(text) = answer else { return None };
        match self.kind {
            _ if text.trim().is_empty() => None,
            Kind::Number { .. } => Some("Please send a number, without quotation marks."),
            Kind::YesNo | Kind::Only { .. } => Some("Please send true or false, without quotation marks."),
            Kind::Choice { .. } => None,
        }
    }

    /// Why the score is not valid for a sex that the profile knows and the formula does not.
    fn other_sex(&self, score: &Score, given: &Answers) -> Option<Cow<'static, str>> {
        let other = self.id == "sex" && given.get("sex") == Some(&Answer::Text(Sex::Other.code().to_owned()));
        other.then(|| format!("{} is not valid for you because it was published for female and male only.", score.name).into())
    }

    /// Why the score is not valid with this value.
    fn refusal(&self, score: &Score, value: f64) -> Option<String> {
        match self.kind {
            Kind::Number { min, max, .. } if !(min..=max).contains(&value) => {
                let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
                Some(format!("{} is not valid for you because it covers only {min} to {max}{unit}; you gave {value}.", score.name))
            }
            Kind::Only { valid, because } if (value != 0.0) != valid => {
                Some(format!("{} is not valid for you because {because}.", score.name))
            }
            _ => None,
        }
    }
}

fn number(answer: &Answer, whole: bool) -> Result<f64, &'static str> {
    let value = match answer {
        Answer::Number(value) => Some(*value),
        Answer::Text(text) => text.trim().parse().ok(),
        Answer::YesNo(_) => None,
    };
    match value.filter(|v| v.is_finite()) {
        None => Err("Please give a number."),
        Some(value) if whole && value.fract() != 0.0 => Err("Please give a whole number."),
        Some(value) => Ok(value),
    }
}

fn yes_no(answer: &Answer) -> Option<f64> {
    match answer {
        Answer::YesNo(true) => Some(1.0),
        Answer::YesNo(false) => Some(0.0),
        Answer::Number(value) => [0.0, 1.0].into_iter().find(|v| v == value),
        Answer::Text(text) => match text.trim() {
            "true" | "yes" | "on" | "1" => Some(1.0),
            "false" | "no" | "off" | "0" => Some(0.0),
            _ => None,
        },
    }
}

/// A choice by its position.
fn at(choices: &'static [Choice], value: f64) -> Option<&'static Choice> {
    choices.iter().zip(0_u8..).find(|(_, index)| f64::from(*index) == value).map(|(choice, _)| choice)
}

fn position(choices: &'static [Choice], answer: &Answer) -> Option<f64> {
    match answer {
        Answer::Number(value) => at(choices, *value).map(|_| *value),
        Answer::Text(text) => choices.iter().zip(0_u8..).find(|(choice, _)| choice.code == text.trim()).map(|(_, index)| f64::from(index)),
        Answer::YesNo(_) => None,
    }
}

/// Sex where a formula knows two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BirthSex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Answers that have all been found valid, as numbers.
pub(super) struct Checked(BTreeMap<&'static str, f64>);

impl Checked {
    /// A number.
    pub(super) fn number(&self, id: &str) -> Option<f64> {
        self.0.get(id).copied()
    }

    /// Yes or no.
    pub(super) fn yes(&self, id: &str) -> Option<bool> {
        self.number(id).map(|value| value != 0.0)
    }

    /// A choice; `all` lists the meanings in the order of the field's choices.
    pub(super) fn choice<T: Copy>(&self, id: &str, all: &[T]) -> Option<T> {
        let value = self.number(id)?;
        all.iter().zip(0_u8..).find(|(_, index)| f64::from(*index) == value).map(|(meaning, _)| *meaning)
    }

    /// Sex.
    pub(super) fn sex(&self) -> Option<BirthSex> {
        self.choice("sex", &[BirthSex::Female, BirthSex::Male])
    }

    /// The answers in their plain form, as they are kept: assessing them again gives the same result.
    pub(super) fn answers(&self, score: &Score) -> Answers {
        let kept = |field: &Field| Some((Cow::Borrowed(field.id), field.answer(self.number(field.id)?)?));
        score.fields.iter().filter_map(kept).collect()
    }
}

/// Answers of a program that are not of their field's kind.
pub(super) fn mistyped(score: &Score, given: &Answers) -> Problems {
    let mut wrong = Problems::default();
    for field in score.fields {
        if let Some(why) = given.get(field.id).and_then(|answer| field.mistyped(answer)) {
            wrong.add(field.id, why);
        }
    }
    wrong
}

/// Reads every answer against the score's table and reports all that is wrong at once.
pub(super) fn check(score: &Score, given: &Answers) -> Result<Checked, Problems> {
    let mut wrong = Problems::default();
    let mut values = BTreeMap::new();
    for field in score.fields {
        let answer = given.get(field.id).map_or(Ok(None), |answer| field.value(answer));
        let answer = answer.map_err(|message| field.other_sex(score, given).unwrap_or(Cow::Borrowed(message)));
        match wrong.take(field.id, answer) {
            Some(Some(value)) => match field.refusal(score, value) {
                Some(why) => wrong.add(field.id, why),
                None => drop(values.insert(field.id, value)),
            },
            Some(None) if field.optional => drop(values.insert(field.id, field.default)),
            Some(None) => wrong.add(field.id, "Please fill this in."),
            None => {}
        }
    }
    for id in given.keys().filter(|id| score.field(id).is_none()) {
        wrong.add(id.clone(), format!("{} has no such field.", score.name));
    }
    if wrong.is_empty() { Ok(Checked(values)) } else { Err(wrong) }
}
