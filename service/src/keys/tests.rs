#![allow(clippy::unwrap_used)] // a failed unwrap fails the test

use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn ring(ids: &[KeyId]) -> Keys {
    Keys::parse(&ids.iter().map(|id| format!("{id}:{:062x}0{}\n", 0xabc_u32 + id, id % 10)).collect::<String>()).unwrap()
}

fn place() -> Place {
    Place::new("patient", "notes", Uuid::from_u128(7))
}

#[test]
fn a_ring_is_read_from_lines_or_from_one_line() {
    let (one, two) = (Keys::draw(1).unwrap(), Keys::draw(12).unwrap());
    for text in [format!("# made by hand\n{one}\n\n{two}\n"), format!("{two},{one}")] {
        let keys = Keys::parse(&text).unwrap();
        assert_eq!((keys.ids().collect::<Vec<_>>(), keys.current()), (vec![1, 12], 12));
    }
}

#[test]
fn a_key_that_waits_opens_and_seals_nothing() {
    let (one, two) = (Keys::draw(1).unwrap(), Keys::draw(2).unwrap());
    let waiting = Keys::parse(&format!("{one},~{two}")).unwrap();
    assert_eq!((waiting.ids().collect::<Vec<_>>(), waiting.current()), (vec![1, 2], 1));
    let sealed = Keys::parse(&format!("{one},{two}")).unwrap().seal(place(), b"penicillin").unwrap();
    assert_eq!(waiting.open(place(), &sealed).unwrap(), b"penicillin");
    assert_eq!(Keys::parse(&format!("~{two}")).unwrap_err(), KeysError::Idle);
}

#[test]
fn what_is_no_ring_is_refused_without_telling_it() {
    let key = Keys::draw(1).unwrap();
    assert_eq!(Keys::parse(" \n# nothing\n").unwrap_err(), KeysError::Empty);
    assert_eq!(Keys::parse(&format!("{key},{key}")).unwrap_err(), KeysError::Twice(1));
    assert_eq!(Keys::parse(&format!("1:{}", "0".repeat(64))).unwrap_err(), KeysError::Weak(1));
    for wrong in ["1", "1:abc", "x:00", &key[..key.len() - 1], &format!("{key}0"), &format!("-{key}"), &format!("1:é{}", &key[4..])] {
        let error = Keys::parse(&format!("2:{} {wrong}", &Keys::draw(2).unwrap()[2..])).unwrap_err();
        assert_eq!(error, KeysError::Malformed(2), "{wrong}");
    }
    let told = format!("{:?}", Keys::parse(&key).unwrap());
    assert_eq!(told, "Keys([1])");
}

#[test]
fn each_purpose_and_each_master_key_gives_another_key() {
    let keys = ring(&[1, 2]);
    let all: Vec<Key> = [(1, "a"), (1, "b"), (2, "a")].iter().map(|(id, purpose)| keys.derive(*id, purpose).unwrap()).collect();
    assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2]);
    assert_eq!(keys.derive(3, "a"), None);
    assert_ne!(keys.fingerprint(1), keys.fingerprint(2));
}

#[test]
fn what_was_sealed_before_a_change_of_keys_still_opens() {
    let sealed = ring(&[1]).seal(place(), b"penicillin").unwrap();
    assert_eq!(ring(&[1, 2]).open(place(), &sealed).unwrap(), b"penicillin");
    assert_eq!(ring(&[2]).open(place(), &sealed), Err(Unsealed::NoKey(1)));
    assert_eq!(seal::sealed_with(&ring(&[1, 2]).seal(place(), b"").unwrap()), Some(2));
}

#[test]
fn the_same_text_never_looks_the_same() {
    let keys = ring(&[1]);
    assert_ne!(keys.seal(place(), b"penicillin").unwrap(), keys.seal(place(), b"penicillin").unwrap());
}

proptest! {
    #[test]
    fn what_is_sealed_opens_at_its_place_only(text: Vec<u8>, other: u128) {
        let keys = ring(&[1]);
        let sealed = keys.seal(place(), &text).unwrap();
        prop_assert_eq!(keys.open(place(), &sealed).unwrap(), text);
        let elsewhere = [
            Place::new("patient", "note", place().row),
            Place::new("patients", "otes", place().row),
            Place::new("patient", "notes", Uuid::from_u128(other | 8)),
        ];
        for place in elsewhere {
            prop_assert_eq!(keys.open(place, &sealed), Err(Unsealed::Forged));
        }
    }

    #[test]
    fn whatever_is_changed_in_it_is_found(text: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8, short: prop::sample::Index) {
        let keys = ring(&[1]);
        let sealed = keys.seal(place(), &text).unwrap();
        let mut changed = sealed.clone();
        changed[at.index(sealed.len())] ^= 1 << bit;
        prop_assert!(keys.open(place(), &changed).is_err());
        prop_assert!(keys.open(place(), &sealed[..short.index(sealed.len())]).is_err());
    }

    #[test]
    fn whatever_comes_in_is_refused_without_a_panic(noise: Vec<u8>) {
        prop_assert!(ring(&[1]).open(place(), &noise).is_err());
    }
}
