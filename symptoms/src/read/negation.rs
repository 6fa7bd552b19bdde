//! What is said not to be there.

use super::over::GOODS;
use super::segment::{Segment, bare, find, has, one_of, says, subject_start};
use super::words::{Kind, Token};
use std::ops::Range;

const STOPS: &str = "but however although though except apart besides aside unless bar just only because whereas while until so then with which instead otherwise despite since";
const SUBJECTS: &str = "i im ive my he she it they we the there his her our now a an has have had is am are was feel feels also im hes shes this \
then got felt noticed developed";
/// After these a negation denies them alone: "won't go away", "doesn't help", "not sure".
const GOVERNED: &str = "better improve improved improving improvement help helps helping helped relief relieve relieved go going gone away stop stops \
stopped stopping ease eased easing settle settled sure know only just normal well fine different work working works shift shifting clear \
clearing budge last like good right change changed idea doubt matter quite fully completely healing heal heals properly longer-than stand bear \
mind understand remember think explain believe nothing";
const MOST_CONTENT: usize = 18;
/// After "and", these begin something that is said anew: "no rash and takes no pill".
const ANEW: &str = "takes took continues lies works sleeps eats drinks walks can now otherwise still since for";

/// What tells of a grave thing that is there, not of one in a list of what is not: "no fever and crushing chest pain".
const GRAVE: &str = "severe crushing terrible awful horrible sudden intense excruciating unbearable worst stabbing";

/// What makes of an item a clause of its own.
const CLAUSES: &str = "is am are was have has had got just only but now since for";
/// Verbs with which a doctor goes on to what is there: "denies fever and reports a cough".
const REPORTS: &str = "reports reported reporting complains complaining complained presents presented endorses admits";
/// After these something began: "won't stand on it after falling".
const ACCIDENTS: &str = "fall falling fell accident crash crashing injury tripping tumble jumping landing twisting";
/// When what "was not, until then" began.
const BEGAN: &str = "ago now today tonight yesterday morning recently";

/// Phrases that deny what follows without a "no" or "not".
const OPENERS: &[&str] = &[
    "nothing wrong with",
    "nothing the matter with",
    "nothing like",
    "nothing abnormal",
    "free of",
    "free from",
    "negative for",
    "missing is the",
    "clear of",
    "minus the",
    "minus any",
    "minus my",
    "rather than",
    "instead of",
];
/// Openers whose list goes on to the end of the sentence, whatever joins it.
const TO_THE_END: &[&str] = &["none of these", "none of the following", "none of those", "minus the", "minus any", "minus my"];
/// What "nothing" does.
const DOES: &str = "hurts hurt aches itches stings bleeds burns";
/// Verbs that hand a "not" on to what is thought: "I don't think I have a fever".
const THINKING: &str = "think believe reckon suppose say";
/// Where what is thought begins, and with which it says that something is there.
const THINKERS: &str = "i im ive he hes she shes it its there theres they theyre we";
const BEING: &str = "have has had am is are was were got im ive hes shes its theres theyre";
/// Auxiliaries before a bare "not".
const AUXILIARIES: &str =
    "is are was were am do does did has have had im ive hes shes its theyre would should could must may might ought really";

/// For each token, the negator that denies it, itself included; `inert` are negators that belong to a finding ("can't breathe").
pub(crate) fn denied(words: &[Token], inert: &[usize]) -> Vec<Option<usize>> {
    let mut all = vec![None; words.len()];
    for at in 0..words.len() {
        let end = match opener(words, at) {
            Some(last) => opened(words, at, last),
            None if words[at].kind.negates() && !inert.contains(&at) && denies(words, at) => scope(words, at),
            None => continue,
        };
        for slot in &mut all[at..end] {
            slot.get_or_insert(at);
        }
    }
    all
}

/// The last token of a phrase that denies what follows it.
fn opener(words: &[Token], at: usize) -> Option<usize> {
    let next = words.get(at + 1).map(|t| bare(&t.word)).unwrap_or_default();
    if words[at].word == "nothing" && one_of(DOES, next) {
        return Some(at);
    }
    let phrase = OPENERS.iter().chain(TO_THE_END).find(|phrase| says(words, at, phrase))?;
    let last = at + phrase.split(' ').count() - 1;
    // "I've had nothing like this headache before" has one now.
    let compared = words.get(last + 1).is_some_and(|t| one_of("this that it before", bare(&t.word)));
    (!(compared && words[at].word == "nothing")).then_some(last)
}

