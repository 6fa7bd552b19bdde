//! From text to the numbers of word pieces.

use tokenizers::{Tokenizer, TruncationParams};

use crate::model::VOCABULARY;
use crate::weights::LoadError;

/// Longest text the model reads, in word pieces, its start and end marks included; the rest is cut off.
pub const MAX_TOKENS: usize = 256;

/// The WordPiece tokenizer of the model: lower-cased, accents stripped.
pub(crate) struct Words {
    tokenizer: Tokenizer,
}

/// One text as the model sees it.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// Word pieces, `[CLS]` first, `[SEP]` last; at most [`MAX_TOKENS`].
    pub(crate) ids: Vec<u32>,
    /// Whether the text was longer and its end was not read.
    pub(crate) truncated: bool,
}

impl Words {
    /// Reads `tokenizer.json`; its own padding and truncation (to 128) are replaced by ours.
    pub(crate) fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, LoadError> {
        let refused = |reason: String| LoadError::Tokenizer { file: file.to_owned(), reason };
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| refused(error.to_string()))?;
        let limit = TruncationParams { max_length: MAX_TOKENS, ..TruncationParams::default() };
        tokenizer.with_padding(None).with_truncation(Some(limit)).map_err(|error| refused(error.to_string()))?;
        let words = tokenizer.get_vocab_size(true);
        if words != VOCABULARY {
            return Err(refused(format!("it has {words} words, the model {VOCABULARY}")));
        }
        Ok(Self { tokenizer })
    }

    /// Cuts `text` into word pieces.
    pub(crate) fn read(&self, text: &str) -> Result<Tokens, tokenizers::Error> {
        let encoding = self.tokenizer.encode_fast(text, true)?;
        Ok(Tokens { truncated: !encoding.get_overflowing().is_empty(), ids: encoding.get_ids().to_vec() })
    }
}
