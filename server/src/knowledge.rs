//! The medical knowledge, from the command line.

use crate::settings::Settings;
use std::{fmt::Write, path::Path};
use symptoms::{Knowledge, STORED_VECTORS, Vectors, VectorsError};

/// Where `embed` writes, from the root of a checkout.
const VECTORS_FILE: &str = "symptoms/knowledge/vectors.bin";

/// `shs knowledge check`: what is wrong with the knowledge base, or a summary.
pub fn check() -> Result<String, String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let mut faults: Vec<String> = knowledge.check().iter().map(ToString::to_string).collect();
    if let Err(error) = Vectors::from_bytes(STORED_VECTORS, &knowledge) {
        faults.push(error.to_string());
    }
    if faults.is_empty() { Ok(summary(&knowledge)) } else { Err(faults.join("\n")) }
}

fn summary(knowledge: &Knowledge) -> String {
    let mut out = format!(
        "{} conditions, {} findings, {} red flags, {} sentences\n",
        knowledge.conditions().len(),
        knowledge.findings().len(),
        knowledge.red_flags().len(),
        knowledge.sentences().len()
    );
    let mut systems = std::collections::BTreeMap::<&str, usize>::new();
    for condition in knowledge.conditions() {
        *systems.entry(&condition.system).or_default() += 1;
    }
    for (system, count) in systems {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{system:>20} {count}");
    }
    out
}

/// `shs knowledge embed`: computes what the text model says about every sentence and writes it beside the knowledge base.
pub fn embed(settings: &Settings) -> Result<String, String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let encoder = ai::Encoder::load(&settings.ai.encoder_dir).map_err(|e| e.to_string())?;
    let vectors = Vectors::build(&knowledge, encoder.version(), |batch| {
        let encoded = encoder.encode(batch).map_err(|e| VectorsError::Embedding(e.to_string()))?;
        Ok::<_, VectorsError>(encoded.iter().map(|v| v.values().to_vec()).collect())
    });
    let bytes = vectors.map_err(|e| e.to_string())?.to_bytes();
    std::fs::write(Path::new(VECTORS_FILE), &bytes).map_err(|e| format!("{VECTORS_FILE}: {e} (run it from the root of the checkout)"))?;
    Ok(format!("{} vectors, {} bytes → {VECTORS_FILE}; build again to use them\n", knowledge.sentences().len(), bytes.len()))
}
