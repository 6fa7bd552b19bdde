//! The text model: words in, numbers out.
//!
//! [`Encoder`] turns a text into a unit vector of [`WIDTH`] numbers ([`Embedding`]) whose cosine with
//! another one says how alike the two texts are in meaning. It knows nothing of clinics. `Worker`
//! (feature `worker`) runs one on threads of its own, behind a queue that refuses instead of growing.
//!
//! The model is all-MiniLM-L6-v2 (Apache-2.0), fetched at set-up, not part of this repository; its two
//! files are checked against [`MODEL_SHA256`] and [`TOKENIZER_SHA256`].

mod engine;
mod model;
mod token;
mod weights;
#[cfg(feature = "worker")]
mod worker;

pub use engine::{Embedding, EncodeError, Encoded, Encoder};
pub use model::WIDTH;
pub use token::MAX_TOKENS;
pub use weights::{LoadError, MODEL_FILE, MODEL_SHA256, Pins, TOKENIZER_FILE, TOKENIZER_SHA256};
#[cfg(feature = "worker")]
pub use worker::{EmbedError, Lent, State, Worker};
