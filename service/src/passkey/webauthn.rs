//! What devices answer, read strictly and checked as WebAuthn Level 2 says (§7.1, §7.2). Whose make a device is, is not asked for, and what it
//! says of that is not looked at.

use base64ct::{Base64UrlUnpadded, Encoding};
use ciborium::Value;
use domain::passkey::{AssertionResponse, RegistrationResponse};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Longest part of an answer, in letters: an attestation of several certificates fits.
const LONGEST: usize = 16 << 10;
/// Longest id of a key, in bytes (§4).
const ID_MAX: usize = 1023;

/// Kinds of keys, by IANA's COSE numbers, the best first: ES256, EdDSA with Ed25519, RS256.
pub(super) const ALGORITHMS: [i32; 3] = [-7, -8, -257];

/// Why an answer does not count; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Wrong {
    #[error("it is not built as an answer is")]
    Shape,
    #[error("it answers another kind of question")]
    Kind,
    #[error("it answers another question")]
    Challenge,
    #[error("it was asked for by another site")]
    Origin,
    #[error("it was made for another site")]
    Party,
    #[error("the person was not there, or did not show who they are")]
    Person,
    #[error("the key is of a kind that is not known here")]
    Key,
    #[error("the signature does not hold")]
    Signature,
}

/// What an answer must be an answer to.
pub(super) struct Asked<'a> {
    /// The site, as browsers write it: `https://example.org`.
    pub(super) origin: &'a str,
    /// Its domain.
    pub(super) party: &'a str,
    /// The question, as it was sent.
    pub(super) challenge: &'a str,
}

/// A key that a device has made.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// By which the device finds its half.
    pub(super) id: Vec<u8>,
    /// The public half: a COSE_Key.
    pub(super) key: Vec<u8>,
    pub(super) count: u32,
    pub(super) synced: bool,
}

/// What a device has signed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) count: u32,
    pub(super) synced: bool,
}

impl Asked<'_> {
    /// Checks a new key.
    pub(super) fn made(&self, answer: &RegistrationResponse) -> Result<Made, Wrong> {
        self.client("webauthn.create", &bytes(&answer.client_data_json)?)?;
        let object = bytes(&answer.attestation_object)?;
        let data = match cbor(&mut object.as_slice())? {
            Value::Map(pairs) => pairs.into_iter().find_map(|(name, value)| (name.as_text() == Some("authData")).then_some(value)),
            _ => None,
        };
        let data = data.and_then(|data| data.into_bytes().ok()).ok_or(Wrong::Shape)?;
        let data = Data::read(&data)?;
        self.party(&data)?;
        let made = data.made()?;
        Key::read(&made.key)?;
        Ok(made)
    }

    /// Checks a signature by the private half of `key`.
    pub(super) fn signed(&self, key: &[u8], answer: &AssertionResponse) -> Result<Signed, Wrong> {
        let client = bytes(&answer.client_data_json)?;
        self.client("webauthn.get", &client)?;
        let raw = bytes(&answer.authenticator_data)?;
        let data = Data::read(&raw)?;
        self.party(&data)?;
        data.ends(data.rest)?;
        let message = [raw.as_slice(), &Sha256::digest(&client)].concat();
        Key::read(key)?.verify(&message, &bytes(&answer.signature)?)?;
        Ok(Signed { count: data.count, synced: data.has(Data::BACKED_UP) })
    }

    fn client(&self, kind: &str, json: &[u8]) -> Result<(), Wrong> {
        let client: Client = serde_json::from_slice(json).map_err(|_| Wrong::Shape)?;
        if client.kind != kind {
            return Err(Wrong::Kind);
        }
        if client.challenge != self.challenge {
            return Err(Wrong::Challenge);
        }
        if client.origin != self.origin || client.cross_origin {
            return Err(Wrong::Origin);
        }
        Ok(())
    }

    fn party(&self, data: &Data<'_>) -> Result<(), Wrong> {
        if data.party != Sha256::digest(self.party).as_slice() {
            return Err(Wrong::Party);
        }
        if !(data.has(Data::PRESENT) && data.has(Data::VERIFIED)) {
            return Err(Wrong::Person);
        }
        Ok(())
    }
}

/// What the browser says (§5.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// What the device says (§6.1).
struct Data<'a> {
    party: &'a [u8; 32],
    flags: u8,
    count: u32,
    rest: &'a [u8],
}

