//! How good the answers are: the figures of the model card, on any labelled cases.

use domain::{
    Specialty,
    assessment::{Assessment, State},
    evaluation::{Bin, Figures, Share},
    patient::Sex,
    triage::Triage,
};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt, time::Duration};

/// Bins of the calibration error.
const BINS: usize = 10;

/// A text with what is right about it. One line of a JSONL file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Case {
    /// In the person's own words.
    pub text: String,
    /// Years.
    pub age: Option<f32>,
    /// Sex.
    pub sex: Option<Sex>,
    /// ICD-10 codes that count as right, best first; empty for a text that describes no symptom.
    #[serde(alias = "diagnosis_codes")]
    pub codes: Vec<String>,
    /// The right level.
    pub triage: Option<Triage>,
    /// The right specialty.
    pub specialty: Option<Specialty>,
    /// Others that count as right.
    pub specialties_ok: Vec<Specialty>,
}

/// The same finding, once present and once denied. One line of a JSONL file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// A text that tells of the finding.
    pub text_present: String,
    /// A text that denies it.
    pub text_absent: String,
    /// Its name, or a part of it.
    pub finding: String,
}

impl Case {
    /// Whether the text should be refused.
    pub fn is_out_of_scope(&self) -> bool {
        self.codes.is_empty() && self.triage.is_none() && self.specialty.is_none()
    }

    /// Whether a code names one of the right diagnoses: the same code, or the same category where either side says no more.
    fn is_right(&self, code: &str) -> bool {
        self.codes.iter().any(|wanted| matches(wanted, code))
    }

    fn is_right_specialty(&self, specialty: Specialty) -> bool {
        self.specialty == Some(specialty) || self.specialties_ok.contains(&specialty)
    }
}

/// Whether two ICD-10 codes name the same disease as far as both tell.
///
/// `J45` and `J45.9` agree with every code of their category; `J45.0` and `J45.1` do not agree.
pub fn matches(wanted: &str, given: &str) -> bool {
    let vague = |code: &str| !code.contains('.') || code.ends_with(".9");
    let category = |code: &str| code.get(..3).map(str::to_owned);
    wanted == given || (category(wanted).is_some() && category(wanted) == category(given) && (vague(wanted) || vague(given)))
}

/// What is counted.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The right diagnosis among the first one, three, five.
    pub top: [Share; 3],
    /// Cases whose diagnosis the engine does not know at all.
    pub unknown: Share,
    /// The right level on four levels (the two emergency levels as one).
    pub triage_exact: Share,
    /// Less urgent than right.
    pub triage_under: Share,
    /// More urgent than right.
    pub triage_over: Share,
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
    /// Out-of-scope texts refused.
    pub refused_rightly: Share,
    /// Symptoms refused.
    pub refused_wrongly: Share,
    /// Denied findings not read as present.
    pub denied: Share,
    /// The same findings read as present, under the name that the pair gives them, where they are told.
    pub told: Share,
    /// Of these alone: not read as present where they are denied.
    pub denied_of_told: Share,
    /// Right level against given level; see [`Figures::levels`].
    levels: [[u32; 5]; 4],
    /// The right diagnosis first, by the code of the right specialty.
    by_specialty: BTreeMap<String, Share>,
    /// Probability of the first condition, and whether it was right.
    first: Vec<(f32, bool)>,
    took: Vec<Duration>,
}

impl Report {
    /// Counts one answer. `known` tells whether the engine has a condition of a code.
    pub fn count(&mut self, case: &Case, answer: &Assessment, known: impl Fn(&str) -> bool, took: Duration) {
        self.took.push(took);
        if case.is_out_of_scope() {
            self.refused_rightly.count(!answer.assessable);
            return;
        }
        self.refused_wrongly.count(!answer.assessable);
        if !case.codes.is_empty() {
            self.count_conditions(case, answer, known);
        }
        self.count_triage(case, answer);
        if case.specialty.is_some() {
            for (share, first) in self.specialty.iter_mut().zip([1, 3]) {
                share.count(answer.specialties.iter().take(first).any(|s| case.is_right_specialty(s.code)));
            }
        }
    }

