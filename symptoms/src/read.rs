//! Reading: from a text to findings that are there, findings that are not, and the texts that the model is to embed.

mod accidents;
mod contrast;
pub(crate) mod course;
mod crisis;
mod doses;
mod double;
mod exact;
mod falls;
mod figure;
mod fine;
mod harmless;
mod imagined;
pub(crate) mod labs;
pub(crate) mod language;
mod lasting;
pub(crate) mod lexicon;
mod meant;
mod moods;
mod negation;
pub(crate) mod numbers;
mod others;
mod over;
mod person;
mod plain;
mod postposed;
mod recur;
pub(crate) mod scenes;
mod segment;
pub(crate) mod sound;
mod spelling;
mod temperature;
mod time;
mod violence;
mod who;
pub(crate) mod words;

use crate::{
    courtesy::pause,
    interview,
    knowledge::{Course, Knowledge},
    triage::CRISIS,
};
use domain::{
    assessment::{Complaint, State},
    interview::Answer,
    patient::Sex,
};
use lexicon::{Lexicon, Match};
use over::Over;
use segment::Segment;
use std::collections::{BTreeMap, BTreeSet};
use who::Who;
use words::{Kind, Token};

/// How a finding was met in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) present: bool,
    pub(crate) span: Option<(usize, usize)>,
}

/// What is said to be there now, where it is all one piece.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clause {
    /// In code points of the text sent.
    pub(crate) span: (usize, usize),
    /// The findings read from it that are not said to be there, though the piece is.
    pub(crate) left_out: Vec<usize>,
    /// Whether it says that something is as it should be.
    pub(crate) fine: bool,
    /// Whether it holds a "not".
    pub(crate) negates: bool,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Reading {
    pub(crate) findings: BTreeMap<usize, Seen>,
    /// The one piece of the text; `None` where it has several, or something in it is denied.
    pub(crate) clause: Option<Clause>,
    /// Everything that is said to be there now.
    pub(crate) whole: String,
    /// Whether findings were left out because they are another's, long gone, or only imagined.
    pub(crate) left_out: bool,
    pub(crate) other_language: bool,
    pub(crate) animal: bool,
    /// Whether the text says nothing beside findings that are there: "cough".
    pub(crate) bare: bool,
    /// Whether nothing of weight is said that is not denied: "I'm not short of breath".
    pub(crate) all_denied: bool,
    /// The findings of a text that says nothing beside what very many people have: "fever", "I am ill"; none where one only asks for
    /// what one has always had.
    pub(crate) plain: Option<Vec<usize>>,
    /// What was swallowed, where that may have been on purpose.
    pub(crate) meant: Vec<&'static str>,
    pub(crate) age: Option<f32>,
    pub(crate) sex: Option<Sex>,
    /// How long it has been going on.
    pub(crate) course: Option<Course>,
    /// Whether it keeps coming back.
    pub(crate) recurs: bool,
    /// Whether "I have …" names a finding beside a story of somebody else.
    pub(crate) tells_of_self: bool,
    /// Findings that were asked for, with an answer.
    pub(crate) asked: BTreeSet<usize>,
    /// Findings that were asked for and are not known.
    pub(crate) unknown: BTreeSet<usize>,
    /// Whether "since when" was asked.
    pub(crate) course_asked: bool,
}

/// The finding of a fit that goes on.
const ONGOING: &str = "seizure-ongoing";

/// What became of a match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Present,
    Absent,
    LeftOut,
}

/// A text with everything that was found out about its words.
struct Text {
    chars: Vec<char>,
    words: Vec<Token>,
    segments: Vec<Segment>,
    who: Vec<Who>,
    past: Vec<bool>,
    /// Whether a token tells of what is only feared, asked or imagined.
    imagined: Vec<bool>,
    /// Whether a token is part of a figure of speech.
    figure: Vec<bool>,
    over: Over,
    denied: Vec<Option<usize>>,
    /// Whether a token is the subject of what is denied.
    subject: Vec<bool>,
}

