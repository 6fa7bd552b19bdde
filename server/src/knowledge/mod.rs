//! The medical knowledge, from the command line: check it, train on it, judge it.

mod cache;
mod evaluate;
mod simulate;
mod train;

pub use evaluate::evaluate;
pub use simulate::simulate;
pub use train::train;

use crate::settings::Settings;
use std::collections::BTreeMap;
use std::fmt::Write;
use symptoms::{Engine, Knowledge, STORED_VECTORS, Vectors};

/// `shs knowledge check`: what is wrong with the knowledge base, or how much of what it holds.
pub fn check() -> Result<String, String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let mut faults: Vec<String> = knowledge.check().iter().map(ToString::to_string).collect();
    if let Err(error) = Vectors::from_bytes(STORED_VECTORS, &knowledge) {
        faults.push(error.to_string());
    }
    if faults.is_empty() { Ok(coverage(&knowledge)) } else { Err(faults.join("\n")) }
}

/// Conditions per body system, per specialty that comes first, per level.
fn coverage(knowledge: &Knowledge) -> String {
    let mut out = format!(
        "{} conditions, {} findings, {} red flags, {} sentences\n",
        knowledge.conditions().len(),
        knowledge.findings().len(),
        knowledge.red_flags().len(),
        knowledge.sentences().len()
    );
    let first = |c: &symptoms::Condition| {
        c.specialties.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(s, _)| s.code().to_owned()).unwrap_or_default()
    };
    table(&mut out, "body system", knowledge.conditions().iter().map(|c| c.system.clone()));
    table(&mut out, "specialty that comes first", knowledge.conditions().iter().map(first));
    table(&mut out, "urgency by itself", knowledge.conditions().iter().map(|c| c.triage.code().to_owned()));
    out
}

fn table(out: &mut String, title: &str, keys: impl Iterator<Item = String>) {
    let mut counts = BTreeMap::<String, usize>::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    // Writing to a String cannot fail.
    let _ = writeln!(out, "\n{title}");
    for (key, count) in counts {
        let _ = writeln!(out, "{key:>24} {count}");
    }
}

/// The engine that is compiled in, and the encoder that belongs to it.
fn built_in(settings: &Settings) -> Result<(Engine, ai::Encoder), String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let vectors = Vectors::from_bytes(STORED_VECTORS, &knowledge).map_err(|e| e.to_string())?;
    let encoder = ai::Encoder::load(&settings.ai.encoder_dir).map_err(|e| e.to_string())?;
    vectors.check_encoder(encoder.version()).map_err(|e| e.to_string())?;
    Ok((Engine::new(knowledge, vectors).map_err(|e| e.to_string())?, encoder))
}

/// One unit vector a text.
fn embed(encoder: &ai::Encoder, texts: &[String]) -> Result<Vec<Vec<f32>>, String> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let embedded = encoder.encode(&texts).map_err(|e| e.to_string())?;
    Ok(embedded.iter().map(|e| e.values().to_vec()).collect())
}
