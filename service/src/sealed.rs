//! Which columns hold what is sealed, and the only way in and out of them.
//!
//! What people say about their health, and what was found, lies in the database under a key of the ring, bound to table, column and row
//! ([`crate::keys`]). A value is JSON, filled up to a multiple of 64 bytes, so that its length tells little of what is in it. What queries
//! need stays beside it in the clear: ids, times, the level of an assessment.

mod adopt;
mod reseal;
mod ring;

pub use adopt::adopt;
pub use reseal::{Line, Report, Uses, reseal, uses};
pub use ring::{RingError, agrees, record};

use crate::keys::{Keys, Place, Unsealed};
use crate::{Error, repeat};
use domain::{assessment::Assessment, interview::Answer, patient::Allergy};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

/// Lengths are multiples of this.
const BLOCK: usize = 64;
/// Ends the value; nothing but zeros comes after it (ISO/IEC 7816-4).
const END: u8 = 0x80;

/// A column of sealed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
}

/// What a symptom report says: [`Content`].
pub const CONTENT: Field = Field { table: "symptom_report", column: "content" };
/// What a patient's profile says: [`Health`].
pub const HEALTH: Field = Field { table: "patient", column: "health" };
/// Why somebody comes: text.
pub const REASON: Field = Field { table: "appointment", column: "reason_sealed" };
/// Why it was called off: text.
pub const CANCEL_REASON: Field = Field { table: "appointment", column: "cancel_reason" };
/// An answer that is kept for repetitions; its row is [`repeat::row`].
pub const ANSWER: Field = Field { table: "idempotency", column: "answer_sealed" };
/// Why a doctor opened a record in an emergency: text.
pub const EMERGENCY: Field = Field { table: "emergency_access", column: "reason" };
/// What an entry of a health record says: [`domain::record::Content`].
pub const RECORD: Field = Field { table: "health_record", column: "content" };
/// Name and key of a file.
pub(crate) const FILE: Field = Field { table: "attachment", column: "content" };
/// What a prescription says: [`crate::prescription`].
pub const PRESCRIPTION: Field = Field { table: "prescription", column: "content" };
/// A medication that a doctor writes often.
pub const FAVOURITE: Field = Field { table: "prescription_favourite", column: "content" };
/// A note that is not finished: [`domain::note::Words`].
pub const NOTE: Field = Field { table: "note_draft", column: "content" };
/// The seed of a second factor: bytes.
pub(crate) const SEED: Field = Field { table: "account_totp", column: "seed" };

/// A symptom report's words and what was found in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What was written.
    pub text: String,
    /// What was answered, question by question.
    pub answers: Vec<Vec<Answer>>,
    /// What was found.
    pub assessment: Assessment,
}

/// A patient's profile, as far as it is about their health, and whom to call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// ABO and Rhesus.
    pub blood_group: Option<String>,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// Long-term conditions.
    pub conditions: Vec<String>,
    /// Medications.
    pub medications: Vec<String>,
    /// Whom to call.
    pub emergency_contact: Option<String>,
}

impl Field {
    /// Its value in `row`.
    pub(crate) const fn place(self, row: Uuid) -> Place {
        Place::new(self.table, self.column, row)
    }

    /// Seals a value for `row` with the key in use.
    ///
    /// Errors: [`Error::Internal`] without randomness.
    pub fn seal(self, keys: &Keys, row: Uuid, value: &impl Serialize) -> Result<Vec<u8>, Error> {
        let plain = serde_json::to_vec(value).map_err(|_| Error::Internal(format!("{}.{} is no JSON", self.table, self.column)))?;
        keys.seal(self.place(row), &filled(&Zeroizing::new(plain)))
    }

    /// Opens what [`Field::seal`] sealed for `row`.
    ///
    /// Errors: [`Error::Unreadable`] where there is nothing, or nothing that was sealed here with a key of the ring. No error repeats
    /// anything of the value.
    pub fn open<T: DeserializeOwned>(self, keys: &Keys, row: Uuid, sealed: Option<&[u8]>) -> Result<T, Error> {
        let sealed = sealed.ok_or_else(|| self.unreadable(row, "nothing is there"))?;
        let plain = keys.open(self.place(row), sealed).map(Zeroizing::new).map_err(|why| self.unreadable(row, why))?;
        let json = unfilled(&plain).ok_or_else(|| self.unreadable(row, Unsealed::Forged))?;
        // The reader's own words would repeat what it read.
        serde_json::from_slice(json).map_err(|e| self.unreadable(row, format!("not of its shape ({:?} at {})", e.classify(), e.column())))
    }

