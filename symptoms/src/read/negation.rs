//! What is said not to be there.

use super::segment::{bare, find, has, one_of};
use super::words::{Kind, Token};
use std::ops::Range;

const STOPS: &str =
    "but however although though except apart just only because whereas while until so then with which instead otherwise despite since";
const SUBJECTS: &str = "i im ive my he she it they we the there his her our now a an has have had is am are was feel feels also im hes shes this \
then got felt noticed developed";
/// After these a negation denies them alone: "won't go away", "doesn't help", "not sure".
const GOVERNED: &str = "better improve improved improving improvement help helps helping helped relief relieve relieved go going gone away stop \
stopped stopping ease eased easing settle settled sure know only just normal well fine different work working works shift shifting clear \
clearing budge last like good right change changed idea doubt matter quite fully completely healing heal heals properly longer-than stand bear \
mind understand remember think explain believe nothing";
const MOST_CONTENT: usize = 18;
/// After "and", these begin something that is said anew: "no rash and takes no pill".
const ANEW: &str = "takes took continues lies works sleeps eats drinks walks can now otherwise still since for";

/// For each token, the negator that denies it; `inert` are negators that belong to a finding ("can't breathe").
pub(crate) fn denied(words: &[Token], inert: &[usize]) -> Vec<Option<usize>> {
    let mut all = vec![None; words.len()];
    for at in 0..words.len() {
        if !words[at].kind.negates() || inert.contains(&at) || !denies(words, at) {
            continue;
        }
        let end = scope(words, at);
        for slot in &mut all[at + 1..end] {
            slot.get_or_insert(at);
        }
    }
    all
}

fn denies(words: &[Token], at: usize) -> bool {
    let rest = at + 1..sentence_end(words, at);
    // "I can't … " says what one cannot do, not what one does not have.
    if words[at].kind == Kind::Cannot && !has(words, &(rest.start..rest.end.min(at + 4)), "any") {
        return false;
    }
    let unheard_of = ["like this", "like it", "like that", "such", "this bad", "so bad", "as bad", "before", "worse"];
    if words[at].word.starts_with("never") && find(words, &rest, &unheard_of).is_some() {
        return false;
    }
    let next = rest.clone().map(|i| &words[i]).find(|t| t.kind == Kind::Content || one_of(GOVERNED, bare(&t.word)));
    !next.is_some_and(|t| one_of(GOVERNED, bare(&t.word)))
}

fn sentence_end(words: &[Token], at: usize) -> usize {
    (at..words.len()).find(|&i| words[i].kind == Kind::End).unwrap_or(words.len())
}

/// One past the last token that a negator at `at` denies.
fn scope(words: &[Token], at: usize) -> usize {
    let end = sentence_end(words, at);
    let mut content = 0;
    for i in at + 1..end {
        let word = bare(&words[i].word);
        let next = words.get(i + 1).map(|t| bare(&t.word)).unwrap_or_default();
        let stops = one_of(STOPS, word)
            || (one_of("and or nor plus", word) && one_of(SUBJECTS, next) && !(one_of("or nor", word) && one_of("a an the any", next)))
            || (word == "and" && (one_of(ANEW, next) || words.get(i + 1).is_some_and(|t| t.kind.negates())))
            || (words[i].kind == Kind::Comma && !goes_on(words, i, end, closes_with_and(words, at, end)));
        if stops || content > MOST_CONTENT {
            return i;
        }
        content += usize::from(words[i].kind == Kind::Content);
    }
    end
}

/// Whether an "and" closes the list of what is denied, as an "or" does: after "denies", and in lists of three and more.
fn closes_with_and(words: &[Token], at: usize, end: usize) -> bool {
    words[at].word.starts_with("den") || words[at..end].iter().filter(|t| t.kind == Kind::Comma).count() >= 2
}

/// Whether a list that began with a negator goes on after this comma: "no fever, cough or rash".
fn goes_on(words: &[Token], comma: usize, end: usize, and: bool) -> bool {
    let next = words.get(comma + 1).map(|t| bare(&t.word)).unwrap_or_default();
    if one_of("or nor", next) {
        return true;
    }
    let anew = |i: usize| {
        let after = words.get(i + 1);
        bare(&words[i].word) == "and"
            && after.is_some_and(|t| t.kind.negates() || one_of(ANEW, bare(&t.word)) || one_of(SUBJECTS, bare(&t.word)))
    };
    let item_end = (comma + 1..end).find(|&i| words[i].kind == Kind::Comma || anew(i)).unwrap_or(end);
    let item: Range<usize> = comma + 1..item_end;
    let clause = item
        .clone()
        .any(|i| one_of("i im ive my he she it they we is am are was have has had got just only but now since for", bare(&words[i].word)));
    if clause || item.len() > 6 || item.clone().any(|i| words[i].kind.negates()) {
        return false;
    }
    let closed = has(words, &item, "or nor") || (and && has(words, &item, "and"));
    closed || (item_end < end && words[item_end].kind == Kind::Comma && goes_on(words, item_end, end, and))
}

/// Whether what stands before `at` in the same segment is said to be over: "the fever has gone".
pub(crate) fn over(words: &[Token], after: usize) -> bool {
    let mut verb = false;
    for token in words.iter().skip(after + 1).take(4) {
        if token.kind.is_mark() || token.kind.negates() {
            return false;
        }
        let word = bare(&token.word);
        if verb && one_of("gone resolved subsided disappeared vanished absent negative", word) {
            return true;
        }
        verb |= one_of("is are has have was were", word) || token.word.ends_with("'s");
    }
    false
}
