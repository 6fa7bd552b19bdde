//! Bounded, clean text. One parser for every free-text field, so that limits and refusals are the same everywhere.

use std::borrow::Cow;

/// Longest description of symptoms, in characters.
pub const SYMPTOM_TEXT_MAX: usize = 4_000;
/// Longest reason for a visit, in characters.
pub const REASON_MAX: usize = 500;
/// Longest name of a person, clinic or city, in characters.
pub const NAME_MAX: usize = 120;
/// Longest biography, in characters.
pub const BIO_MAX: usize = 2_000;

/// Whether a character has no shape of its own but changes how others read: it turns their direction round (UAX #9), or parts and joins
/// them unseen. Names that differ by these alone look the same.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

/// The text without hidden characters; a zero-width joiner between two pictures stays, it makes one emoji of them.
pub fn visible(raw: &str) -> String {
    each(raw, |c, hidden| (!hidden).then_some(c))
}

/// The text with a space for each hidden character, so that places in it still count.
pub fn blanked(raw: &str) -> String {
    each(raw, |c, hidden| Some(if hidden { ' ' } else { c }))
}

fn each(raw: &str, keep: impl Fn(char, bool) -> Option<char>) -> String {
    let chars: Vec<char> = raw.chars().collect();
    let joins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        chars[at] == '\u{200d}' && before.is_some_and(|c| is_picture(*c)) && chars.get(at + 1).is_some_and(|c| is_picture(*c))
    };
    chars.iter().enumerate().filter_map(|(at, c)| keep(*c, is_hidden(*c) && !joins(at))).collect()
}

/// Emoji, with their skin tones and the selector that gives a sign its colours.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}')
}

/// Trims `raw`, takes hidden characters out, and checks that it holds `min..=max` characters and no control characters but line breaks
/// and tabs.
///
/// Errors: a sentence that says what to do.
pub fn bounded(raw: &str, min: usize, max: usize) -> Result<String, Cow<'static, str>> {
    let text = visible(raw).trim().replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err("Please remove characters that cannot be shown.".into());
    }
    let length = text.chars().count();
    if length < min {
        return Err(if length == 0 { "Please fill this in.".into() } else { format!("Please write at least {min} characters.").into() });
    }
    if length > max {
        return Err(format!("Please keep this under {max} characters; it has {length}.").into());
    }
    Ok(text)
}

/// Like [`bounded`], where empty means absent.
pub fn optional(raw: &str, max: usize) -> Result<Option<String>, Cow<'static, str>> {
    bounded(raw, 0, max).map(|text| (!text.is_empty()).then_some(text))
}

/// One line of text of at most `max` characters.
pub fn line(raw: &str, max: usize) -> Result<String, Cow<'static, str>> {
    let text = bounded(raw, 1, max)?;
    if text.contains(['\n', '\t']) { Err("Please write this on one line.".into()) } else { Ok(text) }
}

/// A limit of so many bytes in words, `10 MB` or `100 kB`, of 1024 each as people know them from their files.
pub fn size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} kB", bytes >> 10) } else { format!("{} MB", bytes >> 20) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_byte_is_refused_and_line_breaks_are_kept() {
        assert!(bounded("a\0b", 1, 10).is_err());
        assert_eq!(bounded(" a\r\nb ", 1, 10).as_deref(), Ok("a\nb"));
    }

    #[test]
    fn what_would_turn_a_name_round_or_tell_two_apart_unseen_is_taken_out() {
        assert_eq!(line("Eve \u{202e}evil\u{200b}", 20).as_deref(), Ok("Eve evil"));
        assert_eq!(bounded("\u{feff}a\n\u{2066}b\u{2069}", 1, 20).as_deref(), Ok("a\nb"));
        assert!(line("\u{200b}\u{200d}", 20).is_err(), "nothing is left");
    }

    #[test]
    fn an_emoji_of_several_stays_one() {
        for family in ["👩‍⚕️", "👨🏽‍💻", "❤️‍🔥"] {
            assert_eq!(visible(family), family);
        }
        assert_eq!((visible("a\u{200d}b"), blanked("a\u{200d}b")), ("ab".into(), "a b".into()));
    }

    #[test]
    fn the_limit_counts_characters_and_not_bytes() {
        assert!(bounded("äöü", 1, 3).is_ok());
        assert!(bounded("äöüß", 1, 3).is_err());
    }
}
