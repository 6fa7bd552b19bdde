//! Files that are not what they should be.

use std::path::{Path, PathBuf};

use ai::{Encoder, LoadError, MODEL_FILE, Pins, TOKENIZER_FILE};
use sha2::{Digest, Sha256};

use crate::encoder_dir;

/// A copy of the encoder's directory, removed when dropped.
struct Copy(PathBuf);

impl Copy {
    /// Copies the two files, the model's bytes changed by `change`.
    fn new(name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        let dir = std::env::temp_dir().join(format!("shs-ai-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let mut model = std::fs::read(encoder_dir().join(MODEL_FILE)).unwrap();
        change(&mut model);
        std::fs::write(dir.join(MODEL_FILE), model).unwrap();
        std::fs::copy(encoder_dir().join(TOKENIZER_FILE), dir.join(TOKENIZER_FILE)).unwrap();
        Self(dir)
    }

    /// Pins that accept the model as it is here.
    fn pins(&self) -> Pins {
        let digest = Sha256::digest(std::fs::read(self.0.join(MODEL_FILE)).unwrap());
        let model_sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Pins { model_sha256, ..Pins::default() }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn refusal(dir: &Path) -> LoadError {
    Encoder::load(dir).unwrap_err()
}

/// Replaces one piece of the header by another of the same length.
fn rename(model: &mut [u8], from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let at = model.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
    model[at..at + to.len()].copy_from_slice(to.as_bytes());
}

#[test]
fn a_directory_without_the_files_names_the_one_that_is_missing() {
    let error = refusal(Path::new("/nonexistent"));
    assert!(matches!(error, LoadError::Missing { .. }), "{error}");
    assert!(error.to_string().contains("/nonexistent/tokenizer.json"), "{error}");
    let copy = Copy::new("missing", |_| {});
    std::fs::remove_file(copy.0.join(MODEL_FILE)).unwrap();
    assert!(refusal(&copy.0).to_string().contains(MODEL_FILE));
}

#[test]
fn a_file_cut_short_is_called_that() {
    for (name, length) in [("cut-4", 4), ("cut-9", 900), ("cut-half", 45_000_000)] {
        let copy = Copy::new(name, |model| model.truncate(length));
        let error = refusal(&copy.0);
        assert!(matches!(error, LoadError::Truncated { found, .. } if found == length as u64), "{error}");
    }
}

#[test]
fn one_altered_bit_is_refused_by_the_digest() {
    let copy = Copy::new("bit", |model| model[50_000_000] ^= 1);
    assert!(matches!(refusal(&copy.0), LoadError::Digest { .. }));
    let copy = Copy::new("longer", |model| model.push(0));
    assert!(matches!(refusal(&copy.0), LoadError::Digest { .. }));
}

#[test]
fn an_altered_tokenizer_is_refused_by_the_digest() {
    let copy = Copy::new("tokenizer", |_| {});
    std::fs::write(copy.0.join(TOKENIZER_FILE), "{}").unwrap();
    let error = refusal(&copy.0);
    assert!(matches!(&error, LoadError::Digest { file, .. } if file.ends_with(TOKENIZER_FILE)), "{error}");
}

#[test]
fn a_tokenizer_that_is_none_is_refused_though_pinned() {
    let digest = Sha256::digest("{}").iter().map(|byte| format!("{byte:02x}")).collect();
    let pins = Pins { tokenizer_sha256: digest, ..Pins::default() };
    let error = Encoder::from_bytes(&[], b"{}", &pins).unwrap_err();
    assert!(matches!(error, LoadError::Tokenizer { .. }), "{error}");
}

#[test]
fn weights_that_are_not_finite_are_refused_though_pinned() {
    let copy = Copy::new("nan", |model| {
        let header = u64::from_le_bytes(model[..8].try_into().unwrap()) as usize;
        // The first number of the word embeddings.
        let word = 8 + header + 796_672;
        model[word..word + 4].copy_from_slice(&f32::NAN.to_le_bytes());
    });
    let error = Encoder::load_pinned(&copy.0, &copy.pins()).unwrap_err();
    assert!(matches!(&error, LoadError::NotFinite { tensor } if tensor.contains("word_embeddings")), "{error}");
}

#[test]
fn another_architecture_is_refused_though_pinned() {
    let copy = Copy::new("shape", |model| rename(model, "[30522,384]", "[384,30522]"));
    let error = Encoder::load_pinned(&copy.0, &copy.pins()).unwrap_err();
    assert!(matches!(&error, LoadError::Shape { tensor, .. } if tensor.contains("word_embeddings")), "{error}");
    let copy = Copy::new("name", |model| rename(model, "layer.5.output.dense.bias", "layer.7.output.dense.bias"));
    let error = Encoder::load_pinned(&copy.0, &copy.pins()).unwrap_err();
    assert!(matches!(&error, LoadError::Shape { found, .. } if found.contains("absent")), "{error}");
}

#[test]
fn a_file_that_is_no_safetensors_file_is_refused() {
    for (name, header) in [("json", &b"{"[..]), ("list", b"[]"), ("gap", br#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#)] {
        let copy = Copy::new(name, |model| {
            *model = (header.len() as u64).to_le_bytes().to_vec();
            model.extend(header);
            model.extend([0; 8]);
        });
        assert!(matches!(refusal(&copy.0), LoadError::Format { .. }), "{name}");
    }
    let copy = Copy::new("huge", |model| model[..8].copy_from_slice(&u64::MAX.to_le_bytes()));
    assert!(matches!(refusal(&copy.0), LoadError::Format { .. }));
}
