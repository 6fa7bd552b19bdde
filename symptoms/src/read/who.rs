//! Of whom a segment speaks.

use super::segment::{Segment, bare, find, has, one_of};
use super::time;
use super::words::Token;
use std::ops::Range;

/// Of whom a segment speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The one who is to be assessed: the speaker, or somebody close who is ill now.
    Patient,
    /// The speaker, said with "I" or "my".
    Speaker,
    /// A grown-up relative or friend who is ill now: the patient, but for traits that they share with the family.
    Kin,
    /// Somebody who may be the patient if nobody else is.
    Far,
    /// Not the patient.
    Other,
    /// An animal.
    Animal,
}

pub(super) const CHILDREN: &str = "baby toddler infant newborn son daughter boy girl kid child children kids grandson granddaughter \
grandchild stepson stepdaughter twins bub preschooler teenager teen";
const NEAR: &str = "wife wifes husband partner boyfriend girlfriend bf gf fiance fiancee mother mum mom mam dad father daddy mummy parents \
brother sister grandma grandmother grandpa grandfather granny gran grandad granddad nan nana nanna mate friend flatmate roommate spouse ex \
hubby missus mums dads mothers fathers sons daughters";
/// Of these, "had" tells of what just happened rather than of the family's past.
const HOUSEHOLD: &str = "husband wife wifes partner boyfriend girlfriend bf gf hubby missus fiance fiancee flatmate roommate";
const FAR: &str = "uncle aunt auntie aunty cousin neighbour neighbor colleague coworker boss classmate people someone somebody everyone \
everybody nephew niece friends colleagues neighbours family grandparents relatives stranger guy guest customer nobody bloke lodger landlord landlady tenant anyone anybody whoever";
const ANIMALS: &str = "dog cat puppy kitten hamster rabbit horse pony parrot budgie guinea labrador fish goldfish tortoise cow sheep goat \
bird ferret poodle terrier spaniel bunny gerbil hen chicken duck lizard gecko snake pet dogs cats retriever shepherd chihuahua bulldog beagle \
doggo doggie doggy pooch moggy mutt kitty donkey pig rat mouse alpaca canary tom mare gelding foal chinchilla";
/// Where a stranger is met: "the old man on the bus".
const WHEREABOUTS: &str = "on in at next from across opposite down behind";
const PLACES: &str = "tank cage house home garden carpet sofa bed yard aquarium pond stable field room kitchen floor lawn flat";
const SPEECH: &str = "says said say thinks tells told reckons noticed complains insists asked made makes keeps wants suggested heard";
const THOUGHT: &str =
    "think believe noticed found saw guess suspect reckon worried afraid sure scared know fear feel hope hear found writing";
/// What goes about, or runs in the family.
const OF_OTHERS: &[&str] = &[
    "family history",
    "in my family",
    "in the family",
    "in our family",
    "runs in",
    "doing the rounds",
    "going round at",
    "going around at",
    "going round the",
    "going around the",
    "going round his",
    "going round her",
    "going round our",
];
const NOT_ILL: &[&str] = &["isn't the patient", "is not the patient", "not the patient here"];
const FIRST: &str = "i im ive id ill me myself mine we us";
const THIRD: &str = "he she they his her their hes shes him";
const FAMILY_PAST: &str = "had died passed suffered survived diagnosed used";
const RECENT: &str = "now today yesterday tonight morning suddenly sudden minutes mins min hours hour just since night started days weeks then after \
afternoon currently keeps is are has ago lunch evening going getting again";

/// What befalls somebody for the first time is no story of the family's past.
const FIRST_EVER: &[&str] =
    &["first time", "first ever", "never had one", "never had a", "never before", "out of the blue", "out of nowhere"];

/// What stands where a segment's subject stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Speaker,
    Near,
    Far,
    Third,
    Animal,
    Nobody,
}

