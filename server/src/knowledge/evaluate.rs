//! `shs evaluate`: how good the answers are on labelled cases.

use crate::settings::Settings;
use domain::assessment::Complaint;
use std::path::PathBuf;
use std::time::Instant;
use symptoms::evaluate::{Case, Report, matches};
use symptoms::{Engine, Knowledge, STORED_VECTORS, Vectors};

/// Judges the engine as it is built on files of [`Case`]s, one JSON object a line.
pub fn evaluate(settings: &Settings, files: &[PathBuf]) -> Result<String, String> {
    let cases = files.iter().map(read).collect::<Result<Vec<_>, _>>()?.concat();
    let knowledge = Knowledge::built_in().map_err(|e| e.to_string())?;
    let vectors = Vectors::from_bytes(STORED_VECTORS, &knowledge).map_err(|e| e.to_string())?;
    let encoder = ai::Encoder::load(&settings.ai.encoder_dir).map_err(|e| e.to_string())?;
    vectors.check_encoder(encoder.version()).map_err(|e| e.to_string())?;
    let engine = Engine::new(knowledge, vectors).map_err(|e| e.to_string())?;
    let mut report = Report::default();
    for case in &cases {
        let begun = Instant::now();
        let prepared = engine.prepare(&Complaint { text: case.text.clone(), age: case.age, sex: case.sex, ..Complaint::default() });
        let texts: Vec<&str> = prepared.texts.iter().map(String::as_str).collect();
        let embedded = encoder.encode(&texts).map_err(|e| e.to_string())?;
        let embedded: Vec<Vec<f32>> = embedded.iter().map(|e| e.values().to_vec()).collect();
        let answer = engine.assess(&prepared, &embedded).map_err(|e| e.to_string())?;
        report.count(case, &answer, |code| engine.conditions().any(|(known, _)| matches(code, known)), begun.elapsed());
    }
    Ok(format!("version {}\n{report}", engine.version()))
}

fn read(file: &PathBuf) -> Result<Vec<Case>, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|e| format!("{}:{}: {e}", file.display(), at + 1))).collect()
}
