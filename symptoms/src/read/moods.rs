//! Sadness in words too plain for a phrase: "I feel sad"; not "sad to hear".

use super::segment::one_of;
use super::words::Token;
use std::ops::Range;

const SAD: &str = "sad miserable unhappy";
/// Who feels it, and what may stand between.
const FEELS: &str = "i i'm im feel feels feeling felt am she's he's is been";
const BETWEEN: &str = "so very really just always quite constantly too a bit all and feel feeling lonely am been";
/// Behind these it is a courtesy or a story.
const OTHER: &str = "to about that for film movie song story ending face news day";

/// Where somebody says that they are sad.
pub(crate) fn sad(words: &[Token]) -> Vec<Range<usize>> {
    let is = |&at: &usize| {
        let next = words.get(at + 1).map(|t| t.word.as_str()).unwrap_or_default();
        let from = (0..at).rev().find(|&i| !one_of(BETWEEN, &words[i].word) || one_of("feel feeling am been", &words[i].word));
        one_of(SAD, &words[at].word) && from.is_some_and(|i| one_of(FEELS, &words[i].word)) && !one_of(OTHER, next)
    };
    (0..words.len()).filter(is).map(|at| at.saturating_sub(1)..at + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn who_is_sad_is_told_from_what_is() {
        for text in ["I feel sad", "i'm so sad", "feeling really miserable", "she is unhappy all day"] {
            assert!(!sad(&tokens(text)).is_empty(), "{text}");
        }
        for text in ["a sad film", "I am sad to hear that", "sad news", "the sad ending"] {
            assert!(sad(&tokens(text)).is_empty(), "{text}");
        }
    }
}
