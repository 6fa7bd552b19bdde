//! Signed tokens (RFC 7515, compact), of one algorithm and one spelling.
//!
//! The header is never interpreted: it must be, letter for letter, the one that is written here for a key of the ring. So there is no
//! algorithm to confuse, no `none`, no key from elsewhere, no extension.

use crate::Error;
use crate::keys::{KeyId, Keys};
use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;

/// Longest token that is looked at, in bytes; ours have some 450.
const LONGEST: usize = 1024;

/// A kind of signed token. Each has a key of its own, so that none passes for another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jws {
    purpose: &'static str,
    typ: &'static str,
}

impl Jws {
    /// Access tokens.
    pub(crate) const ACCESS: Self = Self { purpose: "token", typ: "at+jwt" };
    /// Signs-in whose second step is to come.
    pub(crate) const PENDING: Self = Self { purpose: "sign-in", typ: "pending+jwt" };

    /// Questions to devices.
    pub(crate) const PASSKEY: Self = Self { purpose: "passkey", typ: "passkey+jwt" };

    /// Signs `claims` with the key in use.
    pub(crate) fn sign(self, keys: &Keys, claims: &impl Serialize) -> Result<String, Error> {
        let claims = serde_json::to_vec(claims).map_err(|e| Error::Internal(format!("claims: {e}")))?;
        let id = keys.current();
        let signed = format!("{}.{}", self.header(id), Base64UrlUnpadded::encode_string(&claims));
        let mac = self.mac(keys, id, &signed).ok_or_else(|| Error::Internal("the ring lacks its own key".into()))?;
        Ok(format!("{signed}.{}", Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes())))
    }

    /// What [`Jws::sign`] signed with any key of the ring; whether it still counts is the reader's to judge.
    pub(crate) fn open<T: DeserializeOwned>(self, keys: &Keys, text: &str) -> Option<T> {
        if text.len() > LONGEST {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let id = keys.ids().find(|id| self.header(*id) == header)?;
        self.mac(keys, id, signed)?.verify_slice(&exactly(signature)?).ok()?;
        serde_json::from_slice(&exactly(claims)?).ok()
    }

    fn header(self, id: KeyId) -> String {
        Base64UrlUnpadded::encode_string(format!(r#"{{"alg":"HS256","typ":"{}","kid":"{id}"}}"#, self.typ).as_bytes())
    }

    fn mac(self, keys: &Keys, id: KeyId, signed: &str) -> Option<Hmac<Sha256>> {
        let key = keys.derive(id, self.purpose)?;
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).ok()?;
        Some(mac.chain_update(signed))
    }
}

/// Decodes base64url in its one spelling: no padding, no spare bits, no other alphabet.
fn exactly(letters: &str) -> Option<Vec<u8>> {
    let bytes = Base64UrlUnpadded::decode_vec(letters).ok()?;
    (Base64UrlUnpadded::encode_string(&bytes) == letters).then_some(bytes)
}
