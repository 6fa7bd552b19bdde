//! `/api/auth/token/` and its neighbours, `/api/users/me/tokens/`

use super::Words;
use domain::Code;
use serde_json::{Value, json};

pub(in crate::rest) fn issue() -> Words {
    Words::new(
        "Get tokens",
        "For programs that act for a person: an access token for a quarter of an hour, and a refresh token for the next ones. Tries are \
         counted together with those of signing in.",
    )
    .asks(json!({ "email": "jo@example.org", "password": "three quiet otters", "scope": "read write" }))
    .answers(tokens())
    .saying("Keep these like a password.")
    .refuses([Code::SecondFactorRequired, Code::RateLimited])
}

pub(in crate::rest) fn refresh() -> Words {
    Words::new(
        "Get the next tokens",
        "A refresh token is good once. Asked again within ten seconds it answers the same, so that two windows of a program may ask at once; \
         later a second use means that somebody has a copy, and the whole sign-in ends. A sign-in also ends after 14 days without a refresh, \
         and after 90 days.",
    )
    .asks(json!({ "refresh_token": REFRESH }))
    .answers(tokens())
    .saying("Use the new refresh token the next time.")
}

pub(in crate::rest) fn revoke() -> Words {
    Words::new(
        "End a token",
        "A refresh token or an access token ends its sign-in with all its tokens, a personal token ends itself. The answer is the same for \
         one that is not known.",
    )
    .asks(json!({ "token": REFRESH }))
    .saying("It is good for nothing any more.")
}

pub(in crate::rest) fn list() -> Words {
    Words::new("My personal tokens", "Those that count, newest first.").answers(json!({ "items": [personal()], "next": null }))
}

pub(in crate::rest) fn create() -> Words {
    Words::new(
        "Make a personal token",
        "For scripts. Its text is told once; it begins with `shs_` and ends in a checksum, so that those who search for leaked tokens find it. \
         The password is asked for once more. An account has 50 at most.",
    )
    .asks(json!({ "name": "calendar export", "scope": "read", "days": 90, "password": "three quiet otters" }))
    .answers(json!({ "token": "shs_4f9Zr0mXbY6sWl1pQn8tUv3cKd7eGh2iJa5oRxTyLzBqAwSe", "personal": personal() }))
    .saying("Copy it now: it is not shown again.")
    .refuses([Code::RateLimited])
}

pub(in crate::rest) fn revoke_own() -> Words {
    Words::new("Revoke a personal token", "It is good for nothing at once.").saying("It is good for nothing any more.")
}

const REFRESH: &str = "shr_Qm3vT8xYb1Lk0ZsWc9RpHd5NfJg7UeAo2KiXqPzBtVrGyMlS";

pub(super) fn tokens() -> Value {
    json!({
        "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.eyJpc3MiOi….kX2rWc…",
        "token_type": "Bearer",
        "expires_in": 900,
        "refresh_token": REFRESH,
        "refresh_expires_at": "2026-06-12T16:40:02.318845Z",
        "scope": "read write",
    })
}

fn personal() -> Value {
    json!({
        "id": "019b2f70-3c11-7e02-b5d4-8f6a2e9c7d15",
        "name": "calendar export",
        "scope": "read",
        "created_at": "2026-05-29T16:40:02.318845Z",
        "last_used_at": null,
        "expires_at": "2026-08-27T16:40:02.318845Z",
    })
}
