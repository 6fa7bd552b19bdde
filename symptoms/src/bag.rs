//! The words of a text beside the words written about each condition: TF-IDF with neighbouring pairs.
//!
//! It knows what the encoder smooths over: a rare word ("crackling", "peanut") tells a condition by itself.

use crate::{
    knowledge::Knowledge,
    read::words::{Kind, Token, tokens},
};
use std::collections::HashMap;

/// What the phrases of a finding weigh beside one text, where everybody has the finding.
const FINDING: f32 = 1.5;
/// What the names of a condition weigh beside one text.
const NAMES: f32 = 2.0;

/// A pair of words that stands in fewer texts says nothing that the words themselves do not.
const LEAST_TEXTS: f32 = 1.5;

/// Weights of words by condition.
pub(crate) struct Bag {
    ids: HashMap<String, u32>,
    /// By word: its weight in a query, and the conditions with its weight there.
    words: Vec<(f32, Vec<(u32, f32)>)>,
    conditions: usize,
}

/// Terms with how often each stands there, by their numbers.
type Counts = Vec<(u32, f32)>;

/// Numbers for terms, in the order in which they are met.
#[derive(Default)]
struct Vocabulary(HashMap<String, u32>);

impl Vocabulary {
    fn count(&mut self, text: &str, times: f32, counts: &mut Counts) {
        for term in terms(text) {
            let next = self.0.len() as u32;
            counts.push((*self.0.entry(term).or_insert(next), times));
        }
    }
}

/// One entry a term, in the order of their numbers.
fn summed(mut counts: Counts) -> Counts {
    counts.sort_by_key(|(id, _)| *id);
    counts.chunk_by(|a, b| a.0 == b.0).map(|run| (run[0].0, run.iter().map(|(_, n)| n).sum())).collect()
}

impl Bag {
    /// From everything that is written about each condition; `skip` leaves texts out, by condition and number, for fitting.
    pub(crate) fn new(knowledge: &Knowledge, skip: impl Fn(usize, usize) -> bool) -> Self {
        let mut vocabulary = Vocabulary::default();
        let phrases: Vec<Counts> = knowledge
            .findings()
            .iter()
            .map(|finding| {
                let (mut counts, share) = (Counts::new(), 1.0 / finding.phrases.len().max(1) as f32);
                finding.phrases.iter().for_each(|phrase| vocabulary.count(phrase, share, &mut counts));
                summed(counts)
            })
            .collect();
        let documents = knowledge.conditions().iter().enumerate().map(|(at, condition)| {
            let mut counts = Counts::new();
            for (_, text) in condition.texts().enumerate().filter(|(number, _)| !skip(at, *number)) {
                vocabulary.count(text, 1.0, &mut counts);
            }
            [&condition.name, &condition.medical].iter().for_each(|name| vocabulary.count(name, NAMES, &mut counts));
            for (finding, often) in &condition.findings {
                counts.extend(phrases[*finding].iter().map(|(id, n)| (*id, FINDING * often.probability() * n)));
            }
            summed(counts)
        });
        let documents = documents.collect();
        Self::of_documents(vocabulary, documents)
    }

    fn of_documents(vocabulary: Vocabulary, documents: Vec<Counts>) -> Self {
        let mut spread = vec![(0.0_f32, 0.0_f32); vocabulary.0.len()];
        for (id, count) in documents.iter().flatten() {
            let (conditions, total) = &mut spread[*id as usize];
            *conditions += 1.0;
            *total += count;
        }
        let mut ids = vocabulary.0;
        ids.retain(|term, id| !term.contains(' ') || spread[*id as usize].1 >= LEAST_TEXTS);
        let mut kept = vec![false; spread.len()];
        ids.values().for_each(|id| kept[*id as usize] = true);
        let rarity = |id: u32| ((documents.len() as f32 + 1.0) / (spread[id as usize].0 + 0.5)).ln();
        let mut words: Vec<(f32, Vec<(u32, f32)>)> = (0..spread.len() as u32).map(|id| (rarity(id), Vec::new())).collect();
        for (condition, document) in documents.iter().enumerate() {
            let weighted = document.iter().filter(|(id, _)| kept[*id as usize]).map(|(id, n)| (*id, (1.0 + n).ln() * rarity(*id)));
            let weighted: Vec<(u32, f32)> = weighted.collect();
            let length = weighted.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            weighted.into_iter().for_each(|(id, weight)| words[id as usize].1.push((condition as u32, weight / length)));
        }
        Self { ids, words, conditions: documents.len() }
    }

    /// How alike a text's words are to each condition's, 0 to 1.
    pub(crate) fn scores(&self, text: &str) -> Vec<f32> {
        let counts = summed(terms(text).iter().filter_map(|term| Some((*self.ids.get(term)?, 1.0))).collect());
        let mut scores = vec![0.0; self.conditions];
        let mut square = 0.0_f32;
        for (id, count) in counts {
            let (rarity, places) = &self.words[id as usize];
            let weight = (1.0 + count).ln() * rarity;
            square += weight * weight;
            places.iter().for_each(|(condition, there)| scores[*condition as usize] += weight * there);
        }
        let length = square.sqrt().max(f32::MIN_POSITIVE);
        scores.iter_mut().for_each(|score| *score /= length);
        scores
    }
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
        let mut vocabulary = Vocabulary::default();
        let documents = ["fever rash peanut", "fever cough", "fever headache"].map(|text| {
            let mut counts = Counts::new();
            vocabulary.count(text, 1.0, &mut counts);
            summed(counts)
        });
        let bag = Bag::of_documents(vocabulary, documents.to_vec());
        let scores = bag.scores("fever after a peanut");
        assert!(scores[0] > 2.0 * scores[1] && scores[1] > 0.0, "{scores:?}");
        assert!(bag.scores("").iter().all(|s| *s == 0.0));
    }
}