/// Of whom each segment speaks.
pub(crate) fn who(words: &[Token], segments: &[Segment]) -> Vec<Who> {
    let mut all: Vec<Who> = Vec::with_capacity(segments.len());
    let mut third = Who::Patient;
    for (at, segment) in segments.iter().enumerate() {
        let sentence = sentence(segments, segment);
        let who = match subject(words, segment) {
            Subject::Speaker => Who::Speaker,
            Subject::Near => relative(words, segment, &sentence),
            Subject::Far if family(words, segment, &sentence) => Who::Other,
            Subject::Far => Who::Far,
            Subject::Animal => Who::Animal,
            Subject::Third => pronoun(words, segment, third),
            Subject::Nobody => at.checked_sub(1).filter(|&p| segments[p].sentence == segment.sentence).map_or(Who::Patient, |p| all[p]),
        };
        let in_family = find(words, &segment.range, OF_OTHERS).is_some() || find(words, &sentence, NOT_ILL).is_some();
        let who = if in_family { Who::Other } else { who };
        if !matches!(who, Who::Speaker) {
            third = who;
        }
        all.push(who);
    }
    all
}

/// Whether a word names a grown-up of whom one reports: a partner, a colleague.
pub(crate) fn is_grown_up(word: &str) -> bool {
    one_of(HOUSEHOLD, word) || one_of(FAR, word) || one_of("friend mate brother sister", word)
}

/// Whether a piece tells of a child of the speaker's.
pub(crate) fn is_own_child(words: &[Token], range: &Range<usize>) -> bool {
    let head = range.start..range.end.min(range.start + 3);
    has(words, &head, CHILDREN) && has(words, &head, "my our")
}

/// The tokens of a segment's sentence.
pub(super) fn sentence(segments: &[Segment], segment: &Segment) -> Range<usize> {
    let same = || segments.iter().filter(|s| s.sentence == segment.sentence);
    same().map(|s| s.range.start).min().unwrap_or(0)..same().map(|s| s.range.end).max().unwrap_or(0)
}

fn relative(words: &[Token], segment: &Segment, sentence: &Range<usize>) -> Who {
    match () {
        () if family(words, segment, sentence) => Who::Other,
        () if has(words, &segment.range, CHILDREN) => Who::Patient,
        () => Who::Kin,
    }
}

/// Whether a relative is spoken of as one does of the family's past, not as one reports somebody who is ill now.
fn family(words: &[Token], segment: &Segment, sentence: &Range<usize>) -> bool {
    let now = has(words, sentence, "now today tonight suddenly minutes mins");
    if has(words, &segment.range, "died late") && !has(words, &segment.range, "pregnant pregnancy") {
        return true;
    }
    if time::long_ago(words, &segment.range) {
        return !now || has(words, &segment.range, FAMILY_PAST);
    }
    let close = has(words, &segment.range, HOUSEHOLD) || has(words, &segment.range, CHILDREN);
    let past = segment.range.clone().any(|at| {
        let word = bare(&words[at].word);
        if close && one_of("had used", word) {
            return false;
        }
        let perfect = at > 0 && (words[at - 1].word.contains('\'') || one_of("has have hes shes", &words[at - 1].word));
        // "passed out" is not "passed away".
        let fainted = word == "passed" && words.get(at + 1).is_some_and(|t| t.word == "out");
        one_of(FAMILY_PAST, word) && !perfect && !fainted
    });
    past && !has(words, sentence, RECENT)
        && find(words, sentence, FIRST_EVER).is_none()
        && !sentence.clone().any(|at| words[at].word.ends_with("'s") && one_of(THIRD, bare(&words[at].word)))
}

/// "he is …": the one spoken of before; one whose past was told becomes the patient when something is the matter now.
fn pronoun(words: &[Token], segment: &Segment, third: Who) -> Who {
    let present = has(words, &segment.range, "is are has now keeps cannot can't won't today looks feels seems")
        || segment.range.clone().any(|at| words[at].word.ends_with("'s"));
    match third {
        Who::Other if present && !time::long_ago(words, &segment.range) => Who::Patient,
        Who::Speaker => Who::Patient,
        who => who,
    }
}

fn subject(words: &[Token], segment: &Segment) -> Subject {
    let range = &segment.range;
    for at in range.start..range.end.min(range.start + 6) {
        let word = bare(&words[at].word);
        if one_of(FIRST, word) {
            return spoken_of_by_speaker(words, at, range);
        }
        if one_of("my our", word) {
            let near = (at + 1..range.end.min(at + 6)).find_map(|i| kin(words, i, range));
            return near.unwrap_or(Subject::Speaker);
        }
        if one_of("his her their", word) && (at + 1..range.end.min(at + 3)).any(|i| is_relation(words, i)) {
            return Subject::Far;
        }
        if one_of(THIRD, word) {
            return Subject::Third;
        }
        // "as a child" is nobody else.
        let age = at >= range.start + 2 && words[at - 2].word == "as" && one_of("a an", &words[at - 1].word);
        if at <= range.start + 3
            && !age
            && let Some(kin) = kin(words, at, range)
        {
            return kin;
        }
    }
    Subject::Nobody
}

