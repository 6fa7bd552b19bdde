//! A migrated database per test, and builders. A development dependency only.
//!
//! ```no_run
//! # async fn a_test() {
//! use testkit::{Database, NewDoctor};
//!
//! let db = Database::fresh().await;
//! let services = db.services();
//! let patient = db.patient().await;
//! let doctor = db.doctor_with(NewDoctor { zone: chrono_tz::Asia::Tokyo, ..NewDoctor::default() }).await;
//! # }
//! ```
//!
//! The databases live on a real PostgreSQL: on the server that `DATABASE_URL` names, where the variable is set (its role must be
//! allowed to create databases), else on a private one that all test programs of a user share. The private one keeps its data in
//! `$TMPDIR/smart-health-test-<uid>-<version>`, listens on a socket there and nowhere else, is left running for the next test
//! program, and ends by itself after half an hour without a new database. It forgoes `fsync`: nothing in it is worth keeping.
//!
//! A database is a copy of a template that was migrated once for each state of the schema. It is dropped when its test has passed
//! and stays for a look when the test has failed, until the next test program drops what the dead have left.

mod cluster;
mod database;
mod engine;
mod keys;
mod owner;
mod passkey;
mod people;
mod prescription;
mod programs;
mod record;
mod server;
mod totp;
mod visit;

pub use database::{Database, monday};
pub use engine::no_engine;
pub use keys::keys;
pub use passkey::Device;
pub use people::{NewDoctor, NewPatient, PASSWORD, TestAdmin, TestDoctor, TestPatient, every_day, workdays};
pub use totp::totp;
pub use visit::Visit;
