//! The encoder as others see it: texts in, unit vectors out.

use std::path::Path;

use crate::model::{Bert, NUMBERS, WIDTH, is_int8};
use crate::token::{Tokens, Words};
use crate::weights::{LoadError, MODEL_FILE, Pins, TOKENIZER_FILE, Weights, check_bytes, read_checked, sha256};

/// Most tokens of texts that share a pass; a longer text has one of its own.
///
/// Texts that share a pass share one reading of the weights; what more of them would gain was not measured.
/// A text's numbers are the same bits in any company (the tests hold us to it).
const PASS_TOKENS: usize = 64;

/// A text's meaning: a vector of length one, `[384] f32`.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding([f32; WIDTH]);

impl Embedding {
    /// How alike two texts are: 1 the same, about 0 unrelated (−1 to 1).
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(x, y)| x * y).sum()
    }

    /// The numbers, `[384] f32`.
    #[must_use]
    pub fn values(&self) -> &[f32; WIDTH] {
        &self.0
    }

    /// An embedding that was stored, or averaged from others: brought to length one.
    ///
    /// * returns `None` when it has no finite length above zero
    #[must_use]
    pub fn from_values(mut values: [f32; WIDTH]) -> Option<Self> {
        let length = values.iter().map(|x| x * x).sum::<f32>().sqrt();
        if !(length.is_finite() && length > 0.0) {
            return None;
        }
        values.iter_mut().for_each(|x| *x /= length);
        Some(Self(values))
    }
}

/// An embedding with what was read for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoded {
    /// The text's meaning.
    pub embedding: Embedding,
    /// Word pieces read, start and end marks included (2 to 256).
    pub tokens: usize,
    /// Whether the text was longer than the model reads, and its end was cut off.
    pub truncated: bool,
}

/// Why a text could not be encoded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The text could not be cut into word pieces.
    #[error("the text could not be tokenised: {0}")]
    Tokenize(String),
    /// The network failed, or gave a number that is not finite.
    #[error("the model failed: {0}")]
    Model(String),
}

/// The text model, loaded and checked; read only, so one serves any number of threads.
pub struct Encoder {
    words: Words,
    bert: Bert,
    version: String,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Encoder {
    /// Loads the published model from `dir`, which holds `model.safetensors` and `tokenizer.json`.
    ///
    /// * takes about 0.2 s and 35 MB, 23 of them weights; call it on a thread that may block
    /// * errors: [`LoadError`], each with what an operator can do
    pub fn load(dir: &Path) -> Result<Self, LoadError> {
        Self::load_pinned(dir, &Pins::default())
    }

    /// As [`Encoder::load`], with other weights of the same architecture, known by their digests.
    pub fn load_pinned(dir: &Path, pins: &Pins) -> Result<Self, LoadError> {
        let file = dir.join(TOKENIZER_FILE);
        let tokenizer = read_checked(&file, &pins.tokenizer_sha256)?;
        let words = Words::from_bytes(&file.display().to_string(), &tokenizer)?;
        Self::new(words, Weights::open(&dir.join(MODEL_FILE), &pins.model_sha256, is_int8)?)
    }

    /// As [`Encoder::load_pinned`], from the two files' bytes, where there is no file system.
    pub fn from_bytes(model: &[u8], tokenizer: &[u8], pins: &Pins) -> Result<Self, LoadError> {
        check_bytes(TOKENIZER_FILE, &pins.tokenizer_sha256, tokenizer)?;
        let words = Words::from_bytes(TOKENIZER_FILE, tokenizer)?;
        Self::new(words, Weights::read(model, model.len() as u64, MODEL_FILE, &pins.model_sha256, is_int8)?)
    }

    /// Whether bytes could be the weights, whatever their digest: what a spoiled file must not do is to end the program.
    ///
    /// * errors: as [`Encoder::load`], but [`LoadError::Digest`]
    #[doc(hidden)]
    pub fn examine(model: &[u8]) -> Result<(), LoadError> {
        let digest = sha256(model);
        Bert::new(&mut Weights::read(model, model.len() as u64, MODEL_FILE, &digest, is_int8)?).map(drop)
    }

    fn new(words: Words, mut weights: Weights) -> Result<Self, LoadError> {
        let bert = Bert::new(&mut weights)?;
        Ok(Self { words, bert, version: weights.version(NUMBERS) })
    }

    /// Which numbers these are, 12 hex digits: another version means other weights or another arithmetic, and its
    /// embeddings do not go with this one's.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One embedding per text, in their order. The same text gives the same bits, alone or among others.
    ///
    /// * runs on the calling thread alone, some milliseconds per text: not for async workers
    /// * a text beyond [`MAX_TOKENS`](crate::MAX_TOKENS) is cut off; [`Encoder::encode_each`] says so
    /// * errors: [`EncodeError`]; none of the texts is then encoded
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Embedding>, EncodeError> {
        Ok(self.encode_each(texts)?.into_iter().map(|encoded| encoded.embedding).collect())
    }

    /// As [`Encoder::encode`], with each text's length and whether its end was cut off.
    pub fn encode_each(&self, texts: &[&str]) -> Result<Vec<Encoded>, EncodeError> {
        let read = texts
            .iter()
            .map(|text| self.words.read(text))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| EncodeError::Tokenize(error.to_string()))?;
        let mut encoded = Vec::with_capacity(read.len());
        for pass in passes(&read) {
            let ids: Vec<&[u32]> = pass.iter().map(|tokens| tokens.ids.as_slice()).collect();
            let vectors = self.bert.forward(&ids).map_err(|error| EncodeError::Model(error.to_string()))?;
            encoded.extend(vectors.into_iter().zip(pass).map(|(vector, tokens)| Encoded {
                embedding: Embedding(vector),
                tokens: tokens.ids.len(),
                truncated: tokens.truncated,
            }));
        }
        Ok(encoded)
    }
}

/// Cuts a list of texts into runs of at most [`PASS_TOKENS`] tokens, or of one text.
fn passes(texts: &[Tokens]) -> Vec<&[Tokens]> {
    let mut passes = Vec::new();
    let mut rest = texts;
    while !rest.is_empty() {
        let mut total = 0;
        let fitting = rest.iter().take_while(|tokens| {
            total += tokens.ids.len();
            total <= PASS_TOKENS
        });
        let (pass, after) = rest.split_at(fitting.count().max(1));
        passes.push(pass);
        rest = after;
    }
    passes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_length(length: usize) -> Tokens {
        Tokens { ids: vec![0; length], truncated: false }
    }

    #[test]
    fn short_texts_share_a_pass_and_long_ones_do_not() {
        let texts = [30, 30, 5, 200, 64, 1].map(of_length);
        let lengths: Vec<usize> = passes(&texts).iter().map(|pass| pass.len()).collect();
        assert_eq!(lengths, [2, 1, 1, 1, 1]);
        assert!(passes(&[]).is_empty());
    }
}
