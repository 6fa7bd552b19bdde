//! Versions of one record: `ETag`, `If-None-Match`, `If-Match` (RFC 9110, 8.8.3 and 13.1).

use super::problem::Problem;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use domain::Code;

/// The tag of a version.
pub(super) fn tag(version: i32) -> HeaderValue {
    // Digits and quotes are always a header value.
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether the client has this version already.
pub(super) fn is_known(headers: &HeaderMap, version: i32) -> bool {
    // Compared weakly, as the standard asks for reads.
    tags(headers, header::IF_NONE_MATCH).any(|tag| names(tag.strip_prefix("W/").unwrap_or(tag), version))
}

/// Refuses a change that was thought out for another version.
pub(super) fn check(headers: &HeaderMap, version: i32) -> Result<(), Problem> {
    let is_meant = !headers.contains_key(header::IF_MATCH) || tags(headers, header::IF_MATCH).any(|tag| names(tag, version));
    if is_meant { Ok(()) } else { Err(Code::Conflict.into()) }
}

fn tags(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers.get_all(name).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).map(str::trim)
}

fn names(tag: &str, version: i32) -> bool {
    tag == "*" || tag.strip_prefix('"').and_then(|t| t.strip_suffix('"')) == Some(&*version.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_change_needs_the_very_version_and_a_read_also_takes_a_weak_tag() {
        for (value, changes, reads) in [
            ("\"7\"", true, true),
            ("*", true, true),
            ("\"6\", \"7\"", true, true),
            ("W/\"7\"", false, true),
            ("\"8\"", false, false),
            ("7", false, false),
        ] {
            assert_eq!(check(&headers(header::IF_MATCH, value), 7).is_ok(), changes, "{value}");
            assert_eq!(is_known(&headers(header::IF_NONE_MATCH, value), 7), reads, "{value}");
        }
        assert!(check(&HeaderMap::new(), 7).is_ok() && !is_known(&HeaderMap::new(), 7));
        assert_eq!(tag(7), "\"7\"");
    }
}
