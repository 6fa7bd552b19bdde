//! Wounds by a blade or a bullet: "someone stabbed me"; not pain that feels so.

use super::segment::{has, one_of};
use super::words::{Kind, Token};
use std::ops::Range;

/// What tells of it by itself.
const WOUNDED: &str = "gunshot";
/// Before the verb, or behind it, these tell that somebody was hit.
const WAS: &str = "was been got being";
const HIT: &str = "me him her us";
const BODY: &str = "in through by";
/// Where a bullet hits one who says no more than "shot in the leg"; an injection is given in the arm.
const HURT: &str = "leg thigh chest belly stomach back head foot hand neck shoulder knee abdomen face hip";
/// A shot that is heard hits nobody.
const HEARD: &str = "noise noises sound sounds heard hear hearing range loud bang bangs loudness fired nearby blanks";
/// Behind "shot in the" an injection is given.
const INJECTED: &str = "bum bottom jab vaccine flu dark";
/// What makes a likeness of it.
const LIKE: &str = "like as feels feel felt almost though if";

/// Where somebody is said to have been stabbed or shot.
pub(crate) fn wounds(words: &[Token]) -> Vec<Range<usize>> {
    let is = |&at: &usize| {
        let start = (0..at).rev().find(|&i| words[i].kind == Kind::End).map_or(0, |i| i + 1);
        let rest = at..words.len().min(at + 5);
        let next = words.get(at + 1).filter(|t| !t.kind.is_mark()).map(|t| t.word.as_str());
        let was = at > 0 && one_of(WAS, &words[at - 1].word) && next.is_none_or(|next| one_of(BODY, next));
        let briefly =
            at == start && words[at].word == "shot" && next.is_some_and(|next| one_of("in through", next)) && has(words, &rest, HURT);
        let heard = has(words, &(at.saturating_sub(4).max(start)..words.len().min(at + 5)), HEARD);
        let hit = briefly || one_of("stabbed knifed shot", &words[at].word) && (was || next.is_some_and(|next| one_of(HIT, next)));
        ((one_of(WOUNDED, &words[at].word) && !heard) || hit) && !has(words, &(start..at), LIKE) && !has(words, &rest, INJECTED)
    };
    (0..words.len()).filter(is).map(|at| at..at + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn a_blade_or_a_bullet_is_told_from_pain_that_feels_so() {
        for text in ["shot in the thigh", "someone stabbed me", "he was shot in the leg", "a gunshot wound", "my brother got stabbed"] {
            assert!(!wounds(&tokens(text)).is_empty(), "{text}");
        }
        for text in [
            "it feels like I was stabbed",
            "stabbing pain in my chest",
            "I was shot of energy",
            "I had a shot in the arm",
            "as if I were stabbed",
            "stabbed my hand with a fork",
            "my memory is shot",
            "heard a gunshot at the range",
            "a loud gunshot noise",
            "shot in the arm yesterday",
        ] {
            assert!(wounds(&tokens(text)).is_empty(), "{text}");
        }
    }
}
