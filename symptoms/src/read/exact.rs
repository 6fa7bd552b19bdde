//! Phrases that are found word for word alone: those that hold what parts two clauses ("I have a plan and I have the rope"), and those
//! with too many words for a pattern.

use super::words::{Kind, Token};
use std::collections::HashMap;

/// Fewest words of weight in such a phrase.
const LEAST_CONTENT: usize = 2;

struct Phrase {
    finding: usize,
    words: Vec<String>,
}

/// Phrases by their first word.
#[derive(Default)]
pub(crate) struct Exact {
    by_first: HashMap<String, Vec<Phrase>>,
}

fn plain(word: &str) -> String {
    word.replace('\'', "")
}

impl Exact {
    /// Adds a phrase, unless it says too little by itself.
    pub(crate) fn learn(&mut self, finding: usize, phrase: &[Token]) {
        if phrase.iter().filter(|t| t.kind == Kind::Content).count() >= LEAST_CONTENT {
            self.learn_all(finding, phrase);
        }
    }

    /// Adds a phrase, whatever it says.
    pub(crate) fn learn_all(&mut self, finding: usize, phrase: &[Token]) {
        let words: Vec<String> = phrase.iter().filter(|t| !t.kind.is_mark()).map(|t| plain(&t.word)).collect();
        if let Some(first) = words.first() {
            self.by_first.entry(first.clone()).or_default().push(Phrase { finding, words });
        }
    }

    /// Every phrase of a text, with its tokens; commas count for nothing.
    pub(crate) fn find(&self, text: &[Token]) -> impl Iterator<Item = (usize, Vec<usize>)> {
        (0..text.len()).flat_map(move |at| {
            let phrases = self.by_first.get(&plain(&text[at].word)).into_iter().flatten();
            phrases.filter_map(move |phrase| Some((phrase.finding, stands_at(text, at, &phrase.words)?)))
        })
    }
}

fn stands_at(text: &[Token], at: usize, words: &[String]) -> Option<Vec<usize>> {
    let mut rest = (at..text.len()).filter(|&i| text[i].kind != Kind::Comma);
    words.iter().map(|word| rest.next().filter(|&i| plain(&text[i].word) == *word)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn a_phrase_is_found_word_for_word_over_commas_and_no_further() {
        let mut exact = Exact::default();
        exact.learn(7, &tokens("I have a plan and I have the rope"));
        exact.learn(8, &tokens("I am cold"));
        let found = |text: &str| exact.find(&tokens(text)).collect::<Vec<_>>();
        assert_eq!(found("Well, I have a plan, and I have the rope."), [(7, vec![2, 3, 4, 5, 7, 8, 9, 10, 11])]);
        assert!(found("I have a plan. And I have the rope").is_empty() && found("I am cold").is_empty());
    }
}
