//! Published risk scores: what goes in, where each is valid, and what the figure means.
//!
//! Every score is one file with its inputs, its formula, its bands and its source. All of them are read the same way: a table of
//! [`Field`]s says what is asked and where it is valid, [`assess`] checks every answer against the table at once, and only then
//! works anything out. Outside the valid range there is a refusal and never a number.

mod bmi;
mod cha2ds2_vasc;
mod ckd_epi;
mod field;
mod findrisc;
mod framingham;
mod gad7;
mod news2;
mod outcome;
mod phq9;
mod prevent;
mod questionnaire;
mod score2;

pub use field::{Answer, Answers, BirthSex, Choice, Field, Kind};
pub use outcome::{Band, Concern, Reading, RiskResult};

use crate::Problems;
use field::Checked;
use outcome::Outcome;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr};

/// A published score. Codes are kebab-case and stable: they are stored and appear in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ScoreId {
    /// Body mass index.
    Bmi,
    /// Ten-year risk of type 2 diabetes.
    Findrisc,
    /// Ten-year risk of heart attack and stroke, Europe.
    Score2,
    /// Ten- and thirty-year risk of cardiovascular disease, United States.
    Prevent,
    /// Ten-year risk of cardiovascular disease by the older Framingham equation.
    #[serde(rename = "framingham-2008")]
    Framingham2008,
    /// Risk of stroke in atrial fibrillation.
    #[serde(rename = "cha2ds2-vasc")]
    Cha2ds2Vasc,
    /// Kidney function from creatinine.
    #[serde(rename = "ckd-epi-2021")]
    CkdEpi2021,
    /// Depression.
    #[serde(rename = "phq-9")]
    Phq9,
    /// Anxiety.
    #[serde(rename = "gad-7")]
    Gad7,
    /// Acute illness from vital signs.
    News2,
}

impl ScoreId {
    /// Every score, in the order in which people are offered them.
    pub const ALL: [Self; 10] = [
        Self::Bmi,
        Self::Findrisc,
        Self::Score2,
        Self::Prevent,
        Self::Framingham2008,
        Self::Cha2ds2Vasc,
        Self::CkdEpi2021,
        Self::Phq9,
        Self::Gad7,
        Self::News2,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bmi => "bmi",
            Self::Findrisc => "findrisc",
            Self::Score2 => "score2",
            Self::Prevent => "prevent",
            Self::Framingham2008 => "framingham-2008",
            Self::Cha2ds2Vasc => "cha2ds2-vasc",
            Self::CkdEpi2021 => "ckd-epi-2021",
            Self::Phq9 => "phq-9",
            Self::Gad7 => "gad-7",
            Self::News2 => "news2",
        }
    }

    /// What the score is called, asks and rests on.
    pub fn score(self) -> &'static Score {
        match self {
            Self::Bmi => &bmi::SCORE,
            Self::Findrisc => &findrisc::SCORE,
            Self::Score2 => &score2::SCORE,
            Self::Prevent => &prevent::SCORE,
            Self::Framingham2008 => &framingham::SCORE,
            Self::Cha2ds2Vasc => &cha2ds2_vasc::SCORE,
            Self::CkdEpi2021 => &ckd_epi::SCORE,
            Self::Phq9 => &phq9::SCORE,
            Self::Gad7 => &gad7::SCORE,
            Self::News2 => &news2::SCORE,
        }
    }
}

impl fmt::Display for ScoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for ScoreId {
    type Err = Cow<'static, str>;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|id| id.code() == raw).ok_or_else(|| "There is no such score.".into())
    }
}

/// What a score is called, asks and rests on.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Score {
    /// Which.
    pub id: ScoreId,
    /// Its name.
    pub name: &'static str,
    /// What it is about, in everyday words.
    pub topic: &'static str,
    /// What it answers, in the second person.
    pub about: &'static str,
    /// For whom it is valid, and what has to be at hand.
    pub for_whom: &'static str,
    /// Unit of the value; `points` where it is a sum.
    pub unit: &'static str,
    /// Decimal places to which the value is given; the band is read from the value as given.
    pub decimals: u8,
    /// What is asked, in order.
    pub fields: &'static [Field],
    /// Where it was published.
    pub citation: &'static str,
    /// Works it out; `None` only if the table lacks a field that the formula reads.
    #[serde(skip)]
    outcome: Formula,
}

type Formula = fn(&Checked) -> Option<Outcome>;

impl Score {
    /// The field of that name.
    pub fn field(&self, id: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Every field's ordinary answer.
    pub fn defaults(&self) -> Answers {
        self.fields.iter().filter_map(|field| Some((Cow::Borrowed(field.id), field.answer(field.default)?))).collect()
    }
}

/// A score and its answers as they come in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RiskInput {
    /// Which score.
    pub score: ScoreId,
    /// The answers, by field.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Answer>))]
    pub inputs: Answers,
}

impl RiskInput {
    /// See [`assess`]. A number in quotation marks is no number here: what sends it is a program, not a form.
    pub fn assess(&self) -> Result<RiskResult, Problems> {
        let mut wrong = field::mistyped(self.score.score(), &self.inputs);
        match assess(self.score, &self.inputs) {
            Ok(result) if wrong.is_empty() => Ok(result),
            Ok(_) => Err(wrong),
            Err(more) => {
                wrong.0.extend(more.0.into_iter().filter(|problem| wrong.of(&problem.field).is_none()).collect::<Vec<_>>());
                Err(wrong)
            }
        }
    }
}

/// Works out a score.
///
/// * `inputs` – an answer for each of the score's [`Score::fields`]; optional ones may be left out
/// * errors: every field that is missing, unknown, of the wrong kind, or where the score is not valid for the person, all at once
pub fn assess(score: ScoreId, inputs: &Answers) -> Result<RiskResult, Problems> {
    let score = score.score();
    let checked = field::check(score, inputs)?;
    // `every_table_has_the_fields_its_formula_reads` holds this unreachable.
    let outcome = (score.outcome)(&checked).ok_or_else(|| Problems::one("score", "We cannot work out this score at the moment."))?;
    Ok(outcome.into_result(score, checked.answers(score)))
}

/// Works out a score from numbers alone, as sliders give them: yes is 1 and no is 0, a choice is its position counted from 0.
///
/// Errors: as for [`assess`].
pub fn assess_values(score: ScoreId, values: &BTreeMap<String, f64>) -> Result<RiskResult, Problems> {
    assess(score, &values.iter().map(|(id, value)| (Cow::Owned(id.clone()), Answer::Number(*value))).collect())
}

/// Whether the answers tell of thoughts of death or self-harm. It looks at that one answer alone: the crisis line is shown even
/// where [`assess`] refuses because something else is missing.
pub fn is_crisis(score: ScoreId, inputs: &Answers) -> bool {
    score == ScoreId::Phq9 && phq9::is_crisis(inputs)
}
