//! `/api/patients/me/`

use super::Words;
use serde_json::{Value, json};

pub(in crate::rest) fn get() -> Words {
    Words::new("My profile as a patient", "The profile of the patient who is signed in.").answers(saved()).with(["ETag"])
}

pub(in crate::rest) fn put() -> Words {
    Words::new("Change my profile", "Replaces the whole profile: what is left out is emptied.")
        .asks(profile())
        .answers(saved())
        .saying("Your profile is saved.")
        .with(["ETag"])
}

fn profile() -> Value {
    json!({
        "name": "Jo Miller",
        "date_of_birth": "1992-04-17",
        "sex": "female",
        "blood_group": "A+",
        "allergies": [{ "substance": "penicillin", "reaction": "rash", "severity": "moderate" }],
        "conditions": ["asthma"],
        "medications": ["salbutamol when needed"],
        "emergency_contact": "Sam Miller, +49 30 1234567",
        "language": "en",
        "country": "DE",
        "time_zone": "Europe/Berlin",
    })
}

fn saved() -> Value {
    let mut saved = profile();
    saved["id"] = json!("019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03");
    saved
}