/// Reads a complaint.
pub(crate) fn read(complaint: &Complaint, knowledge: &Knowledge, lexicon: &Lexicon) -> Reading {
    let mut words = words::tokens(&complaint.text);
    let other_language = language::is_other(&complaint.text, &words, lexicon);
    pause();
    lexicon.mend(&mut words);
    double::settle(&mut words);
    pause();
    let mut matches = lexicon.matches(&words);
    pause();
    let by_accident = accidents::happened(&words);
    matches.retain(|m| knowledge.findings()[m.finding].id != "self-harm" || !accidents::explains(&by_accident, m));
    let harmless = harmless::harmless(&words);
    matches.retain(|m| !harmless::explains(&harmless, m));
    let likenesses = scenes::likenesses(&words);
    matches.retain(|m| !is_blow(&knowledge.findings()[m.finding].id) || !accidents::explains(&likenesses, m));
    matches.retain(|m| !is_sharp(&knowledge.findings()[m.finding].id) || !is_likened(&words, m));
    matches.retain(|m| knowledge.findings()[m.finding].id != "weight-gain" || !stands_on(&words, m));
    let segments = segment::segments(&words);
    let inert: Vec<usize> = matches.iter().flat_map(|m| &m.tokens).copied().filter(|&t| words[t].kind.negates()).collect();
    let mut denied = negation::denied(&words, &inert);
    let named: Vec<usize> = matches.iter().flat_map(|m| &m.tokens).copied().collect();
    let subject = negation::subjects(&words, &segments, &denied, &named);
    postposed::deny(&words, &segments, &mut denied);
    let mut figure = figure::figures(&words, &segments);
    let any_harmless = !harmless.is_empty();
    harmless.into_iter().for_each(|range| figure[range].fill(true));
    // The text model cannot count: "took two paracetamol" sounds like an overdose to it.
    if matches.is_empty() {
        doses::usual(&words).into_iter().for_each(|range| figure[range].fill(true));
    }
    pause();
    let mut text = Text {
        chars: complaint.text.chars().collect(),
        who: who::who(&words, &segments),
        past: time::past(&words, &segments),
        imagined: imagined::imagined(&words, &segments),
        figure,
        over: over::over(&words, &segments),
        denied,
        subject,
        words,
        segments,
    };
    let stopped = text.stopped_fit(knowledge, &matches);
    text.settle_over(knowledge, &matches);
    text.settle_others(knowledge, &matches);
    let mut reading = Reading {
        other_language,
        animal: text.who.contains(&Who::Animal),
        age: complaint.age.or_else(|| person::age(&text.words, &text.segments, &text.who, &text.past)),
        ..Reading::default()
    };
    pause();
    let kept = text.sort_out(knowledge, &matches, &mut reading);
    reading.left_out |= any_harmless;
    if let Some(ongoing) = knowledge.finding(ONGOING).filter(|_| stopped) {
        reading.see(ongoing, false, None);
    }
    pause();
    reading.bare = text.says_nothing_else(&kept);
    reading.tells_of_self = text.tells_of_self(&kept);
    reading.all_denied = (0..text.words.len()).all(|t| text.words[t].kind != Kind::Content || text.denied[t].is_some() || text.subject[t]);
    text.measure(knowledge, &mut reading);
    text.see_what_works(knowledge, &mut reading);
    let nothing_there = reading.with(true).is_empty() && reading.with(false).is_empty();
    let plain = text.plain(knowledge, &kept) || nothing_there && plain::is_routine(&text.words);
    reading.plain = plain.then(|| reading.with(true));
    reading.meant = meant::meant(&text.words, reading.age);
    reading.sex = complaint.sex.or_else(|| text.sex(knowledge, &reading));
    reading.course = course::course(&text.words, |t| text.tells(t));
    reading.recurs = recur::recurs(&text.words, |t| text.tells(t));
    reading.clause = text.only_clause(&matches, &kept);
    reading.whole = text.whole(&matches);
    reading.answer(knowledge, &complaint.evidence);
    reading
}

impl Reading {
    /// What is there in one place counts, whatever is denied in another; the first place is shown.
    pub(crate) fn see(&mut self, finding: usize, present: bool, span: Option<(usize, usize)>) {
        let new = Seen { present, span };
        let seen = self.findings.entry(finding).or_insert(new);
        if present && !seen.present {
            *seen = new;
        }
    }

