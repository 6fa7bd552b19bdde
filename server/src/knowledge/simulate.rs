//! `shs simulate`: what the interview is worth, on people drawn from the knowledge base.

use super::{built_in, embed};
use crate::settings::Settings;
use symptoms::AssessError;
use symptoms::simulate::{Patient, Worth};

/// An error in words.
struct Told(String);

impl From<AssessError> for Told {
    fn from(error: AssessError) -> Self {
        Self(error.to_string())
    }
}

/// Interviews so many people, the same ones every time, and prints one table.
pub fn simulate(settings: &Settings, people: u64) -> Result<String, String> {
    let (engine, encoder) = built_in(settings)?;
    let mut worth = Worth::default();
    let drawn = (0..people).map(|number| Patient::draw(engine.knowledge(), number)).filter(Patient::speaks);
    for patient in drawn {
        worth.count(&engine, patient, |texts| embed(&encoder, texts).map_err(Told)).map_err(|Told(error)| error)?;
    }
    Ok(format!("version {}\n{worth}", engine.version()))
}
