//! `/api/patients/me/`: a patient's own profile.

use super::etag::{self, IfMatch, IfNoneMatch, Versioned};
use super::openapi::{BloodGroup, Language, Line, Severity, TimeZone};
use super::{By, Json, Outcome, extract, problem::Problem};
use axum::extract::State;
use chrono::NaiveDate;
use domain::patient::{Allergy, Patient, PatientEdit, SEVERITIES, Sex};
use domain::{PatientId, Problems, text};
use serde::{Deserialize, Serialize};
use service::Services;
use utoipa::ToSchema;

/// Longest entry of a list, in characters.
pub(super) const LINE_MAX: usize = 200;

/// A substance that harms the patient.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Allergy)]
pub(super) struct AllergyShape {
    /// What it is, on one line without brackets and dashes.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) substance: String,
    /// What happens; empty where it is not known.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(super) reaction: String,
    /// How bad it is; empty where it is not known.
    #[serde(default)]
    #[schema(value_type = Severity)]
    pub(super) severity: String,
}

/// A patient's profile.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Patient)]
pub(super) struct PatientOut {
    /// Their id.
    id: PatientId,
    /// Full name.
    name: String,
    /// Where it is known.
    #[schema(required)]
    date_of_birth: Option<NaiveDate>,
    /// Where it is known.
    #[schema(required)]
    sex: Option<Sex>,
    /// Where it is known.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(required, value_type = Option<BloodGroup>)]
    blood_group: Option<String>,
    /// What harms them.
    allergies: Vec<AllergyShape>,
    /// Long-term conditions.
    conditions: Vec<String>,
    /// Current medicines.
    medications: Vec<String>,
    /// Whom to call.
    #[schema(required)]
    emergency_contact: Option<String>,
    /// Preferred language.
    #[schema(value_type = Language)]
    language: String,
    /// ISO 3166-1 alpha-2, `ZZ` where nobody said; it decides which emergency number is told.
    #[schema(pattern = "^[A-Z]{2}$")]
    country: String,
    /// The person's.
    #[schema(value_type = TimeZone)]
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
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PatientEdit)]
pub(super) struct PatientIn {
    /// Full name, on one line.
    #[schema(required, value_type = String, min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Not in the future, not more than 130 years ago.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<NaiveDate>)]
    date_of_birth: Option<String>,
    /// Administrative.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<Sex>)]
    sex: Option<String>,
    /// ABO and Rh(D).
    #[schema(value_type = Option<BloodGroup>)]
    blood_group: Option<String>,
    /// What harms them.
    #[serde(default)]
    #[schema(max_items = 50)]
    allergies: Vec<AllergyShape>,
    /// Long-term conditions, each on one line of at most 200 characters.
    #[serde(default)]
    #[schema(max_items = 50, value_type = Vec<Line>)]
    conditions: Vec<String>,
    /// Current medicines, each on one line of at most 200 characters.
    #[serde(default)]
    #[schema(max_items = 50, value_type = Vec<Line>)]
    medications: Vec<String>,
    /// Whom to call.
    #[schema(max_length = 200)]
    emergency_contact: Option<String>,
    /// Preferred language.
    #[schema(required, value_type = Language)]
    language: Option<String>,
    /// ISO 3166-1 alpha-2; it decides which emergency number is told.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(pattern = "^[A-Za-z]{2}$")]
    country: Option<String>,
    /// The person's.
    #[schema(required, value_type = TimeZone)]
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
    if !given.severity.is_empty() && !SEVERITIES.contains(&&*given.severity) {
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
pub(super) async fn get(State(services): State<Services>, By(caller): By, known: IfNoneMatch) -> Result<Versioned<PatientOut>, Problem> {
    Ok(etag::versioned(service::patient::mine(&services, &caller).await?.into(), &known))
}

/// `PUT /api/patients/me/`
pub(super) async fn put(
    State(services): State<Services>,
    By(caller): By,
    meant: IfMatch,
    Json(given): Json<PatientIn>,
) -> Outcome<PatientOut> {
    let holds = |now: &Patient| meant.is_meant(etag::version(&PatientOut::from(now.clone())));
    let profile = service::patient::edit_if(&services, &caller, &given.form()?, meant.only(&holds)).await?;
    Ok(etag::tagged(profile.into()).saying("Your profile is saved."))
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
