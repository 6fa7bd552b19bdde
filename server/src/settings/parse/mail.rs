//! The address of a mail server.

use std::net::IpAddr;

/// Whether nobody on the way to it can read along: it insists on TLS, or is this machine.
pub(super) fn is_private(url: &str) -> bool {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = address.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    // `opportunistic` goes on in the open where somebody on the way strikes the offer out.
    let insists = query.split('&').any(|pair| pair == "tls=required" || pair == "tls=wrapper");
    scheme.eq_ignore_ascii_case("smtps") || insists || is_loopback(host)
}

pub(super) fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_private_with_tls_that_is_insisted_on_and_on_this_machine() {
        for (url, private) in [
            ("smtps://ann:s3cret@mail.example", true),
            ("smtp://ann:s3cret@mail.example:587?tls=required", true),
            ("smtp://ann:s3cret@mail.example", false),
            ("smtp://mail.example:25?tls=opportunistic", false),
            ("smtp://mail.example/?x=tls=required", false),
            ("smtp://127.0.0.1:2525", true),
            ("smtp://[::1]:2525", true),
            ("smtp://localhost", true),
            ("smtp://localhost.example", false),
            ("smtp://127.0.0.1@mail.example", false),
            ("smtp://localhost:25@mail.example", false),
        ] {
            assert_eq!(is_private(url), private, "{url}");
        }
    }
}
