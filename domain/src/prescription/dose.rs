//! How much, and how often.

use serde::{Deserialize, Serialize};

/// A unit, by its UCUM code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DoseUnit))]
pub enum Unit {
    /// Gram.
    #[serde(rename = "g")]
    Gram,
    /// Milligram.
    #[serde(rename = "mg")]
    Milligram,
    /// Microgram.
    #[serde(rename = "ug")]
    Microgram,
    /// International units.
    #[serde(rename = "[iU]")]
    International,
    /// Millilitre.
    #[serde(rename = "mL")]
    Millilitre,
    /// Millimole.
    #[serde(rename = "mmol")]
    Millimole,
    /// Tablet.
    #[serde(rename = "{tablet}")]
    Tablet,
    /// Capsule.
    #[serde(rename = "{capsule}")]
    Capsule,
    /// Drop.
    #[serde(rename = "[drp]")]
    Drop,
    /// Puff.
    #[serde(rename = "{puff}")]
    Puff,
    /// Application of a cream or spray.
    #[serde(rename = "{application}")]
    Application,
    /// Patch.
    #[serde(rename = "{patch}")]
    Patch,
    /// Suppository.
    #[serde(rename = "{suppository}")]
    Suppository,
    /// Sachet.
    #[serde(rename = "{sachet}")]
    Sachet,
    /// Package.
    #[serde(rename = "{package}")]
    Package,
}

impl Unit {
    /// All of them, as they are offered.
    pub const ALL: [Self; 15] = [
        Self::Milligram,
        Self::Gram,
        Self::Microgram,
        Self::International,
        Self::Millilitre,
        Self::Millimole,
        Self::Tablet,
        Self::Capsule,
        Self::Drop,
        Self::Puff,
        Self::Application,
        Self::Patch,
        Self::Suppository,
        Self::Sachet,
        Self::Package,
    ];

    /// UCUM.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gram => "g",
            Self::Milligram => "mg",
            Self::Microgram => "ug",
            Self::International => "[iU]",
            Self::Millilitre => "mL",
            Self::Millimole => "mmol",
            Self::Tablet => "{tablet}",
            Self::Capsule => "{capsule}",
            Self::Drop => "[drp]",
            Self::Puff => "{puff}",
            Self::Application => "{application}",
            Self::Patch => "{patch}",
            Self::Suppository => "{suppository}",
            Self::Sachet => "{sachet}",
            Self::Package => "{package}",
        }
    }

    /// The unit with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// As people write it. Micrograms and units are spelt out: µ and IU have been read as m and 10.
    pub fn words(self, is_one: bool) -> &'static str {
        match (self, is_one) {
            (Self::Gram, _) => "g",
            (Self::Milligram, _) => "mg",
            (Self::Microgram, true) => "microgram",
            (Self::Microgram, false) => "micrograms",
            (Self::International, true) => "unit",
            (Self::International, false) => "units",
            (Self::Millilitre, _) => "mL",
            (Self::Millimole, _) => "mmol",
            (Self::Tablet, true) => "tablet",
            (Self::Tablet, false) => "tablets",
            (Self::Capsule, true) => "capsule",
            (Self::Capsule, false) => "capsules",
            (Self::Drop, true) => "drop",
            (Self::Drop, false) => "drops",
            (Self::Puff, true) => "puff",
            (Self::Puff, false) => "puffs",
            (Self::Application, true) => "application",
            (Self::Application, false) => "applications",
            (Self::Patch, true) => "patch",
            (Self::Patch, false) => "patches",
            (Self::Suppository, true) => "suppository",
            (Self::Suppository, false) => "suppositories",
            (Self::Sachet, true) => "sachet",
            (Self::Sachet, false) => "sachets",
            (Self::Package, true) => "package",
            (Self::Package, false) => "packages",
        }
    }

    /// Milligrams in one, where it is a mass.
    pub fn milligrams(self) -> Option<f64> {
        match self {
            Self::Gram => Some(1_000.0),
            Self::Milligram => Some(1.0),
            Self::Microgram => Some(0.001),
            _ => None,
        }
    }
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Above zero, at most four digits behind the point.
    pub value: f64,
    /// UCUM.
    pub unit: Unit,
}

