//! Codes that a device works out from a seed and the time (RFC 6238: SHA-1, 30 seconds, six digits).

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Bytes of a seed: as long as the hash, as RFC 4226 asks.
pub(super) const SEED: usize = 20;
const STEP_SECONDS: i64 = 30;
const DIGITS: u32 = 6;
/// Steps that a device's clock may be off.
const WINDOW: i64 = 1;

/// The step of a time.
pub(super) fn step(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(STEP_SECONDS)
}

/// The code of a step, with so many digits (RFC 4226, 5.3).
pub(super) fn code(seed: &[u8], step: i64, digits: u32) -> Option<u32> {
    let mac = <Hmac<Sha1> as KeyInit>::new_from_slice(seed).ok()?.chain_update(step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let word: [u8; 4] = digest.get(at..at + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(word) & 0x7fff_ffff) % 10u32.pow(digits))
}

/// The step near `now`, later than `used`, whose code was written. All steps are worked out, whichever it is.
pub(super) fn accepts(seed: &[u8], written: u32, now: DateTime<Utc>, used: i64) -> Option<i64> {
    let here = step(now);
    (here - WINDOW..=here + WINDOW).fold(None, |found, step| {
        let is_it = code(seed, step, DIGITS) == Some(written);
        found.or((is_it && step > used).then_some(step))
    })
}

/// The seed as people type it into a device (RFC 4648 base 32, without padding).
pub(super) fn base32(seed: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = seed.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    let value = |chunk: &[u8]| chunk.iter().chain(std::iter::repeat(&0)).take(5).fold(0, |sum, bit| sum << 1 | usize::from(*bit));
    bits.chunks(5).map(|chunk| char::from(ALPHABET[value(chunk)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("a time")
    }

    #[test]
    fn the_vectors_of_rfc_6238_come_out() {
        for (seconds, told) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(code(RFC, step(at(seconds)), 8), Some(told), "{seconds}");
        }
    }

    #[test]
    fn the_vectors_of_rfc_4226_come_out() {
        let told = [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489];
        for (step, told) in (0..).zip(told) {
            assert_eq!(code(RFC, step, 6), Some(told), "{step}");
        }
    }

    #[test]
    fn one_step_too_early_or_late_is_taken_two_are_not_and_none_twice() {
        let now = at(1_800_000_015);
        let here = step(now);
        for (off, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let written = code(RFC, here + off, 6).expect("a code");
            assert_eq!(accepts(RFC, written, now, 0), taken.then_some(here + off), "{off}");
            assert_eq!(accepts(RFC, written, now, here + off), None, "{off}, again");
        }
        let earlier = code(RFC, here - 1, 6).expect("a code");
        assert_eq!(accepts(RFC, earlier, now, here), None, "nothing before the last one that was used");
    }

    #[test]
    fn seeds_are_written_as_devices_read_them() {
        assert_eq!(base32(RFC), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!((base32(b""), base32(b"f"), base32(b"foob")), (String::new(), "MY".into(), "MZXW6YQ".into()));
    }
}
