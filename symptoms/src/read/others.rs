//! Whose findings count where a text tells of several people.

use super::lexicon::Match;
use super::segment::{find, has, one_of};
use super::who::{self, CHILDREN, Who};
use super::{Fate, Text, contrast, lasting};
use crate::{
    knowledge::Knowledge,
    triage::{self, Person},
};
use std::collections::BTreeSet;

/// What is an emergency until it is looked into, though no flag says so of everybody.
const ACUTE: [&str; 2] = ["chest-pain", "fainting"];
/// What comes and goes, or has been so for long: no emergency of now.
const HABIT: &str = "gets get suffers suffer always often sometimes usually occasionally regularly known years seizures fits attacks faints blackouts \
epilepsy epileptic asthma";
/// When it is over and has been dealt with.
const AGO: &[&str] = &[
    "last week",
    "last month",
    "last year",
    "last summer",
    "last winter",
    "the other day",
    "the other week",
    "days ago",
    "week ago",
    "weeks ago",
    "month ago",
    "months ago",
    "years ago",
];
/// When an illness that one may have caught was over.
const BEFORE_NOW: &str = "yesterday before first earlier weekend monday tuesday wednesday thursday friday saturday sunday";
/// Verbs of what was.
const WAS: &str = "had was were got caught";
/// Words of what goes on.
const NOW: &str = "now just still is isn't are aren't has hasn't won't can't cannot";
/// Who speaks of these does not speak of themselves.
const THEM: &str = "he she him her his hers they them their he's she's hes shes";

impl Text {
    /// A stranger or acquaintance is the patient where the speaker reports nothing of themselves or of a child, and always where it is an
    /// emergency of now: who writes that asks for them. A relative is not where the speaker sets themselves off, or has caught what the
    /// relative had, unless it is a danger.
    pub(super) fn settle_others(&mut self, knowledge: &Knowledge, matches: &[Match]) {
        let present = |m: &&Match| self.fate(knowledge, m) == Fate::Present;
        let of = |m: &Match, who: Who| self.segment_of(m.first()).is_some_and(|s| self.who[s] == who);
        let own = |m: &Match| of(m, Who::Speaker) && !self.segment_of(m.first()).is_some_and(|s| self.tells_of_them(s));
        let speaker = matches.iter().filter(present).any(|m| of(m, Who::Speaker))
            || self.who.iter().zip(&self.segments).any(|(who, s)| *who == Who::Patient && who::is_own_child(&self.words, &s.range));
        let itself = matches.iter().filter(present).any(own);
        let set_off = contrast::set_off(&self.words, &self.segments, &self.who);
        let urgent = self.is_urgent(knowledge, matches);
        let danger = |s: usize| {
            matches.iter().any(|m| self.segment_of(m.first()) == Some(s) && lasting::is_grave(&knowledge.findings()[m.finding].id))
        };
        let settled = |s: usize| match self.who[s] {
            Who::Far if (!urgent || self.is_over(s)) && (speaker || set_off[s]) => Who::Other,
            Who::Far => Who::Patient,
            Who::Kin | Who::Patient if (set_off[s] || (itself && self.had_it_before(s))) && !danger(s) => Who::Other,
            who => who,
        };
        self.who = (0..self.segments.len()).map(settled).collect();
    }

    /// Whether what is told of strangers and acquaintances is an emergency of now.
    fn is_urgent(&self, knowledge: &Knowledge, matches: &[Match]) -> bool {
        let now = |s: usize| {
            let range = &self.segments[s].range;
            self.who[s] == Who::Far && !has(&self.words, range, HABIT) && find(&self.words, range, AGO).is_none()
        };
        let told = matches.iter().filter(|m| self.segment_of(m.first()).is_some_and(now) && self.fate(knowledge, m) == Fate::Present);
        let findings: BTreeSet<usize> = told.map(|m| m.finding).collect();
        let present = knowledge.closure(&findings);
        let acute = ACUTE.iter().any(|id| knowledge.finding(id).is_some_and(|f| present.contains(&f)));
        let flags = triage::red_flags(knowledge, &present, Person { age: None, sex: None });
        acute || flags.first().is_some_and(|rule| rule.level.is_emergency())
    }

    /// "a boy at school had a fit, mine is fine": told as what was.
    fn is_over(&self, s: usize) -> bool {
        let range = &self.segments[s].range;
        has(&self.words, range, WAS) && !has(&self.words, range, NOW)
    }

    /// "I noticed she has a rash": said by the speaker, not of the speaker.
    fn tells_of_them(&self, s: usize) -> bool {
        let range = &self.segments[s].range;
        range.clone().any(|at| one_of(THEM, &self.words[at].word)) || has(&self.words, range, CHILDREN)
    }

    /// "my wife had the flu last week": told of a relative as what is over.
    fn had_it_before(&self, s: usize) -> bool {
        let range = &self.segments[s].range;
        let over = find(&self.words, range, AGO).is_some() || has(&self.words, range, BEFORE_NOW);
        let child = has(&self.words, &(range.start..range.end.min(range.start + 4)), CHILDREN);
        let goes_on = has(&self.words, range, "i me since still now keeps");
        (self.who[s] == Who::Kin || child) && over && has(&self.words, range, WAS) && !goes_on
    }
}
