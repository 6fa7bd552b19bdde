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

/// Trims `raw` and checks that it holds `min..=max` characters and no control characters but line breaks and tabs.
///
/// Errors: a sentence that says what to do.
pub fn bounded(raw: &str, min: usize, max: usize) -> Result<String, Cow<'static, str>> {
    let text = raw.trim().replace("\r\n", "\n");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_byte_is_refused_and_line_breaks_are_kept() {
        assert!(bounded("a\0b", 1, 10).is_err());
        assert_eq!(bounded(" a\r\nb ", 1, 10).as_deref(), Ok("a\nb"));
    }

    #[test]
    fn the_limit_counts_characters_and_not_bytes() {
        assert!(bounded("äöü", 1, 3).is_ok());
        assert!(bounded("äöüß", 1, 3).is_err());
    }
}
