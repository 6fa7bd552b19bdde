//! `/api/doctors/me/availability/`

use super::Words;
use serde_json::{Value, json};

pub(in crate::rest) fn get() -> Words {
    Words::new("My hours", "When the doctor who is signed in can be booked.").answers(hours()).with(["ETag"])
}

pub(in crate::rest) fn put() -> Words {
    Words::new(
        "Change my hours",
        "Replaces all of them; what was read can be sent back. Appointments that are booked already stay as they are.",
    )
    .asks(hours())
    .answers(hours())
    .saying("Your hours are saved. Appointments that are booked already stay as they are.")
    .with(["ETag"])
}

fn hours() -> Value {
    json!({
        "time_zone": "Europe/Berlin",
        "weekly": [
            { "weekday": "Mon", "from": "09:00", "until": "12:30" },
            { "weekday": "Mon", "from": "14:00", "until": "17:00" },
            { "weekday": "Thu", "from": "09:00", "until": "12:30" },
        ],
        "exceptions": [
            { "date": "2026-06-04", "hours": [], "note": "conference" },
            { "date": "2026-06-06", "hours": [{ "from": "10:00", "until": "12:00" }], "note": null },
        ],
        "slot_minutes": 30,
        "notice_minutes": 120,
        "horizon_days": 60,
    })
}
