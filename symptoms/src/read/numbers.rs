//! What measured numbers say: temperature, blood pressure, blood sugar, pulse.

use super::labs;
use super::segment::{bare, one_of};
use super::words::{Kind, Token};

/// A finding that a number speaks for or against.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) id: &'static str,
    pub(crate) present: bool,
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// That a vital sign was measured and is as it should be.
const MEASURED: &str = "vital-signs-measured";

/// Ids that this file names; the checker sees to it that the base has them.
pub(crate) const IDS: [&str; 13] = [
    "fever",
    "high-fever",
    "high-blood-pressure",
    "blood-pressure-very-high",
    "low-blood-pressure",
    "blood-sugar-high",
    "blood-sugar-low",
    "heart-racing",
    "slow-heartbeat",
    "fast-breathing",
    "oxygen-low",
    "body-cold",
    MEASURED,
];

const HEAT: &str = "temp temperature fever thermometer degrees celsius fahrenheit c f temps febrile feverish";
const OTHER_UNITS: &str = "kg kilo kilos year years yr yrs week weeks month months day days cm mm mmol mg ml percent lb lbs pounds hours minutes km g \
hour minute stone weeks' size";
const NEAR: usize = 5;

/// What a number is a measure of, by the nearest word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Heat,
    Pulse,
    Breaths,
    Oxygen,
    Sugar,
    Other,
}

const LABELS: [(&str, Label); 6] = [
    ("temp temperature temps fever thermometer febrile feverish", Label::Heat),
    ("pulse heart heartbeat hr", Label::Pulse),
    ("respiratory rr resps respiration respirations breaths", Label::Breaths),
    ("saturation saturations sats sat spo oximeter oxygen", Label::Oxygen),
    ("sugar sugars glucose bloodsugar bm bgl", Label::Sugar),
    (
        "bp pressure calcium sodium potassium hba ketones ketone creatinine crp haemoglobin hemoglobin hb hgb platelet platelets ferritin \
         wbc wcc neutrophils mcv weight bmi cholesterol urea",
        Label::Other,
    ),
];

/// The label of a number: up to five words before it, not beyond a mark or another number.
fn label(words: &[Token], at: usize) -> Option<Label> {
    let before = words[at.saturating_sub(NEAR)..at].iter().rev();
    let own = before.take_while(|t| !t.kind.is_mark() && !t.word.starts_with(|c: char| c.is_ascii_digit()) || t.word == "2");
    own.filter_map(|t| LABELS.iter().find(|(list, _)| one_of(list, bare(&t.word))).map(|(_, label)| *label)).next()
}

/// Whether a number may be this measure: it is labelled so, or not at all.
fn may_be(words: &[Token], at: usize, wanted: Label) -> bool {
    label(words, at).is_none_or(|label| label == wanted)
}

/// Reads every number with its neighbours.
pub(crate) fn measured(words: &[Token]) -> Vec<Measured> {
    let mut all = Vec::new();
    for at in 0..words.len() {
        let Some(value) = number(words, at).filter(|_| !was_before(words, at)) else { continue };
        if let Some((low, last)) = second(words, at) {
            all.extend(pressure(words, at, value, low, last));
        } else if !second_of_pair(words, at) {
            all.extend(temperature(words, at, value));
            all.extend(sugar(words, at, value));
            all.extend(pulse(words, at, value));
            all.extend(breaths(words, at, value));
            all.extend(oxygen(words, at, value));
            all.extend(labs::read(words, at, value));
        }
    }
    all
}

/// "from 39.5 down to 37.0": the last one counts.
fn was_before(words: &[Token], at: usize) -> bool {
    let from = at.checked_sub(1).is_some_and(|b| words[b].word == "from");
    from && (at + 1..at + 4).any(|i| words.get(i).is_some_and(|t| t.word == "to") && number(words, i + 1).is_some())
}

fn number(words: &[Token], at: usize) -> Option<f32> {
    let word = &words.get(at)?.word;
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // "38,000" counts thousands, "38,5" is a decimal.
    let grouped = word.split(',').skip(1).all(|group| group.len() == 3) && word.contains(',');
    word.replace(',', if grouped { "" } else { "." }).parse().ok()
}

