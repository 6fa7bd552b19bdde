//! "I cut myself shaving": hurt, and not on purpose.

use super::lexicon::Match;
use super::segment::{bare, one_of};
use super::words::Token;
use std::ops::Range;

/// What one does, or what one meets, when one is hurt by accident.
const ACCIDENTS: &str = "shaving cooking gardening chopping peeling slicing carving opening tin lid paper tennis football rugby basketball \
lifting gym playing accident accidentally";
/// What tells of a purpose, whatever else is told.
const PURPOSE: &str = "purpose deliberately want wants wanted feel cope urge razor blade blades scars suicidal die numb relief again end harm \
harming harmed harms";
/// Most words between oneself and what one was doing.
const BETWEEN: usize = 3;

/// Where somebody who hurt themselves says at once how it came about, and nothing in the text tells of a purpose. A slip in the other
/// direction costs more: far from "myself", or in doubt, it stays self-harm.
pub(crate) fn happened(words: &[Token]) -> Vec<Range<usize>> {
    if words.iter().any(|t| one_of(PURPOSE, bare(&t.word))) {
        return Vec::new();
    }
    let explained = |at: usize| {
        let rest = &words[at + 1..words.len().min(at + 2 + BETWEEN)];
        let on_a_can = rest.windows(2).any(|pair| one_of("a the", &pair[0].word) && pair[1].word == "can");
        words[at].word == "myself" && (on_a_can || rest.iter().any(|t| one_of(ACCIDENTS, &t.word)))
    };
    (0..words.len()).filter(|&at| explained(at)).map(|at| at.saturating_sub(2)..at + 1).collect()
}

/// Whether a match lies in one of those places.
pub(crate) fn explains(happened: &[Range<usize>], found: &Match) -> bool {
    happened.iter().any(|range| found.tokens.iter().all(|t| range.contains(t)))
}
