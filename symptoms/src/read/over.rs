//! What is said to have ended: "the fever has gone", "it passed", "all better now".

use super::lexicon::Match;
use super::segment::{Segment, bare, find, has, one_of, says, subject_start};
use super::words::{Kind, Token, stem};
use std::ops::Range;

/// Stems of verbs that say that something ended.
const ENDED: &str = "stop ceas end resolv subsid disappear vanish clear settl fad pass heal abat cure";
/// Verbs with a particle that say so.
const ENDINGS: &[&str] = &[
    "went away",
    "gone away",
    "going away completely",
    "wore off",
    "worn off",
    "died down",
    "cleared up",
    "gone down completely",
    "let up",
    "went off",
    "calmed down completely",
];
/// What may follow the verb; anything else makes another thing of it: "passed out", "stopped my tablets", "gone numb".
const AFTER: &str = "now since today after by last this on in at completely altogether entirely itself before once for yesterday all within \
then from and but again up away too quickly overnight thankfully fully during straight";
/// Ways to say that it did not end altogether.
const NEARLY: &str = "almost nearly partly mostly largely hardly barely somewhat never not until till before if when whenever unless would will \
could can might may should to";
/// What ends only as long as one rests.
const RELIEVED: &[&str] = &[
    "when i",
    "when he",
    "when she",
    "if i",
    "if he",
    "if she",
    "whenever",
    "once i rest",
    "once i sit",
    "once i stop",
    "after rest",
    "with rest",
    "on resting",
    "after a rest",
    "after resting",
    "as soon as",
    "for a while",
    "for a bit",
    "for an hour",
    "for a few",
    "for a moment",
];
/// Of these it is bad news that they are gone.
pub(super) const GOODS: &str = "appetite strength voice sight vision eyesight hearing memory energy feeling sensation taste smell balance movement movements \
period periods pulse breath breathing speech grip power heartbeat heart motivation interest libido urine wee pee waters kicks kicking flow \
bowels bowel wind muscle muscles hair lashes erections erection milk confidence mind sense colour";
/// "eight months gone" is with child.
const CARRYING: &str = "months weeks mths wks";
/// What comes again.
const AGAIN: &[&str] = &[
    "come back",
    "came back",
    "coming back",
    "is back",
    "it's back",
    "its back",
    "are back",
    "back again",
    "returned",
    "again",
    "restarted",
    "another",
    "still",
    "then",
    "flared",
];
/// What comes again, whoever says so in the next sentence.
const RETURNS: &[&str] = &[
    "it came back",
    "it returned",
    "has returned",
    "they returned",
    "they came back",
    "it started again",
    "it is back",
    "it's back",
    "has come back",
];
/// What stands for something spoken of before.
const PRONOUNS: &str = "it its they theyve this that these those both all he hes she shes him her i im ive and by so has have was were is are \
wednesday tuesday monday thursday friday saturday sunday morning evening noon now then luckily the next day night lunch teatime";
/// Cures of something spoken of before.
const CURED: &[&str] = &[
    "fixed it",
    "fixed that",
    "fixed them",
    "cured it",
    "cured that",
    "cured me",
    "cured them",
    "sorted it",
    "sorted them",
    "sorted that",
    "got rid of it",
    "got rid of them",
    "cleared it",
    "did the trick",
    "grew out of",
    "grown out of",
    "got over it",
    "came off it",
    "settled it",
    "stopped it",
];
/// How one says that all is well now.
const WELL: &[&str] = &[
    "all better",
    "completely better",
    "fully better",
    "all fine now",
    "is fine now",
    "it's fine now",
    "i'm fine now",
    "he's fine now",
    "she's fine now",
    "fine again",
    "been fine",
    "been normal",
    "been well since",
    "been ok",
    "been okay",
    "been clear",
    "been happy",
    "been painless",
    "been good since",
    "right as rain",
    "back to normal",
    "back to full strength",
    "not any more",
    "not anymore",
    "not now",
    "never since",
    "never again",
    "none since",
    "nothing since",
    "had none",
    "haven't had any",
    "havent had any",
    "not had any",
    "0 / 10",
    "is normal now",
    "it's brown",
    "it's clear",
    "it's normal",
    "right again",
    "himself again",
    "herself again",
    "myself again",
];
/// What tells of the past.
const PAST: &str =
    "had was were been did got felt went came threw broke fell slept hurt lost gave kept took made brought burnt used through during";
/// How a piece begins that depends on the one before it.
const DEPENDS: &str = "when while as after before because";
/// What tells of now.
const NOW: &str = "still now keeps keep am currently again am im is are";

/// What has ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Over {
    /// Whether a token tells of it.
    pub(crate) told: Vec<bool>,
    /// The verbs that say so.
    verbs: Vec<usize>,
}

impl Over {
    /// Whether a finding has ended; one in which it is the ending that counts has not: "my periods have stopped".
    pub(crate) fn ended(&self, m: &Match) -> bool {
        m.tokens.iter().any(|&t| self.told[t]) && !m.tokens.iter().any(|t| self.verbs.contains(t))
    }

