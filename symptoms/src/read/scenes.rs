//! Accidents and dangers that are told as a scene, not with a name: what was done, with what, to which part of the body. "the tractor rolled
//! over my leg" holds no phrase that a list of phrases could foresee, but a vehicle, "over" and a limb.

mod table;

pub(crate) use table::SCENES;

use super::segment::{bare, one_of};
use super::words::{Kind, Token};
use std::ops::Range;

/// A scene: words of each kind close together in one sentence.
pub(crate) struct Scene {
    /// The finding that it tells of.
    pub(crate) finding: &'static str,
    /// One list for each kind; an item is a word, `word*` for its beginning, `a_b` for words in a row, or `<not>` for any negator.
    kinds: &'static [&'static str],
    /// Whether the kinds stand in this order.
    ordered: bool,
    /// Most tokens between one kind and the next.
    reach: usize,
    /// What makes another thing of it, from a few words before to a few words behind.
    without: &'static str,
}

/// What tells of a likeness rather than of a thing: "like a knife in my chest".
const LIKE: &str = "like as feels feel felt feeling though if";
/// How far around a scene what makes another thing of it is looked for.
const AROUND: usize = 3;

/// Where a text shows a scene, by the tokens that make it.
pub(crate) fn found(words: &[Token], scene: &Scene) -> Vec<Vec<usize>> {
    let Some((first, rest)) = scene.kinds.split_first() else { return Vec::new() };
    (0..words.len())
        .filter_map(|at| placed(words, at, item(words, at, first)?, rest, scene))
        .filter(|tokens| is_meant(words, tokens, scene))
        .collect()
}

/// The tokens of a scene that begins at `at`, with as many as `count` for its first kind.
fn placed(words: &[Token], at: usize, count: usize, rest: &[&str], scene: &Scene) -> Option<Vec<usize>> {
    let mut tokens: Vec<usize> = (at..at + count).collect();
    for list in rest {
        let last = tokens.last().copied().unwrap_or(at);
        let (least, most) = (tokens.iter().min().copied().unwrap_or(at), tokens.iter().max().copied().unwrap_or(at));
        let ahead = (last.min(most) + 1..words.len().min(most + 2 + scene.reach))
            .filter(|i| !tokens.contains(i) && !is_parted(words, most.min(*i), *i));
        let back = (least.saturating_sub(scene.reach + 1)..least).rev().filter(|&i| !scene.ordered && !is_parted(words, i, least));
        // "tonsillectomy" is the part of the body and the operation in one.
        let same = tokens.iter().copied().filter(|_| !scene.ordered);
        let (next, count) = ahead.chain(back).chain(same.collect::<Vec<_>>()).find_map(|i| Some((i, item(words, i, list)?)))?;
        tokens.extend((next..next + count).filter(|i| !tokens.contains(i)).collect::<Vec<_>>());
        if scene.ordered {
            tokens.sort_unstable();
        }
    }
    tokens.sort_unstable();
    Some(tokens)
}

/// Whether a sentence ends between two tokens.
fn is_parted(words: &[Token], from: usize, to: usize) -> bool {
    words[from..to].iter().any(|t| t.kind == Kind::End)
}

/// How many tokens an item of a list takes at `at`.
fn item(words: &[Token], at: usize, list: &str) -> Option<usize> {
    list.split(' ').find_map(|item| match item {
        "<not>" => words[at].kind.negates().then_some(1),
        _ if item.contains('_') => {
            let parts = item.split('_');
            let count = parts.clone().count();
            parts.enumerate().all(|(i, part)| words.get(at + i).is_some_and(|t| t.word == part)).then_some(count)
        }
        _ => item.strip_suffix('*').map_or(bare(&words[at].word) == item, |start| words[at].word.starts_with(start)).then_some(1),
    })
}

/// Whether nothing around it makes another thing of it.
fn is_meant(words: &[Token], tokens: &[usize], scene: &Scene) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    let near = first.saturating_sub(AROUND)..words.len().min(last + 1 + AROUND);
    scene.without.is_empty()
        || !near.clone().any(|i| item(words, i, scene.without).is_some() && !is_parted(words, i.min(*first), i.max(*first)))
}

/// What is hit in a likeness: "as if someone had hit me on the head", "like a blow with a hammer".
const STRUCK: &str = "hit kicked struck whacked smashed clubbed punched bashed thumped blow shot slammed walloped";
const HEAD: &str = "head skull brain";
/// How far a likeness reaches.
const LIKENESS: usize = 12;

