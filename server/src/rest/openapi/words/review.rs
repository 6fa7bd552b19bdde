//! What patients say of doctors.

use super::{Words, sample};
use domain::Code;
use serde_json::{Value, json};

fn review() -> Value {
    json!({
        "id": "019b2f70-2a1c-7d52-9a39-5f0f4a1c2e71",
        "doctor": sample::DOCTOR,
        "rating": 5,
        "text": "Took her time and explained everything.",
        "created_at": "2026-06-02T09:00:00Z",
        "updated_at": "2026-06-02T09:00:00Z",
        "answer": null,
        "hidden_why": null,
    })
}

pub(in crate::rest) fn list() -> Words {
    Words::new("Reviews of a doctor", "What patients said after a visit, newest first, without their names.")
        .answers(json!({ "items": [review()], "next": null }))
}

pub(in crate::rest) fn write() -> Words {
    Words::new("Say how a visit was", "One review for each doctor, after a visit has taken place; a second one changes the first.")
        .asks(json!({ "rating": 5, "text": "Took her time and explained everything." }))
        .answers(review())
        .saying("Thank you.")
        .refuses([Code::Conflict])
}

pub(in crate::rest) fn mine() -> Words {
    Words::new("My reviews", "Everything that the caller said of doctors, also what is out of sight.")
        .answers(json!({ "items": [review()], "next": null }))
}

fn answered() -> Value {
    let mut review = review();
    review["answer"] = json!("Thank you for your kind words.");
    review
}

pub(in crate::rest) fn answer() -> Words {
    Words::new("Answer a review", "The doctor's answer, for everybody to read; an empty one takes it back.")
        .asks(json!({ "answer": "Thank you for your kind words." }))
        .answers(answered())
}

pub(in crate::rest) fn hide() -> Words {
    let mut hidden = review();
    hidden["hidden_why"] = json!("It names a person.");
    Words::new("Take a review out of sight", "It counts no more and nobody else sees it; its author reads why.")
        .asks(json!({ "why": "It names a person." }))
        .answers(hidden)
}

pub(in crate::rest) fn show() -> Words {
    Words::new("Show a review again", "It counts again.").answers(review())
}
