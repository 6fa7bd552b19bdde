//! The ring of secret keys: what seals fields, chains the audit and signs tokens is derived from it.
//!
//! A ring holds numbered master keys. The one with the highest number is in use; older ones only open what they once sealed, so that keys
//! can be changed while the product runs. A key that is marked with `~` is not used yet: every instance learns it first, then it is used. No
//! master key ever encrypts anything itself: each purpose gets a key of its own by HKDF-SHA256
//! (RFC 5869).

mod seal;

pub use seal::{Place, Unsealed};
pub(crate) use seal::{head, sealed_with};

use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY_LENGTH: usize = 32;

/// A key of one purpose; wiped when dropped.
pub type Key = Zeroizing<[u8; KEY_LENGTH]>;

/// Number of a master key, in what was sealed with it.
pub type KeyId = u32;

/// Why a ring cannot be used. Never says anything of a key itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// There is none.
    #[error("there is no key")]
    Empty,
    /// A line that is no key.
    #[error("key {0} is not NUMBER:64 hexadecimal digits")]
    Malformed(usize),
    /// Two keys of one number.
    #[error("there are two keys of number {0}")]
    Twice(KeyId),
    /// All of them wait.
    #[error("every key is marked with ~: none is in use")]
    Idle,
    /// A key that nobody drew.
    #[error("key {0} is all one byte")]
    Weak(KeyId),
}

/// The ring; clones share it.
#[derive(Clone)]
pub struct Keys(Arc<Ring>);

struct Ring {
    keys: BTreeMap<KeyId, Key>,
    current: KeyId,
}

impl Keys {
    /// Reads `NUMBER:HEX` pieces, separated by commas or white space; a line that begins with `#` is passed over. A key behind `~` opens
    /// what others have sealed with it and seals nothing itself.
    ///
    /// Errors: a piece that is none, a number given twice, no piece at all or none in use.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let (mut keys, mut current) = (BTreeMap::new(), None);
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let pieces = lines.flat_map(|line| line.split(|c: char| c == ',' || c.is_whitespace())).filter(|piece| !piece.is_empty());
        for (at, piece) in pieces.enumerate() {
            let (waits, piece) = piece.strip_prefix('~').map_or((false, piece), |piece| (true, piece));
            let (id, key) = piece_of(piece).ok_or(KeysError::Malformed(at + 1))?;
            if key.iter().all(|byte| *byte == key[0]) {
                return Err(KeysError::Weak(id));
            }
            if keys.insert(id, key).is_some() {
                return Err(KeysError::Twice(id));
            }
            if !waits {
                current = current.max(Some(id));
            }
        }
        match current {
            Some(current) => Ok(Self(Arc::new(Ring { keys, current }))),
            None if keys.is_empty() => Err(KeysError::Empty),
            None => Err(KeysError::Idle),
        }
    }

    /// A new random key as [`Keys::parse`] reads it.
    ///
    /// Errors: no randomness.
    pub fn draw(id: KeyId) -> Result<String, getrandom::Error> {
        let mut key = Key::default();
        getrandom::fill(key.as_mut_slice())?;
        let mut line = format!("{id}:");
        // Writing to a string cannot fail.
        key.iter().for_each(|byte| write!(line, "{byte:02x}").unwrap_or_default());
        Ok(line)
    }

    /// The number of the key in use.
    pub fn current(&self) -> KeyId {
        self.0.current
    }

    /// Every number, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = KeyId> {
        self.0.keys.keys().copied()
    }

    /// The key of `purpose` under master key `id`; `None` where the ring lacks that one.
    pub fn derive(&self, id: KeyId, purpose: &str) -> Option<Key> {
        let master = self.0.keys.get(&id)?;
        let mut key = Key::default();
        // Only lengths above 255 hashes fail.
        Hkdf::<Sha256>::new(None, master.as_slice()).expand(purpose.as_bytes(), key.as_mut_slice()).ok()?;
        Some(key)
    }

    /// What tells a key from others without telling the key: the first eight bytes of a hash of a derived one, in hexadecimal.
    pub fn fingerprint(&self, id: KeyId) -> Option<String> {
        let digest = Sha256::digest(self.derive(id, "fingerprint")?.as_slice());
        Some(digest[..8].iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Never the keys.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Keys").field(&self.0.keys.keys().collect::<Vec<_>>()).finish()
    }
}

fn piece_of(piece: &str) -> Option<(KeyId, Key)> {
    let (id, digits) = piece.split_once(':')?;
    if digits.len() != 2 * KEY_LENGTH || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = Key::default();
    for (byte, at) in key.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&digits[at..at + 2], 16).ok()?;
    }
    Some((id.parse().ok()?, key))
}

#[cfg(test)]
mod tests;
