//! `/api/prescriptions/`

use super::{Words, sample};
use domain::Code;
use serde_json::{Value, json};

fn medication() -> Value {
    json!({
        "name": "amoxicillin",
        "dose": { "value": 500.0, "unit": "mg" },
        "form": "capsule",
        "route": "oral",
        "frequency": { "times": 3, "period": 1, "unit": "d", "as_needed": false },
        "days": 7,
        "quantity": { "value": 21.0, "unit": "{capsule}" },
        "refills": 0,
        "instructions": "Take all of it, also when you feel better.",
    })
}

fn coded() -> Value {
    let mut medication = medication();
    medication["code"] = json!("J01CA04");
    medication["strength"] = Value::Null;
    medication
}

fn sheet() -> Value {
    json!({ "medications": [medication()], "notes": null, "reasons": [] })
}

fn prescription(status: &str) -> Value {
    let is_issued = status != "draft";
    let ended = ["cancelled", "completed"].contains(&status);
    json!({
        "id": "019b2f70-2b9e-7c40-8f4d-3f1d0a6b5e91",
        "status": status,
        "version": if is_issued { 2 } else { 1 },
        "patient": { "id": "019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03", "name": "Jo Miller", "date_of_birth": "1992-04-17" },
        "doctor": {
            "id": sample::DOCTOR,
            "name": "Dr Katharina Lindemann",
            "clinic": "Praxis am Park, Parkstraße 12, Berlin",
            "license": "B-204518, Ärztekammer Berlin",
        },
        "appointment": null,
        "replaces": null,
        "medications": [coded()],
        "notes": null,
        "checked": if is_issued { checks() } else { Value::Null },
        "reasons": [],
        "created_at": "2026-06-01T08:10:00Z",
        "issued_at": if is_issued { json!("2026-06-01T08:12:00Z") } else { Value::Null },
        "ended_at": if ended { json!("2026-06-10T09:00:00Z") } else { Value::Null },
    })
}

fn checks() -> Value {
    json!({
        "list": { "version": "1", "date": "2026-11-29" },
        "warnings": [],
        "gaps": [],
        "clear": ["allergy", "interaction", "duplicate", "dose"],
    })
}

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "Prescriptions",
        "Newest first: a patient's own, without drafts; those that the doctor wrote; or with `patient`, those of a patient whom the doctor \
         treats or who shares them. Administrators see none.",
    )
    .answers(json!({ "items": [prescription("active")], "next": null }))
    .refuses([Code::NotFound])
}

pub(in crate::rest) fn draft() -> Words {
    let mut request = sheet();
    request["patient"] = json!("019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03");
    Words::new(
        "Begin a draft",
        "For a patient whom the doctor treats. Patients do not see drafts; the patient's other doctors can write on them.",
    )
    .asks(request)
    .answers(prescription("draft"))
    .saying("The draft is kept. Nothing is issued yet.")
    .refuses([Code::NotFound])
    .with(["ETag", "Location"])
}

pub(in crate::rest) fn get() -> Words {
    Words::new("One prescription", "With what was checked when it was issued, for doctors.").answers(prescription("active")).with(["ETag"])
}

pub(in crate::rest) fn edit() -> Words {
    Words::new(
        "Write on a draft",
        "The whole sheet as it is to be. Send `If-Match`, so that nothing is lost where two doctors write on it. What was issued never changes: \
         correct it instead.",
    )
    .asks(sheet())
    .answers(prescription("draft"))
    .saying("The draft is kept.")
    .refuses([Code::IllegalMove, Code::Forbidden])
    .with(["ETag"])
}

pub(in crate::rest) fn check() -> Words {
    Words::new(
        "Check without keeping",
        "Allergies, interactions, duplicates and doses, by the list of medicines whose version and date come along. What could not be checked \
         stands under `gaps`; only a check under `clear` has looked at everything and found nothing. Interruptions are the fifteen pairs of the \
         ONC list, allergies to the substance or its class, and doses of twice the highest and more.",
    )
    .asks(json!({ "patient": "019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03", "medications": [medication()] }))
    .answers(checks())
    .refuses([Code::NotFound])
}

pub(in crate::rest) fn issue() -> Words {
    Words::new(
        "Issue",
        "Checks once more, signs, and gives it to the patient; by a doctor whose licence was checked. Each warning that needs a reason must have \
         one in the draft, else it is named under `reasons.<id>`. Issued a second time, it is answered as it stands. If it corrects another, \
         that one is cancelled at the same moment.",
    )
    .answers(prescription("active"))
    .saying("The prescription is issued.")
    .refuses([Code::IllegalMove, Code::Forbidden, Code::ValidationError])
    .with(["ETag"])
}

pub(in crate::rest) fn cancel() -> Words {
    Words::new("Cancel", "Calls off one's own prescription, or throws one's own draft away.")
        .answers(prescription("cancelled"))
        .saying("The prescription is cancelled.")
        .refuses([Code::IllegalMove, Code::Forbidden])
        .with(["ETag"])
}

pub(in crate::rest) fn complete() -> Words {
    Words::new("Complete", "Notes that one's own prescription is done with.")
        .answers(prescription("completed"))
        .saying("The prescription is completed.")
        .refuses([Code::IllegalMove, Code::Forbidden])
        .with(["ETag"])
}

pub(in crate::rest) fn repeat() -> Words {
    Words::new("Repeat", "Begins a draft that says the same; reasons are to be given anew.")
        .answers(prescription("draft"))
        .saying("A draft that says the same is kept.")
        .refuses([Code::Forbidden])
        .with(["ETag", "Location"])
}

pub(in crate::rest) fn correct() -> Words {
    let mut draft = prescription("draft");
    draft["replaces"] = json!("019b2f70-0c11-7b52-9a63-8e2f4d7c1b08");
    Words::new("Correct", "Begins a draft that points back to one's own active prescription; issued, it takes that one's place.")
        .answers(draft)
        .saying("A draft that corrects it is kept.")
        .refuses([Code::IllegalMove, Code::Forbidden])
        .with(["ETag", "Location"])
}

pub(in crate::rest) fn pdf() -> Words {
    Words::new(
        "The page to print",
        "A tagged PDF with a code that opens a public page, which says valid, cancelled or completed and nothing else. The file is signed \
         (Ed25519) in its last line.",
    )
    .saying("The page.")
    .refuses([Code::IllegalMove])
}

pub(in crate::rest) fn favourites() -> Words {
    Words::new("Favourites", "Medications that the doctor writes often, oldest first.")
        .answers(json!({ "items": [favourite()], "next": null }))
}

pub(in crate::rest) fn favour() -> Words {
    Words::new("Keep a favourite", "At most a hundred.")
        .asks(medication())
        .answers(favourite())
        .saying("It is among your favourites.")
        .refuses([Code::Conflict])
}

pub(in crate::rest) fn unfavour() -> Words {
    Words::new("Let a favourite go", "It is no longer offered.").saying("It is no longer among your favourites.")
}

fn favourite() -> Value {
    json!({ "id": "019b2f71-4d20-7a11-8c53-5a6b7c8d9e10", "medication": coded() })
}
