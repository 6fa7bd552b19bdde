//! The stored embeddings of the knowledge base's sentences.
//!
//! A vector is kept in four bits a number and brought back to length one when read: 192 bytes instead of 1,536. The error of a
//! cosine is then about 0.005, far below any threshold here. Cosines are computed in integers: the same bits on every machine.

use crate::{
    courtesy::pause_at,
    head::Head,
    knowledge::{Condition, Knowledge, Told, hex},
    read::{self, lexicon::Lexicon},
    scope::Scope,
    urgency::Urgency,
};
use domain::assessment::Complaint;
use sha2::{Digest, Sha256};

/// Numbers in an embedding.
pub const WIDTH: usize = 384;

const MAGIC: &[u8; 8] = b"SHSVEC05";
const PACKED: usize = WIDTH / 2;
/// Half of the steps of four bits: numbers are kept as −7 to 7.
const STEPS: f32 = 7.0;

/// Why stored vectors cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VectorsError {
    /// Not such a file, or cut short.
    #[error("this is not a file of stored vectors, or it is cut short")]
    NotVectors,
    /// Made for another state of the knowledge base.
    #[error("the stored vectors were made for another state of the knowledge base: run `shs train`")]
    Stale,
    /// The text model gave something else than one unit vector of [`WIDTH`] numbers per sentence.
    #[error("the text model gave {0}")]
    Embedding(String),
}

/// The stored vectors were made by another encoder than the one that runs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored vectors were made by encoder {stored}, but {running} runs: run `shs train`")]
pub struct EncoderMismatch {
    /// Version in the file.
    pub stored: String,
    /// Version that runs.
    pub running: String,
}

/// Embeddings of [`Knowledge::sentences`], in their order.
#[derive(Clone, PartialEq)]
pub struct Vectors {
    encoder: String,
    sentences: [u8; 32],
    vectors: Vec<Quantised>,
    head: Head,
    urgency: Urgency,
    scope: Scope,
}

impl std::fmt::Debug for Vectors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vectors").field("encoder", &self.encoder).field("count", &self.vectors.len()).finish()
    }
}

/// A vector in small whole numbers.
#[derive(Clone, PartialEq)]
pub(crate) struct Quantised {
    scale: f32,
    values: Box<[i8; WIDTH]>,
}

impl Quantised {
    /// With `steps` whole numbers to either side of zero.
    fn new(vector: &[f32], steps: f32, range: f32) -> Self {
        let scale = range / steps;
        let whole = |x: &f32| if scale > 0.0 { (x / scale).round().clamp(-steps, steps) as i8 } else { 0 };
        let mut values = Box::new([0; WIDTH]);
        values.iter_mut().zip(vector).for_each(|(v, x)| *v = whole(x));
        Self { scale, values }.normalised()
    }

    /// A query: seven bits and a sign.
    pub(crate) fn query(vector: &[f32]) -> Self {
        Self::new(vector, 127.0, largest(vector))
    }

    /// Sets the scale so that the vector has length one: cosines are then not drawn to zero by the rounding.
    fn normalised(mut self) -> Self {
        let square: i32 = self.values.iter().map(|&v| i32::from(v) * i32::from(v)).sum();
        if square > 0 {
            self.scale = 1.0 / (square as f32).sqrt();
        }
        self
    }

    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        self.dot(&other.values) * other.scale
    }

    /// The product with whole numbers.
    pub(crate) fn dot(&self, other: &[i8; WIDTH]) -> f32 {
        let dot: i32 = self.values.iter().zip(other).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum();
        dot as f32 * self.scale
    }
}

fn largest(vector: &[f32]) -> f32 {
    vector.iter().fold(0.0, |most, x| x.abs().max(most))
}

impl Vectors {
    /// Embeds every sentence of the base with `embed`, which takes some texts and gives one vector each, in their order.
    ///
    /// * `encoder` – the version of the text model, kept with the vectors
    /// * errors: what `embed` says, or [`VectorsError::Embedding`] as a text when it gives something else than unit vectors
    pub fn build<E: From<VectorsError>>(
        knowledge: &Knowledge,
        encoder: &str,
        mut embed: impl FnMut(&[&str]) -> Result<Vec<Vec<f32>>, E>,
    ) -> Result<Self, E> {
        const BATCH: usize = 64;
        let sentences = as_read(knowledge);
        let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let mut exact = Vec::with_capacity(sentences.len());
        for batch in sentences.chunks(BATCH) {
            let embedded = embed(batch)?;
            if embedded.len() != batch.len() {
                return Err(VectorsError::Embedding(format!("{} vectors for {} texts", embedded.len(), batch.len())).into());
            }
            embedded.iter().try_for_each(|vector| check_unit(vector))?;
            exact.extend(embedded);
        }
        Ok(Self::of_exact(knowledge, encoder, &exact, |_, _| false))
    }

    /// From embeddings of [`Knowledge::sentences`]; `skip` leaves texts of a condition, by number, out of the classifier, for fitting.
    pub(crate) fn of_exact(knowledge: &Knowledge, encoder: &str, exact: &[Vec<f32>], skip: impl Fn(usize, usize) -> bool) -> Self {
        let head = Head::build(knowledge, exact, skip);
        // Four bits reach three standard deviations: the few numbers beyond are cut, the many near zero gain.
        let vectors = exact.iter().map(|vector| Quantised::new(vector, STEPS, 3.0 / (WIDTH as f32).sqrt())).collect();
        Self {
            encoder: encoder.to_owned(),
            sentences: digest(knowledge),
            vectors,
            head,
            urgency: Urgency::silent(),
            scope: Scope::silent(),
        }
    }

