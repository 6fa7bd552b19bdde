//! What somebody's device shows.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The six digits for a secret in base 32 at a time (RFC 6238); written apart from the service, so that each checks the other.
pub fn totp(secret: &str, at: DateTime<Utc>) -> String {
    let mut seed = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for letter in secret.bytes() {
        let value = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        held = held << 5 | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            seed.push((held >> bits & 255) as u8);
        }
    }
    let mac = <Hmac<Sha1> as KeyInit>::new_from_slice(&seed).expect("a key");
    let digest = mac.chain_update((at.timestamp() as u64 / 30).to_be_bytes()).finalize().into_bytes();
    let at = (digest[19] & 15) as usize;
    let word = u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}
