//! Sealed fields: what was not sealed at a place does not open there, what was does.

use crate::site::KEYS;
use service::Keys;
use service::keys::Place;
use std::sync::OnceLock;
use uuid::Uuid;

fn ring() -> &'static Keys {
    static RING: OnceLock<Keys> = OnceLock::new();
    RING.get_or_init(|| Keys::parse(KEYS).expect("a ring"))
}

/// As what is to be opened, and as what is to be sealed.
pub(crate) fn seal(data: &[u8]) {
    let place = Place::new("note", "text", Uuid::from_u128(1));
    let other = Place::new("note", "text", Uuid::from_u128(2));
    assert!(ring().open(place, data).is_err(), "nobody sealed this");
    let sealed = ring().seal(place, data).expect("sealed");
    assert_eq!(ring().open(place, &sealed).as_deref(), Ok(data));
    assert!(ring().open(other, &sealed).is_err());
    let at = data.first().map_or(0, |byte| usize::from(*byte) % sealed.len());
    let mut changed = sealed;
    changed[at] ^= 1 << data.get(1).map_or(0, |byte| byte % 8);
    assert!(ring().open(place, &changed).is_err(), "byte {at} does not matter");
}
