//! The encoder against the real model's files.
#![allow(clippy::unwrap_used)] // a failed unwrap fails the test

mod faithful;
mod load;
mod meaning;
mod queue;

use std::path::PathBuf;
use std::sync::LazyLock;

use ai::Encoder;

/// Where the encoder's files are, as `script/bootstrap` puts them.
fn encoder_dir() -> PathBuf {
    let path = |name| std::env::var_os(name).map(PathBuf::from);
    let cache = || path("XDG_CACHE_HOME").unwrap_or_else(|| path("HOME").unwrap_or_default().join(".cache"));
    let tools = || path("SHS_TOOLS").unwrap_or_else(|| cache().join("smart-health"));
    let dir = path("SHS_ENCODER_DIR").unwrap_or_else(|| tools().join("all-minilm-l6-v2"));
    let file = dir.join(ai::MODEL_FILE);
    assert!(file.exists(), "{} is absent: run script/bootstrap, or set SHS_ENCODER_DIR", file.display());
    dir
}

/// One encoder for all tests.
static ENCODER: LazyLock<Encoder> = LazyLock::new(|| Encoder::load(&encoder_dir()).unwrap());
