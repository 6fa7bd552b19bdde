//! Half-open spans of time, `[start, end)`, as Postgres' `tstzrange` keeps them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A span of time that holds its start and not its end; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPeriod", into = "RawPeriod")]
pub struct Period {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
struct RawPeriod {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

/// The end does not lie after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the end must be after the start")]
pub struct EmptyPeriod;

impl TryFrom<RawPeriod> for Period {
    type Error = EmptyPeriod;
    fn try_from(raw: RawPeriod) -> Result<Self, EmptyPeriod> {
        Self::new(raw.start, raw.end)
    }
}

impl From<Period> for RawPeriod {
    fn from(period: Period) -> Self {
        Self { start: period.start, end: period.end }
    }
}

impl Period {
    /// The span from `start` up to and without `end`.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Self, EmptyPeriod> {
        if start < end { Ok(Self { start, end }) } else { Err(EmptyPeriod) }
    }

    /// The span of `minutes` (at least one) from `start`.
    pub fn starting(start: DateTime<Utc>, minutes: u16) -> Self {
        Self { start, end: start + TimeDelta::minutes(i64::from(minutes.max(1))) }
    }

    /// First instant inside.
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// First instant after.
    pub fn end(&self) -> DateTime<Utc> {
        self.end
    }

    /// Length in whole minutes.
    pub fn minutes(&self) -> i64 {
        (self.end - self.start).num_minutes()
    }

    /// Whether the two share an instant; touching ends do not.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the instant lies inside.
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.start <= at && at < self.end
    }
}
