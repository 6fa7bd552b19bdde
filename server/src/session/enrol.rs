//! Who must have a second factor and has shown none may set one up, and nothing else.

use crate::layer::refusal::{answer, is_for_programs};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Code;

/// Where it is set up.
const PAGE: &str = "/settings/second-factor";

/// What is open meanwhile: setting it up, knowing who one is, signing out.
pub(super) fn is_open(path: &str) -> bool {
    const OPEN: [&str; 8] = [
        PAGE,
        "/settings/passkeys",
        "/logout",
        "/theme",
        "/api/users/me",
        "/api/auth/logout",
        "/api/auth/logout-everywhere",
        "/api/auth/revoke",
    ];
    const SET_UP: [&str; 4] =
        ["/api/users/me/second-factor", "/api/users/me/second-factor/confirm", "/api/users/me/passkeys", "/api/users/me/passkeys/question"];
    let path = path.trim_end_matches('/');
    OPEN.contains(&path) || SET_UP.contains(&path)
}

/// The way there.
pub(super) fn first(path: &str) -> Response {
    if is_for_programs(path) || path == crate::live::PATH {
        return answer("/api/", Code::SecondFactorMissing);
    }
    (StatusCode::SEE_OTHER, [(header::LOCATION, PAGE)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_open_but_the_way_to_a_second_factor_and_out() {
        for (path, open) in [
            (PAGE, true),
            ("/api/users/me/second-factor/confirm/", true),
            ("/logout", true),
            ("/", false),
            ("/settings", false),
            ("/settings/second-factor/more", false),
            ("/api/users/me/tokens/", false),
            ("/api/auth/token/", false),
            ("/live", false),
            ("/fn/agenda", false),
        ] {
            assert_eq!(is_open(path), open, "{path}");
        }
    }
}