    /// The tokens in a row that tell of it.
    pub(crate) fn runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in (0..self.told.len()).filter(|&t| self.told[t]) {
            match runs.last_mut() {
                Some(run) if run.end == at => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }
}

/// What has ended, by what is said.
pub(crate) fn over(words: &[Token], segments: &[Segment]) -> Over {
    let mut all = vec![false; words.len()];
    let mut verbs = Vec::new();
    for at in 0..segments.len() {
        let range = &segments[at].range;
        if comes_again(words, segments, at) {
            continue;
        }
        if let Some(verb) = ending(words, range) {
            let start = subject_start(words, range, verb);
            verbs.extend(Some(verb).filter(|_| words[verb].word != "gone"));
            let act = words.get(verb + 1).is_some_and(|t| t.word.ends_with("ing"));
            if act {
                all[verb..verb + 2].fill(true);
            } else if only_stands_for(words, &(start..verb)) && is_told_of_past(words, &(range.start..start)) {
                // "the rash came on Saturday and was gone by Sunday"
                all[range.start..start].fill(true);
            } else if only_stands_for(words, &(start..verb)) {
                fill_before(words, segments, at, &mut all);
            } else if !has(words, &(start..verb), GOODS) && !has(words, &(start..verb), CARRYING) {
                all[start..verb].fill(true);
            }
        } else if find(words, range, CURED).is_some() || is_well(words, range) {
            fill_before(words, segments, at, &mut all);
        }
    }
    Over { told: all, verbs }
}

/// The verb by which something ends in a range.
fn ending(words: &[Token], range: &Range<usize>) -> Option<usize> {
    let particle = |at: usize| ENDINGS.iter().any(|phrase| says(words, at, phrase));
    let at = range.clone().find(|&at| particle(at) || ends_alone(words, at, range))?;
    let nearly = (at.saturating_sub(5).max(range.start)..at).any(|i| words[i].kind.negates() || one_of(NEARLY, &words[i].word));
    let relieved = find(words, &(at..(range.end + 6).min(words.len())), RELIEVED).is_some();
    (!nearly && !relieved).then_some(at)
}

fn ends_alone(words: &[Token], at: usize, range: &Range<usize>) -> bool {
    let word = bare(&words[at].word);
    let ended = word == "gone" || (word.ends_with("ed") && one_of(ENDED, &stem(word)));
    if !ended || !ends_there(words, at) {
        return false;
    }
    // "gone" needs its "is" or "has": "a lump, gone when I'd had a cry" stands at the head.
    let helped = (at.saturating_sub(3).max(range.start)..at).any(|i| {
        words[i].word.ends_with("'s") || words[i].word.ends_with("'ve") || one_of("is are was were has have had", bare(&words[i].word))
    });
    word != "gone" || helped || at == range.start
}

/// Whether the verb is not about something behind it: "stopped vomiting" has a noun of action, "stopped the tablets" has another.
fn ends_there(words: &[Token], at: usize) -> bool {
    let Some(next) = words.get(at + 1).filter(|t| !t.kind.is_mark()) else { return true };
    let act = stem(bare(&words[at].word)) == "stop" && next.word.ends_with("ing");
    one_of(AFTER, bare(&next.word))
        || (act
            && !one_of(
                "breathing moving sucking crying shivering sweating responding waking eating drinking feeding smoking taking working talking peeing weeing",
                &next.word,
            ))
}

/// Whether a subject only stands for something spoken of before.
fn only_stands_for(words: &[Token], subject: &Range<usize>) -> bool {
    subject.clone().all(|i| one_of(PRONOUNS, &words[i].word.replace('\'', "")) || words[i].word.ends_with("ly"))
}

/// Whether what ended came back, in this or the next pieces of the sentence.
fn comes_again(words: &[Token], segments: &[Segment], at: usize) -> bool {
    let rest = segments[at..].iter().take(4).take_while(|s| s.sentence <= segments[at].sentence + 1);
    rest.enumerate().any(|(i, s)| {
        let same = s.sentence == segments[at].sentence;
        let head = s.range.start..s.range.start + 1;
        let follows =
            same || (i > 0 && (has(words, &head, "but now it then and yesterday today") || find(words, &s.range, RETURNS).is_some()));
        follows
            && find(words, &s.range, AGAIN).is_some_and(|(again, many)| {
                let denied = (s.range.start..again).any(|i| words[i].kind.negates());
                let well = find(words, &s.range, WELL).is_some_and(|(well, count)| well < again + many && again < well + count);
                !denied && !well
            })
    })
}

fn is_well(words: &[Token], range: &Range<usize>) -> bool {
    let Some((at, _)) = find(words, range, WELL) else { return false };
    !words[range.start..at].iter().any(|t| t.kind.negates())
}

/// Marks what was told last, and in the past, before a piece that says it is over.
fn fill_before(words: &[Token], segments: &[Segment], at: usize, all: &mut [bool]) {
    let sentence = segments[at].sentence;
    let earlier = segments[..at].iter().rev().take(3).filter(|s| s.sentence + 1 >= sentence);
    let target = earlier.clone().find(|s| is_told_of_past(words, &s.range) && !has(words, &s.range, GOODS));
    if let Some(target) = target {
        all[target.range.clone()].fill(true);
        // "I was dizzy when I got up, it passed": what depends on another piece ends with it.
        let main = segments.iter().rev().find(|s| s.range.end <= target.range.start && s.sentence == target.sentence);
        if let Some(main) = main.filter(|_| one_of(DEPENDS, &words[target.range.start].word)) {
            all[main.range.clone()].fill(true);
        }
    }
    let own = &segments[at].range;
    if let Some((well, _)) = find(words, own, WELL)
        && is_told_of_past(words, &(own.start..well))
        && !has(words, &(own.start..well), "but")
    {
        all[own.start..well].fill(true);
    }
}

fn is_told_of_past(words: &[Token], range: &Range<usize>) -> bool {
    let regular = |i: usize| words[i].word.len() > 4 && words[i].word.ends_with("ed") && words[i].kind != Kind::Stop;
    range.clone().any(|i| one_of(PAST, bare(&words[i].word)) || regular(i))
        && !range.clone().any(|i| one_of(NOW, &words[i].word.replace('\'', "")))
}
