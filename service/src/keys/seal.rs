//! Sealing a field: encrypted, authentic, and bound to its place.
//!
//! XChaCha20-Poly1305 (RFC 8439 with the 192-bit nonce of draft-irtf-cfrg-xchacha-03): nonces are drawn at random, and no number of rows
//! makes two of them likely. What is sealed reads `version (1) | key id (4, big-endian) | nonce (24) | ciphertext and tag`.

use super::{KeyId, Keys};
use crate::Error;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 5;

/// Where a sealed value stands. It opens there and nowhere else: nobody can move a note to another row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Primary key of the row.
    pub row: Uuid,
}

impl Place {
    /// A place.
    pub const fn new(table: &'static str, column: &'static str, row: Uuid) -> Self {
        Self { table, column, row }
    }

    fn bound(&self, head: &[u8]) -> Vec<u8> {
        [head, self.table.as_bytes(), &[0], self.column.as_bytes(), &[0], self.row.as_bytes()].concat()
    }
}

/// Why a sealed value does not open. All but a missing key are one: nobody learns which byte was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsealed {
    /// The ring lacks the key that it was sealed with.
    #[error("sealed with key {0}, which is not in the ring")]
    NoKey(KeyId),
    /// Not sealed here, changed, or moved from another place.
    #[error("not what was sealed at this place")]
    Forged,
}

impl Keys {
    /// Seals `plain` for `place` with the key in use.
    ///
    /// Errors: [`Error::Internal`] without randomness, or for what is too long to be sealed (256 GB). Never an empty seal.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let id = self.current();
        let head = head(id);
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce)?;
        let bound = place.bound(&head);
        let payload = Payload { msg: plain, aad: &bound };
        let sealed = self.cipher(id).and_then(|cipher| cipher.encrypt(&XNonce::from(nonce), payload).ok());
        let sealed = sealed.ok_or_else(|| Error::Internal(format!("{}.{} could not be sealed", place.table, place.column)))?;
        Ok([&head[..], &nonce, &sealed].concat())
    }

    /// Opens what [`Keys::seal`] sealed for the same place.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Unsealed> {
        let id = sealed_with(sealed).ok_or(Unsealed::Forged)?;
        let (head, rest) = sealed.split_at(HEAD);
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or(Unsealed::Forged)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Unsealed::Forged)?;
        let bound = place.bound(head);
        let cipher = self.cipher(id).ok_or(Unsealed::NoKey(id))?;
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: text, aad: &bound }).map_err(|_| Unsealed::Forged)
    }

    fn cipher(&self, id: KeyId) -> Option<XChaCha20Poly1305> {
        self.derive(id, "field").map(|key| XChaCha20Poly1305::new(&(*key).into()))
    }
}

/// The number of the key that a value was sealed with.
pub(crate) fn sealed_with(sealed: &[u8]) -> Option<KeyId> {
    let (head, _) = sealed.split_at_checked(HEAD)?;
    let id: [u8; 4] = head[1..].try_into().ok()?;
    (head[0] == VERSION).then(|| KeyId::from_be_bytes(id))
}

/// What everything sealed with a key begins with.
pub(crate) fn head(id: KeyId) -> [u8; HEAD] {
    let [a, b, c, d] = id.to_be_bytes();
    [VERSION, a, b, c, d]
}
