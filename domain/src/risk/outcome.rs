//! What a score answers, in one shape for all of them.

use super::{Answers, Score, ScoreId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How much a band asks for attention, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Concern {
    /// Nothing to do because of this figure.
    Low,
    /// Worth talking about with a doctor.
    Raised,
    /// See a doctor soon.
    High,
    /// Help is needed now.
    Emergency,
}

/// The published range into which a value falls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Band {
    /// The stable code, kebab-case.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: Cow<'static, str>,
    /// In words.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name: Cow<'static, str>,
    /// How much it asks for attention.
    pub concern: Concern,
}

/// A further figure beside the main one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// The stable code, kebab-case.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: Cow<'static, str>,
    /// In words.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name: Cow<'static, str>,
    /// Value, to as many decimals as the main one.
    pub value: f64,
    /// Unit.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub unit: Cow<'static, str>,
}

/// The answer of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RiskResult {
    /// Which score.
    pub score: ScoreId,
    /// The value, to the score's decimals; always finite.
    pub value: f64,
    /// Its unit.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub unit: Cow<'static, str>,
    /// Where it falls.
    pub band: Band,
    /// What it means, in plain words in the second person.
    pub meaning: String,
    /// What to do, most important first.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub recommendations: Vec<Cow<'static, str>>,
    /// Further figures.
    pub further: Vec<Reading>,
    /// Whether thoughts of death or self-harm were told: the crisis line comes first.
    pub crisis: bool,
    /// Where the score was published.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub citation: Cow<'static, str>,
    /// The answers that were used, in their plain form; assessing them again gives the same result.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, crate::risk::Answer>))]
    pub inputs: Answers,
}

/// A band with its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub code: &'static str,
    pub name: &'static str,
    pub concern: Concern,
    pub meaning: &'static str,
    pub advice: &'static [&'static str],
}

/// A scale cut into bands.
#[derive(Debug)]
pub(super) struct Bands {
    /// Limits, rising: the band holds values below its limit.
    pub below: &'static [(f64, Step)],
    /// The band of all values at or above the last limit.
    pub top: Step,
}

impl Bands {
    /// The band of a value.
    pub(super) fn of(&'static self, value: f64) -> &'static Step {
        self.below.iter().find(|(limit, _)| value < *limit).map_or(&self.top, |(_, step)| step)
    }
}

/// What a formula answers, before it is put into words common to all scores.
pub(super) struct Outcome {
    pub value: f64,
    pub step: &'static Step,
    /// Said before the band's meaning; may be empty.
    pub lead: String,
    pub further: Vec<Reading>,
    /// Said before the band's own advice.
    pub first: &'static [&'static str],
    pub crisis: bool,
}

impl Outcome {
    /// A value in a band, with nothing to add.
    pub(super) fn new(value: f64, step: &'static Step) -> Self {
        Self { value, step, lead: String::new(), further: Vec::new(), first: &[], crisis: false }
    }

    /// Puts it into words.
    pub(super) fn into_result(self, score: &Score, inputs: Answers) -> RiskResult {
        let step = self.step;
        RiskResult {
            score: score.id,
            value: self.value,
            unit: score.unit.into(),
            band: Band { code: step.code.into(), name: step.name.into(), concern: step.concern },
            meaning: if self.lead.is_empty() { step.meaning.to_owned() } else { format!("{} {}", self.lead, step.meaning) },
            recommendations: self.first.iter().chain(step.advice).map(|line| Cow::Borrowed(*line)).collect(),
            further: self.further,
            crisis: self.crisis,
            citation: score.citation.into(),
            inputs,
        }
    }
}

/// Rounds half away from zero to one decimal.
pub(super) fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A probability in [0, 1] as per cent with one decimal.
pub(super) fn percent(probability: f64) -> f64 {
    one_decimal(probability * 100.0)
}

/// "Out of 100 people like you, about 6 are expected to …".
pub(super) fn of_a_hundred(percent: f64, what: &str) -> String {
    match percent.round() {
        n if n < 1.0 => format!("Out of 100 people like you, fewer than 1 is expected to {what}."),
        n => format!("Out of 100 people like you, about {n} {} expected to {what}.", if n == 1.0 { "is" } else { "are" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_risks_are_not_called_zero() {
        assert!(of_a_hundred(0.3, "fall ill").contains("fewer than 1 is"));
        assert!(of_a_hundred(1.2, "fall ill").contains("about 1 is"));
        assert!(of_a_hundred(5.9, "fall ill").contains("about 6 are"));
    }
}
