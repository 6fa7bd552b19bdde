//! Figures of speech: words of illness that mean something else.

use super::segment::{Segment, bare, find, has, one_of, says};
use super::words::Token;
use std::ops::Range;

/// Set phrases in which no word means an illness.
const SET_PHRASES: &[&str] = &[
    "sick and tired",
    "sick to death of",
    "sick of waiting",
    "sick of hearing",
    "sick of being told",
    "worried sick",
    "bored stiff",
    "scared stiff",
    "broke my heart",
    "breaks my heart",
    "heart sank",
    "head over heels",
    "cost an arm and a leg",
    "sight for sore eyes",
    "pulling my leg",
    "pull my leg",
    "stomach dropped",
    "died laughing",
    "die laughing",
    "dying for a",
    "dying to know",
    "dying to see",
    "dying to meet",
    "dying of boredom",
    "dying of embarrassment",
    "dying of hunger",
    "dying of thirst",
    "dying of curiosity",
    "bored to death",
    "scared to death",
    "worried to death",
    "frightened to death",
    "to die for",
    "die for a",
    "kill for a",
    "murder a",
    "kill time",
    "killing time",
    "killed it",
    "over my dead body",
    "drop dead gorgeous",
    "green with envy",
    "hot under the collar",
    "turn a blind eye",
    "turned a blind eye",
    "on deaf ears",
    "pain threshold",
    "chest of drawers",
    "off my chest",
    "sore loser",
    "sore subject",
    "sore thumb",
    "stiff upper lip",
    "stiff competition",
    "my blood boil",
    "cold blood",
    "breath of fresh air",
    "took my breath away",
    "takes my breath away",
    "waste my breath",
    "fever pitch",
    "knocked out by how",
    "numb with boredom",
    "numb with shock",
    "numb with disbelief",
    "find the words for",
    "find the words to",
    "found the words to",
    "nearly had a heart attack",
    "almost had a heart attack",
    "nearly had a stroke",
    "nearly had a fit",
    "throw a fit",
    "pins and needles waiting",
    "look pregnant",
    "looks pregnant",
    "looking pregnant",
];
/// What one can have a "fever" for without being ill, or what it is part of.
const CRAZES: &str = "cup football election gold baby dance wedding holiday festival derby transfer";
/// Nouns that a "rash" one may be.
const DEEDS: &str = "decision decisions move choice promise judgement purchase act words thing";
/// What is coughed up that is no phlegm.
const MONEY: &str = "quid pounds pound money cash dollars euros fee fees dues rent fine";
/// What "faint" is said of as "slight".
const SLIGHT: &str = "ache pain rash smell line lines voice murmur taste itch tingle mark bruise headache soreness";
/// What stands before "AF" where it is atrial fibrillation; behind anything else it is slang for "very".
const RHYTHM: &str = "have has had with got get getting gets my known paroxysmal permanent persistent chronic fast of for in from into called and or the new";
/// How a person or thing is called a pain.
const BEING: &str = "is are was being been such real total right be absolute";
/// What may truly be a pain.
const BODY: &str = "it there this that pain symptom";
/// What it is that does not answer to a remedy.
const REMEDIES: &str = "antibiotics antibiotic treatment tablets medication medicine painkillers cream paracetamol ibuprofen inhaler emails email messages letters";
/// What may be "killing me" without an ache of its own.
const TIRESOME: &str = "cough itch itching heat suspense shoe shoes boss job work kids school commute traffic wait waiting stress weather music \
exam exams homework bills neighbour neighbours";
/// What an "allergy" to is a joke.
const CHORES: &str = "work mornings housework exercise mondays homework washing-up";

/// Who makes a "seizure" that is none, and of what.
const SEIZED: &str = "customs police border goods assets asset property court bailiff bailiffs parcel parcels shipment cargo drugs drug port power contraband engine weapons cash";
/// What is passed out to people.
const HANDED: &str = "flyers fliers leaflets sweets cards papers copies food drinks cake samples tickets books sheets homework programmes invitations menus snacks water cups flags";

