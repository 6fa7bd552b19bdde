//! A temperature that somebody "has": a fever, said without the word and without a number.

use super::segment::{one_of, says};
use super::words::Token;
use std::ops::Range;

/// Who has or gets one, has a fever.
const HAS: &str = "have has had having got getting get gets with running runs run spiking spiked developed ran";
/// What may stand between.
const BETWEEN: &str = "a slight bit of high mild bad low grade raised my another";
/// Before these it is something else's.
const OTHER: &[&str] = &["sensor", "gauge", "of the", "control", "probe", "chart", "taken", "check", "checked"];

/// Where somebody is said to have a temperature.
pub(crate) fn fevers(words: &[Token]) -> Vec<Range<usize>> {
    let is = |at: usize| {
        let named =
            one_of("temperature temp", &words[at].word) && at > 0 && one_of("a of high slight mild raised bad", &words[at - 1].word);
        let verb = (0..at).rev().find(|&i| !one_of(BETWEEN, &words[i].word)).filter(|&i| one_of(HAS, &words[i].word))?;
        (named && at - verb <= 5 && !OTHER.iter().any(|phrase| says(words, at + 1, phrase))).then_some(verb..at + 1)
    };
    (0..words.len()).filter_map(is).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn a_temperature_that_one_has_is_a_fever() {
        for text in ["I have had a temperature since yesterday", "he's got a bit of a temperature", "with a high temp"] {
            assert!(!fevers(&tokens(text)).is_empty(), "{text}");
        }
        for text in ["the temperature outside", "I took my temperature", "the oven has a temperature sensor"] {
            assert!(fevers(&tokens(text)).is_empty(), "{text}");
        }
    }
}
