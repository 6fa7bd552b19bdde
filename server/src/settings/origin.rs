//! Scheme, host and port: what browsers compare.

use std::{fmt, str::FromStr};

/// An origin (RFC 6454) with the default port left out, lower-cased: equal origins are equal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    authority: String,
}

impl Origin {
    /// Whether the scheme is https.
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// Host with the port, where it is not the scheme's own.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether the host is this machine.
    pub fn is_loopback(&self) -> bool {
        let uri: Option<http::uri::Authority> = self.authority.parse().ok();
        uri.is_some_and(|a| {
            let host = a.host().trim_matches(['[', ']']);
            host == "localhost" || host.ends_with(".localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("{raw:?} is not an origin like https://clinic.example.org");
        let (scheme, rest) = raw.trim().split_once("://").ok_or_else(wrong)?;
        let scheme = scheme.to_ascii_lowercase();
        let own_port = match scheme.as_str() {
            "http" => ":80",
            "https" => ":443",
            _ => return Err(wrong()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let parsed: http::uri::Authority = authority.parse().map_err(|_| wrong())?;
        if parsed.host().is_empty() || authority.contains('@') {
            return Err(wrong());
        }
        let authority = authority.strip_suffix(own_port).map_or(authority.clone(), str::to_owned);
        Ok(Self { scheme, authority })
    }
}
