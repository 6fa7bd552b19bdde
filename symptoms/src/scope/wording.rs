//! Whose words a text uses: of those who tell of a symptom, or of those who do not.
//!
//! The encoder hears what a text is about, "my dog is limping" much like "I am limping"; the words and their neighbours tell them apart.

use crate::{knowledge::Knowledge, read::words::tokens};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Texts in which every word is taken to have stood besides, so that what was seen once is not taken for certain.
const SMOOTH: f32 = 0.3;
/// What brings the sum to the size of the other facts.
const SIZE: f32 = 0.25;
/// Of the many descriptions of conditions, as many are heard as keep the two kinds of text in balance.
const EVERY: usize = 5;

/// In how many texts of each kind, no symptom and a symptom, each word and each pair of neighbours stands.
pub(crate) struct Wording {
    counts: HashMap<u64, [u16; 2]>,
    texts: [f32; 2],
}

impl Wording {
    /// From the texts that teach the gate.
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        let mut all = Self { counts: HashMap::new(), texts: [0.0; 2] };
        for Taught { text, symptom, .. } in taught(knowledge) {
            let kind = usize::from(symptom);
            all.texts[kind] += 1.0;
            for term in terms(text) {
                let count = &mut all.counts.entry(term).or_default()[kind];
                *count = count.saturating_add(1);
            }
        }
        all
    }

    /// How much more a text's words are those of texts that tell of a symptom: the sum of the logarithms of how much more often each
    /// stands there (naive Bayes), by the root of their number; above zero where they are.
    ///
    /// * `own` – for fitting: which kind the text itself was counted for, and is left out of
    pub(crate) fn says(&self, text: &str, own: Option<bool>) -> f32 {
        let without = |kind: usize| f32::from(u8::from(own.map(usize::from) == Some(kind)));
        let (mut sum, mut known) = (0.0_f64, 0.0_f32);
        let mut terms: Vec<u64> = terms(text).into_iter().collect();
        // A sum of floats depends on its order.
        terms.sort_unstable();
        for count in terms.iter().filter_map(|term| self.counts.get(term)) {
            // What is left of a text may hold pairs that the whole does not.
            let [well, ill] = [0, 1].map(|kind| (f32::from(count[kind]) - without(kind)).max(0.0));
            if well + ill > 0.0 {
                let share = |count: f32, kind: usize| (count + SMOOTH) / (self.texts[kind] - without(kind) + 2.0 * SMOOTH);
                sum += f64::from((share(ill, 1) / share(well, 0)).ln());
                known += 1.0;
            }
        }
        SIZE * sum as f32 / known.max(1.0).sqrt()
    }
}

/// A text that teaches the gate.
pub(crate) struct Taught<'a> {
    /// Its place among [`Knowledge`]'s texts of conditions, then of the gate.
    pub(crate) at: usize,
    pub(crate) text: &'a str,
    pub(crate) symptom: bool,
}

/// Every case, every fifth description, and the texts of `knowledge/scope`.
pub(crate) fn taught(knowledge: &Knowledge) -> impl Iterator<Item = Taught<'_>> {
    let ill = knowledge.conditions().iter().flat_map(|c| c.texts().enumerate().map(|(n, text)| (text, true, n < c.descriptions.len())));
    let texts = ill.chain(knowledge.scope.iter().map(|s| (s.text.as_str(), s.symptom, false)));
    let heard = texts.enumerate().filter(|(at, (_, _, described))| !described || at % EVERY == 0);
    heard.map(|(at, (text, symptom, _))| Taught { at, text, symptom })
}

/// The words of a text and the pairs of neighbours, each once, as numbers; figures are all one word.
fn terms(text: &str) -> HashSet<u64> {
    let tokens = tokens(text);
    let words: Vec<&str> =
        tokens.iter().map(|token| if token.word.starts_with(|c: char| c.is_ascii_digit()) { "0" } else { token.word.as_str() }).collect();
    let ends = [""].into_iter().chain(words.iter().copied());
    let pairs = ends.zip(words.iter().copied().chain([""]));
    words.iter().map(number).chain(pairs.map(number)).collect()
}

/// The same number in every process: [`DefaultHasher`] has fixed keys.
fn number(term: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taught(texts: &[(&str, bool)]) -> Wording {
        let mut all = Wording { counts: HashMap::new(), texts: [0.0; 2] };
        for (text, symptom) in texts {
            all.texts[usize::from(*symptom)] += 1.0;
            for term in terms(text) {
                all.counts.entry(term).or_default()[usize::from(*symptom)] += 1;
            }
        }
        all
    }

    #[test]
    fn the_words_tell_whose_knee_it_is() {
        let all =
            taught(&[("my dog has a sore paw", false), ("my dog is limping", false), ("my knee is sore", true), ("I am limping", true)]);
        assert!(all.says("my dog is sore", None) < 0.0);
        assert!(all.says("my knee, I am limping", None) > 0.0);
        assert_eq!(all.says("", None), 0.0);
    }

    #[test]
    fn a_text_does_not_speak_for_itself() {
        let all = taught(&[("zebra crossing", false), ("my knee is sore", true)]);
        assert!(all.says("zebra crossing", None) < 0.0);
        assert_eq!(all.says("zebra crossing", Some(false)), 0.0);
    }
}
