//! Age and sex, where the text tells them.

use super::segment::{Segment, bare, has, one_of};
use super::who::Who;
use super::words::Token;
use domain::patient::Sex;
use std::ops::Range;

const MALE: &str = "husband son sons father dad fathers dads brother grandpa grandfather grandad granddad boyfriend boy bf hubby grandson uncle nephew fiance";
const FEMALE: &str = "wife wifes daughter daughters mother mum mom mam mums mothers sister grandma granny gran grandmother nan nana nanna \
girlfriend gf girl missus granddaughter aunt niece fiancee";
const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Age in years, where it is told of the patient.
pub(crate) fn age(words: &[Token], segments: &[Segment], who: &[Who], past: &[bool]) -> Option<f32> {
    let told = segments.iter().zip(who).zip(past).filter(|((_, who), past)| !matches!(who, Who::Other | Who::Animal) && !**past);
    let told: Vec<&Range<usize>> = told.map(|((segment, _), _)| &segment.range).collect();
    let written = told.iter().find_map(|range| (*range).clone().find_map(|at| age_at(words, at, range)));
    written.or_else(|| {
        // A baby that moves or kicks may not be born yet.
        let unborn = told.iter().any(|range| has(words, range, "pregnant pregnancy moving moves moved kicking kicks kicked waters"));
        let babies = !unborn && told.iter().any(|range| has(words, &(range.start..range.end.min(range.start + 4)), "baby newborn infant"));
        let toddlers = told.iter().any(|range| has(words, &(range.start..range.end.min(range.start + 4)), "toddler"));
        if babies { Some(0.5) } else { toddlers.then_some(2.0) }
    })
}

fn age_at(words: &[Token], at: usize, range: &Range<usize>) -> Option<f32> {
    let (value, used) = count(words, at)?;
    let next = |i: usize| words.get(at + used + i).map(|t| bare(&t.word)).unwrap_or_default();
    let before = |i: usize| at.checked_sub(i).filter(|b| *b >= range.start).map(|b| words[b].word.as_str()).unwrap_or_default();
    let years = match next(0) {
        "yo" | "yr" | "yrs" | "year" | "years" | "y" if one_of("old o of", next(1)) || next(0) == "yo" => Some(value),
        "month" | "months" | "mth" | "mo" if next(1) == "old" => Some(value / 12.0),
        "week" | "weeks" | "wk" if next(1) == "old" => Some(value / 52.0),
        "day" | "days" if next(1) == "old" => Some(value / 365.0),
        _ => None,
    };
    let said = one_of("i'm im aged", before(1))
        || (one_of("am is", before(1)) && one_of("i he she", before(2)))
        || one_of("he's she's", before(1));
    let ends = words.get(at + used).is_none_or(|t| t.kind.is_mark());
    let bare_number = said && (ends || one_of("and years male female", next(0)));
    years.or(bare_number.then_some(value)).filter(|years| (0.0..=120.0).contains(years))
}

/// A number in digits or words, and how many tokens it takes.
fn count(words: &[Token], at: usize) -> Option<(f32, usize)> {
    let word = &words.get(at)?.word;
    if let Ok(value) = word.parse::<f32>() {
        return Some((value, 1));
    }
    if let Some(ones) = ONES.iter().position(|o| o == word) {
        return Some((ones as f32, 1));
    }
    let tens = (TENS.iter().position(|t| t == word)? as f32 + 2.0) * 10.0;
    let ones = words.get(at + 1).and_then(|t| ONES[..10].iter().position(|o| *o == t.word));
    Some(ones.map_or((tens, 1), |ones| (tens + ones as f32, 2)))
}

/// Sex, where the text tells it of the patient.
pub(crate) fn sex(words: &[Token], segments: &[Segment], who: &[Who]) -> Option<Sex> {
    let told = segments.iter().zip(who).filter(|(_, who)| matches!(who, Who::Patient | Who::Kin));
    for (segment, _) in told {
        for token in words[segment.range.clone()].iter().take(5) {
            let word = bare(&token.word);
            if one_of(MALE, word) || word == "he" {
                return Some(Sex::Male);
            }
            if one_of(FEMALE, word) || word == "she" {
                return Some(Sex::Female);
            }
        }
    }
    None
}

/// Sex that a finding presupposes.
pub(crate) fn sex_of_finding(id: &str) -> Option<Sex> {
    let starts = |all: &[&str]| all.iter().any(|prefix| id.starts_with(prefix));
    if starts(&["testicular", "penis", "penile", "erection", "foreskin", "history-prostate"]) {
        return Some(Sex::Male);
    }
    let female = starts(&[
        "vaginal",
        "period",
        "vulval",
        "history-pregnant",
        "history-oral-contraceptive",
        "pregnancy",
        "waters",
        "contractions",
        "baby-moves",
    ]);
    female.then_some(Sex::Female)
}
