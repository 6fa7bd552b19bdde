//! More of a medicine than anybody is to take: "I took 30 paracetamol an hour ago", "swallowed all her tablets".

use super::segment::{bare, has, one_of};
use super::words::{Kind, Token};
use std::ops::Range;

/// Verbs of having taken.
const TAKEN: &str = "took taken swallowed necked downed popped ate eaten chewed gulped drank";
/// What is taken.
const MEDICINES: &str = "pill pills tablet tablets tabs tab capsule capsules caplet caplets caps med meds medication medicine medicines painkiller painkillers paracetamol \
paracetamols acetaminophen tylenol panadol calpol ibuprofen ibuprofens nurofen advil aspirin aspirins naproxen codeine dihydrocodeine cocodamol codamol tramadol \
morphine oxycodone oramorph diazepam valium xanax alprazolam lorazepam temazepam zopiclone zolpidem benzos sertraline citalopram fluoxetine \
prozac amitriptyline mirtazapine venlafaxine propranolol quetiapine olanzapine lithium lamotrigine pregabalin gabapentin promethazine \
antihistamine antihistamines syrup linctus benadryl antidepressant antidepressants antipsychotics sleepers digoxin metformin";
/// What may stand between a number and what it counts: "20 of my sleeping tablets", "ten 500 mg paracetamol".
const BETWEEN: &str = "of my his her the their mums mum's dads dad's granddad's grandma's sleeping strong x mg milligram old mother's father's those these \
heart iron blood pressure thyroid water headache pain anxiety anti depressant co";
/// Fewest at once that nobody is to take.
const TOO_MANY: f32 = 10.0;
/// Numbers in words that are as many.
const MANY: &str = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety \
hundred dozen dozens loads";
/// Everything that there was.
const ALL: &str = "all every whole entire";
/// In what there are many.
const PACKS: &str =
    "packet packets pack packs box boxes bottle bottles strip strips handful handfuls load bunch blister blisters sheet lot";
/// What says that they were taken as they are to be, or one by one over a time.
const REGULAR: &str = "prescribed directed usual normal normally instructed told recommended daily regularly antibiotics antibiotic amoxicillin \
prescription per weeks week month months times routine vitamins vitamin supplements";
/// What says so of "all": "took all my tablets and still have a headache".
const OF_ALL: &str = "finished course still but today";
/// A number before these counts something else.
const OTHER_UNITS: &str = "mg ml mcg g grams units days day hours weeks drops minutes puffs percent years year";
/// How far a sentence is looked through.
const REACH: usize = 8;

/// Where somebody is said to have taken too many.
pub(crate) fn too_many(words: &[Token]) -> Vec<Range<usize>> {
    let taken = |&at: &usize| one_of(TAKEN, bare(&words[at].word));
    let dose = |at: usize| amount(words, at).filter(|(amount, _)| !is_regular(words, at, one_of(ALL, &words[*amount].word)));
    (0..words.len()).filter(taken).filter_map(|at| Some(at..dose(at)?.1 + 1)).collect()
}

/// Fewest that are too many of nothing.
const FEW: &str = "a an one two 1 2 some";

/// Where somebody is said to have taken a usual dose, and nothing else: "I took two paracetamol".
pub(crate) fn usual(words: &[Token]) -> Vec<Range<usize>> {
    let taken = |&at: &usize| one_of("took taken", bare(&words[at].word));
    let dose = |at: usize| {
        let few = at + 1 + usize::from(words.get(at + 1).is_some_and(|t| one_of("only just my", &t.word)));
        let medicine = (few..few + 4).find(|&i| words.get(i).is_some_and(|t| one_of(MEDICINES, bare(&t.word))))?;
        let counted = (few..medicine).all(|i| one_of(FEW, &words[i].word) || one_of("x of my mg 500 400 200", &words[i].word));
        let closed =
            words.get(medicine + 1).is_none_or(|t| t.kind.is_mark() || one_of("an this today yesterday for last earlier at", &t.word));
        (counted && closed).then_some(at.saturating_sub(2)..medicine + 1)
    };
    (0..words.len()).filter(taken).filter_map(dose).collect()
}

/// Whether the sentence around a token tells of the usual dose.
fn is_regular(words: &[Token], at: usize, all: bool) -> bool {
    let end = (at..words.len()).find(|&i| words[i].kind == Kind::End).unwrap_or(words.len());
    let start = (0..at).rev().find(|&i| words[i].kind == Kind::End).map_or(0, |i| i + 1);
    let a_day = (at..end).any(|i| one_of("a per every", &words[i].word) && words.get(i + 1).is_some_and(|t| one_of("day night", &t.word)));
    let once = has(words, &(at..end), "once overdose");
    !once && (a_day || has(words, &(start..end), REGULAR) || (all && has(words, &(start..end), OF_ALL)))
}