fn second(words: &[Token], at: usize) -> Option<(f32, usize)> {
    let between = words.get(at + 1)?;
    if !matches!(between.word.as_str(), "/" | "over") {
        return None;
    }
    Some((number(words, at + 2)?, at + 2))
}

fn second_of_pair(words: &[Token], at: usize) -> bool {
    at >= 2 && second(words, at - 2).is_some()
}

fn near(words: &[Token], at: usize, list: &str) -> bool {
    let same_sentence = |t: &&Token| t.kind != Kind::End;
    let before = words[at.saturating_sub(NEAR)..at].iter().rev().take_while(same_sentence);
    let after = words[at..(at + NEAR).min(words.len())].iter().take_while(same_sentence);
    before.chain(after).any(|t| one_of(list, bare(&t.word)))
}

fn unit(words: &[Token], at: usize) -> &str {
    words.get(at + 1).map(|t| bare(&t.word)).unwrap_or_default()
}

fn pressure(words: &[Token], first: usize, high: f32, low: f32, last: usize) -> Vec<Measured> {
    let plausible = (60.0..=280.0).contains(&high) && (30.0..=170.0).contains(&low) && high > low + 10.0;
    let named = near(words, first, "bp pressure mmhg reading readings systolic");
    if !plausible || !(named || high >= 80.0) {
        return Vec::new();
    }
    let say = |id, present| Measured { id, present, first, last };
    match () {
        () if high >= 180.0 || low >= 120.0 => vec![say("high-blood-pressure", true), say("blood-pressure-very-high", true)],
        () if high >= 140.0 || low >= 90.0 => vec![say("high-blood-pressure", true)],
        () if high < 90.0 => vec![say("low-blood-pressure", true)],
        () => vec![say("high-blood-pressure", false), say(MEASURED, true)],
    }
}

fn temperature(words: &[Token], at: usize, value: f32) -> Vec<Measured> {
    let decimal = words[at].word.contains(['.', ',']);
    let named = label(words, at) == Some(Label::Heat) || (label(words, at).is_none() && near(words, at, HEAT));
    if !may_be(words, at, Label::Heat) || one_of(OTHER_UNITS, unit(words, at)) || !(named || (decimal && (37.9..=42.5).contains(&value))) {
        return Vec::new();
    }
    let celsius = match value {
        v if (34.0..=43.5).contains(&v) => v,
        v if (93.0..=110.0).contains(&v) => (v - 32.0) / 1.8,
        _ => return Vec::new(),
    };
    let say = |id, present| Measured { id, present, first: at, last: at };
    match celsius {
        c if c >= 38.95 => vec![say("fever", true), say("high-fever", true)],
        c if c >= 37.95 => vec![say("fever", true)],
        c if c < 35.05 && named => vec![say("body-cold", true), say("fever", false)],
        c if c < 37.45 && c > 35.5 => vec![say("fever", false), say(MEASURED, true)],
        _ => Vec::new(),
    }
}

fn sugar(words: &[Token], at: usize, value: f32) -> Vec<Measured> {
    let named =
        label(words, at) == Some(Label::Sugar) || (label(words, at).is_none() && near(words, at, "sugar sugars glucose bloodsugar bm bgl"));
    if !named || one_of("grams g teaspoons spoons years days", unit(words, at)) {
        return Vec::new();
    }
    let say = |id| vec![Measured { id, present: true, first: at, last: at }];
    match value {
        v if (11.1..40.0).contains(&v) || (200.0..=1500.0).contains(&v) => say("blood-sugar-high"),
        v if (1.0..3.9).contains(&v) || (20.0..70.0).contains(&v) => say("blood-sugar-low"),
        _ => Vec::new(),
    }
}

fn pulse(words: &[Token], at: usize, value: f32) -> Vec<Measured> {
    let own = label(words, at) == Some(Label::Pulse) || (label(words, at).is_none() && near(words, at, "bpm"));
    let decimal = words[at].word.contains(['.', ',']);
    let named = (own && !decimal && near(words, at, "pulse bpm heartbeat hr"))
        || (own && !decimal && near(words, at, "heart") && near(words, at, "rate beats racing goes watch"));
    let id = match value {
        _ if !named || said_of_breathing(words, at) => return Vec::new(),
        v if (115.0..=260.0).contains(&v) => "heart-racing",
        v if (25.0..=44.0).contains(&v) => "slow-heartbeat",
        _ => return Vec::new(),
    };
    vec![Measured { id, present: true, first: at, last: at }]
}

