//! `/api/auth/second-factor/`, `/api/users/me/second-factor/`

use super::{Words, sample, token};
use domain::Code;
use serde_json::{Value, json};

const MFA: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6InBlbmRpbmcrand0Iiwia2lkIjoiMSJ9.eyJzdWIi….R2b7…";

pub(in crate::rest) fn sign_in() -> Words {
    Words::new(
        "Sign in: the second step",
        "With the `mfa_token` of the first step, which lasts ten minutes and opens nothing by itself. A code counts once. After five wrong \
         ones in a quarter of an hour it is `RATE_LIMITED`.",
    )
    .asks(json!({ "mfa_token": MFA, "code": "492039" }))
    .answers(sample::me())
    .saying("You are signed in.")
    .refuses([Code::Expired, Code::RateLimited])
    .with(["Set-Cookie"])
}

pub(in crate::rest) fn issue() -> Words {
    Words::new("Get tokens: the second step", "As the second step of signing in, for programs.")
        .asks(json!({ "mfa_token": MFA, "code": "492039", "scope": "read write" }))
        .answers(token::tokens())
        .saying("Keep these like a password.")
        .refuses([Code::Expired, Code::RateLimited])
}

pub(in crate::rest) fn state() -> Words {
    Words::new("My second factor", "Whether signing in asks for a code.").answers(json!({
        "is_on": true,
        "since": "2026-05-29T16:40:02.318845Z",
        "recovery_codes_left": 9,
    }))
}

pub(in crate::rest) fn begin() -> Words {
    Words::new(
        "Begin to set up a second factor",
        "Draws a secret for an app that shows six digits every half minute (TOTP: RFC 6238, SHA-1). It counts for nothing before it is \
         confirmed, and can be drawn anew until then. `CONFLICT` where there is one already.",
    )
    .asks(json!({ "password": "three quiet otters" }))
    .answers(json!({
        "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "uri": "otpauth://totp/Smart%20Health:jo%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Smart%20Health&algorithm=SHA1&digits=6&period=30",
    }))
    .saying("Confirm it with a code of the device.")
    .refuses([Code::Conflict, Code::RateLimited])
}

pub(in crate::rest) fn confirm() -> Words {
    Words::new(
        "Confirm the second factor",
        "From now on signing in asks for a code. Answers with ten recovery codes for the day when the device is lost.",
    )
    .asks(code())
    .answers(codes())
    .saying("Keep these codes where you find them without your device.")
    .refuses([Code::Conflict, Code::RateLimited])
}

pub(in crate::rest) fn renew() -> Words {
    Words::new("Renew the recovery codes", "The old ones are good for nothing any more.")
        .asks(code())
        .answers(codes())
        .saying("The old codes are good for nothing any more.")
        .refuses([Code::Conflict, Code::RateLimited])
}

pub(in crate::rest) fn remove() -> Words {
    Words::new("Take the second factor away", "Needs password and code, and signs out on every device.")
        .asks(json!({ "password": "three quiet otters", "code": "492039" }))
        .saying("Signing in asks for your password alone. You are signed out on every device.")
        .refuses([Code::Conflict, Code::RateLimited])
}

pub(in crate::rest) fn reset() -> Words {
    Words::new(
        "Take somebody's second factor away",
        "Their passkeys, too. For those who have lost device and recovery codes; make sure first who it is. They are signed out on every device. One's own cannot \
         be reset here: 403.",
    )
    .saying("They sign in with their password and can set up another one.")
}

fn code() -> Value {
    json!({ "code": "492039" })
}

fn codes() -> Value {
    let codes: Vec<String> = (0..10).map(|n| format!("4f9{n}-r0mx-b6ws")).collect();
    json!({ "recovery_codes": codes })
}
