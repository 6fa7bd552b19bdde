//! Denials that stand behind what they deny: "rash? no", "chest pain: none", "stroke was ruled out".

use super::over::GOODS;
use super::segment::{Segment, bare, find, has, one_of, says, subject_start};
use super::words::{Kind, Token};
use std::ops::Range;

/// Most words of a label: what is asked after, without a verb.
const LABEL_WORDS: usize = 8;
/// Most words of a label that ends with its answer: "fever no".
const CLOSED_WORDS: usize = 4;
/// Most words before a lone minus sign: "diarrhoea -".
const SIGNED_WORDS: usize = 4;
/// What makes an ill of what should be there.
const ILLS: &str =
    "blood pain pains loss change problem problems burning leak leakage racing attack swelling weakness disturbance disturbances trouble";
/// What has a result.
const TESTS: &str = "test tests swab scan smear screen culture dipstick troponin xray result results relief improvement sounds";
/// What makes a sentence of a label.
const VERBS: &str =
    "i im ive he hes she shes it its they we am is are was were have has had get got feel feels keeps hurts can say says said saying";
/// How a question after a finding begins where it is a sentence.
const ASKS: &[&str] =
    &["any", "do you", "do i", "does he", "does she", "have you", "have i", "has he", "has she", "is there", "are there", "did you"];
/// Answers that deny, whatever follows.
const NO: &str = "none nil nope nah negative absent denied denies";
/// What makes something else of them: "nil by mouth", "none the better".
const NOT_SO: &str = "by better the worse helps help relief impact";
/// What a "never" or "not" may deny in an answer.
const SEEN: &str =
    "had noticed seen felt did have started experienced suffered heard reported present found observed detected elicited known";
const NOT_NOW: &[&str] = &[
    "not any more",
    "not anymore",
    "not at all",
    "not now",
    "not currently",
    "not today",
    "no longer",
    "no sign",
    "no signs",
    "no trace",
    "no evidence",
    "no more",
];
/// What is no longer so, where nothing follows but that it is so now.
const GONE: &[&str] = &[
    "not there",
    "isn't there",
    "isnt there",
    "aren't there",
    "arent there",
    "no longer there",
    "no longer present",
    "isn't present",
    "not here",
    "isn't here",
];
/// What may follow it.
const NOW: &str = "anymore any now today currently right at no";
/// What may stand between an auxiliary and what is excluded.
const EXCLUDED: &[&str] =
    &["excluded", "ruled out", "absent", "not present", "not seen", "not heard", "not found", "not reported", "not felt", "not detected"];
/// Before these nothing is excluded yet.
const NOT_YET: &str = "until unless to should must needs need cannot can't cant not never hasn't isn't wasn't want wants";
/// "tiredness is something I don't have".
const NOT_MINE: &[&str] = &[
    "is something i don't",
    "is something i dont",
    "is something i do not",
    "is something i never",
    "are something i don't",
    "isn't a problem i have",
    "isn't something i",
    "is not something i",
    "is not a problem i have",
    "isn't a problem of mine",
    "isn't one of my",
];

/// Adds what is denied from behind.
pub(crate) fn deny(words: &[Token], segments: &[Segment], denied: &mut [Option<usize>]) {
    for (at, segment) in segments.iter().enumerate() {
        let range = &segment.range;
        let found = answered(words, range).or_else(|| excluded(words, range)).or_else(|| said_after(words, segments, at));
        let Some((start, negator)) = found else { continue };
        let mut from = start;
        // "fever, cough or rash: none"
        let mut before = at;
        while from == segments[before].range.start
            && (has(words, range, "or and") || plural(words, negator))
            && before > 0
            && joins(words, segments, before)
        {
            before -= 1;
            from = segments[before].range.start;
        }
        let upto = denied.len().min(negator + 1);
        denied[from..upto].iter_mut().for_each(|slot| *slot = Some(negator));
    }
}

/// "they asked about clots in my family; there are none": the piece before, where this one says nothing else.
fn said_after(words: &[Token], segments: &[Segment], at: usize) -> Option<(usize, usize)> {
    let range = &segments[at].range;
    let none = ["there are none", "there is none"].iter().any(|phrase| says(words, range.start, phrase)) && range.len() == 3;
    let before = &segments[at.checked_sub(1)?].range;
    (none && !is_good(words, before)).then_some((before.start, range.start + 2))
}

fn plural(words: &[Token], negator: usize) -> bool {
    matches!(words[negator].word.as_str(), "neither")
}

