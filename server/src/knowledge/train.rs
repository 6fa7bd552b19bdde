//! `shs train`: everything that is computed from the knowledge files, in one command.

use super::cache::Cache;
use crate::settings::Settings;
use std::fmt::Write;
use std::fs;
use symptoms::{Knowledge, MEMBER_NAMES, Vectors, VectorsError, Weights, fit};

/// What is written, from the root of a checkout.
const VECTORS_FILE: &str = "symptoms/knowledge/vectors.bin";
const WEIGHTS_FILE: &str = "symptoms/knowledge/weights.toml";
const WEIGHTS_HEAD: &str =
    "# The engine's numbers. `shs train` fits the members' weights and writes this file; the meaning of each stands at `Weights`.\n";

/// Embeds every sentence, makes the classifier, fits the members' weights and the urgency head, and writes the two files.
///
/// There is no chance in it: the same files and the same encoder give the same bytes. What was embedded is kept, so that a run that was
/// cut off goes on where it was. Progress goes to the log.
pub fn train(settings: &Settings) -> Result<String, String> {
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let start = Weights::built_in()?;
    let encoder = ai::Encoder::load(&settings.ai.encoder_dir).map_err(|e| e.to_string())?;
    let mut cache = Cache::open(encoder).map_err(|e| format!("the cache of embeddings: {e}"))?;
    let version = cache.version().to_owned();
    let mut exact = Vec::new();
    let sentences = knowledge.sentences().len();
    let vectors = Vectors::build(&knowledge, &version, |batch| {
        let embedded = cache.embed(batch).map_err(VectorsError::Embedding)?;
        exact.extend(embedded.clone());
        tracing::info!("embedded {} of {sentences} sentences", exact.len());
        Ok::<_, VectorsError>(embedded)
    });
    let vectors = vectors.map_err(|e| e.to_string())?;
    tracing::info!("reading the cases with members that have not seen them");
    let examples = fit::examples(&knowledge, start, &version, &exact, |texts| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        cache.embed(&texts)
    })?;
    tracing::info!(cases = examples.len(), texts = cache.len(), "fitting the weights");
    let fitted = fit::fit(&examples, start);
    tracing::info!("fitting the urgency head and the scope gate");
    let vectors = fit::fit_heads(&knowledge, &examples, fitted.weights, vectors, |texts| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        cache.embed(&texts)
    })?;
    let bytes = vectors.to_bytes();
    let weights = toml::to_string(&fitted.weights).map_err(|e| e.to_string())?;
    let write =
        |file: &str, bytes: &[u8]| fs::write(file, bytes).map_err(|e| format!("{file}: {e} (run it from the root of the checkout)"));
    write(VECTORS_FILE, &bytes)?;
    write(WEIGHTS_FILE, format!("{WEIGHTS_HEAD}{weights}").as_bytes())?;
    let urgency = fit::urgency_held_out(&knowledge, &examples, fitted.weights);
    Ok(report(&examples, &fitted, urgency, bytes.len()))
}

fn report(examples: &[fit::Example], fitted: &fit::Fitted, (right, low): (f64, f64), bytes: usize) -> String {
    let percent = |share: f64| 100.0 * share;
    let mut out = format!(
        "{} cases; held out: {:.1} % named first, {:.1} % among three; log-loss {:.3} before, {:.3} after\n",
        examples.len(),
        percent(fitted.top.0),
        percent(fitted.top.1),
        fitted.loss.0,
        fitted.loss.1
    );
    // Writing to a String cannot fail.
    let _ = writeln!(out, "urgency head, held out: {:.1} % right, {:.1} % too low", percent(right), percent(low));
    let _ = writeln!(out, "{:<14}{:>8}  points of 'named first' that are lost without it", "member", "weight");
    for ((name, weight), lost) in MEMBER_NAMES.iter().zip(fitted.weights.members()).zip(fitted.ablation) {
        let _ = writeln!(out, "{name:<14}{weight:>8.3}  {:>5.1}", percent(lost));
    }
    let _ = writeln!(out, "{bytes} bytes → {VECTORS_FILE}, weights → {WEIGHTS_FILE}; build again to use them");
    out
}
