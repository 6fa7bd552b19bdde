//! Addresses that are made of titles, and tags, which have the same form.

/// Longest address, in characters.
pub const SLUG_MAX: usize = 80;

/// Whether this can be an address or a tag: small letters and digits, with single hyphens between.
pub fn is_slug(raw: &str, max: usize) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    raw.len() <= max && raw.split('-').all(is_word)
}

/// Names under the blog's address that are something else.
pub const RESERVED: [&str; 6] = ["comments", "drafts", "images", "mine", "new", "to-review"];

/// The address that a title makes: its words in small letters, cut between words. `untitled` where there are none.
pub fn slug(title: &str) -> String {
    let mut made = String::new();
    for word in plain(title).split('-').filter(|word| !word.is_empty()) {
        let room = SLUG_MAX - made.len();
        if word.len() + 1 > room {
            break;
        }
        if !made.is_empty() {
            made.push('-');
        }
        made.push_str(word);
    }
    if made.is_empty() { "untitled".to_owned() } else { made }
}

/// Letters without their marks, apostrophes left out, everything else as hyphens.
fn plain(title: &str) -> String {
    let mut made = String::with_capacity(title.len());
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => made.push(c),
            '\'' | '’' => {}
            'à'..='ã' | 'å' | 'ā' => made.push('a'),
            'ä' | 'æ' => made.push_str("ae"),
            'ç' | 'č' | 'ć' => made.push('c'),
            'è'..='ë' | 'ē' | 'ę' => made.push('e'),
            'ì'..='ï' => made.push('i'),
            'ñ' | 'ń' => made.push('n'),
            'ö' | 'ø' | 'œ' => made.push_str("oe"),
            'ò'..='õ' => made.push('o'),
            'ù'..='û' => made.push('u'),
            'ü' => made.push_str("ue"),
            'ß' => made.push_str("ss"),
            'š' | 'ś' => made.push('s'),
            'ž' | 'ź' | 'ż' => made.push('z'),
            _ => made.push('-'),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_makes_an_address_that_one_can_read() {
        for (title, made) in [
            ("High blood pressure: what now?", "high-blood-pressure-what-now"),
            ("Don’t panic – it’s a migraine", "dont-panic-its-a-migraine"),
            ("Ménière's disease", "menieres-disease"),
            ("感冒", "untitled"),
            ("  ", "untitled"),
        ] {
            assert_eq!(slug(title), made, "{title}");
        }
        assert_eq!(slug(&"x".repeat(300)), "untitled", "a word that is no word");
    }

    proptest! {
        #[test]
        fn whatever_the_title_is_its_address_is_one(title in ".{0,300}") {
            let made = slug(&title);
            prop_assert!(is_slug(&made, SLUG_MAX), "{made}");
        }
    }
}
