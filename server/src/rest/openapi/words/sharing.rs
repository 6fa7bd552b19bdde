//! What patients share, who looked into their record, and whom a doctor treats.

use super::{Words, sample};
use domain::Code;
use serde_json::json;

const DOCTOR: &str = "019b2f6d-1f04-7a10-8d3f-0c5e9a7b4412";
const PATIENT: &str = "019b2f6d-1f05-7c55-b0a8-5a1f0e2d3c4b";

pub(in crate::rest) fn shares() -> Words {
    Words::new("What I share", "Which doctors may see what of the record beyond their visits, by their names.").answers(json!({
        "items": [{
            "doctor": DOCTOR,
            "name": "Dr. Helena Voss",
            "categories": ["profile", "laboratory"],
            "until": "2026-07-01T00:00:00Z",
        }],
        "next": null,
    }))
}

pub(in crate::rest) fn share() -> Words {
    Words::new(
        "Share with a doctor",
        "The doctor can look at exactly these kinds of data and change nothing. The last day ends at midnight UTC.",
    )
    .asks(json!({ "categories": ["profile", "laboratory"], "last_day": "2026-06-30" }))
    .saying("It is shared.")
}

pub(in crate::rest) fn stop() -> Words {
    Words::new("Stop sharing", "Ends everything that is shared with a doctor. What a visit opens stays open until 30 days after it.")
        .saying("Nothing is shared with this doctor any more.")
}

pub(in crate::rest) fn opened() -> Words {
    Words::new(
        "Who opened my record",
        "Looks at the caller's data and changes by others, newest first, with what gave the right to it. Looks that follow each other within a \
         quarter of an hour count as one.",
    )
    .answers(json!({
        "items": [{
            "seq": 4711,
            "at": "2026-05-04T08:12:45.120934Z",
            "doctor": DOCTOR,
            "by": "Dr. Helena Voss",
            "action": "record.break-glass",
            "basis": "break-glass",
            "reason": "Found unconscious at home, medicines not known.",
        }],
        "next": "4711",
    }))
}

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "A doctor's patients",
        "Who is open to the calling doctor now, by name; with `q` those whose name is most like it, slips forgiven, without further pages.",
    )
    .answers(json!({
        "items": [{
            "id": PATIENT,
            "name": "Jo Miller",
            "date_of_birth": "1992-04-17",
            "last_visit": "2026-05-04T08:00:00Z",
            "next_visit": null,
        }],
        "next": null,
    }))
}

pub(in crate::rest) fn summary() -> Words {
    Words::new(
        "A patient at one glance",
        "What the calling doctor may see now: by a visit from its booking until 30 days after it, by what the patient shares, or in an emergency. \
         A patient of whom nothing is open answers like one who is not there.",
    )
    .answers(json!({
        "id": PATIENT,
        "name": "Jo Miller",
        "date_of_birth": "1992-04-17",
        "sex": "female",
        "language": "en",
        "open": [{ "category": "profile", "basis": "appointment" }],
        "health": {
            "blood_group": "A+",
            "allergies": [{ "substance": "penicillin", "reaction": "rash", "severity": "moderate" }],
            "conditions": ["asthma"],
            "medications": ["salbutamol when needed"],
            "emergency_contact": "Sam Miller, +49 30 1234567",
        },
        "diagnoses": [{
            "record": "019b2f70-5a10-7c3e-8a52-6d1f0b7c2e90",
            "at": "2026-05-04T08:20:00Z",
            "title": "Essential hypertension",
            "coding": { "system": "ICD-10", "code": "I10" },
        }],
        "notes": [{
            "record": "019b2f70-5a10-7c3e-8a52-6d1f0b7c2e91",
            "at": "2026-05-04T08:25:00Z",
            "title": "Follow-up",
            "text": "Feels well. No dizziness.",
        }],
        "prescriptions": [{
            "id": "019b2f70-7d01-7a3b-9c55-1b2c3d4e5f60",
            "status": "active",
            "at": "2026-05-04T08:27:00Z",
            "doctor": "Dr Greta Brandt",
            "medications": ["amlodipine: 5 mg by mouth once a day"],
        }],
        "vitals": [{
            "code": "8480-6",
            "name": "Systolic blood pressure",
            "value": 128.0,
            "unit": "mm[Hg]",
            "interpretation": "N",
            "at": "2026-05-04T08:10:00Z",
            "record": "019b2f70-5a10-7c3e-8a52-6d1f0b7c2e92",
        }],
        "report": {
            "id": "019b2f70-1b3c-4a5e-8d7f-0a1b2c3d4e5f",
            "created_at": "2026-05-03T19:02:00Z",
            "text": "Headache for three days",
            "triage": "consultation",
        },
        "visits": [sample::appointment("fulfilled")],
    }))
}

pub(in crate::rest) fn break_glass() -> Words {
    Words::new(
        "Open a record in an emergency",
        "For a doctor whose licence is verified and a patient who cannot be asked: opens the whole record for 24 hours. The patient is told by \
         mail, reads the reason, and sees every look. At most ten in a day.",
    )
    .asks(json!({
        "email": "jo@example.org",
        "date_of_birth": "1992-04-17",
        "reason": "Found unconscious at home, medicines not known.",
    }))
    .answers(json!({ "id": PATIENT }))
    .saying("The record is open to you for 24 hours. The patient is told.")
    .refuses([Code::RateLimited, Code::NotFound])
}