fn opened(words: &[Token], at: usize, last: usize) -> usize {
    let end = sentence_end(words, at);
    // "nothing hurts, my throat included"
    let included = find(words, &(at..end), &["included", "including"]);
    if let Some((included, _)) = included.filter(|_| words[at].word == "nothing") {
        return included;
    }
    if !TO_THE_END.iter().any(|phrase| says(words, at, phrase)) {
        return scope(words, last);
    }
    (last + 1..end).find(|&i| one_of("but however except apart", &words[i].word)).unwrap_or(end)
}

/// Stems that say alone that something is the matter.
const SYMPTOMS: &str = "pain sore itch swell shake red stiff numb weak bleed burn blur dizzy hot cloud bother";

/// What stands before a verb that is denied, and so says nothing by itself: "my hands" in "my hands don't shake".
pub(crate) fn subjects(words: &[Token], segments: &[Segment], denied: &[Option<usize>], named: &[usize]) -> Vec<bool> {
    let mut all = vec![false; words.len()];
    for segment in segments {
        let negators = segment.range.clone().filter(|&at| denied[at] == Some(at) && is_verbal(words, at));
        let of_symptom =
            |at: usize| (at..words.len()).any(|i| denied[i] == Some(at) && (named.contains(&i) || one_of(SYMPTOMS, &words[i].stem)));
        for at in negators.filter(|&at| of_symptom(at) && !goes_on_about(words, denied, at)) {
            all[subject_start(words, &segment.range, at)..at].fill(true);
        }
    }
    all
}

/// Whether the sentence says something else of the same subject: "my periods aren't painful but they are heavy".
fn goes_on_about(words: &[Token], denied: &[Option<usize>], at: usize) -> bool {
    let end = (at..words.len()).find(|&i| denied[i] != Some(at)).unwrap_or(words.len());
    let but = (end..(end + 2).min(words.len())).find(|&i| one_of("but however though although yet", &words[i].word));
    but.is_some_and(|i| words.get(i + 1).is_some_and(|t| one_of("they it its it's they're both", &t.word)))
}

/// Whether a negator goes with a verb: "doesn't", "is not".
fn is_verbal(words: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|b| words[b].word.replace('\'', "")).unwrap_or_default();
    let word = words[at].word.as_str();
    let bare_not = matches!(word, "not" | "never");
    words[at].kind == Kind::Not
        && !word.starts_with("den")
        && !word.starts_with("wo")
        && (!bare_not || word == "never" || one_of(AUXILIARIES, &before))
}

/// Whether "not" is said of what is thought: "I don't think I have a fever".
fn hands_on(words: &[Token], at: usize) -> bool {
    let verb = (at + 1..(at + 4).min(words.len())).find(|&i| one_of(THINKING, bare(&words[i].word)));
    let Some(verb) = verb else { return false };
    let plain = |i: usize| words.get(i).map(|t| t.word.replace('\'', "")).unwrap_or_default();
    let subject = verb + 1 + usize::from(plain(verb + 1) == "that");
    let there = one_of(THINKERS, &plain(subject)) && (subject..subject + 3).any(|i| one_of(BEING, &plain(i)));
    there
        && !(subject..subject + 4)
            .any(|i| one_of("just only normal right can breathing moving responding waking conscious alive", &plain(i)))
}

pub(super) fn denies(words: &[Token], at: usize) -> bool {
    let rest = at + 1..sentence_end(words, at);
    if hands_on(words, at) {
        return true;
    }
    // "I can't … " says what one cannot do, not what one does not have.
    if words[at].kind == Kind::Cannot && !has(words, &(rest.start..rest.end.min(at + 4)), "any") {
        return false;
    }
    // "no headache until an hour ago"
    let until = rest.clone().find(|&i| one_of("until till", &words[i].word));
    if until.is_some_and(|until| has(words, &(until..rest.end.min(until + 6)), BEGAN)) {
        return false;
    }
    let unheard_of = ["like this", "like it", "like that", "such", "this bad", "so bad", "as bad", "before", "worse"];
    if words[at].word.starts_with("never") && find(words, &rest, &unheard_of).is_some() {
        return false;
    }
    // "I've not had to change the sheets"
    if find(words, &(rest.start..rest.end.min(at + 2)), &["had to", "have to"]).is_some() {
        return true;
    }
    let next = rest.clone().map(|i| &words[i]).find(|t| t.kind == Kind::Content || one_of(GOVERNED, bare(&t.word)));
    !next.is_some_and(|t| one_of(GOVERNED, bare(&t.word)))
}

fn sentence_end(words: &[Token], at: usize) -> usize {
    (at..words.len()).find(|&i| words[i].kind == Kind::End).unwrap_or(words.len())
}

