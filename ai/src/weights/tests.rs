//! Damaged weights, thousands of them, against a small file of the same format.
#![allow(clippy::unwrap_used)] // a failed unwrap fails the test

use std::panic::catch_unwind;

use serde_json::{Value, json};

use super::*;

const MUTATIONS: u64 = 2_000;
/// What the file holds when it is whole; `b.weight` is kept in eight bits.
const TENSORS: [(&str, &[usize]); 4] = [("a.weight", &[6, 4]), ("a.bias", &[6]), ("b.weight", &[3, 5]), ("one", &[1])];
/// What a header may claim of a size or an offset.
const NUMBERS: [u64; 10] = [0, 1, 3, 4, 24, 96, 1 << 31, 1 << 62, u64::MAX - 3, u64::MAX];

/// Numbers that look random and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `count - 1`.
    fn below(&mut self, count: usize) -> usize {
        (self.roll() % count as u64) as usize
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }
}

/// The header of the whole file.
fn whole_header() -> Value {
    let mut header = json!({ "__metadata__": { "format": "pt" } });
    let mut begin = 0;
    for (name, shape) in TENSORS {
        let end = begin + 4 * shape.iter().product::<usize>();
        header[name] = json!({ "dtype": "F32", "shape": shape, "data_offsets": [begin, end] });
        begin = end;
    }
    header
}

/// A file with this header and the whole file's numbers.
fn file(header: &Value) -> Vec<u8> {
    let json = header.to_string();
    let count: usize = TENSORS.iter().map(|(_, shape)| shape.iter().product::<usize>()).sum();
    let mut bytes = (json.len() as u64).to_le_bytes().to_vec();
    bytes.extend(json.as_bytes());
    bytes.extend((0..count).flat_map(|n| (n as f32 / 8.0).to_le_bytes()));
    bytes
}

fn is_int8(name: &str) -> bool {
    name == "b.weight"
}

/// Reads the file, its digest pinned as it is, and takes out every tensor.
fn load(bytes: &[u8]) -> Result<Vec<Vec<f32>>, LoadError> {
    let pin = hex(&Sha256::digest(bytes));
    let mut weights = Weights::read(bytes, bytes.len() as u64, "small", &pin, is_int8)?;
    let mut take = |name, shape: &[usize]| match *shape {
        [rows, width] if is_int8(name) => weights.take_rows(name, [rows, width]).map(|rows| numbers_of(&rows, width)),
        _ => weights.take(name, shape),
    };
    TENSORS.iter().map(|(name, shape)| take(name, shape)).collect()
}

/// What the rows stand for.
fn numbers_of(rows: &Rows, width: usize) -> Vec<f32> {
    let rows = rows.values.chunks(width).zip(&rows.steps);
    rows.flat_map(|(row, step)| row.iter().map(move |value| f32::from(*value) * step)).collect()
}

/// Damages the bytes of a whole file.
fn damage_bytes(dice: &mut Dice, kind: usize) -> Vec<u8> {
    let mut bytes = file(&whole_header());
    let body = 8 + whole_header().to_string().len();
    match kind {
        0 => bytes.truncate(dice.below(bytes.len())),
        1 => flip(&mut bytes, dice, 0, 8),
        2 => flip(&mut bytes, dice, 8, body),
        3 => flip(&mut bytes, dice, body, usize::MAX),
        4 => {
            let at = body + 4 * dice.below((bytes.len() - body) / 4);
            let value = dice.one_of(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MIN_POSITIVE / 2.0]);
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        5 => bytes[..8].copy_from_slice(&dice.one_of(&NUMBERS).to_le_bytes()),
        6 => bytes.insert(dice.below(bytes.len()), dice.roll() as u8),
        _ => drop(bytes.remove(dice.below(bytes.len()))),
    }
    bytes
}

fn flip(bytes: &mut [u8], dice: &mut Dice, from: usize, to: usize) {
    let part = &mut bytes[from..];
    let length = part.len().min(to - from);
    part[dice.below(length)] ^= 1 << dice.below(8);
}

