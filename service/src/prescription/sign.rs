//! Signatures: over an issued prescription, which the code on the page carries, and over the page as a file. Ed25519 (RFC 8032), with a key
//! of its own derived from each master key of the ring, so that what an older key has signed can still be verified.

use crate::keys::{KeyId, Keys};
use crate::{Error, Services, System};
use base64ct::{Base64UrlUnpadded, Encoding};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    PrescriptionId,
    prescription::{Medication, Prescriber, Prescription, Recipient, Status, Verdict},
};
use entity::prescription;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The key of the ring for this.
const PURPOSE: &str = "prescription";
/// What a signature is over, so that none passes for another.
const CODE: &[u8] = b"shs prescription code 1\0";
const FILE: &[u8] = b"shs prescription file 1\0";
/// The last line of a file that was signed.
const LINE: &[u8] = b"\n%shs-signature 1 ";
/// Bytes of a code: id, number of the key, signature.
const LENGTH: usize = 16 + 4 + 64;
/// Largest file that is looked at, in bytes.
const LARGEST: usize = 16 << 20;

/// Why a file does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// There is no line with a signature.
    #[error("this file bears no signature of a prescription")]
    Nothing,
    /// The ring lacks the key.
    #[error("it was signed with key {0}, which is not in the ring")]
    NoKey(KeyId),
    /// Something was changed, or it was signed elsewhere.
    #[error("the signature does not hold: the file was changed, or it was not signed here")]
    Forged,
}

/// What is signed of a prescription.
#[derive(Serialize)]
struct Signed<'a> {
    id: PrescriptionId,
    patient: &'a Recipient,
    doctor: &'a Prescriber,
    issued_at: Option<String>,
    replaces: Option<PrescriptionId>,
    medications: &'a [Medication],
    notes: &'a Option<String>,
}

/// A digest of all that an issued prescription says.
pub(super) fn digest(of: &Prescription) -> Result<[u8; 32], Error> {
    let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let signed = Signed {
        id: of.id,
        patient: &of.patient,
        doctor: &of.doctor,
        issued_at: of.issued_at.map(at),
        replaces: of.replaces,
        medications: &of.sheet.medications,
        notes: &of.sheet.notes,
    };
    let json = serde_json::to_vec(&signed).map_err(|e| Error::Internal(format!("a prescription is no JSON: {e}")))?;
    Ok(Sha256::digest(json).into())
}

fn pair(keys: &Keys, id: KeyId) -> Option<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(keys.derive(id, PURPOSE)?.as_slice()).ok()
}

fn holds(keys: &Keys, id: KeyId, message: &[u8], signature: &[u8]) -> Option<bool> {
    let pair = pair(keys, id)?;
    Some(UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref()).verify(message, signature).is_ok())
}

fn own_pair(keys: &Keys) -> Result<(KeyId, Ed25519KeyPair), Error> {
    let id = keys.current();
    pair(keys, id).map(|pair| (id, pair)).ok_or_else(|| Error::Internal("the ring lacks its own key".into()))
}

fn over(id: Uuid, digest: &[u8]) -> Vec<u8> {
    [CODE, id.as_bytes(), digest].concat()
}

/// Signs what is issued with the key in use: its number, and the signature.
pub(super) fn token_of(keys: &Keys, id: PrescriptionId, digest: &[u8]) -> Result<(KeyId, Vec<u8>), Error> {
    let (key, pair) = own_pair(keys)?;
    Ok((key, pair.sign(&over(id.0, digest)).as_ref().to_vec()))
}

/// The code that a page bears.
pub(super) fn code(id: PrescriptionId, key: KeyId, signature: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(&[&id.0.as_bytes()[..], &key.to_be_bytes(), signature].concat())
}

/// What may be known of the prescription with this code, by anybody: whether it was signed here, and where it stands.
pub async fn verify(services: &Services, code: &str) -> Result<Verdict, Error> {
    let Some((id, key, signature)) = parts(code) else { return Ok(Verdict::Unknown) };
    let query = prescription::Entity::find().filter(prescription::Column::Id.eq(id));
    let Some(row) = query.one(&services.read_as(System::Verify)).await? else { return Ok(Verdict::Unknown) };
    let digest = row.digest.unwrap_or_default();
    if holds(services.keys(), key, &over(id, &digest), &signature) != Some(true) {
        return Ok(Verdict::Unknown);
    }
    Ok(match Status::of(&row.status) {
        Some(Status::Active) => Verdict::Valid,
        Some(Status::Cancelled) => Verdict::Cancelled,
        Some(Status::Completed) => Verdict::Completed,
        Some(Status::Draft) | None => Verdict::Unknown,
    })
}

/// Reads a code in its one spelling.
fn parts(code: &str) -> Option<(Uuid, KeyId, Vec<u8>)> {
    // Longer ones are not looked at.
    let bytes = (code.len() == LENGTH.div_ceil(3) * 4).then(|| Base64UrlUnpadded::decode_vec(code).ok()).flatten()?;
    if bytes.len() != LENGTH || Base64UrlUnpadded::encode_string(&bytes) != code {
        return None;
    }
    let id = Uuid::from_slice(&bytes[..16]).ok()?;
    Some((id, KeyId::from_be_bytes(bytes[16..20].try_into().ok()?), bytes[20..].to_vec()))
}

/// The file with a signature over all of it in its last line, which readers of PDF pass over.
pub(super) fn signed_file(keys: &Keys, mut file: Vec<u8>) -> Result<Vec<u8>, Error> {
    let (key, pair) = own_pair(keys)?;
    let signature = pair.sign(&[FILE, &file].concat());
    file.extend_from_slice(LINE);
    file.extend_from_slice(format!("{key} {}\n", Base64UrlUnpadded::encode_string(signature.as_ref())).as_bytes());
    Ok(file)
}

/// Whether a file is, byte for byte, what was signed here; the number of the key that signed it.
///
/// Errors: why it does not count.
pub fn verify_file(keys: &Keys, file: &[u8]) -> Result<KeyId, Unsigned> {
    if file.len() > LARGEST {
        return Err(Unsigned::Nothing);
    }
    let at = file.windows(LINE.len()).rposition(|window| window == LINE).ok_or(Unsigned::Nothing)?;
    let line = std::str::from_utf8(&file[at + LINE.len()..]).map_err(|_| Unsigned::Forged)?;
    let line = line.strip_suffix('\n').ok_or(Unsigned::Forged)?;
    let (key, signature) = line.split_once(' ').ok_or(Unsigned::Forged)?;
    let key_id: KeyId = key.parse().map_err(|_| Unsigned::Forged)?;
    let bytes = Base64UrlUnpadded::decode_vec(signature).map_err(|_| Unsigned::Forged)?;
    // One spelling: no other line holds for the same signature.
    if key_id.to_string() != key || Base64UrlUnpadded::encode_string(&bytes) != signature {
        return Err(Unsigned::Forged);
    }
    match holds(keys, key_id, &[FILE, &file[..at]].concat(), &bytes) {
        Some(true) => Ok(key_id),
        Some(false) => Err(Unsigned::Forged),
        None => Err(Unsigned::NoKey(key_id)),
    }
}