/// "I think my son has …" speaks of the son.
fn spoken_of_by_speaker(words: &[Token], at: usize, range: &Range<usize>) -> Subject {
    if !has(words, &(at + 1..range.end.min(at + 4)), THOUGHT) {
        return Subject::Speaker;
    }
    (at + 1..range.end.min(at + 8)).find_map(|i| kin(words, i, range)).unwrap_or(Subject::Speaker)
}

/// "his grandmother's joints", "her aunt has": somebody else than the one spoken of, who does not just speak.
fn is_relation(words: &[Token], at: usize) -> bool {
    let word = bare(&words[at].word);
    let next = words.get(at + 1).map(|t| bare(&t.word)).unwrap_or_default();
    (one_of(NEAR, word) || one_of(FAR, word)) && (words[at].word.ends_with("'s") || one_of("has is gets suffers", next))
}

/// "my sister's little girl", "my toddler's cousin": whoever belongs to a relative is another.
fn anothers(words: &[Token], at: usize, range: &Range<usize>) -> bool {
    let person = |i: usize| {
        let word = bare(&words[i].word);
        one_of(NEAR, word) || one_of(CHILDREN, word) || one_of(FAR, word)
    };
    words[at].word.ends_with("'s") && (at + 1..range.end.min(at + 4)).any(person)
}

/// "the boy next door", "the old man on the bus", but not "a 60-year-old man".
fn stranger(words: &[Token], at: usize, range: &Range<usize>) -> bool {
    let word = bare(&words[at].word);
    let next = |i: usize| words.get(at + i).filter(|_| at + i < range.end).map(|t| bare(&t.word)).unwrap_or_default();
    let placed = one_of(WHEREABOUTS, next(1)) && one_of("the a an my our front", next(2)) && range.start + 3 > at;
    let next_door = next(1) == "next" && next(2) == "door";
    let aged = range.clone().any(|i| words[i].word.starts_with(|c: char| c.is_ascii_digit()));
    !aged && (one_of(CHILDREN, word) && next_door || (one_of("man woman lady gentleman", word) && placed))
}

/// Whether a relative, a stranger or an animal stands at `at`, as the one who has or does something.
fn kin(words: &[Token], at: usize, range: &Range<usize>) -> Option<Subject> {
    let word = bare(&words[at].word);
    let rest = at + 1..range.end;
    // "bitten by a snake", "scratched by next door's cat": the animal did it to somebody.
    let done_by = (at.saturating_sub(3).max(range.start)..at).any(|i| words[i].word == "by");
    let (near, animal) = (one_of(NEAR, word) || one_of(CHILDREN, word), one_of(ANIMALS, word) && !done_by);
    let far = one_of(FAR, word) || stranger(words, at, range) || (near && anothers(words, at, range));
    if !(near || far || animal) {
        return None;
    }
    let own = |i: usize| words[i].word == "my" && !words.get(i + 1).is_some_and(|t| one_of(PLACES, &t.word));
    // "what do I do": asked for another.
    let asks = |i: usize| words[i].word == "i" && one_of("do should can shall must", &words[i - 1].word);
    let speaker_later = rest.clone().any(|i| (one_of("i im ive me i'm i've", &words[i].word) && !asks(i)) || own(i));
    let possessed = words[at].word.ends_with("'s") && words.get(at + 1).is_some_and(|t| one_of(ANIMALS, bare(&t.word)));
    if speaker_later && (animal || possessed || has(words, &(at + 1..range.end.min(at + 4)), SPEECH)) {
        return Some(Subject::Speaker);
    }
    let school = has(words, &(at + 1..range.end.min(at + 4)), "school nursery work class office");
    Some(match () {
        () if animal || possessed => {
            // An animal is the subject only where it does or has something, not in "walk the dog".
            let acts = rest.clone().next().is_some_and(|i| {
                !one_of("bite bit scratch scratched hair allergy food bone bones fingers cake meat soup", bare(&words[i].word))
            });
            if acts { Subject::Animal } else { return None }
        }
        () if far || (school && one_of(CHILDREN, word) && !one_of("my our", bare(&words[at.saturating_sub(1)].word))) => Subject::Far,
        () => Subject::Near,
    })
}
