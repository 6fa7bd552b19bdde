//! How many connections there are, in all and from each place.

use crate::client::{Client, Proxies};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections by place.
type Taken = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// The caps. Beyond the first, connections wait in the system's queue; beyond the second, they are closed.
pub(super) struct Places {
    all: Arc<Semaphore>,
    taken: Taken,
    each: usize,
    proxies: Proxies,
}

/// A connection's place; free again when dropped.
pub(super) struct Place {
    _one: OwnedSemaphorePermit,
    counted: Option<(IpAddr, Taken)>,
}

impl Places {
    pub(super) fn new(all: usize, each: usize, proxies: Proxies) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), taken: Arc::default(), each, proxies }
    }

    /// The next connection; `None` for one whose place has too many already.
    pub(super) async fn next(&self, listener: &TcpListener) -> io::Result<Option<(Place, TcpStream, SocketAddr)>> {
        let one = self.all.clone().acquire_owned().await.map_err(io::Error::other)?;
        let (stream, peer) = listener.accept().await?;
        Ok(self.admit(peer.ip(), one).map(|place| (place, stream, peer)))
    }

    fn admit(&self, ip: IpAddr, one: OwnedSemaphorePermit) -> Option<Place> {
        let peer = Client { ip: ip.to_canonical(), is_https: false };
        // Many people come from where a proxy stands; and a proxy that nobody told us of is most often this machine.
        if peer.is_here() || self.proxies.trusts(peer.ip) {
            return Some(Place { _one: one, counted: None });
        }
        let place = peer.place();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(place).or_default();
        if *count >= self.each {
            tracing::debug!(from = %peer, "a connection too many");
            return None;
        }
        *count += 1;
        Some(Place { _one: one, counted: Some((place, self.taken.clone())) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((place, taken)) = &self.counted else { return };
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(place) {
            *count -= 1;
            if *count == 0 {
                taken.remove(place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Named;

    #[tokio::test]
    async fn one_place_cannot_take_all_the_connections_and_a_proxy_can() {
        let trusted = vec!["192.0.2.9".parse().expect("a block")];
        let places = Places::new(100, 2, Proxies { trusted, named: Named::XForwarded });
        let admit = |ip: &str| {
            let one = places.all.clone().try_acquire_owned().expect("room");
            places.admit(ip.parse().expect("an address"), one)
        };
        let own = [admit("192.0.2.1"), admit("::ffff:192.0.2.1")];
        assert!(own.iter().all(Option::is_some) && admit("192.0.2.1").is_none());
        let house = [admit("2001:db8:1:2::1"), admit("2001:db8:1:2::2")];
        assert!(house.iter().all(Option::is_some) && admit("2001:db8:1:2::3").is_none() && admit("2001:db8:1:3::3").is_some());
        let many: Vec<_> = (0..5).flat_map(|_| [admit("192.0.2.9"), admit("127.0.0.1"), admit("::1")]).collect();
        assert!(many.iter().all(Option::is_some));
        drop(own);
        assert!(admit("192.0.2.1").is_some());
        drop((house, many));
        assert!(places.taken.lock().expect("whole").is_empty());
        assert_eq!(places.all.available_permits(), 100);
    }
}