/// One past the last token that a negator at `at` denies.
pub(super) fn scope(words: &[Token], at: usize) -> usize {
    let end = sentence_end(words, at);
    let mut content = 0;
    for i in at + 1..end {
        let word = bare(&words[i].word);
        let next = words.get(i + 1).map(|t| bare(&t.word)).unwrap_or_default();
        let stops = one_of(STOPS, word)
            || (word == "other" && next == "than")
            || (word == "after" && (i + 1..(i + 4).min(end)).any(|n| one_of(ACCIDENTS, bare(&words[n].word))))
            || (one_of("and or nor plus", word) && one_of(SUBJECTS, next) && !(one_of("or nor", word) && one_of("a an the any", next)))
            || (word == "and" && (one_of(ANEW, next) || one_of(REPORTS, next) || words.get(i + 1).is_some_and(|t| t.kind.negates())))
            || (word == "and" && ends_with_good(words, at, i, next))
            || (word == "and" && words[at].kind == Kind::No && one_of(GRAVE, next) && closing(words, at, end) == Closing::Or)
            || (words[i].kind == Kind::Comma && !goes_on(words, i, end, closing(words, at, end)));
        if stops || content > MOST_CONTENT {
            return i;
        }
        content += usize::from(words[i].kind == Kind::Content);
    }
    end
}

/// What should be there beside [`GOODS`]: that there is none is a complaint, and another may follow it.
const PASSED: &str = "poo stool stools urine wee wind gas sleep water tears saliva";

/// "no poo for days and vomiting", "no appetite and fever": what is bad to miss is denied alone, unless another such thing follows.
fn ends_with_good(words: &[Token], at: usize, joint: usize, next: &str) -> bool {
    let good = |word: &str| one_of(GOODS, word) || one_of(PASSED, word);
    let first = words[at + 1..joint].iter().find(|t| t.kind == Kind::Content);
    words[at].kind == Kind::No && first.is_some_and(|t| good(bare(&t.word))) && !good(next) && !one_of("no any", next)
}

/// What a list of what is denied needs to go on over its commas.
#[derive(Clone, Copy, PartialEq)]
enum Closing {
    /// An "or" before its last item: "no fever, cough or rash".
    Or,
    /// Or an "and".
    And,
    /// Nothing: a doctor's "denies fever, cough, rash".
    Nothing,
}

fn closing(words: &[Token], at: usize, end: usize) -> Closing {
    let next = words.get(at + 1).map(|t| t.word.as_str()).unwrap_or_default();
    let listed = words[at].word.starts_with("den")
        || (at > 0 && says(words, at - 1, "negative for"))
        || (words[at].word == "no" && (one_of("h/o hx pmh known", next) || says(words, at + 1, "history of")));
    match () {
        () if listed => Closing::Nothing,
        () if words[at..end].iter().filter(|t| t.kind == Kind::Comma).count() >= 2 => Closing::And,
        () => Closing::Or,
    }
}

/// Whether a list that began with a negator goes on after this comma.
fn goes_on(words: &[Token], comma: usize, end: usize, closing: Closing) -> bool {
    let next = words.get(comma + 1).map(|t| bare(&t.word)).unwrap_or_default();
    if one_of("or nor", next) {
        return true;
    }
    let anew = |i: usize| {
        let after = words.get(i + 1);
        bare(&words[i].word) == "and"
            && after.is_some_and(|t| t.kind.negates() || one_of(ANEW, bare(&t.word)) || one_of(SUBJECTS, bare(&t.word)))
    };
    let turns = |i: usize| one_of("but however although though except apart", bare(&words[i].word));
    let item_end = (comma + 1..end).find(|&i| words[i].kind == Kind::Comma || turns(i) || anew(i)).unwrap_or(end);
    let item: Range<usize> = comma + 1..item_end;
    // "with it", "about my health": what stands behind a preposition begins no clause.
    let governed = |i: usize| one_of("with in of on at by from to for about on", bare(&words[i - 1].word));
    let begins = |i: usize| one_of("i im ive my he she it they we", bare(&words[i].word)) && !governed(i);
    let says = |i: usize| one_of(CLAUSES, bare(&words[i].word)) || one_of(REPORTS, bare(&words[i].word));
    let clause = item.clone().any(|i| begins(i) || says(i));
    let most = if has(words, &item, "or nor") { 10 } else { 6 };
    if clause || item.len() > most || item.clone().any(|i| words[i].kind.negates()) {
        return false;
    }
    let closed = has(words, &item, "or nor") || (closing != Closing::Or && has(words, &item, "and")) || closing == Closing::Nothing;
    closed || (item_end < end && words[item_end].kind == Kind::Comma && goes_on(words, item_end, end, closing))
}