/// Damages what the header says; it stays JSON.
fn damage_header(dice: &mut Dice, kind: usize) -> Vec<u8> {
    let mut header = whole_header();
    let name = dice.one_of(&TENSORS).0;
    let number = dice.one_of(&NUMBERS);
    match kind {
        0 => header[name]["dtype"] = dice.one_of(&[json!("F16"), json!("I64"), json!("f32"), json!(""), json!(32), json!(null)]),
        1 => header[name]["shape"][0] = json!(number),
        2 => header[name]["shape"] = dice.one_of(&[json!([]), json!([-1]), json!([0.5]), json!("6"), json!([2, 2, 2, 3])]),
        3 => header[name]["data_offsets"][dice.below(2)] = json!(number),
        4 => header[name]["data_offsets"] = dice.one_of(&[json!([0]), json!([4, 0]), json!([0, 4, 8]), json!({}), json!([0, 96])]),
        5 => drop(header.as_object_mut().unwrap().remove(name)),
        6 => header[name] = header[dice.one_of(&TENSORS).0].clone(),
        _ => {
            // One tensor as long as the addresses reach, and consistent in itself.
            let last = TENSORS[TENSORS.len() - 1].0;
            let begin = header[last]["data_offsets"][0].as_u64().unwrap();
            let count = number.saturating_sub(begin) / 4;
            header[last] = json!({ "dtype": "F32", "shape": [count], "data_offsets": [begin, begin + 4 * count] });
        }
    }
    file(&header)
}

fn damaged(number: u64) -> Vec<u8> {
    let mut dice = Dice(number);
    let kind = dice.below(8);
    if number.is_multiple_of(2) { damage_bytes(&mut dice, kind) } else { damage_header(&mut dice, kind) }
}

#[test]
fn damaged_weights_are_refused_or_harmless_and_never_a_panic() {
    let whole = load(&file(&whole_header())).unwrap();
    let (mut refused, mut harmless) = (0, 0);
    for number in 0..MUTATIONS {
        let bytes = damaged(number);
        match catch_unwind(|| load(&bytes)) {
            Ok(Err(error)) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
            Ok(Ok(tensors)) => {
                assert!(tensors.iter().zip(&whole).all(|(found, whole)| found.len() == whole.len()), "mutation {number}");
                assert!(tensors.iter().flatten().all(|value| value.is_finite()), "mutation {number}");
                harmless += 1;
            }
            Err(_) => panic!("mutation {number} makes the reader panic"),
        }
    }
    // Both ends are reached: else the damage is not what it says.
    assert!(refused > 1_000 && harmless > 100, "{refused} refused, {harmless} harmless");
}

#[test]
fn a_tensor_that_ends_beyond_every_address_is_refused() {
    let mut header = whole_header();
    let begin = header["one"]["data_offsets"][0].as_u64().unwrap();
    let bytes = (u64::MAX - begin) / 4 * 4;
    header["one"] = json!({ "dtype": "F32", "shape": [bytes / 4], "data_offsets": [begin, begin + bytes] });
    let error = load(&file(&header)).unwrap_err();
    assert!(matches!(error, LoadError::Truncated { .. } | LoadError::Format { .. }), "{error}");
}

#[test]
fn a_whole_file_comes_back_in_eight_bits_where_asked() {
    let tensors = load(&file(&whole_header())).unwrap();
    let mut expected = 0..;
    for ((name, _), tensor) in TENSORS.iter().zip(&tensors) {
        for found in tensor {
            let exact = expected.next().unwrap() as f32 / 8.0;
            let off = (found - exact).abs();
            assert!(if is_int8(name) { off <= 44.0 / 8.0 / 254.0 } else { off == 0.0 }, "{name}: {found} for {exact}");
        }
    }
}

#[test]
fn a_number_in_eight_bits_that_is_not_finite_is_refused() {
    let mut bytes = file(&whole_header());
    let last = bytes.len() - 8;
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        bytes[last..last + 4].copy_from_slice(&bad.to_le_bytes());
        let error = load(&bytes).unwrap_err();
        assert!(matches!(&error, LoadError::NotFinite { tensor } if tensor == "b.weight"), "{bad}: {error}");
    }
}
