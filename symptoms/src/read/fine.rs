//! What is said to be as it should be.

use super::segment::{bare, has, one_of, subject_start};
use super::words::Token;
use std::ops::Range;

/// Words of a clause in which the text model is not asked for findings: it hears "heart" in "the heart is fine".
const FINE: &str = "fine normal ok okay alright healthy normally perfectly";
/// Words that say so only of what "is" so: "my chest is clear", but not "clear fluid".
const FINE_BEING: &str = "clear steady sharp flat excellent perfect painless unremarkable happy";
const BEING: &str = "is are was were been feel feels looks stays stayed theyre its";

/// Whether a piece says that something is as it should be.
pub(crate) fn is_fine(words: &[Token], range: &Range<usize>) -> bool {
    has(words, range, FINE) || range.clone().any(|at| one_of(FINE_BEING, bare(&words[at].word)) && is_so(words, at, range))
}

fn is_so(words: &[Token], at: usize, range: &Range<usize>) -> bool {
    let before = at.saturating_sub(3).max(range.start)..at;
    let be = before
        .clone()
        .any(|i| one_of(BEING, &words[i].word.replace('\'', "")) || words[i].word.ends_with("'s") || words[i].word.ends_with("'re"));
    // "she vomited and is happy again" has more to say.
    let whole = subject_start(words, range, at) == range.start;
    whole && be && !before.into_iter().any(|i| words[i].kind.negates())
}
