//! Sentences cut into the pieces that have one subject and one time.

use super::words::{Kind, Token};
use std::ops::Range;

/// A piece of a sentence: between commas, or from one subject to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its tokens.
    pub(crate) range: Range<usize>,
    /// Number of its sentence.
    pub(crate) sentence: usize,
}

const BREAKS: &str = "but however although though whereas";
const LINKS: &str = "and n so because then when or as while plus";
const SUBJECTS: &str = "i im ive he she they we it my our his her now mine me mum dad today nobody there";

/// Whether the word is in a list of words with blanks between them.
pub(crate) fn one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|item| item == word)
}

/// A word without what follows its apostrophe.
pub(crate) fn bare(word: &str) -> &str {
    word.split('\'').next().unwrap_or(word)
}

/// Cuts words into segments; marks belong to none.
pub(crate) fn segments(words: &[Token]) -> Vec<Segment> {
    let mut all = Vec::new();
    let (mut start, mut sentence) = (0, 0);
    for at in 0..=words.len() {
        let token = words.get(at);
        let mark = token.is_none_or(|t| t.kind.is_mark());
        if (mark || starts_anew(words, at)) && at > start {
            all.push(Segment { range: start..at, sentence });
            start = at;
        }
        if mark {
            start = at + 1;
        }
        if token.is_some_and(|t| t.kind == Kind::End) {
            sentence += 1;
        }
    }
    all
}

fn starts_anew(words: &[Token], at: usize) -> bool {
    let word = bare(&words[at].word);
    let next = words.get(at + 1).map(|t| bare(&t.word)).unwrap_or_default();
    one_of(BREAKS, word) || (one_of(LINKS, word) && one_of(SUBJECTS, next))
}

/// Whether the words of `phrase` stand in a row from `at` on.
pub(crate) fn says(words: &[Token], at: usize, phrase: &str) -> bool {
    phrase.split(' ').enumerate().all(|(i, part)| words.get(at + i).is_some_and(|t| bare(&t.word) == part || t.word == part))
}

/// Where the first of some phrases starts within a range, and how many words it has.
pub(crate) fn find(words: &[Token], range: &Range<usize>, phrases: &[&str]) -> Option<(usize, usize)> {
    range.clone().find_map(|at| {
        let hit = phrases.iter().find(|phrase| says(words, at, phrase))?;
        Some((at, hit.split(' ').count()))
    })
}

/// Whether any word of a range is in a list.
pub(crate) fn has(words: &[Token], range: &Range<usize>, list: &str) -> bool {
    range.clone().any(|at| words.get(at).is_some_and(|t| one_of(list, bare(&t.word))))
}

/// Verbs by which a clause is known to have begun already.
const FINITE: &str = "have has had is are was were am get gets got feel feels felt keep keeps kept im ive hes shes its theres came comes started began \
hurts aches burns itches bleeds coughs vomited fainted noticed found took went";
/// What begins a clause, and what may.
const CLAUSES: &str = "since after until before";
const JOINTS: &str = "and so then because while plus or with that which who";

/// Where what is said of at `at` begins within its segment: after the last "and" behind which a clause may begin anew.
pub(crate) fn subject_start(words: &[Token], range: &Range<usize>, at: usize) -> usize {
    let finite = |from: usize, to: usize| (from..to).any(|i| one_of(FINITE, &words[i].word.replace('\'', "")));
    let joint = (range.start + 1..at).rev().find(|&i| {
        let word = words[i].word.as_str();
        one_of(CLAUSES, word) || (one_of(JOINTS, word) && finite(range.start, i))
    });
    joint.map_or(range.start, |i| i + 1)
}
