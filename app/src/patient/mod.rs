//! A doctor's patients: the list, and one of them with everything that is done for them on one page.

mod api;
mod desk;
mod keeper;

#[cfg(feature = "ssr")]
mod act;
#[cfg(feature = "ssr")]
mod answer;
#[cfg(feature = "ssr")]
mod emergency;
#[cfg(feature = "ssr")]
mod health;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod summary;
#[cfg(feature = "ssr")]
mod told;
#[cfg(feature = "ssr")]
mod write;

pub use api::{Held, keep_note};
pub use desk::Desk;
pub use keeper::Keeper;

#[cfg(feature = "ssr")]
pub use act::{entry, note, prescribe};
#[cfg(feature = "ssr")]
pub use emergency::{EmergencyPage, open};
#[cfg(feature = "ssr")]
pub use list::PatientsPage;
#[cfg(feature = "ssr")]
pub use summary::PatientPage;

/// The address of the list.
#[cfg(feature = "ssr")]
const ADDRESS: &str = "/patients";
