//! Knowledge and reasoning: from a person's words to findings, conditions, triage, specialty and the reasons for them.
//!
//! The crate is pure: it reads no file, no clock and no network, and it computes no embedding. An assessment has two phases:
//! [`Engine::prepare`] reads the text and lists the short texts that are to be embedded; the caller embeds them with the text model;
//! [`Engine::assess`] answers. The same input and the same [`Engine::version`] give the same answer, bit for bit.

mod bag;
mod courtesy;
mod engine;
pub mod evaluate;
mod explain;
pub mod fit;
mod head;
mod hear;
mod interview;
mod knowledge;
mod read;
mod reason;
mod regress;
mod scope;
pub mod simulate;
mod triage;
mod urgency;
mod vectors;

pub use engine::{AssessError, Engine, EngineError, Prepared};
pub use knowledge::{
    AgeBand, Condition, Course, Finding, Frequency, Knowledge, KnowledgeError, RedFlagRule, ScopeText, Told, check::Fault,
};
pub use reason::{MEMBER_NAMES, Weights};
pub use vectors::{EncoderMismatch, Vectors, VectorsError, WIDTH};

/// What the text model says about every sentence of the knowledge base, as `shs train` stored it.
pub const STORED_VECTORS: &[u8] = include_bytes!("../knowledge/vectors.bin");
