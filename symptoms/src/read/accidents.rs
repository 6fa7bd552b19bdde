//! "I cut myself shaving": hurt, and not on purpose.

use super::segment::{bare, one_of};
use super::words::Token;

/// What one does, or what one meets, when one is hurt by accident.
const ACCIDENTS: &str = "shaving cooking gardening chopping peeling slicing carving opening can tin lid glass paper tennis football rugby \
basketball lifting gym playing working running training accident accidentally work kitchen garden slipped fell";
/// What tells of a purpose, whatever else is told.
const PURPOSE: &str = "purpose deliberately want wants wanted feel cope urge razor blade blades scars suicidal die numb relief again end";

/// Whether somebody who hurt themselves says how it came about, and it was no purpose.
pub(crate) fn happened(words: &[Token]) -> bool {
    let says = |list: &str| words.iter().any(|t| one_of(list, bare(&t.word)));
    says(ACCIDENTS) && !says(PURPOSE)
}
