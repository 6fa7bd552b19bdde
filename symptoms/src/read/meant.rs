//! Whether what was swallowed may have been swallowed on purpose.

use super::segment::{bare, one_of};
use super::words::Token;

/// What says that it was a mistake.
const MISTAKES: &str = "accident accidentally accidental mistake mistakenly mixed muddled misread forgot forgotten unknowingly inadvertently confused \
error double doubled twice extra wrong label";
/// Those who swallow what they find.
const SMALL: &str =
    "toddler baby infant newborn child kid little grandchild grandson granddaughter preschooler twins nursery calpol tot boy girl";
/// What one takes medicines for.
const PAINS: &str = "pain tooth head back knee neck cold flu period fever ear throat ache migrain arthrit cramp hangov";
/// From this age on it may be meant.
const MEANT_FROM: f32 = 10.0;
/// How one swallows, and what nobody swallows for another reason.
const SWALLOWED: &str = "drank drunk swallowed drinking swallowing downed";
const POISONS: &str = "bleach antifreeze poison weedkiller weed insecticide pesticide petrol acid detergent cleaner fluid";

/// Findings that may have been meant: an overdose, a poison. `age` in years.
pub(crate) fn meant(words: &[Token], age: Option<f32>) -> Vec<&'static str> {
    let says = |list: &str| words.iter().any(|t| one_of(list, bare(&t.word)));
    let small = age.map_or_else(|| says(SMALL), |age| age < MEANT_FROM);
    let for_pain =
        (0..words.len()).any(|at| one_of("for because", &words[at].word) && words[at + 1..].iter().take(3).any(|t| one_of(PAINS, &t.stem)));
    let oneself = says("i ive") && says(SWALLOWED) && says(POISONS);
    match () {
        () if small || for_pain || says(MISTAKES) => Vec::new(),
        () if oneself => vec!["overdose", "swallowed-poison"],
        () => vec!["overdose"],
    }
}
