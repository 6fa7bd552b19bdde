//! What makes a password good: length, and that nobody would guess it first. No rules of composition (NIST SP 800-63B, section 3.1.1.2).

/// Least length in characters.
pub const LEAST: usize = 10;
/// Greatest length in characters.
pub const MOST: usize = 128;

/// Words that stand in passwords which are tried first, from the beginnings of published lists of leaked ones; those that people, teams
/// and keyboards give. A password that holds nothing else is refused.
const COMMON: &str = "
    password passwort passwd pass word motdepasse contrasena contraseña senha wachtwoord haslo parola lozinka salasana
    qwerty qwertz azerty qwertyuiop qwertzuiop asdfghjkl asdfgh asdf zxcvbnm zxcvbn yxcvbnm qazwsx qazwsxedc 1qaz2wsx 1q2w3e4r 1q2w3e qweasd
    qweasdzxc poiuytrewq lkjhgfdsa mnbvcxz admin administrator root user username guest test tester testing login signin secret geheim private
    access master letmein openup welcome willkommen bienvenue bienvenido hello hallo changeme change temp temporary default system server
    computer internet google facebook linkedin microsoft windows apple samsung android iphone love iloveyou ichliebedich teamo jetaime
    loveme lovely baby babygirl princess prinzessin angel sunshine sonnenschein flower butterfly rainbow summer winter spring autumn sommer
    herbst january february march april june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday dragon monkey tiger lion eagle shadow phoenix wolf bear cat dog puppy kitten horse chicken cookie chocolate banana cheese
    pepper ginger coffee whatever nothing something forever always never trustno trustnoone freedom liberty peace killer hunter ranger hacker
    ninja samurai superman batman spiderman ironman starwars pokemon pikachu naruto minecraft fortnite matrix football fussball futbol soccer
    baseball basketball hockey tennis golf liverpool arsenal chelsea barcelona realmadrid juventus bayern dortmund yankees cowboys steelers
    lakers mercedes ferrari porsche mustang corvette harley yamaha honda toyota michael michelle jennifer jessica ashley daniel thomas andrew
    matthew joshua robert charlie jordan george william amanda nicole samantha alexander christian martin anthony maria anna peter hannah
    london paris berlin america canada germany france deutschland england god jesus christ blessed faith buster maggie bailey lucky money
    dollar business company office health hospital clinic doctor patient nurse medical medicine smart synchronizer abc abcd abcdef abcdefg
    abcdefgh aaa xxx asd qwe zxc the my you me is for and one two three new old big best very super
";

/// What is wrong with a password, in a sentence that says what to do; nothing where it can be used. `about` – what is known of its owner:
/// address, name.
pub fn weakness(raw: &str, about: &[&str]) -> Option<&'static str> {
    match raw.chars().count() {
        ..LEAST => Some("Please use at least 10 characters; a few words work well."),
        LEAST..=MOST if is_guessed_first(raw, about) => Some("That is too easy to guess. Please choose another."),
        LEAST..=MOST => None,
        _ => Some("Please use at most 128 characters."),
    }
}

/// How good a password is, for the meter beside its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Would be refused.
    Refused,
    /// Can be used.
    Fair,
    /// Holds against somebody who tries a lot.
    Good,
    /// Holds against somebody who has stolen its hash.
    Strong,
}

/// The strength of a password; what [`weakness`] finds wrong is [`Strength::Refused`].
pub fn strength(raw: &str, about: &[&str]) -> Strength {
    if weakness(raw, about).is_some() {
        return Strength::Refused;
    }
    let several = [char::is_lowercase as fn(char) -> bool, char::is_uppercase, char::is_numeric, |c: char| !c.is_alphanumeric()];
    let kinds = several.iter().filter(|is| raw.chars().any(**is)).count();
    // Letters of words are worth little more than two bits each, wild ones four and more.
    match surprising(raw) * (2 + kinds.min(3)) {
        ..40 => Strength::Fair,
        40..64 => Strength::Good,
        _ => Strength::Strong,
    }
}

/// Characters that do not follow from the one before.
fn surprising(raw: &str) -> usize {
    let codes: Vec<i64> = raw.chars().map(|c| i64::from(u32::from(c))).collect();
    1 + codes.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > 1).count()
}

