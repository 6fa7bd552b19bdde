//! What comes back again and again.

use super::segment::{bare, one_of, says};
use super::words::{Kind, Token};

/// What says so by itself.
const AGAIN: &[&str] = &[
    "again and again",
    "over and over",
    "time and again",
    "time and time again",
    "keeps coming back",
    "keep coming back",
    "kept coming back",
    "keeps returning",
    "keep returning",
    "keeps happening",
    "keep having",
    "keep getting",
    "keep catching",
    "keeps getting",
    "keeps having",
    "keeps catching",
    "one after another",
    "one after the other",
];
const RECURRENT: &str = "recurrent recurring recurs recur repeatedly relapsing";
const OFTEN: &str = "third fourth fifth sixth seventh eighth ninth tenth umpteenth nth";
const COUNTS: &str = "three four five six seven eight nine ten several";
/// What is counted: "five bouts", "five this year".
const COUNTED: &str = "this in since bouts bout attacks episodes infections times lots rounds courses flares flare-ups";
/// The time in which somebody counts.
const SPANS: &str = "year yr years yrs month months winter summer season christmas january february march april may june july august september october november december";
/// How far the time may stand from the count.
const REACH: usize = 6;

/// Whether the words say that it keeps coming back; `usable` says which tokens tell of the patient and of now.
pub(crate) fn recurs(words: &[Token], usable: impl Fn(usize) -> bool) -> bool {
    (0..words.len()).filter(|at| usable(*at)).any(|at| {
        let word = words[at].word.as_str();
        AGAIN.iter().any(|phrase| says(words, at, phrase)) || one_of(RECURRENT, word) || (counts(words, at) && within_a_time(words, at))
    })
}

/// "the sixth time", "five bouts", but not "five years".
fn counts(words: &[Token], at: usize) -> bool {
    let word = bare(&words[at].word);
    let next = words.get(at + 1).map(|t| t.word.as_str()).unwrap_or_default();
    let counted = one_of(COUNTED, bare(next));
    let number = one_of(COUNTS, word) || word.parse::<u32>().is_ok_and(|n| (3..=40).contains(&n));
    one_of(OFTEN, word) || (number && (counted || one_of("th rd", next)))
}

fn within_a_time(words: &[Token], at: usize) -> bool {
    words[at + 1..].iter().take(REACH).take_while(|t| t.kind != Kind::End).any(|t| one_of(SPANS, bare(&t.word)))
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    fn read(text: &str) -> bool {
        recurs(&tokens(text), |_| true)
    }

    #[test]
    fn what_is_counted_over_a_time_or_said_to_come_back_recurs() {
        for text in [
            "sinusitis again, the 4th time this year",
            "my third water infection since January",
            "boils one after another under my arm",
            "I keep getting mouth ulcers",
            "recurrent nosebleeds",
            "cystitis five times in the last year",
            "it clears up and keeps coming back",
        ] {
            assert!(read(text), "{text}");
        }
    }

    #[test]
    fn a_span_a_rhythm_or_a_place_in_a_row_does_not() {
        for text in [
            "a cough for five years",
            "paracetamol three times a day",
            "I broke my fifth toe",
            "third day of fever",
            "pain again since this morning",
            "I am on my third coffee",
        ] {
            assert!(!read(text), "{text}");
        }
    }
}
