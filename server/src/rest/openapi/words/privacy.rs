//! A copy of everything, consents, the end of the account.

use super::Words;
use domain::Code;
use serde_json::{Value, json};

fn password() -> Value {
    json!({ "password": "three quiet otters" })
}

pub(in crate::rest) fn export() -> Words {
    Words::new(
        "Take a copy of everything",
        "All that is stored about the caller, also who looked at it; nobody else's data and no secret. A ZIP: a JSON file for each kind of data, \
         the appointments as a calendar (RFC 5545), a summary to read (PDF), and the files of the health record. The password is asked once \
         more, a few copies an hour are made, and that one was is noted in the audit.",
    )
    .asks(password())
    .saying("The copy.")
    .refuses([Code::RateLimited])
}

pub(in crate::rest) fn consents() -> Words {
    Words::new("What was agreed to", "Everything that was given and taken back, newest first; the latest of a kind counts.").answers(
        json!({
            "items": [{ "kind": "terms", "version": "2026-11-29", "act": "given", "at": "2026-05-29T16:40:02Z" }],
            "next": null,
        }),
    )
}

pub(in crate::rest) fn consent() -> Words {
    Words::new("Agree, or take it back", "What is so already is not noted again. What comes with the account ends with it.")
        .asks(json!({ "kind": "improve-symptom-check", "act": "withdrawn" }))
        .saying("It is noted.")
}

pub(in crate::rest) fn deletion() -> Words {
    Words::new("Is the account about to end?", "When the end was asked for, and when it comes.")
        .answers(json!({ "asked_at": "2026-05-29T16:40:02Z", "due_at": "2026-06-28T16:40:02Z" }))
}

pub(in crate::rest) fn ask_deletion() -> Words {
    Words::new(
        "End the account",
        "After some days personal data are deleted; visits that doctors must keep stay without a name. Sessions and tokens end at once. Until \
         then signing in and one request take it back. Doctors finish or call off their visits first.",
    )
    .asks(password())
    .answers(json!({ "asked_at": "2026-05-29T16:40:02Z", "due_at": "2026-06-28T16:40:02Z" }))
    .saying("You are signed out everywhere. Until then you can sign in and take it back.")
    .refuses([Code::RateLimited, Code::Conflict])
}

pub(in crate::rest) fn cancel_deletion() -> Words {
    Words::new("Keep the account", "Takes back that it was to end.").saying("The account stays.").refuses([Code::Conflict])
}

pub(in crate::rest) fn hold() -> Words {
    Words::new("Hold an account's data", "For a dispute or an order of a court: while it is held nothing of it is deleted.")
        .asks(json!({ "reason": "An order of the court of Lisbon." }))
        .saying("Nothing of this account is deleted now.")
}

pub(in crate::rest) fn let_go() -> Words {
    Words::new("Let an account's data go", "It can be deleted again.").saying("The account can be deleted again.")
}
