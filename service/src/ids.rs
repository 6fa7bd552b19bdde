//! New identifiers.

use uuid::Uuid;

/// A new id that sorts by time of creation (UUID version 7).
pub fn new() -> Uuid {
    Uuid::now_v7()
}

/// A new id that cannot be guessed, for records whose id is what gives access (UUID version 4).
pub fn secret() -> Result<Uuid, getrandom::Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
