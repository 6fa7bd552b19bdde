//! Values over time, and how a chart of them is laid out.

use super::{Interpretation, Measure, Measurement, Range, Record, RecordType, measures};
use crate::RecordId;
use chrono::{DateTime, TimeDelta, Utc};
use std::str::FromStr;

/// Entries that a chart reads at most: the newest ones of a kind. What is older is in the list.
pub const SCAN: u16 = 500;

/// How far a chart looks back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// A year.
    Year,
    /// Everything.
    #[default]
    All,
}

impl Span {
    /// All of them, shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Year, Self::All];

    /// As it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Week => "7d",
            Self::Month => "30d",
            Self::Year => "1y",
            Self::All => "all",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Week => "7 days",
            Self::Month => "30 days",
            Self::Year => "1 year",
            Self::All => "All",
        }
    }

    /// Since when; none for everything.
    pub fn since(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
            Self::All => return None,
        };
        Some(now - TimeDelta::days(days))
    }
}

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|span| span.code() == raw).ok_or("Please use one of these: 7d, 30d, 1y, all.")
    }
}

/// A value at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When.
    pub at: DateTime<Utc>,
    /// In the measure's unit.
    pub value: f64,
    /// How it stands to its range.
    pub interpretation: Option<Interpretation>,
    /// Where it stands.
    pub record: RecordId,
}

/// The values of one measure, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What was measured.
    pub measure: &'static Measure,
    /// The newest value's reference range.
    pub range: Option<Range>,
    /// The values.
    pub points: Vec<Point>,
}

/// Sorts the values of entries by what was measured, in the order of the catalogue; what was corrected or taken back is left out.
pub fn series(records: &[Record], kind: RecordType) -> Vec<Series> {
    let counting = records.iter().filter(|record| record.record_type == kind && record.counts());
    let entries: Vec<_> = counting.map(|record| (record.id, record.recorded_at, record.content.results.as_slice())).collect();
    series_of(&entries, kind)
}

/// The same of entries that are known to count: id, when it was so, values.
pub fn series_of(entries: &[(RecordId, DateTime<Utc>, &[Measurement])], kind: RecordType) -> Vec<Series> {
    let of = |measure: &'static Measure| {
        let mut found: Vec<(Point, Option<Range>)> = Vec::new();
        for (record, at, results) in entries {
            for one in results.iter().filter(|one| one.code == measure.code && one.unit == measure.unit) {
                let point = Point { at: *at, value: one.value, interpretation: one.interpretation, record: *record };
                found.push((point, one.reference));
            }
        }
        found.sort_by_key(|(point, _)| (point.at, point.record));
        let range = found.last().and_then(|(_, range)| *range);
        (!found.is_empty()).then(|| Series { measure, range, points: found.into_iter().map(|(point, _)| point).collect() })
    };
    measures(kind).filter_map(of).collect()
}

impl Series {
    /// Its newest value.
    pub fn last(&self) -> Option<&Point> {
        self.points.last()
    }

    /// From where to where the axis of values goes, and the lines on it: all values and as much of the range as does not flatten them.
    pub fn scale(&self) -> (f64, f64, Vec<f64>) {
        let values = || self.points.iter().map(|point| point.value);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let ends = self.range.iter().flat_map(|range| [range.low, range.high]).flatten();
        let (low, high) = ends.fold((least, most), |(low, high), end| (low.min(end), high.max(end)));
        ticks(low, high)
    }
}

/// A round scale around `low..high` with three to six lines.
fn ticks(low: f64, high: f64) -> (f64, f64, Vec<f64>) {
    if !low.is_finite() || !high.is_finite() || !(high - low).is_finite() {
        return (0.0, 1.0, vec![0.0, 1.0]);
    }
    let span = if high > low { high - low } else { (high.abs() * 0.1).max(1.0) };
    let rough = span / 4.0;
    let size = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * size).find(|step| *step >= rough).unwrap_or(size * 10.0);
    let first = ((low - span * 0.05) / step).floor() * step;
    let first = if low >= 0.0 { first.max(0.0) } else { first };
    let mut lines = vec![first];
    let mut at = first;
    while at < high + span * 0.05 && lines.len() < 12 {
        at += step;
        lines.push((at * 1e6).round() / 1e6);
    }
    (first, at, lines)
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Measurement};
    use super::*;
    use crate::{PatientId, UserId};
    use uuid::Uuid;

    fn entry(day: u32, pulse: f64) -> Record {
        let at: DateTime<Utc> = format!("2026-03-{day:02}T08:00:00Z").parse().expect("an instant");
        let one = Measurement {
            code: "8867-4".into(),
            name: "Pulse".into(),
            value: pulse,
            unit: "/min".into(),
            reference: Some(Range { low: Some(60.0), high: Some(100.0) }),
            interpretation: Some(Interpretation::N),
            given: None,
        };
        Record {
            id: RecordId(Uuid::from_u128(u128::from(day))),
            patient: PatientId(Uuid::nil()),
            record_type: RecordType::VitalSigns,
            recorded_at: at,
            created_at: at,
            author: UserId(Uuid::nil()),
            author_name: None,
            corrects: None,
            corrected_by: None,
            retracted: false,
            files: 0,
            content: Content { v: 1, title: "Pulse".into(), text: None, coding: None, results: vec![one] },
        }
    }

    #[test]
    fn values_come_oldest_first_without_what_was_corrected() {
        let mut corrected = entry(2, 900.0);
        corrected.corrected_by = Some(RecordId(Uuid::from_u128(3)));
        let all = series(&[entry(3, 72.0), corrected, entry(1, 68.0)], RecordType::VitalSigns);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].points.iter().map(|point| point.value).collect::<Vec<_>>(), [68.0, 72.0]);
        assert!(series(&[entry(1, 68.0)], RecordType::Laboratory).is_empty());
    }

    #[test]
    fn a_scale_is_round_and_holds_every_value_and_the_range() {
        for (low, high) in [(60.0, 100.0), (36.4, 36.9), (0.0, 0.0), (72.0, 72.0), (0.02, 0.9), (1.0, 20_000.0), (-3.0, 5.0)] {
            let (first, last, lines) = ticks(low, high);
            assert!(first <= low && last >= high && (2..=12).contains(&lines.len()), "{low} {high}: {lines:?}");
            assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
