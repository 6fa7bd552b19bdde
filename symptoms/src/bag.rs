//! The words of a text beside the words written about each condition: TF-IDF with neighbouring pairs.
//!
//! It knows what the encoder smooths over: a rare word ("crackling", "peanut") tells a condition by itself.

use crate::{
    knowledge::Knowledge,
    read::words::{Kind, Token, tokens},
};
use std::collections::BTreeMap;

/// What the phrases of a finding weigh beside one text, where everybody has the finding.
const FINDING: f32 = 1.5;
/// What the names of a condition weigh beside one text.
const NAMES: f32 = 2.0;

/// Weights of words by condition.
pub(crate) struct Bag {
    ids: BTreeMap<String, usize>,
    /// By word: its weight in a query, and the conditions with its weight there.
    words: Vec<(f32, Vec<(u32, f32)>)>,
    conditions: usize,
}

impl Bag {
    /// From everything that is written about each condition; `skip` leaves texts out, by condition and number, for fitting.
    pub(crate) fn new(knowledge: &Knowledge, skip: impl Fn(usize, usize) -> bool) -> Self {
        let phrases: Vec<BTreeMap<String, f32>> = knowledge.findings().iter().map(|f| mean_counts(&f.phrases)).collect();
        let documents: Vec<BTreeMap<String, f32>> = knowledge
            .conditions()
            .iter()
            .enumerate()
            .map(|(at, condition)| {
                let mut counts = BTreeMap::new();
                for (_, text) in condition.texts().enumerate().filter(|(number, _)| !skip(at, *number)) {
                    add(&mut counts, terms(text).into_iter().map(|term| (term, 1.0)), 1.0);
                }
                for name in [&condition.name, &condition.medical] {
                    add(&mut counts, terms(name).into_iter().map(|term| (term, 1.0)), NAMES);
                }
                for (finding, often) in &condition.findings {
                    add(&mut counts, phrases[*finding].iter().map(|(t, n)| (t.clone(), *n)), FINDING * often.probability());
                }
                counts
            })
            .collect();
        Self::of_documents(&documents)
    }

    fn of_documents(documents: &[BTreeMap<String, f32>]) -> Self {
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let mut frequency: Vec<f32> = Vec::new();
        for term in documents.iter().flat_map(BTreeMap::keys) {
            let next = ids.len();
            let id = *ids.entry(term.clone()).or_insert(next);
            if id == frequency.len() {
                frequency.push(0.0);
            }
            frequency[id] += 1.0;
        }
        let rarity: Vec<f32> = frequency.iter().map(|n| ((documents.len() as f32 + 1.0) / (n + 0.5)).ln()).collect();
        let mut words: Vec<(f32, Vec<(u32, f32)>)> = rarity.iter().map(|r| (*r, Vec::new())).collect();
        for (condition, document) in documents.iter().enumerate() {
            let weighted: Vec<(usize, f32)> = document.iter().map(|(t, n)| (ids[t], (1.0 + n).ln() * rarity[ids[t]])).collect();
            let length = weighted.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for (id, weight) in weighted {
                words[id].1.push((condition as u32, weight / length));
            }
        }
        Self { ids, words, conditions: documents.len() }
    }

    /// How alike a text's words are to each condition's, 0 to 1.
    pub(crate) fn scores(&self, text: &str) -> Vec<f32> {
        let mut counts = BTreeMap::new();
        add(&mut counts, terms(text).into_iter().map(|term| (term, 1.0)), 1.0);
        let mut scores = vec![0.0; self.conditions];
        let mut square = 0.0_f32;
        for (term, count) in counts {
            let Some(&id) = self.ids.get(&term) else { continue };
            let (rarity, places) = &self.words[id];
            let weight = (1.0 + count).ln() * rarity;
            square += weight * weight;
            places.iter().for_each(|(condition, there)| scores[*condition as usize] += weight * there);
        }
        let length = square.sqrt().max(f32::MIN_POSITIVE);
        scores.iter_mut().for_each(|score| *score /= length);
        scores
    }
}

fn add(counts: &mut BTreeMap<String, f32>, terms: impl Iterator<Item = (String, f32)>, times: f32) {
    terms.for_each(|(term, count)| *counts.entry(term).or_default() += times * count);
}

/// How often each term stands in a phrase, on average.
fn mean_counts(phrases: &[String]) -> BTreeMap<String, f32> {
    let mut counts = BTreeMap::new();
    let share = 1.0 / phrases.len().max(1) as f32;
    phrases.iter().for_each(|phrase| add(&mut counts, terms(phrase).into_iter().map(|term| (term, 1.0)), share));
    counts
}

/// The words that carry meaning, at heart, and pairs of neighbours.
fn terms(text: &str) -> Vec<String> {
    let words = tokens(text);
    let carries = |t: &&Token| t.kind == Kind::Content && t.stem.chars().any(char::is_alphabetic);
    let content: Vec<&Token> = words.iter().filter(carries).collect();
    let pairs = content.windows(2).map(|pair| format!("{} {}", pair[0].stem, pair[1].stem));
    content.iter().map(|t| t.stem.clone()).chain(pairs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_word_counts_more_than_one_that_stands_everywhere() {
        let document = |text: &str| {
            let mut counts = BTreeMap::new();
            add(&mut counts, terms(text).into_iter().map(|t| (t, 1.0)), 1.0);
            counts
        };
        let bag = Bag::of_documents(&[document("fever rash peanut"), document("fever cough"), document("fever headache")]);
        let scores = bag.scores("fever after a peanut");
        assert!(scores[0] > 2.0 * scores[1] && scores[1] > 0.0, "{scores:?}");
        assert!(bag.scores("").iter().all(|s| *s == 0.0));
    }
}
