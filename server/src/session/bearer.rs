//! `Authorization: Bearer`, which only the API understands.

use super::Visitor;
use crate::layer::refusal::{self, challenge};
use crate::state::AppState;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::Code;
use service::{Error, token};

/// What a request shows of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented<'a> {
    /// None, or not to the API.
    Nothing,
    /// This one; empty where what stands there cannot be one.
    Token(&'a str),
}

/// Finds the token of a request to `path`. Another scheme than `Bearer` is somebody else's affair, such as a proxy's.
pub fn presented<'a>(path: &str, headers: &'a HeaderMap) -> Presented<'a> {
    let given: Vec<&HeaderValue> = headers.get_all(header::AUTHORIZATION).iter().collect();
    // Bytes: what is no text must not pass for no token.
    let bears = |value: &&HeaderValue| value.as_bytes().get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"));
    if !path.starts_with("/api/") || !given.iter().any(bears) {
        return Presented::Nothing;
    }
    // One space, as RFC 6750 writes it.
    match given.as_slice() {
        [only] => Presented::Token(only.to_str().ok().and_then(|value| value.get(6..)?.strip_prefix(' ')).unwrap_or_default()),
        _ => Presented::Token(""),
    }
}

/// Who the token stands for, or the refusal.
pub(super) async fn visitor(state: &AppState, text: &str) -> Result<Visitor, Response> {
    match token::bearer(&state.services, text).await {
        Ok(bearer) => Ok(Visitor {
            account: Some(bearer.account),
            scopes: Some(bearer.scopes),
            grant: Some(bearer.grant),
            second_factor: bearer.second_factor,
            must_enrol: false,
        }),
        Err(Error::Refused(Code::Unauthenticated)) => {
            let mut refused = refusal::answer("/api/", Code::Unauthenticated);
            refused.headers_mut().insert(header::WWW_AUTHENTICATE, challenge(", error=\"invalid_token\""));
            Err(refused)
        }
        Err(error) => {
            tracing::error!(%error, "whose token it is could not be found out");
            Err(refusal::answer("/api/", Code::Unavailable))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_from_one_header_of_one_scheme_and_for_the_api_alone() {
        for (path, given, presents) in [
            ("/api/users/me/", &["Bearer abc"][..], Presented::Token("abc")),
            ("/api/users/me/", &["bEARER abc"], Presented::Token("abc")),
            ("/api/users/me/", &["Bearer"], Presented::Token("")),
            ("/api/users/me/", &["Bearerabc"], Presented::Token("")),
            ("/api/users/me/", &["Bearer\tabc"], Presented::Token("")),
            ("/api/users/me/", &["Bearer abc", "Bearer def"], Presented::Token("")),
            ("/api/users/me/", &["Basic abc", "Bearer def"], Presented::Token("")),
            ("/api/users/me/", &["Bearer \u{e4}"], Presented::Token("")),
            ("/api/users/me/", &["Basic abc"], Presented::Nothing),
            ("/api/users/me/", &[], Presented::Nothing),
            ("/settings", &["Bearer abc"], Presented::Nothing),
            ("/fn/agenda", &["Bearer abc"], Presented::Nothing),
            ("/apiary", &["Bearer abc"], Presented::Nothing),
        ] {
            let mut headers = HeaderMap::new();
            for value in given {
                headers.append(header::AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
            }
            assert_eq!(super::presented(path, &headers), presents, "{path} {given:?}");
        }
    }
}
