//! `/api/users/`

use super::{Words, sample};
use domain::Code;
use serde_json::json;

pub(in crate::rest) fn me() -> Words {
    Words::new("Who am I?", "The account that is signed in, with the patient or the doctor behind it.").answers(sample::me()).with(["ETag"])
}

pub(in crate::rest) fn list() -> Words {
    Words::new("List accounts", "Every account, newest first.").answers(json!({
        "items": [{
            "id": "019b2f6d-1f04-7a10-8d3f-0c5e9a7b4412",
            "email": "jo@example.org",
            "user_type": "patient",
            "is_active": true,
            "created_at": "2026-05-04T08:12:45.120934Z",
            "second_factor": false,
        }],
        "next": "019b2f6d-1f04-7a10-8d3f-0c5e9a7b4412",
    }))
}

pub(in crate::rest) fn activate() -> Words {
    Words::new("Let an account in", "The account can sign in again. One's own account cannot be changed here: 403.")
        .saying("The account can sign in.")
}

pub(in crate::rest) fn deactivate() -> Words {
    Words::new(
        "Keep an account out",
        "The account can no longer sign in, and its sessions end at once. A doctor is no longer shown. One's own account cannot be changed \
         here: 403.",
    )
    .saying("The account can no longer sign in.")
    .refuses([Code::Forbidden])
}
