//! Pure rules and types of Smart Health Synchronizer, shared by the server and the browser.
//!
//! Nothing here reads a clock, rolls dice or waits: time and identity come in as arguments, so every rule can be tested as a
//! table. Words follow FHIR R4, ICD-10, BCP 47, IANA time zones and RFC 5545 wherever one of them has a word.

pub mod access;
pub mod account;
pub mod appointment;
pub mod assessment;
pub mod blog;
pub mod booking;
pub mod calendar;
pub mod caller;
pub mod consent;
pub mod device;
pub mod doctor;
pub mod evaluation;
pub mod id;
pub mod interview;
pub mod note;
pub mod page;
pub mod passkey;
pub mod password;
pub mod patient;
pub mod period;
pub mod policy;
pub mod prescription;
pub mod privacy;
pub mod problem;
pub mod record;
pub mod review;
pub mod risk;
pub mod second_factor;
pub mod specialty;
pub mod statistics;
pub mod text;
pub mod token;
pub mod triage;

pub use caller::Caller;
pub use id::*;
pub use period::Period;
pub use problem::{Code, FieldProblem, Problems};
pub use specialty::Specialty;
