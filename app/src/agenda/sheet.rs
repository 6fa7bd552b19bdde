//! A day as it is written down.

use domain::{
    appointment::{Act, Status},
    triage::Triage,
};
use serde::{Deserialize, Serialize};

/// One day of a doctor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// ISO date.
    pub date: String,
    /// Where buttons post to.
    pub to: String,
    /// "14:32", when it was written.
    pub written: String,
    /// How many of which.
    pub counts: Counts,
    /// The patient with the doctor, or the next one.
    pub next: Option<Next>,
    /// Every visit, in order of time.
    pub lines: Vec<Line>,
}

/// How many of which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All.
    pub all: usize,
    /// Requests that wait for an answer.
    pub requests: usize,
    /// Here and waiting.
    pub waiting: usize,
    /// Done.
    pub done: usize,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The appointment's id.
    pub id: String,
    /// Counts changes.
    pub version: i32,
    /// "14:30"
    pub time: String,
    /// RFC 3339.
    pub machine: String,
    /// "30 minutes"
    pub length: String,
    /// The patient's name.
    pub name: String,
    /// The patient's id.
    pub patient: String,
    /// Why they come; empty where it was not said.
    pub reason: String,
    /// By video.
    pub video: bool,
    /// Where it stands.
    pub status: Status,
    /// How urgent the symptom report found it.
    pub triage: Option<Triage>,
    /// What can be done now, the likeliest first.
    pub steps: Vec<Step>,
}

/// What a doctor does with a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Accept a request.
    Accept,
    /// The patient is here.
    CheckIn,
    /// Call them in.
    CallIn,
    /// The visit is done.
    Complete,
    /// They did not come.
    NoShow,
    /// Call it off, or decline a request.
    Cancel,
}

/// The patient with the doctor, or the next one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// The visit.
    pub line: Line,
    /// "34 years · female"; empty where neither is known.
    pub person: String,
    /// Where something is prescribed to them.
    pub prescribe: String,
    /// What they told the engine.
    pub report: Option<Report>,
}

/// A symptom report as a doctor reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Where the whole of it is.
    pub href: String,
    /// In the person's own words.
    pub words: String,
    /// How urgent.
    pub triage: Option<Triage>,
    /// Why, one sentence each.
    pub flags: Vec<String>,
    /// Said to be there.
    pub present: Vec<String>,
    /// Said not to be there.
    pub absent: Vec<String>,
    /// What it may be: name with code, and how probable.
    pub conditions: Vec<(String, String)>,
}

impl Step {
    /// All of them, the likeliest first.
    pub const ALL: [Self; 6] = [Self::Accept, Self::CallIn, Self::CheckIn, Self::Complete, Self::NoShow, Self::Cancel];

    /// The name of the page's act.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::CheckIn => "check-in",
            Self::CallIn => "call-in",
            Self::Complete => "complete",
            Self::NoShow => "no-show",
            Self::Cancel => "cancel",
        }
    }

    /// The key that presses it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Accept => "a",
            Self::CheckIn => "h",
            Self::CallIn => "c",
            Self::Complete => "d",
            Self::NoShow => "n",
            Self::Cancel => "x",
        }
    }

    /// What stands on its button.
    pub fn words(self) -> &'static str {
        match self {
            Self::Accept => "Accept",
            Self::CheckIn => "Check in",
            Self::CallIn => "Call in",
            Self::Complete => "Complete",
            Self::NoShow => "Did not come",
            Self::Cancel => "Cancel",
        }
    }

    /// The move of the status machine.
    pub fn act(self) -> Act {
        match self {
            Self::Accept => Act::Accept,
            Self::CheckIn => Act::CheckIn,
            Self::CallIn => Act::Arrive,
            Self::Complete => Act::Complete,
            Self::NoShow => Act::NoShow,
            Self::Cancel => Act::Cancel,
        }
    }

    /// What follows, where it cannot be taken back.
    pub fn consequence(self) -> Option<&'static str> {
        match self {
            Self::NoShow => Some("The visit is closed as missed. This cannot be taken back."),
            Self::Cancel => Some("The patient is told, and the time is free for others. This cannot be taken back."),
            _ => None,
        }
    }
}

impl Sheet {
    /// What is new since `before`, in a sentence to be read out; empty where nothing is.
    pub fn news(&self, before: &Self) -> String {
        const MOST: usize = 3;
        let told = self.lines.iter().filter_map(|line| match before.lines.iter().find(|old| old.id == line.id) {
            None => Some(format!("New: {}, {}.", line.name, line.time)),
            Some(old) if old.time != line.time => Some(format!("{} moved to {}.", line.name, line.time)),
            Some(old) if old.status != line.status => Some(format!("{}: {}.", line.name, line.status.label())),
            Some(_) => None,
        });
        let gone = before.lines.iter().filter(|old| !self.lines.iter().any(|line| line.id == old.id));
        let gone = gone.map(|old| format!("{}, {}, is off.", old.name, old.time));
        let all: Vec<String> = told.chain(gone).collect();
        if all.len() > MOST { format!("{} changes.", all.len()) } else { all.join(" ") }
    }
}

/// A level of urgency in a few words.
pub fn triage_words(level: Triage) -> &'static str {
    match level {
        Triage::EmergencyAmbulance => "Ambulance now",
        Triage::Emergency => "Emergency",
        Triage::Consultation24 => "Within 24 hours",
        Triage::Consultation => "See a doctor",
        Triage::SelfCare => "Care at home",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, time: &str, status: Status) -> Line {
        Line {
            id: id.into(),
            version: 1,
            time: time.into(),
            machine: String::new(),
            length: String::new(),
            name: format!("Ann {id}"),
            patient: id.into(),
            reason: String::new(),
            video: false,
            status,
            triage: None,
            steps: vec![],
        }
    }

    fn sheet(lines: Vec<Line>) -> Sheet {
        Sheet { date: String::new(), to: String::new(), written: String::new(), counts: Counts::default(), next: None, lines }
    }

    #[test]
    fn a_new_a_moved_a_changed_and_a_cancelled_visit_are_told() {
        let before = sheet(vec![line("1", "09:00", Status::Booked), line("2", "10:00", Status::Booked)]);
        assert_eq!(before.news(&before), "");
        let after = sheet(vec![line("1", "09:30", Status::Booked), line("3", "11:00", Status::Booked)]);
        assert_eq!(after.news(&before), "Ann 1 moved to 09:30. New: Ann 3, 11:00. Ann 2, 10:00, is off.");
        let here = sheet(vec![line("1", "09:00", Status::CheckedIn), line("2", "10:00", Status::Booked)]);
        assert_eq!(here.news(&before), "Ann 1: Checked in.");
    }

    #[test]
    fn every_step_has_a_key_of_its_own() {
        let mut keys = Step::ALL.map(Step::key);
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