    fn count_conditions(&mut self, case: &Case, answer: &Assessment, known: impl Fn(&str) -> bool) {
        let place = answer.conditions.iter().position(|c| case.is_right(&c.code));
        if let Some(specialty) = case.specialty {
            self.by_specialty.entry(specialty.code().to_owned()).or_default().count(place == Some(0));
        }
        for (share, first) in self.top.iter_mut().zip([1, 3, 5]) {
            share.count(place.is_some_and(|place| place < first));
        }
        self.unknown.count(!case.codes.iter().any(|code| known(code)));
        if let Some(first) = answer.conditions.first() {
            self.first.push((first.probability, place == Some(0)));
        }
    }

    fn count_triage(&mut self, case: &Case, answer: &Assessment) {
        let Some(wanted) = case.triage.map(four) else { return };
        let given = answer.triage.as_ref().map(|t| four(t.level));
        self.levels[place(wanted)][given.map_or(NOT_ASSESSED, place)] += 1;
        self.triage_exact.count(given == Some(wanted));
        self.triage_under.count(given.is_some_and(|given| given < wanted));
        self.triage_over.count(given.is_some_and(|given| given > wanted));
        let emergency = given.is_some_and(Triage::is_emergency);
        if wanted.is_emergency() {
            self.emergencies_seen.count(emergency);
            self.emergencies_below_24.count(given.is_none_or(|given| given < Triage::Consultation24));
            self.emergencies_sent_home.count(given == Some(Triage::SelfCare));
        } else {
            self.false_alarms.count(emergency);
        }
    }

    /// Counts the answers to both texts of a pair.
    pub fn count_pair(&mut self, pair: &Pair, present: &Assessment, absent: &Assessment) {
        let has = |answer: &Assessment| answer.findings.iter().any(|f| f.state == State::Present && f.name.contains(&pair.finding));
        self.told.count(has(present));
        self.denied.count(!has(absent));
        if has(present) {
            self.denied_of_told.count(!has(absent));
        }
    }

    /// What was measured, without the times: they belong to the machine and not to the engine.
    pub fn figures(&self) -> Figures {
        Figures {
            cases: self.took.len() as u32,
            diagnosis: self.top,
            unknown: self.unknown,
            triage_exact: self.triage_exact,
            triage_under: self.triage_under,
            triage_over: self.triage_over,
            levels: self.levels,
            emergencies_seen: self.emergencies_seen,
            emergencies_below_24: self.emergencies_below_24,
            emergencies_sent_home: self.emergencies_sent_home,
            false_alarms: self.false_alarms,
            specialty: self.specialty,
            by_specialty: self.by_specialty.clone(),
            refused_rightly: self.refused_rightly,
            refused_wrongly: self.refused_wrongly,
            denied: self.denied,
            told: self.told,
            denied_of_told: self.denied_of_told,
            brier: four_decimals(self.brier()),
            calibration_error: four_decimals(self.ece()),
            calibration: self.calibration(),
        }
    }

    fn calibration(&self) -> Vec<Bin> {
        let mut bins = [(0.0_f64, Share::default()); BINS];
        for (p, right) in &self.first {
            let (said, share) = &mut bins[bin(*p)];
            *said += f64::from(*p);
            share.count(*right);
        }
        let full = bins.into_iter().filter(|(_, right)| right.of > 0);
        full.map(|(said, right)| Bin { said: four_decimals(said / f64::from(right.of)), right }).collect()
    }

    /// Mean squared distance of the first condition's probability from the truth.
    pub fn brier(&self) -> f64 {
        let square = |(p, right): &(f32, bool)| (f64::from(*p) - f64::from(u8::from(*right))).powi(2);
        self.first.iter().map(square).sum::<f64>() / self.first.len().max(1) as f64
    }

