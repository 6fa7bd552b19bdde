//! Hashes that came with accounts from Django: they are checked as they are, and made anew at the next sign-in.

use base64::{Engine, engine::general_purpose::STANDARD};
use pbkdf2::pbkdf2_hmac_array;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use subtle::ConstantTimeEq;

/// More rounds than anybody uses: a row that asks for more is broken, and must not keep a thread for hours.
const MOST_ROUNDS: u32 = 10_000_000;

/// Whether the hash is Django's mark of an account without a password.
pub(super) fn is_unusable(hash: &str) -> bool {
    hash.starts_with('!')
}

/// Whether the password belongs to an imported hash. None where the hash is not of that kind, `Some(None)` where it cannot be read.
pub(super) fn verify(password: &str, hash: &str) -> Option<Option<bool>> {
    let (algorithm, rest) = hash.split_once('$')?;
    match algorithm {
        "pbkdf2_sha256" => Some(pbkdf2(password, rest)),
        // Past bcrypt's 72 bytes Django hashes first, in hexadecimal.
        "bcrypt_sha256" => Some(bcrypt::verify(hex(&Sha256::digest(password)), rest).ok()),
        "bcrypt" => Some(bcrypt::verify(password, rest).ok()),
        _ => None,
    }
}

/// `rounds$salt$hash`, the hash in base 64.
fn pbkdf2(password: &str, rest: &str) -> Option<bool> {
    let [rounds, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().ok()?;
    let rounds = rounds.parse().ok().filter(|rounds| (1..=MOST_ROUNDS).contains(rounds))?;
    let hash = STANDARD.decode(hash).ok()?;
    let made: [u8; 32] = pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), salt.as_bytes(), rounds);
    Some(made.as_slice().ct_eq(&hash).into())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_no_match_and_other_kinds_are_left_to_others() {
        for broken in [
            "pbkdf2_sha256$",
            "pbkdf2_sha256$0$salt$aGFzaA==",
            "pbkdf2_sha256$4000000000$salt$aGFzaA==",
            "pbkdf2_sha256$1000$salt$***",
            "bcrypt$",
            "bcrypt_sha256$$2b$99$short",
        ] {
            assert_eq!(verify("x", broken), Some(None), "{broken}");
        }
        for other in ["$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "md5$salt$hash", ""] {
            assert_eq!(verify("x", other), None, "{other}");
        }
    }
}
