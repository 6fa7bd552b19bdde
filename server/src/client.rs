//! Whom a request comes from: the connection's other end, or whom a proxy names that we trust. Nothing else works this out.

use crate::settings::Settings;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

/// Most proxies in a row that are looked at.
const MOST_HOPS: usize = 32;

/// In the extensions of requests that came over TLS of our own.
#[derive(Debug, Clone, Copy)]
pub struct OverTls;

/// Where a request comes from; in its extensions. Absent where there is no connection, as in tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// The address.
    pub ip: IpAddr,
    /// Whether nobody on the way could read along.
    pub is_https: bool,
}

impl Client {
    /// From whom the request with these extensions comes.
    pub fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get().copied()
    }

    /// What counts as one place: an IPv4 address, or the /64 of an IPv6 one, of which every household has a whole.
    pub fn place(&self) -> IpAddr {
        masked(self.ip, 32, 64)
    }

    /// Whether it is this machine itself: a proxy that nobody told us of, or the operator.
    pub fn is_here(&self) -> bool {
        self.ip.is_loopback()
    }
}

/// The region of an address, for logs: it finds a troublemaker's network and no person.
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = if self.ip.is_ipv4() { 24 } else { 48 };
        write!(f, "{}/{bits}", masked(self.ip, 24, 48))
    }
}

fn masked(ip: IpAddr, bits_4: u32, bits_6: u32) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => Ipv4Addr::from_bits(ip.to_bits() & u32::MAX.checked_shl(32 - bits_4).unwrap_or(0)).into(),
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & u128::MAX.checked_shl(128 - bits_6).unwrap_or(0)).into(),
    }
}

/// A block of addresses: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    first: IpAddr,
    bits: u32,
}

impl Block {
    /// Whether an address lies in it.
    pub fn contains(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        ip.is_ipv4() == self.first.is_ipv4() && masked(ip, self.bits.min(32), self.bits) == self.first
    }
}

impl FromStr for Block {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, String> {
        let wrong = || format!("{raw:?} is not a block of addresses like 10.0.0.0/8 or fd00::/8");
        let (ip, bits) = raw.split_once('/').map_or((raw, None), |(ip, bits)| (ip, Some(bits)));
        let ip: IpAddr = ip.parse().map_err(|_| wrong())?;
        let most = if ip.is_ipv4() { 32 } else { 128 };
        let bits: u32 = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > most || ip.to_canonical() != ip {
            return Err(wrong());
        }
        Ok(Self { first: masked(ip, bits.min(32), bits), bits })
    }
}

/// The header in which our proxies say whom they speak for. One of them: of the other, nobody knows who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// `X-Forwarded-For` and `X-Forwarded-Proto`.
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// Which proxies are believed, and what of theirs is read.
#[derive(Debug, Clone)]
pub struct Proxies {
    /// Where they stand.
    pub trusted: Vec<Block>,
    /// Which header they write.
    pub named: Named,
}

impl Proxies {
    /// Whether an address is one of theirs.
    pub fn trusts(&self, ip: IpAddr) -> bool {
        self.trusted.iter().any(|block| block.contains(ip))
    }

    /// Whom a request of `peer` comes from: from right to left, the first whom no proxy of ours wrote itself.
    pub fn client(&self, peer: IpAddr, is_tls: bool, headers: &HeaderMap) -> Client {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return Client { ip: peer, is_https: is_tls };
        }
        let hops = self.hops(headers);
        let mut ip = peer;
        for hop in hops.iter().rev().take(MOST_HOPS) {
            // What cannot be read names nobody: who sent it counts.
            let Some(before) = hop.address else { break };
            ip = before;
            if !self.trusts(ip) {
                break;
            }
        }
        let proto = match self.named {
            Named::Forwarded => hops.last().and_then(|hop| hop.proto.clone()),
            Named::XForwarded => parts(headers, "x-forwarded-proto").pop(),
        };
        Client { ip, is_https: proto.map_or(is_tls, |proto| proto.eq_ignore_ascii_case("https")) }
    }

    fn hops(&self, headers: &HeaderMap) -> Vec<Hop> {
        match self.named {
            Named::XForwarded => parts(headers, "x-forwarded-for").iter().map(|hop| Hop { address: address(hop), proto: None }).collect(),
            Named::Forwarded => parts(headers, "forwarded").iter().map(|element| Hop::read(element)).collect(),
        }
    }
}

struct Hop {
    address: Option<IpAddr>,
    proto: Option<String>,
}

impl Hop {
    /// `for="[2001:db8::1]:4711";proto=https`
    fn read(element: &str) -> Self {
        let mut hop = Self { address: None, proto: None };
        for pair in element.split(';') {
            let Some((name, value)) = pair.split_once('=') else { continue };
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => hop.address = address(value),
                "proto" => hop.proto = Some(value.to_owned()),
                _ => {}
            }
        }
        hop
    }
}

