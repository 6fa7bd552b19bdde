//! `shs evaluate`: how good the answers are on labelled cases.

use super::{built_in, embed};
use crate::settings::Settings;
use domain::assessment::Complaint;
use std::path::PathBuf;
use std::time::Instant;
use symptoms::evaluate::{Case, Report, matches};

/// Judges the engine as it is built on files of [`Case`]s, one JSON object a line.
pub fn evaluate(settings: &Settings, files: &[PathBuf]) -> Result<String, String> {
    let cases = files.iter().map(read).collect::<Result<Vec<_>, _>>()?.concat();
    let (engine, encoder) = built_in(settings)?;
    let mut report = Report::default();
    for case in &cases {
        let begun = Instant::now();
        let prepared = engine.prepare(&Complaint { text: case.text.clone(), age: case.age, sex: case.sex, ..Complaint::default() });
        let embedded = embed(&encoder, &prepared.texts)?;
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
