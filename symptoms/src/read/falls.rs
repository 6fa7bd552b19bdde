//! Falls, in words too plain for a phrase: "I fell", "had a fall"; not what falls otherwise: "my hair fell out", "fell asleep".

use super::segment::{bare, one_of, says};
use super::words::{Kind, Token};
use std::ops::Range;

/// Before "fell" these tell that it was somebody.
const WHO: &str = "i i've ive he he's she she's they we and then who mum mam dad gran nan grandma grandad granddad wife husband \
son daughter mother father child toddler baby boy girl woman man lady neighbour friend had has have";
/// What may stand between.
const BETWEEN: &str = "just also suddenly then even really once twice again";
/// Behind "fell" these make another thing of it.
const OTHERWISE: &str =
    "asleep ill sick pregnant apart behind short silent victim back out in into for below to stiff silent two three behind";
/// In "fell out of", "fell into": a fall again.
const AGAIN: &[&str] = &[
    "out of bed",
    "out of a",
    "out of the",
    "out of my",
    "into a",
    "into the",
    "in the",
    "in a",
    "to the ground",
    "to the floor",
    "back and",
    "back on",
    "back onto",
];
/// How a fall is had.
const HAD: &[&str] = &[
    "had a fall",
    "had a bad fall",
    "had a nasty fall",
    "has had a fall",
    "took a tumble",
    "took a fall",
    "after a fall",
    "since a fall",
    "since my fall",
    "after my fall",
    "since the fall",
    "after the fall",
    "after falling",
    "since falling",
];

/// Where somebody is said to have fallen.
pub(crate) fn falls(words: &[Token]) -> Vec<Range<usize>> {
    let had = |at: usize| HAD.iter().find(|phrase| says(words, at, phrase)).map(|phrase| at..at + phrase.split(' ').count());
    let fell = |at: usize| is_fall(words, at).then(|| at..at + 1);
    (0..words.len()).filter_map(|at| had(at).or_else(|| fell(at))).collect()
}

/// From so many metres, feet or storeys on a fall is a serious accident.
const HEIGHTS: [(&str, f32); 3] =
    [("metres metre meters meter m", 2.0), ("feet ft foot", 6.0), ("floors storeys stories floor storey", 1.0)];
const COUNTS: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// What runs into somebody.
const VEHICLES: &str = "car cars lorry van bus train truck tram taxi motorbike motorcycle scooter tractor bike";

/// Where somebody is said to have fallen from a height or to have been hit by a vehicle: "fell from 4 metres", "hit by a car".
pub(crate) fn accidents(words: &[Token]) -> Vec<Range<usize>> {
    let hit = |&at: &usize| one_of("hit struck knocked run ran mown", &words[at].word);
    let by = |at: usize| {
        let by = (at + 1..at + 5).find(|&i| words.get(i).is_some_and(|t| t.word == "by"))?;
        (by + 1..by + 4).find(|&i| words.get(i).is_some_and(|t| one_of(VEHICLES, &t.word))).map(|i| at..i + 1)
    };
    heights(words).into_iter().chain((0..words.len()).filter(hit).filter_map(by)).collect()
}

fn heights(words: &[Token]) -> Vec<Range<usize>> {
    let number = |word: &str| word.parse::<f32>().ok().or_else(|| COUNTS.iter().position(|c| *c == word).map(|n| n as f32));
    let high = |i: usize| {
        let value = words.get(i).and_then(|t| number(&t.word));
        let unit = words.get(i + 1).map(|t| t.word.as_str()).unwrap_or_default();
        value.is_some_and(|value| HEIGHTS.iter().any(|(units, least)| one_of(units, unit) && value >= *least))
    };
    let fell = |&at: &usize| one_of("fell fallen fall falling jumped", &words[at].word);
    (0..words.len()).filter(fell).filter_map(|at| (at + 1..at + 6).find(|&i| high(i)).map(|i| at..i + 2)).collect()
}

fn is_fall(words: &[Token], at: usize) -> bool {
    let word = words[at].word.as_str();
    let slipped = word == "slipped" && words.get(at + 1).is_some_and(|t| one_of("on over in down and off", &t.word));
    if one_of("tripped tumbled", word) || slipped {
        return true;
    }
    if !one_of("fell fallen", word) {
        return false;
    }
    let before = (0..at).rev().find(|&i| !one_of(BETWEEN, &words[i].word));
    let first = before.is_none_or(|before| words[before].kind.is_mark() || one_of(WHO, bare(&words[before].word)));
    let next = words.get(at + 1).filter(|t| t.kind != Kind::End).map(|t| t.word.as_str()).unwrap_or_default();
    first && (!one_of(OTHERWISE, next) || AGAIN.iter().any(|phrase| says(words, at + 1, phrase)))
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn somebody_falls_and_other_things_do_not() {
        for text in [
            "I fell and my neck hurts",
            "fell, neck hurts",
            "she had a fall yesterday",
            "he fell out of bed",
            "has fallen again",
            "neck pain after a fall",
        ] {
            assert!(!falls(&tokens(text)).is_empty(), "{text}");
        }
        for text in [
            "I fell asleep",
            "my hair fell out",
            "my blood pressure fell",
            "we fell in love",
            "I fell ill",
            "in the fall it gets worse",
            "my sugar just fell",
            "I nearly fell",
        ] {
            assert!(falls(&tokens(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn who_is_hit_by_a_car_is_told_from_who_hits_it() {
        assert!(!accidents(&tokens("I was hit by a car")).is_empty() && !accidents(&tokens("knocked off my bike by a van")).is_empty());
        assert!(accidents(&tokens("I hit my thumb on the car door")).is_empty());
    }

    #[test]
    fn a_height_is_told_in_metres_feet_or_floors() {
        for text in ["fell from 4 metres", "I fell about 3 m off a scaffold", "fell ten feet", "jumped from two floors up"] {
            assert!(!heights(&tokens(text)).is_empty(), "{text}");
        }
        for text in ["fell 3 days ago", "fell from 0.5 metres", "fell two steps"] {
            assert!(heights(&tokens(text)).is_empty(), "{text}");
        }
    }
}