    /// Expected calibration error of the first condition's probability, over ten equal bins (Guo et al. 2017).
    pub fn ece(&self) -> f64 {
        let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); BINS];
        for (p, right) in &self.first {
            let at = bin(*p);
            bins[at].0 += f64::from(*p);
            bins[at].1 += f64::from(u8::from(*right));
            bins[at].2 += 1.0;
        }
        bins.iter().map(|(said, right, _)| (said - right).abs()).sum::<f64>() / self.first.len().max(1) as f64
    }

    /// The time within which a share of the answers came, in milliseconds.
    pub fn percentile_ms(&self, share: f64) -> f64 {
        let mut all = self.took.clone();
        all.sort_unstable();
        let at = (share * all.len() as f64) as usize;
        all.get(at.min(all.len().saturating_sub(1))).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

/// The column of [`Figures::levels`] for texts that were refused.
const NOT_ASSESSED: usize = 4;

/// Which of the four levels it is, least urgent first.
fn place(level: Triage) -> usize {
    Triage::ALL.iter().position(|l| *l == four(level)).unwrap_or_default()
}

/// Which bin of the calibration error a probability falls into.
fn bin(p: f32) -> usize {
    ((p * BINS as f32) as usize).min(BINS - 1)
}

/// Enough to read, and the same on every machine.
fn four_decimals(value: f64) -> f64 {
    // A sum of nothing is −0.
    (value * 1e4).round() / 1e4 + 0.0
}

/// The two emergency levels as one.
fn four(level: Triage) -> Triage {
    level.min(Triage::Emergency)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: [(&str, Share); 19] = [
            ("diagnosis top-1", self.top[0]),
            ("diagnosis top-3", self.top[1]),
            ("diagnosis top-5", self.top[2]),
            ("diagnosis not in the knowledge", self.unknown),
            ("triage exact (four levels)", self.triage_exact),
            ("triage under", self.triage_under),
            ("triage over", self.triage_over),
            ("emergencies at an emergency level", self.emergencies_seen),
            ("emergencies below 24 hours", self.emergencies_below_24),
            ("emergencies sent to self-care", self.emergencies_sent_home),
            ("others at an emergency level", self.false_alarms),
            ("specialty top-1", self.specialty[0]),
            ("specialty top-3", self.specialty[1]),
            ("out of scope refused", self.refused_rightly),
            ("symptoms refused", self.refused_wrongly),
            ("denied findings not read as present", self.denied),
            ("told findings read as present", self.told),
            ("… and not where they are denied", self.denied_of_told),
            ("cases", Share { hits: self.took.len() as u32, of: self.took.len() as u32 }),
        ];
        for (name, share) in rows.iter().filter(|(_, share)| share.of > 0) {
            writeln!(f, "{name:<36}{share}")?;
        }
        if !self.first.is_empty() {
            writeln!(f, "{:<36}{:5.3}", "Brier score of the first condition", self.brier())?;
            writeln!(f, "{:<36}{:5.3}", "expected calibration error", self.ece())?;
        }
        writeln!(f, "{:<36}{:5.1} / {:.1} ms", "time p50 / p95", self.percentile_ms(0.5), self.percentile_ms(0.95))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_agrees_with_its_category_and_not_with_its_neighbour() {
        assert!(matches("J45", "J45.9") && matches("J45.0", "J45.9") && matches("I10", "I10"));
        assert!(!matches("J45.0", "J45.1") && !matches("J45", "J46") && !matches("", "J45"));
    }

    #[test]
    fn what_is_sure_and_right_has_no_calibration_error() {
        let sure = Report { first: vec![(1.0, true); 5], ..Report::default() };
        let wrong = Report { first: vec![(1.0, false); 5], ..Report::default() };
        assert!(sure.ece() < 1e-9 && sure.brier() < 1e-9 && (wrong.ece() - 1.0).abs() < 1e-9);
        let told = sure.figures().calibration;
        assert_eq!(told, [Bin { said: 1.0, right: Share { hits: 5, of: 5 } }], "empty bins are left out");
    }

    #[test]
    fn an_emergency_that_was_not_assessed_stands_in_the_last_column() {
        let mut report = Report::default();
        let case = Case { triage: Some(Triage::EmergencyAmbulance), ..Case::default() };
        let refused = Assessment {
            assessable: false,
            reason: None,
            findings: Vec::new(),
            conditions: Vec::new(),
            triage: None,
            specialties: Vec::new(),
            crisis: false,
            model: String::new(),
        };
        report.count(&case, &refused, |_| true, Duration::ZERO);
        let figures = report.figures();
        assert_eq!((figures.levels[3], figures.emergencies_seen), ([0, 0, 0, 0, 1], Share { hits: 0, of: 1 }));
    }
}
