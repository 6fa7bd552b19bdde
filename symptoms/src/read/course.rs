//! How long it has been going on.

use super::segment::{bare, has, one_of};
use super::words::{Kind, Token};
use crate::knowledge::Course;

/// Words that stand for a number of units.
const COUNTS: &[(&str, f32)] = &[
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("couple", 2.0),
    ("two", 2.0),
    ("three", 3.0),
    ("few", 3.0),
    ("four", 4.0),
    ("several", 5.0),
    ("some", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("many", 8.0),
    ("last", 1.0),
    ("past", 1.0),
];
const HOURS: &str = "hour hours hr hrs h";
const DAYS: &str = "day days night nights";
const WEEKS: &str = "week weeks wk wks fortnight weekend";
const MONTHS: &str = "month months mth mths";
const YEARS: &str = "year years yr yrs decades";
/// What lies before or after a span that says since when.
const LEADS: &str = "for since over past last ago history x these now duration first during within";
/// "today", "since this morning".
const TODAY: &str = "today tonight morning afternoon evening";
const SINCE_DAYS: &str = "yesterday monday tuesday wednesday thursday friday saturday sunday";
const SINCE_MONTHS: &str = "childhood always birth years january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec";
/// "since the pneumonia last winter".
const SEASONS: &str = "winter summer spring autumn fall year christmas easter";
/// "for ages".
const AGES: &str = "ages yonks donkeys";

/// The first that the words say of the patient; `usable` says which tokens tell of them and of now.
pub(crate) fn course(words: &[Token], usable: impl Fn(usize) -> bool) -> Option<Course> {
    (0..words.len()).filter(|at| usable(*at)).find_map(|at| span(words, at).or_else(|| named(words, at)))
}

/// "for three weeks", "2 days ago", "a five-day history".
fn span(words: &[Token], at: usize) -> Option<Course> {
    let unit = days_of(bare(&words[at].word))?;
    let next = |i: usize| words.get(at + i).map(|t| bare(&t.word)).unwrap_or_default();
    // An age, a rhythm, a time that is still to come.
    if one_of("old o", next(1)) {
        return None;
    }
    let from = (0..at).rev().take(5).take_while(|i| words[*i].kind != Kind::End).last().unwrap_or(at);
    let before = &words[from..at];
    if before.iter().any(|t| one_of("every each per times in until till lasting lasts", bare(&t.word))) {
        return None;
    }
    let led = before.iter().any(|t| one_of(LEADS, bare(&t.word))) || one_of("ago now history", next(1)) || one_of("ago history", next(2));
    let number = before.iter().rev().find_map(number);
    led.then(|| Course::of_days(number.unwrap_or(1.0) * unit))
}

fn number(token: &Token) -> Option<f32> {
    let named = COUNTS.iter().find(|(word, _)| *word == bare(&token.word)).map(|(_, count)| *count);
    named.or_else(|| token.word.parse().ok().filter(|n| (0.0..=400.0).contains(n)))
}

fn days_of(unit: &str) -> Option<f32> {
    [(HOURS, 1.0 / 24.0), (DAYS, 1.0), (WEEKS, 7.0), (MONTHS, 30.0), (YEARS, 365.0)]
        .iter()
        .find(|(words, _)| one_of(words, unit))
        .map(|(_, days)| *days)
}

/// "since yesterday", "this morning", "suddenly".
fn named(words: &[Token], at: usize) -> Option<Course> {
    let word = bare(&words[at].word);
    let before = at.checked_sub(1).map(|b| bare(&words[b].word)).unwrap_or_default();
    match () {
        () if one_of("sudden suddenly", word) => Some(Course::Hours),
        () if one_of(TODAY, word) && one_of("since this from", before) || one_of("today tonight", word) => Some(Course::Hours),
        () if word == "night" && before == "last" => Some(Course::Hours),
        () if one_of(SINCE_DAYS, word) => Some(Course::Days),
        () if one_of(SEASONS, word) && before == "last" && has(words, &(at.saturating_sub(5)..at), "since") => Some(Course::Months),
        () if one_of(AGES, word) && one_of("for in", before) => Some(Course::Months),
        () if one_of(SINCE_MONTHS, word) && one_of("since for over", before) => Some(Course::Months),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    fn read(text: &str) -> Option<Course> {
        course(&tokens(text), |_| true)
    }

    #[test]
    fn a_span_of_time_is_read_in_its_unit() {
        for (text, wanted) in [
            ("a cough for three weeks", Course::Weeks),
            ("fever since yesterday", Course::Days),
            ("it began 2 hours ago", Course::Hours),
            ("a five-day history of diarrhoea", Course::Days),
            ("my knees have ached for years", Course::Months),
            ("over the past 6 months I lost weight", Course::Months),
            ("headache x 3 days", Course::Days),
            ("suddenly my leg went numb", Course::Hours),
            ("since this morning I feel sick", Course::Hours),
            ("sore throat for the last couple of days", Course::Days),
            ("ever since the pneumonia last winter I cough", Course::Months),
            ("constipated for ages", Course::Months),
            ("wheezy since sept", Course::Months),
        ] {
            assert_eq!(read(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn ages_rhythms_and_plans_are_no_course() {
        for text in ["my 3 week old baby", "every two hours it comes back", "I fly in two weeks", "I am 45 years old", "my head hurts"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