/// Whether the number is the one of breaths: "heart rate 96, respiratory rate 30".
fn said_of_breathing(words: &[Token], at: usize) -> bool {
    let before = words[at.saturating_sub(4)..at].iter().rev();
    let unit = words[at..(at + 3).min(words.len())].iter().any(|t| one_of("breaths breath", bare(&t.word)));
    let named =
        before.take_while(|t| !t.kind.is_mark()).any(|t| one_of("respiratory rr resps respiration respirations breathing", bare(&t.word)));
    unit || named
}

/// In a grown-up; a child breathes faster, and its parents are asked otherwise.
fn breaths(words: &[Token], at: usize, value: f32) -> Vec<Measured> {
    let years = |i: usize| {
        one_of("year yr yo years", bare(&words[i].word))
            && words.get(i.wrapping_sub(1)).and_then(|t| t.word.parse::<f32>().ok()).is_some_and(|n| n < 12.0)
    };
    let child = (0..words.len()).any(|i| one_of("baby newborn infant toddler month months", bare(&words[i].word)) || years(i));
    let least = if child { 55.0 } else { 25.0 };
    if said_of_breathing(words, at) && (least..=80.0).contains(&value) {
        return vec![Measured { id: "fast-breathing", present: true, first: at, last: at }];
    }
    Vec::new()
}

/// Saturation in percent, measured at the finger.
fn oxygen(words: &[Token], at: usize, value: f32) -> Vec<Measured> {
    let before = words[at.saturating_sub(NEAR)..at].iter().rev().take_while(|t| !t.kind.is_mark());
    let named = before.into_iter().any(|t| one_of("saturation saturations sats sat spo oximeter oxygen o", bare(&t.word)));
    // That of transferrin is another.
    let other = near(words, at, "transferrin tsat iron");
    if !named || other || !(50.0..=100.0).contains(&value) || one_of("years year", unit(words, at)) {
        return Vec::new();
    }
    let normal = Measured { id: MEASURED, present: true, first: at, last: at };
    let low = Measured { id: "oxygen-low", present: value < 93.0, first: at, last: at };
    if low.present { vec![low] } else { vec![low, normal] }
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        measured(&tokens(text)).into_iter().filter(|m| m.present && m.id != MEASURED).map(|m| m.id).collect()
    }

    #[test]
    fn numbers_say_what_they_measure() {
        assert_eq!(ids("temp 39.4 since noon"), ["fever", "high-fever"]);
        assert_eq!(ids("fever of 102"), ["fever"]);
        assert_eq!(ids("BP 180/110 this morning"), ["high-blood-pressure", "blood-pressure-very-high"]);
        assert_eq!(ids("around 145 over 90"), ["high-blood-pressure"]);
        assert_eq!(ids("sugar 320"), ["blood-sugar-high"]);
        assert_eq!(ids("my sugar is 2,8"), ["blood-sugar-low"]);
        assert_eq!(ids("heart rate 124, respiratory rate 30"), ["heart-racing", "fast-breathing"]);
        assert_eq!(ids("pulse 38 and dizzy"), ["slow-heartbeat"]);
        assert_eq!(ids("oxygen saturation 86 %"), ["oxygen-low"]);
        assert_eq!(ids("pulse 94, temperature 38.5"), ["fever"]);
    }

    #[test]
    fn other_numbers_say_nothing() {
        for text in [
            "I am 38 years old",
            "for 3 days",
            "38.5 kg",
            "temperature 36.8",
            "at 14/3",
            "sats 98 %",
            "respiratory rate 16",
            "Temperature 37.2, pulse 76",
            "SpO2 94 % on air, temperature 36.5",
            "calcium 2.76 mmol/L",
            "A 2-year-old boy with a respiratory rate 26",
            "transferrin saturation 78 %",
        ] {
            assert!(ids(text).is_empty(), "{text}");
        }
    }
}