/// Where a pain is likened to a blow: it tells of no injury.
pub(crate) fn likenesses(words: &[Token]) -> Vec<Range<usize>> {
    let begins = |at: usize| {
        let next = words.get(at + 1).map(|t| t.word.as_str()).unwrap_or_default();
        words[at].word == "like" || (words[at].word == "as" && one_of("if though", next))
    };
    let range = |at: usize| {
        let end = (at..words.len().min(at + LIKENESS)).find(|&i| words[i].kind.is_mark()).unwrap_or(words.len().min(at + LIKENESS));
        (at + 1..end).any(|i| one_of(STRUCK, bare(&words[i].word))).then_some(at..end)
    };
    (0..words.len()).filter(|&at| begins(at)).filter_map(range).collect()
}

/// Where a headache is likened to a blow, it came as one.
pub(crate) fn blows(words: &[Token]) -> Vec<Range<usize>> {
    let is_head = |i: usize| one_of(HEAD, bare(&words[i].word)) || one_of("headache migraine", &words[i].word);
    let near = |range: &Range<usize>| (range.start.saturating_sub(8)..words.len().min(range.end + 5)).any(is_head);
    likenesses(words).into_iter().filter(near).map(|range| range.start..range.start + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        let words = tokens(text);
        SCENES.iter().filter(|scene| !found(&words, scene).is_empty()).map(|scene| scene.finding).collect()
    }

    #[test]
    fn a_scene_is_told_without_its_name() {
        for (text, id) in [
            ("she slid below and was under water for half a minute, frothing now", "near-drowning"),
            ("my tonsils came out on Tuesday and I am bleeding", "bleeding-after-throat-surgery"),
            ("adenoidectomy last week, fresh blood", "bleeding-after-throat-surgery"),
            ("a hornet stung me on the tongue", "sting-mouth-throat"),
            ("somebody slipped a pill into my glass", "drink-spiked"),
            ("my ex kicked me in the side", "assaulted"),
            ("he put his hands round my throat", "strangled"),
            ("the van reversed over his foot", "high-energy-injury"),
            ("arm pulled into the baler", "high-energy-injury"),
            ("a skewer went into my chest", "stab-or-gunshot"),
            ("hot fat tipped over her arm", "burn-severe"),
            ("I inhaled ammonia", "chemical-fumes"),
            ("ate two small magnets", "swallowed-battery"),
            ("swallowed a sewing needle", "swallowed-sharp"),
            ("she refuses to put any weight on that leg", "cannot-bear-weight"),
            ("passed out during a sprint", "fainting-exertion"),
            ("unconscious and going blue", "blue-lips"),
            ("breathing is far worse when I lie down", "breathless-lying-flat"),
            ("the neighbour's terrier bit her cheek", "bite-face"),
            ("she has a knife and texted goodbye", "suicide-plan"),
            ("voices are ordering me to stab him", "thoughts-harming-others"),
            ("a voice says I must jump", "suicidal-thoughts"),
            ("the kid won't bear any weight on his foot", "limping-child"),
            ("fished out of the river, gurgling", "near-drowning"),
        ] {
            assert!(ids(text).contains(&id), "{text}: {:?}", ids(text));
        }
    }

    #[test]
    fn a_likeness_and_another_thing_are_no_scene() {
        for text in [
            "it is like a knife in my chest",
            "swallowing feels like glass",
            "I fainted when they took blood at the gym",
            "my blood pressure spiked last night",
            "I was crushed by the news",
            "he kicked the ball",
            "swallowed a glass of water",
            "pain under the shoulder blade into my neck",
            "it burns when I pass water and my chest is tight",
            "I have a metal rod in my back",
            "stuck at the printer, my back hurts",
            "I said goodbye to the tablets last year",
            "the dog bit my hand and then my head hurt",
            "I said goodbye to my colleagues",
        ] {
            assert!(ids(text).is_empty(), "{text}: {:?}", ids(text));
        }
    }

    #[test]
    fn a_headache_like_a_blow_is_sudden() {
        assert!(!blows(&tokens("a headache as if someone had hit me with a plank")).is_empty());
        assert!(!blows(&tokens("like a kick, no, like being kicked in the back of the head")).is_empty());
        assert!(blows(&tokens("I was hit on the head with a plank")).is_empty());
        assert!(blows(&tokens("I feel like I was hit by the flu, my knee aches")).is_empty());
    }
}