    /// Reads what [`Vectors::to_bytes`] wrote.
    ///
    /// * errors: [`VectorsError::Stale`] when the base's sentences are not those that were embedded
    pub fn from_bytes(bytes: &[u8], knowledge: &Knowledge) -> Result<Self, VectorsError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(VectorsError::NotVectors)?;
        let sentences: [u8; 32] = take(&mut rest, 32)?.try_into().map_err(|_| VectorsError::NotVectors)?;
        let length = usize::from(*take(&mut rest, 1)?.first().ok_or(VectorsError::NotVectors)?);
        let encoder = std::str::from_utf8(take(&mut rest, length)?).map_err(|_| VectorsError::NotVectors)?.to_owned();
        if sentences != digest(knowledge) {
            return Err(VectorsError::Stale);
        }
        let head = Head::read(&mut rest, knowledge.conditions().len())?;
        let urgency = Urgency::read(&mut rest)?;
        let scope = Scope::read(&mut rest)?;
        let (packed, odd) = rest.as_chunks::<PACKED>();
        if !odd.is_empty() || packed.len() != knowledge.sentences().len() {
            return Err(VectorsError::NotVectors);
        }
        Ok(Self { encoder, sentences, vectors: packed.iter().map(unpack).collect(), head, urgency, scope })
    }

    /// For the file: header, then 392 bytes a condition for the classifier, some more for the two heads, then 192 bytes a vector.
    pub fn to_bytes(&self) -> Vec<u8> {
        let encoder = &self.encoder.as_bytes()[..self.encoder.len().min(255)];
        let mut bytes = Vec::with_capacity(64 + encoder.len() + self.vectors.len() * PACKED);
        bytes.extend(MAGIC);
        bytes.extend(self.sentences);
        bytes.push(encoder.len() as u8);
        bytes.extend(encoder);
        self.head.write(&mut bytes);
        self.urgency.write(&mut bytes);
        self.scope.write(&mut bytes);
        for vector in &self.vectors {
            bytes.extend(vector.values.as_chunks::<2>().0.iter().map(|&[low, high]| (low + 8) as u8 | (((high + 8) as u8) << 4)));
        }
        bytes
    }

    /// The version of the text model that made them.
    pub fn encoder(&self) -> &str {
        &self.encoder
    }

    /// Refuses vectors of another encoder than the one that runs: their cosines with its embeddings would mean nothing.
    pub fn check_encoder(&self, running: &str) -> Result<(), EncoderMismatch> {
        if self.encoder == running {
            return Ok(());
        }
        Err(EncoderMismatch { stored: self.encoder.clone(), running: running.to_owned() })
    }

    /// The same with fitted heads.
    pub(crate) fn with_heads(self, urgency: Urgency, scope: Scope) -> Self {
        Self { urgency, scope, ..self }
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(crate) fn urgency(&self) -> &Urgency {
        &self.urgency
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// Cosines with every sentence from a number on.
    pub(crate) fn cosines_from(&self, first: usize, query: &Quantised) -> Vec<f32> {
        let cosine = |(at, sentence): (usize, &Quantised)| {
            pause_at(at);
            sentence.cosine(query)
        };
        self.vectors[first..].iter().enumerate().map(cosine).collect()
    }

    pub(crate) fn all(&self) -> &[Quantised] {
        &self.vectors
    }

    /// Digest of the vectors and of the encoder's version.
    pub(crate) fn digest(&self) -> String {
        hex(&Sha256::digest(self.to_bytes()))
    }
}

/// The base's sentences as the text model is to see them: of a case only what is said to be there, as of any text that comes in.
pub(crate) fn as_read(knowledge: &Knowledge) -> Vec<String> {
    let lexicon = Lexicon::new(knowledge);
    let case = |told: &Told| {
        let complaint = Complaint { text: told.text.clone(), age: told.age, sex: told.sex, ..Complaint::default() };
        let whole = read::read(&complaint, knowledge, &lexicon).whole;
        if whole.is_empty() { told.text.clone() } else { whole }
    };
    let phrases = knowledge.findings().iter().flat_map(|f| f.phrases.clone());
    let of_condition = |c: &Condition| c.descriptions.iter().cloned().chain(c.cases.iter().map(case)).collect::<Vec<_>>();
    let scope = knowledge.scope.iter().map(|s| s.text.clone());
    phrases.chain(knowledge.conditions().iter().flat_map(of_condition)).chain(scope).collect()
}

pub(crate) fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8], VectorsError> {
    let (head, tail) = rest.split_at_checked(count).ok_or(VectorsError::NotVectors)?;
    *rest = tail;
    Ok(head)
}

fn unpack(packed: &[u8; PACKED]) -> Quantised {
    let mut values = Box::new([0; WIDTH]);
    for (pair, byte) in values.as_chunks_mut::<2>().0.iter_mut().zip(packed) {
        *pair = [(byte & 15) as i8 - 8, (byte >> 4) as i8 - 8];
    }
    Quantised { scale: 0.0, values }.normalised()
}

/// Refuses what cannot be an embedding of length one.
pub(crate) fn check_unit(vector: &[f32]) -> Result<(), VectorsError> {
    if vector.len() != WIDTH {
        return Err(VectorsError::Embedding(format!("a vector of {} numbers", vector.len())));
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if (length - 1.0).abs() < 0.01 { Ok(()) } else { Err(VectorsError::Embedding(format!("a vector of length {length}"))) }
}

fn digest(knowledge: &Knowledge) -> [u8; 32] {
    let mut digest = Sha256::new();
    for sentence in knowledge.sentences() {
        digest.update((sentence.len() as u64).to_le_bytes());
        digest.update(sentence.as_bytes());
    }
    digest.finalize().into()
}
