//! `/api/auth/`

use super::{Words, sample};
use domain::Code;
use serde_json::json;

pub(in crate::rest) fn register() -> Words {
    Words::new(
        "Register",
        "Makes the account of a patient or a doctor. A doctor is shown and can be booked once an administrator has checked the licence. \
         The answer is the same whether or not the address had an account before, so that nobody learns who is registered.",
    )
    .asks(json!({
        "email": "jo@example.org",
        "password": "three quiet otters",
        "user_type": "patient",
        "name": "Jo Miller",
        "date_of_birth": "1992-04-17",
        "time_zone": "Europe/Berlin",
    }))
    .answers(json!({ "email": "jo@example.org", "user_type": "patient" }))
    .saying("You can sign in now, and confirm the address by the link that we mail. If you had an account already, it is unchanged.")
}

pub(in crate::rest) fn login() -> Words {
    Words::new(
        "Sign in",
        "Answers with the account and sets the session's cookie. A wrong address and a wrong password are refused alike. Ten tries for one \
         account in a quarter of an hour, or a hundred from one network address, and it is `RATE_LIMITED`; a \
         device that the account knows by its cookie `device` (over https `__Host-device`) has ten of its own. \
         The owner is mailed where a device is new. Where the account has a second factor, `SECOND_FACTOR_REQUIRED` brings the \
         `mfa_token` for `POST /api/auth/second-factor/`.",
    )
    .asks(json!({ "email": "jo@example.org", "password": "three quiet otters" }))
    .answers(sample::me())
    .saying("You are signed in.")
    .refuses([Code::SecondFactorRequired, Code::RateLimited])
    .with(["Set-Cookie"])
}

pub(in crate::rest) fn logout() -> Words {
    Words::new("Sign out", "Ends this session. Who is not signed in is signed out already.").saying("You are signed out.")
}

pub(in crate::rest) fn logout_everywhere() -> Words {
    Words::new("Sign out everywhere", "Ends every session of the account, on every device.").saying("You are signed out on every device.")
}