    pub(crate) fn unreadable(self, row: Uuid, why: impl std::fmt::Display) -> Error {
        Error::Unreadable(format!("{}.{} of {row}: {why}", self.table, self.column))
    }
}

fn filled(plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = (plain.len() + 1).next_multiple_of(BLOCK);
    let mut all = Zeroizing::new(Vec::with_capacity(length));
    all.extend_from_slice(plain);
    all.push(END);
    all.resize(length, 0);
    all
}

fn unfilled(all: &[u8]) -> Option<&[u8]> {
    let end = all.iter().rposition(|byte| *byte != 0)?;
    (all[end] == END).then(|| &all[..end])
}

/// A sealed column and how its rows are walked.
#[derive(Debug, Clone, Copy)]
struct Column {
    field: Field,
    /// First column of the primary key, a uuid.
    id: &'static str,
    /// The rest of it, a text.
    second: Option<&'static str>,
}

/// Every column of sealed values; a new one is added here.
const COLUMNS: [Column; 12] = [
    Column { field: CONTENT, id: "id", second: None },
    Column { field: HEALTH, id: "id", second: None },
    Column { field: REASON, id: "id", second: None },
    Column { field: CANCEL_REASON, id: "id", second: None },
    Column { field: ANSWER, id: "user_id", second: Some("key") },
    Column { field: EMERGENCY, id: "id", second: None },
    Column { field: SEED, id: "user_id", second: None },
    Column { field: RECORD, id: "id", second: None },
    Column { field: FILE, id: "id", second: None },
    Column { field: PRESCRIPTION, id: "id", second: None },
    Column { field: FAVOURITE, id: "id", second: None },
    Column { field: NOTE, id: "id", second: None },
];

impl Column {
    /// The row that a value is bound to.
    fn row(self, id: Uuid, second: &str) -> Uuid {
        if self.second.is_some() { repeat::row(id, second) } else { id }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed unwrap fails the test

    use super::*;
    use proptest::prelude::*;

    fn keys() -> Keys {
        Keys::parse(&Keys::draw(1).unwrap()).unwrap()
    }

    #[test]
    fn the_length_of_a_sealed_value_tells_little_of_it() {
        let (keys, row) = (keys(), Uuid::from_u128(1));
        let length = |text: &str| REASON.seal(&keys, row, &text).unwrap().len();
        assert_eq!(length(""), length(&"x".repeat(60)));
        assert_eq!(length("") + BLOCK, length(&"x".repeat(62)));
    }

    #[test]
    fn what_is_missing_damaged_or_of_another_shape_is_an_error_that_repeats_nothing() {
        let (keys, row) = (keys(), Uuid::from_u128(1));
        let told = |sealed: Option<&[u8]>| match HEALTH.open::<Health>(&keys, row, sealed) {
            Err(Error::Unreadable(why)) => why,
            other => panic!("{other:?}"),
        };
        let secret = HEALTH.seal(&keys, row, &"secret words").unwrap();
        for sealed in [None, Some(&[][..]), Some(&[1, 2, 3][..]), Some(&secret[..]), Some(&secret[..secret.len() - 1])] {
            let why = told(sealed);
            assert!(why.starts_with("patient.health of 00000000-0000-0000-0000-000000000001: "), "{why}");
            assert!(!why.contains("secret"), "{why}");
        }
    }

    proptest! {
        #[test]
        fn a_value_comes_back_as_it_was(text: String, zeros in 0..200_usize) {
            let keys = keys();
            let text = text + &"\0".repeat(zeros);
            let sealed = REASON.seal(&keys, Uuid::from_u128(7), &text).unwrap();
            prop_assert_eq!(REASON.open::<String>(&keys, Uuid::from_u128(7), Some(&sealed)).unwrap(), text);
        }
    }
}