impl Quantity {
    /// A quantity of what a person typed; a comma is read as a point.
    ///
    /// Errors: a sentence for people.
    pub fn read(raw: &str, unit: Unit) -> Result<Self, &'static str> {
        let value = raw.trim().replace(',', ".");
        let is_plain = !value.is_empty() && value.len() <= 12 && value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let value = value.parse().ok().filter(|_| is_plain).ok_or("Please write a number, like 500 or 0.5.")?;
        Self { value, unit }.checked()
    }

    /// The same, if it is one that can be prescribed.
    ///
    /// Errors: a sentence for people.
    pub fn checked(self) -> Result<Self, &'static str> {
        let shifted = self.value * 10_000.0;
        match self.value {
            value if !value.is_finite() || value <= 0.0 => Err("Please write a number above zero."),
            value if value > 1_000_000.0 => Err("Please write a smaller number."),
            _ if (shifted - shifted.round()).abs() > 1e-6 * shifted.max(1.0) => Err("Please use at most four digits behind the point."),
            _ => Ok(self),
        }
    }

    /// As people read it: no zero behind the point that stands for nothing, and one before it where nothing else does.
    pub fn words(self) -> String {
        format!("{} {}", self.value, self.unit.words(self.value <= 1.0))
    }
}

/// A unit of time (FHIR R4 `UnitsOfTime`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DosePeriod))]
pub enum Period {
    /// Hour.
    #[serde(rename = "h")]
    Hour,
    /// Day.
    #[serde(rename = "d")]
    Day,
    /// Week.
    #[serde(rename = "wk")]
    Week,
    /// Month.
    #[serde(rename = "mo")]
    Month,
}

impl Period {
    /// The FHIR code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "wk",
            Self::Month => "mo",
        }
    }

    /// The period with this code.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Hour, Self::Day, Self::Week, Self::Month].into_iter().find(|period| period.code() == code)
    }
}

/// How often: `times` in every `period` units of time (FHIR R4 `Timing.repeat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DoseFrequency))]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    /// How many times, 1 to 24.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 24))]
    pub times: u16,
    /// In how many units of time, 1 to 90.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 90))]
    pub period: u16,
    /// Which unit.
    pub unit: Period,
    /// Only when needed; then it is the most there may be.
    #[serde(default)]
    pub as_needed: bool,
}

impl Frequency {
    /// `times` a day.
    pub const fn daily(times: u16) -> Self {
        Self { times, period: 1, unit: Period::Day, as_needed: false }
    }

    /// Whether it is one that can be prescribed.
    ///
    /// Errors: a sentence for people.
    pub fn check(self) -> Result<Self, &'static str> {
        match self {
            Self { times: 1..=24, period: 1..=90, .. } => Ok(self),
            _ => Err("Please use 1 to 24 times in 1 to 90 units of time."),
        }
    }

    /// The code of a choice: `3/1d`.
    pub fn code(self) -> String {
        format!("{}/{}{}", self.times, self.period, self.unit.code())
    }

    /// The frequency of a code, not as needed.
    pub fn of(code: &str) -> Option<Self> {
        let (times, rest) = code.split_once('/')?;
        let at = rest.find(|c: char| !c.is_ascii_digit())?;
        let (period, unit) = rest.split_at(at);
        let frequency = Self { times: times.parse().ok()?, period: period.parse().ok()?, unit: Period::of(unit)?, as_needed: false };
        frequency.check().ok()
    }

    /// Most doses on one day.
    pub fn per_day(self) -> f64 {
        let (times, period) = (f64::from(self.times), f64::from(self.period));
        match self.unit {
            Period::Hour => times * (24.0 / period).ceil().max(1.0),
            Period::Day => times,
            // Seven times a week is once a day; less is spread no worse.
            Period::Week | Period::Month => (times / 7.0).ceil(),
        }
    }

    /// Doses in a week, on the average.
    pub fn per_week(self) -> f64 {
        let (times, period) = (f64::from(self.times), f64::from(self.period));
        match self.unit {
            Period::Hour => times * 168.0 / period,
            Period::Day => times * 7.0 / period,
            Period::Week => times / period,
            Period::Month => times * 7.0 / (30.0 * period),
        }
    }

    /// In words.
    pub fn words(self) -> String {
        let unit = match self.unit {
            Period::Hour => "hour",
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
        };
        let times = match self.times {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        let often = match (self.times, self.period, self.unit) {
            (_, 1, _) => format!("{times} a{} {unit}", if self.unit == Period::Hour { "n" } else { "" }),
            (1, n, _) => format!("every {n} {unit}s"),
            (_, n, _) => format!("{times} every {n} {unit}s"),
        };
        if self.as_needed { format!("when needed, at most {often}") } else { often }
    }
}
