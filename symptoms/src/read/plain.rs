//! Texts that say nothing beside what very many people have: "fever", "I am ill", "pain".

use super::{
    Match, Text,
    segment::{bare, find, one_of},
    who::is_grown_up,
    words::{Kind, Token},
};
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

/// What is taken regularly.
const MEDICINE: &str = "cream ointment lotion tablets tablet pills pill inhaler inhalers drops spray prescription prescriptions medication \
medications medicine meds patches shampoo gel";
/// What says that it is to go on as it did.
const AS_EVER: &[&str] = &[
    "as always",
    "as usual",
    "as ever",
    "as before",
    "as last time",
    "like always",
    "like last time",
    "same as last",
    "my usual",
    "the usual",
    "my regular",
];
const ONCE_MORE: &str = "refill refilled repeat renew renewed renewal";

/// Whether a text asks for what one has always had. It says how a disease is called, and nothing of how it is.
pub(super) fn is_routine(words: &[Token]) -> bool {
    let whole = 0..words.len();
    let again = find(words, &whole, AS_EVER).is_some() || words.iter().any(|t| one_of(ONCE_MORE, bare(&t.word)));
    again && words.iter().any(|t| one_of(MEDICINE, bare(&t.word)))
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::words::tokens;

    #[test]
    fn who_asks_for_what_they_always_had_says_nothing_of_how_they_are() {
        for (text, routine) in [
            ("I just need the same eczema cream as always.", true),
            ("can I get my usual asthma inhaler", true),
            ("a repeat prescription for my migraine tablets please", true),
            ("my asthma is as bad as always", false),
            ("the tablets do not help, I feel sick as usual", true),
            ("I took all my tablets", false),
        ] {
            assert_eq!(is_routine(&tokens(text)), routine, "{text}");
        }
    }
}
