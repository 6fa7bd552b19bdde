//! Whom proxies say they speak for.

use axum::http::{HeaderMap, HeaderValue};
use server::client::{Block, Named, Proxies};
use std::net::IpAddr;

/// A byte for the connection's other end and the header that counts, then lines of that header and of the other in turn.
pub(crate) fn address(data: &[u8]) {
    let [how, rest @ ..] = data else { return };
    let named = if how & 1 == 0 { Named::XForwarded } else { Named::Forwarded };
    let peer = IpAddr::from(if how & 2 == 0 { [10, 1, 1, 1] } else { [198, 51, 100, 1] });
    let mut headers = HeaderMap::new();
    for (at, line) in rest.split(|byte| *byte == b'\n').enumerate() {
        let name = ["x-forwarded-for", "forwarded", "x-forwarded-proto"][(at + usize::from(how >> 2)) % 3];
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(name, value);
        }
        if let Ok(text) = std::str::from_utf8(line)
            && let Ok(block) = text.parse::<Block>()
        {
            assert!(!block.contains(IpAddr::from([0; 16])) || text.contains(':'), "{text}");
        }
    }
    let trusted = ["10.0.0.0/8", "fd00::/8"].into_iter().filter_map(|block| block.parse().ok()).collect();
    let proxies = Proxies { trusted, named };
    let client = proxies.client(peer, false, &headers);
    assert!(proxies.trusts(peer) || (client.ip == peer && !client.is_https), "a stranger is believed: {client:?}");
    assert_eq!(client.ip, client.ip.to_canonical(), "one address, one spelling");
    assert!(client.to_string().contains('/') && client.place().is_ipv4() == client.ip.is_ipv4());
}
