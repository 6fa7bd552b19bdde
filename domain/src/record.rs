//! Health records: what was measured, found or done, entry by entry. Nothing of it is ever overwritten; a correction is an entry of its own
//! that points to what it corrects.
//!
//! Measured values bear a LOINC code and a UCUM unit, and say by an HL7 code whether they lie within their reference range.

mod csv;
mod file;
mod kind;
mod measure;
mod number;
pub mod score;
mod series;
mod unit;
mod write;

pub use csv::{CSV_MAX, Group, Import, ROWS_MAX, RowError, read as read_csv, write as write_csv};
pub use file::{FILE_MAX, Media, NAME_MAX, file_name, refused, too_large};
pub use kind::{RECORD_TYPES, RecordType};
pub use measure::{MEASURES, Measure, PANEL_PRESSURE, Range, measure, measures};
pub use number::decimal;
pub use series::{Point, SCAN, Series, Span, series, series_of};
pub use write::{NewRecord, NewResult, Person, TEXT_MAX, TITLE_MAX};

use crate::{AttachmentId, PatientId, RecordId, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The version of what is stored; a later shape gets a new number and reads the older ones.
pub const VERSION: u8 = 1;

/// Whether a value lies within its reference range (HL7 v3 ObservationInterpretation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Interpretation {
    /// Low.
    L,
    /// Normal.
    N,
    /// High.
    H,
}

impl Interpretation {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::L => "L",
            Self::N => "N",
            Self::H => "H",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::L => "low",
            Self::N => "within range",
            Self::H => "high",
        }
    }
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// LOINC code.
    pub code: String,
    /// What was measured, as it was called then.
    pub name: String,
    /// The value, in `unit`.
    pub value: f64,
    /// UCUM unit.
    pub unit: String,
    /// Reference range, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Range>,
    /// How the value stands to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpretation: Option<Interpretation>,
    /// Value and unit as they were given, where they were converted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<(f64, String)>,
}

impl Measurement {
    /// "128 mmHg": with the decimals and the unit that people know.
    pub fn shown(&self) -> String {
        match measure(&self.code) {
            Some(known) if known.unit == self.unit => format!("{} {}", known.number(self.value), known.shown).trim_end().to_owned(),
            _ => format!("{} {}", self.value, self.unit),
        }
    }
}

/// A code of another system than LOINC: a diagnosis, a vaccine, a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Coding {
    /// The system, such as `ICD-10`, `ATC`, `CVX` or `SNOMED CT`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
    pub system: String,
    /// The code.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
    pub code: String,
}

/// What an entry says; sealed as one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Which shape this is: [`VERSION`].
    pub v: u8,
    /// In a few words.
    pub title: String,
    /// More.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A code of another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coding: Option<Coding>,
    /// Measured values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<Measurement>,
}

/// A file that goes with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The entry.
    pub record: RecordId,
    /// Its name.
    pub name: String,
    /// What it is, told from its content.
    pub media: Media,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

/// An entry of a health record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Whose.
    pub patient: PatientId,
    /// What kind.
    pub record_type: RecordType,
    /// When it was so.
    pub recorded_at: DateTime<Utc>,
    /// When it was written down here.
    pub created_at: DateTime<Utc>,
    /// The account that wrote it.
    pub author: UserId,
    /// The doctor's name; none where the patient wrote it.
    pub author_name: Option<String>,
    /// The entry that this one corrects.
    pub corrects: Option<RecordId>,
    /// The entry that corrects this one.
    pub corrected_by: Option<RecordId>,
    /// Entered in error: what it corrects is taken back.
    pub retracted: bool,
    /// Files that go with it.
    pub files: u32,
    /// What it says.
    pub content: Content,
}

impl Record {
    /// Whether it is what counts now: neither corrected nor taken back.
    pub fn counts(&self) -> bool {
        self.corrected_by.is_none() && !self.retracted
    }
}
