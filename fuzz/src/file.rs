//! Files that an operator fetches and a download can spoil: the model's weights, the knowledge's vectors.

use std::sync::OnceLock;
use symptoms::{Knowledge, STORED_VECTORS, Vectors};

/// Digest of the sentences and name of the encoder: with the true ones, what is behind them is read.
const HEAD: usize = 64;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::built_in().expect("knowledge"))
}

/// A byte for what kind of file, then its content.
pub(crate) fn file(data: &[u8]) {
    let [kind, rest @ ..] = data else { return };
    match kind % 4 {
        0 => drop(ai::Encoder::examine(rest)),
        // A header, and a body of zeros for it.
        1 => {
            let length = (rest.len() as u64).to_le_bytes();
            drop(ai::Encoder::examine(&[&length[..], rest, &[0; 4_096]].concat()));
        }
        2 => drop(Vectors::from_bytes(rest, knowledge())),
        _ => {
            let mut bytes = STORED_VECTORS.to_vec();
            for (at, byte) in rest.iter().enumerate().take(bytes.len() - HEAD) {
                bytes[HEAD + at] ^= byte;
            }
            bytes.truncate(bytes.len() - usize::from(*kind >> 2));
            drop(Vectors::from_bytes(&bytes, knowledge()));
        }
    }
}