/// Which tokens belong to a figure of speech.
pub(crate) fn figures(words: &[Token], segments: &[Segment]) -> Vec<bool> {
    let mut all = vec![false; words.len()];
    for Segment { range, .. } in segments {
        if range.clone().any(|at| is_called(words, at, range)) || lost_on_purpose(words, range) {
            all[range.clone()].fill(true);
        }
        for at in range.clone() {
            let count = set_phrase(words, at).or_else(|| figure(words, at, range)).unwrap_or_default();
            all[at..(at + count).min(range.end)].fill(true);
        }
    }
    all
}

fn set_phrase(words: &[Token], at: usize) -> Option<usize> {
    SET_PHRASES.iter().find(|phrase| says(words, at, phrase)).map(|phrase| phrase.split(' ').count())
}

/// How many words from `at` on make a figure that depends on what stands beside it.
fn figure(words: &[Token], at: usize, range: &Range<usize>) -> Option<usize> {
    let word = bare(&words[at].word);
    let next = |i: usize| words.get(at + i).filter(|_| at + i < range.end).map(|t| bare(&t.word)).unwrap_or_default();
    let before = |i: usize| at.checked_sub(i).filter(|b| *b >= range.start).map(|b| bare(&words[b].word)).unwrap_or_default();
    match word {
        "fever" if one_of(CRAZES, before(1)) => Some(1),
        "rash" if one_of(DEEDS, next(1)) => Some(2),
        "cough" | "coughed" if next(1) == "up" && has(words, &(at + 2..range.end), MONEY) => Some(2),
        "itching" if next(1) == "to" && !one_of("death bits pieces the my a", next(2)) => Some(1),
        "choked" if next(1) == "up" && !one_of("blood food phlegm", next(2)) => Some(1),
        "seizure" | "seizures"
            if has(words, range, SEIZED)
                && !has(words, range, "i he she had having has took after overdose withdrawal")
                && !one_of("my his her", before(1)) =>
        {
            Some(1)
        }
        "passed" | "passing" if next(1) == "out" && (2..6).any(|i| one_of(HANDED, next(i))) => Some(2),
        "af" if !before(1).is_empty() && !one_of(RHYTHM, before(1)) => Some(1),
        "sob" if one_of("i he she they we to and just", before(1)) => Some(1),
        "faint" if one_of(SLIGHT, next(1)) => Some(1),
        "respond" | "responding" if next(1) == "to" && (2..5).any(|i| one_of(REMEDIES, next(i))) => Some(1),
        // "my back is killing me" hurts; "this cough is killing me" is a cough.
        "killing" if one_of("me us", next(1)) && one_of("is are s", before(1)) && one_of(TIRESOME, before(2)) => Some(2),
        "allergic" if next(1) == "to" && one_of(CHORES, next(2)) => Some(3),
        _ => None,
    }
}

/// "my boss is a pain in the neck", "the form was one big headache"; but not "it is a pain in the neck".
fn is_called(words: &[Token], at: usize, range: &Range<usize>) -> bool {
    let before = (range.start..at).rev().take(4);
    let be = before.clone().any(|i| one_of(BEING, bare(&words[i].word)) || words[i].word.ends_with("'s"));
    let of_itself = has(words, &(range.start..(range.start + 1).min(at)), BODY) || has(words, &(range.start..at), "i i've have got");
    let neck = says(words, at, "pain in the") && words.get(at + 3).is_some_and(|t| one_of("neck arse ass backside bum butt", &t.word));
    let big = at > range.start && one_of("big huge total massive real", &words[at - 1].word);
    be && !of_itself && (neck || (big && says(words, at, "head ache")))
}

/// Weight that one meant to lose.
fn lost_on_purpose(words: &[Token], range: &Range<usize>) -> bool {
    let meant = find(words, range, &["on purpose", "deliberately", "intentionally", "slimming club", "by dieting", "on a diet"]).is_some();
    let weight = has(words, range, "weight kg kilos kilo stone pounds lbs") && has(words, range, "lost losing lose");
    meant && weight && !range.clone().any(|at| words[at].kind.negates())
}
