//! What is said to work as it should: "I can breathe fine" denies breathlessness.

use super::segment::{Segment, bare, one_of};
use super::words::Token;
use std::ops::Range;

/// Stems of what one does, and the finding that is denied where it is done well.
const WORKS: [(&str, &str); 3] = [("breath", "dyspnea"), ("swallow", "swallowing-difficult"), ("urinat pee", "urine-retention")];
/// Ids that this file names; the checker sees to it that the base has them.
pub(crate) const IDS: [&str; 3] = [WORKS[0].1, WORKS[1].1, WORKS[2].1];
/// How it is done well.
const WELL: &str = "fine ok okay normal normally easily alright freely well properly comfortably effortlessly";
/// What it is done without: "without any trouble".
const TROUBLE: &str = "difficulty trouble problem problems effort";
/// What may stand between the verb and how it is done.
const BETWEEN: &str =
    "is are was feels seems perfectly absolutely completely totally quite just really very pretty all in and out been has i am still now";
/// What may make another thing of it: "fine when I sit", "fine only at rest".
const LIMITS: &str = "when if unless until except while only as long lying sitting at with apart";
/// Before these nothing is said to work.
const DOUBTS: &str = "hardly barely scarcely hard difficult struggle struggling struggles trying try want wants wish need needs before used could couldn't if unless \
until to";

/// Findings that are denied because what they would disturb is done well, with the first and the last token.
pub(crate) fn sound(words: &[Token], segments: &[Segment]) -> Vec<(&'static str, usize, usize)> {
    let of = |range: &Range<usize>| {
        range.clone().filter_map(|at| Some((denied(words, at)?, at, done_well(words, at, range)?))).collect::<Vec<_>>()
    };
    segments.iter().flat_map(|segment| of(&segment.range)).collect()
}

fn denied(words: &[Token], at: usize) -> Option<&'static str> {
    WORKS.iter().find(|(stems, _)| one_of(stems, &words[at].stem)).map(|(_, id)| *id)
}

/// The last token of what says that it is done well.
fn done_well(words: &[Token], at: usize, range: &Range<usize>) -> Option<usize> {
    let able = at >= range.start + 2 && words[at - 1].word == "to" && words[at - 2].word == "able";
    let before = at.saturating_sub(4).max(range.start)..at;
    let doubtful = |i: usize| words[i].kind.negates() || (one_of(DOUBTS, bare(&words[i].word)) && !(able && i + 1 == at));
    if before.clone().any(doubtful) {
        return None;
    }
    let last = (at + 1..range.end).find(|&i| !one_of(BETWEEN, bare(&words[i].word)))?;
    let next = |i: usize| words.get(last + i).map(|t| t.word.as_str()).unwrap_or_default();
    let without = one_of("without no", next(0)) && (one_of(TROUBLE, next(1)) || one_of("any a", next(1)) && one_of(TROUBLE, next(2)));
    let end = match () {
        () if one_of(WELL, next(0)) => last,
        () if without => last + 1,
        () => return None,
    };
    let limited = words.get(end + 1).is_some_and(|t| one_of(LIMITS, &t.word));
    (!limited).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::{segment::segments, words::tokens};
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        let words = tokens(text);
        sound(&words, &segments(&words)).into_iter().map(|(id, ..)| id).collect()
    }

    #[test]
    fn what_works_as_it_should_is_denied_to_be_disturbed() {
        for text in [
            "I can breathe fine",
            "he is breathing normally",
            "my breathing is perfectly fine",
            "breathing ok",
            "I am able to breathe normally",
            "can breathe without any difficulty",
            "chest hurts, can breathe properly",
        ] {
            assert_eq!(ids(text), ["dyspnea"], "{text}");
        }
        assert_eq!(ids("I can swallow fine and pee normally"), ["swallowing-difficult", "urine-retention"]);
    }

    #[test]
    fn what_works_only_so_far_is_not() {
        for text in [
            "I can't breathe properly",
            "haven't been able to breathe properly",
            "not breathing normally",
            "I can breathe fine when I sit up",
            "struggling to breathe normally",
            "it is hard to breathe easily",
            "I want to breathe normally again",
            "I could hardly breathe normally",
            "deep breath, fine",
        ] {
            assert!(ids(text).is_empty(), "{text}");
        }
    }
}
