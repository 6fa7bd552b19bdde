//! Opaque tokens: 256 random bits behind a prefix, with a checksum that tells a mistyped one – or a leaked one, to those who search
//! for leaks – without asking anybody.

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Begins every refresh token.
pub const REFRESH: &str = "shr_";
/// Begins every personal token.
pub const PERSONAL: &str = "shs_";

const RANDOM: usize = 32;
const CHECKSUM: usize = 4;
/// Of the bytes in base64url: no padding, no spare bits.
const LETTERS: usize = (RANDOM + CHECKSUM) / 3 * 4;

/// The random part; wiped when dropped.
pub(super) struct Secret(Zeroizing<[u8; RANDOM]>);

impl Secret {
    /// Draws one.
    pub(super) fn draw() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; RANDOM]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// One that was worked out.
    pub(super) fn of(bytes: [u8; RANDOM]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads what [`Secret::told`] wrote, and nothing else.
    pub(super) fn read(prefix: &str, text: &str) -> Option<Self> {
        let letters = text.strip_prefix(prefix).filter(|letters| letters.len() == LETTERS)?;
        let mut bytes = Zeroizing::new([0; RANDOM + CHECKSUM]);
        Base64UrlUnpadded::decode(letters, bytes.as_mut_slice()).ok()?;
        let (random, told) = bytes.split_at(RANDOM);
        let secret = Self::of(random.try_into().ok()?);
        (secret.checksum(prefix) == told).then_some(secret)
    }

    /// As it is given to a program.
    pub(super) fn told(&self, prefix: &str) -> String {
        let bytes = Zeroizing::new([self.0.as_slice(), &self.checksum(prefix)].concat());
        format!("{prefix}{}", Base64UrlUnpadded::encode_string(&bytes))
    }

    /// As it is stored.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_slice()).to_vec()
    }

    /// The bytes, to work out another from.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    fn checksum(&self, prefix: &str) -> [u8; CHECKSUM] {
        let digest = Sha256::new().chain_update(prefix).chain_update(self.0.as_slice()).finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}
