//! What lies in the past, and what is only feared, asked or imagined.

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
];
const ONSET: &str = "start started starting begin began begun since ongoing onset worse worsening";
const HAPPENED: &str = "had fainted got was were broke burnt cut tripped fell suffered survived overdosed did collapsed";

const FEARED: &[&str] = &[
    "afraid of getting",
    "afraid of having",
    "afraid of catching",
    "afraid of developing",
    "scared of getting",
    "scared of having",
    "scared of catching",
    "fear of getting",
    "fear of having",
    "worried about getting",
    "worried about having",
    "worried about catching",
    "read about",
    "reading about",
    "article about",
    "article on",
    "heard about",
    "documentary about",
    "documentary on",
    "programme about",
    "programme on",
    "program about",
    "book about",
    "learn about",
    "know about",
    "curious about",
    "information about",
    "information on",
    "info about",
    "info on",
    "asked about",
    "question about",
    "asking about",
    "can cause",
    "could cause",
    "might cause",
    "side effects of",
    "side effect of",
    "in case",
    "what if",
    "if i get",
    "if i got",
    "if i had",
    "if he gets",
    "if she gets",
    "is it possible to get",
    "is it possible that i get",
    "could ever",
    "risk of",
    "risk for",
    "prevent",
    "avoid getting",
    "vaccine for",
    "vaccine against",
    "vaccination for",
    "vaccinated against",
    "jab for",
    "screened for",
    "screening for",
    "tested for",
    "check-up for",
    "checkup for",
    "check up for",
    "what are the signs of",
    "what are the symptoms of",
    "what causes",
    "signs of",
    "symptoms of",
    "to rule out",
    "imagine",
    "dreamt",
    "dreamed",
    "pretend",
    "hypothetically",
    "how common is",
    "how dangerous is",
    "what is",
];
const STORY: &[&str] =
    &["that film", "the film", "a film", "that movie", "the movie", "a movie", "on tv", "a novel", "the novel", "a video game"];

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
    let mut all: Vec<bool> = segments.iter().map(|s| is_past(words, &s.range)).collect();
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

fn used_to(words: &[Token], range: &Range<usize>) -> bool {
    find(words, range, &["used to"]).is_some_and(|(at, _)| {
        let before = at.checked_sub(1).map(|i| bare(&words[i].word)).unwrap_or_default();
        let compared =
            find(words, &(range.start..at), &["than i", "like i", "as i", "what i", "than he", "than she", "like he", "like she"]);
        compared.is_none() && !one_of("not am be getting get got", before) && !words[at.saturating_sub(1)].kind.negates()
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

/// Which tokens are only feared, asked about or told as a story.
pub(crate) fn imagined(words: &[Token], segments: &[Segment]) -> Vec<bool> {
    let mut all = vec![false; words.len()];
    for segment in segments {
        let from = match find(words, &segment.range, FEARED) {
            // "worried about my chest pain", "can this cause …": what is one's own is there.
            Some((at, count)) if !has(words, &(at + count..(at + count + 3).min(words.len())), "my this these his her our") => {
                Some(at + count)
            }
            _ => find(words, &segment.range, STORY).map(|_| segment.range.start),
        };
        if let Some(from) = from {
            all[from.min(segment.range.end)..segment.range.end].fill(true);
        }
    }
    all
}
