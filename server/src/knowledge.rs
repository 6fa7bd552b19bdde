//! The medical knowledge, from the command line and at start.

use crate::settings::Settings;

/// Reads the knowledge; without it the engine says that it cannot assess.
pub fn load() -> Result<symptoms::Engine, String> {
    Err("not wired yet".to_owned())
}

/// `shs knowledge check`: what is wrong with the files, or a summary.
pub fn check() -> Result<String, String> {
    load().map(|_| "the knowledge is in order\n".to_owned())
}

/// `shs knowledge embed`: computes what the text model says about every phrase.
pub fn embed(_settings: &Settings) -> Result<String, String> {
    Err("not wired yet".to_owned())
}