    /// What was answered counts more than what was read.
    fn answer(&mut self, knowledge: &Knowledge, evidence: &[Answer]) {
        for answer in evidence {
            if let Some(course) = interview::course(&answer.id) {
                self.course_asked = true;
                self.course = course.filter(|_| answer.state == State::Present).or(self.course);
            }
            let Some(finding) = knowledge.finding(&answer.id) else { continue };
            self.findings.remove(&finding);
            match answer.state {
                State::Unknown => drop(self.unknown.insert(finding)),
                state => {
                    self.asked.insert(finding);
                    self.see(finding, state == State::Present, None);
                }
            }
        }
    }

    /// A finding that the text model hears in a clause; what the words say goes before.
    pub(crate) fn hear(&mut self, finding: usize, span: (usize, usize)) {
        self.findings.entry(finding).or_insert(Seen { present: true, span: Some(span) });
    }

    pub(crate) fn with(&self, present: bool) -> Vec<usize> {
        self.findings.iter().filter(|(_, seen)| seen.present == present).map(|(f, _)| *f).collect()
    }
}

impl Text {
    fn segment_of(&self, token: usize) -> Option<usize> {
        self.segments.iter().position(|s| s.range.contains(&token))
    }

    fn span(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        Some((self.words.get(first)?.start, self.words.get(last)?.end))
    }

    /// Whether a fit is said to have ended: it is looked into, but it does not go on.
    fn stopped_fit(&self, knowledge: &Knowledge, matches: &[Match]) -> bool {
        matches.iter().any(|m| knowledge.findings()[m.finding].id.starts_with("seizure") && self.over.ended(m))
    }

    /// What ended without a word that names it, or is a danger though it ended, is told of now.
    fn settle_over(&mut self, knowledge: &Knowledge, matches: &[Match]) {
        let mut ended = vec![false; self.words.len()];
        for run in self.over.runs() {
            let mut within = matches.iter().filter(|m| m.tokens.iter().any(|t| run.contains(t))).peekable();
            let named = within.peek().is_some();
            if named && !within.any(|m| lasting::is_lasting(&knowledge.findings()[m.finding].id)) {
                ended[run].fill(true);
            }
        }
        self.over.told = ended;
    }

