//! `/api/doctors/`

use super::{Words, sample};
use domain::Code;
use serde_json::{Value, json};

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "Find doctors",
        "Doctors who can be booked, by name, each with the next free slots. All parameters are optional; together they narrow.",
    )
    .answers(json!({ "items": [sample::doctor()], "next": null }))
}

pub(in crate::rest) fn me() -> Words {
    Words::new("My profile as a doctor", "The public profile, with the licence and whether it has been checked.")
        .answers(own())
        .with(["ETag"])
}

pub(in crate::rest) fn put() -> Words {
    let mut asked = json!({});
    for part in ["experience_years", "languages", "telehealth", "fee", "education", "bio", "asks_first"] {
        asked[part] = own()[part].clone();
    }
    Words::new(
        "Change my profile",
        "Replaces what doctors say about themselves: what is left out is emptied. Name, specialty, licence and clinic stay as they were \
         registered. The profile shows the free times, so its `ETag` changes with every booking: after `PRECONDITION_FAILED` read it again.",
    )
    .asks(asked)
    .answers(own())
    .saying("Your profile is saved.")
    .with(["ETag"])
}

fn own() -> Value {
    let mut profile = sample::profile();
    profile["license"] = sample::license();
    profile["verified"] = json!(true);
    profile
}

pub(in crate::rest) fn unverified() -> Words {
    Words::new("List doctors who wait", "Doctors whose licence has not been checked yet, longest first.").answers(json!({
        "items": [{
            "id": "019b2f70-55aa-7c3e-b1d4-8a2f6c9e0d17",
            "name": "Dr Greta Brandt",
            "email": "greta.brandt@example.org",
            "specialty": { "code": "cardiology", "name": "Cardiology" },
            "license": sample::license(),
            "clinic": "Praxis am Park, Berlin",
            "registered_at": "2026-05-28T14:03:11.502117Z",
        }],
        "next": null,
    }))
}

pub(in crate::rest) fn get() -> Words {
    Words::new("One doctor", "A doctor's public profile with the free slots of the next two weeks.")
        .answers(sample::profile())
        .with(["ETag"])
}

pub(in crate::rest) fn slots() -> Words {
    Words::new("Free slots", "When a doctor can be booked, in order of time.").answers(json!({ "items": sample::slots(), "next": null }))
}

pub(in crate::rest) fn verify() -> Words {
    Words::new("Confirm a licence", "Notes that the doctor's licence was checked: from now on they are shown and can be booked.")
        .saying("The doctor can be booked now.")
        .refuses([Code::Conflict])
}
