//! Where speakers set themselves off against another of whom they told: "my husband snores, I don't".

use super::segment::{Segment, find, has, one_of, says};
use super::who::{CHILDREN, Who};
use super::words::Token;
use std::ops::Range;

/// What is one's own, as against another's.
const OWN: &[&str] =
    &["my own", "i need advice", "i'm calling about my", "i'm ringing about my", "i'm phoning about my", "i'm only asking", "my question"];
/// What one is oneself, as against another.
const WELL: &[&str] = &[
    "i'm fine",
    "im fine",
    "i am fine",
    "i'm ok",
    "im ok",
    "i'm okay",
    "i am ok",
    "i'm well",
    "im well",
    "i am well",
    "i'm perfectly well",
    "i'm perfectly fine",
    "i'm all right",
    "im all right",
    "am all right",
    "i'm alright",
    "im alright",
    "i feel fine",
    "i feel well",
];
const NOT_ME: &[&str] = &["i don't", "i dont", "i do not", "i never have", "i never do", "i never did", "i haven't", "i havent", "not me"];
/// Whoever speaks of these is not setting themselves off.
const THEM: &str = "he she his her him they them their hes shes it you";

/// What one's own is said to be, as against another's.
const SOUND: &str = "fine ok okay right alright well steady clear sharp normal excellent good healthy perfect checked";

/// How much a piece sets the speaker off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Cue {
    None,
    /// Against a grown-up.
    Self_,
    /// "mine": against a child, too.
    Mine,
}

/// Which segments tell of one against whom the speaker sets off themselves or theirs.
pub(crate) fn set_off(words: &[Token], segments: &[Segment], who: &[Who]) -> Vec<bool> {
    let cues: Vec<Cue> = segments.iter().map(|s| cue(words, &s.range)).collect();
    let mine = cues.contains(&Cue::Mine);
    let told = |at: usize| {
        let start = segments[at].range.start;
        let child = has(words, &(start..segments[at].range.end.min(start + 4)), CHILDREN);
        let mut later = cues[at + 1..].iter().copied();
        match who[at] {
            Who::Far => cues.iter().enumerate().any(|(i, c)| i != at && *c > Cue::None),
            Who::Kin if by_speaker(words, segments, at) => false,
            Who::Kin => mine || later.any(|c| c > Cue::None),
            Who::Patient if child => later.any(|c| c == Cue::Mine),
            _ => false,
        }
    };
    (0..segments.len()).map(told).collect()
}

/// Whether the speaker stands in a piece, or before it in its sentence: "since my dad's heart attack I get palpitations".
fn by_speaker(words: &[Token], segments: &[Segment], at: usize) -> bool {
    let before = segments[..=at].iter().filter(|s| s.sentence == segments[at].sentence);
    before.into_iter().any(|s| has(words, &s.range, "i i'm im i've ive i'd me"))
}

fn cue(words: &[Token], range: &Range<usize>) -> Cue {
    // "mine are steady", but not "mine started at fifty".
    let mine = range.clone().take(2).any(|at| one_of("mine mine's", &words[at].word)) && has(words, range, SOUND);
    let mine = mine || find(words, range, &["whether mine", "had mine checked"]).is_some();
    let well = find(words, range, WELL)
        .is_some_and(|(at, count)| at + count == range.end || one_of("myself though so because", &words[at + count].word));
    // "I don't", and nothing more, or "I can drink six cups".
    let not_me = find(words, range, NOT_ME).is_some_and(|(at, count)| at + count == range.end);
    let can = says(words, range.start, "i can") && !has(words, range, THEM) && !has(words, range, "see hear feel tell");
    match () {
        () if mine => Cue::Mine,
        () if well || not_me || can || find(words, range, OWN).is_some() => Cue::Self_,
        () => Cue::None,
    }
}
