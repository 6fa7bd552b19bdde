//! `shs evaluate`: how good the answers are on labelled cases.

use super::{built_in, embed};
use crate::settings::Settings;
use domain::assessment::{Assessment, Complaint};
use domain::evaluation::{Evaluation, Extent};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Instant;
use symptoms::Engine;
use symptoms::evaluate::{Case, Pair, Report, matches};

/// A line of a file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Pair(Pair),
    Case(Case),
}

/// Engine and text model, as they are built.
struct Judged {
    engine: Engine,
    encoder: ai::Encoder,
}

/// Judges the engine as it is built on files of [`Case`]s and [`Pair`]s, one JSON object a line, and says it in one table.
///
/// `write` – the file into which the figures go as well, each set under the name of its file; the page about the engine reads it.
pub fn evaluate(settings: &Settings, files: &[PathBuf], write: Option<&Path>) -> Result<String, String> {
    let sets = files.iter().map(|file| Ok((name(file), read(file)?))).collect::<Result<Vec<_>, String>>()?;
    let judged = Judged::load(settings)?;
    let mut whole = Report::default();
    let mut measured = judged.evaluation();
    for (name, lines) in sets {
        let mut report = Report::default();
        for line in &lines {
            judged.count(line, &mut [&mut whole, &mut report])?;
        }
        measured.sets.insert(name, report.figures());
    }
    if let Some(file) = write {
        let json = serde_json::to_string_pretty(&measured).map_err(|e| e.to_string())?;
        std::fs::write(file, json + "\n").map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(format!("version {}\n{whole}", judged.engine.version()))
}

impl Judged {
    fn load(settings: &Settings) -> Result<Self, String> {
        let (engine, encoder) = built_in(settings)?;
        Ok(Self { engine, encoder })
    }

    /// What is measured, before anything was.
    fn evaluation(&self) -> Evaluation {
        let known = self.engine.knowledge();
        Evaluation {
            engine: self.engine.version().to_owned(),
            encoder: self.encoder.version().to_owned(),
            extent: Extent { conditions: known.conditions().len(), findings: known.findings().len(), red_flags: known.red_flags().len() },
            ..Evaluation::default()
        }
    }

    fn count(&self, line: &Line, reports: &mut [&mut Report]) -> Result<(), String> {
        let begun = Instant::now();
        match line {
            Line::Case(case) => {
                let complaint = Complaint { text: case.text.clone(), age: case.age, sex: case.sex, ..Complaint::default() };
                let answer = self.assess(&complaint)?;
                let known = |code: &str| self.engine.conditions().any(|(known, _)| matches(code, known));
                let took = begun.elapsed();
                reports.iter_mut().for_each(|report| report.count(case, &answer, known, took));
            }
            Line::Pair(pair) => {
                let of = |text: &String| self.assess(&Complaint { text: text.clone(), ..Complaint::default() });
                let (present, absent) = (of(&pair.text_present)?, of(&pair.text_absent)?);
                reports.iter_mut().for_each(|report| report.count_pair(pair, &present, &absent));
            }
        }
        Ok(())
    }

    fn assess(&self, complaint: &Complaint) -> Result<Assessment, String> {
        let prepared = self.engine.prepare(complaint);
        let embedded = embed(&self.encoder, &prepared.texts)?;
        self.engine.assess(&prepared, &embedded).map_err(|e| e.to_string())
    }
}

/// A set is called after its file.
fn name(file: &Path) -> String {
    file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(file: &PathBuf) -> Result<Vec<Line>, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|e| format!("{}:{}: {e}", file.display(), at + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_pair_only_when_it_has_both_texts() {
        let read = |json: &str| serde_json::from_str::<Line>(json).expect("a line");
        assert!(matches!(read(r#"{"text_present":"a","text_absent":"b","finding":"c"}"#), Line::Pair(_)));
        assert!(matches!(read(r#"{"text":"a","triage":"emergency"}"#), Line::Case(case) if case.triage.is_some()));
    }
}