/// What is said to be too many behind a verb of taking: how many, and of what.
fn amount(words: &[Token], verb: usize) -> Option<(usize, usize)> {
    let reach = verb + 1..words.len().min(verb + REACH);
    let clause =
        reach.clone().find(|&i| words[i].kind == Kind::End || one_of("but then because when", &words[i].word)).unwrap_or(reach.end);
    counted_behind(words, verb, clause).or_else(|| counted_before(words, verb, clause))
}

/// "cough syrup, the whole bottle"
fn counted_behind(words: &[Token], verb: usize, clause: usize) -> Option<(usize, usize)> {
    let medicine = (verb + 1..clause).find(|&i| one_of(MEDICINES, bare(&words[i].word)))?;
    let close = (medicine + 1..clause.min(medicine + 4)).find(|&i| one_of("whole entire", &words[i].word) || many(words, i))?;
    let next = words.get(close + 1).map(|t| t.word.as_str()).unwrap_or_default();
    (one_of(PACKS, next) || next == "of").then_some((close, close + 1))
}

/// "thirty of my tablets"
fn counted_before(words: &[Token], verb: usize, clause: usize) -> Option<(usize, usize)> {
    let amount = (verb + 1..clause).find(|&i| many(words, i) || one_of(ALL, &words[i].word) || one_of(PACKS, &words[i].word))?;
    let light =
        |i: usize| one_of(BETWEEN, &words[i].word) || amount_goes_on(words, i) || words[i].word.starts_with(|c: char| c.is_ascii_digit());
    let mut rest = (amount + 1..words.len().min(clause + 2)).take_while(|&i| i == amount + 1 || light(i - 1));
    let medicine = rest.find(|&i| one_of(MEDICINES, bare(&words[i].word)))?;
    // "a whole tablet" is one.
    let one = one_of("whole entire", &words[amount].word) && !has(words, &(amount..medicine), PACKS);
    (!one).then_some((amount, medicine))
}

fn many(words: &[Token], at: usize) -> bool {
    let word = words[at].word.as_str();
    let number = word.replace(',', "").parse::<f32>().is_ok_and(|n| n >= TOO_MANY && n.fract() == 0.0) && !word.contains('.');
    let next = words.get(at + 1).map(|t| t.word.as_str()).unwrap_or_default();
    (number || one_of(MANY, word)) && !one_of(OTHER_UNITS, next)
}

/// "a whole packet of", "about thirty or forty"
fn amount_goes_on(words: &[Token], at: usize) -> bool {
    one_of(ALL, &words[at].word)
        || one_of(PACKS, &words[at].word)
        || one_of(MANY, &words[at].word)
        || one_of("or to a an odd five", &words[at].word)
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn more_than_anybody_is_to_take_is_too_many() {
        for text in [
            "I took 30 paracetamol an hour ago",
            "took all my tablets",
            "she has taken 24 of her sleeping pills",
            "swallowed a whole packet of ibuprofen",
            "ive just necked about twenty codeine",
            "took a handful of pills",
            "I took all of my mum's heart tablets",
            "he swallowed a bottle of aspirin",
            "I took every pill in the house",
            "took thirty or forty tablets",
            "took 16 500 mg paracetamol",
            "toddler drank cough syrup, whole bottle",
            "took paracetamol, about 30 of them",
        ] {
            assert!(!too_many(&tokens(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_one_may_take_and_what_one_takes_over_time_is_not() {
        for text in [
            "I took two paracetamol",
            "took 2 ibuprofen and 1 codeine",
            "took 500 mg paracetamol",
            "I have taken all my tablets as prescribed",
            "I finished all my antibiotics but still cough",
            "took all my tablets and still have a headache",
            "I take 12 tablets a day",
            "took 10 days of amoxicillin",
            "took paracetamol 20 minutes ago",
            "I ate a whole box of chocolates",
            "took a whole tablet",
        ] {
            assert!(too_many(&tokens(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_usual_dose_is_told_from_an_unknown_one() {
        assert!(!usual(&tokens("I took two paracetamol")).is_empty() && !usual(&tokens("took 2 500 mg paracetamol")).is_empty());
        assert!(usual(&tokens("I took 12 paracetamol")).is_empty() && usual(&tokens("took paracetamol with vodka")).is_empty());
    }
}