fn is_guessed_first(raw: &str, about: &[&str]) -> bool {
    // "aaaaaaaaaa", "1234567890", "abcabcabcabc".
    surprising(raw) <= 3 || is_repeated(raw) || is_of_known_words(raw, about)
}

fn is_repeated(raw: &str) -> bool {
    let all: Vec<char> = raw.chars().collect();
    (1..=4).any(|length| all.iter().enumerate().all(|(i, c)| *c == all[i % length]))
}

/// Whether nothing is left when common words, those about the owner, digits and signs are taken away: "P4ssw0rd!2026", "annlee1987".
fn is_of_known_words(raw: &str, about: &[&str]) -> bool {
    let own: Vec<String> = about.iter().flat_map(|text| words(&text.to_lowercase())).collect();
    let known: Vec<&str> = COMMON.split_whitespace().chain(own.iter().map(String::as_str)).collect();
    let lower = raw.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic() && !"@$".contains(c));
    let as_written: Vec<char> = core.chars().filter(|c| c.is_alphabetic()).collect();
    let as_meant: Vec<char> = core.chars().map(meant).filter(|c| c.is_alphabetic()).collect();
    let whole: Vec<char> = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    [as_written, as_meant, whole].iter().any(|letters| is_made_of(letters, &known))
}

/// An address or a name without signs, and its parts, of an address those before the `@`; of two letters and less too much would be made.
fn words(text: &str) -> Vec<String> {
    let own = text.split('@').next().unwrap_or_default();
    let parts = own.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    let wholes = [own, text].map(|text| text.chars().filter(|c| c.is_alphanumeric()).collect());
    parts.chain(wholes).filter(|word: &String| word.chars().count() > 2).collect()
}

/// The letter that a sign stands for.
fn meant(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Whether the letters are words of the list, one after the other.
fn is_made_of(letters: &[char], known: &[&str]) -> bool {
    let mut reached = vec![false; letters.len() + 1];
    reached[0] = true;
    for at in 0..letters.len() {
        if !reached[at] {
            continue;
        }
        for word in known {
            let mut length = 0;
            let fits = word.chars().all(|c| {
                length += 1;
                letters.get(at + length - 1) == Some(&c)
            });
            if fits {
                reached[at + length] = true;
            }
        }
    }
    reached[letters.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANN: &[&str] = &["ann.lee@example.org", "Ann Lee"];

    #[test]
    fn what_is_tried_first_is_refused_and_unusual_words_are_not() {
        for (raw, is_fine) in [
            ("short", false),
            ("password1234", false),
            ("P4ssw0rd!2026", false),
            ("Welcome-2026!!", false),
            ("qwertyuiop12", false),
            ("iloveyou forever", false),
            ("1234567890", false),
            ("aaaaaaaaaaaa", false),
            ("abcabcabcabc", false),
            ("2026202620262026", false),
            ("annlee1987!", false),
            ("Ann.Lee@Example.org", false),
            ("lee-ann-lee-ann", false),
            ("demo-password-2026", true),
            ("correct horse battery", true),
            ("three quiet otters", true),
            ("a long password", true),
            ("ünïcödé wörks ✓", true),
            ("08.03.1984 Wiesbaden", true),
        ] {
            assert_eq!(weakness(raw, ANN).is_none(), is_fine, "{raw}");
        }
        assert_eq!(weakness("demo-password-2026", &["jo@demo.example"]), None, "the host of an address is not its owner");
        assert!(weakness(&"ab".repeat(65), ANN).is_some_and(|m| m.contains("at most 128")));
    }

    #[test]
    fn longer_is_stronger() {
        assert_eq!(strength("password1234", ANN), Strength::Refused);
        assert_eq!(strength("teapotlamp", ANN), Strength::Fair);
        assert_eq!(strength("teapot lamp", ANN), Strength::Good);
        assert_eq!(strength("three quiet otters swim", ANN), Strength::Strong);
    }

    proptest! {
        #[test]
        fn every_text_is_judged_and_the_two_judgements_agree(raw in ".{0,140}", about in ".{0,20}") {
            let about = [about.as_str()];
            prop_assert_eq!(weakness(&raw, &about).is_some(), strength(&raw, &about) == Strength::Refused);
        }
    }
}
