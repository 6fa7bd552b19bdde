//! Texts that say nothing beside what very many people have: "fever", "I am ill", "pain".

use super::{Match, Text, segment::bare, who::is_grown_up, words::Kind};
use crate::knowledge::Knowledge;

/// Complaints that are harmless as a rule, and say too little alone to send anybody anywhere in a hurry.
const EVERYDAY: [&str; 16] = [
    "abdominal-pain",
    "back-pain",
    "blocked-nose",
    "body-aches",
    "cough",
    "fatigue",
    "fever",
    "headache",
    "insomnia",
    "itching",
    "joint-pain",
    "loss-of-appetite",
    "malaise",
    "runny-nose",
    "sore-throat",
    "toothache",
];
/// Words that say no more than that something is the matter.
const VAGUE: [&str; 26] = [
    "bit",
    "mild",
    "slight",
    "slightli",
    "pain",
    "fever",
    "ill",
    "unwell",
    "poorly",
    "sick",
    "temperatur",
    "tired",
    "cold",
    "flu",
    "hurt",
    "cough",
    "sore",
    "bad",
    "feel",
    "help",
    "please",
    "need",
    "doctor",
    "bug",
    "well",
    "good",
];

impl Text {
    /// Whether a text says nothing else.
    pub(super) fn plain(&self, knowledge: &Knowledge, kept: &[&Match]) -> bool {
        let everyday = |m: &&Match| EVERYDAY.contains(&knowledge.findings()[m.finding].id.as_str());
        let said = |t: usize| {
            kept.iter().any(|m| m.tokens.contains(&t))
                || VAGUE.contains(&self.words[t].stem.as_str())
                || self.figure[t]
                || is_grown_up(bare(&self.words[t].word))
        };
        let mut findings: Vec<usize> = kept.iter().map(|m| m.finding).collect();
        findings.dedup();
        findings.len() <= 1
            && kept.iter().all(everyday)
            && (0..self.words.len()).all(|t| self.words[t].kind != Kind::Content && !self.words[t].kind.negates() || said(t))
            && self.words.iter().any(|t| t.kind == Kind::Content)
    }
}
