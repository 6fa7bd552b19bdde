//! A doctor's patients.

mod emergency;
mod list;
mod summary;

pub use emergency::{EmergencyPage, open};
pub use list::PatientsPage;
pub use summary::PatientPage;

/// The address of the list.
const ADDRESS: &str = "/patients";
