//! Tokens of programs: what they may do, how they are called, how long they live.

use crate::{Problems, text};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Longest name of a token, in characters.
pub const TOKEN_NAME_MAX: usize = 60;
/// Longest life of a personal token, in days.
pub const TOKEN_DAYS_MAX: u16 = 365;
/// Life of a personal token where nothing is said, in days.
pub const TOKEN_DAYS: u16 = 90;
/// Most personal tokens of one account.
pub const TOKENS_MAX: u64 = 50;

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Look at what the account may see.
    Read,
    /// Change what the account may change.
    Write,
}

impl Scope {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// As written in a token.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A set of scopes that is not empty; written as RFC 6749 does, with spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scopes {
    read: bool,
    write: bool,
}

impl Scopes {
    /// Everything.
    pub const ALL: Self = Self { read: true, write: true };

    /// Whether `scope` is among them.
    pub fn allow(self, scope: Scope) -> bool {
        match scope {
            Scope::Read => self.read,
            Scope::Write => self.write,
        }
    }

    /// The scopes, in order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.allow(*scope))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.read, self.write) {
            (true, true) => "read write",
            (_, true) => "write",
            _ => "read",
        })
    }
}

impl FromStr for Scopes {
    type Err = &'static str;

    /// Reads words parted by spaces or commas, each once.
    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        const WHICH: &str = "Please choose read, write, or both.";
        let mut found = Self { read: false, write: false };
        for word in raw.split([' ', ',']).filter(|word| !word.is_empty()) {
            let place = match word {
                "read" => &mut found.read,
                "write" => &mut found.write,
                _ => return Err(WHICH),
            };
            if std::mem::replace(place, true) {
                return Err(WHICH);
            }
        }
        if found.read || found.write { Ok(found) } else { Err(WHICH) }
    }
}

/// What a person fills in to make a personal token.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// Scopes, parted by spaces or commas.
    pub scope: String,
    /// Life in days; empty for [`TOKEN_DAYS`].
    pub days: String,
}

/// A personal token that can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenWish {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// Life in days.
    pub days: u16,
}

impl NewToken {
    /// Reads every field and reports all that is wrong at once.
    pub fn parse(&self) -> Result<TokenWish, Problems> {
        let mut wrong = Problems::default();
        let name = wrong.take("name", text::line(&self.name, TOKEN_NAME_MAX));
        let scopes = wrong.take("scope", self.scope.parse::<Scopes>());
        let days = wrong.take("days", days(&self.days));
        match (name, scopes, days) {
            (Some(name), Some(scopes), Some(days)) => Ok(TokenWish { name, scopes, days }),
            _ => Err(wrong),
        }
    }
}

fn days(raw: &str) -> Result<u16, Cow<'static, str>> {
    match raw.trim() {
        "" => Ok(TOKEN_DAYS),
        raw => {
            let days = raw.parse().ok().filter(|days| (1..=TOKEN_DAYS_MAX).contains(days));
            days.ok_or_else(|| format!("Please write a number of days from 1 to {TOKEN_DAYS_MAX}.").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_back_as_they_are_written_and_nothing_else_is_one() {
        for written in ["read", "write", "read write"] {
            assert_eq!(written.parse::<Scopes>().map(|s| s.to_string()).as_deref(), Ok(written));
        }
        assert_eq!("write,read".parse(), Ok(Scopes::ALL));
        for bad in ["", " ", "admin", "read admin", "Read", "read read", "read\twrite"] {
            assert!(bad.parse::<Scopes>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_token_lives_a_year_at_most_and_needs_a_name_and_a_scope() {
        let new = |days: &str| NewToken { name: "backup".into(), scope: "read".into(), days: days.into() }.parse();
        assert_eq!(new("").map(|t| t.days), Ok(TOKEN_DAYS));
        assert_eq!(new("365").map(|t| t.days), Ok(365));
        for days in ["0", "366", "-1", "1.5", "soon", "99999999"] {
            assert!(new(days).is_err_and(|wrong| wrong.of("days").is_some()), "{days}");
        }
        let nothing = NewToken::default().parse().expect_err("nothing is filled in");
        assert!(nothing.of("name").is_some() && nothing.of("scope").is_some());
    }
}