    /// Notes what is there and what is not; returns the matches that are there.
    fn sort_out<'a>(&self, knowledge: &Knowledge, matches: &'a [Match], reading: &mut Reading) -> Vec<&'a Match> {
        let own = matches.iter().any(|m| self.fate(knowledge, m) == Fate::Present && !self.of_kin(m));
        let ill_kin = matches
            .iter()
            .any(|m| self.of_kin(m) && self.fate(knowledge, m) == Fate::Present && !knowledge.findings()[m.finding].is_history());
        let own = own || (self.who.contains(&Who::Speaker) && !ill_kin);
        let mut kept = Vec::new();
        for m in matches {
            let trait_of_kin = own && self.of_kin(m) && knowledge.findings()[m.finding].is_history();
            match self.fate(knowledge, m) {
                Fate::LeftOut => reading.left_out = true,
                Fate::Present if trait_of_kin => reading.left_out = true,
                Fate::Absent => reading.see(m.finding, false, self.span(m.first(), m.last())),
                Fate::Present => {
                    reading.see(m.finding, true, self.span(m.first(), m.last()));
                    kept.push(m);
                }
            }
        }
        kept
    }

    fn says_nothing_else(&self, kept: &[&Match]) -> bool {
        let said = |t: usize| kept.iter().any(|m| m.tokens.contains(&t));
        !kept.is_empty() && (0..self.words.len()).all(|t| self.words[t].kind != Kind::Content || said(t))
    }

    /// Whether a piece that begins with "I have" or the like names a finding, and another tells of somebody who is not the patient.
    fn tells_of_self(&self, kept: &[&Match]) -> bool {
        let has = |s: usize| {
            let head = self.segments[s].range.start..(self.segments[s].range.start + 4).min(self.segments[s].range.end);
            segment::has(&self.words, &head, "i i've ive") && segment::has(&self.words, &head, "have i've ive got")
        };
        let own = kept.iter().filter_map(|m| self.segment_of(m.first())).any(|s| self.who[s] == Who::Speaker && has(s));
        own && self.who.contains(&Who::Other)
    }

    fn of_kin(&self, m: &Match) -> bool {
        self.segment_of(m.first()).is_some_and(|s| self.who[s] == Who::Kin)
    }

    fn fate(&self, knowledge: &Knowledge, m: &Match) -> Fate {
        let id = &knowledge.findings()[m.finding].id;
        let Some(segment) = self.segment_of(m.first()) else { return Fate::LeftOut };
        let of_others = ["history-family", "family-", "contact-", "history-tb-contact", "others-"].iter().any(|part| id.starts_with(part));
        let own_crisis = CRISIS.contains(&id.as_str()) && self.says_i(m);
        let others = matches!(self.who[segment], Who::Other | Who::Animal) && !own_crisis;
        // "pregnancy test negative": a denial that is part of the finding is none of it.
        let denied = |t: usize| self.denied[t].is_some_and(|negator| !m.tokens.contains(&negator));
        // "my knee isn't sore"
        if denied(m.last()) && (denied(m.first()) || self.subject[m.first()]) {
            return if others { Fate::LeftOut } else { Fate::Absent };
        }
        // "not vomiting, can keep water down" does not say "keep vomiting".
        if denied(m.first()) != denied(m.last()) && (m.first()..m.last()).any(|t| self.words[t].kind.is_mark()) {
            return Fate::LeftOut;
        }
        // "I don't have chest pain and can breathe fine" does not say "chest pain when I breathe".
        let joint = |t: usize| segment::one_of("and or but", &self.words[t].word);
        if denied(m.first()) && !denied(m.last()) && (m.first()..m.last()).any(joint) {
            return Fate::LeftOut;
        }
        if of_others {
            return Fate::Present;
        }
        // Once ill with it, always with that history; a pregnancy ends.
        let for_life = id.starts_with("history-") && !lasting::is_passing(id);
        let gone = !for_life && (self.past[segment] || self.over.ended(m));
        let imagined = self.imagined[m.first()] && !own_crisis;
        if others || gone || imagined || self.figure[m.last()] {
            return Fate::LeftOut;
        }
        Fate::Present
    }

    /// Whether the speaker says it of themselves: "since my wife died I want to die", "they would be better off without me".
    fn says_i(&self, m: &Match) -> bool {
        let end = self.words.len().min(m.last() + 2);
        let is_own = |t: &Token| segment::one_of("i i'm im i've ive i'd id me my myself", &t.word);
        self.words[m.first().saturating_sub(4)..end].iter().any(is_own)
    }

    fn measure(&self, knowledge: &Knowledge, reading: &mut Reading) {
        for m in numbers::measured(&self.words) {
            let Some(finding) = knowledge.finding(m.id) else { continue };
            if !self.tells(m.first) {
                continue;
            }
            // A number knows better than the word beside it: "a temperature of 36.8".
            if !m.present && m.id == "fever" {
                reading.findings.remove(&finding);
            }
            reading.see(finding, m.present, self.span(m.first, m.last));
        }
    }

    /// What works as it should denies what would disturb it.
    fn see_what_works(&self, knowledge: &Knowledge, reading: &mut Reading) {
        let told = sound::sound(&self.words, &self.segments).into_iter().filter(|(_, first, _)| self.tells(*first));
        for (id, first, last) in told {
            knowledge.finding(id).into_iter().for_each(|finding| reading.see(finding, false, self.span(first, last)));
        }
    }

    fn sex(&self, knowledge: &Knowledge, reading: &Reading) -> Option<Sex> {
        let told = person::sex(&self.words, &self.segments, &self.who);
        told.or_else(|| reading.with(true).iter().find_map(|&f| person::sex_of_finding(&knowledge.findings()[f].id)))
    }

    /// The one piece of the text, where nothing in it is denied: the text model hardly hears a "not".
    fn only_clause(&self, all: &[Match], kept: &[&Match]) -> Option<Clause> {
        if self.denied.iter().any(Option::is_some) {
            return None;
        }
        let mut pieces = (0..self.segments.len()).filter_map(|at| self.clause(at, all, kept));
        pieces.next().filter(|_| pieces.next().is_none())
    }

    /// Everything that is said to be there. What is denied stays where it names no finding: "isn't saying any words" is the complaint.
    fn whole(&self, all: &[Match]) -> String {
        let denied: Vec<usize> = all.iter().flat_map(|m| &m.tokens).filter_map(|&t| self.denied[t]).collect();
        let names_finding = |t: usize| self.denied[t].is_some_and(|negator| denied.contains(&negator));
        let tokens = |at: usize| self.told(at).filter(|&t| !names_finding(t)).collect::<Vec<_>>();
        let pieces = (0..self.segments.len()).map(|at| (self.segments[at].sentence, self.written(&tokens(at))));
        let pieces: Vec<(usize, String)> = pieces.filter(|(_, text)| !text.is_empty()).collect();
        let mut whole = String::new();
        for (at, (sentence, text)) in pieces.iter().enumerate() {
            if let Some((before, _)) = at.checked_sub(1).map(|p| &pieces[p]) {
                whole.push_str(if before == sentence { ", " } else { ". " });
            }
            whole.push_str(text);
        }
        whole
    }

    /// Whether a token tells of the patient now.
    fn tells(&self, t: usize) -> bool {
        let told = |s: usize| !self.past[s] && !matches!(self.who[s], Who::Other | Who::Animal);
        self.segment_of(t).is_some_and(told) && !self.is_aside(t)
    }

    /// Whether a token tells of what is not, or no longer.
    fn is_aside(&self, t: usize) -> bool {
        self.imagined[t] || self.figure[t] || self.over.told[t]
    }

    /// The tokens of a segment that tell of the patient now.
    fn told(&self, at: usize) -> impl Iterator<Item = usize> {
        let left_out = self.past[at] || matches!(self.who[at], Who::Other | Who::Animal);
        self.segments[at].range.clone().filter(move |&t| !left_out && !self.is_aside(t))
    }

    /// Tokens as they were written; what stood between neighbours stays.
    fn written(&self, tokens: &[usize]) -> String {
        let mut text = String::new();
        for run in tokens.chunk_by(|a, b| a + 1 == *b) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(&self.chars[self.words[*first].start..self.words[*last].end]);
        }
        text
    }

    fn clause(&self, at: usize, all: &[Match], kept: &[&Match]) -> Option<Clause> {
        let tokens: Vec<usize> = self.told(at).collect();
        let (first, last) = (*tokens.first()?, *tokens.last()?);
        let within = |m: &Match| m.tokens.iter().any(|t| tokens.contains(t));
        let is_kept = |finding: usize| kept.iter().any(|m| m.finding == finding && within(m));
        Some(Clause {
            span: self.span(first, last)?,
            left_out: all.iter().filter(|m| within(m)).map(|m| m.finding).filter(|f| !is_kept(*f)).collect(),
            fine: fine::is_fine(&self.words, &self.segments[at].range),
            negates: tokens.iter().any(|&t| self.words[t].kind.negates()),
        })
    }
}

/// Whether a finding is a hurt from outside: what a pain may be likened to.
fn is_blow(id: &str) -> bool {
    ["head-injury", "high-energy-injury", "stab-or-gunshot", "knocked-out", "back-pain", "assaulted", "injury-fall"].contains(&id)
}

/// Whether a finding is of something sharp in the body: what a pain may be likened to.
fn is_sharp(id: &str) -> bool {
    ["swallowed-sharp", "stab-or-gunshot"].contains(&id)
}

/// "swallowing hurts like razor blades"
fn is_likened(words: &[Token], m: &Match) -> bool {
    segment::has(words, &(m.first().saturating_sub(3)..m.last()), "like as feels feel felt")
}

/// Whether "put weight" speaks of standing on a limb, not of getting heavier.
fn stands_on(words: &[Token], m: &Match) -> bool {
    let after = m.first()..words.len().min(m.last() + 6);
    segment::has(words, &after, "leg legs foot feet ankle knee hip limb")
}

/// Whether a phrase holds a "not".
pub(crate) fn negates(phrase: &str) -> bool {
    words::tokens(phrase).iter().any(|t| t.kind.negates())
}
