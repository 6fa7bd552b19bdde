//! Two negations that make one yes, and denials that an exception takes back.

use super::negation::{denies, scope};
use super::segment::{bare, one_of, says};
use super::words::{Kind, Token};

/// What is denied when it is said of something that it is so: "not unusual".
const UNCOMMON: &str = "unusual uncommon rare infrequent unlikely surprising";
/// Verbs that deny.
const DENYING: &str = "deny denies denied denying";
/// Verbs of saying behind a "not" that take what is said with them: "I couldn't say I'm not anxious".
const SAYING: &str = "say claim pretend mean think believe";
/// Measures of time behind a "no" that make "always" of what is denied next: "not a moment when I'm not tired".
const MOMENTS: &str = "moment day minute hour night morning evening time week month second";
/// What begins the clause that a "not" takes with it.
const SUBJECTS: &str = "i im ive he she it they we there that my his her you";
/// What takes a denial back where it follows: "no pain unless I walk".
const UNLESS: &str = "unless until till";
/// The same, before a time or circumstance: "no pain except when I walk".
const EXCEPT: &str = "except apart besides bar";
const CIRCUMSTANCES: &str = "when if while on after during whenever with in at as once";
/// How far a clause is looked through for its second negator.
const REACH: usize = 12;

/// Makes plain words of negators that deny nothing because another takes them back.
pub(crate) fn settle(words: &mut [Token]) {
    for at in 0..words.len() {
        if !words[at].kind.negates() {
            continue;
        }
        for negator in taken_back(words, at) {
            words[negator].kind = Kind::Stop;
            words[negator].stem = words[negator].word.clone();
        }
    }
}

/// The negators that deny nothing because of what follows the one at `at`.
fn taken_back(words: &[Token], at: usize) -> Vec<usize> {
    let second = second(words, at);
    match second {
        // "I can't climb the stairs without my chest hurting" is still a "can't".
        Some(second) if words[second].word == "without" && words[at].kind == Kind::Cannot => vec![second],
        Some(second) => vec![at, second],
        None if not_uncommon(words, at) || excepted(words, at) || returned(words, at) => vec![at],
        None => Vec::new(),
    }
}

fn word(words: &[Token], at: usize) -> &str {
    words.get(at).map(|t| bare(&t.word)).unwrap_or_default()
}

fn not_uncommon(words: &[Token], at: usize) -> bool {
    let by_degree = one_of("so that at all entirely exactly really very", word(words, at + 1));
    one_of(UNCOMMON, word(words, at + 1)) || (by_degree && one_of(UNCOMMON, word(words, at + 2)))
}

/// The negator that takes back the one at `at`: "not without", "can't deny", "never not", "no day when I'm not".
fn second(words: &[Token], at: usize) -> Option<usize> {
    let end = (at + 1..words.len().min(at + REACH)).find(|&i| ends_clause(words, i)).unwrap_or(words.len().min(at + REACH));
    let negators = || (at + 1..end).filter(|&i| words[i].kind.negates());
    let first = negators().next()?;
    let without = words[first].word == "without" && !words[at].word.starts_with("without");
    let denying = one_of(DENYING, &words[first].word) && first <= at + 3;
    let at_once = first == at + 1 && words[first].kind == Kind::Not && words[at].kind == Kind::Not;
    if without || denying || at_once {
        return Some(first);
    }
    let leads = (at + 1..first.min(at + 4))
        .any(|i| one_of(SAYING, word(words, i)) || one_of(MOMENTS, word(words, i)) || i == at + 1 && word(words, i) == "that");
    let new_subject = (at + 2..first).any(|i| one_of(SUBJECTS, word(words, i)));
    // "I don't have no fever" denies twice.
    (leads && new_subject).then_some(first)
}

fn ends_clause(words: &[Token], i: usize) -> bool {
    let next = word(words, i + 1);
    words[i].kind.is_mark()
        || one_of("but however although though because", word(words, i))
        || (one_of("and or nor so then", word(words, i))
            && (one_of(SUBJECTS, next) || one_of("am is are can could have has had was", next)))
}

/// Whether what the negator at `at` denies is there after all under a condition.
fn excepted(words: &[Token], at: usize) -> bool {
    if !denies(words, at) {
        return false;
    }
    let end = scope(words, at);
    let from = end + usize::from(words.get(end).is_some_and(|t| t.kind == Kind::Comma));
    one_of(UNLESS, word(words, from))
        || (one_of(EXCEPT, word(words, from)) && (from + 1..from + 3).any(|i| one_of(CIRCUMSTANCES, word(words, i))))
}

/// What says that it is there again; "it" is what was denied of the past.
const BACK: [&str; 26] = [
    "it's back",
    "its back",
    "it is back",
    "they're back",
    "they are back",
    "it came back",
    "it has come back",
    "it's come back",
    "they came back",
    "they have come back",
    "they've come back",
    "it has returned",
    "it returned",
    "it started again",
    "it's started again",
    "it has started again",
    "it started up again",
    "i have one",
    "i have it",
    "i've got one",
    "i've got it",
    "i got one",
    "i had one",
    "i do",
    "i am getting them",
    "there it is again",
];
/// What is long enough for something to have been gone.
const LONG: &str = "years year months month weeks ages decades decade while before since ever never until childhood";
/// How far behind a denial it is looked for.
const LATER: usize = 22;

/// "I haven't had a headache in years but today it's back"
fn returned(words: &[Token], at: usize) -> bool {
    if !denies(words, at) {
        return false;
    }
    let end = words.len().min(at + LATER);
    let turn = (at + 1..end).find(|&i| one_of("but and until", word(words, i)) || words[i].kind.is_mark());
    let Some(turn) = turn.filter(|&turn| (at..turn).any(|i| one_of(LONG, word(words, i)))) else { return false };
    let back = (turn + 1..end).find(|&i| BACK.iter().any(|phrase| says(words, i, phrase)));
    back.is_some_and(|back| {
        (turn..back).all(|i| !words[i].kind.negates() && words[i].kind != Kind::Content || one_of(TURNS, word(words, i)))
    })
}

/// What may stand between "but" and "it's back".
const TURNS: &str = "but and until today now yesterday tonight morning week night suddenly think then last";
