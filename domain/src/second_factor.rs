//! The second step of signing in: a code from a device, or a recovery code.

use crate::account::UserType;
use std::str::FromStr;

/// Recovery codes that are given at once.
pub const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code: Crockford's base 32, without those that are taken for others.
pub const RECOVERY_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const RECOVERY_LETTERS: usize = 12;

/// Who must have a second step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Requirement {
    /// Nobody.
    #[default]
    None,
    /// Doctors and administrators.
    Staff,
    /// Everybody.
    All,
}

impl Requirement {
    /// Whether accounts of this kind must.
    pub fn binds(self, kind: UserType) -> bool {
        match self {
            Self::None => false,
            Self::Staff => kind != UserType::Patient,
            Self::All => true,
        }
    }
}

impl FromStr for Requirement {
    type Err = &'static str;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "none" => Ok(Self::None),
            "staff" => Ok(Self::Staff),
            "all" => Ok(Self::All),
            _ => Err("must be none, staff or all"),
        }
    }
}

/// What somebody wrote as their second step.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    /// Six digits of the device.
    Device(u32),
    /// A recovery code, in lower case without dashes.
    Recovery(String),
}

impl Code {
    /// Reads six digits, or a recovery code in any spelling; spaces and dashes do not count.
    ///
    /// Errors: a sentence that says what to do.
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        const WHAT: &str = "Please write the six digits that your app shows, or a recovery code.";
        let letters: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').take(RECOVERY_LETTERS + 1).collect();
        if letters.len() == 6 && letters.bytes().all(|b| b.is_ascii_digit()) {
            return letters.parse().map(Self::Device).map_err(|_| WHAT);
        }
        let lower = letters.to_ascii_lowercase().replace('o', "0").replace(['i', 'l'], "1");
        let is_one = lower.len() == RECOVERY_LETTERS && lower.bytes().all(|b| RECOVERY_ALPHABET.contains(&b));
        if is_one { Ok(Self::Recovery(lower)) } else { Err(WHAT) }
    }
}

/// Never the code.
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Device(_) => "Device(…)",
            Self::Recovery(_) => "Recovery(…)",
        })
    }
}

/// A recovery code of 60 random bits, as it is shown: `4f9z-r0mx-b6ws`. Only the low five bits of each byte count.
pub fn recovery_code(random: [u8; RECOVERY_LETTERS]) -> String {
    let letter = |byte: u8| char::from(RECOVERY_ALPHABET[usize::from(byte & 31)]);
    let mut shown = String::with_capacity(RECOVERY_LETTERS + 2);
    for (at, byte) in random.into_iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            shown.push('-');
        }
        shown.push(letter(byte));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_write_them() {
        for (raw, code) in [("123456", 123_456), (" 012 345 ", 12_345), ("000-000", 0)] {
            assert_eq!(Code::parse(raw), Ok(Code::Device(code)), "{raw}");
        }
        let shown = recovery_code([255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(shown, "z012-3456-789a");
        for raw in [shown.as_str(), "Z0123456789A", "zOi2 3456 789a"] {
            assert_eq!(Code::parse(raw), Ok(Code::Recovery("z0123456789a".into())), "{raw}");
        }
        for bad in ["", "12345", "1234567", "１２３４５６", "z012-3456-789", "z012-3456-789u", "z012-3456-789aa", "ääääää"] {
            assert!(Code::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn staff_are_all_but_patients() {
        let bound = |word: &str| {
            let requirement: Requirement = word.parse().expect("a requirement");
            [UserType::Patient, UserType::Doctor, UserType::Admin].map(|kind| requirement.binds(kind))
        };
        assert_eq!((bound("none"), bound("staff"), bound("all")), ([false; 3], [false, true, true], [true; 3]));
        assert!("ALL".parse::<Requirement>().is_err());
    }
}
