//! `/api/patients/me/`: a patient's own profile.

use super::{By, Json, Outcome, ok};
use axum::extract::State;
use chrono::NaiveDate;
use domain::patient::{Allergy, Patient, PatientEdit, Sex};
use domain::{PatientId, Problems, text};
use serde::{Deserialize, Serialize};
use service::Services;

/// Longest entry of a list, in characters.
const LINE_MAX: usize = 200;

/// A substance that harms the patient.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllergyShape {
    substance: String,
    #[serde(default)]
    reaction: String,
    /// `mild`, `moderate`, `severe` or empty.
    #[serde(default)]
    severity: String,
}

/// A patient's profile.
#[derive(Debug, Serialize)]
pub(super) struct PatientOut {
    id: PatientId,
    name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<Sex>,
    blood_group: Option<String>,
    allergies: Vec<AllergyShape>,
    conditions: Vec<String>,
    medications: Vec<String>,
    emergency_contact: Option<String>,
    language: String,
    country: String,
    time_zone: chrono_tz::Tz,
}

impl From<Patient> for PatientOut {
    fn from(patient: Patient) -> Self {
        let allergy = |Allergy { substance, reaction, severity }| AllergyShape { substance, reaction, severity };
        Self {
            id: patient.id,
            name: patient.name,
            date_of_birth: patient.date_of_birth,
            sex: patient.sex,
            blood_group: patient.blood_group,
            allergies: patient.allergies.into_iter().map(allergy).collect(),
            conditions: patient.conditions,
            medications: patient.medications,
            emergency_contact: patient.emergency_contact,
            language: patient.language,
            country: patient.country,
            time_zone: patient.zone,
        }
    }
}

/// A whole profile: what is left out is emptied.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PatientIn {
    name: Option<String>,
    date_of_birth: Option<String>,
    sex: Option<String>,
    blood_group: Option<String>,
    allergies: Vec<AllergyShape>,
    conditions: Vec<String>,
    medications: Vec<String>,
    emergency_contact: Option<String>,
    language: Option<String>,
    country: Option<String>,
    time_zone: Option<String>,
}

impl PatientIn {
    /// The form that the rules read: its lists hold an entry a line.
    fn form(self) -> Result<PatientEdit, Problems> {
        let mut wrong = Problems::default();
        let allergies = wrong.take("allergies", self.allergies.into_iter().map(allergy).collect::<Result<Vec<_>, _>>());
        let conditions = wrong.take("conditions", lines(&self.conditions));
        let medications = wrong.take("medications", lines(&self.medications));
        let (Some(allergies), Some(conditions), Some(medications)) = (allergies, conditions, medications) else { return Err(wrong) };
        Ok(PatientEdit {
            name: self.name.unwrap_or_default(),
            date_of_birth: self.date_of_birth.unwrap_or_default(),
            sex: self.sex.unwrap_or_default(),
            blood_group: self.blood_group.unwrap_or_default(),
            allergies: allergies.join("\n"),
            conditions,
            medications,
            emergency_contact: self.emergency_contact.unwrap_or_default(),
            language: self.language.unwrap_or_default(),
            country: self.country.unwrap_or_default(),
            time_zone: self.time_zone.unwrap_or_default(),
        })
    }
}

fn lines(entries: &[String]) -> Result<String, String> {
    let lines: Result<Vec<String>, _> = entries.iter().map(|entry| text::line(entry, LINE_MAX)).collect();
    Ok(lines?.join("\n"))
}

/// The line that reads back as this allergy; parts that would read back otherwise are refused.
fn allergy(given: AllergyShape) -> Result<String, String> {
    if !["", "mild", "moderate", "severe"].contains(&&*given.severity) {
        return Err("Please use mild, moderate or severe.".to_owned());
    }
    let substance = text::line(&given.substance, LINE_MAX)?;
    let reaction = text::optional(&given.reaction, LINE_MAX)?.unwrap_or_default();
    let separates = |part: &str| part.contains(['(', ')', '\n', '\t']) || part.contains(" – ") || part.contains(" - ");
    if separates(&substance) || separates(&reaction) {
        return Err("Please write this without brackets, dashes and line breaks.".to_owned());
    }
    Ok(Allergy { substance, reaction, severity: given.severity }.line())
}

/// `GET /api/patients/me/`
pub(super) async fn get(State(services): State<Services>, By(caller): By) -> Outcome<PatientOut> {
    Ok(ok(service::patient::mine(&services, &caller).await?.into()))
}

/// `PUT /api/patients/me/`
pub(super) async fn put(State(services): State<Services>, By(caller): By, Json(given): Json<PatientIn>) -> Outcome<PatientOut> {
    service::patient::edit(&services, &caller, &given.form()?).await?;
    let profile = service::patient::mine(&services, &caller).await?;
    Ok(ok(profile.into()).saying("Your profile is saved."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Result<PatientEdit, Problems> {
        serde_json::from_str::<PatientIn>(json).expect("the shape").form()
    }

    #[test]
    fn an_allergy_arrives_as_it_was_sent_or_not_at_all() {
        let edit = parsed(r#"{"allergies":[{"substance":"penicillin","reaction":"rash","severity":"mild"},{"substance":"nuts"}]}"#);
        assert_eq!(edit.map(|e| e.allergies).as_deref(), Ok("penicillin – rash (mild)\nnuts"));
        for bad in ["a - b", "a (b)", "a\\nb", " "] {
            assert!(parsed(&format!(r#"{{"allergies":[{{"substance":"{bad}"}}]}}"#)).is_err(), "{bad}");
        }
        assert!(parsed(r#"{"allergies":[{"substance":"a","severity":"awful"}]}"#).is_err());
    }

    #[test]
    fn one_entry_cannot_become_two() {
        assert!(parsed(r#"{"conditions":["asthma\ndiabetes"]}"#).is_err_and(|p| p.of("conditions").is_some()));
    }
}