/// The parts of a header that is a list, over all of its lines.
fn parts(headers: &HeaderMap, name: &str) -> Vec<String> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?"));
    lines.flat_map(|line| line.split(',')).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`
fn address(raw: &str) -> Option<IpAddr> {
    let bare = || raw.strip_prefix('[').and_then(|raw| raw.strip_suffix(']')).unwrap_or(raw).parse::<IpAddr>().ok();
    bare().or_else(|| raw.parse::<SocketAddr>().ok().map(|at| at.ip())).map(|ip| ip.to_canonical())
}

/// Notes from whom the request comes.
pub async fn find(State(settings): State<Arc<Settings>>, mut request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    if let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() {
        let is_tls = extensions.get::<OverTls>().is_some();
        let client = settings.proxies.client(peer.ip(), is_tls, request.headers());
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn ip(raw: &str) -> IpAddr {
        raw.parse().expect("an address")
    }

    fn client(named: Named, peer: &str, headers: &[(&'static str, &str)]) -> Client {
        let trusted = ["10.0.0.0/8", "fd00::/8", "192.0.2.7"].iter().map(|block| block.parse().expect("a block")).collect();
        let given = headers.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_str(v).expect("a value")));
        Proxies { trusted, named }.client(ip(peer), false, &given.collect())
    }

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed_from_right_to_left() {
        let of = |peer, list: &str| client(Named::XForwarded, peer, &[("x-forwarded-for", list)]).ip.to_string();
        for (peer, list, from) in [
            ("198.51.100.1", "203.0.113.9", "198.51.100.1"),
            ("10.1.1.1", "203.0.113.9", "203.0.113.9"),
            ("10.1.1.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
            ("10.1.1.1", "6.6.6.6, 203.0.113.9, 10.2.2.2", "203.0.113.9"),
            ("::ffff:10.1.1.1", "203.0.113.9:4711", "203.0.113.9"),
            ("fd00::1", "[2001:db8::1]:443", "2001:db8::1"),
            ("10.1.1.1", "::ffff:203.0.113.9", "203.0.113.9"),
            ("10.1.1.1", "10.3.3.3, 10.2.2.2", "10.3.3.3"),
            ("10.1.1.1", "unknown", "10.1.1.1"),
            ("10.1.1.1", "203.0.113.9, nonsense", "10.1.1.1"),
            ("10.1.1.1", "203.0.113.9, nonsense, 10.2.2.2", "10.2.2.2"),
            ("10.1.1.1", "", "10.1.1.1"),
            ("192.0.2.8", "203.0.113.9", "192.0.2.8"),
        ] {
            assert_eq!(of(peer, list), from, "{peer} {list}");
        }
    }

    #[test]
    fn one_header_is_read_and_the_other_is_anybodys() {
        let both = [("forwarded", "for=203.0.113.1;proto=https"), ("x-forwarded-for", "203.0.113.2"), ("x-forwarded-proto", "http")];
        let one = client(Named::Forwarded, "10.1.1.1", &both);
        let other = client(Named::XForwarded, "10.1.1.1", &both);
        assert_eq!((one.ip, one.is_https), (ip("203.0.113.1"), true));
        assert_eq!((other.ip, other.is_https), (ip("203.0.113.2"), false));
        let list = [("forwarded", "for=6.6.6.6"), ("forwarded", r#"For="[2001:db8::1]:4711" ; proto=https, for=10.2.2.2"#)];
        let listed = client(Named::Forwarded, "10.1.1.1", &list);
        assert_eq!((listed.ip, listed.is_https), (ip("2001:db8::1"), false), "the last proxy says how it was asked");
        assert_eq!(client(Named::Forwarded, "10.1.1.1", &[("forwarded", "for=_hidden, for=unknown")]).ip, ip("10.1.1.1"));
    }

    #[test]
    fn a_household_is_one_place_and_a_log_names_no_person() {
        let at = |raw| Client { ip: ip(raw), is_https: false };
        assert_eq!(at("2001:db8:1:2:aaaa::1").place(), at("2001:db8:1:2:bbbb::2").place());
        assert_ne!(at("2001:db8:1:2::1").place(), at("2001:db8:1:3::1").place());
        assert_ne!(at("203.0.113.1").place(), at("203.0.113.2").place());
        assert_eq!(at("::ffff:203.0.113.1").place(), ip("203.0.113.1"));
        assert_eq!(
            (at("203.0.113.99").to_string(), at("2001:db8:1:2::1").to_string()),
            ("203.0.113.0/24".into(), "2001:db8:1::/48".into())
        );
    }

    #[test]
    fn a_block_that_is_none_is_refused() {
        for raw in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "::ffff:10.0.0.1", "all", "10.0.0.0/-1"] {
            assert!(raw.parse::<Block>().is_err(), "{raw}");
        }
        assert!("0.0.0.0/0".parse::<Block>().is_ok_and(|all| all.contains(ip("255.255.255.255")) && !all.contains(ip("::1"))));
        assert!("::/0".parse::<Block>().is_ok_and(|all| all.contains(ip("2001:db8::1")) && !all.contains(ip("1.2.3.4"))));
        assert!("10.1.2.3/8".parse::<Block>().is_ok_and(|block| block.contains(ip("10.9.9.9"))));
    }
}
