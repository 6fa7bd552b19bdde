//! `/api/auth/passkey/`, `/api/users/me/passkeys/`

use super::{Words, sample};
use domain::Code;
use serde_json::{Value, json};

const QUESTION: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6InBhc3NrZXkrand0Iiwia2lkIjoiMSJ9.eyJzdWIiOm51bGws….Zk3q…";
const CHALLENGE: &str = "h0jX1Qj7hQZ6nA9mYyR8b1s2kq5iXoW3eL4uC7vTgDs";
const CLIENT: &str = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiaDBqWDFR…";

pub(in crate::rest) fn ask() -> Words {
    Words::new(
        "Ask a device to sign in",
        "What a browser hands to `navigator.credentials.get()` (WebAuthn Level 2). The question lives for five minutes; nothing of it is stored.",
    )
    .answers(json!({
        "question": QUESTION,
        "public_key": { "challenge": CHALLENGE, "timeout": 300_000, "rpId": "example.org", "userVerification": "required" },
    }))
}

pub(in crate::rest) fn sign_in() -> Words {
    Words::new(
        "Sign in with a passkey",
        "Answers with the account and sets the session's cookie. A passkey is two factors at once: no code is asked for. Each question counts \
         once.",
    )
    .asks(json!({
        "question": QUESTION,
        "credential": {
            "id": "SqV0WlNZ…",
            "response": { "clientDataJSON": CLIENT, "authenticatorData": "o3mm9u6vuaVeN4wRgDTidR5oL6ufLTCrE9ISVYbOGUc…", "signature": "MEUCIQ…" },
        },
    }))
    .answers(sample::me())
    .saying("You are signed in.")
    .refuses([Code::Expired, Code::RateLimited])
    .with(["Set-Cookie"])
}

pub(in crate::rest) fn list() -> Words {
    Words::new("My passkeys", "Oldest first.").answers(json!({ "items": [key()], "next": null }))
}

pub(in crate::rest) fn ask_new() -> Words {
    Words::new(
        "Ask a device to make a passkey",
        "What a browser hands to `navigator.credentials.create()`. The password is asked for once more, and a code where signing in asks for one.",
    )
    .asks(json!({ "password": "three quiet otters", "code": "492039" }))
    .answers(json!({
        "question": QUESTION,
        "public_key": {
            "rp": { "id": "example.org", "name": "Smart Health" },
            "user": { "id": "AZsvcAwRe1KaY44vTXwbCA", "name": "jo@example.org", "displayName": "jo@example.org" },
            "challenge": CHALLENGE,
            "pubKeyCredParams": [
                { "type": "public-key", "alg": -7 },
                { "type": "public-key", "alg": -8 },
                { "type": "public-key", "alg": -257 },
            ],
            "timeout": 300_000,
            "excludeCredentials": [],
            "authenticatorSelection": { "residentKey": "required", "userVerification": "required" },
            "attestation": "none",
        },
    }))
    .refuses([Code::RateLimited])
}

pub(in crate::rest) fn add() -> Words {
    Words::new("Add a passkey", "It opens the account without the password, and the owner is told by mail. An account has 20 at most.")
        .asks(json!({
            "question": QUESTION,
            "name": "phone",
            "credential": { "response": { "clientDataJSON": CLIENT, "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVi…" } },
        }))
        .answers(key())
        .saying("It opens your account from now on.")
        .refuses([Code::Expired])
}

pub(in crate::rest) fn remove() -> Words {
    Words::new("Remove a passkey", "It opens the account no more.").saying("It opens your account no more.")
}

fn key() -> Value {
    json!({
        "id": "019b2f70-0c11-7b52-9a63-8e2f4d7c1b0a",
        "name": "phone",
        "is_synced": true,
        "created_at": "2026-05-29T16:40:02.318845Z",
        "last_used_at": null,
    })
}
