//! Passwords that have leaked, by the beginnings of their digests.

use crate::Error;
use domain::{Problems, account::NewPassword};
use sha1::{Digest, Sha1};
use std::io::{BufRead, BufReader, Read};

/// Bytes of a digest that are kept: with a hundred million entries one in two hundred thousand million others would be taken for one.
type Beginning = u64;

/// A list of leaked passwords; empty where there is none.
#[derive(Default)]
pub struct Breached(Vec<Beginning>);

impl std::fmt::Debug for Breached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Breached({})", self.0.len())
    }
}

impl Breached {
    /// Reads a list line by line: passwords as they are, or SHA-1 digests in hexadecimal of 16 to 40 digits, with or without a colon and
    /// a count behind, as they are published. Eight bytes are kept of each.
    ///
    /// Errors: those of the file.
    pub fn read(file: impl Read) -> std::io::Result<Self> {
        let (mut lines, mut all, mut line) = (BufReader::with_capacity(1 << 16, file), Vec::new(), Vec::new());
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let text = line.trim_ascii_end();
            if !text.is_empty() {
                all.push(digest_in(text).unwrap_or_else(|| beginning(text)));
            }
        }
        all.sort_unstable();
        all.dedup();
        all.shrink_to_fit();
        Ok(Self(all))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses a password of the list.
    pub(crate) fn check(&self, password: &NewPassword) -> Result<(), Error> {
        match self.0.binary_search(&beginning(password.reveal().as_bytes())) {
            Ok(_) => Err(Problems::one("password", "This password has been in a leak of passwords. Please choose another.").into()),
            Err(_) => Ok(()),
        }
    }
}

fn beginning(password: &[u8]) -> Beginning {
    Sha1::digest(password).iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// The digest that a line is, if it is one.
fn digest_in(line: &[u8]) -> Option<Beginning> {
    let digits = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let is_one = (16..=40).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
    let first = std::str::from_utf8(digits.get(..16)?).ok()?;
    if is_one { u64::from_str_radix(first, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_passwords_and_as_digests() {
        let list = "three quiet otters\r\n\nB1B3773A05C0ED0176787A4F1574FF0075F7521E:42\n7c4a8d09ca3762af61e5\nlast without end";
        let list = Breached::read(list.as_bytes()).expect("read");
        assert_eq!(list.len(), 4);
        let is_in = |raw: &str| list.0.binary_search(&beginning(raw.as_bytes())).is_ok();
        for known in ["three quiet otters", "qwerty", "123456", "last without end"] {
            assert!(is_in(known), "{known}");
        }
        assert!(!is_in("three quiet otter") && !is_in(""));
    }
}
