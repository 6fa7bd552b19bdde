//! `/api/appointments/`

use super::{Words, sample};
use domain::Code;
use serde_json::json;

/// What the calendar can say to a wanted time.
const CALENDAR: [Code; 7] =
    [Code::DoctorNotBookable, Code::StartInPast, Code::TooSoon, Code::TooFar, Code::NotASlot, Code::PatientBusy, Code::SlotTaken];

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "My appointments",
        "Those of the patient or the doctor who is signed in; an administrator sees everybody's. Holds that ran out are not shown.",
    )
    .answers(json!({ "items": [sample::appointment("booked")], "next": null }))
}

pub(in crate::rest) fn book() -> Words {
    Words::new(
        "Book or hold a time",
        "Books a free slot for the patient who is signed in, or with `hold` keeps it for five minutes until it is confirmed. Where the doctor \
         asks first, the appointment waits as `pending`. Nobody can be booked twice: who comes second is told `SLOT_TAKEN` with the nearest \
         free slots. A patient can have twenty coming appointments, six of them with one doctor.",
    )
    .asks(json!({
        "doctor": sample::DOCTOR,
        "start": sample::START,
        "mode": "in-person",
        "reason": "A cough that will not go away",
    }))
    .answers(sample::appointment("booked"))
    .saying("Your appointment is booked.")
    .refuses(CALENDAR.into_iter().chain([Code::NotFound, Code::TooManyBookings]))
    .with(["ETag", "Location"])
}

pub(in crate::rest) fn get() -> Words {
    Words::new("One appointment", "An appointment of one's own.").answers(sample::appointment("booked")).with(["ETag"])
}

pub(in crate::rest) fn confirm() -> Words {
    Words::new(
        "Confirm a hold",
        "Turns a hold into a booking, or into a request where the doctor asks first. After five minutes it is `EXPIRED`.",
    )
    .asks(json!({ "reason": "A cough that will not go away" }))
    .answers(sample::appointment("booked"))
    .saying("Your appointment is booked.")
    .refuses([Code::Expired, Code::IllegalMove])
    .with(["ETag"])
}

pub(in crate::rest) fn cancel() -> Words {
    let mut off = sample::appointment("cancelled");
    off["cancel_reason"] = json!("I feel well again");
    Words::new(
        "Cancel",
        "Calls an appointment off, by its patient or its doctor; the time is free again at once. A reason may be given, and is read by both.",
    )
    .asks(json!({ "reason": "I feel well again" }))
    .answers(off)
    .saying("The appointment is cancelled.")
    .refuses([Code::IllegalMove])
    .with(["ETag"])
}

pub(in crate::rest) fn reschedule() -> Words {
    let moved = sample::appointment("booked");
    Words::new("Move", "Moves an appointment to another free slot of the same doctor, by its patient or its doctor.")
        .asks(json!({ "start": sample::START }))
        .answers(moved)
        .saying("The appointment is moved.")
        .refuses(CALENDAR.into_iter().chain([Code::IllegalMove]))
        .with(["ETag"])
}

pub(in crate::rest) fn accept() -> Words {
    step("Accept a request", "The doctor agrees to an appointment that waits as `pending`.", "booked", "The appointment is booked.")
}

pub(in crate::rest) fn check_in() -> Words {
    step(
        "Check in",
        "The patient is here: from two hours before the start, or noted by the doctor from a day before.",
        "checked-in",
        "The patient is checked in.",
    )
}

pub(in crate::rest) fn arrive() -> Words {
    step("Begin the visit", "The doctor calls the patient in; not earlier than a day before the start.", "arrived", "The visit has begun.")
}

pub(in crate::rest) fn complete() -> Words {
    step("End the visit", "The visit took place; not earlier than a day before its start.", "fulfilled", "The visit is done.")
}

pub(in crate::rest) fn no_show() -> Words {
    step(
        "Note that nobody came",
        "The patient did not come; not before the visit should have begun.",
        "noshow",
        "The patient did not come.",
    )
}

/// A step that needs no more than to be said. Where it cannot be made from the status as it stands, it is an illegal move.
fn step(summary: &'static str, description: &'static str, status: &str, message: &'static str) -> Words {
    Words::new(summary, description).answers(sample::appointment(status)).saying(message).refuses([Code::IllegalMove]).with(["ETag"])
}
