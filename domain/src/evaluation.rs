//! How good the symptom engine is: figures that a command measures and a page shows.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// Hits out of tries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Hits.
    pub hits: u32,
    /// Tries.
    pub of: u32,
}

impl Share {
    /// One more try.
    pub fn count(&mut self, hit: bool) {
        self.hits += u32::from(hit);
        self.of += 1;
    }

    /// In percent; 0 where nothing was tried.
    pub fn percent(self) -> f64 {
        100.0 * f64::from(self.hits) / f64::from(self.of.max(1))
    }

    /// The 95 % interval in percent (Wilson 1927).
    pub fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.96;
        let n = f64::from(self.of.max(1));
        let p = f64::from(self.hits) / n;
        let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        (100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval();
        write!(f, "{:5.1} %  ({low:.1}–{high:.1})  {}/{}", self.percent(), self.hits, self.of)
    }
}

/// What was said with about the same probability, and how often it was right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bin {
    /// Mean probability that was said, 0–1.
    pub said: f64,
    /// How often it was right.
    pub right: Share,
}

/// What was measured on one set of texts. A share without tries was not measured on it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Texts.
    pub cases: u32,
    /// The right diagnosis among the first one, three, five.
    pub diagnosis: [Share; 3],
    /// Cases whose diagnosis the engine does not know at all.
    pub unknown: Share,
    /// The right level of urgency on four levels (the two emergency levels as one).
    pub triage_exact: Share,
    /// Less urgent than right.
    pub triage_under: Share,
    /// More urgent than right.
    pub triage_over: Share,
    /// Right level (row) against given level (column), least urgent first; the last column is "not assessed".
    pub levels: [[u32; 5]; 4],
    /// Emergencies given an emergency level.
    pub emergencies_seen: Share,
    /// Emergencies told to stay at home or to wait for an ordinary appointment.
    pub emergencies_below_24: Share,
    /// Emergencies told that self-care is enough.
    pub emergencies_sent_home: Share,
    /// Others given an emergency level.
    pub false_alarms: Share,
    /// The right specialty among the first one, three.
    pub specialty: [Share; 2],
    /// The right diagnosis first, by the code of the right specialty.
    pub by_specialty: BTreeMap<String, Share>,
    /// Out-of-scope texts refused.
    pub refused_rightly: Share,
    /// Symptoms refused.
    pub refused_wrongly: Share,
    /// Denied findings not read as present.
    pub denied: Share,
    /// The same findings read as present, under the name that the set gives them, where they are told.
    pub told: Share,
    /// Of these alone: not read as present where they are denied. What is never heard is never misheard.
    pub denied_of_told: Share,
    /// Mean squared distance of the first condition's probability from the truth.
    pub brier: f64,
    /// Expected calibration error of that probability.
    pub calibration_error: f64,
    /// That probability in ten equal bins, lowest first; empty ones are left out.
    pub calibration: Vec<Bin>,
}

/// How much the engine knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// Conditions.
    pub conditions: usize,
    /// Findings.
    pub findings: usize,
    /// Red flags.
    pub red_flags: usize,
}

/// Everything that was measured, of one version of the engine. It bears no date: the same engine and texts give the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Version of the engine that was measured.
    pub engine: String,
    /// Version of the text model.
    pub encoder: String,
    /// How much that version knows.
    pub extent: Extent,
    /// Figures by the name of the set.
    pub sets: BTreeMap<String, Figures>,
}

impl Evaluation {
    /// The figures of a set.
    pub fn set(&self, name: &str) -> Option<&Figures> {
        self.sets.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_its_share_and_narrows_with_the_number_of_tries() {
        let (few, many) = (Share { hits: 8, of: 10 }, Share { hits: 800, of: 1000 });
        let width = |share: Share| share.interval().1 - share.interval().0;
        assert!(few.interval().0 < 80.0 && few.interval().1 > 80.0 && width(many) < width(few) / 5.0);
    }

    #[test]
    fn figures_are_read_as_they_were_written() {
        let mut measured = Evaluation { engine: "a".into(), ..Evaluation::default() };
        measured.sets.insert("cases".into(), Figures { brier: 0.05, calibration: vec![Bin::default()], ..Figures::default() });
        let text = serde_json::to_string(&measured).expect("json");
        assert_eq!(serde_json::from_str::<Evaluation>(&text).expect("read"), measured);
    }
}
