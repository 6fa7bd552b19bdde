//! Words of danger that are said of what is none: a choke that was over at once, a rope for a boat, a joke.

use super::lexicon::Match;
use super::segment::{bare, find, has, one_of, says};
use super::words::{Kind, Token};
use std::ops::Range;

/// How long a choke lasts that is over at once.
const AT_ONCE: &[&str] = &["for a second", "for a moment", "for a sec", "for a few seconds", "for a couple of seconds", "a bit"];
/// How it ended.
const ENDED: &[&str] = &[
    "coughed it up",
    "coughed it out",
    "coughed it straight",
    "it came up",
    "it came out",
    "it went down",
    "fine now",
    "ok now",
    "okay now",
    "all good",
    "am fine",
    "i'm fine",
    "im fine",
    "he's fine",
    "she's fine",
    "is fine",
    "all right now",
    "alright now",
];
/// What is left behind by one that is not over.
const LEFT: &str =
    "still cannot can't cant blue stuck hoarse wheeze wheezing wheezy noisy stridor breath breathe breathing keeps keep limp pale";

/// What a rope is for, where it is for nothing grave.
const FOR_USE: &str = "boat boats swing climbing climb dog horse horses tent washing sail sailing kayak canoe trailer car roof garden gym hammock anchor \
camping skipping towing tow cow goat bell sledge sled fence tarpaulin dinghy yacht";
/// What is measured and goes up.
const MEASURED: &str = "sugar glucose fever temperature temp pressure pulse bp";
/// What says that one is joking.
const JOKING: &str = "joking joke jokes jk lol haha hahaha lmao kidding";

/// Where words tell of a danger that there is not.
pub(crate) fn harmless(words: &[Token]) -> Vec<Range<usize>> {
    (0..words.len())
        .filter_map(|at| choked(words, at).or_else(|| rope(words, at)).or_else(|| joke(words, at)).or_else(|| rose(words, at)))
        .collect()
}

/// Whether a match rests on such words.
pub(crate) fn explains(ranges: &[Range<usize>], m: &Match) -> bool {
    ranges.iter().any(|range| m.tokens.iter().any(|t| range.contains(t)))
}

/// "choked on a crumb for a second, fine now"
fn choked(words: &[Token], at: usize) -> Option<Range<usize>> {
    let whole = 0..words.len();
    let clause = at..(at..words.len()).find(|&i| words[i].kind.is_mark() || one_of("but and", &words[i].word)).unwrap_or(words.len());
    let short = find(words, &clause, AT_ONCE).is_some();
    let ended = find(words, &(at..words.len()), ENDED).is_some();
    let left = whole.clone().any(|i| one_of(LEFT, &words[i].word) || words[i].kind == Kind::Cannot || words[i].kind == Kind::Not);
    (words[at].word == "choked" && (ended || short) && !left && !says(words, at + 1, "me")).then_some(clause)
}

/// "bought a rope for my boat"
fn rope(words: &[Token], at: usize) -> Option<Range<usize>> {
    let next = words.get(at + 1).map(|t| t.word.as_str()).unwrap_or_default();
    let used = one_of("for to on", next) && has(words, &(at + 2..words.len().min(at + 6)), FOR_USE);
    (words[at].word == "rope" && used).then(|| at.saturating_sub(3)..at + 1)
}

/// "my sugar spiked after a drink": what is measured, not what is drunk.
fn rose(words: &[Token], at: usize) -> Option<Range<usize>> {
    let measured = has(words, &(at.saturating_sub(3)..at), MEASURED);
    (words[at].word == "spiked" && measured).then(|| at..at + 1)
}

/// "this itch makes me suicidal, just joking"; not "I am suicidal lol": that is meant more often than it sounds.
fn joke(words: &[Token], at: usize) -> Option<Range<usize>> {
    let made = (at.saturating_sub(4)..at).any(|i| one_of("make makes making made", &words[i].word) && says(words, i + 1, "me"));
    let joking = (0..words.len()).any(|i| {
        let denied = (i.saturating_sub(3)..i).any(|b| words[b].kind.negates());
        one_of(JOKING, &words[i].word) && !denied
    });
    // Who says anything else of wanting to die, or of oneself, means it.
    let only = !words.iter().any(|t| one_of("die dead kill plan pills life", bare(&t.word)));
    (words[at].stem == "suicide" && made && joking && only).then_some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn a_danger_that_is_none_is_told_from_one_that_is() {
        for text in [
            "choked on my coffee for a moment, all good",
            "he choked on a sweet, coughed it up",
            "got a rope for the swing",
            "this homework makes me suicidal lol",
            "my sugar spiked after a drink",
        ] {
            assert!(!harmless(&tokens(text)).is_empty(), "{text}");
        }
        for text in [
            "choked on a nut, still wheezing",
            "he choked and can't speak",
            "choked on a grape",
            "I have a rope for tonight",
            "the pain makes me suicidal",
            "it makes me suicidal, not joking",
            "I am suicidal lol",
        ] {
            assert!(harmless(&tokens(text)).is_empty(), "{text}");
        }
    }
}