/// Whether a segment is an item of a list that goes on from the one before it.
fn joins(words: &[Token], segments: &[Segment], at: usize) -> bool {
    let (before, this) = (&segments[at - 1], &segments[at]);
    before.sentence == this.sentence
        && this.range.start == before.range.end + 1
        && words[before.range.end].word == ","
        && is_label(words, &before.range)
}

/// Whether it is bad news that there is none of what a label names: "urine: none", but "blood in urine: none".
fn is_good(words: &[Token], range: &Range<usize>) -> bool {
    has(words, range, GOODS) && !has(words, range, ILLS)
}

fn is_label(words: &[Token], range: &Range<usize>) -> bool {
    // Of what should be there, and of tests, it is no good news that there is none.
    let good = is_good(words, range) || has(words, range, TESTS);
    range.len() <= LABEL_WORDS
        && !good
        && !range.clone().any(|i| words[i].kind.negates() || one_of(VERBS, &words[i].word.replace('\'', "")))
}

/// A label with its denying answer: where the label begins, and the token that denies.
fn answered(words: &[Token], range: &Range<usize>) -> Option<(usize, usize)> {
    let last = range.end - 1;
    // "cough absent", "fever no"
    let closes =
        (2..=CLOSED_WORDS).contains(&range.len()) && (one_of("absent negative none nil", &words[last].word) || words[last].word == "no");
    if closes && is_label(words, &(range.start..last)) {
        return Some((range.start, last));
    }
    let mark = words.get(range.end)?;
    let answer = (range.end..words.len()).find(|&i| !words[i].kind.is_mark());
    if matches!(mark.word.as_str(), "-" | "–" | "—") && words.get(range.end + 1).is_none_or(|t| t.kind.is_mark()) {
        return (range.len() <= SIGNED_WORDS && is_label(words, range)).then_some((range.start, range.end));
    }
    let answer = answer.filter(|&i| i <= range.end + 2 && is_no(words, i))?;
    let labelled = match mark.word.as_str() {
        ":" | "-" | "–" | "—" | ")" => is_label(words, range),
        "?" => is_label(words, range) || ASKS.iter().any(|ask| says(words, range.start, ask)),
        _ => false,
    };
    labelled.then_some((range.start, answer))
}

/// Whether an answer that begins at `at` denies.
fn is_no(words: &[Token], at: usize) -> bool {
    let word = words[at].word.as_str();
    let next = words.get(at + 1).filter(|t| !t.kind.is_mark()).map(|t| bare(&t.word));
    match (word, next) {
        ("not", None) => false,
        ("no" | "never" | "neither" | "zero", None) => true,
        (word, next) if one_of(NO, word) => !next.is_some_and(|n| one_of(NOT_SO, n)),
        ("never" | "not", Some(next)) if one_of(SEEN, next) => true,
        _ => NOT_NOW.iter().any(|phrase| says(words, at, phrase)),
    }
}

/// "a stroke was ruled out", "pregnancy excluded", "tiredness is something I don't have".
fn excluded(words: &[Token], range: &Range<usize>) -> Option<(usize, usize)> {
    if let Some((at, count)) = find(words, range, NOT_MINE) {
        return Some((range.start, at + count - 1)).filter(|_| at > range.start);
    }
    let (at, count) = find(words, range, EXCLUDED).or_else(|| gone(words, range))?;
    let next = words.get(at + count).filter(|_| at + count < range.end).map(|t| bare(&t.word));
    // "absent movements" names what is absent behind it.
    if words[at].word == "absent" && next.is_some_and(|n| !one_of("in on from at throughout since today now", n)) {
        return None;
    }
    let start = subject_start(words, range, at);
    let good = is_good(words, &(start..at));
    let named = !good && words[start..at].iter().any(|t| t.kind == Kind::Content);
    let active = has(words, &(start..at), "i he she they we doctor doctors consultant gp hospital nurse");
    let pending = has(words, &(start..at), NOT_YET) || words[start..at].iter().any(|t| t.kind.negates());
    (named && !active && !pending).then_some((start, at + count - 1))
}

/// "my chest pain is not there anymore", but not "is not there in the morning".
fn gone(words: &[Token], range: &Range<usize>) -> Option<(usize, usize)> {
    let (at, count) = find(words, range, GONE)?;
    let next = words.get(at + count).filter(|_| at + count < range.end);
    // "sees people who are not there"
    let imagined = has(words, &(range.start..at), "who that which see sees seeing saw hears hearing feels flies things");
    let closed = !imagined && next.is_none_or(|t| one_of(NOW, &t.word)) && !says(words, at + count, "at night");
    closed.then_some((at, count))
}
