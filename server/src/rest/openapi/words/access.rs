//! Links that come by mail, the password, the address, sessions.

use super::Words;
use domain::Code;
use serde_json::{Value, json};

const TOKEN: &str = "5b0a4d0e3c5c4f0c8f438d1d5a2b7c665b0a4d0e3c5c4f0c8f438d1d5a2b7c66";

fn link() -> Value {
    json!({ "token": TOKEN })
}

pub(in crate::rest) fn verify_email() -> Words {
    Words::new(
        "Confirm an address",
        "By the link that was mailed at registration; it works once, for 24 hours. Whoever has the link may: nobody need be signed in.",
    )
    .asks(link())
    .saying("The address is confirmed.")
    .refuses([Code::Expired])
}

pub(in crate::rest) fn resend() -> Words {
    Words::new("Send the link again", "Mails another link to an address that is not confirmed yet; three in a quarter of an hour.")
        .saying("If the address is not confirmed yet, a link is on its way.")
        .refuses([Code::RateLimited])
}

pub(in crate::rest) fn ask_reset() -> Words {
    Words::new(
        "Forgot the password",
        "Mails a link with which a new password is chosen. The answer is the same, and takes as long, whether or not the address has an \
         account. An address is sent three mails in a quarter of an hour, whose links all stay good; a network address asks twenty times.",
    )
    .asks(json!({ "email": "jo@example.org" }))
    .saying("If this address has an account, a link is on its way.")
    .refuses([Code::RateLimited])
}

pub(in crate::rest) fn reset_password() -> Words {
    Words::new(
        "Choose a new password",
        "By a mailed link; it works once, for 30 minutes. Every session ends, and other links lose their use. A password that is refused \
         does not use the link up.",
    )
    .asks(json!({ "token": TOKEN, "password": "three quiet otters" }))
    .saying("The password is changed. Please sign in with the new one.")
    .refuses([Code::Expired])
}

pub(in crate::rest) fn change_email() -> Words {
    Words::new("Confirm a new address", "By the link that was mailed to it; it works once, for 24 hours. The old address is told.")
        .asks(link())
        .saying("The address is changed.")
        .refuses([Code::Expired, Code::Conflict])
}

pub(in crate::rest) fn email() -> Words {
    Words::new("One's address", "And whether it is confirmed.").answers(json!({ "email": "jo@example.org", "verified": true }))
}

pub(in crate::rest) fn ask_email() -> Words {
    Words::new(
        "Change the address",
        "Mails a link to the new address, and a notice to the old one. The account has the new one once the link was followed. The answer \
         is the same for an address that another account has.",
    )
    .asks(json!({ "current_password": "three quiet otters", "email": "jo.miller@example.org" }))
    .saying("A link is on its way to the new address.")
    .refuses([Code::RateLimited])
}

pub(in crate::rest) fn change_password() -> Words {
    Words::new("Change the password", "Ends every other session; this one goes on under a new cookie. A notice is mailed.")
        .asks(json!({ "current_password": "three quiet otters", "password": "four loud herons" }))
        .saying("The password is changed. Other devices are signed out.")
        .refuses([Code::RateLimited])
}

pub(in crate::rest) fn sessions() -> Words {
    Words::new("Where am I signed in?", "This session first, then those used last.").answers(json!({
        "items": [{
            "id": "5b0a4d0e-3c5c-4f0c-8f43-8d1d5a2b7c66",
            "device": "Firefox on Linux",
            "since": "2026-05-29T16:40:02Z",
            "last_seen": "2026-05-29T17:12:45.120934Z",
            "is_this": true,
        }],
        "next": null,
    }))
}

pub(in crate::rest) fn end_others() -> Words {
    Words::new(
        "Sign out elsewhere",
        "Ends every session of the account and every sign-in of a program, but the one that asks. Personal tokens are revoked one by one.",
    )
    .saying("You are signed out on all other devices.")
}

pub(in crate::rest) fn end() -> Words {
    Words::new("Sign out one device", "Ends one session of the account.").saying("That device is signed out.")
}
