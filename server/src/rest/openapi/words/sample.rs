//! People and records that the examples share.

use serde_json::{Value, json};

/// The id of the doctor in the examples.
pub(super) const DOCTOR: &str = "019b2f6c-0a5d-7f3b-8e21-6d4c1b9a5f02";
/// A slot of that doctor.
pub(super) const START: &str = "2026-06-01T08:00:00Z";

pub(super) fn me() -> Value {
    json!({
        "id": "019b2f6d-1f04-7a10-8d3f-0c5e9a7b4412",
        "email": "jo@example.org",
        "user_type": "patient",
        "name": "Jo Miller",
        "time_zone": "Europe/Berlin",
        "patient": "019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03",
        "doctor": null,
    })
}

pub(super) fn slots() -> Value {
    json!([{ "start": START, "end": "2026-06-01T08:30:00Z" }, { "start": "2026-06-01T09:30:00Z", "end": "2026-06-01T10:00:00Z" }])
}

pub(super) fn doctor() -> Value {
    json!({
        "id": DOCTOR,
        "name": "Dr Katharina Lindemann",
        "specialty": specialty(),
        "experience_years": 14,
        "languages": ["de", "en"],
        "telehealth": true,
        "fee": { "amount_minor": 4500, "currency": "EUR" },
        "rating": { "mean": 4.5, "count": 38 },
        "clinic": clinic(),
        "slots": slots(),
    })
}

pub(super) fn clinic() -> Value {
    json!({
        "id": "019b2f6b-73c8-7d90-a5e6-1f8b2c4d6e00",
        "name": "Praxis am Park",
        "address": "Parkstraße 12",
        "city": "Berlin",
        "country": "DE",
        "latitude": 52.53,
        "longitude": 13.41,
        "time_zone": "Europe/Berlin",
    })
}

pub(super) fn profile() -> Value {
    let mut profile = doctor();
    profile["education"] = json!("Charité – Universitätsmedizin Berlin");
    profile["bio"] = json!("I look after families, and take time for questions.");
    profile["consultation_minutes"] = json!(30);
    profile["asks_first"] = json!(false);
    profile["bookable"] = json!(true);
    profile
}

pub(super) fn license() -> Value {
    json!({ "number": "B-204518", "issuer": "Ärztekammer Berlin", "expires": "2031-12-31" })
}

pub(super) fn appointment(status: &str) -> Value {
    json!({
        "id": "019b2f6e-7c1a-7d52-9a39-5f0f4a1c2e71",
        "status": status,
        "start": START,
        "end": "2026-06-01T08:30:00Z",
        "mode": "in-person",
        "reason": "A cough that will not go away",
        "cancel_reason": null,
        "hold_until": null,
        "doctor": {
            "id": DOCTOR,
            "name": "Dr Katharina Lindemann",
            "specialty": specialty(),
            "clinic": "Praxis am Park",
            "address": "Parkstraße 12",
            "city": "Berlin",
            "time_zone": "Europe/Berlin",
        },
        "patient": {
            "id": "019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03",
            "name": "Jo Miller",
            "date_of_birth": "1992-04-17",
            "sex": "female",
        },
        "report": { "id": "5b0a4d0e-3c5c-4f0c-8f43-8d1d5a2b7c66", "triage": "consultation" },
        "version": 1,
        "created_at": "2026-05-29T16:40:02.318845Z",
    })
}

pub(super) fn assessment() -> Value {
    json!({
        "assessable": true,
        "reason": null,
        "findings": [
            { "id": "sore-throat", "name": "sore throat", "state": "present", "span": [13, 24] },
            { "id": "runny-nose", "name": "runny nose", "state": "present", "span": [31, 41] },
        ],
        "conditions": [{
            "code": "J00",
            "name": "Common cold",
            "probability": 0.71,
            "triage": "self_care",
            "evidence_for": ["runny nose", "sore throat"],
            "evidence_against": [],
            "not_told": ["cough", "sneezing"],
            "self_care": "Rest and drink enough. Most colds pass within ten days.",
            "safety_net": "See a doctor if you have trouble breathing or a fever for more than three days.",
        }],
        "triage": { "level": "self_care", "root_cause": "self_care_sufficient", "red_flags": [] },
        "specialties": [{ "code": "general-practice", "name": "General practice", "probability": 0.9 }],
        "crisis": false,
        "model": "e4f48f576b74",
    })
}

fn specialty() -> Value {
    json!({ "code": "general-practice", "name": "General practice" })
}