impl<'a> Data<'a> {
    const PRESENT: u8 = 1;
    const VERIFIED: u8 = 1 << 2;
    const BACKED_UP: u8 = 1 << 4;
    const WITH_KEY: u8 = 1 << 6;
    const WITH_MORE: u8 = 1 << 7;

    fn read(raw: &'a [u8]) -> Result<Self, Wrong> {
        let (party, rest) = raw.split_first_chunk().ok_or(Wrong::Shape)?;
        let ([flags], rest) = rest.split_first_chunk().ok_or(Wrong::Shape)?;
        let (count, rest) = rest.split_first_chunk().ok_or(Wrong::Shape)?;
        Ok(Self { party, flags: *flags, count: u32::from_be_bytes(*count), rest })
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// The key that comes with it (§6.5.1).
    fn made(&self) -> Result<Made, Wrong> {
        if !self.has(Self::WITH_KEY) {
            return Err(Wrong::Shape);
        }
        let (_model, rest) = self.rest.split_first_chunk::<16>().ok_or(Wrong::Shape)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Wrong::Shape)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, rest) = rest.split_at_checked(length).filter(|_| (1..=ID_MAX).contains(&length)).ok_or(Wrong::Shape)?;
        let mut after = rest;
        cbor(&mut after)?;
        self.ends(after)?;
        let key = rest.strip_suffix(after).ok_or(Wrong::Shape)?;
        Ok(Made { id: id.to_vec(), key: key.to_vec(), count: self.count, synced: self.has(Self::BACKED_UP) })
    }

    /// Nothing comes behind but extensions, where they are announced.
    fn ends(&self, mut rest: &[u8]) -> Result<(), Wrong> {
        if self.has(Self::WITH_MORE) {
            cbor(&mut rest)?;
        }
        rest.is_empty().then_some(()).ok_or(Wrong::Shape)
    }
}

/// A public key (RFC 9053, RFC 8230).
enum Key {
    /// A point of P-256, not compressed.
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

impl Key {
    fn read(mut raw: &[u8]) -> Result<Self, Wrong> {
        let Value::Map(pairs) = cbor(&mut raw)? else { return Err(Wrong::Key) };
        let at = |label: i32| pairs.iter().find(|(name, _)| name.as_integer() == Some(label.into())).map(|(_, value)| value);
        let number = |label: i32| at(label).and_then(Value::as_integer).and_then(|n| i32::try_from(n).ok());
        let text = |label: i32| at(label).and_then(Value::as_bytes).cloned();
        let key = match (number(1), number(3), number(-1)) {
            // kty, alg, crv
            (Some(2), Some(-7), Some(1)) => match (text(-2), text(-3)) {
                (Some(x), Some(y)) if x.len() == 32 && y.len() == 32 => Some(Self::P256([&[4], x.as_slice(), &y].concat())),
                _ => None,
            },
            (Some(1), Some(-8), Some(6)) => text(-2).filter(|x| x.len() == 32).map(Self::Ed25519),
            (Some(3), Some(-257), None) => text(-1).zip(text(-2)).map(|(modulus, exponent)| Self::Rsa { modulus, exponent }),
            _ => None,
        };
        key.ok_or(Wrong::Key)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Wrong> {
        let simple = |how: &'static dyn VerificationAlgorithm, key: &[u8]| UnparsedPublicKey::new(how, key).verify(message, signature);
        let held = match self {
            Self::P256(point) => simple(&ECDSA_P256_SHA256_ASN1, point),
            Self::Ed25519(point) => simple(&ED25519, point),
            Self::Rsa { modulus, exponent } => {
                RsaPublicKeyComponents { n: modulus, e: exponent }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        };
        held.map_err(|_| Wrong::Signature)
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, Wrong> {
    if text.len() > LONGEST {
        return Err(Wrong::Shape);
    }
    Base64UrlUnpadded::decode_vec(text).map_err(|_| Wrong::Shape)
}

/// One value; `raw` is what comes behind it.
fn cbor(raw: &mut &[u8]) -> Result<Value, Wrong> {
    // Their depth is limited (16 is more than any device needs), their length by `raw`.
    ciborium::de::from_reader_with_recursion_limit(raw, 16).map_err(|_| Wrong::Shape)
}
