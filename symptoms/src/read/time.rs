//! What lies in the past.

use super::segment::{Segment, bare, find, has, one_of};
use super::words::Token;
use std::ops::Range;

const LONG_AGO: &[&str] = &[
    "years ago",
    "year ago",
    "yrs ago",
    "years back",
    "decades ago",
    "long ago",
    "years before",
    "years earlier",
    "as a child",
    "as a kid",
    "as a baby",
    "as a teenager",
    "as a teen",
    "as a boy",
    "as a girl",
    "as a student",
    "as a toddler",
    "as a newborn",
    "as children",
    "when i was",
    "when he was",
    "when she was",
    "in the past",
    "in childhood",
    "in my teens",
    "in my twenties",
    "in my thirties",
    "in the nineties",
    "in the eighties",
    "in the seventies",
    "in the sixties",
    "in my youth",
    "back then",
    "in my childhood",
    "the year after",
    "last winter",
    "last summer",
    "last spring",
    "last autumn",
];
const ONSET: &str = "start started starting begin began begun since ongoing onset worse worsening";
const HAPPENED: &str = "had fainted got was were broke burnt cut tripped fell suffered survived overdosed did collapsed";

/// A time of life or an event that lies behind, where something else is so now.
const PERIODS: &[&str] = &[
    "during my",
    "during his",
    "during her",
    "before i had",
    "before he had",
    "before she had",
    "before my",
    "all winter",
    "all summer",
    "all through my",
    "through my first",
    "through my last",
    "through my",
];
const LIVED: &str = "had was were did got felt went slept hurt lost took broke fell came";
/// What says that the past has come again.
const AGAIN: &[&str] = &["again", "come back", "came back", "is back", "are back", "'s back", "returned", "another", "the same", "still"];

/// Whether a cue for a time long gone stands in a range.
pub(super) fn long_ago(words: &[Token], range: &Range<usize>) -> bool {
    let cue = find(words, range, LONG_AGO).is_some()
        || year(words, range)
        || find(words, range, &["last year"]).is_some_and(|(at, _)| !since(words, at));
    cue && !has(words, range, ONSET)
}

/// "in 2015", but not "since 2015".
fn year(words: &[Token], range: &Range<usize>) -> bool {
    range.clone().any(|at| {
        let number = words[at].word.parse::<u32>().is_ok_and(|n| (1930..2100).contains(&n));
        number && at > 0 && one_of("in around about of early late summer winter spring autumn", bare(&words[at - 1].word))
    })
}

fn since(words: &[Token], at: usize) -> bool {
    has(words, &(at.saturating_sub(2)..at), "since from")
}

/// Which segments tell of something that is over.
pub(crate) fn past(words: &[Token], segments: &[Segment]) -> Vec<bool> {
    let is = |at: usize| (is_past(words, &segments[at].range) || outlived(words, segments, at)) && !resumes(words, segments, at);
    let mut all: Vec<bool> = (0..segments.len()).map(is).collect();
    for at in 1..segments.len() {
        // "…, years ago" speaks of the segment before it.
        let only_time = all[at] && segments[at].range.len() <= 4 && !has(words, &segments[at].range, HAPPENED);
        if only_time && segments[at - 1].sentence == segments[at].sentence {
            all[at - 1] = true;
        }
    }
    all
}

fn is_past(words: &[Token], range: &Range<usize>) -> bool {
    if has(words, range, "now currently nowadays") {
        return false;
    }
    long_ago(words, range) || used_to(words, range) || once(words, range)
}

/// The pieces of a sentence behind a segment.
fn rest(segments: &[Segment], at: usize) -> impl Iterator<Item = &Segment> {
    segments[at + 1..].iter().take_while(move |s| s.sentence == segments[at].sentence)
}

/// Whether what was is there again: "as a student I had palpitations and now I'm getting them again".
fn resumes(words: &[Token], segments: &[Segment], at: usize) -> bool {
    let comes =
        |range: &Range<usize>| find(words, range, AGAIN).is_some_and(|(again, _)| !(range.start..again).any(|i| words[i].kind.negates()));
    let own = &segments[at].range;
    let here = has(words, own, "another tonight today");
    here || rest(segments, at).any(|s| comes(&s.range))
}

/// "During my exams I slept badly, I sleep like a baby now."
fn outlived(words: &[Token], segments: &[Segment], at: usize) -> bool {
    let range = &segments[at].range;
    let lived = find(words, range, PERIODS).is_some() && has(words, range, LIVED) && !has(words, range, "still now am is are");
    lived
        && rest(segments, at).any(|s| {
            (has(words, &s.range, "now") || find(words, &s.range, &["this time"]).is_some()) && !has(words, &s.range, "worse also too")
        })
}

fn used_to(words: &[Token], range: &Range<usize>) -> bool {
    find(words, range, &["used to"]).is_some_and(|(at, _)| {
        let before = at.checked_sub(1).map(|i| bare(&words[i].word)).unwrap_or_default();
        // "I get headaches like my mum used to"
        let compared = has(words, &(range.start..at), "than like as what");
        !compared && !one_of("not am be getting get got", before) && !words[at.saturating_sub(1)].kind.negates()
    })
}

/// "I fainted once at sixteen", not "once a week" nor "once I lie down".
fn once(words: &[Token], range: &Range<usize>) -> bool {
    find(words, range, &["once"]).is_some_and(|(at, _)| {
        let next = words.get(at + 1).map(|t| bare(&t.word)).unwrap_or_default();
        let before = at.checked_sub(1).map(|i| bare(&words[i].word)).unwrap_or_default();
        !one_of("a per every an i he she it they in the daily weekly my", next) && before != "at" && has(words, range, HAPPENED)
    })
}
