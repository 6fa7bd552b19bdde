//! `/api/ai/` and `/api/symptom-reports/`: symptoms

use super::{Words, sample};
use serde_json::{Value, json};

const REPORT: &str = "5b0a4d0e-3c5c-4f0c-8f43-8d1d5a2b7c66";

pub(in crate::rest) fn predict() -> Words {
    Words::new(
        "What it may be",
        "Reads a description, in plain English, and says which conditions may explain it, how urgent it is and why, and who can help. At the \
         emergency levels, and where a life may be at risk, `emergency` tells the numbers to call: of the country that the profile or the first \
         language in `Accept-Language` names. Nothing is kept. A text without a symptom is not guessed at: `assessable` is false and `reason` says why.",
    )
    .asks(description())
    .answers(sample::assessment())
}

pub(in crate::rest) fn recommend() -> Words {
    let mut answer = sample::assessment();
    let mut doctor = sample::doctor();
    doctor["score"] = json!(0.87);
    doctor["reasons"] = json!(["General practice fits best", "In Berlin", "Speaks English"]);
    answer["report"] = json!(REPORT);
    answer["doctors"] = json!([doctor]);
    let mut asked = description();
    asked["location"] = json!({ "city": "Berlin" });
    asked["language"] = json!("en");
    Words::new(
        "Who can help",
        "As predict-disease, and finds up to five doctors who have time soon enough. The report is kept, as the patient's own when one is signed \
         in; `report` can go with a booking. At the emergency levels there are no doctors, but numbers to call: of the country that the profile, \
         the place, or the first language in `Accept-Language` names.",
    )
    .asks(asked)
    .answers(answer)
}

pub(in crate::rest) fn interview() -> Words {
    let mut asked = description();
    asked["evidence"] = json!([{ "id": "fever", "state": "absent" }]);
    Words::new(
        "What to ask next",
        "All that is known so far comes in with each request; the next question comes out, or none when asking more would change nothing that \
         matters. Add an answer for each of the question's items to `evidence` and ask again; at most twelve questions. At any \
         of them `emergency` can tell the numbers to call: show them first. Nothing is kept. Send \
         `assessment.model` back as `model`: if the questions have changed meanwhile, the request is refused and the interview begins again.",
    )
    .asks(asked)
    .answers(json!({
        "question": {
            "kind": "single",
            "text": "Do you have a cough?",
            "why": "This tells a cold from illnesses of the airways.",
            "items": [{ "id": "cough", "name": "cough" }],
            "number": 2,
            "at_most": 12,
        },
        "assessment": sample::assessment(),
    }))
}

pub(in crate::rest) fn conditions() -> Words {
    Words::new("Known conditions", "Every condition that the engine knows.")
        .answers(json!({ "items": [{ "code": "J00", "name": "Common cold" }, { "code": "J11", "name": "Influenza" }], "next": null }))
}

pub(in crate::rest) fn report() -> Words {
    let mut answer = sample::assessment();
    let told = description();
    for part in ["text", "age", "sex"] {
        answer[part] = told[part].clone();
    }
    answer["report"] = json!(REPORT);
    answer["evidence"] = json!([{ "id": "fever", "state": "absent" }]);
    answer["created_at"] = json!("2026-05-29T16:38:47.203114Z");
    Words::new(
        "One report",
        "What was told and what was found, as recommend-doctor kept it and an appointment names it: for its patient; for the doctor of an \
         appointment that it goes with, from the booking until thirty days after; for a doctor with whom the patient shares reports, or who opened the \
         record in an emergency; and for everybody who knows the id while it is nobody's. Each look of a doctor at a patient's is noted.",
    )
    .answers(answer)
    .with(["ETag"])
}

fn description() -> Value {
    json!({ "text": "I have had a sore throat and a runny nose for two days", "age": 34, "sex": "female" })
}
